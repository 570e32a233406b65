"""The plan of a verb: how an operation is called, and the request that it builds."""

from __future__ import annotations

from csdlgen import names
from csdlgen.code import Code, bracketed, compose, docstring, identifier, join, literal
from csdlgen.edm.describe import description, is_optional
from csdlgen.edm.model import Operation, Parameter
from csdlgen.plan.annotations import Annotator
from csdlgen.plan.imports import Needs
from csdlgen.plan.values import VerbMethod
from csdlgen.routes import Permission, permissions

# What the body of a verb refers to, besides its parameters.
_RESERVED = names.KEYWORDS | {"arguments", "parameters", "self"}


def parameter_names(operation: Operation) -> dict[str, str]:
    """Wire name → Python name of the parameters behind the binding parameter."""
    return names.assign((each.name for each in asked(operation)), names.snake_case, _RESERVED)


def asked(operation: Operation) -> tuple[Parameter, ...]:
    """The parameters that a caller gives: all but the binding parameter (CSDL section 12.9)."""
    return operation.parameters[int(operation.bound) :]


def may_be_left_out(operation: Operation, parameter: Parameter) -> bool:
    """Whether a call may do without a parameter: optional ones, and nullable ones of an action, which then are null
    (OData Protocol section 11.5.5.1)."""
    return is_optional(parameter.annotations) or (operation.kind == "action" and parameter.type.nullable)


def verbs(annotator: Annotator, overloads: tuple[Operation, ...], needs: Needs) -> tuple[VerbMethod, ...]:
    """The verbs of an operation's builder: `post` for an action, `get` for a function, one for each overload."""
    wanted = [_verb_name(each, number) for number, each in enumerate(overloads)]
    named = names.unique(wanted, names.BUILDER_RESERVED)
    return tuple(_verb(annotator, each, name, needs) for each, name in zip(overloads, named, strict=True))


def _verb_name(operation: Operation, number: int) -> str:
    if operation.kind == "action":
        return "post"
    if not number:
        return "get"
    return "_".join(("get_with", *parameter_names(operation).values()))


def _verb(annotator: Annotator, operation: Operation, name: str, needs: Needs) -> VerbMethod:
    python = parameter_names(operation)
    ordered = sorted(asked(operation), key=lambda each: may_be_left_out(operation, each))
    given = [_parameter(annotator, operation, each, python[each.name], needs) for each in ordered]
    result = annotator.result(operation.returns.type if operation.returns else None, needs)
    tail = compose(") -> {}[{}]:", needs.runtime("request", "Request"), result)
    arguments = [Code("self"), *([Code("*"), *given] if given else [])]
    return VerbMethod(
        decorator=needs.runtime("builder", "verb"),
        signature=bracketed(compose("def {}(", identifier(name)), arguments, tail, indent=1),
        doc=docstring(_about(operation, python), indent=2),
        result=_request(annotator, operation, python, needs),
    )


def _parameter(annotator: Annotator, operation: Operation, parameter: Parameter, name: str, needs: Needs) -> Code:
    optional = may_be_left_out(operation, parameter)
    annotation = annotator.parameter(parameter.type, needs, optional=optional or parameter.type.nullable)
    declared = compose("{}: {}", identifier(name), annotation)
    return compose("{} = None", declared) if optional else declared


def _about(operation: Operation, python: dict[str, str]) -> str:
    """Description, parameters and permissions as one text."""
    parts = [description(operation.annotations) or f"Call the {operation.kind} `{operation.name}`."]
    told = [(python[each.name], description(each.annotations)) for each in asked(operation)]
    if any(text for _, text in told):
        parts.append("\n".join(f"{name}: {text}" for name, text in told if text))
    granted = permissions(operation)
    if granted:
        parts.append("\n".join(["Permissions, least privileged first:", *map(_granted, granted)]))
    return "\n\n".join(parts)


def _granted(permission: Permission) -> str:
    return f"- {permission.scheme}: {', '.join(permission.scopes)}"


def _request(annotator: Annotator, operation: Operation, python: dict[str, str], needs: Needs) -> Code:
    given = asked(operation)
    path = Code("self._path")
    extra: list[Code] = []
    if operation.kind == "function":
        parts = [
            compose(
                "({}, {}, {})", literal(each.name), literal(annotator.wire(each.type)), identifier(python[each.name])
            )
            for each in given
        ]
        call = join(", ", parts)
        path = compose("self._path + {}({})", needs.runtime("predicates", "arguments"), call)
    elif given:
        parts = [
            bracketed(
                Code("("),
                [literal(each.name), literal(annotator.wire(each.type)), identifier(python[each.name])],
                Code(")"),
                indent=4,
            )
            for each in given
        ]
        body = bracketed(compose("body={}(", needs.runtime("request", "parameters")), parts, Code(")"), indent=3)
        extra.append(body)
    if operation.returns:
        extra.append(compose("returns={}", literal(annotator.wire(operation.returns.type))))
    verb = Code('"GET"') if operation.kind == "function" else Code('"POST"')
    return bracketed(Code("return Request("), [verb, path, *extra], Code(")"), indent=2)
