"""Schemas and their children (CSDL XML 4.01 section 5).

All `Annotations` elements are read before everything else, so that each element that they annotate can take its own
as it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.containers import container
from csdlgen.csdl.xml.context import Context
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.operations import operation, term
from csdlgen.csdl.xml.out_of_line import NO_GROUPS, Group, Groups, OutOfLineAnnotations, annotated, spelled
from csdlgen.csdl.xml.types import complex_type, entity_type, enum_type, type_definition
from csdlgen.edm.model import EDM, Annotations, EntityContainer, Operation, QName, Schema, Term, Type
from csdlgen.text import shown

# Reserved (section 5.1), and published all the same: .NET services have enumerations in System.
_RESERVED = frozenset(("odata", "System", "Transient"))
_ATTRIBUTES = frozenset(("Namespace", "Alias"))
_TYPES: Mapping[str, Callable[[Context, XmlElement, QName, Groups], Type]] = {
    tags.ENTITY_TYPE: entity_type,
    tags.COMPLEX_TYPE: complex_type,
    tags.ENUM_TYPE: enum_type,
    tags.TYPE_DEFINITION: type_definition,
}
_OPERATIONS = (tags.ACTION, tags.FUNCTION)
_CHILDREN = frozenset((*_TYPES, *_OPERATIONS, tags.TERM, tags.ENTITY_CONTAINER, tags.ANNOTATIONS))


def read_schemas(ctx: Context, nodes: list[XmlElement]) -> tuple[Schema, ...]:
    """All schemas of a document; those of them that cannot be read have left an error."""
    out_of_line = OutOfLineAnnotations()
    groups = [
        [group for child in node.named(tags.ANNOTATIONS) if (group := out_of_line.add(ctx, child))] for node in nodes
    ]
    reader = _Reader(ctx, out_of_line)
    read = [(schema, own) for node, own in zip(nodes, groups, strict=True) if (schema := reader.schema(node))]
    return tuple(_with_targets(ctx, schema, own) for schema, own in read)


def _with_targets(ctx: Context, schema: Schema, groups: list[Group]) -> Schema:
    """The schema with those of its out-of-line annotations that no element has taken."""
    targets = tuple(
        Annotations(spelled(ctx, target), content, node.location)
        for target, content, node in groups
        if node not in ctx.applied
    )
    return replace(schema, targets=targets) if targets else schema


@dataclass(slots=True)
class _Children:
    """The children of a schema that have been read so far."""

    types: list[Type] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    containers: list[EntityContainer] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """Reads schemas one after the other, and knows where what they define is defined."""

    ctx: Context
    out_of_line: OutOfLineAnnotations
    _defined: dict[tuple[str, QName], XmlElement] = field(default_factory=dict)

    def schema(self, node: XmlElement) -> Schema | None:
        attributes = self.ctx.attributes(node, _ATTRIBUTES)
        namespace = self.ctx.required(node, attributes, "Namespace")
        if namespace is None or not self._is_namespace(node, namespace):
            return None
        children = _Children()
        for child in node.children:
            self._child(child, namespace, children)
        groups = self.out_of_line.of(namespace)
        if any(group.node in self.ctx.applied for group in groups.get("", ())):
            groups = NO_GROUPS  # an element with the very name of the namespace has taken them
        return Schema(
            namespace,
            attributes.get("Alias"),
            tuple(children.types),
            tuple(children.operations),
            tuple(children.terms),
            tuple(children.containers),
            annotated(self.ctx, node, groups, others=_CHILDREN),
            location=node.location,
        )

    def _is_namespace(self, node: XmlElement, namespace: str) -> bool:
        """Whether a schema can be read under its namespace, with a warning where it is odd; what is in the namespace
        of the built-in types would replace them."""
        message = f"the namespace {shown(namespace)} of Schema is"
        if namespace == EDM:
            self.ctx.left_out(node, f"{message} that of the built-in types", "The schema")
            return False
        if namespace in _RESERVED:
            self.ctx.warn(node, "odd-name", f"{message} reserved", "It is used as it is.")
            return True
        return self.ctx.is_namespace(node, namespace, "The schema")

    def _child(self, node: XmlElement, namespace: str, children: _Children) -> None:
        ctx, tag = self.ctx, node.tag
        if read := _TYPES.get(tag):
            if name := self._defines(node, namespace, "type"):
                children.types.append(read(ctx, node, name, self.out_of_line.of(str(name))))
        elif tag in _OPERATIONS:
            simple = ctx.name(node, node.attributes)
            if simple and (made := operation(ctx, node, QName(namespace, simple), self.out_of_line)):
                children.operations.append(made)
        elif tag == tags.TERM:
            name = self._defines(node, namespace, "term")
            if name and (defined := term(ctx, node, name, self.out_of_line.of(str(name)))):
                children.terms.append(defined)
        elif tag == tags.ENTITY_CONTAINER and (name := self._defines(node, namespace, "entity container")):
            children.containers.append(container(ctx, node, name, self.out_of_line.of(str(name))))

    def _defines(self, node: XmlElement, namespace: str, kind: str) -> QName | None:
        """The name of what a node defines; a type with the name of another is an error.

        Other things are defined twice in published documents: Graph v1.0 repeats terms.
        """
        simple = self.ctx.name(node, node.attributes)
        if simple is None:
            return None
        name = QName(namespace, simple)
        first = self._defined.setdefault((kind, name), node)
        if first is not node:
            message = f"{kind} {name} is defined twice"
            if kind == "type":
                self.ctx.error(node, "duplicate-name", message, "Remove or rename one of the two.", first)
            else:
                self.ctx.warn(node, "duplicate-name", message, "Both are kept.")
        return name
