# ruff: noqa
# fmt: off
"""What builders of entities and of collections can do, one class each: generated builders
have those as bases which the service allows.

Sections are those of OData Protocol 4.01. `M` is the model that a verb takes and gives.
"""

from __future__ import annotations

from collections.abc import MutableSequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Unpack, overload

from .bodies import payload, update
from .builders import Builder, S, listing, verb
from .codecs import codec
from .literals import in_url
from .options import Conditions, Options, PageOptions
from .queries import (
    Computing,
    Expanding,
    Filtering,
    Ordering,
    Params,
    Selecting,
    query,
)
from .requests import Request

if TYPE_CHECKING:
    from .collection_views import Page
    from .fields import Field
    from .models import Model
    from .property_builders import (
        ComplexPropertyBuilder,
        PrimitivePropertyBuilder,
        PropertyItemsBuilder,
    )

M = TypeVar("M")
C = TypeVar("C", bound="Model")
V = TypeVar("V")


class Listable(Builder[S], Generic[S, M]):
    """A collection that can be read (sections 11.2.6 and 11.2.6.7)."""

    __slots__ = ()

    @listing()
    def list(
        self,
        *,
        select: Selecting = None,
        filter: Filtering = None,
        orderby: Ordering = None,
        search: str | None = None,
        top: int | None = None,
        skip: int | None = None,
        count: bool | None = None,
        expand: Expanding = None,
        compute: Computing = None,
        apply: str | None = None,
        params: Params = None,
        **options: Unpack[PageOptions],
    ) -> Request[Page[M]]:
        """Go through the entities; pages are fetched on the way."""
        url = query(
            self._path,
            select=select,
            filter=filter,
            orderby=orderby,
            search=search,
            top=top,
            skip=skip,
            count=count,
            expand=expand,
            compute=compute,
            apply=apply,
            params=params,
        )
        returns = f"Collection({self._type})"
        return Request("GET", url, options=options, returns=returns)


class Creatable(Builder[S], Generic[S, M]):
    """A collection that takes new entities (section 11.4.2)."""

    __slots__ = ()

    @verb
    def post(self, body: M, **options: Unpack[Options]) -> Request[M]:
        """Create an entity.

        Gives what the service made of it. Where the service does not show that, as with
        the header `Prefer: return=minimal`, it is what was sent, with the key and the
        ETag that the headers of the response have.
        """
        return Request(
            "POST",
            self._path,
            body=payload(body, self._type),
            options=options,
            returns=self._type,
            created=self._key,
        )


class Propertied(Builder[S]):
    """An entity, whose properties can be read and written one by one."""

    __slots__ = ()

    @overload
    def property(  # type: ignore[overload-overlap]  # pyright: ignore
        self, field: Field[MutableSequence[V]], /
    ) -> PropertyItemsBuilder[S, V]: ...
    @overload
    def property(  # type: ignore[overload-overlap]
        self, field: Field[C], /
    ) -> ComplexPropertyBuilder[S, C]: ...
    @overload
    def property(self, field: Field[V], /) -> PrimitivePropertyBuilder[S, V]: ...
    def property(self, field: Field[Any], /) -> Any:
        """The builder of a property alone, or of one behind complex properties:
        `User.mailbox_settings / MailboxSettings.time_zone`.

        TypeError for a stream property, which entities have attributes for.
        """
        from .property_builders import (  # they inherit from classes of this module
            ComplexPropertyBuilder,
            PrimitivePropertyBuilder,
            PropertyItemsBuilder,
        )

        path = "".join(f"/{in_url(name)}" for name in field.text.split("/"))
        type_ = field.csdl_type
        if type_ == "Edm.Stream":
            raise TypeError(f"{field.text} is a stream, which is no property to read")
        if type_.startswith("Collection("):
            return PropertyItemsBuilder[S, Any](self, path, type_[11:-1])
        if codec(type_).is_object:
            return ComplexPropertyBuilder[S, Any](self, path, type_)
        return PrimitivePropertyBuilder[S, Any](self, path, type_)


class Readable(Propertied[S], Generic[S, M]):
    """An entity that can be read, as can its properties one by one (sections 11.2.2,
    11.2.4 and 11.2.7)."""

    __slots__ = ()

    @verb
    def get(
        self,
        *,
        select: Selecting = None,
        expand: Expanding = None,
        params: Params = None,
        **options: Unpack[Conditions],
    ) -> Request[M]:
        """Read the entity; None only where the path may lead to nothing."""
        url = query(self._path, select=select, expand=expand, params=params)
        return Request("GET", url, options=options, returns=self._type)


class Updatable(Builder[S], Generic[S, M]):
    """An entity (section 11.4.3) or a complex value (11.4.9.3) that can be changed."""

    __slots__ = ()

    @verb
    def patch(
        self, body: M, *, whole: bool = False, **options: Unpack[Conditions]
    ) -> Request[M | None]:
        """Change what was written to `body` since it was read, or all of a new one;
        `whole` sends all in any case. None where the service sends nothing back.

        Creates an entity where there is none, if the service does that; `if_match="*"`
        forbids it.
        """
        return Request(
            "PATCH",
            self._path,
            body=update(body, self._type, whole=whole),
            options=options,
            returns=self._type,
        )


class Replaceable(Builder[S], Generic[S, M]):
    """An entity (section 11.4.4) or a complex value (11.4.9.3) that can be replaced."""

    __slots__ = ()

    @verb
    def put(self, body: M, **options: Unpack[Conditions]) -> Request[M | None]:
        """Replace it: what `body` leaves out goes back to its default. None where
        the service sends nothing back."""
        return Request(
            "PUT",
            self._path,
            body=payload(body, self._type),
            options=options,
            returns=self._type,
        )


class Deletable(Builder[S]):
    """An entity that can be deleted (section 11.4.5)."""

    __slots__ = ()

    @verb
    def delete(self, **options: Unpack[Conditions]) -> Request[None]:
        """Delete the entity."""
        return Request("DELETE", self._path, options=options)
