"""Filters built with operators: their text, and that a reader of OData filters reads what was meant."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odata_query import ast
from odata_query.grammar import ODataLexer, ODataParser

from tests.unit.runtime.test_literals import ABNF, READ, VALUES

LAW = settings(max_examples=300, deadline=None)

Built = Callable[[SimpleNamespace], object]

CASES: list[tuple[str, Built]] = [
    ("string eq 'O''Neil'", lambda m: m.Every.string == "O'Neil"),
    ("string ne null", lambda m: m.Every.string != None),  # noqa: E711
    ("string eq null", lambda m: m.Every.string.is_(None)),
    ("boolean ne true", lambda m: m.Every.boolean.is_not(True)),
    ("boolean eq false", lambda m: m.Every.boolean == False),  # noqa: E712
    ("int32 lt 5", lambda m: m.Every.int32 < 5),
    ("int32 gt 5", lambda m: m.Every.int32 > 5),
    ("int32 gt 5", lambda m: 5 < m.Every.int32),  # noqa: SIM300
    ("int32 le 5", lambda m: m.Every.int32 <= 5),
    ("int32 ge -5", lambda m: m.Every.int32 >= -5),
    ("byte gt 1000", lambda m: m.Every.byte > 1000),
    ("int32 lt 1.5", lambda m: m.Every.int32 < 1.5),
    ("decimal eq 5", lambda m: m.Every.decimal == 5),
    ("decimal eq 5.25", lambda m: m.Every.decimal == Decimal("5.25")),
    ("double lt 1e20", lambda m: m.Every.double < 1e20),
    ("double lt INF", lambda m: m.Every.double < math.inf),
    ("decimal lt 1000000000000000000000", lambda m: m.Every.decimal < 10**21),
    ("int64 eq decimal", lambda m: m.Every.int64 == m.Every.decimal),
    ("guid eq 00000000-0000-0000-0000-000000000005", lambda m: m.Every.guid == UUID(int=5)),
    ("date ge 2024-02-29", lambda m: m.Every.date >= date(2024, 2, 29)),
    ("timeOfDay lt 12:30:00", lambda m: m.Every.time_of_day < time(12, 30)),
    ("duration gt duration'P1DT1S'", lambda m: m.Every.duration > timedelta(1, 1)),
    (
        "dateTimeOffset gt 2024-02-29T12:00:00.000001Z",
        lambda m: m.Every.date_time_offset > datetime(2024, 2, 29, 12, 0, 0, 1, UTC),
    ),
    ("binary eq binary'-_8'", lambda m: m.Every.binary == b"\xfb\xff"),
    ("untyped eq 'x'", lambda m: m.Every.untyped == "x"),
    ("untyped gt 5", lambda m: m.Every.untyped > 5),
    ("untyped eq null", lambda m: m.Every.untyped == None),  # noqa: E711
    ("owner eq null", lambda m: m.Device.owner == None),  # noqa: E711
    ("kind eq sample.kind'small'", lambda m: m.Device.kind == m.Kind.SMALL),
    ("kind eq sample.kind'huge'", lambda m: m.Device.kind == "huge"),
    ("kind in (sample.kind'small',null)", lambda m: m.Device.kind.in_([m.Kind.SMALL, None])),
    ("scopes has sample.scope'read'", lambda m: m.Device.scopes.has(m.Scope.READ)),
    ("scopes has sample.scope'write,read'", lambda m: m.Device.scopes.has({m.Scope.READ, m.Scope.WRITE})),
    ("scopes eq sample.scope'read'", lambda m: m.Device.scopes == {m.Scope.READ}),
    ("string in ('a','b''c')", lambda m: m.Every.string.in_(["a", "b'c"])),
    ("int32 in (1,2.5)", lambda m: m.Every.int32.in_(iter([1, 2.5]))),
    ("(int32 add 1) in (1,int64)", lambda m: (m.Every.int32 + 1).in_([1, m.Every.int64])),
    ("false", lambda m: m.Every.string.in_([])),
    ("not false", lambda m: ~m.Every.string.in_([])),
    ("isof(owner,sample.part)", lambda m: m.Device.owner.isof(m.Part)),
    ("isof(untyped,Edm.DateTimeOffset)", lambda m: m.Every.untyped.isof(datetime)),
    ("boolean and not boolean", lambda m: m.Every.boolean & ~m.Every.boolean),
    ("boolean and (a eq 1 or b eq 2)", lambda m: m.Every.boolean & "a eq 1 or b eq 2"),
    ("(a eq 1) and boolean", lambda m: "a eq 1" & m.Every.boolean),
    ("boolean or (a eq 1)", lambda m: m.Every.boolean | "a eq 1"),
    ("(a eq 1) or boolean", lambda m: "a eq 1" | m.Every.boolean),
    ("untyped and boolean", lambda m: m.Every.untyped & m.Every.boolean),
    ("(int32 gt 5) eq true", lambda m: (m.Every.int32 > 5) == True),  # noqa: E712
    ("boolean eq (int32 gt 5)", lambda m: m.Every.boolean == (m.Every.int32 > 5)),
    ("not (not boolean)", lambda m: ~~m.Every.boolean),
    ("int32 desc", lambda m: m.Every.int32.desc()),
    ("int32 add 5 asc", lambda m: (m.Every.int32 + 5).asc()),
    ("int32 mul 2 as twice", lambda m: (m.Every.int32 * 2).as_("twice")),
]


@pytest.mark.parametrize(("text", "build"), CASES, ids=[f"{n}: {case[0]}" for n, case in enumerate(CASES)])
def test_text(sample: SimpleNamespace, text: str, build: Built) -> None:
    found = build(sample.models)
    assert str(found) == text
    assert repr(found) == f"<{type(found).__name__} {text}>"


WRONG: list[tuple[str, type[Exception], Built]] = [
    ("string: Edm.String takes a str, not int 3", TypeError, lambda m: m.Every.string == 3),
    ("int32: Edm.Int32 takes an int, not str '3'", TypeError, lambda m: m.Every.int32 == "3"),
    (
        "int32: Edm.Int32 takes an int, not bool True",
        TypeError,
        lambda m: m.Every.int32 == True,  # noqa: E712
    ),
    ("dateTimeOffset: .* naive", ValueError, lambda m: m.Every.date_time_offset > datetime(2024, 1, 1)),
    ("owner: sample.part has no values in queries", TypeError, lambda m: m.Device.owner == m.Part(name="x")),
    ("tags: .* has no values in queries", TypeError, lambda m: m.Device.tags == ["x"]),
    ("untyped: .* no type that queries know", TypeError, lambda m: m.Every.untyped == object()),
    ("in_ takes a list of values, not 'abc'", TypeError, lambda m: m.Every.string.in_("abc")),
    ("string: Edm.String takes a str, not int 5", TypeError, lambda m: m.Every.string.in_(["a", 5])),
    ("true or false for the service alone", TypeError, lambda m: m.Every.boolean and m.Every.boolean),
    ("true or false for the service alone", TypeError, lambda m: 1 < m.Every.int32 < 5),
    ("true or false for the service alone", TypeError, lambda m: not m.Every.boolean),
    ("<Field string> is no condition", TypeError, lambda m: ~m.Every.string),
    ("<Field string> is no condition", TypeError, lambda m: m.Every.boolean & m.Every.string),
    ("<Field int32> is no condition", TypeError, lambda m: m.Every.int32 | m.Every.boolean),
    ("5 is no condition", TypeError, lambda m: m.Every.boolean & 5),
]


@pytest.mark.parametrize(("message", "error", "build"), WRONG, ids=[str(n) for n in range(len(WRONG))])
def test_what_the_service_would_refuse(
    sample: SimpleNamespace, message: str, error: type[Exception], build: Built
) -> None:
    with pytest.raises(error, match=message):
        build(sample.models)


def test_expressions_are_found_in_sets_and_lists_by_identity(sample: SimpleNamespace) -> None:
    field = sample.models.Every.string
    assert {field: 1}[field] == 1 and field is sample.models.Every.string
    assert field in [field]


# --- the law: what is read from the text of a filter is what was built ----------------------------------------------

_LEXER, _PARSER = ODataLexer(), ODataParser()

Tree = tuple[Any, ...]
"""An operator or function and its operands; `("property", name)`, `("value", …)`."""

ARITHMETIC = {"add": ast.Add, "sub": ast.Sub, "mul": ast.Mult, "div": ast.Div, "mod": ast.Mod}
COMPARISONS = {"eq": ast.Eq, "ne": ast.NotEq, "lt": ast.Lt, "le": ast.LtE, "gt": ast.Gt, "ge": ast.GtE}


def properties(*names: str) -> st.SearchStrategy[Tree]:
    return st.sampled_from([("property", name) for name in names])


def values(kind: st.SearchStrategy[Any]) -> st.SearchStrategy[Tree]:
    return kind.map(lambda value: ("value", value))


def _numbers(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    right = inner | values(st.integers(-9, 9)) | values(st.floats(-9, 9))
    return (
        st.tuples(st.sampled_from([*ARITHMETIC]), inner, right)
        | st.tuples(st.sampled_from(["add", "sub", "mul"]), values(st.integers(-9, 9)), inner)
        | st.tuples(st.just("neg"), inner)
        | st.tuples(st.sampled_from(["round", "floor", "ceiling"]), inner)
    )


def _conditions(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return (
        st.tuples(st.sampled_from(["and", "or"]), inner, inner)
        | st.tuples(st.just("not"), inner)
        | st.tuples(st.sampled_from(["eq", "ne"]), inner, inner | values(st.booleans()))
        | st.tuples(st.sampled_from(["any", "all"]), inner)
    )


NUMBERS = st.recursive(properties("int32", "double", "decimal"), _numbers, max_leaves=6)
TEXTS = st.recursive(
    properties("string"),
    lambda inner: (
        st.tuples(st.sampled_from(["tolower", "trim"]), inner)
        | st.tuples(st.just("concat"), inner, inner | values(st.text()))
    ),
    max_leaves=4,
)
CONDITIONS = st.recursive(
    properties("boolean")
    | st.tuples(st.sampled_from([*COMPARISONS]), NUMBERS, NUMBERS | values(st.integers()))
    | st.tuples(st.sampled_from([*COMPARISONS]), TEXTS, TEXTS | values(st.text()))
    | st.tuples(st.sampled_from(["contains", "startswith", "endswith"]), TEXTS, TEXTS | values(st.text()))
    | st.tuples(st.just("in"), TEXTS, st.lists(st.text(), min_size=2, max_size=3)),
    _conditions,
    max_leaves=8,
)

_PYTHON: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "neg": lambda a: -a,
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "lt": lambda a, b: a < b, "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b, "and": lambda a, b: a & b, "or": lambda a, b: a | b,
    "not": lambda a: ~a,
}  # fmt: skip


def built(models: Any, tree: Tree) -> Any:
    """What the tree says, built with fields and operators."""
    name, *given = tree
    if name == "value":
        return given[0]
    if name == "property":
        return getattr(models.Every, given[0])
    if name == "any":  # of a filter that was built before
        inner = built(models, given[0])
        return models.Device.parts.any(lambda part: (part / models.Part.size > 1) & inner)
    if name == "all":
        return models.Device.parts.all(lambda part: (part / models.Part.size > 1) & built(models, given[0]))
    first = built(models, given[0])
    if name == "in":
        return first.in_(given[1])
    others = [built(models, each) for each in given[1:]]
    return _PYTHON[name](first, *others) if name in _PYTHON else getattr(first, name)(*others)


def meant(tree: Tree) -> Any:
    """The same as the reader's syntax tree."""
    name, *given = tree
    if name == "value":
        return literal(given[0])
    if name == "property":
        return ast.Identifier(given[0])
    if name in ("any", "all"):
        variable = ast.Identifier("each")
        test = ast.Compare(ast.Gt(), ast.Attribute(variable, "size"), ast.Integer("1"))
        inner = ast.BoolOp(ast.And(), test, meant(given[0]))
        return ast.CollectionLambda(
            ast.Identifier("parts"), ast.Any() if name == "any" else ast.All(), ast.Lambda(variable, inner)
        )
    first = meant(given[0])
    if name == "in":
        return ast.Compare(ast.In(), first, ast.List([ast.String(each) for each in given[1]]))
    others = [meant(each) for each in given[1:]]
    if name in ARITHMETIC:
        return ast.BinOp(ARITHMETIC[name](), first, *others)
    if name in COMPARISONS:
        return ast.Compare(COMPARISONS[name](), first, *others)
    if name in ("and", "or"):
        return ast.BoolOp(ast.And() if name == "and" else ast.Or(), first, *others)
    if name in ("not", "neg"):
        return ast.UnaryOp(ast.Not() if name == "not" else ast.USub(), first)
    return ast.Call(ast.Identifier(name), [first, *others])


def literal(value: Any) -> Any:
    if isinstance(value, bool):
        return ast.Boolean(str(value).lower())
    if isinstance(value, int):
        return ast.Integer(str(value))
    return ast.Float(str(value)) if isinstance(value, float) else ast.String(value)


def leveled(node: Any, variables: tuple[str, ...] = ()) -> Any:
    """The tree without what means nothing: operands of a chain of `and` or `or` in one list, variables by number, and
    comparisons in one direction, since Python asks the right side first where its class derives from the left's."""
    if isinstance(node, ast.BoolOp):
        kind = type(node.op)
        found: list[Any] = [kind]
        for side in (leveled(node.left, variables), leveled(node.right, variables)):
            found += side[1:] if isinstance(side, list) and side[0] is kind else [side]
        return found
    if isinstance(node, ast.Lambda):
        return leveled(node.expression, (*variables, node.identifier.name))
    if isinstance(node, ast.Identifier) and node.name in variables:
        return [*reversed(variables)].index(node.name)
    if isinstance(node, ast.Compare):
        left, right = leveled(node.left, variables), leveled(node.right, variables)
        order: type[Any] = type(node.comparator)
        if order in (ast.Gt, ast.GtE) or (order in (ast.Eq, ast.NotEq) and repr(left) > repr(right)):
            left, right = right, left
        return {ast.Gt: ast.Lt, ast.GtE: ast.LtE}.get(order, order), left, right
    if isinstance(node, list):
        return [leveled(each, variables) for each in node]
    if not hasattr(node, "__dataclass_fields__"):
        return node
    return type(node), [leveled(getattr(node, name), variables) for name in node.__dataclass_fields__]


@LAW
@given(tree=CONDITIONS)
def test_a_filter_is_read_as_it_was_built(sample: SimpleNamespace, tree: Tree) -> None:
    text = str(built(sample.models, tree))
    assert leveled(_PARSER.parse(_LEXER.tokenize(text))) == leveled(meant(tree)), text


@pytest.mark.parametrize("type_", READ)
def test_values_are_read_back(sample: SimpleNamespace, type_: str) -> None:
    """By the grammar of literals, and as the values that were given; numbers may be those of another numeric type."""
    number = "|".join((ABNF["Edm.Double"], ABNF["Edm.Decimal"]))
    grammar = number if sample.edm_types.NUMBERS.get(type_) else ABNF[type_]
    compared = sample.functions.Value("x", type_)

    @given(VALUES[type_])
    def law(value: Any) -> None:
        text = str(compared == value)
        assert text == str(compared.in_([value])).replace(" in (", " eq ").removesuffix(")")
        found = text.removeprefix("x eq ")
        assert re.fullmatch(grammar, found, re.DOTALL), found
        assert READ[type_](found) == value or (isinstance(value, float) and math.isnan(value) and found == "NaN")

    law()
