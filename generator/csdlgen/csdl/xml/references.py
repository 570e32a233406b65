"""References to other documents (CSDL XML 4.01 sections 3.2 to 3.4). They are recorded, never followed."""

from __future__ import annotations

from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import Context
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.expressions import only_annotations
from csdlgen.edm.model import Include, IncludeAnnotations, Reference

_REFERENCE = frozenset(("Uri",))
_INCLUDE = frozenset(("Namespace", "Alias"))
_INCLUDE_ANNOTATIONS = frozenset(("TermNamespace", "Qualifier", "TargetNamespace"))


def reference(ctx: Context, node: XmlElement) -> Reference | None:
    """One reference; None where it does not say to what."""
    attributes = ctx.attributes(node, _REFERENCE)
    includes = [_include(ctx, child) for child in node.named(tags.INCLUDE)]
    included = [_include_annotations(ctx, child) for child in node.named(tags.INCLUDE_ANNOTATIONS)]
    annotations = only_annotations(ctx, node, (tags.INCLUDE, tags.INCLUDE_ANNOTATIONS))
    uri = ctx.required(node, attributes, "Uri")
    if uri is None:
        return None
    return Reference(uri, tuple(filter(None, includes)), tuple(filter(None, included)), annotations)


def _include(ctx: Context, node: XmlElement) -> Include | None:
    attributes = ctx.attributes(node, _INCLUDE)
    namespace = ctx.required(node, attributes, "Namespace")
    if namespace is None or not ctx.is_namespace(node, namespace, "The reference to it"):
        return None
    return Include(namespace, attributes.get("Alias"), only_annotations(ctx, node), node.location)


def _include_annotations(ctx: Context, node: XmlElement) -> IncludeAnnotations | None:
    attributes = ctx.attributes(node, _INCLUDE_ANNOTATIONS)
    namespace = ctx.required(node, attributes, "TermNamespace")
    if namespace is None:
        return None
    return IncludeAnnotations(namespace, attributes.get("Qualifier"), attributes.get("TargetNamespace"))
