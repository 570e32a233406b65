"""Literals in URLs, held against the OData ABNF (odata-abnf-construction-rules 4.01, with what 4.0 does not have left
out), and read back as the values that they were written from."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from math import isnan
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

# --- the ABNF, rule by rule -------------------------------------------------------------------------------------------

DIGITS = "[0-9]+"
YEAR = "-?(?:0[0-9]{3}|[1-9][0-9]{3,})"
DATE = rf"{YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,12})?)?"
OFFSET = r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
HEX = "[0-9A-Fa-f]"
DOUBLE = rf"(?:[+-]?{DIGITS}(?:\.{DIGITS})?(?:e[+-]?{DIGITS})?|-?INF|NaN)"
POSITION = rf"{DOUBLE} {DOUBLE}(?: {DOUBLE}){{0,2}}"
LINE = rf"\({POSITION}(?:,{POSITION})*\)"
POLYGON = rf"\({LINE}(?:,{LINE})*\)"
SHAPE = (
    rf"(?:Point\({POSITION}\)|LineString{LINE}|Polygon{POLYGON}|MultiPoint\((?:\({POSITION}\)(?:,\({POSITION}\))*)?\)"
    rf"|MultiLineString\((?:{LINE}(?:,{LINE})*)?\)|MultiPolygon\((?:{POLYGON}(?:,{POLYGON})*)?\))"
)
SECONDS = rf"{DIGITS}(?:\.{DIGITS})?S"
ABNF = {
    "Edm.String": r"'(?:[^']|'')*'",
    "Edm.Boolean": "true|false",
    "Edm.Byte": "[0-9]{1,3}",
    "Edm.SByte": r"[+-]?[0-9]{1,3}",
    "Edm.Int16": r"[+-]?[0-9]{1,5}",
    "Edm.Int32": r"[+-]?[0-9]{1,10}",
    "Edm.Int64": r"[+-]?[0-9]{1,19}",
    "Edm.Double": DOUBLE,
    "Edm.Single": DOUBLE,
    "Edm.Decimal": rf"[+-]?{DIGITS}(?:\.{DIGITS})?|-?INF|NaN",  # 4.0: no exponents
    "Edm.Guid": rf"{HEX}{{8}}(?:-{HEX}{{4}}){{3}}-{HEX}{{12}}",
    "Edm.Date": DATE,
    "Edm.TimeOfDay": TIME,
    "Edm.DateTimeOffset": rf"{DATE}T{TIME}{OFFSET}",
    "Edm.Duration": rf"duration'[+-]?P(?:{DIGITS}D)?(?:T(?:{DIGITS}H)?(?:{DIGITS}M)?(?:{SECONDS})?)?'",
    "Edm.Binary": r"binary'(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,3}=?=?)?'",
    "Edm.GeographyPoint": rf"geography'SRID=[0-9]{{1,5}};{SHAPE}'",
    "Edm.Geometry": rf"geometry'SRID=[0-9]{{1,5}};{SHAPE}'",
    "sample.kind": r"sample\.kind'(?:[^']|'')*'",  # 4.0: with the name of the type
    "sample.scope": r"sample\.scope'(?:[^']|'')*'",
}

# --- values -----------------------------------------------------------------------------------------------------------

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
offsets = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
coordinates = st.floats(allow_nan=False, allow_infinity=False)
positions = st.lists(coordinates, min_size=2, max_size=4)
lines = st.lists(positions, min_size=2, max_size=3)
rings = st.lists(lines, min_size=1, max_size=2)


def shapes(kinds: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        st.fixed_dictionaries({"type": st.just(kind), "coordinates": drawn}) for kind, drawn in kinds.items()
    )


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Edm.String": ANY_TEXT,
    "Edm.Boolean": st.booleans(),
    "Edm.Byte": st.integers(0, 255),
    "Edm.SByte": st.integers(-128, 127),
    "Edm.Int16": st.integers(-(2**15), 2**15 - 1),
    "Edm.Int32": st.integers(-(2**31), 2**31 - 1),
    "Edm.Int64": st.integers(-(2**63), 2**63 - 1),
    "Edm.Double": st.floats(),
    "Edm.Single": st.floats(width=32),
    "Edm.Decimal": st.decimals(min_value=Decimal("-1e60"), max_value=Decimal("1e60"), allow_nan=False),
    "Edm.Guid": st.uuids(),
    "Edm.Date": st.dates(),
    "Edm.TimeOfDay": st.times(),
    "Edm.DateTimeOffset": st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=offsets),
    "Edm.Duration": st.timedeltas(),
    "Edm.Binary": st.binary(),
    "Edm.GeographyPoint": shapes({"Point": positions}),
    "Edm.Geometry": shapes(
        {"LineString": lines, "Polygon": rings, "MultiPoint": lines, "MultiPolygon": st.lists(rings)}
    ),
    "sample.kind": ANY_TEXT,
    "sample.scope": st.sets(st.text("abcXYZ'ü", min_size=1, max_size=5), max_size=3),
}


def quoted(text: str) -> str:
    return text[text.index("'") + 1 : -1].replace("''", "'")


def duration(text: str) -> timedelta:
    sign, day, hour, minute, second = re.fullmatch(  # type: ignore[union-attr]
        r"duration'(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?'", text
    ).groups()
    size = timedelta(days=int(day or 0), hours=int(hour or 0), minutes=int(minute or 0))
    size += timedelta(microseconds=int(Decimal(second or 0) * 1_000_000))
    return -size if sign else size


READ: dict[str, Callable[[str], Any]] = {
    "Edm.String": quoted,
    "Edm.Boolean": lambda text: {"true": True, "false": False}[text],
    "Edm.Double": float,
    "Edm.Single": float,
    "Edm.Decimal": Decimal,
    "Edm.Guid": UUID,
    "Edm.Date": date.fromisoformat,
    "Edm.TimeOfDay": time.fromisoformat,
    "Edm.DateTimeOffset": datetime.fromisoformat,
    "Edm.Duration": duration,
    "Edm.Binary": lambda text: urlsafe_b64decode(quoted(text) + "=="),
    "sample.kind": quoted,
    "sample.scope": lambda text: set() if quoted(text) == "0" else set(quoted(text).split(",")),
    **dict.fromkeys(("Edm.Byte", "Edm.SByte", "Edm.Int16", "Edm.Int32", "Edm.Int64"), int),
}
# RFC 3986 pchar without the quote and parentheses, which have a meaning in key predicates, and what may be encoded.
PATH = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})*")


@pytest.fixture(scope="session")
def literals(sample: SimpleNamespace) -> Any:
    import importlib

    assert sample.models
    return importlib.import_module("sample_pkg._runtime.literals")


def test_every_primitive_type_is_in_the_table(literals: Any) -> None:
    """The types of CSDL section 3.3 that values in URLs can have; abstract types and streams have none."""
    primitives = (
        "Binary Boolean Byte Date DateTimeOffset Decimal Double Duration Guid Int16 Int32 Int64 SByte Single String"
        " TimeOfDay"
    )
    assert {f"Edm.{name}" for name in primitives.split()} == set(literals._LITERALS)
    assert set(literals._LITERALS) <= ABNF.keys() == VALUES.keys()


@pytest.mark.parametrize("type_", ABNF)
def test_literals_follow_the_grammar_and_say_the_value(literals: Any, type_: str) -> None:
    @given(VALUES[type_])
    def law(value: Any) -> None:
        found = literals.literal(value, type_)
        assert re.fullmatch(ABNF[type_], found, re.DOTALL), found
        if type_ in READ:
            back = READ[type_](found)
            assert back == value or (isinstance(value, float) and isnan(value) and isnan(back))

    law()


@pytest.mark.parametrize("type_", [each for each in ABNF if not each.startswith(("Edm.Geo", "sample.scope"))])
def test_keys_survive_the_url(literals: Any, type_: str) -> None:
    """In parentheses and as a segment: only characters that a path may have, one segment, and the same literal."""

    @given(VALUES[type_])
    def law(value: Any) -> None:
        predicate = literals.predicate(("id", type_, value))
        assert PATH.fullmatch(predicate) and "/" not in predicate
        assert unquote(predicate) == f"({literals.literal(value, type_)})"
        named = literals.named_predicate(("id", type_, value))
        assert unquote(named) == f"(id={literals.literal(value, type_)})"
        try:
            segment = literals.segment(value, type_)
        except ValueError:
            assert value in ("", ".", "..", b"")
            return
        assert PATH.fullmatch(segment) and segment.count("/") == 1
        if type_ in ("Edm.String", "sample.kind"):
            assert unquote(segment[1:]) == value

    law()


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("Collection(Edm.String)", ["a", "b'c", "ü&=#?/+", ""]),
        ("Collection(Edm.Int32)", [1, 2]),
        ("Collection(sample.kind)", ["small", "x"]),
        ("Collection(Edm.Guid)", [UUID(int=1)]),
        ("Edm.Untyped", {"a": [1, None, "'"]}),
        ("Edm.PrimitiveType", 5),
    ],
)
def test_what_has_no_literal_is_passed_by_an_alias_as_json(literals: Any, type_: str, value: Any) -> None:
    url = literals.call("/f", ("x", "Edm.Int32", 1), ("v", type_, value), ("y", "Edm.String", "&"))
    path, _, query = url.partition("?")
    assert path == "/f(x=1,v=@v,y='%26')"
    assert query.startswith("@v=") and "&" not in query and "+" not in query and "#" not in query
    expected = [str(each) for each in value] if type_ == "Collection(Edm.Guid)" else value
    assert json.loads(unquote(query[3:])) == expected


def test_a_complex_argument_loses_what_only_responses_have(literals: Any, sample: SimpleNamespace) -> None:
    part = sample.models.Part(name="p")
    part["@odata.etag"] = "x"
    assert json.loads(unquote(literals.call("", ("v", "sample.part", part)).partition("=@v)?@v=")[2])) == {"name": "p"}


def test_null_and_optional_arguments(literals: Any) -> None:
    given_ = [("a", "Edm.String", None), ("b", "Collection(Edm.String)", None)]
    assert literals.call("/f", *given_) == "/f(a=null,b=null)"
    assert literals.call("/f", optional=given_) == "/f()"
    assert literals.call("/f", optional=[("a", "Edm.String", "")]) == "/f(a='')"


def test_a_call_behind_a_call_keeps_both_queries(literals: Any) -> None:
    first = literals.call("/f", ("a", "Collection(Edm.Int32)", [1]))
    assert literals.call(first, ("b", "Collection(Edm.Int32)", [2])) == "/f(a=@a)(b=@b)?@a=%5B1%5D&@b=%5B2%5D"
    assert literals.call(first, ("a", "Collection(Edm.Int32)", [2])) == "/f(a=@a)(a=@a_)?@a=%5B1%5D&@a_=%5B2%5D"


@pytest.mark.parametrize("type_", ["Edm.String", "Edm.Int32", "sample.kind"])
def test_none_is_no_key(literals: Any, type_: str) -> None:
    with pytest.raises(TypeError, match="cannot be None"):
        literals.segment(None, type_)
    with pytest.raises(TypeError, match="'id' cannot be None"):
        literals.predicate(("a", "Edm.String", "x"), ("id", type_, None))


def test_what_can_be_no_key(literals: Any) -> None:
    for type_, value in (("Collection(Edm.String)", ["a"]), ("Edm.Untyped", "x"), ("sample.part", None)):
        with pytest.raises(TypeError):
            literals.predicate(("id", type_, value))
    assert literals.segment(datetime(2024, 1, 2, tzinfo=UTC), "Edm.DateTimeOffset") == "/2024-01-02T00%3A00%3A00Z"
