"""Actions, functions and terms (CSDL XML 4.01 sections 12 and 14.1)."""

from __future__ import annotations

from typing import Literal

from csdlgen.csdl import tags
from csdlgen.csdl.context import FACET_NAMES, Attributes, Context
from csdlgen.csdl.expressions import annotation, only_annotations
from csdlgen.csdl.identifiers import is_plain
from csdlgen.csdl.targets import NO_FOLDS, Folds, Targets, folded
from csdlgen.csdl.tree import Node
from csdlgen.edm.model import Annotation, Operation, Parameter, QName, ReturnType, Term, TypeRef

_ACTION = frozenset(("Name", "IsBound", "EntitySetPath"))
_FUNCTION = _ACTION | {"IsComposable"}
_TYPED = FACET_NAMES | {"Type", "Nullable"}
_TERM = _TYPED | {"Name", "DefaultValue", "BaseTerm", "AppliesTo"}


def operation(ctx: Context, node: Node, name: QName, targets: Targets) -> Operation:
    """One overload of an action or function."""
    attributes = node.attrib
    kind: Literal["action", "function"] = "action" if node.tag == tags.ACTION else "function"
    ctx.expect(node, attributes, _ACTION if kind == "action" else _FUNCTION)
    bound = ctx.boolean(node, attributes, "IsBound")
    folds = _folds(ctx, node, str(name), targets, int(bound) if kind == "action" else None)
    parameters: list[Parameter] = []
    returns: ReturnType | None = None
    inline: list[Annotation] = []
    for child in node:
        if child.tag == tags.PARAMETER:
            if parameter := _parameter(ctx, child, folds):
                parameters.append(parameter)
        elif child.tag == tags.RETURN_TYPE:
            returns = _return_type(ctx, child, folds)
        elif child.tag == tags.ANNOTATION:
            if found := annotation(ctx, child):
                inline.append(found)
        else:
            ctx.unknown(child)
    entity_set_path = attributes.get("EntitySetPath")
    return Operation(
        name,
        kind,
        bound,
        tuple(parameters),
        returns,
        kind == "function" and ctx.boolean(node, attributes, "IsComposable"),
        None if entity_set_path is None else ctx.path(entity_set_path),
        folded(tuple(inline), folds),
        ctx.at[node],
    )


def _folds(ctx: Context, node: Node, name: str, targets: Targets, told: int | None) -> Folds:
    """The out-of-line annotations of this overload; `told` is by how many parameters an action is told apart.

    Documents also spell out all parameters of an action, which is as clear.
    """
    if not targets.has_overloads(name):
        return NO_FOLDS
    types = [_spelled(ctx, each.get("Type", "")) for each in node.findall(tags.PARAMETER)]
    return targets.of_overload(name, [f"({','.join(types)})", f"({','.join(types[:told])})"])


def _spelled(ctx: Context, text: str) -> str:
    return ctx.path("".join(text.split()))


def _parameter(ctx: Context, node: Node, folds: Folds) -> Parameter | None:
    attributes = node.attrib
    name, nullable = attributes.get("Name"), attributes.get("Nullable")
    plain = len(attributes) == 2 + (nullable is not None)
    type_ = ctx.plain_types.get((attributes.get("Type", ""), nullable)) if plain else None
    if type_ is None or name is None or not is_plain(name):
        named = ctx.name_and_rest(node)
        type_ = None if named is None else ctx.once(_typed, node, named[1])
        if named is None or type_ is None:
            return None
        name = named[0]
        if (_typed, named[1]) in ctx.shared:
            ctx.remember(node, type_)
    inline = only_annotations(ctx, node) if len(node) else ()
    return Parameter(name, type_, folded(inline, folds, name) if folds else inline, ctx.at[node])


def _return_type(ctx: Context, node: Node, folds: Folds) -> ReturnType | None:
    type_ = ctx.once(_typed, node, tuple(node.attrib.items()))
    if type_ is None:
        return None
    return ReturnType(type_, folded(only_annotations(ctx, node), folds, "$ReturnType"), ctx.at[node])


def _typed(ctx: Context, node: Node, attributes: Attributes) -> TypeRef | None:
    ctx.expect(node, attributes, _TYPED)
    return ctx.required_type(node, attributes)


def term(ctx: Context, node: Node, name: QName, folds: Folds) -> Term | None:
    """A vocabulary term (section 14.1)."""
    attributes = node.attrib
    ctx.expect(node, attributes, _TERM)
    type_ = ctx.required_type(node, attributes)
    base = attributes.get("BaseTerm")
    if type_ is None:
        return None
    return Term(
        name,
        type_,
        attributes.get("DefaultValue"),
        None if base is None else ctx.qname(base, node),
        tuple(attributes.get("AppliesTo", "").split()),
        folded(only_annotations(ctx, node), folds),
        ctx.at[node],
    )
