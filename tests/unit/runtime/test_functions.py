"""Arithmetic and functions of queries: their text, and the types that their results are compared as."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

Built = Callable[[Any, Any], object]

NOON = datetime(2024, 1, 2, 12, tzinfo=UTC)
POINT = {"type": "Point", "coordinates": [1, 2]}
TRIANGLE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 1], [0, 0]]]}

CASES: list[tuple[str, Built]] = [
    ("int32 add 5", lambda e, f: e.int32 + 5),
    ("5 add int32", lambda e, f: 5 + e.int32),
    ("int32 sub 5 sub 6", lambda e, f: e.int32 - 5 - 6),
    ("int32 sub (5 sub int32)", lambda e, f: e.int32 - (5 - e.int32)),
    ("(int32 add 5) mul 2", lambda e, f: (e.int32 + 5) * 2),
    ("int32 add 5 mul int32", lambda e, f: e.int32 + 5 * e.int32),
    ("int32 mul (int32 mul 2)", lambda e, f: e.int32 * (e.int32 * 2)),
    ("(int32 add 1) div (int32 sub 1)", lambda e, f: (e.int32 + 1).div(e.int32 - 1)),
    ("int32 divby 2", lambda e, f: e.int32.divby(2)),
    ("int32 mod 2", lambda e, f: e.int32.mod(2)),
    ("-int32", lambda e, f: -e.int32),
    ("-(-int32)", lambda e, f: -(-e.int32)),  # noqa: B002
    ("-(int32 add 1)", lambda e, f: -(e.int32 + 1)),
    ("-int32 mul 2", lambda e, f: -e.int32 * 2),
    ("int32 sub -5", lambda e, f: e.int32 - -5),
    ("int32 mul 1.5", lambda e, f: e.int32 * 1.5),
    ("decimal mul 1.1", lambda e, f: e.decimal * Decimal("1.1")),
    ("decimal mul int32 gt 99999999999", lambda e, f: e.decimal * e.int32 > 99999999999),
    ("untyped add 5", lambda e, f: e.untyped + 5),
    ("-duration", lambda e, f: -e.duration),
    ("duration add duration'P1D'", lambda e, f: e.duration + timedelta(1)),
    ("duration mul 2 gt duration'PT1S'", lambda e, f: e.duration * 2 > timedelta(0, 1)),
    ("date add duration'P1D' lt 2024-01-02", lambda e, f: e.date + timedelta(1) < date(2024, 1, 2)),
    ("date sub date gt duration'P1D'", lambda e, f: e.date - e.date > timedelta(1)),
    ("2024-01-02 sub date eq duration'P1D'", lambda e, f: date(2024, 1, 2) - e.date == timedelta(1)),
    ("2024-01-02T12:00:00Z sub dateTimeOffset", lambda e, f: NOON - e.date_time_offset),
    ("dateTimeOffset gt now() sub duration'P7D'", lambda e, f: e.date_time_offset > f.now() - timedelta(7)),
    ("round(double) eq 5.0", lambda e, f: e.double.round() == 5.0),
    ("floor(double add 0.5)", lambda e, f: (e.double + 0.5).floor()),
    ("ceiling(decimal) lt 5", lambda e, f: e.decimal.ceiling() < 5),
    ("contains(string,'a''b')", lambda e, f: e.string.contains("a'b")),
    ("startswith(tolower(string),toupper(string))", lambda e, f: e.string.tolower().startswith(e.string.toupper())),
    ("endswith(trim(string),'x')", lambda e, f: e.string.trim().endswith("x")),
    ("matchesPattern(string,'^A.*')", lambda e, f: e.string.matches_pattern("^A.*")),
    ("length(string) gt 5", lambda e, f: e.string.length() > 5),
    ("indexof(string,'x') eq -1", lambda e, f: e.string.indexof("x") == -1),
    ("substring(string,1)", lambda e, f: e.string.substring(1)),
    ("substring(string,1,length(string) sub 2)", lambda e, f: e.string.substring(1, e.string.length() - 2)),
    ("concat(concat(string,', '),string)", lambda e, f: e.string.concat(", ").concat(e.string)),
    ("year(date) eq 2024", lambda e, f: e.date.year() == 2024),
    ("month(dateTimeOffset)", lambda e, f: e.date_time_offset.month()),
    ("day(date)", lambda e, f: e.date.day()),
    ("hour(timeOfDay)", lambda e, f: e.time_of_day.hour()),
    ("minute(dateTimeOffset)", lambda e, f: e.date_time_offset.minute()),
    ("second(timeOfDay)", lambda e, f: e.time_of_day.second()),
    ("fractionalseconds(timeOfDay) lt 0.5", lambda e, f: e.time_of_day.fractionalseconds() < Decimal("0.5")),
    ("totaloffsetminutes(dateTimeOffset)", lambda e, f: e.date_time_offset.totaloffsetminutes()),
    ("totalseconds(duration) ge 1.5", lambda e, f: e.duration.totalseconds() >= 1.5),
    ("date(dateTimeOffset) eq 2024-01-02", lambda e, f: e.date_time_offset.date() == date(2024, 1, 2)),
    ("time(dateTimeOffset) eq 12:00:00", lambda e, f: e.date_time_offset.time() == time(12)),
    (
        "geo.distance(geographyPoint,geography'SRID=4326;Point(1.0 2.0)') lt 5",
        lambda e, f: e.geography_point.geo_distance(POINT) < 5,
    ),
    (
        "geo.intersects(geographyPoint,geography'SRID=4326;Polygon((0.0 0.0,1.0 0.0,0.0 1.0,0.0 0.0))')",
        lambda e, f: e.geography_point.geo_intersects(TRIANGLE),
    ),
    ("geo.length(geographyPoint)", lambda e, f: e.geography_point.geo_length()),
    ("cast(int64,Edm.String) eq '5'", lambda e, f: e.int64.cast(str) == "5"),
    ("cast(untyped,Edm.Duration) gt duration'P1D'", lambda e, f: e.untyped.cast(timedelta) > timedelta(1)),
    ("(my.f(int32)) mul 2 gt 5", lambda e, f: f.value("my.f(int32)", float) * 2 > 5),
    ("(a eq 1) and boolean", lambda e, f: f.value("a eq 1", bool) & e.boolean),
]


@pytest.mark.parametrize(("text", "build"), CASES, ids=[case[0] for case in CASES])
def test_text(sample: SimpleNamespace, text: str, build: Built) -> None:
    assert str(build(sample.models.Every, sample.functions)) == text


WRONG: list[tuple[str, Built]] = [
    ("OData cannot add Edm.String and Edm.Int64", lambda e, f: e.string + 5),
    ("OData cannot add Edm.DateTimeOffset and Edm.DateTimeOffset", lambda e, f: e.date_time_offset + NOON),
    ("OData cannot mul Edm.Date and Edm.Int64", lambda e, f: e.date * 2),
    ("OData cannot sub Edm.Duration and Edm.Date", lambda e, f: e.duration - e.date),
    ("OData cannot mod Edm.Duration and Edm.Int64", lambda e, f: e.duration.mod(5)),
    ("'string' of type Edm.String has no negative", lambda e, f: -e.string),
    ("Edm.String takes a str, not int 5", lambda e, f: e.string.contains(5)),
    ("is no type that queries know", lambda e, f: e.int32 + object()),
    ("is no type that queries know", lambda e, f: e.int32.cast(object)),
]


@pytest.mark.parametrize(("message", "build"), WRONG, ids=[str(n) for n in range(len(WRONG))])
def test_what_the_service_would_refuse(sample: SimpleNamespace, message: str, build: Built) -> None:
    with pytest.raises(TypeError, match=message):
        build(sample.models.Every, sample.functions)
