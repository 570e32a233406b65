"""The elements of a document to `EdmModel`: the envelope, aliases and names with dots, then schemas."""

from __future__ import annotations

from csdlgen.csdl import identifiers
from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import Context
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.references import reference
from csdlgen.csdl.xml.schemas import read_schemas
from csdlgen.edm.model import EDM, EdmModel, QName
from csdlgen.errors import failure
from csdlgen.text import shown

_EDMX = frozenset(("Version",))


def read_elements(ctx: Context) -> EdmModel:
    """The model of a document; what is wrong with it is in the context afterwards."""
    root = ctx.root
    schemas = _schemas(ctx)
    references = root.named(tags.REFERENCE)
    _collect_aliases(ctx, [include for node in references for include in node.named(tags.INCLUDE)], schemas)
    _collect_dotted(ctx, schemas)
    referenced = tuple(read for node in references if (read := reference(ctx, node)))
    return EdmModel(read_schemas(ctx, schemas), referenced, root.attributes.get("Version", "4.0").strip())


def _schemas(ctx: Context) -> list[XmlElement]:
    """The `Schema` elements; a document may also be a schema without its envelope."""
    if ctx.root.tag == tags.SCHEMA:
        return [ctx.root]
    ctx.attributes(ctx.root, _EDMX)
    schemas: list[XmlElement] = []
    for top in ctx.root.children:
        if top.tag == tags.DATA_SERVICES:
            ctx.attributes(top)
            schemas.extend(top.named(tags.SCHEMA))
        elif top.tag != tags.REFERENCE:
            ctx.unknown(top)
    if not schemas:
        remedy = "Check that the service's metadata is complete."
        raise failure("no-schema", "the document has no Schema element", remedy, where=ctx.root.location.source)
    return schemas


def _collect_aliases(ctx: Context, includes: list[XmlElement], schemas: list[XmlElement]) -> None:
    """The aliases of schemas and includes, which hold for the whole document (sections 3.3 and 5).

    An alias must not be the name of a namespace either: qualified names would then have two meanings.
    """
    scoped = [*includes, *schemas]
    namespaces = {node.attributes.get("Namespace"): node for node in scoped}
    first: dict[str, XmlElement] = {}
    for node in scoped:
        alias, namespace = node.attributes.get("Alias"), node.attributes.get("Namespace")
        if alias is None or namespace is None or alias == namespace or not identifiers.is_namespace(namespace):
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


def _collect_dotted(ctx: Context, schemas: list[XmlElement]) -> None:
    """The names with dots in them that the schemas define; everything else with dots is a namespace and a name."""
    for schema in schemas:
        namespace, alias = schema.attributes.get("Namespace", ""), schema.attributes.get("Alias")
        for child in schema.children:
            name = child.attributes.get("Name", "")
            if "." in name:
                for prefix in (namespace, alias or namespace):
                    ctx.dotted[f"{prefix}.{name}"] = QName(namespace, name)
