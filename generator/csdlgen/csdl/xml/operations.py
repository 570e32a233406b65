"""Actions, functions and terms (CSDL XML 4.01 sections 12 and 14.1)."""

from __future__ import annotations

from typing import Literal

from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import FACET_NAMES, Context
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.out_of_line import Groups, OutOfLineAnnotations, annotated
from csdlgen.edm.model import Operation, Parameter, QName, ReturnType, Term
from csdlgen.text import shown

_ACTION = frozenset(("Name", "IsBound", "EntitySetPath"))
_FUNCTION = _ACTION | {"IsComposable"}
_RETURN_TYPE = FACET_NAMES | {"Type", "Nullable"}
_PARAMETER = _RETURN_TYPE | {"Name"}
_CHILDREN = (tags.PARAMETER, tags.RETURN_TYPE)
_TERM = _PARAMETER | {"DefaultValue", "BaseTerm", "AppliesTo"}


def operation(ctx: Context, node: XmlElement, name: QName, out_of_line: OutOfLineAnnotations) -> Operation | None:
    """One overload of an action or function; None where a parameter has a name that cannot be used."""
    kind: Literal["action", "function"] = "action" if node.tag == tags.ACTION else "function"
    attributes = ctx.attributes(node, _ACTION if kind == "action" else _FUNCTION)
    bound = ctx.boolean(node, attributes, "IsBound")
    groups = out_of_line.of_overload(ctx, node, str(name), int(bound) if kind == "action" else None)
    parameters = [_parameter(ctx, child, groups) for child in node.named(tags.PARAMETER)]
    returns = _return_type(ctx, node.named(tags.RETURN_TYPE), groups)
    annotations = annotated(ctx, node, groups, others=_CHILDREN)
    usable = tuple(parameter for parameter in parameters if parameter)
    if len(usable) < len(parameters):
        ctx.left_out(node, f"a parameter of {kind} {shown(name.name)} cannot be used", f"The {kind}")
        return None
    composable = ctx.boolean(node, attributes, "IsComposable") and kind == "function"
    path = ctx.optional_path(attributes, "EntitySetPath")
    return Operation(name, kind, bound, usable, returns, composable, path, annotations, node.location)


def _parameter(ctx: Context, node: XmlElement, groups: Groups) -> Parameter | None:
    attributes = ctx.attributes(node, _PARAMETER)
    name = ctx.name(node, attributes)
    type_ = ctx.type(node, attributes)
    if name is None or type_ is None:
        return None
    return Parameter(name, type_, annotated(ctx, node, groups, name), node.location)


def _return_type(ctx: Context, nodes: list[XmlElement], groups: Groups) -> ReturnType | None:
    for surplus in nodes[1:]:
        ctx.unknown(surplus)
    for node in nodes[:1]:
        if type_ := ctx.type(node, ctx.attributes(node, _RETURN_TYPE)):
            return ReturnType(type_, annotated(ctx, node, groups, "$ReturnType"), node.location)
    return None


def term(ctx: Context, node: XmlElement, name: QName, groups: Groups) -> Term | None:
    """A vocabulary term (section 14.1)."""
    attributes = ctx.attributes(node, _TERM)
    type_ = ctx.type(node, attributes)
    if type_ is None:
        return None
    return Term(
        name,
        type_,
        attributes.get("DefaultValue"),
        ctx.optional_qname(node, attributes, "BaseTerm"),
        tuple(attributes.get("AppliesTo", "").split()),
        annotated(ctx, node, groups),
        node.location,
    )
