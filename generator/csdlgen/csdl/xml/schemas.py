"""Schemas and their children (CSDL XML 4.01 section 5).

All `Annotations` elements are read before everything else, so that each element that they annotate can take its own
as it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from csdlgen.csdl import identifiers
from csdlgen.csdl.formats import shown
from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.containers import container
from csdlgen.csdl.xml.context import Context
from csdlgen.csdl.xml.expressions import annotation
from csdlgen.csdl.xml.operations import operation, term
from csdlgen.csdl.xml.quick import maker, new_qname
from csdlgen.csdl.xml.targets import Fold, Folds, Targets, folded, spelled
from csdlgen.csdl.xml.tree import Node
from csdlgen.csdl.xml.types import complex_type, entity_type, enum_type, type_definition
from csdlgen.edm.model import EDM, Annotation, Annotations, EntityContainer, Operation, QName, Schema, Term, Type

# Reserved (section 5.1), and published all the same: .NET services have enumerations in System.
_RESERVED = frozenset(("odata", "System", "Transient"))
_ATTRIBUTES = frozenset(("Namespace", "Alias"))
_TYPES: Mapping[str, Callable[[Context, Node, QName, Folds], Type]] = {
    tags.ENTITY_TYPE: entity_type,
    tags.COMPLEX_TYPE: complex_type,
    tags.ENUM_TYPE: enum_type,
    tags.TYPE_DEFINITION: type_definition,
}
_OPERATIONS = (tags.ACTION, tags.FUNCTION)

_make_schema = maker(Schema)


def read_schemas(ctx: Context, nodes: list[Node]) -> tuple[Schema, ...]:
    """All schemas of a document; those of them that cannot be read have left an error."""
    targets = Targets()
    out_of_line = [
        [fold for each in node.findall(tags.ANNOTATIONS) if (fold := targets.add(ctx, each))] for node in nodes
    ]
    reader = _Reader(ctx, targets)
    made: list[tuple[Schema, list[Fold]]] = []
    for node, folds in zip(nodes, out_of_line, strict=True):
        if schema := reader.schema(node):
            made.append((schema, folds))
    return tuple(_with_targets(ctx, *each) for each in made)


def _with_targets(ctx: Context, schema: Schema, folds: list[Fold]) -> Schema:
    """The schema with those of its out-of-line annotations that no element has taken."""
    left = [each for each in folds if each[2] not in ctx.met]
    if not left:
        return schema
    return replace(
        schema,
        targets=tuple(Annotations(spelled(ctx, target), content, ctx.tree, node) for target, content, node in left),
    )


@dataclass(slots=True)
class _Children:
    """What a schema consists of, as it is read."""

    types: list[Type] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    containers: list[EntityContainer] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """Reads schemas one after the other; knows where what they define is defined."""

    ctx: Context
    targets: Targets
    _defined: dict[tuple[str, QName], Node] = field(default_factory=dict)

    def schema(self, node: Node) -> Schema | None:
        ctx = self.ctx
        ctx.expect(node, _ATTRIBUTES)
        namespace = ctx.required(node, "Namespace")
        if namespace is None:
            return None
        if not self._is_namespace(node, namespace):
            return None
        children = _Children()
        annotations: list[Annotation] = []
        for child in node:
            if child.tag == tags.ANNOTATION:
                if found := annotation(ctx, child):
                    annotations.append(found)
            elif child.tag != tags.ANNOTATIONS:
                self._child(child, namespace, children)
        return _make_schema(
            namespace,
            node.get("Alias"),
            tuple(children.types),
            tuple(children.operations),
            tuple(children.terms),
            tuple(children.containers),
            _schema_annotations(ctx, tuple(annotations), self.targets.of(namespace)),
            (),
            ctx.tree,
            node,
        )

    def _is_namespace(self, node: Node, namespace: str) -> bool:
        """Whether a schema can be read under its namespace, with a warning where it is odd; what is in the namespace
        of the built-in types would take their place."""
        message = f"the namespace {shown(namespace)} of Schema "
        if namespace == EDM or not (identifiers.is_dotted(namespace) or identifiers.is_usable_namespace(namespace)):
            why = "is that of the built-in types" if namespace == EDM else "cannot be used as a name"
            self.ctx.left_out(node, message + why, "The schema")
            return False
        if namespace in _RESERVED or not identifiers.is_dotted(namespace):
            why = "is reserved" if namespace in _RESERVED else "is not made of identifiers with dots between"
            self.ctx.warn(node, "odd-name", message + why, "It is used as it is.")
        return True

    def _child(self, node: Node, namespace: str, children: _Children) -> None:
        ctx, tag = self.ctx, node.tag
        if read := _TYPES.get(tag):
            if name := self._defines(node, namespace, "type"):
                children.types.append(read(ctx, node, name, self.targets.of(f"{namespace}.{name.name}")))
        elif tag in _OPERATIONS:
            simple = ctx.name(node)
            if simple and (found := operation(ctx, node, new_qname((namespace, simple)), self.targets)):
                children.operations.append(found)
        elif tag == tags.TERM:
            name = self._defines(node, namespace, "term")
            if name and (made := term(ctx, node, name, self.targets.of(str(name)))):
                children.terms.append(made)
        elif tag == tags.ENTITY_CONTAINER:
            if name := self._defines(node, namespace, "entity container"):
                children.containers.append(container(ctx, node, name, self.targets.of(str(name))))
        else:
            ctx.unknown(node)

    def _defines(self, node: Node, namespace: str, kind: str) -> QName | None:
        """The name of what a node defines; a type with the name of another is an error.

        Other things are there twice in published documents: Graph v1.0 repeats terms.
        """
        simple = self.ctx.name(node)
        if simple is None:
            return None
        name = new_qname((namespace, simple))
        first = self._defined.setdefault((kind, name), node)
        if first is not node:
            message = f"{kind} {name} is defined twice"
            if kind == "type":
                self.ctx.error(node, "duplicate-name", message, "Remove or rename one of the two.", first)
            else:
                self.ctx.warn(node, "duplicate-name", message, "Both are kept.")
        return name


def _schema_annotations(ctx: Context, inline: tuple[Annotation, ...], folds: Folds) -> tuple[Annotation, ...]:
    """With those that target the namespace, unless something of that very name has taken them."""
    taken = folds and any(node in ctx.met for _, _, node in folds.get("", ()))
    return inline if taken else folded(ctx, inline, folds)
