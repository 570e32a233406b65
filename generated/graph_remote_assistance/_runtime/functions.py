# ruff: noqa
# fmt: off
"""Arithmetic and functions of queries (URL conventions sections 5.1.1.2 to 5.1.1.11).

Functions have OData's names. So have `div`, `divby` and `mod`: for negative numbers
Python's `//` and `%` mean something else.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeAlias, cast, overload

from .edm_types import NUMBERS, type_name, type_of, wider
from .expressions import (
    OR,
    PRIMARY,
    PRODUCT,
    SUM,
    UNARY,
    Expression,
    Filter,
    Number,
    Numeric,
    T,
    Typed,
    V,
    grouped,
    operand,
)

Text: TypeAlias = "Expression[str] | str"
Span: TypeAlias = "Expression[dt.timedelta] | dt.timedelta"
Position: TypeAlias = "Expression[dict[str, Any]] | dict[str, Any]"


class Value(Expression[T]):
    """An expression to compute with: by arithmetic, and by the functions of its type.

    Computed numbers are a `Value[float]`, whatever they are computed from: services
    compare and compute numbers of all types with each other.
    """

    __slots__ = ()

    # --- arithmetic: numbers, durations, and durations added to dates ---

    @overload
    def __add__(self: Numeric, other: Number | Numeric) -> Value[float]: ...
    @overload
    def __add__(self: Value[dt.timedelta], other: Span) -> Value[dt.timedelta]: ...
    @overload
    def __add__(self: Value[dt.datetime], other: Span) -> Value[dt.datetime]: ...
    @overload
    def __add__(self: Value[dt.date], other: Span) -> Value[dt.date]: ...
    def __add__(self, other: Any) -> Value[Any]:
        return _computed(self, "add", other, SUM)

    @overload
    def __sub__(self: Numeric, other: Number | Numeric) -> Value[float]: ...
    @overload
    def __sub__(self: Value[dt.timedelta], other: Span) -> Value[dt.timedelta]: ...
    @overload
    def __sub__(self: Value[dt.datetime], other: Span) -> Value[dt.datetime]: ...
    @overload
    def __sub__(self: Value[dt.date], other: Span) -> Value[dt.date]: ...
    @overload
    def __sub__(
        self: Value[dt.datetime], other: dt.datetime | Expression[dt.datetime]
    ) -> Value[dt.timedelta]: ...
    @overload
    def __sub__(
        self: Value[dt.date], other: dt.date | Expression[dt.date]
    ) -> Value[dt.timedelta]: ...
    def __sub__(self, other: Any) -> Value[Any]:
        return _computed(self, "sub", other, SUM)

    @overload
    def __mul__(self: Numeric, other: Number | Numeric) -> Value[float]: ...
    @overload
    def __mul__(
        self: Value[dt.timedelta], other: Number | Numeric
    ) -> Value[dt.timedelta]: ...
    def __mul__(self, other: Any) -> Value[Any]:
        return _computed(self, "mul", other, PRODUCT)

    def __radd__(self: Numeric, other: Number) -> Value[float]:
        return _computed(_constant(other), "add", self, SUM)

    @overload
    def __rsub__(self: Numeric, other: Number) -> Value[float]: ...
    @overload
    def __rsub__(
        self: Value[dt.datetime], other: dt.datetime
    ) -> Value[dt.timedelta]: ...
    @overload
    def __rsub__(self: Value[dt.date], other: dt.date) -> Value[dt.timedelta]: ...
    def __rsub__(self, other: Any) -> Value[Any]:
        return _computed(_constant(other), "sub", self, SUM)

    def __rmul__(self: Numeric, other: Number) -> Value[float]:
        return _computed(_constant(other), "mul", self, PRODUCT)

    @overload
    def __neg__(self: Numeric) -> Value[float]: ...
    @overload
    def __neg__(self: Value[dt.timedelta]) -> Value[dt.timedelta]: ...
    def __neg__(self) -> Value[Any]:
        if self.csdl_type not in NUMBERS and self.csdl_type != "Edm.Duration":
            raise TypeError(f"{self.text!r} of type {self.csdl_type} has no negative")
        return Value(f"-{grouped(self, PRIMARY)}", self.csdl_type, UNARY)

    def div(self: Numeric, other: Number | Numeric) -> Value[float]:
        """Divided; of two integers an integer, cut off towards zero."""
        return _computed(self, "div", other, PRODUCT)

    def divby(self: Numeric, other: Number | Numeric) -> Value[float]:
        """Divided, of two integers with fractions as well (OData 4.01)."""
        return _computed(self, "divby", other, PRODUCT)

    def mod(self: Numeric, other: Number | Numeric) -> Value[float]:
        """The rest of a division, with the sign of the number that is divided."""
        return _computed(self, "mod", other, PRODUCT)

    def round(self: Numeric) -> Value[float]:
        """The nearest integer; halves go away from zero."""
        return _call(self, "round", self.csdl_type)

    def floor(self: Numeric) -> Value[float]:
        """The next integer below."""
        return _call(self, "floor", self.csdl_type)

    def ceiling(self: Numeric) -> Value[float]:
        """The next integer above."""
        return _call(self, "ceiling", self.csdl_type)

    # --- texts ---

    def contains(self: Value[str], text: Text) -> Filter:
        """Whether the text has another in it."""
        return _test(self, "contains", text)

    def startswith(self: Value[str], text: Text) -> Filter:
        """Whether the text begins with another."""
        return _test(self, "startswith", text)

    def endswith(self: Value[str], text: Text) -> Filter:
        """Whether the text ends with another."""
        return _test(self, "endswith", text)

    def matches_pattern(self: Value[str], pattern: Text) -> Filter:
        """Whether a regular expression of ECMAScript finds something (OData 4.01)."""
        return _test(self, "matchesPattern", pattern)

    def length(self: Value[str]) -> Value[int]:
        """How long the text or the collection is."""
        return _call(self, "length", "Edm.Int32")

    def indexof(self: Value[str], text: Text) -> Value[int]:
        """Where the other text begins, from 0 on; -1 where it is not in it."""
        return _call(self, "indexof", "Edm.Int32", operand(text, "Edm.String", OR))

    def substring(
        self: Value[str],
        start: int | Numeric,
        length: int | Numeric | None = None,
    ) -> Value[str]:
        """The text from a place on, counted from 0, or that many characters of it."""
        given = [start] if length is None else [start, length]
        texts = [operand(each, "Edm.Int32", OR) for each in given]
        return _call(self, "substring", "Edm.String", *texts)

    def concat(self: Value[str], text: Text) -> Value[str]:
        """The text with another behind it."""
        return _call(self, "concat", "Edm.String", operand(text, "Edm.String", OR))

    def tolower(self: Value[str]) -> Value[str]:
        """The text in small letters."""
        return _call(self, "tolower", "Edm.String")

    def toupper(self: Value[str]) -> Value[str]:
        """The text in capital letters."""
        return _call(self, "toupper", "Edm.String")

    def trim(self: Value[str]) -> Value[str]:
        """The text without blanks around it."""
        return _call(self, "trim", "Edm.String")

    # --- dates and times ---

    def year(self: Typed[dt.date]) -> Value[int]:
        """The year."""
        return _call(self, "year", "Edm.Int32")

    def month(self: Typed[dt.date]) -> Value[int]:
        """The month, from 1."""
        return _call(self, "month", "Edm.Int32")

    def day(self: Typed[dt.date]) -> Value[int]:
        """The day of the month."""
        return _call(self, "day", "Edm.Int32")

    def hour(self: Typed[dt.time] | Typed[dt.datetime]) -> Value[int]:
        """The hour."""
        return _call(self, "hour", "Edm.Int32")

    def minute(self: Typed[dt.time] | Typed[dt.datetime]) -> Value[int]:
        """The minute."""
        return _call(self, "minute", "Edm.Int32")

    def second(self: Typed[dt.time] | Typed[dt.datetime]) -> Value[int]:
        """The second, whole."""
        return _call(self, "second", "Edm.Int32")

    def fractionalseconds(self: Typed[dt.time] | Typed[dt.datetime]) -> Value[float]:
        """The part of a second."""
        return _call(self, "fractionalseconds", "Edm.Decimal")

    def totaloffsetminutes(self: Value[dt.datetime]) -> Value[int]:
        """The time zone, in minutes east of UTC."""
        return _call(self, "totaloffsetminutes", "Edm.Int32")

    def totalseconds(self: Value[dt.timedelta]) -> Value[float]:
        """How long it is, in seconds."""
        return _call(self, "totalseconds", "Edm.Decimal")

    def date(self: Value[dt.datetime]) -> Value[dt.date]:
        """The day of a time."""
        return _call(self, "date", "Edm.Date")

    def time(self: Value[dt.datetime]) -> Value[dt.time]:
        """The time of the day."""
        return _call(self, "time", "Edm.TimeOfDay")

    # --- positions and types ---

    def geo_distance(self: Value[dict[str, Any]], other: Position) -> Value[float]:
        """The shortest distance between two points: in metres, of geography points."""
        return _call(
            self, "geo.distance", "Edm.Double", operand(other, self.csdl_type, OR)
        )

    def geo_intersects(self: Value[dict[str, Any]], other: Position) -> Filter:
        """Whether a point lies in a polygon, the type of which is that of the point."""
        polygon = self.csdl_type.replace("Point", "Polygon")
        return Filter(
            f"geo.intersects({self.text},{operand(other, polygon, OR)})", PRIMARY
        )

    def geo_length(self: Value[dict[str, Any]]) -> Value[float]:
        """The length of a line."""
        return _call(self, "geo.length", "Edm.Double")

    def cast(self, type_: type[V]) -> Value[V]:
        """The value as one of another type: `cast(size,Edm.String)`. For the properties
        of a derived type there is `Field.of_type`."""
        name = type_name(type_)
        return _call(self, "cast", name, name)


def now() -> Value[dt.datetime]:
    """The time at the service."""
    return Value("now()", "Edm.DateTimeOffset")


def value(text: str, type_: type[V]) -> Value[V]:
    """What a text says that the service knows and this module does not, such as a
    function of its own or a dynamic property, with the type of its values."""
    return Value(text, type_name(type_), OR)


def _call(first: Typed[Any], name: str, csdl_type: str, *more: str) -> Value[Any]:
    return Value(f"{name}({','.join((first.text, *more))})", csdl_type)


def _test(first: Typed[str], name: str, text: Text) -> Filter:
    return Filter(f"{name}({first.text},{operand(text, 'Edm.String', OR)})", PRIMARY)


def _constant(value: Any) -> Value[Any]:
    """A value of Python's that stands left of an operator."""
    type_ = type_of(value)
    return Value(operand(value, type_), type_)


def _computed(left: Typed[Any], operator: str, right: Any, rank: int) -> Value[Any]:
    """The result of arithmetic. Raises TypeError for types that it is not for."""
    is_expression = isinstance(right, Expression)
    other = cast("Expression[Any]", right) if is_expression else _constant(right)
    text = f"{grouped(left, rank)} {operator} {grouped(other, rank + 1)}"
    return Value(text, _type_of_result(left.csdl_type, operator, other.csdl_type), rank)


def _type_of_result(left: str, operator: str, right: str) -> str:
    """The type of arithmetic (URL conventions section 5.1.1.2). Raises TypeError."""
    if left in NUMBERS and right in NUMBERS:
        return wider(left, right) if operator != "divby" else "Edm.Decimal"
    if right == "Edm.Duration" and left in (*_DAYS, right) and operator in _SUMS:
        return left
    if left == right and left in _DAYS and operator == "sub":
        return "Edm.Duration"
    if left == "Edm.Duration" and right in NUMBERS and operator in ("mul", "div"):
        return left
    if "Edm.Untyped" in (left, right):
        return "Edm.Untyped"
    raise TypeError(f"OData cannot {operator} {left} and {right}")


_SUMS = ("add", "sub")
_DAYS = ("Edm.Date", "Edm.DateTimeOffset")
