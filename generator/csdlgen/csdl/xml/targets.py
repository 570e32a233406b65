"""Annotations written out of line, and the elements they belong to (CSDL XML 4.01 section 14.2.2).

They are read before everything else, so that folding one onto its element is a look-up of the element's name:
`Targets` maps the name of a schema child to the annotations of that child and its members. What nobody looked up in
the end has no element in the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from csdlgen.csdl.xml.context import Context
from csdlgen.csdl.xml.expressions import only_annotations
from csdlgen.csdl.xml.tree import Node, Tree
from csdlgen.edm.model import Annotation

_SELF = ""
_ATTRIBUTES = frozenset(("Target", "Qualifier"))


Fold: TypeAlias = tuple[str, tuple[Annotation, ...], Node]
"""One `Annotations` element: its target as it is written, its content, and itself."""

Folds: TypeAlias = Mapping[str, Sequence[Fold]]
"""The out-of-line annotations of a schema child by member name; those of the child itself under the empty name."""

NO_FOLDS: Folds = {}


def folded(ctx: Context, inline: tuple[Annotation, ...], folds: Folds, member: str = _SELF) -> tuple[Annotation, ...]:
    """The annotations of an element: inline ones first, then those out of line in document order."""
    for _, content, node in folds.get(member, ()):
        ctx.met.add(node)
        inline += content
    return inline


@dataclass(slots=True)
class Targets:
    """All out-of-line annotations of a document, by schema child with overload signature, then by member."""

    _members: dict[str, dict[str, list[Fold]]] = field(default_factory=dict)
    _written: dict[str, dict[str, list[Fold]]] = field(default_factory=dict)
    """The same by schema child as targets write it, overloads apart."""
    _names: set[str] = field(default_factory=set)

    def add(self, ctx: Context, node: Node) -> Fold | None:
        """Reads one `Annotations` element; None where it has no target."""
        target, qualifier = node.get("Target"), None
        if target is None or len(node.attrib) > 1:
            ctx.expect(node, _ATTRIBUTES)
            target, qualifier = ctx.required(node, "Target"), node.get("Qualifier")
            if target is None:
                return None
        found = only_annotations(ctx, node)
        if qualifier is not None:
            found = tuple(each if each.qualifier else replace(each, qualifier=qualifier) for each in found)
        fold = (target, found, node)
        child, _, member = target.partition("/")
        members = self._written.get(child)
        if members is None or (member and not member.isidentifier()):
            members, member = self._place(ctx, target)
        if member in members:
            members[member].append(fold)
        else:
            members[member] = [fold]
        return fold

    def _place(self, ctx: Context, target: str) -> tuple[dict[str, list[Fold]], str]:
        """What belongs to the schema child or overload of a target, and the member of it."""
        name, signature, member = _parts(ctx, target)
        self._names.add(name)
        members = self._members.setdefault(name + signature, {})
        if not signature:
            self._written[target.partition("/")[0]] = members
        return members, member

    def of(self, name: str) -> Folds:
        """What belongs to a schema child that has no overloads."""
        return self._members.get(name, NO_FOLDS)

    def has_overloads(self, name: str) -> bool:
        """Whether anything belongs to an operation of this name, so that working out signatures is worth it."""
        return name in self._names

    def of_overload(self, tree: Tree, name: str, signatures: Sequence[str]) -> Folds:
        """What belongs to all overloads of an operation and to the one with one of these signatures."""
        merged: dict[str, list[Fold]] = {}
        for signature in dict.fromkeys(("", *signatures)):
            for member, folds in self._members.get(name + signature, {}).items():
                merged.setdefault(member, []).extend(folds)
        for folds in merged.values():
            if len(folds) > 1:
                folds.sort(key=lambda fold: tree.number(fold[2]))
        return merged


def spelled(ctx: Context, target: str) -> str:
    """A target without aliases and blanks."""
    name, signature, member = _parts(ctx, target)
    return f"{name}{signature}/{member}" if member else name + signature


def _parts(ctx: Context, target: str) -> tuple[str, str, str]:
    """`ns.op(ns.type, Edm.String)/parameter` -> `("ns.op", "(ns.type,Edm.String)", "parameter")`.

    Aliases are resolved and the blanks of signatures removed; an alias alone stands for its schema.
    """
    end = target.rfind(")") + 1
    if end:
        name, bracket, inner = "".join(target[:end].split()).partition("(")
        return ctx.path(name), ctx.path(bracket + inner), ctx.path(target[end:].strip().removeprefix("/"))
    child, _, member = target.strip().partition("/")
    return ctx.aliases.get(child) or ctx.path(child), "", ctx.path(member)
