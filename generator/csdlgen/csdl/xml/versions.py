"""Documents of other vocabularies and of older versions of OData, which are refused."""

from __future__ import annotations

import re

from csdlgen.csdl.formats import RETRIEVE, unsupported, web_page
from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.element import XmlElement, path_of
from csdlgen.csdl.xml.safe_parser import locate_elements
from csdlgen.errors import Position, failure
from csdlgen.text import shown

_LEGACY = "{http://schemas.microsoft.com/ado/"
_RELATIONSHIPS = {
    tags.NAVIGATION_PROPERTY: "NavigationProperty with Relationship in place of Type",
    tags.FUNCTION_IMPORT: "FunctionImport that is a function itself, without Function",
}


def check_root(root: XmlElement, data: bytes) -> None:
    """Refuses documents of other vocabularies: `not-edmx`, `sign-in-page` and `odata-version-unsupported`."""
    if any(map(_is_legacy, (root, *_schemas(root)))):
        raise unsupported(_legacy_version(root), _position(root, data))
    namespace, name = tags.namespace_of(root.tag), tags.local(root.tag)
    if name.lower() == "html":
        raise web_page(root.location.source)
    if root.tag not in (tags.EDMX, tags.SCHEMA):
        message = f"the root element is {shown(name)} in namespace {shown(namespace)}, not edmx:Edmx"
        raise failure("not-edmx", message, RETRIEVE, where=_position(root, data))
    version = root.attributes.get("Version", "4.0").strip()
    if root.tag == tags.EDMX and not re.fullmatch(r"4\.[0-9]{1,2}", version):
        raise unsupported(version, _position(root, data))


def _schemas(root: XmlElement) -> list[XmlElement]:
    return [schema for services in root.children for schema in services.children]


def _is_legacy(node: XmlElement) -> bool:
    return node.tag.startswith(_LEGACY) and tags.local(node.tag) in ("Edmx", "Schema")


def _legacy_version(root: XmlElement) -> str:
    """The version that a document of before OData 4.0 states, or that its newest schema namespace belongs to."""
    stated = [
        value
        for services in root.children
        for key, value in services.attributes.items()
        if key.endswith("DataServiceVersion") and re.fullmatch(r"[123]\.0", value)
    ]
    schemas = (node for node in (root, *_schemas(root)) if tags.local(node.tag) == "Schema" and _is_legacy(node))
    years = [node.tag.removeprefix(_LEGACY)[:4] for node in schemas]
    by_year = ["1.0" if year < "2008" else "2.0" if year < "2009" else "3.0" for year in years]
    return max(stated or by_year or ["1.0"])


def refuse_disguised(root: XmlElement, data: bytes) -> None:
    """Refuses what is written as OData 2 or 3 was, in the namespaces of version 4: navigation properties that name a
    Relationship and imports of functions that are defined nowhere else, as converters leave them."""
    old = [node for node in root.all() if _is_disguised(node)]
    if not old:
        return
    kinds = " and ".join(dict.fromkeys(_RELATIONSHIPS[node.tag] for node in old))
    count = f"{len(old)} element{'s' if len(old) > 1 else ''}"
    raise failure(
        "odata-version-unsupported",
        f"the document has the namespaces of OData 4, but is written as OData 2 and 3 are: {kinds} ({count})",
        "Use the service's OData 4 endpoint, if it has one, and the metadata as that endpoint sends it.",
        path=path_of(root, old[0]),
        where=_position(old[0], data),
    )


def _is_disguised(node: XmlElement) -> bool:
    if node.tag == tags.NAVIGATION_PROPERTY:
        return node.attributes.get("Type") is None and node.attributes.get("Relationship") is not None
    if node.tag != tags.FUNCTION_IMPORT or node.attributes.get("Function") is not None:
        return False
    return bool(node.named(tags.PARAMETER)) or any(
        tags.local(name) in ("ReturnType", "HttpMethod") for name in node.attributes
    )


def _position(node: XmlElement, data: bytes) -> Position | str:
    """Where the element begins, or the document's name where that is not known."""
    source, number = node.location
    located = locate_elements(data, (number,))
    return Position(source, *located[number]) if located else source
