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
    path = str(declared.name)
    if declared.bound and not declared.parameters:
        yield error(
            "binding-parameter-missing",
            f"{declared.kind} {path} is bound but has no parameter to be bound to",
            "Add the binding parameter as the first, or remove IsBound.",
            path,
            declared.location,
        )
    yield from _repeated_parameters(declared)
    for parameter in declared.parameters:
        if parameter.type.name not in scope.known:
            yield unknown(scope, parameter.type.name, f"{path}/{parameter.name}", parameter.location)
    if declared.returns is not None and declared.returns.type.name not in scope.known:
        yield unknown(scope, declared.returns.type.name, f"{path}/$ReturnType", declared.returns.location)
    if declared.entity_set_path is not None:
        yield from _entity_set_path(scope, declared, declared.entity_set_path)


def _repeated_parameters(declared: Operation) -> Iterator[Diagnostic]:
    """Parameters of one name (section 12.9), which neither a URL nor a body tells apart. The binding parameter is never
    sent, so its name may be that of another one."""
    for parameter in repeated(declared.nonbinding_parameters):
        yield error(
            "duplicate-name",
            f"{declared.kind} {declared.name} has two parameters named {parameter.name!r}",
            "Remove or rename one of the two.",
            f"{declared.name}/{parameter.name}",
            parameter.location,
        )


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
    yield warning(
        "operation-entity-set-path-invalid",
        f"the EntitySetPath {shown(text)} of {declared.kind} {declared.name} is not valid: {problem}",
        "Results are read as entities of no known set.",
        str(declared.name),
        declared.location,
    )


def overloads(schema: Schema) -> Iterator[Diagnostic]:
    """Operations of a schema that nothing tells apart (sections 12.2 and 12.4)."""
    keys: set[tuple[QName, str, bool, tuple[str, ...]]] = set()
    unbound: dict[QName, str] = {}
    for each in schema.operations:
        if each.bound and not each.parameters:
            continue
        count = int(each.bound) if each.kind == "action" else len(each.parameters)
        types = tuple(str(parameter.type) for parameter in each.parameters[:count])
        key = (each.name, each.kind, each.bound, types)
        if key in keys:
            by = f"bound to {types[0]}" if each.bound else "unbound"
            differ = "parameter types" if each.kind == "function" else "binding parameters"
            yield warning(
                "colliding-overloads",
                f"there are two {each.kind}s {each.name} {by} that do not differ in their {differ}",
                "Both are kept; a URL cannot tell them apart.",
                str(each.name),
                each.location,
            )
        keys.add(key)
        if not each.bound and unbound.setdefault(each.name, each.kind) != each.kind:
            yield warning(
                "unbound-overload-kinds",
                f"{each.name} is the name of an unbound action and of an unbound function",
                "Both are kept; imports say which they mean.",
                str(each.name),
                each.location,
            )
