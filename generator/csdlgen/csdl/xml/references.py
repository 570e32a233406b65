"""References to other documents (CSDL XML 4.01 sections 3.2 to 3.4). They are recorded, never followed."""

from __future__ import annotations

from csdlgen.csdl import identifiers
from csdlgen.csdl.formats import shown
from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import Context
from csdlgen.csdl.xml.expressions import annotation, only_annotations
from csdlgen.csdl.xml.quick import maker
from csdlgen.csdl.xml.tree import Node
from csdlgen.edm.model import Annotation, Include, IncludeAnnotations, Reference

_REFERENCE = frozenset(("Uri",))
_INCLUDE = frozenset(("Namespace", "Alias"))
_INCLUDE_ANNOTATIONS = frozenset(("TermNamespace", "Qualifier", "TargetNamespace"))

_make_include = maker(Include)
_make_reference = maker(Reference)


def read_reference(ctx: Context, node: Node) -> list[Reference]:
    """One reference; none where it does not say to what."""
    ctx.expect(node, _REFERENCE)
    includes: list[Include] = []
    include_annotations: list[IncludeAnnotations] = []
    inline: list[Annotation] = []
    for child in node:
        if child.tag == tags.INCLUDE:
            includes.extend(_include(ctx, child))
        elif child.tag == tags.INCLUDE_ANNOTATIONS:
            include_annotations.extend(_include_annotations(ctx, child))
        elif child.tag == tags.ANNOTATION:
            if found := annotation(ctx, child):
                inline.append(found)
        else:
            ctx.unknown(child)
    uri = ctx.required(node, "Uri")
    if uri is None:
        return []
    return [_make_reference(uri, tuple(includes), tuple(include_annotations), tuple(inline))]


def _include(ctx: Context, node: Node) -> list[Include]:
    ctx.expect(node, _INCLUDE)
    namespace = ctx.required(node, "Namespace")
    if namespace is None or not _is_namespace(ctx, node, namespace):
        return []
    return [_make_include(namespace, node.get("Alias"), only_annotations(ctx, node), ctx.tree, node)]


def _include_annotations(ctx: Context, node: Node) -> list[IncludeAnnotations]:
    ctx.expect(node, _INCLUDE_ANNOTATIONS)
    namespace = ctx.required(node, "TermNamespace")
    if namespace is None:
        return []
    return [IncludeAnnotations(namespace, node.get("Qualifier"), node.get("TargetNamespace"))]


def _is_namespace(ctx: Context, node: Node, text: str) -> bool:
    if identifiers.is_dotted(text):
        return True
    message = f"the namespace {shown(text)} of Include "
    if identifiers.is_usable_namespace(text):
        ctx.warn(node, "odd-name", f"{message}is not made of identifiers with dots between", "It is used as it is.")
        return True
    ctx.left_out(node, f"{message}cannot be used as a name", "The reference to it")
    return False
