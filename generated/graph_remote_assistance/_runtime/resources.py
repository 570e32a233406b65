# ruff: noqa
# fmt: off
"""Builders for what resources have besides their own JSON: counts, links and streams
(`$count`, `$ref`, `$value`; OData Protocol sections 11.2.10, 11.4.6 to 11.4.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack, overload

from .builders import AsyncSender, Builder, S, SyncSender, listing, verb
from .options import Conditions, Options, PageOptions
from .queries import Filtering, Params, query
from .references import REFERENCE, url_of
from .requests import Content, Request, given

if TYPE_CHECKING:
    from .collection_views import Page
    from .downloads import AsyncDownload, Download


class Countable(Builder[S]):
    """A collection that says how many entities it has."""

    __slots__ = ()

    @property
    def count(self) -> CountBuilder[S]:
        """The number of entities, `$count`."""
        return CountBuilder(self, "/$count")


class CountBuilder(Builder[S]):
    """The number of entities in a collection."""

    __slots__ = ()

    @verb
    def get(
        self,
        *,
        filter: Filtering = None,
        search: str | None = None,
        **options: Unpack[Options],
    ) -> Request[int]:
        """How many there are, or how many of them the filter and the search find."""
        return Request(
            "GET",
            query(self._path, filter=filter, search=search),
            headers={"Accept": "text/plain, */*;q=0.1"},
            options=options,
            returns="Edm.Int64",
        )


class Linked(Builder[S]):
    """An entity behind a navigation property that links to it and does not own it."""

    __slots__ = ()

    @property
    def ref(self) -> ReferenceBuilder[S]:
        """The link itself, `$ref`: removing it leaves the entity where it is."""
        return ReferenceBuilder(self, "/$ref")


class LinkedCollection(Builder[S]):
    """Entities behind a navigation property that links to them and does not own them."""

    __slots__ = ()

    @property
    def ref(self) -> ReferenceCollectionBuilder[S]:
        """The links themselves, `$ref`."""
        return ReferenceCollectionBuilder(self, "/$ref")


class ReferenceBuilder(Builder[S]):
    """The link to an entity."""

    __slots__ = ()

    @verb
    def get(self, **options: Unpack[Options]) -> Request[str | None]:
        """Read the URL of the entity, None where there is none."""
        return Request("GET", self._path, options=options, returns=REFERENCE)

    @verb
    def put(
        self, target: Builder[Any] | str, **options: Unpack[Conditions]
    ) -> Request[None]:
        """Link a single-valued navigation property to another entity, given by its
        builder or its URL."""
        body = {"@odata.id": url_of(target)}
        return Request("PUT", self._path, body=body, options=options)

    @verb
    def delete(self, **options: Unpack[Conditions]) -> Request[None]:
        """Remove the link. The entity itself stays."""
        return Request("DELETE", self._path, options=options)


class ReferenceCollectionBuilder(Builder[S]):
    """The links of a collection-valued navigation property."""

    __slots__ = ()

    @listing(f"Collection({REFERENCE})")
    def list(
        self,
        *,
        filter: Filtering = None,
        search: str | None = None,
        top: int | None = None,
        skip: int | None = None,
        count: bool | None = None,
        **options: Unpack[PageOptions],
    ) -> Request[Page[str]]:
        """Go through the URLs of the entities; pages are fetched on the way."""
        url = query(
            self._path, filter=filter, search=search, top=top, skip=skip, count=count
        )
        returns = f"Collection({REFERENCE})"
        return Request("GET", url, options=options, returns=returns)

    @verb
    def post(
        self, target: Builder[Any] | str, **options: Unpack[Options]
    ) -> Request[None]:
        """Add a link to an entity, given by its builder or its URL."""
        body = {"@odata.id": url_of(target)}
        return Request("POST", self._path, body=body, options=options)

    @verb
    def delete(
        self, target: Builder[Any] | str, **options: Unpack[Conditions]
    ) -> Request[None]:
        """Remove the link to an entity, given by its builder or its URL, `$id` (section
        11.4.6.2). The entity itself stays."""
        url = query(self._path, id=url_of(target))
        return Request("DELETE", url, options=options)


class MediaStream(Builder[S]):
    """Octets that cannot be deleted: those of a media entity go together with the
    entity itself (OData Protocol section 11.4.7.3), and here that is not offered.

    `content_type` is what the service says that they are (Core.MediaType).
    """

    __slots__ = ("_content_type",)

    def __init__(
        self,
        parent: Builder[S],
        path: str,
        content_type: str = "application/octet-stream",
    ) -> None:
        super().__init__(parent, path)
        self._content_type = content_type

    @verb
    def get(
        self, *, params: Params = None, **options: Unpack[Conditions]
    ) -> Request[bytes | None]:
        """Read the octets, None where there are none."""
        url = query(self._path, params=params)
        return Request("GET", url, options=options, returns="Edm.Stream")

    @overload
    def download(
        self: MediaStream[SyncSender],
        *,
        params: Params = None,
        **options: Unpack[Conditions],
    ) -> Download: ...
    @overload
    def download(
        self: MediaStream[AsyncSender],
        *,
        params: Params = None,
        **options: Unpack[Conditions],
    ) -> AsyncDownload: ...
    def download(
        self: MediaStream[Any], *, params: Params = None, **options: Unpack[Conditions]
    ) -> Any:
        """The octets in pieces, to go through or to write to a file, with `write_to`;
        nothing is sent before."""
        from .downloads import download  # few programs read streams

        return download(self._sender, self.get.to_request(params=params, **options))

    @verb
    def put(
        self,
        content: Content,
        *,
        content_type: str | None = None,
        params: Params = None,
        **options: Unpack[Conditions],
    ) -> Request[None]:
        """Replace the octets by those of a file, an iterable, or bytes; their media type
        is the one that the service names, or just octets, if None."""
        kind = self._content_type if content_type is None else content_type
        url, headers = query(self._path, params=params), {"Content-Type": kind}
        sent = given(content)
        return Request("PUT", url, content=sent, headers=headers, options=options)


class DeletableStream(MediaStream[S]):
    """Octets: those of a stream property, or a media entity's that can be deleted."""

    __slots__ = ()

    @verb
    def delete(self, **options: Unpack[Conditions]) -> Request[None]:
        """Remove the octets. With those of a media entity, `$value`, the entity is
        deleted as well."""
        return Request("DELETE", self._path, options=options)
