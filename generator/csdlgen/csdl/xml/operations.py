"""Actions, functions and terms (CSDL XML 4.01 sections 12 and 14.1)."""

from __future__ import annotations

from typing import Literal

from csdlgen.csdl.formats import shown
from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.context import FACET_NAMES, Context
from csdlgen.csdl.xml.expressions import annotation, only_annotations
from csdlgen.csdl.xml.quick import maker
from csdlgen.csdl.xml.targets import NO_FOLDS, Folds, Targets, folded
from csdlgen.csdl.xml.tree import Node
from csdlgen.edm.model import Annotation, Operation, Parameter, QName, ReturnType, Term

_ACTION = frozenset(("Name", "IsBound", "EntitySetPath"))
_FUNCTION = _ACTION | {"IsComposable"}
_RETURN_TYPE = FACET_NAMES | {"Type", "Nullable"}
_PARAMETER = _RETURN_TYPE | {"Name"}
_TERM = _PARAMETER | {"DefaultValue", "BaseTerm", "AppliesTo"}

_make_operation = maker(Operation)
_make_parameter = maker(Parameter)
_make_return_type = maker(ReturnType)


def operation(ctx: Context, node: Node, name: QName, targets: Targets) -> Operation | None:
    """One overload of an action or function; None where a parameter has a name that cannot be used."""
    kind: Literal["action", "function"] = "action" if node.tag == tags.ACTION else "function"
    ctx.expect(node, _ACTION if kind == "action" else _FUNCTION)
    bound, path = ctx.boolean(node, "IsBound"), node.get("EntitySetPath")
    folds = _folds(ctx, node, str(name), targets, int(bound) if kind == "action" else None)
    parameters: list[Parameter] = []
    returns: ReturnType | None = None
    inline: list[Annotation] = []
    whole = True
    for child in node:
        if child.tag == tags.PARAMETER:
            parameter = _parameter(ctx, child, folds)
            if parameter is None:
                whole = False
            else:
                parameters.append(parameter)
        elif child.tag == tags.RETURN_TYPE and returns is None:
            returns = _return_type(ctx, child, folds)
        elif child.tag == tags.ANNOTATION:
            if found := annotation(ctx, child):
                inline.append(found)
        else:
            ctx.unknown(child)
    if not whole:
        ctx.left_out(node, f"a parameter of {kind} {shown(name.name)} cannot be used", f"The {kind}")
        return None
    return _make_operation(
        name,
        kind,
        bound,
        tuple(parameters),
        returns,
        kind == "function" and ctx.boolean(node, "IsComposable"),
        None if path is None else ctx.path(path),
        folded(ctx, tuple(inline), folds),
        ctx.tree,
        node,
    )


def _folds(ctx: Context, node: Node, name: str, targets: Targets, told: int | None) -> Folds:
    """The out-of-line annotations of this overload; `told` is by how many parameters an action is told apart.

    Documents also spell out all parameters of an action, which is as clear.
    """
    if not targets.has_overloads(name):
        return NO_FOLDS
    types = [_spelled(ctx, each.get("Type", "")) for each in node.findall(tags.PARAMETER)]
    return targets.of_overload(ctx.tree, name, [f"({','.join(types)})", f"({','.join(types[:told])})"])


def _spelled(ctx: Context, text: str) -> str:
    return ctx.path("".join(text.split()))


def _parameter(ctx: Context, node: Node, folds: Folds) -> Parameter | None:
    name = ctx.name(node)
    type_ = ctx.typed(node, _PARAMETER)
    if name is None or type_ is None:
        return None
    annotations = only_annotations(ctx, node) if len(node) else ()
    if name in folds:
        annotations = folded(ctx, annotations, folds, name)
    return _make_parameter(name, type_, annotations, ctx.tree, node)


def _return_type(ctx: Context, node: Node, folds: Folds) -> ReturnType | None:
    type_ = ctx.typed(node, _RETURN_TYPE)
    if type_ is None:
        return None
    inline = only_annotations(ctx, node) if len(node) else ()
    return _make_return_type(type_, folded(ctx, inline, folds, "$ReturnType") if folds else inline, ctx.tree, node)


def term(ctx: Context, node: Node, name: QName, folds: Folds) -> Term | None:
    """A vocabulary term (section 14.1)."""
    type_ = ctx.typed(node, _TERM)
    base = node.get("BaseTerm")
    if type_ is None:
        return None
    return Term(
        name,
        type_,
        node.get("DefaultValue"),
        None if base is None else ctx.qname(base, node),
        tuple(node.get("AppliesTo", "").split()),
        folded(ctx, only_annotations(ctx, node), folds),
        ctx.tree,
        node,
    )
