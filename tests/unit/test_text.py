"""What messages and reports say of foreign text, numbers, lists and names that nothing has."""

from __future__ import annotations

import pytest

from csdlgen.text import count, listed, nearest, printable, shown, times


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a'b", '"a\'b"'), ("a\nb", r"'a\nb'"), ("x" * 81, f"'{'x' * 80}…'"), (["x" * 90], f"['{'x' * 78}…")],
)
def test_shown(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_printable_escapes_what_would_steer_a_terminal() -> None:
    assert printable("a\x1b[1m\nb") == r"a\x1b[1m\nb"
    assert printable("plain – text") == "plain – text"


def test_count() -> None:
    assert [count(number, "entry", "entries") for number in (0, 1, 2)] == ["0 entries", "1 entry", "2 entries"]
    assert count(1200, "route") == "1,200 routes"


@pytest.mark.parametrize(("items", "expected"), [("", ""), ("a", "a"), ("ab", "a or b"), ("abc", "a, b or c")])
def test_listed(items: str, expected: str) -> None:
    assert listed(items, "or") == expected


def test_times() -> None:
    assert [times(number) for number in range(4)] == ["never", "once", "twice", "3 times"]


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("ns.order", "Did you mean 'ns.Order'?"),
        ("item", "Did you mean 'ns.Item'?"),
        ("other.Ordre", "Did you mean 'ns.Order'?"),
        ("zzz", ""),
    ],
)
def test_nearest(name: str, suggestion: str) -> None:
    assert nearest(name, ["ns.Order", "ns.Item"]) == suggestion
