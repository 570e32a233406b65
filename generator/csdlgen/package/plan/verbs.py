"""The plan of a verb: how an operation is called, and the request that it builds."""

from __future__ import annotations

from dataclasses import dataclass

from csdlgen import names
from csdlgen.edm.model import Operation, Parameter
from csdlgen.edm.vocabularies import description, is_optional
from csdlgen.package.code import Code, bracketed, compose, docstring, identifier, literal
from csdlgen.package.plan.annotations import Annotator
from csdlgen.package.plan.imports import Needs
from csdlgen.package.plan.values import Method
from csdlgen.routes import Permission, permissions

# What the body of a verb refers to, besides its parameters.
_RESERVED = names.KEYWORDS | {"call", "parameters", "query", "self"}
_NAMES = "Names"
# System query options that a function takes for what it gives: option → annotation (OData Protocol section 11.5.4).
_OF_OBJECTS = {"select": _NAMES, "expand": _NAMES}
_OF_VALUES = {"filter": "str", "orderby": _NAMES, "top": "int", "skip": "int", "count": "bool"}
OF_COLLECTIONS = {
    "select": _NAMES, "filter": "str", "orderby": _NAMES, "search": "str", "top": "int", "skip": "int",
    "count": "bool", "expand": _NAMES,
}  # fmt: skip


def parameter_names(operation: Operation) -> dict[str, str]:
    """Wire name → Python name of the parameters behind the binding parameter."""
    return names.assign((each.name for each in operation.nonbinding_parameters), names.snake_case, _RESERVED)


def may_be_left_out(operation: Operation, parameter: Parameter) -> bool:
    """Whether a call may do without a parameter: optional ones, and nullable ones of an action, which then are null
    (OData Protocol section 11.5.5.1)."""
    return is_optional(parameter) or (operation.kind == "action" and parameter.type.nullable)


def overload_order(operation: Operation) -> tuple[int, tuple[str, ...], str]:
    """What overloads are sorted by: those with fewer parameters first, then by the names of parameters."""
    given = operation.nonbinding_parameters
    return len(given), tuple(sorted(each.name for each in given)), operation.signature


def verb_names(overloads: tuple[Operation, ...]) -> dict[Operation, str]:
    """The verb of each overload: `post` of an action; of a function `get` for the first in `overload_order`, and
    `get_with_…` with the names of the parameters for the others."""
    return _named(overloads, "get")


def result_names(overloads: tuple[Operation, ...]) -> dict[Operation, str]:
    """The method of each overload of a composable function that leads on from its result: `result`, `result_with_…`."""
    return _named(overloads, "result")


def _named(overloads: tuple[Operation, ...], head: str) -> dict[Operation, str]:
    ordered = sorted(overloads, key=overload_order)
    wanted = {each: _wanted(each, head, is_first=each is ordered[0]) for each in ordered}
    return names.settle(wanted, names.BUILDER_RESERVED, rank=overload_order)


def _wanted(operation: Operation, head: str, *, is_first: bool) -> str:
    if operation.kind == "action":
        return "post"
    return head if is_first else "_".join((f"{head}_with", *parameter_names(operation).values()))


@dataclass(frozen=True, slots=True)
class Verbs:
    """The verbs of the builders of operations; `empty_bodies` where actions without parameters send `{}`."""

    annotator: Annotator
    empty_bodies: bool = True

    def of(self, overloads: tuple[Operation, ...], needs: Needs) -> tuple[Method, ...]:
        """The verbs of an operation's builder, one for each overload."""
        return tuple(self._verb(each, name, needs) for each, name in verb_names(overloads).items())

    def _verb(self, operation: Operation, name: str, needs: Needs) -> Method:
        options = self._options(operation)
        returned = operation.returns.type if operation.returns else None
        listed = operation.kind == "function" and returned is not None and returned.collection
        return verb_method(
            name,
            keyword_only([*arguments_of(self.annotator, operation, needs), *option_parameters(options, needs)]),
            self.annotator.result(returned, needs),
            _about(operation),
            self._request(operation, options, needs),
            needs,
            listed=self.annotator.wire(returned) if listed and returned else "",
        )

    def _options(self, operation: Operation) -> dict[str, tuple[str, str]]:
        """The query options that a function's verb takes: option → Python name and annotation. A parameter of the same
        name goes first."""
        returned = operation.returns.type if operation.returns else None
        if operation.kind == "action" or returned is None:
            return {}
        is_object = self.annotator.is_object(returned.name)
        if returned.collection:
            found = OF_COLLECTIONS if is_object else _OF_VALUES
        else:
            found = _OF_OBJECTS if is_object else {}
        taken = set(parameter_names(operation).values())
        return {option: (names.free(option, taken), annotation) for option, annotation in found.items()}

    def _request(self, operation: Operation, options: dict[str, tuple[str, str]], needs: Needs) -> list[Code]:
        """The arguments of the request."""
        path = Code("self._path")
        extra: list[Code] = []
        if operation.kind == "function":
            path = queried(called(self.annotator, operation, path, needs, indent=3), options, needs)
        elif operation.nonbinding_parameters:
            parts = [_argument(self.annotator, each, operation, indent=4) for each in operation.nonbinding_parameters]
            extra = [bracketed(compose("body={}(", needs.runtime("parameters")), parts, Code(")"), indent=3)]
        elif self.empty_bodies:
            extra = [Code("body={}")]
        if operation.returns:
            extra.append(compose("returns={}", literal(self.annotator.wire(operation.returns.type))))
        return [literal("GET" if operation.kind == "function" else "POST"), path, *extra]


def verb_method(
    name: str, given: list[Code], result: Code, about: str, request: list[Code], needs: Needs, *, listed: str = ""
) -> Method:
    """A method that builds a request; `listed` is the type of the collection that a listing gives the items of."""
    tail = compose(") -> {}[{}]:", needs.runtime("Request"), result)
    return Method(
        decorator=compose("{}({})", needs.runtime("listing"), literal(listed)) if listed else needs.runtime("verb"),
        signature=bracketed(compose("def {}(", identifier(name)), given, tail, indent=1),
        doc=docstring(about, indent=2),
        result=bracketed(Code("return Request("), request, Code(")"), indent=2),
    )


def keyword_only(given: list[Code]) -> list[Code]:
    """The parameters of a method that takes keywords alone."""
    return [Code("self"), *([Code("*"), *given] if given else [])]


def arguments_of(annotator: Annotator, operation: Operation, needs: Needs) -> list[Code]:
    """The parameters of an operation as those of a method, the required ones first."""
    python = parameter_names(operation)
    ordered = sorted(operation.nonbinding_parameters, key=lambda each: may_be_left_out(operation, each))
    return [_parameter(annotator, operation, each, python[each.name], needs) for each in ordered]


def option_parameters(options: dict[str, tuple[str, str]], needs: Needs) -> list[Code]:
    """Query options as parameters of a method: option → Python name and annotation."""
    found = []
    for name, annotation in options.values():
        if annotation == _NAMES:
            found.append(compose("{}: {} = None", identifier(name), needs.runtime(_NAMES)))
        else:
            found.append(compose("{}: {} | None = None", identifier(name), identifier(annotation)))
    return found


def queried(path: Code, options: dict[str, tuple[str, str]], needs: Needs) -> Code:
    """A path with query options: option → Python name and annotation."""
    if not options:
        return path
    given = [compose("{}={}", identifier(option), identifier(name)) for option, (name, _) in options.items()]
    return bracketed(compose("{}(", needs.runtime("query")), [path, *given], Code(")"), indent=3)


def called(annotator: Annotator, operation: Operation, path: Code, needs: Needs, *, indent: int) -> Code:
    """The URL of a function's call (URL conventions section 4.5); optional parameters that are None are left out."""
    given = [each for each in operation.nonbinding_parameters if not is_optional(each)]
    optional = [each for each in operation.nonbinding_parameters if is_optional(each)]
    parts = [path, *(_argument(annotator, each, operation, indent=indent + 1) for each in given)]
    if optional:
        inner = [_argument(annotator, each, operation, indent=indent + 2) for each in optional]
        parts.append(bracketed(Code("optional=["), inner, Code("]"), indent=indent + 1))
    return bracketed(compose("{}(", needs.runtime("call")), parts, Code(")"), indent=indent)


def _argument(annotator: Annotator, parameter: Parameter, operation: Operation, *, indent: int) -> Code:
    name = identifier(parameter_names(operation)[parameter.name])
    parts = [literal(parameter.name), literal(annotator.wire(parameter.type)), name]
    return bracketed(Code("("), parts, Code(")"), indent=indent)


def _parameter(annotator: Annotator, operation: Operation, parameter: Parameter, name: str, needs: Needs) -> Code:
    optional = may_be_left_out(operation, parameter)
    annotation = annotator.parameter(parameter.type, needs, optional=optional or parameter.type.nullable)
    declared = compose("{}: {}", identifier(name), annotation)
    return compose("{} = None", declared) if optional else declared


def _about(operation: Operation) -> str:
    """Description, parameters and permissions as one text."""
    python = parameter_names(operation)
    parts = [description(operation.annotations) or f"Call the {operation.kind} `{operation.name}`."]
    described = [(python[each.name], description(each.annotations)) for each in operation.nonbinding_parameters]
    if any(text for _, text in described):
        parts.append("\n".join(f"{name}: {text}" for name, text in described if text))
    granted = permissions(operation)
    if granted:
        parts.append("\n".join(["Permissions, least privileged first:", *map(_granted, granted)]))
    return "\n\n".join(parts)


def _granted(permission: Permission) -> str:
    return f"- {permission.scheme}: {', '.join(permission.scopes)}"
