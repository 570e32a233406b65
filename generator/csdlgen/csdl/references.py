"""References to other documents (CSDL XML 4.01 sections 3.2 to 3.4). They are recorded, never followed."""

from __future__ import annotations

from lxml import etree

from csdlgen.csdl import identifiers, tags
from csdlgen.csdl.context import Context, shown
from csdlgen.csdl.expressions import annotation, only_annotations
from csdlgen.edm.model import Annotation, Include, IncludeAnnotations, Reference

_REFERENCE = frozenset(("Uri",))
_INCLUDE = frozenset(("Namespace", "Alias"))
_INCLUDE_ANNOTATIONS = frozenset(("TermNamespace", "Qualifier", "TargetNamespace"))


def read_reference(ctx: Context, el: etree._Element) -> list[Reference]:
    """One reference; none where it does not say to what."""
    attributes = dict(el.items())
    ctx.expect(el, attributes, _REFERENCE)
    includes: list[Include] = []
    include_annotations: list[IncludeAnnotations] = []
    inline: list[Annotation] = []
    for child in el:
        if child.tag == tags.INCLUDE:
            includes.extend(_include(ctx, child))
        elif child.tag == tags.INCLUDE_ANNOTATIONS:
            include_annotations.extend(_include_annotations(ctx, child))
        elif child.tag == tags.ANNOTATION:
            found = annotation(ctx, child)
            inline.extend(() if found is None else (found,))
        else:
            ctx.unknown(child)
    uri = ctx.required(el, attributes, "Uri")
    if uri is None:
        return []
    return [Reference(uri, tuple(includes), tuple(include_annotations), tuple(inline))]


def _include(ctx: Context, el: etree._Element) -> list[Include]:
    attributes = dict(el.items())
    ctx.expect(el, attributes, _INCLUDE)
    namespace = ctx.required(el, attributes, "Namespace")
    if namespace is None or not _is_namespace(ctx, el, namespace):
        return []
    return [Include(namespace, attributes.get("Alias"), only_annotations(ctx, el))]


def _include_annotations(ctx: Context, el: etree._Element) -> list[IncludeAnnotations]:
    attributes = dict(el.items())
    ctx.expect(el, attributes, _INCLUDE_ANNOTATIONS)
    namespace = ctx.required(el, attributes, "TermNamespace")
    if namespace is None:
        return []
    return [IncludeAnnotations(namespace, attributes.get("Qualifier"), attributes.get("TargetNamespace"))]


def _is_namespace(ctx: Context, el: etree._Element, text: str) -> bool:
    if identifiers.is_dotted(text):
        return True
    message = f"{shown(text)} is no namespace"
    ctx.error(el, "invalid-identifier", message, "A namespace is identifiers with dots between.")
    return False
