"""CSDL XML 4.0 and 4.01 to `EdmModel`.

The order of reading: aliases first, as every qualified name needs them; then all `Annotations` elements, so that
each annotated element can take its own as it is made; then everything else. The children of schemas are numbered
before that, so the order does not matter to locations.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from csdlgen.csdl import guard, identifiers, tags
from csdlgen.csdl.containers import container
from csdlgen.csdl.context import Context, Finding, shown
from csdlgen.csdl.expressions import annotation
from csdlgen.csdl.operations import operation, term
from csdlgen.csdl.places import locate
from csdlgen.csdl.references import read_reference
from csdlgen.csdl.targets import Fold, Folds, Targets, folded
from csdlgen.csdl.schema_types import complex_type, entity_type, enum_type, type_definition
from csdlgen.edm.model import (
    Annotation,
    Annotations,
    EdmModel,
    EntityContainer,
    Operation,
    QName,
    Reference,
    Schema,
    Term,
    Type,
)
from csdlgen.errors import CsdlgenError, Diagnostic, Location, Position, failure

_RESERVED = frozenset(("Edm", "odata", "System", "Transient"))
_SCHEMA_ATTRIBUTES = frozenset(("Namespace", "Alias"))


def read_csdl(data: bytes, *, source: str, warnings: list[Diagnostic] | None = None) -> EdmModel:
    """The model that a CSDL XML document describes.

    `source` names the document in locations. What is not CSDL but can be passed over (an unknown element, a property
    called `request-id`) is added to `warnings` with the reading that was chosen. Raises `CsdlgenError`, and nothing
    else, for whatever the bytes may be; its diagnostics carry positions where they are known.
    """
    collecting = gc.isenabled()
    # A document becomes a few hundred thousand objects, none of them garbage: collecting would only slow this down.
    gc.disable()
    try:
        return _read(data, source, warnings)
    except RecursionError:
        raise guard.too_deep(source, None) from None
    finally:
        if collecting:
            gc.enable()


def _read(data: bytes, source: str, warnings: list[Diagnostic] | None) -> EdmModel:
    root = guard.parse(data, source)
    guard.check_root(root, data, source)
    ctx = Context(source, _locations(root, source))
    schemas = _schemas(ctx, root)
    _collect_aliases(ctx, root, schemas)
    references = tuple(found for el in root.iterchildren(tags.REFERENCE) for found in read_reference(ctx, el))
    model = _model(ctx, schemas, references, root.get("Version", "4.0").strip())
    if ctx.errors:
        raise CsdlgenError(*_placed(data, source, ctx.errors))
    if warnings is not None:
        warnings.extend(ctx.warnings)
    return model


def _locations(root: etree._Element, source: str) -> dict[etree._Element, Location]:
    """Where the envelope, the schemas and the children of schemas begin; start tags are counted in document order."""
    marked = iter(_envelope(root))
    upcoming = next(marked, None)
    found: dict[etree._Element, Location] = {}
    for number, el in enumerate(root.iter()):
        if el is upcoming:
            found[el] = Location(source, number)
            upcoming = next(marked, None)
    return found


def _envelope(root: etree._Element) -> list[etree._Element]:
    """Everything of a document but what is inside the children of schemas, in document order."""
    if root.tag == tags.SCHEMA:
        return [root, *root]
    found = [root]
    for top in root:
        if top.tag != tags.DATA_SERVICES:
            found.extend(top.iter())
            continue
        found.append(top)
        for schema in top:
            found.append(schema)
            found.extend(schema)
    return found


def _placed(data: bytes, source: str, findings: list[Finding]) -> list[Diagnostic]:
    """Diagnostics with lines and columns for element numbers."""
    numbers = {each.diagnostic.where.element for each in findings if isinstance(each.diagnostic.where, Location)}
    places = locate(data, numbers | {each.first.element for each in findings if each.first is not None})
    placed: list[Diagnostic] = []
    for diagnostic, first in findings:
        message = diagnostic.message
        if first is not None and first.element in places:
            message += f" (here and at {source}:{places[first.element][0]}:{places[first.element][1]})"
        where = diagnostic.where
        if isinstance(where, Location) and where.element in places:
            where = Position(source, *places[where.element])
        placed.append(replace(diagnostic, message=message, where=where))
    return placed


def _schemas(ctx: Context, root: etree._Element) -> list[etree._Element]:
    """The `Schema` elements; a document may also be a schema without its envelope."""
    if root.tag == tags.SCHEMA:
        return [root]
    found: list[etree._Element] = []
    for services in root:
        if services.tag == tags.DATA_SERVICES:
            found.extend(services.iterchildren(tags.SCHEMA))
        elif services.tag != tags.REFERENCE:
            ctx.unknown(services)
    if not found:
        raise failure(
            "no-schema",
            "the document has no Schema element",
            "Check that the service's metadata is complete.",
            where=ctx.source,
        )
    return found


def _collect_aliases(ctx: Context, root: etree._Element, schemas: list[etree._Element]) -> None:
    """The aliases of schemas and includes, which hold for the whole document (sections 3.3 and 5)."""
    scoped = [*root.iterfind(f"{tags.REFERENCE}/{tags.INCLUDE}"), *schemas]
    namespaces = {each.get("Namespace") for each in scoped}
    first: dict[str, Location] = {}
    for el in scoped:
        alias, namespace = el.get("Alias"), el.get("Namespace")
        if alias is None or namespace is None or alias == namespace:
            continue
        if alias in namespaces or ctx.aliases.get(alias, namespace) != namespace:
            message = f"alias {shown(alias)} of {shown(namespace)} also stands for another namespace"
            ctx.error(el, "alias-clash", message, "Choose another alias.", first.get(alias))
        elif ctx.is_name(el, alias):
            ctx.aliases[alias] = namespace
            first.setdefault(alias, ctx.at[el])


@dataclass(slots=True)
class _Children:
    """What a schema consists of, as it is read."""

    types: list[Type] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    containers: list[EntityContainer] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)


_TYPES: dict[str, Callable[[Context, etree._Element, QName, Folds], Type]] = {
    tags.ENTITY_TYPE: entity_type,
    tags.COMPLEX_TYPE: complex_type,
    tags.ENUM_TYPE: enum_type,
    tags.TYPE_DEFINITION: type_definition,
}
_OPERATIONS = (tags.ACTION, tags.FUNCTION)
_NAMED = frozenset((*_TYPES, *_OPERATIONS, tags.TERM, tags.ENTITY_CONTAINER))


def _model(ctx: Context, schemas: list[etree._Element], references: tuple[Reference, ...], version: str) -> EdmModel:
    at = ctx.at
    targets = Targets()
    out_of_line: list[list[Fold]] = []
    for el in schemas:
        folds: list[Fold] = []
        for child in el.iterchildren(tags.ANNOTATIONS):
            ctx.at = at
            ctx.enter(child)
            if fold := targets.add(ctx, child):
                folds.append(fold)
        out_of_line.append(folds)
    places: dict[tuple[bool | str, str], Location] = {}
    made: list[tuple[Schema, list[Fold]]] = []
    for el, folds in zip(schemas, out_of_line, strict=True):
        ctx.at = at
        schema = _schema(ctx, el, targets, places)
        made.extend(() if schema is None else ((schema, folds),))
    return EdmModel(tuple(_with_targets(*each) for each in made), references, version)


def _with_targets(schema: Schema, folds: list[Fold]) -> Schema:
    """The schema with those of its out-of-line annotations that no element has taken."""
    left = tuple(Annotations(each.spelled, each.annotations, each.location) for each in folds if not each.met)
    return replace(schema, targets=left) if left else schema


def _schema(
    ctx: Context, el: etree._Element, targets: Targets, places: dict[tuple[bool | str, str], Location]
) -> Schema | None:
    attributes = dict(el.items())
    ctx.expect(el, attributes, _SCHEMA_ATTRIBUTES)
    namespace = ctx.required(el, attributes, "Namespace")
    if namespace is None:
        return None
    if not identifiers.is_dotted(namespace) or namespace in _RESERVED:
        message = f"namespace {shown(namespace)} is reserved or not made of identifiers with dots between"
        ctx.error(el, "invalid-identifier", message, "Choose another namespace.")
        return None
    at = ctx.at
    children = _Children()
    for child in el:
        if child.tag == tags.ANNOTATIONS:
            continue
        ctx.at = at
        ctx.enter(child)
        if child.tag == tags.ANNOTATION:
            found = annotation(ctx, child)
            children.annotations.extend(() if found is None else (found,))
        elif child.tag in _NAMED:
            _child(ctx, child, namespace, targets, places, children)
        else:
            ctx.unknown(child)
    return Schema(
        namespace,
        attributes.get("Alias"),
        tuple(children.types),
        tuple(children.operations),
        tuple(children.terms),
        tuple(children.containers),
        _schema_annotations(tuple(children.annotations), targets.of(namespace)),
        (),
        at[el],
    )


def _schema_annotations(inline: tuple[Annotation, ...], folds: Folds) -> tuple[Annotation, ...]:
    """With those that target the namespace, unless something of that very name has taken them."""
    return inline if any(each.met for each in folds.get("", ())) else folded(inline, folds)


def _child(
    ctx: Context,
    el: etree._Element,
    namespace: str,
    targets: Targets,
    places: dict[tuple[bool | str, str], Location],
    children: _Children,
) -> None:
    """Reads a named child of a schema and checks that nothing else of its kind has its name."""
    tag = el.tag
    simple = el.get("Name")
    if simple is None or not ctx.is_name(el, simple):
        ctx.required(el, el.attrib, "Name")
        return
    name, text = QName(namespace, simple), f"{namespace}.{simple}"
    if tag in _OPERATIONS:
        children.operations.append(operation(ctx, el, name, text, targets))
        return
    here = ctx.at[el]
    first = places.setdefault((tag in _TYPES or tag, text), here)
    if first is not here and tag in _TYPES:
        ctx.error(el, "duplicate-name", f"type {name} is defined twice", "Remove or rename one of the two.", first)
    elif first is not here:  # published Graph documents repeat terms
        ctx.warn(el, "duplicate-name", f"{tags.local(tag)} {name} is there already", "Both are kept.")
    folds = targets.of(text)
    if tag in _TYPES:
        children.types.append(_TYPES[tag](ctx, el, name, folds))
    elif tag == tags.TERM:
        found = term(ctx, el, name, folds)
        children.terms.extend(() if found is None else (found,))
    else:
        children.containers.append(container(ctx, el, name, folds))
