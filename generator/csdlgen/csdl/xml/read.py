"""CSDL XML 4.0 and 4.01, and CSDL JSON 4.01, to `EdmModel`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from csdlgen.csdl.formats import check_root, is_json, refuse_disguised, shown, too_deep
from csdlgen.csdl.json.read import transcribe
from csdlgen.csdl.locate import locate
from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import Context, Finding
from csdlgen.csdl.xml.parser import parse
from csdlgen.csdl.xml.quick import uncollected
from csdlgen.csdl.xml.references import read_reference
from csdlgen.csdl.xml.schemas import read_schemas
from csdlgen.csdl.xml.tree import Node, Tree
from csdlgen.edm.model import EDM, EdmModel, QName
from csdlgen.errors import CsdlgenError, Diagnostic, Location, Position, Severity, failure

_EDMX = frozenset(("Version",))


def read_csdl(data: bytes, *, source: str, warnings: list[Diagnostic] | None = None) -> EdmModel:
    """The model that a CSDL document describes, be it XML or JSON.

    `source` names the document in locations. What is not CSDL but can be passed over (an unknown element, a property
    called `request-id`) is added to `warnings` with the reading that was chosen. Raises `CsdlgenError`, and nothing
    else, for whatever the bytes may be; its diagnostics carry positions where they are known.
    """
    try:
        with uncollected():
            return _read(data, source, warnings)
    except RecursionError:
        raise too_deep(source) from None


def _read(data: bytes, source: str, warnings: list[Diagnostic] | None) -> EdmModel:
    ctx = _transcribed(data, source) if is_json(data) else Context(Tree(source, _parsed(data, source)))
    root = ctx.tree.root
    if ctx.errors:  # values of the wrong type are no attributes, whose absence need not be reported too
        raise CsdlgenError(*_placed(data, source, ctx.errors), *ctx.unsaid(Severity.ERROR))
    schemas = _schemas(ctx, source)
    _collect_aliases(ctx, schemas)
    _collect_dotted(ctx, schemas)
    references = tuple(found for node in root.findall(tags.REFERENCE) for found in read_reference(ctx, node))
    read = read_schemas(ctx, schemas)
    if ctx.errors:
        refuse_disguised(ctx.tree, data)
        raise CsdlgenError(*_placed(data, source, ctx.errors), *ctx.unsaid(Severity.ERROR))
    if not read:  # each of them is left out, so nothing is left
        why = [each for each in ctx.warnings if each.diagnostic.code == "invalid-identifier"]
        raise CsdlgenError(*(replace(each, severity=Severity.ERROR) for each in _placed(data, source, why)))
    if warnings is not None:
        warnings.extend((*_with_first_places(data, source, ctx.warnings), *ctx.unsaid(Severity.WARNING)))
    return EdmModel(read, references, root.get("Version", "4.0").strip())


def _transcribed(data: bytes, source: str) -> Context:
    """The elements of a JSON document, and what making them has found."""
    transcript = transcribe(data, source)
    ctx = Context(Tree(source, transcript.root))
    for each in transcript.findings:
        note = ctx.error if each.severity is Severity.ERROR else ctx.warn
        note(transcript.elements[each.draft], each.code, each.message, each.remedy)
    return ctx


def _parsed(data: bytes, source: str) -> Node:
    root = parse(data, source)
    check_root(root, data, source)
    return root


def _schemas(ctx: Context, source: str) -> list[Node]:
    """The `Schema` elements; a document may also be a schema without its envelope."""
    if ctx.tree.root.tag == tags.SCHEMA:
        return [ctx.tree.root]
    ctx.expect(ctx.tree.root, _EDMX)
    found: list[Node] = []
    for top in ctx.tree.root:
        if top.tag == tags.DATA_SERVICES:
            ctx.expect(top)
            found.extend(top.findall(tags.SCHEMA))
        elif top.tag != tags.REFERENCE:
            ctx.unknown(top)
    if not found:
        remedy = "Check that the service's metadata is complete."
        raise failure("no-schema", "the document has no Schema element", remedy, where=source)
    return found


def _collect_aliases(ctx: Context, schemas: list[Node]) -> None:
    """The aliases of schemas and includes, which hold for the whole document (sections 3.3 and 5).

    An alias must not be the name of a namespace either: qualified names could then be read in two ways.
    """
    references = ctx.tree.root.findall(tags.REFERENCE)
    scoped = [*(include for each in references for include in each.findall(tags.INCLUDE)), *schemas]
    namespaces = {each.get("Namespace"): each for each in scoped}
    first: dict[str, Node] = {}
    for node in scoped:
        alias, namespace = node.get("Alias"), node.get("Namespace")
        if alias is None or namespace is None or alias == namespace:
            continue
        if alias == EDM:
            message = "the alias 'Edm' is the namespace of the built-in types"
            ctx.warn(node, "odd-name", message, "It is not read as an alias.")
        elif alias in namespaces or ctx.aliases.get(alias, namespace) != namespace:
            message = f"alias {shown(alias)} of {shown(namespace)} also stands for another namespace"
            other = first.get(alias, namespaces.get(alias))
            ctx.error(node, "alias-clash", message, "Choose another alias.", other)
        elif ctx.is_name(node, alias, "alias"):
            ctx.aliases[alias] = namespace
            first.setdefault(alias, node)


def _collect_dotted(ctx: Context, schemas: list[Node]) -> None:
    """The names with dots in them that the schemas define; everything else with dots is a namespace and a name."""
    for schema in schemas:
        namespace, alias = schema.get("Namespace", ""), schema.get("Alias")
        for child in schema:
            name = child.get("Name", "")
            if "." in name:
                for prefix in (namespace, alias or namespace):
                    ctx.dotted[f"{prefix}.{name}"] = QName(namespace, name)


def _placed(data: bytes, source: str, findings: list[Finding]) -> list[Diagnostic]:
    """Diagnostics with lines and columns for element numbers."""
    numbers = {each.diagnostic.where.element for each in findings if isinstance(each.diagnostic.where, Location)}
    places = locate(data, numbers | {each.first for each in findings if each.first is not None})
    placed: list[Diagnostic] = []
    for finding in findings:
        diagnostic = _with_first_place(finding, source, places)
        where = diagnostic.where
        if isinstance(where, Location) and where.element in places:
            diagnostic = replace(diagnostic, where=Position(source, *places[where.element]))
        placed.append(diagnostic)
    return placed


def _with_first_places(data: bytes, source: str, findings: list[Finding]) -> list[Diagnostic]:
    """Diagnostics whose messages name the place of the first of two, where there are two; the rest stays unplaced."""
    first = {each.first for each in findings if each.first is not None}
    places = locate(data, first) if first else {}
    return [_with_first_place(each, source, places) for each in findings]


def _with_first_place(finding: Finding, source: str, places: Mapping[int, tuple[int, int]]) -> Diagnostic:
    diagnostic, first = finding
    if first is None or first not in places:
        return diagnostic
    line, column = places[first]
    return replace(diagnostic, message=f"{diagnostic.message} (here and at {source}:{line}:{column})")
