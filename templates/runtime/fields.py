"""Fields: the properties of model classes as queries have them, and paths of them.

`Message.subject` is a `Field[str]`, `Message.from_ / Recipient.email_address` a path.
Fields are compared and computed with (see `expressions` and `functions`), selected,
sorted by, expanded, and tested item by item with `any` and `all`.
"""

from __future__ import annotations

from collections.abc import Callable, MutableSequence, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from .edm_types import type_name
from .expressions import (
    OR,
    PRIMARY,
    Expand,
    Expression,
    Filter,
    T,
    Typed,
    V,
    conditional,
)
from .functions import Value
from .queries import (
    Computing,
    Expanding,
    Filtering,
    Ordering,
    Selecting,
    nested_options,
)

if TYPE_CHECKING:
    from .models import Model

M = TypeVar("M", bound="Model")
_DEPTH: ContextVar[int] = ContextVar("depth of nested any and all", default=0)


class Field(Value[T]):
    """A property, or a path that leads to one; `T` is the type of its values.

    `/` goes on from a complex or navigation property to a property of its type.
    """

    __slots__ = ()

    def __truediv__(self: Typed[Model], other: Field[V]) -> Field[V]:
        if not isinstance(other, Field):  # pyright: ignore[reportUnnecessaryIsInstance]
            return NotImplemented
        return Field(f"{self.text}/{other.text}", other.csdl_type)

    # --- collections ---

    def any(
        self: Field[MutableSequence[V]],
        test: Callable[[Field[V]], Expression[bool]] | None = None,
    ) -> Filter:
        """Whether some item passes the test; without a test, whether there are items."""
        if test is None:
            return Filter(f"{self.text}/any()", PRIMARY)
        return _tested(self, "any", test)

    def all(
        self: Field[MutableSequence[V]], test: Callable[[Field[V]], Expression[bool]]
    ) -> Filter:
        """Whether all items pass the test, as those of an empty collection do."""
        return _tested(self, "all", test)

    def count(
        self: Field[MutableSequence[Any]], filter: Filtering = None
    ) -> Value[int]:
        """The number of items, or of those that a filter finds (OData 4.01)."""
        options = ";".join(nested_options(filter=filter))
        text = f"{self.text}/$count" + (f"({options})" if options else "")
        return Value(text, "Edm.Int32")

    # --- navigation ---

    @overload
    def expand(
        self: Typed[Model],
        *,
        select: Selecting = None,
        expand: Expanding = None,
        levels: int | Literal["max"] | None = None,
        filter: Filtering = None,
        compute: Computing = None,
    ) -> Expand: ...
    @overload
    def expand(
        self: Typed[Sequence[Model]],
        *,
        select: Selecting = None,
        expand: Expanding = None,
        levels: int | Literal["max"] | None = None,
        filter: Filtering = None,
        compute: Computing = None,
        orderby: Ordering = None,
        search: str | None = None,
        top: int | None = None,
        skip: int | None = None,
        count: bool | None = None,
    ) -> Expand: ...
    def expand(self, **options: Any) -> Expand:
        """Read the entities as well, with query options of their own; `levels` is how
        often the property is expanded in what it leads to, or `"max"`."""
        text = ";".join(nested_options(**options))
        return Expand(f"{self.text}({text})" if text else self.text)

    @overload
    def of_type(self: Typed[Model], type_: type[M]) -> Field[M]: ...
    @overload
    def of_type(
        self: Typed[Sequence[Model]], type_: type[M]
    ) -> Field[MutableSequence[M]]: ...
    def of_type(self, type_: type[Any]) -> Field[Any]:
        """The value as one of a derived type, null where it is none; of a collection,
        the items of that type."""
        name = type_name(type_)
        many = self.csdl_type.startswith("Collection(")
        return Field(f"{self.text}/{name}", f"Collection({name})" if many else name)


def _tested(
    items: Field[MutableSequence[V]],
    name: str,
    test: Callable[[Field[V]], Expression[bool]],
) -> Filter:
    """`name(each:…)`. Inside of the test, variables of other tests have other names: of
    those that are built in it by their depth, of those that it was given by asking."""
    depth = _DEPTH.get()
    while True:
        variable = f"each{depth or ''}"
        token = _DEPTH.set(depth + 1)
        try:
            condition = test(Field(variable, items.csdl_type[11:-1]))
        finally:
            _DEPTH.reset(token)
        text = conditional(condition, OR)
        if f"({variable}:" not in text:
            return Filter(f"{items.text}/{name}({variable}:{text})", PRIMARY)
        depth += 1


def of_type(type_: type[M]) -> Field[M]:
    """The item as one of a derived type: `of_type(Manager) / Manager.reports`."""
    return Field(type_name(type_), type_name(type_))


def isof(type_: type[Model]) -> Filter:
    """Whether the item is of a derived type."""
    return Filter(f"isof({type_name(type_)})", PRIMARY)


def it(type_: type[V]) -> Field[V]:
    """`$it`, an item of the collection that the URL names: inside of `any`, `all` and
    `expand` to get back at it, and where items are no entities to name them at all."""
    return Field("$it", type_name(type_))


def this(type_: type[V]) -> Field[V]:
    """`$this`, the item that the nearest filter is asked about (OData 4.01)."""
    return Field("$this", type_name(type_))


def field(name: str, type_: type[V]) -> Field[V]:
    """A property that the model has not: a dynamic one, or one that `compute` named."""
    return Field(name, type_name(type_))
