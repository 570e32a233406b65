"""Literals in URLs have the same values for packages, which read them as they read JSON, and for the tool."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graph_remote_assistance import routes
from graph_remote_assistance._runtime.url_values import read_literal
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csdlgen.shared_with_packages import url_literals
from csdlgen.urls.literals import read_primitive
from csdlgen.urls.segments import Raw

# By type: texts that are literals, or nearly so, each at an edge.
EDGES = {
    "Boolean": ["true", "FALSE", "yes"],
    "Guid": ["01234567-89ab-CDEF-0123-456789abcdef", "{01234567-89ab-cdef-0123-456789abcdef}"],
    "Date": ["2024-02-29", "2023-02-29", "0000-01-01", "-0044-03-15", "12020-01-01", "12020-02-30", "20240229"],
    "DateTimeOffset": ["2020-01-02t03:04:05z", "2016-12-31T23:59:60Z", "2020-01-02T03:04:05.1234567Z",
                       "2020-01-02T03:04:05.1234560+05:30", "2023-02-29T00:00Z", "0000-01-01T00:00Z",
                       "2020-01-02T03:04Z"],
    "TimeOfDay": ["10:20", "10:20:60", "10:20:30.000000000001", "10:20:30.5", "24:00"],
    "Duration": ["P1D", "-PT0.5S", "PT1.1234567S", "P999999999999D", "-P999999999D", "-P999999999DT1S", "P", "+PT1H"],
    "Binary": ["", "AA", "AA==", "AAA=", "-_-_", "+/+/", "AB", "A"],
    "Double": ["INF", "-INF", "NaN", "1e400", "-1.5E-9", ".5", "+1"],
    "Single": ["INF", "1e20"],
    "Decimal": ["INF", "NaN", "-INF", "1e999999999", "-5.12345678", "007", "1."],
    "Byte": ["0", "255", "256", "-1", "+5"],
    "SByte": ["-128", "128"],
    "Int16": ["-32768", "32768"],
    "Int32": ["2147483647", "2147483648"],
    "Int64": ["9223372036854775807", "9223372036854775808", "9" * 20],
    "String": ["", "null", "O'Neil"],
    "GeographyPoint": ["geography'SRID=4326;Point(1 2)'", "point"],
    "Stream": ["x"],
    "Untyped": ["{}"],
}  # fmt: skip


def said_by(read: Callable[[], Any]) -> Any:
    """The kind and the text of a value, or the reason why there is none."""
    try:
        value = read()
    except ValueError as error:
        return str(error)
    value = value.text if isinstance(value, Raw) else value
    return type(value), repr(value)


def check(text: str, type_: str) -> None:
    for bare in (True, False):
        for written in (text, f"'{text}'", f"{type_.lower()}'{text}'"):
            tool = said_by(lambda written=written, bare=bare: read_primitive(written, type_, bare=bare))
            package = said_by(
                lambda written=written, bare=bare: read_literal(routes.graph, written, f"Edm.{type_}", bare=bare)
            )
            assert package == tool, (written, type_)


@pytest.mark.parametrize("type_", EDGES)
def test_values_of_literals(type_: str) -> None:
    for text in EDGES[type_]:
        check(text, type_)


@pytest.mark.parametrize("type_", url_literals._FORMS)
def test_values_of_any_literals(type_: str) -> None:
    pattern, _ = url_literals._FORMS[type_]

    @settings(max_examples=150)
    @given(text=st.from_regex(pattern, fullmatch=True) | st.text("0123456789-:.TZPDHMSE+", max_size=30))
    @example(text="")
    def law(text: str) -> None:
        check(text, type_)

    law()
