"""Actions and functions (CSDL section 12)."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.check.scope import Scope, error, repeated, warning
from csdlgen.check.types import unknown
from csdlgen.edm.model import NavigationProperty, Operation, QName, Schema
from csdlgen.errors import Diagnostic
from csdlgen.text import shown


def operation(scope: Scope, declared: Operation) -> Iterator[Diagnostic]:
    """One overload by itself."""
    if declared.bound and not declared.parameters:
        message = f"{declared.kind} {declared.name} is bound but has no parameter to be bound to"
        remedy = "Add the binding parameter as the first, or remove IsBound."
        yield error("binding-parameter-missing", message, remedy, declared)
    # The binding parameter is never sent, so its name may be that of another one.
    for parameter in repeated(declared.nonbinding_parameters):
        message = f"{declared.kind} {declared.name} has two parameters named {parameter.name!r}"
        yield error("duplicate-name", message, "Remove or rename one of the two.", declared, parameter)
    for parameter in declared.parameters:
        if parameter.type.name not in scope.known:
            yield unknown(scope, parameter.type.name, declared, parameter)
    if declared.returns is not None and declared.returns.type.name not in scope.known:
        yield unknown(scope, declared.returns.type.name, declared, declared.returns)
    if declared.entity_set_path is not None:
        yield from _entity_set_path(scope, declared, declared.entity_set_path)


def _entity_set_path(scope: Scope, declared: Operation, text: str) -> Iterator[Diagnostic]:
    """Section 12.6: the name of the binding parameter, then navigation properties and casts."""
    head, *rest = text.split("/")
    if declared.binding is None:
        problem = f"{declared.name} is not bound"
    elif head != declared.parameters[0].name:
        problem = f"it begins with {shown(head)}, not with the binding parameter {declared.parameters[0].name!r}"
    else:
        end = scope.lookup.follow(declared.binding.name, rest)
        if end.missing is not None:
            problem = f"{shown(end.missing)} leads nowhere"
        elif end.member is not None and not isinstance(end.member, NavigationProperty):
            problem = f"{end.member.name!r} is not a navigation property"
        else:
            return
    message = f"the EntitySetPath {shown(text)} of {declared.kind} {declared.name} is not valid: {problem}"
    remedy = "Results are read as entities of no known set."
    yield warning("operation-entity-set-path-invalid", message, remedy, declared)


def overloads(schema: Schema) -> Iterator[Diagnostic]:
    """Operations of a schema that nothing tells apart (sections 12.2 and 12.4)."""
    keys: set[tuple[QName, str, bool, tuple[str, ...]]] = set()
    unbound: dict[QName, str] = {}
    for overload in schema.operations:
        kind, bound = overload.kind, overload.bound
        if bound and not overload.parameters:
            continue
        count = int(bound) if kind == "action" else len(overload.parameters)
        types = tuple(str(parameter.type) for parameter in overload.parameters[:count])
        if (overload.name, kind, bound, types) in keys:
            by = f"bound to {types[0]}" if bound else "unbound"
            differ = "parameter types" if kind == "function" else "binding parameters"
            message = f"there are two {kind}s {overload.name} {by} that do not differ in their {differ}"
            yield warning("colliding-overloads", message, "Both are kept; a URL cannot tell them apart.", overload)
        keys.add((overload.name, kind, bound, types))
        if not bound and unbound.setdefault(overload.name, kind) != kind:
            message = f"{overload.name} is the name of an unbound action and of an unbound function"
            yield warning("unbound-overload-kinds", message, "Both are kept; imports say which they mean.", overload)
