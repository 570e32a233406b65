"""Annotations written out of line, and the elements they belong to (CSDL XML 4.01 section 14.2.2).

They are read before everything else, so that an element finds its own by name: `OutOfLineAnnotations` maps the name of
a schema child to the annotations of that child and its members. Those that no element has taken in the end have no
target in the document.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from csdlgen.csdl.xml.context import Context
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.expressions import only_annotations
from csdlgen.csdl.xml.tags import PARAMETER
from csdlgen.edm.model import Annotation
from csdlgen.unicode_14 import is_known

_SELF = ""
_ATTRIBUTES = frozenset(("Target", "Qualifier"))


class Group(NamedTuple):
    """One `Annotations` element: its target as it is written, its content, and itself."""

    target: str
    annotations: tuple[Annotation, ...]
    node: XmlElement


Groups: TypeAlias = Mapping[str, Sequence[Group]]
"""The out-of-line annotations of a schema child by member name; those of the child itself under the empty name."""

NO_GROUPS: Groups = {}


def annotated(
    ctx: Context, node: XmlElement, groups: Groups, member: str = _SELF, others: Collection[str] = ()
) -> tuple[Annotation, ...]:
    """The annotations of an element, inline ones first, then those out of line in document order; a child with a tag
    that is not among `others` is unknown."""
    annotations = only_annotations(ctx, node, others) if node.children else ()
    for group in groups.get(member, ()):
        ctx.applied.add(group.node)
        annotations += group.annotations
    return annotations


@dataclass(slots=True)
class OutOfLineAnnotations:
    """All out-of-line annotations of a document, by schema child with overload signature, then by member."""

    _members: dict[str, dict[str, list[Group]]] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)
    _written: dict[str, dict[str, list[Group]]] = field(default_factory=dict)
    """The same by the schema child as targets without a signature spell it: nearly all are for a member of one before.
    """

    def add(self, ctx: Context, node: XmlElement) -> Group | None:
        """Reads one `Annotations` element; None where it has no target."""
        attributes = ctx.attributes(node, _ATTRIBUTES)
        target, qualifier = ctx.required(node, attributes, "Target"), attributes.get("Qualifier")
        if target is None:
            return None
        annotations = only_annotations(ctx, node)
        if qualifier is not None:
            annotations = tuple(
                annotation if annotation.qualifier else replace(annotation, qualifier=qualifier)
                for annotation in annotations
            )
        group = Group(target, annotations, node)
        child, _, member = target.partition("/")
        members = self._written.get(child)
        if members is None or not (member.isidentifier() and is_known(member)):
            name, signature, member = _parts(ctx, target)
            self._names.add(name)
            members = self._members.setdefault(name + signature, {})
            if not signature:
                self._written[child] = members
        members.setdefault(member, []).append(group)
        return group

    def of(self, name: str) -> Groups:
        """What belongs to a schema child that has no overloads."""
        return self._members.get(name, NO_GROUPS)

    def of_overload(self, ctx: Context, node: XmlElement, name: str, binding: int | None) -> Groups:
        """What belongs to all overloads of an operation and to this one: by all its parameters, as documents spell it
        out for actions too, or by the first `binding`, as the specification has it for actions."""
        if name not in self._names:
            return NO_GROUPS
        types = [
            ctx.path("".join(child.attributes.get("Type", "").split()))
            for child in node.children
            if child.tag == PARAMETER
        ]
        signatures = ("", f"({','.join(types)})", f"({','.join(types[:binding])})")
        merged: dict[str, list[Group]] = {}
        for signature in dict.fromkeys(signatures):
            for member, groups in self._members.get(name + signature, {}).items():
                merged.setdefault(member, []).extend(groups)
        for groups in merged.values():
            groups.sort(key=lambda group: group.node.location)
        return merged


def spelled(ctx: Context, target: str) -> str:
    """A target without aliases and blanks."""
    name, signature, member = _parts(ctx, target)
    return f"{name}{signature}/{member}" if member else name + signature


def _parts(ctx: Context, target: str) -> tuple[str, str, str]:
    """`ns.op(ns.type, Edm.String)/parameter` -> `("ns.op", "(ns.type,Edm.String)", "parameter")`.

    Aliases are resolved and the blanks of signatures removed; an alias alone means its schema.
    """
    end = target.rfind(")") + 1
    if end:
        name, bracket, inner = "".join(target[:end].split()).partition("(")
        return ctx.path(name), ctx.path(bracket + inner), ctx.path(target[end:].strip().removeprefix("/"))
    child, _, member = target.strip().partition("/")
    return ctx.aliases.get(child) or ctx.path(child), "", ctx.path(member)
