"""The plan of a verb: how an operation is called, and the request that it builds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from csdlgen import python_names as names
from csdlgen.edm.model import Operation, Parameter
from csdlgen.edm.vocabularies import default_of, deprecation, description, is_optional
from csdlgen.package.code import Code, bracketed, call, compose, definition, docstring, identifier, literal
from csdlgen.package.plan.annotations import Annotator
from csdlgen.package.plan.imports import OF_RUNTIME, Needs
from csdlgen.package.plan.value_text import described, value_facts
from csdlgen.package.plan.values import Method
from csdlgen.python_names import Naming
from csdlgen.routes import Permission, permissions

# What the body of a verb refers to, besides its parameters, and the keywords that every verb takes: those of the
# runtime's `options.Conditions` and `options.PageOptions`.
_RESERVED = names.KEYWORDS | {"call", "options", "parameters", "query", "self"}
OPTIONS = frozenset(
    (
        "connection_cert", "connection_timeout", "connection_verify", "etag", "headers", "if_match", "if_none_match",
        "match_condition", "network_span_namer", "page_size", "permit_redirects", "proxies", "raw_request_hook",
        "raw_response_hook", "read_timeout", "request_id", "retry_backoff_factor", "retry_backoff_max", "retry_connect",
        "retry_read", "retry_status", "retry_total", "timeout", "tracing_attributes", "user_agent",
    )
)  # fmt: skip
# System query options that a function takes for what it gives: option → annotation (OData Protocol section 11.5.4).
# `params` are those of the service's own.
OF_OBJECTS = {"select": "Selecting", "expand": "Expanding", "params": "Params"}
_OF_VALUE = {"params": "Params"}
_OF_VALUES = {
    "filter": "Filtering", "orderby": "Ordering", "top": "int", "skip": "int", "count": "bool", "params": "Params",
}  # fmt: skip
OF_COLLECTIONS = {
    "select": "Selecting", "filter": "Filtering", "orderby": "Ordering", "search": "str", "top": "int", "skip": "int",
    "count": "bool", "expand": "Expanding", "compute": "Computing", "apply": "str", "params": "Params",
}  # fmt: skip

_CALL_OPTIONS = Code("options=options")


def parameter_names(operation: Operation, naming: Naming) -> dict[str, str]:
    """Wire name → Python name of the parameters behind the binding parameter."""
    return names.assign((each.name for each in operation.nonbinding_parameters), naming.snake_case, _RESERVED | OPTIONS)


def may_be_left_out(operation: Operation, parameter: Parameter) -> bool:
    """Whether a call may do without a parameter: optional ones, and nullable ones of an action, which then are null
    (OData Protocol section 11.5.5.1)."""
    return is_optional(parameter) or (operation.kind == "action" and parameter.type.nullable)


def overload_order(operation: Operation) -> tuple[int, tuple[str, ...], str]:
    """What overloads are sorted by: those with fewer parameters first, then by the names of parameters."""
    given = operation.nonbinding_parameters
    return len(given), tuple(sorted(each.name for each in given)), operation.signature


def bare_overload(overloads: Sequence[Operation]) -> Operation | None:
    """The overload of a function that is called without arguments, at the path `x()`."""
    if any(each.kind == "action" for each in overloads):
        return None
    return next((each for each in overloads if not each.nonbinding_parameters), None)


def verb_names(
    overloads: Sequence[Operation], naming: Naming, taken: Collection[str] = frozenset()
) -> dict[Operation, str]:
    """The verb of each overload: `post` of an action; of a function `get` for the first in `overload_order`, and
    `get_with_…` with the names of the parameters for the others. None has one of the names that are `taken`."""
    ordered = sorted(overloads, key=overload_order)
    wanted = {each: _wanted(each, naming, is_first=each is ordered[0]) for each in ordered}
    return names.settle(wanted, {*names.BUILDER_RESERVED, *taken}, rank=overload_order)


def call_names(
    overloads: Sequence[Operation], naming: Naming, taken: Collection[str] = frozenset()
) -> dict[Operation, str]:
    """The methods that give the builders of overloads with parameters: the first is called itself, `x(a=…)`, the
    others are `with_…`."""
    first, *others = sorted(overloads, key=overload_order)
    wanted = {each: "_".join(("with", *parameter_names(each, naming).values())) for each in others}
    return {first: "__call__", **names.settle(wanted, {*names.BUILDER_RESERVED, *taken}, rank=overload_order)}


def _wanted(operation: Operation, naming: Naming, *, is_first: bool) -> str:
    if operation.kind == "action":
        return "post"
    return "get" if is_first else "_".join(("get_with", *parameter_names(operation, naming).values()))


def operation_verbs(
    annotator: Annotator, verbs: Mapping[Operation, str], needs: Needs, *, empty_bodies: bool
) -> Iterator[Method]:
    """The verbs of an operation's builder, by the overload that each calls, as `verb_names` has them; with
    `empty_bodies` actions without parameters send `{}`."""
    bare = bare_overload(tuple(verbs))
    for operation, name in verbs.items():
        if operation.kind == "action":
            yield _post(annotator, operation, name, needs, empty_bodies)
        else:
            yield get(annotator, operation, name, needs, is_called=operation is bare)


def get(annotator: Annotator, operation: Operation, name: str, needs: Needs, *, is_called: bool) -> Method:
    """The verb of a function; where it `is_called` already, the path of the builder has the arguments."""
    options = query_options(annotator, operation, is_called)
    returned = operation.returns.type if operation.returns else None
    wire = annotator.wire(returned) if returned else ""
    path, given = Code("self._path"), list[Code]()
    if not is_called:
        path = called(annotator, operation, path, needs, indent=4 if options else 3)
        given = arguments_of(annotator, operation, needs)
    return _method(
        name,
        [*given, *option_parameters(options, needs)],
        annotator.result(returned, needs),
        _about(annotator, operation, {} if is_called else parameter_names(operation, annotator.naming)),
        [literal("GET"), queried(path, options, needs), _CALL_OPTIONS, *_returning(wire)],
        needs,
        listed=wire if returned and returned.collection else "",
        deprecated=deprecation(operation.annotations),
    )


def _post(annotator: Annotator, operation: Operation, name: str, needs: Needs, empty_bodies: bool) -> Method:
    returned = operation.returns.type if operation.returns else None
    body = [Code("body={}")] if empty_bodies else []
    if operation.nonbinding_parameters:
        python = parameter_names(operation, annotator.naming)
        parts = [_argument(annotator, each, python[each.name], indent=4) for each in operation.nonbinding_parameters]
        body = [call(compose("body={}", needs.runtime("parameters")), parts, indent=3)]
    returns = _returning(annotator.wire(returned) if returned else "")
    return _method(
        name,
        arguments_of(annotator, operation, needs),
        annotator.result(returned, needs),
        _about(annotator, operation, parameter_names(operation, annotator.naming)),
        [literal("POST"), Code("self._path"), *body, _CALL_OPTIONS, *returns],
        needs,
        conditional=operation.bound,
        deprecated=deprecation(operation.annotations),
    )


def _returning(wire: str) -> list[Code]:
    return [compose("returns={}", literal(wire))] if wire else []


def query_options(annotator: Annotator, operation: Operation, is_called: bool) -> dict[str, tuple[str, str]]:
    """The query options that a function's verb takes: option → Python name and annotation. A parameter of the same
    name goes first, unless the function is called already."""
    returned = operation.returns.type if operation.returns else None
    if returned is None:
        return {}
    is_object = annotator.is_object(returned.name)
    of_many, of_one = (OF_COLLECTIONS, OF_OBJECTS) if is_object else (_OF_VALUES, _OF_VALUE)
    options = of_many if returned.collection else of_one
    taken = set() if is_called else set(parameter_names(operation, annotator.naming).values())
    return {option: (names.free(option, taken), annotation) for option, annotation in options.items()}


def _method(
    name: str,
    given: list[Code],
    result: Code,
    about: str,
    request: list[Code],
    needs: Needs,
    *,
    listed: str = "",
    conditional: bool = False,
    deprecated: str = "",
) -> Method:
    """A method that builds a request; `listed` is the type of the collection that a listing gives the items of,
    `deprecated` what there is to say of an operation that is."""
    request_type = needs.runtime("Request")
    kind = needs.runtime("Conditions" if conditional else "PageOptions" if listed else "Options")
    options = compose("**options: {}[{}]", needs.typing("typing", "Unpack"), kind)
    return Method(
        decorator=compose("{}({})", needs.runtime("listing"), literal(listed)) if listed else needs.runtime("verb"),
        deprecated=needs.deprecation(deprecated, indent=1),
        signature=definition(name, [*keyword_only(given), options], compose("{}[{}]", request_type, result)),
        doc=docstring(about, indent=2),
        result=call(compose("return {}", request_type), request, indent=2),
    )


def keyword_only(given: list[Code]) -> list[Code]:
    """The parameters of a method that takes keywords alone."""
    return [Code("self"), *([Code("*"), *given] if given else [])]


def arguments_of(annotator: Annotator, operation: Operation, needs: Needs) -> list[Code]:
    """The parameters of an operation as those of a method, the required ones first."""
    python = parameter_names(operation, annotator.naming)
    ordered = sorted(operation.nonbinding_parameters, key=lambda each: may_be_left_out(operation, each))
    return [_parameter(annotator, operation, each, python[each.name], needs) for each in ordered]


def option_parameters(options: dict[str, tuple[str, str]], needs: Needs) -> list[Code]:
    """Query options as parameters of a method: option → Python name and annotation."""
    parameters = []
    for name, annotation in options.values():
        if annotation in OF_RUNTIME:
            parameters.append(compose("{}: {} = None", identifier(name), needs.runtime(annotation)))
        else:
            parameters.append(compose("{}: {} | None = None", identifier(name), identifier(annotation)))
    return parameters


def queried(path: Code, options: dict[str, tuple[str, str]], needs: Needs) -> Code:
    """A path with query options: option → Python name and annotation."""
    if not options:
        return path
    given = [compose("{}={}", identifier(option), identifier(name)) for option, (name, _) in options.items()]
    return call(needs.runtime("query"), [path, *given], indent=3)


def called(annotator: Annotator, operation: Operation, path: Code, needs: Needs, *, indent: int) -> Code:
    """The URL of a function's call (URL conventions section 4.5); optional parameters that are None are left out."""
    given = [each for each in operation.nonbinding_parameters if not is_optional(each)]
    optional = [each for each in operation.nonbinding_parameters if is_optional(each)]
    python = parameter_names(operation, annotator.naming)
    parts = [path, *(_argument(annotator, each, python[each.name], indent=indent + 1) for each in given)]
    if optional:
        inner = [_argument(annotator, each, python[each.name], indent=indent + 2) for each in optional]
        parts.append(bracketed(Code("optional=["), inner, Code("]"), indent=indent + 1))
    return call(needs.runtime("call"), parts, indent=indent)


def _argument(annotator: Annotator, parameter: Parameter, name: str, *, indent: int) -> Code:
    parts = [literal(parameter.name), literal(annotator.wire(parameter.type)), identifier(name)]
    return bracketed(Code("("), parts, Code(")"), indent=indent)


def _parameter(annotator: Annotator, operation: Operation, parameter: Parameter, name: str, needs: Needs) -> Code:
    optional = may_be_left_out(operation, parameter)
    annotation = annotator.parameter(
        parameter.type, parameter.annotations, name, needs, optional=optional or parameter.type.nullable
    )
    declared = compose("{}: {}", identifier(name), annotation)
    return compose("{} = None", declared) if optional else declared


def _about(annotator: Annotator, operation: Operation, python: Mapping[str, str]) -> str:
    """Description, parameters (wire name → Python name) and permissions as one text."""
    parts = [description(operation.annotations) or f"Call the {operation.kind} `{operation.name}`."]
    texts = [
        (python[each.name], _parameter_text(annotator, each))
        for each in operation.nonbinding_parameters
        if each.name in python
    ]
    if any(text for _, text in texts):
        parts.append("\n".join(f"{name}: {text}" for name, text in texts if text))
    granted = permissions(operation)
    if granted:
        parts.append("\n".join(["Permissions, least privileged first:", *map(_granted, granted)]))
    return "\n\n".join(parts)


def _parameter_text(annotator: Annotator, parameter: Parameter) -> str:
    """What is said of a parameter, in one line."""
    annotations = parameter.annotations
    facts = list(value_facts(annotator.model, annotations, parameter.type))
    if default := default_of(parameter):
        facts.append(f"`{default}` where it is left out")
    return " ".join(described(description(annotations), facts, deprecation(annotations)).split())


def _granted(permission: Permission) -> str:
    return f"- {permission.scheme}: {', '.join(permission.scopes)}"
