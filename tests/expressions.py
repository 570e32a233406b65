"""Hypothesis strategies for texts, expressions and annotations, as `tests.models` needs them.

They are made once: making a strategy takes longer than drawing from it.
"""

from __future__ import annotations

from functools import cache
from typing import get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from csdlgen.edm.model import (
    Annotation,
    CollectionExpression,
    Constant,
    ConstantKind,
    Default,
    Expression,
    Null,
    Operator,
    OperatorKind,
    PathExpression,
    PathKind,
    PropertyValue,
    QName,
    Record,
    TypeRef,
)

# Nothing here begins with `alias`, so that a name never means something else where an alias is declared.
NAMES = ("id", "name", "User", "x", "class", "None", "self", "Über", "имя", "名前", "_", "__init__", "a1", "L" * 100)
QUALIFIERS = (None, None, "Tablet", "q2")
ELSEWHERE = (QName("Org.OData.Core.V1", "Description"), QName("Org.OData.Core.V1", "Tag"), QName("foreign.v1", "Über"))
PATHS = (
    "name",
    "address/city",
    "orders/$count",
    "manager/foreign.v1.Boss/name",
    "@foreign.v1.Über#q",
    "/foreign.v1.C/S",
)

CONSTANT_KINDS: tuple[ConstantKind, ...] = get_args(ConstantKind)
PATH_KINDS: tuple[PathKind, ...] = get_args(PathKind)
OPERATOR_KINDS: tuple[OperatorKind, ...] = get_args(OperatorKind)

_WRITTEN = {
    "Binary": ("", "T0RhdGE"),
    "Bool": ("true", "false"),
    "Date": ("2000-01-01", "-0001-12-31"),
    "DateTimeOffset": ("2000-01-01T16:00:00.0000001Z", "2000-01-01T16:00:00-09:00"),
    "Decimal": ("3.14", "-1", "100000000000000000000"),
    "Duration": ("P7D", "PT0.1S"),
    "EnumMember": ("foreign.v1.Colour/Red", "foreign.v1.Colour/Red foreign.v1.Colour/Blue"),
    "Float": ("3.14", "INF", "NaN"),
    "Guid": ("21EC2020-3AEA-1069-A2DD-08002B30309D",),
    "Int": ("42", "-9223372036854775808"),
    "TimeOfDay": ("21:45:00", "00:00:00.000000001"),
}
_NONE: SearchStrategy[tuple[Annotation, ...]] = st.just(())
_UNARY = ("Not", "Neg", "Cast", "IsOf", "UrlRef", "LabeledElement")


@cache
def texts() -> SearchStrategy[str]:
    """Text as XML and JSON can both carry it: no surrogates, and of the control characters those that XML has."""
    allowed = st.characters(
        exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\t\n\r"
    )
    return st.text(allowed, max_size=12)


@cache
def constants() -> SearchStrategy[Constant]:
    """Constants of every kind, their texts as that kind may be written."""
    written = [(kind, text) for kind in CONSTANT_KINDS for text in _WRITTEN.get(kind, ())]
    return st.one_of(
        st.builds(Constant, st.just("String"), texts()), st.sampled_from(written).map(lambda each: Constant(*each))
    )


@cache
def expressions(depth: int = 2) -> SearchStrategy[Expression]:
    """Expressions of every kind but `Default`, which stands for the whole value of an annotation; `depth` is how deep
    they are nested."""
    leaves = st.one_of(constants(), st.builds(PathExpression, st.sampled_from(PATH_KINDS), st.sampled_from(PATHS)))
    if not depth:
        return leaves
    inner = expressions(depth - 1)
    return st.one_of(
        leaves,
        st.builds(CollectionExpression, st.lists(inner, max_size=2).map(tuple)),
        st.builds(Null, annotated(depth - 1)),
        records(depth),
        st.sampled_from(OPERATOR_KINDS).flatmap(lambda kind: operators(kind, depth)),
    )


@cache
def records(depth: int) -> SearchStrategy[Record]:
    """Records, whose properties differ in name."""
    names = st.sampled_from(NAMES)
    value = st.builds(PropertyValue, names, st.one_of(st.just(Default()), expressions(depth - 1)), annotated(depth - 1))
    values = st.lists(value, max_size=2, unique_by=lambda each: each.name).map(tuple)
    return st.builds(Record, values, st.one_of(st.none(), st.sampled_from(ELSEWHERE)), annotated(depth - 1))


@cache
def operators(kind: OperatorKind, depth: int) -> SearchStrategy[Operator]:
    """Operators of one kind with as many operands as it takes."""
    if kind == "LabeledElementReference":
        return st.builds(Operator, st.just(kind), name=st.sampled_from(ELSEWHERE).map(str))
    least, most = (1, 1) if kind in _UNARY else (2, 3) if kind == "If" else (0, 3) if kind == "Apply" else (2, 2)
    name = {"Apply": st.just("odata.concat"), "LabeledElement": st.sampled_from(NAMES)}.get(kind, st.none())
    types = st.sampled_from((TypeRef(QName("Edm", "String")), TypeRef(QName("foreign.v1", "Boss"), collection=True)))
    return st.builds(
        Operator,
        st.just(kind),
        st.lists(expressions(depth - 1), min_size=least, max_size=most).map(tuple),
        name,
        types if kind in ("Cast", "IsOf") else st.none(),
        annotated(depth - 1),
    )


@cache
def annotated(depth: int = 2) -> SearchStrategy[tuple[Annotation, ...]]:
    """Mostly none; else one or two of terms that are defined elsewhere, which differ in term and qualifier (section
    14.2.3), annotated in turn."""
    if not depth:
        return st.just(())
    each = st.builds(
        Annotation,
        st.sampled_from(ELSEWHERE),
        st.one_of(st.just(Default()), st.deferred(lambda: expressions(depth - 1))),
        st.sampled_from(QUALIFIERS),
        st.deferred(lambda: annotated(depth - 1)),
    )
    some = st.lists(each, min_size=1, max_size=2, unique_by=lambda one: (one.term, one.qualifier)).map(tuple)
    return st.integers(0, 4).flatmap(lambda number: some if number == 4 else _NONE)
