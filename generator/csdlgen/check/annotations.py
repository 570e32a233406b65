"""Annotations written out of line whose target is nowhere (CSDL section 14.2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdlgen.check.scope import Scope, warning
from csdlgen.edm.model import Annotations, EdmModel, EnumType, Operation, OperationImport, QName
from csdlgen.errors import Diagnostic
from csdlgen.text import shown


def out_of_line(scope: Scope, annotations: Annotations) -> Iterator[Diagnostic]:
    """A warning for annotations that reading the documents one by one has left over, unless their target is in another
    document of the model, or in one that is only referred to."""
    target = annotations.target
    name, signature, rest = _parts(scope.whole, target)
    if scope.is_elsewhere(name.namespace) or scope.is_elsewhere(str(name)) or str(name) in scope.lookup.namespaces:
        return
    overloads = scope.whole.operations.get(name, ())
    known = bool(overloads) or any(
        name in names for names in (scope.whole.types, scope.lookup.containers, scope.lookup.terms)
    )
    if known and not signature and _has_member(scope, name, rest):
        return
    if any(_is_meant(operation, signature) and _has_part(operation, rest) for operation in overloads):
        return
    message = f"annotations have the target {shown(target)}, which is not defined"
    remedy = _suggestion(scope, name, signature, rest, known) or "The annotations are kept and have no effect."
    yield warning("annotation-target-unknown", message, remedy, target, annotations)


def _has_member(scope: Scope, name: QName, rest: list[str]) -> bool:
    """Whether a type, container or term of that name has what the rest of the target names."""
    lookup = scope.lookup
    if not rest or rest[0].startswith("@"):
        return True
    if name in lookup.containers:
        child = lookup.children(name).get(rest[0])
        if isinstance(child, OperationImport):
            return len(rest) == 1
        return child is not None and lookup.follow(child.type, rest[1:]).missing is None
    declared = scope.whole.types.get(name)
    if isinstance(declared, EnumType):
        return any(member.name == rest[0] for member in declared.members)
    return scope.whole.structured(name) is not None and lookup.follow(name, rest).missing is None


def _suggestion(scope: Scope, name: QName, signature: str, rest: list[str], known: bool) -> str:
    lookup, overloads = scope.lookup, scope.whole.operations.get(name, ())
    if name.namespace not in lookup.namespaces:
        return f"Add the document that defines the namespace {shown(name.namespace)}." if name.namespace else ""
    if not known:
        return scope.suggest(str(name), scope.targets)
    if signature and overloads:
        return scope.suggest(f"{name}{signature}", (operation.signature for operation in overloads))
    names: Iterable[str] = lookup.members(name)
    if name in lookup.containers:
        names = lookup.children(name)
    elif isinstance(declared := scope.whole.types.get(name), EnumType):
        names = (member.name for member in declared.members)
    elif overloads:
        names = (parameter.name for operation in overloads for parameter in operation.parameters)
    return scope.suggest("/".join(rest), names)


def _parts(model: EdmModel, target: str) -> tuple[QName, str, list[str]]:
    """`ns.op(ns.type)/parameter` → name, signature and the segments behind."""
    end = target.rfind(")") + 1
    head, rest = (target[:end], target[end:]) if end else (target.partition("/")[0], target.partition("/")[2])
    name, bracket, inner = head.partition("(")
    return model.named(name), "".join((bracket + inner).split()), [segment for segment in rest.split("/") if segment]


def _is_meant(operation: Operation, signature: str) -> bool:
    """Whether a signature without the name is that of an operation; empty is that of any."""
    name = str(operation.name)
    return not signature or f"{name}{signature}" in (operation.signature, operation.full_signature)


def _has_part(operation: Operation, rest: list[str]) -> bool:
    if not rest or rest[0].startswith("@"):
        return True
    return rest[0] == "$ReturnType" or any(parameter.name == rest[0] for parameter in operation.parameters)
