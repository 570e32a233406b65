"""Values for each type of parameter, and what of them arrived at a server."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.peer.data import WUTHERING

TEXTS = (
    "plain",
    "O'Neil''s",
    "a/b?c=d&e#f+g%20h;i,j:k@l",
    "(x)=y",
    '"quoted" back\\slash',
    "日本 ü ß é 🎈",
    " spaces at both ends ",
    "null",
    "true",
    "42",
    "$count",
    "@alias",
    "x" * 500,
)
POINTS = ("", ".", "..")  # valid strings, though no path segment may be these
VALUES: dict[str, tuple[Any, ...]] = {
    "Edm.Guid": (WUTHERING, UUID(int=0)),
    "Edm.String": (*TEXTS, *POINTS, "two\nlines\tand a tab"),
    "Edm.Int32": (0, -2147483648, 2147483647),
    "Edm.Int64": (0, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63)),
    "Edm.Decimal": (Decimal("0.0001"), Decimal("-1.5"), Decimal("99999999999.9999"), Decimal(0)),
    "Edm.Double": (0.1, -1.5e-7, 1e20, 5e-324, 1.7976931348623157e308, 0.0),
    "Edm.Boolean": (True, False),
    "Edm.Date": (date(2024, 2, 29), date(1, 1, 1), date(9999, 12, 31)),
    "Edm.TimeOfDay": (time(0, 0), time(23, 59, 59)),
    "Edm.DateTimeOffset": (
        datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
        datetime(2024, 2, 29, 23, 59, 59, 123000, tzinfo=UTC),
        datetime(2024, 7, 1, 12, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        datetime(1969, 12, 31, 23, 0, tzinfo=timezone(timedelta(hours=-8))),
    ),
    "Edm.Binary": (b"", b"\x00\xff\xfe>?", bytes(range(64))),
    "Collection(Edm.Int64)": ([], [1, 2**53 + 1, -(2**63)]),
    "Collection(Edm.String)": ([], ["a"], ['b, "c"', "", "it's", "日本", "a/b?c#d&e"]),
    "ShopService.Money": ({"amount": "1.10", "currency": "EUR"}, {"currency": "'&€"}, {}),
    "Collection(ShopService.Money)": ([], [{"amount": "99999999999.9999", "currency": "EUR"}, {"amount": None}]),
}
MORE = {"Edm.Decimal": (Decimal("12345678901234567890.0123456789"), Decimal("1E-10"), Decimal("1E+3"))}
ALLOWED = {"kind": ("book", "FOOD", "some-other kind"), "rating": (1, 3)}


def values(name: str, type_: str) -> tuple[Any, ...]:
    """What to give for a parameter; `dt` has whole seconds alone."""
    candidates: tuple[Any, ...] = ALLOWED.get(name) or VALUES[type_]
    return tuple(value for value in candidates if name != "dt" or not value.microsecond)


def received(text: str) -> Any:
    """What the server took arguments for; its numbers with the digits that it wrote."""
    return json.loads(text, parse_int=Decimal, parse_float=Decimal)


def same(got: Any, value: Any, type_: str) -> bool:
    """Whether what arrived is what was given."""
    if type_ == "ShopService.Money":
        amount = value.get("amount")
        as_sent = got.get("amount") is None if amount is None else Decimal(got["amount"]) == Decimal(amount)
        return as_sent and got.get("currency") == value.get("currency")
    if type_.startswith("Collection("):
        inner = type_.removeprefix("Collection(").removesuffix(")")
        return len(got) == len(value) and all(same(*pair, inner) for pair in zip(got, value, strict=True))
    return bool(READ.get(type_, lambda sent: sent)(got) == value)


def octets(sent: Any) -> bytes:
    """What `Buffer` is as JSON, or base64url."""
    return bytes(map(int, sent["data"])) if isinstance(sent, dict) else base64.b64decode(sent, altchars=b"-_")


READ: dict[str, Callable[[Any], Any]] = {
    "Edm.Guid": UUID,
    "Edm.Int32": Decimal,
    "Edm.Int64": Decimal,
    "Edm.Decimal": Decimal,
    "Edm.Double": float,
    "Edm.Date": date.fromisoformat,
    "Edm.TimeOfDay": time.fromisoformat,
    "Edm.DateTimeOffset": datetime.fromisoformat,
    "Edm.Binary": octets,
}


def lost(server: str, type_: str, value: Any) -> bool:
    """Whether the server does not take a literal in a URL for what it is, whoever writes it."""
    if server == "strict":
        return type_ == "Edm.Int64" and abs(value) > 2**53  # CAP 7 reads 64-bit integers as floating point
    return type_ == "Edm.Double" and "e-" in repr(value)  # CAP 9 does not parse signed exponents


def lost_in_body(server: str, type_: str, value: Any) -> bool:
    """Whether the server does not take a value in a body for what it is, whoever writes it."""
    return server == "strict" and type_ == "Edm.Binary" and not value  # CAP 7 refuses empty binary values
