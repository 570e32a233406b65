"""Annotations written out of line whose target is nowhere (CSDL section 14.2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from csdlgen.check.scope import Scope, warning
from csdlgen.edm.model import Annotations, EdmModel, EnumType, Operation, OperationImport, QName
from csdlgen.errors import Diagnostic
from csdlgen.text import shown


@dataclass
class Targets:
    """Judges the targets that reading the documents one by one has left over."""

    scope: Scope

    def check(self, left: Annotations) -> Iterator[Diagnostic]:
        """A warning unless the target is in another document of the model, or in one that is only referred to."""
        target = left.target
        name, signature, rest = _parts(self.scope.whole, target)
        if self._is_elsewhere(name):
            return
        known = list(self._candidates(name))
        if known and not signature and self._has_member(name, rest):
            return
        overloads = [each for each in self.scope.whole.operations.get(name, ()) if _is_meant(each, signature)]
        if overloads and any(_has_part(each, rest) for each in overloads):
            return
        remedy = self._suggestion(name, signature, rest, bool(known))
        yield warning(
            "annotation-target-unknown",
            f"there is no {shown(target)} to annotate",
            remedy or "The annotations are kept and have no effect.",
            target,
            left.location,
        )

    def _is_elsewhere(self, name: QName) -> bool:
        return (
            name.namespace in self.scope.elsewhere
            or str(name) in self.scope.elsewhere
            or str(name) in self.scope.namespaces
        )

    def _candidates(self, name: QName) -> Iterator[object]:
        whole = self.scope.whole
        yield from filter(None, (whole.types.get(name), self.scope.containers.get(name), whole.operations.get(name)))
        if name in self._terms:
            yield name

    @cached_property
    def _terms(self) -> frozenset[QName]:
        return frozenset(each.name for schema in self.scope.whole.schemas for each in schema.terms)

    def _has_member(self, name: QName, rest: list[str]) -> bool:
        """Whether a type, container or term of that name has what the rest of the target names."""
        scope = self.scope
        if not rest or rest[0].startswith("@"):
            return True
        if name in scope.containers:
            child = scope.children(name).get(rest[0])
            if isinstance(child, OperationImport):
                return len(rest) == 1
            return child is not None and scope.follow(child.type, rest[1:]).missing is None
        found = scope.whole.types.get(name)
        if isinstance(found, EnumType):
            return any(each.name == rest[0] for each in found.members)
        if scope.whole.structured(name):
            return scope.follow(name, rest).missing is None
        return False

    def _suggestion(self, name: QName, signature: str, rest: list[str], known: bool) -> str:
        scope = self.scope
        overloads = scope.whole.operations.get(name, ())
        if name.namespace not in scope.namespaces:
            return f"Add the document that defines the namespace {shown(name.namespace)}." if name.namespace else ""
        if not known:
            return scope.suggest(str(name), self._heads)
        if signature and overloads:
            return scope.suggest(f"{name}{signature}", (each.signature for each in overloads))
        names: Iterable[str] = scope.all_members.names(name)
        if name in scope.containers:
            names = scope.children(name)
        elif isinstance(found := scope.whole.types.get(name), EnumType):
            names = (each.name for each in found.members)
        elif overloads:
            names = (parameter.name for each in overloads for parameter in each.parameters)
        return scope.suggest("/".join(rest), names)

    @cached_property
    def _heads(self) -> list[str]:
        whole = self.scope.whole
        return [str(each) for each in (*whole.types, *whole.operations, *self.scope.containers, *self._terms)]


def _parts(model: EdmModel, target: str) -> tuple[QName, str, list[str]]:
    """`ns.op(ns.type)/parameter` → name, signature and the segments behind."""
    end = target.rfind(")") + 1
    head, rest = (target[:end], target[end:]) if end else (target.partition("/")[0], target.partition("/")[2])
    name, bracket, inner = head.partition("(")
    return model.named(name), "".join((bracket + inner).split()), [each for each in rest.split("/") if each]


def _is_meant(operation: Operation, signature: str) -> bool:
    """Whether a signature is that of an operation; documents also spell out all parameters of an action."""
    spelled = f"({','.join(str(each.type) for each in operation.parameters)})"
    return signature in ("", spelled, operation.signature.removeprefix(str(operation.name)))


def _has_part(operation: Operation, rest: list[str]) -> bool:
    if not rest or rest[0].startswith("@"):
        return True
    return rest[0] == "$ReturnType" or any(each.name == rest[0] for each in operation.parameters)
