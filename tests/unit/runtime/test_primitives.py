"""Every Edm type both ways (OData JSON section 7.1, OData ABNF)."""

from __future__ import annotations

import base64
import json
import math
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

LAW = settings(max_examples=40, deadline=None)

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


def short_id(value: Any) -> str:
    """Integers beyond 4,300 digits have no text, so pytest cannot name them."""
    return "number" if isinstance(value, int) else repr(value)[:40]


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Edm.String": st.text(),
    "Edm.Boolean": st.booleans(),
    "Edm.Byte": st.integers(0, 255),
    "Edm.SByte": st.integers(-128, 127),
    "Edm.Int16": st.integers(-(2**15), 2**15 - 1),
    "Edm.Int32": st.integers(-(2**31), 2**31 - 1),
    "Edm.Int64": st.integers(-(2**63), 2**63 - 1),
    "Edm.Double": st.floats(allow_nan=False),
    "Edm.Single": st.floats(allow_nan=False, width=32),
    "Edm.Decimal": st.decimals(allow_nan=False) | st.integers(),
    "Edm.Guid": st.uuids(),
    "Edm.Date": st.dates(),
    "Edm.TimeOfDay": st.times(),
    "Edm.Duration": st.timedeltas(),
    "Edm.DateTimeOffset": st.datetimes(timezones=OFFSETS | st.just(UTC)),
    "Edm.Binary": st.binary(),
    "Edm.Untyped": JSON,
    "Edm.PrimitiveType": st.text() | st.integers(),
    "Edm.ComplexType": st.dictionaries(st.text(), JSON, max_size=4),
    "Edm.EntityType": st.dictionaries(st.text(), JSON, max_size=4),
    "Edm.GeographyPoint": st.dictionaries(st.text(), JSON, max_size=4),
    "Edm.GeometryPolygon": st.dictionaries(st.text(), JSON, max_size=4),
}


@pytest.mark.parametrize("type_", VALUES)
@LAW
@given(data=st.data())
def test_what_is_written_reads_back_equal(sample: SimpleNamespace, type_: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[type_])
    codec = sample.codecs.codec(type_)
    wire = json.loads(json.dumps(codec.dump(value)))
    assert codec.load(wire) == value
    assert codec.dump(codec.load(wire)) == wire


@pytest.mark.parametrize("type_", VALUES)
@LAW
@given(wire=JSON)
def test_any_json_reads_or_is_a_wire_error(sample: SimpleNamespace, type_: str, wire: Any) -> None:
    codec = sample.codecs.codec(type_)
    try:
        value = codec.load(wire)
    except sample.runtime_models.WireError:
        return
    assert (value is None) == (wire is None)


@pytest.mark.parametrize("type_", VALUES)
def test_null_is_none(sample: SimpleNamespace, type_: str) -> None:
    assert sample.codecs.codec(type_).load(None) is None
    assert sample.codecs.codec(type_).dump(None) is None


READS: list[tuple[str, Any, Any]] = [
    ("Edm.Int64", "-9223372036854775808", -(2**63)),
    ("Edm.Int32", "7", 7),
    ("Edm.Double", "INF", float("inf")),
    ("Edm.Double", "-INF", float("-inf")),
    ("Edm.Double", 5, 5.0),
    ("Edm.Decimal", 1.1, Decimal("1.1")),
    ("Edm.Decimal", 3, Decimal(3)),
    ("Edm.Decimal", "79228162514264337593543950335", Decimal(79228162514264337593543950335)),
    ("Edm.Decimal", "-INF", Decimal("-Infinity")),
    ("Edm.Guid", "AABBCCDD-0011-2233-4455-66778899AABB", UUID("aabbccdd-0011-2233-4455-66778899aabb")),
    ("Edm.Date", "2024-02-29", date(2024, 2, 29)),
    ("Edm.TimeOfDay", "23:59", time(23, 59)),
    ("Edm.TimeOfDay", "07:59:59.123456789012", time(7, 59, 59, 123456)),
    ("Edm.Duration", "P12DT23H59M59.999999999999S", timedelta(12, 59, 999999, minutes=59, hours=23)),
    ("Edm.Duration", "-P1DT2H3M4.5678901S", -timedelta(1, 4, 567890, minutes=3, hours=2)),
    ("Edm.Duration", "PT0S", timedelta()),
    ("Edm.Duration", "PT26H", timedelta(hours=26)),
    ("Edm.DateTimeOffset", "2024-01-02T03:04:05.1234567Z", datetime(2024, 1, 2, 3, 4, 5, 123456, UTC)),
    ("Edm.DateTimeOffset", "2024-01-02T03:04:05.123456789012Z", datetime(2024, 1, 2, 3, 4, 5, 123456, UTC)),
    ("Edm.DateTimeOffset", "9999-12-31T23:59:59.9999999Z", datetime.max.replace(tzinfo=UTC)),
    ("Edm.DateTimeOffset", "2024-01-02T03:04-05:30", datetime(2024, 1, 2, 8, 34, tzinfo=UTC)),
    # Other spellings of ISO 8601 that say when it is, too.
    ("Edm.DateTimeOffset", "2024-01-02 03:04:05Z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
    ("Edm.DateTimeOffset", "20240102T030405Z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
    ("Edm.DateTimeOffset", "2024-W01-1T03:04:05Z", datetime(2024, 1, 1, 3, 4, 5, tzinfo=UTC)),
    ("Edm.DateTimeOffset", "2024-01-02T03Z", datetime(2024, 1, 2, 3, tzinfo=UTC)),
    ("Edm.Binary", "-_8", b"\xfb\xff"),
    ("Edm.Binary", "+/8=", b"\xfb\xff"),
    ("Edm.Binary", "", b""),
]


@pytest.mark.parametrize(("type_", "wire", "value"), READS, ids=short_id)
def test_reads(sample: SimpleNamespace, type_: str, wire: Any, value: Any) -> None:
    read = sample.codecs.codec(type_).load(wire)
    assert read == value
    assert type(read) is type(value)


WRITES: list[tuple[str, Any, Any]] = [
    ("Edm.Int64", 2**63 - 1, 2**63 - 1),
    ("Edm.Double", float("inf"), "INF"),
    ("Edm.Double", float("-inf"), "-INF"),
    ("Edm.Single", float("nan"), "NaN"),
    ("Edm.Decimal", Decimal("1.10"), 1.1),
    ("Edm.Decimal", Decimal("1E+2"), 100),
    ("Edm.Decimal", 2**53, 2**53),
    ("Edm.Decimal", 2**53 + 1, "9007199254740993"),
    ("Edm.Decimal", Decimal("0.1234567890123456789"), "0.1234567890123456789"),
    ("Edm.Decimal", Decimal("1E+400"), "1E+400"),
    ("Edm.Decimal", Decimal("NaN"), "NaN"),
    ("Edm.Decimal", Decimal("-Infinity"), "-INF"),
    ("Edm.Duration", -timedelta(1, 4, 567890, minutes=3, hours=2), "-P1DT2H3M4.56789S"),
    ("Edm.Duration", timedelta(), "PT0S"),
    ("Edm.Duration", timedelta(days=2), "P2D"),
    ("Edm.Duration", timedelta(microseconds=-1), "-PT0.000001S"),
    ("Edm.DateTimeOffset", datetime(2024, 1, 2, tzinfo=UTC), "2024-01-02T00:00:00Z"),
    ("Edm.DateTimeOffset", datetime(24, 1, 2, tzinfo=timezone(timedelta(hours=2))), "0024-01-02T00:00:00+02:00"),
    (
        "Edm.DateTimeOffset",
        datetime(1900, 1, 2, tzinfo=timezone(timedelta(minutes=19, seconds=32))),
        "1900-01-01T23:40:28Z",
    ),
    ("Edm.Binary", b"\xfb\xff", "+/8="),
    ("Edm.Binary", bytearray(b"a"), "YQ=="),
]


@pytest.mark.parametrize(("type_", "value", "wire"), WRITES, ids=short_id)
def test_writes(sample: SimpleNamespace, type_: str, value: Any, wire: Any) -> None:
    written = sample.codecs.codec(type_).dump(value)
    assert written == wire
    assert type(written) is type(wire)


REFUSED_WIRES: list[tuple[str, Any]] = [
    ("Edm.String", 5),
    ("Edm.Boolean", "true"),
    ("Edm.Boolean", 1),
    *((f"Edm.{name}", True) for name in ("Byte", "SByte", "Int16", "Int32", "Int64", "Double", "Single", "Decimal")),
    ("Edm.Int32", 1.5),
    ("Edm.Int32", " 5"),
    ("Edm.Int32", "5_0"),
    ("Edm.Int32", "٣"),
    ("Edm.Int64", "9" * 5000),
    ("Edm.Double", "1.5"),
    ("Edm.Double", "Infinity"),
    ("Edm.Double", 10**400),
    ("Edm.Decimal", "1_0"),
    ("Edm.Decimal", "1e99999999999999999999"),
    ("Edm.Guid", "{aabbccdd-0011-2233-4455-66778899aabb}"),
    ("Edm.Guid", "aabbccdd00112233445566778899aabb"),
    ("Edm.Date", "20240102"),
    ("Edm.Date", "2024-W01-1"),
    ("Edm.Date", "2024-02-30"),
    ("Edm.TimeOfDay", "235959"),
    ("Edm.TimeOfDay", "23:59:59Z"),
    ("Edm.TimeOfDay", "24:00:01"),
    *(("Edm.Duration", text) for text in ("P1Y", "P1M", "P", "PT", "P1DT", "1D", "PT1.S", "P999999999999D", "-P")),
    ("Edm.DateTimeOffset", "2024-01-02T03:04:05"),
    ("Edm.DateTimeOffset", "2024-01-02"),
    ("Edm.DateTimeOffset", ""),
    ("Edm.DateTimeOffset", {"10": "T"}),
    ("Edm.DateTimeOffset", list("2024-01-02T03:04:05Z")),
    ("Edm.Binary", "a"),
    ("Edm.Binary", "YQ==\n"),
    ("Edm.Binary", "é"),
    ("Edm.Geography", "POINT(1 2)"),
]


@pytest.mark.parametrize(("type_", "wire"), REFUSED_WIRES, ids=short_id)
def test_refuses_to_read(sample: SimpleNamespace, type_: str, wire: Any) -> None:
    with pytest.raises(sample.runtime_models.WireError, match=f"cannot read .* as {type_}"):
        sample.codecs.codec(type_).load(wire)


REFUSED_VALUES: list[tuple[str, Any, type[Exception]]] = [
    ("Edm.String", b"a", TypeError),
    ("Edm.Boolean", 1, TypeError),
    *((f"Edm.{name}", True, TypeError) for name in ("Byte", "Int16", "Int32", "Int64", "Double", "Single", "Decimal")),
    ("Edm.Int32", "5", TypeError),
    ("Edm.Int32", 5.0, TypeError),
    ("Edm.Int32", 2**31, ValueError),
    ("Edm.Byte", -1, ValueError),
    ("Edm.Int64", 10**5000, ValueError),
    ("Edm.Double", 10**400, ValueError),
    ("Edm.Double", Decimal(1), TypeError),
    ("Edm.Decimal", 1.5, TypeError),
    ("Edm.Guid", "aabbccdd-0011-2233-4455-66778899aabb", TypeError),
    ("Edm.Date", datetime(2024, 1, 2), TypeError),
    ("Edm.TimeOfDay", time(1, tzinfo=UTC), ValueError),
    ("Edm.TimeOfDay", "01:00", TypeError),
    ("Edm.Duration", 5, TypeError),
    ("Edm.DateTimeOffset", datetime(2024, 1, 2), ValueError),
    ("Edm.DateTimeOffset", datetime(1, 1, 1, tzinfo=timezone(timedelta(seconds=30))), ValueError),
    ("Edm.DateTimeOffset", date(2024, 1, 2), TypeError),
    ("Edm.DateTimeOffset", "2024-01-02T03:04:05Z", TypeError),
    ("Edm.Binary", "YQ==", TypeError),
    ("Edm.Duration", "PT5S", TypeError),
    ("Edm.Geometry", "POINT(1 2)", TypeError),
    ("Edm.Untyped", date(2024, 1, 2), TypeError),
]


@pytest.mark.parametrize(("type_", "value", "kind"), REFUSED_VALUES, ids=short_id)
def test_refuses_to_write(sample: SimpleNamespace, type_: str, value: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind, match=f"^{type_} "):
        sample.codecs.codec(type_).dump(value)


@LAW
@given(value=st.binary(), padded=st.booleans())
def test_binary_reads_the_url_alphabet(sample: SimpleNamespace, value: bytes, padded: bool) -> None:
    text = base64.urlsafe_b64encode(value).decode()
    assert sample.codecs.codec("Edm.Binary").load(text if padded else text.rstrip("=")) == value


def test_nan_reads(sample: SimpleNamespace) -> None:
    value = sample.codecs.codec("Edm.Double").load("NaN")
    assert math.isnan(value)
    assert sample.codecs.codec("Edm.Decimal").load("NaN").is_nan()


def test_only_objects_say_so(sample: SimpleNamespace) -> None:
    codec = sample.codecs.codec
    objects = {"Edm.ComplexType", "Edm.EntityType", "sample.part", "sample.device"}
    others = {"Edm.String", "Edm.Untyped", "Edm.Geography", "sample.kind", "Collection(sample.part)"}
    assert {name for name in objects | others if codec(name).is_object} == objects


def test_a_text_subclass_is_written_as_plain_text(sample: SimpleNamespace) -> None:
    assert type(sample.codecs.codec("Edm.String").dump(sample.models.Kind.LARGE)) is str


def test_codecs_are_cached_and_unchangeable(sample: SimpleNamespace) -> None:
    codec = sample.codecs.codec("Edm.Guid")
    assert sample.codecs.codec("Edm.Guid") is codec
    with pytest.raises(AttributeError):
        codec.type = "x"


def test_an_unregistered_type_is_a_lookup_error(sample: SimpleNamespace) -> None:
    for name in ("sample.nothing", "elsewhere.device", "device"):
        with pytest.raises(LookupError, match=name):
            sample.codecs.codec(name)


NAMES = {
    "Edm.String": "string",
    "Edm.SByte": "s_byte",
    "Edm.TimeOfDay": "time_of_day",
    "Edm.Untyped": "untyped",
    "Edm.DateTimeOffset": "date_time_offset",
    "Edm.ComplexType": "complex_type",
    "Edm.GeographyPoint": "geography_point",
    **{
        f"Edm.{name}": name.lower()
        for name in ["Boolean", "Byte", "Int16", "Int32", "Int64", "Double", "Single", "Decimal"]
    },
    **{f"Edm.{name}": name.lower() for name in ["Guid", "Date", "Duration", "Binary"]},
}


@pytest.mark.parametrize(("type_", "name"), NAMES.items())
@LAW
@given(data=st.data())
def test_what_is_set_is_read(sample: SimpleNamespace, type_: str, name: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[type_] | st.none())
    model = sample.models.Every()
    setattr(model, name, value)
    assert getattr(model, name) == value
    assert getattr(sample.models.Every(**{name: value}), name) == value
    again = sample.models.from_json(sample.models.Every, json.loads(json.dumps(sample.models.to_json(model))))
    assert getattr(again, name) == value
