# ruff: noqa
# fmt: off
"""Builders for structural properties as resources of their own (OData Protocol sections
11.2.4 and 11.4.9): `client.users["1"].property(User.mailbox_settings)`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Generic, TypeVar, Unpack

from .bodies import parameters, payload
from .builders import Builder, S, listing, verb
from .codecs import codec
from .entities import Replaceable, Updatable
from .options import Conditions, Options, PageOptions
from .queries import (
    Expanding,
    Filtering,
    Ordering,
    Params,
    Selecting,
    query,
)
from .requests import Content, Request, given
from .resources import Countable

if TYPE_CHECKING:
    from .collection_views import Page
    from .models import Model

V = TypeVar("V")
M = TypeVar("M", bound="Model")


class PropertyBuilder(Builder[S]):
    """A property of an entity. Reading one that is null gives None."""

    __slots__ = ("_type",)
    _type: str

    def __init__(self, parent: Builder[S], path: str, type_: str) -> None:
        super().__init__(parent, path)
        self._type = type_


class ReadOnlyComplexBuilder(PropertyBuilder[S], Generic[S, M]):
    """A single complex value that the service does not let clients write."""

    __slots__ = ()

    @verb
    def get(
        self,
        *,
        select: Selecting = None,
        expand: Expanding = None,
        params: Params = None,
        **options: Unpack[Options],
    ) -> Request[M | None]:
        """Read the value."""
        url = query(self._path, select=select, expand=expand, params=params)
        return Request("GET", url, options=options, returns=self._type)


class ReadOnlyRawBuilder(PropertyBuilder[S]):
    """The value by itself of a primitive property that clients do not write."""

    __slots__ = ()

    @verb
    def get(self, **options: Unpack[Options]) -> Request[bytes | None]:
        """Read the octets: those of Edm.Binary, of other types the text in UTF-8."""
        headers = {"Accept": "*/*"}
        return Request(
            "GET", self._path, headers=headers, options=options, returns="Edm.Stream"
        )


class ReadOnlyPrimitiveBuilder(PropertyBuilder[S], Generic[S, V]):
    """A single value of a primitive type or an enumeration that the service does not let
    clients write."""

    __slots__ = ()

    @verb
    def get(
        self, *, params: Params = None, **options: Unpack[Options]
    ) -> Request[V | None]:
        """Read the value."""
        url = query(self._path, params=params)
        return Request("GET", url, options=options, returns=self._type)

    @property
    def value(self) -> ReadOnlyRawBuilder[S]:
        """The value by itself, `$value`: text or octets and no JSON."""
        return ReadOnlyRawBuilder(self, "/$value", self._type)


class ReadOnlyItemsBuilder(PropertyBuilder[S], Countable[S], Generic[S, V]):
    """A collection of values that the service does not let clients write."""

    __slots__ = ()

    @listing()
    def list(
        self,
        *,
        select: Selecting = None,
        filter: Filtering = None,
        orderby: Ordering = None,
        top: int | None = None,
        skip: int | None = None,
        count: bool | None = None,
        params: Params = None,
        **options: Unpack[PageOptions],
    ) -> Request[Page[V]]:
        """Go through the items; pages are fetched on the way."""
        url = query(
            self._path,
            select=select,
            filter=filter,
            orderby=orderby,
            top=top,
            skip=skip,
            count=count,
            params=params,
        )
        returns = f"Collection({self._type})"
        return Request("GET", url, options=options, returns=returns)


# --- those that can be written -------------------------------------------------------


class _Nullable(PropertyBuilder[S]):
    __slots__ = ()

    @verb
    def delete(self, **options: Unpack[Conditions]) -> Request[None]:
        """Set the property to null; conditions are about the entity."""
        return Request("DELETE", self._path, options=options)


class ComplexPropertyBuilder(
    _Nullable[S],
    ReadOnlyComplexBuilder[S, M],
    Updatable[S, M],
    Replaceable[S, M],
    Generic[S, M],
):
    """A single complex value."""

    __slots__ = ()


class PrimitivePropertyBuilder(
    _Nullable[S], ReadOnlyPrimitiveBuilder[S, V], Generic[S, V]
):
    """A single value of a primitive type or an enumeration."""

    __slots__ = ()

    @verb
    def put(self, value: V, **options: Unpack[Conditions]) -> Request[V | None]:
        """Replace the value, which must not be None: `delete` sets it to null. None where
        the service sends nothing back."""
        if value is None:
            raise TypeError("put takes a value; delete sets the property to null")
        return Request(
            "PUT",
            self._path,
            body=parameters(("value", self._type, value)),
            options=options,
            returns=self._type,
        )

    @property
    def value(self) -> RawValueBuilder[S]:
        """The value by itself, `$value`: text or octets and no JSON."""
        return RawValueBuilder(self, "/$value", self._type)


class RawValueBuilder(_Nullable[S], ReadOnlyRawBuilder[S]):
    """The value of a primitive property by itself."""

    __slots__ = ()

    @verb
    def put(
        self,
        content: Content,
        *,
        content_type: str | None = None,
        **options: Unpack[Conditions],
    ) -> Request[None]:
        """Replace the value by octets, which are text unless `content_type` says
        something else or the property is of Edm.Binary."""
        is_binary = self._type == "Edm.Binary"
        usual = "application/octet-stream" if is_binary else "text/plain;charset=utf-8"
        headers = {"Content-Type": content_type or usual}
        sent = given(content)
        return Request(
            "PUT", self._path, content=sent, headers=headers, options=options
        )


class PropertyItemsBuilder(ReadOnlyItemsBuilder[S, V], Generic[S, V]):
    """A collection of complex or primitive values."""

    __slots__ = ()

    @verb
    def put(self, values: Iterable[V], **options: Unpack[Conditions]) -> Request[None]:
        """Replace all items."""
        body = parameters(("value", f"Collection({self._type})", [*values]))
        return Request("PUT", self._path, body=body, options=options)

    @verb
    def post(self, value: V, **options: Unpack[Conditions]) -> Request[None]:
        """Add an item (OData 4.01)."""
        body = (
            payload(value, self._type)
            if codec(self._type).is_object
            else parameters(("value", self._type, value))
        )
        return Request("POST", self._path, body=body, options=options)
