"""Actions, functions and terms (CSDL XML 4.01 sections 12 and 14.1)."""

from __future__ import annotations

from typing import Literal

from lxml import etree

from csdlgen.csdl import tags
from csdlgen.csdl.context import FACET_NAMES, Attributes, Context
from csdlgen.csdl.expressions import annotation, only_annotations
from csdlgen.csdl.identifiers import is_plain
from csdlgen.csdl.targets import NO_FOLDS, Folds, Targets, folded
from csdlgen.edm.model import Annotation, Operation, Parameter, QName, ReturnType, Term, TypeRef

_ACTION = frozenset(("Name", "IsBound", "EntitySetPath"))
_FUNCTION = _ACTION | {"IsComposable"}
_TYPED = FACET_NAMES | {"Type", "Nullable"}
_TERM = _TYPED | {"Name", "DefaultValue", "BaseTerm", "AppliesTo"}


def operation(ctx: Context, el: etree._Element, name: QName, text: str, targets: Targets) -> Operation:
    """One overload of an action or function; `text` is its name in one piece."""
    attributes = dict(el.items())
    kind: Literal["action", "function"] = "action" if el.tag == tags.ACTION else "function"
    ctx.expect(el, attributes, _ACTION if kind == "action" else _FUNCTION)
    bound = ctx.boolean(el, attributes, "IsBound")
    folds = _folds(ctx, el, text, targets, int(bound) if kind == "action" else None)
    parameters: list[Parameter] = []
    returns: ReturnType | None = None
    inline: list[Annotation] = []
    for child in el:
        if child.tag == tags.PARAMETER:
            parameter = _parameter(ctx, child, folds)
            parameters.extend(() if parameter is None else (parameter,))
        elif child.tag == tags.RETURN_TYPE:
            returns = _return_type(ctx, child, folds)
        elif child.tag == tags.ANNOTATION:
            found = annotation(ctx, child)
            inline.extend(() if found is None else (found,))
        else:
            ctx.unknown(child)
    entity_set_path = attributes.get("EntitySetPath")
    return Operation(
        name,
        kind,
        bound,
        tuple(parameters),
        returns,
        kind == "function" and ctx.boolean(el, attributes, "IsComposable"),
        None if entity_set_path is None else ctx.path(entity_set_path),
        folded(tuple(inline), folds),
        ctx.at[el],
    )


def _folds(ctx: Context, el: etree._Element, name: str, targets: Targets, told: int | None) -> Folds:
    """The out-of-line annotations of this overload; `told` is by how many parameters an action is told apart.

    Documents also spell out all parameters of an action, which is as clear.
    """
    if not targets.has_overloads(name):
        return NO_FOLDS
    types = [_spelled(ctx, each.get("Type", "")) for each in el.iterchildren(tags.PARAMETER)]
    return targets.of_overload(name, [f"({','.join(types)})", f"({','.join(types[:told])})"])


def _spelled(ctx: Context, text: str) -> str:
    return ctx.path("".join(text.split()))


def _parameter(ctx: Context, el: etree._Element, folds: Folds) -> Parameter | None:
    items = el.items()
    type_ = ctx.parameters.get(tuple(items[1:]))
    if type_ is not None and items[0][0] == "Name" and is_plain(items[0][1]):
        name = items[0][1]
    else:
        named = ctx.name_and_rest(el)
        type_ = None if named is None else ctx.once(_typed, el, named[1])
        if named is None or type_ is None:
            return None
        name = named[0]
        if (_typed, named[1]) in ctx.shared:
            ctx.parameters[named[1]] = type_
    inline = only_annotations(ctx, el) if len(el) else ()
    return Parameter(name, type_, folded(inline, folds, name) if folds else inline, ctx.at[el])


def _return_type(ctx: Context, el: etree._Element, folds: Folds) -> ReturnType | None:
    type_ = ctx.once(_typed, el, tuple(el.items()))
    if type_ is None:
        return None
    return ReturnType(type_, folded(only_annotations(ctx, el), folds, "$ReturnType"), ctx.at[el])


def _typed(ctx: Context, el: etree._Element, attributes: Attributes) -> TypeRef | None:
    ctx.expect(el, attributes, _TYPED)
    return ctx.required_type(el, attributes)


def term(ctx: Context, el: etree._Element, name: QName, folds: Folds) -> Term | None:
    """A vocabulary term (section 14.1)."""
    attributes = dict(el.items())
    ctx.expect(el, attributes, _TERM)
    type_ = ctx.required_type(el, attributes)
    base = attributes.get("BaseTerm")
    if type_ is None:
        return None
    return Term(
        name,
        type_,
        attributes.get("DefaultValue"),
        None if base is None else ctx.qname(base, el),
        tuple(attributes.get("AppliesTo", "").split()),
        folded(only_annotations(ctx, el), folds),
        ctx.at[el],
    )
