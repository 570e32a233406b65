"""Expressions of queries, built with Python's operators and printed as OData writes them:
`(Message.size > 5) & (Message.is_read == False)` is the text
`size gt 5 and isRead eq false` (URL conventions section 5.1.1).

An expression is its text, the rank of the operator that binds it least, and its type.
Each operator puts its operands in parentheses where their rank asks for it, so that a
service reads what was meant. Wrong values are TypeErrors and ValueErrors at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    NoReturn,
    TypeAlias,
    TypeVar,
    overload,
)

from .edm_types import NUMBERS, number_type, type_name, type_of
from .literals import literal

if TYPE_CHECKING:
    from decimal import Decimal

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
V = TypeVar("V")

Number: TypeAlias = "int | float | Decimal"
Numeric: TypeAlias = "Expression[int] | Expression[float] | Expression[Decimal]"

# How strongly an operator binds (URL conventions section 5.1.1.17). `has` and `in` are
# ranked with the comparisons, since services differ in how strongly they bind.
OR, AND, COMPARISON, SUM, PRODUCT, UNARY, PRIMARY = range(7)


class Typed(Generic[T_co]):
    """A text of OData's with values of a type. Methods for some types alone have it as
    the type of `self`: with an invariant or unbound one mypy would not check it."""

    __slots__ = ("csdl_type", "rank", "text")
    text: str
    """What it says, not percent-encoded."""
    rank: int
    """How strongly its outermost operator binds."""
    csdl_type: str
    """The text of the type of its values."""

    def __init__(self, text: str, csdl_type: str, rank: int = PRIMARY) -> None:
        self.text = text
        self.csdl_type = csdl_type
        self.rank = rank

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.text}>"


class Expression(Typed[T]):
    """What the service computes: a property, a function, a comparison.

    Comparisons give a `Filter`. An expression has no truth value: instead of `a and b`,
    `not a` and `1 < a < 2`, write `a & b`, `~a` and `(a > 1) & (a < 2)`.
    """

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"{self.text!r} is true or false for the service alone: combine filters"
            " with & | ~, each comparison in parentheses"
        )

    __hash__ = object.__hash__

    # --- comparisons ---

    @overload  # type: ignore[override]
    def __eq__(self: Numeric, other: Number | Numeric | None) -> Filter: ...
    @overload
    def __eq__(self, other: T | Expression[T] | None) -> Filter: ...
    def __eq__(self, other: Any) -> Filter:  # pyright: ignore
        return _comparison(self, "eq", other)

    @overload  # type: ignore[override]
    def __ne__(self: Numeric, other: Number | Numeric | None) -> Filter: ...
    @overload
    def __ne__(self, other: T | Expression[T] | None) -> Filter: ...
    def __ne__(self, other: Any) -> Filter:  # pyright: ignore
        return _comparison(self, "ne", other)

    def is_(self, value: T | None) -> Filter:
        """`==`, for values that style checkers want no `==` with: None, True, False."""
        return _comparison(self, "eq", value)

    def is_not(self, value: T | None) -> Filter:
        """`!=`, for None, True and False."""
        return _comparison(self, "ne", value)

    @overload
    def __lt__(self: Numeric, other: Number | Numeric) -> Filter: ...
    @overload
    def __lt__(self, other: T | Expression[T]) -> Filter: ...
    def __lt__(self, other: Any) -> Filter:
        return _comparison(self, "lt", other)

    @overload
    def __le__(self: Numeric, other: Number | Numeric) -> Filter: ...
    @overload
    def __le__(self, other: T | Expression[T]) -> Filter: ...
    def __le__(self, other: Any) -> Filter:
        return _comparison(self, "le", other)

    @overload
    def __gt__(self: Numeric, other: Number | Numeric) -> Filter: ...
    @overload
    def __gt__(self, other: T | Expression[T]) -> Filter: ...
    def __gt__(self, other: Any) -> Filter:
        return _comparison(self, "gt", other)

    @overload
    def __ge__(self: Numeric, other: Number | Numeric) -> Filter: ...
    @overload
    def __ge__(self, other: T | Expression[T]) -> Filter: ...
    def __ge__(self, other: Any) -> Filter:
        return _comparison(self, "ge", other)

    @overload
    def in_(self: Numeric, values: Iterable[Number | Numeric | None]) -> Filter: ...
    @overload
    def in_(self, values: Iterable[T | Expression[T] | None]) -> Filter: ...
    def in_(self, values: Iterable[Any]) -> Filter:
        """Whether it is one of some values (OData 4.01); never, where there are none."""
        if isinstance(values, (str, bytes)):
            raise TypeError(f"in_ takes a list of values, not {values!r:.120}")
        try:
            texts = [operand(each, self.csdl_type) for each in values]
        except (TypeError, ValueError) as error:
            raise _about(self, error) from None
        if not texts:
            return Filter("false", PRIMARY)
        return Filter(f"{grouped(self, PRIMARY)} in ({','.join(texts)})", COMPARISON)

    def has(self: Expression[Set[V]], flags: V | Set[V]) -> Filter:
        """Whether a value of an enumeration with flags has all of these."""
        text = operand(flags if isinstance(flags, Set) else {flags}, self.csdl_type)
        return Filter(f"{grouped(self, PRIMARY)} has {text}", COMPARISON)

    def isof(self, type_: type[Any]) -> Filter:
        """Whether the value is of a type: of a model, or of a type of Python's."""
        return Filter(f"isof({self.text},{type_name(type_)})", PRIMARY)

    # --- filters: whatever is true or false ---

    def __and__(self: Expression[bool], other: Expression[bool] | str) -> Filter:
        return Filter(f"{conditional(self, AND)} and {conditional(other, AND)}", AND)

    def __rand__(self: Expression[bool], other: str) -> Filter:
        return Filter(f"{conditional(other, AND)} and {conditional(self, AND)}", AND)

    def __or__(self: Expression[bool], other: Expression[bool] | str) -> Filter:
        return Filter(f"{conditional(self, OR)} or {conditional(other, OR)}", OR)

    def __ror__(self: Expression[bool], other: str) -> Filter:
        return Filter(f"{conditional(other, OR)} or {conditional(self, OR)}", OR)

    def __invert__(self: Expression[bool]) -> Filter:
        return Filter(f"not {conditional(self, PRIMARY)}", UNARY)

    # --- order, and names for computed values ---

    def asc(self) -> Order:
        """Sort by it, the least first."""
        return Order(f"{self.text} asc")

    def desc(self) -> Order:
        """Sort by it, the greatest first."""
        return Order(f"{self.text} desc")

    def as_(self, name: str) -> Computed:
        """Computed under a name, for `compute`: results have it as `model["name"]`."""
        return Computed(f"{self.text} as {name}")


class Filter(Expression[bool]):
    """What is true or false of each item: combined with `&`, `|` and `~`."""

    __slots__ = ()

    def __init__(self, text: str, rank: int = OR) -> None:
        self.text = text  # as `super().__init__` does, in half the time
        self.csdl_type = "Edm.Boolean"
        self.rank = rank


class _Option:
    """The text of a query option, or of one of several in it."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.text}>"


class Order(_Option):
    """What to sort by, for `orderby`."""

    __slots__ = ()


class Computed(_Option):
    """An expression and its name, for `compute`."""

    __slots__ = ()


class Expand(_Option):
    """A navigation property and what to read of its entities, for `expand`."""

    __slots__ = ()


def grouped(expression: Typed[Any], rank: int) -> str:
    """The text as an operand of an operator that wants at least that rank."""
    text = expression.text
    return text if expression.rank >= rank else f"({text})"


def operand(value: Any, csdl_type: str, rank: int = SUM) -> str:
    """The text of an expression, or of a value that is compared with one of a type.

    Raises TypeError or ValueError for a value that the type does not have.
    """
    if isinstance(value, Expression):
        return grouped(value, rank)  # pyright: ignore[reportUnknownArgumentType]
    if csdl_type in NUMBERS:
        if value is not None:  # services compare numbers of different types
            csdl_type = number_type(value, csdl_type)
    elif csdl_type in ("Edm.Untyped", "Edm.PrimitiveType"):
        csdl_type = "Edm.String" if value is None else type_of(value)
    text = literal(value, csdl_type)
    if text is None:
        raise TypeError(f"{csdl_type} has no values in queries: compare its properties")
    return text


def _comparison(left: Expression[Any], operator: str, right: Any) -> Filter:
    try:
        text = operand(right, left.csdl_type)
    except (TypeError, ValueError) as error:
        raise _about(left, error) from None
    first = left.text if left.rank >= SUM else f"({left.text})"
    return Filter(f"{first} {operator} {text}", COMPARISON)


def _about(left: Expression[Any], error: Exception) -> Exception:
    """The same error, which says what the wrong value was compared with."""
    kind = TypeError if isinstance(error, TypeError) else ValueError
    return kind(f"{left.text}: {error}")


def conditional(value: Expression[bool] | str, rank: int) -> str:
    """The text of an operand of `and` or `or`. Raises TypeError for what is neither true
    nor false; nobody knows the rank of somebody's text."""
    if type(value) is Filter:  # as nearly all are
        return value.text if value.rank >= rank else f"({value.text})"
    if isinstance(value, str):
        return f"({value})"
    kind = getattr(value, "csdl_type", "")
    if kind not in ("Edm.Boolean", "Edm.Untyped"):
        raise TypeError(f"{value!r} is no condition: compare it with something")
    return value.text if value.rank >= rank else f"({value.text})"
