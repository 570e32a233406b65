# ruff: noqa
# fmt: off
"""Pages of a collection, one after the other (OData Protocol section 11.2.6.7)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, MutableSequence
from functools import partial
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Generic

from azure.core.async_paging import AsyncItemPaged, AsyncPageIterator
from azure.core.exceptions import AzureError
from azure.core.paging import ItemPaged, PageIterator
from azure.core.rest import AsyncHttpResponse, HttpRequest, HttpResponse

from .collection_views import Page, expanded_page, join
from .origins import origin
from .redaction import without_secrets
from .requests import Request
from .responses import R, Response, result

if TYPE_CHECKING:
    from .fields import Field
    from .models import Model

_OF_BODIES = ("content-length", "content-type", "odata-version")


class ForeignLinkError(AzureError, ValueError):
    """A link leads to another origin than the endpoint's; nothing was sent."""


class RepeatedLinkError(AzureError, ValueError):
    """The link to the next page leads to one that was read before; nothing was sent."""


class _Source(Generic[R]):
    """Where pages come from: the first request, and what the service has said so far."""

    def __init__(
        self, client: Any, request: Request[Page[R]], link: str | Page[R] | None
    ) -> None:
        """`link` is where to begin, or what there is of the result already."""
        self.given = link if isinstance(link, Page) else None
        self._client = client
        self._request = request
        self._link = None if isinstance(link, Page) else link
        self.count: int | None = (
            self.given.total_count if self.given is not None else None
        )
        self.delta_link: str | None = None

    def message(self, link: str | None, trail: set[int]) -> HttpRequest:
        """The request for the page behind a link, which has the headers of the first.

        `trail` is where the same walk has been. ForeignLinkError for a link to another
        origin, RepeatedLinkError for one that is on the trail."""
        link = link or self._link
        first: HttpRequest = self._client._message(self._request, {})
        root: str = self._client._root
        url = join(f"{root}/", first.url.lstrip("/") if link is None else link)
        if hash(url) in trail:  # of hashes, since a walk may be long
            shown = without_secrets(url)[:200]
            raise RepeatedLinkError(f"the pages go round in circles, to {shown!r}")
        trail.add(hash(url))
        if link is None:
            return first
        if origin(url) != self._client._home:
            shown = without_secrets(link)[:200]
            raise ForeignLinkError(f"a link to another origin than {root}: {shown!r}")
        headers = {
            name: value
            for name, value in first.headers.items()
            if name.lower() not in _OF_BODIES
        }
        return HttpRequest("GET", url, headers=headers)

    def read(self, response: Response | Page[R]) -> tuple[str | None, Page[R]]:
        """The link of the next page, and this page."""
        page: Page[R] = (
            response if isinstance(response, Page) else result(self._request, response)
        )
        if page.total_count is not None:
            self.count = page.total_count
        self.delta_link = page.delta_link
        return page.next_link, page


class _AboutTheWhole:
    """What the service has said about the whole result so far."""

    _source: _Source[Any]

    @property
    def count(self) -> int | None:
        """The number of items of the whole result where the service has said so, which
        `count=True` asks for; known from the first page on."""
        return self._source.count

    @property
    def delta_link(self) -> str | None:
        """Where what changes from now on can be asked for; known after the last page."""
        return self._source.delta_link


class Paged(_AboutTheWhole, ItemPaged[R]):
    """The items of a collection, from all pages, and page by page with `by_page()`.

    Nothing is sent before the first item is asked for. Raises HttpResponseError,
    DecodeError for what is no page of a collection, ForeignLinkError, and
    RepeatedLinkError for a link to a page that was given before.
    """

    def __init__(
        self,
        client: Any,
        request: Request[Page[R]],
        link: str | Page[R] | None,
        **kwargs: Any,
    ) -> None:
        self._source = _Source(client, request, link)
        self._first: HttpResponse | Page[R] | None = self._source.given
        self._send = partial(client.send_request, **{**request.options, **kwargs})
        super().__init__()

    def by_page(self, continuation_token: str | None = None) -> Iterator[Iterator[R]]:
        """The pages; `continuation_token` is that of an iterator that stopped before."""
        ask = partial(self._ask, trail=set[int]())
        read: Any = self._source.read
        return PageIterator(ask, read, continuation_token)

    def _ask(self, link: str | None, trail: set[int]) -> HttpResponse | Page[R]:
        first, self._first = self._first, self._source.given
        if first is not None and link is None:
            return first
        response: HttpResponse = self._send(self._source.message(link, trail))
        return response

    def get_count(self) -> int | None:
        """The number of items of the whole result; fetches the first page if none was."""
        if self.count is None and self._first is None:
            self._first = self._ask(None, set())
            self._source.read(self._first)
        return self.count


class AsyncPaged(_AboutTheWhole, AsyncItemPaged[R]):
    """`Paged` for `async for`."""

    def __init__(
        self,
        client: Any,
        request: Request[Page[R]],
        link: str | Page[R] | None,
        **kwargs: Any,
    ) -> None:
        self._source = _Source(client, request, link)
        self._first: AsyncHttpResponse | Page[R] | None = self._source.given
        self._send = partial(client.send_request, **{**request.options, **kwargs})
        super().__init__()

    def by_page(
        self, continuation_token: str | None = None
    ) -> AsyncIterator[AsyncIterator[R]]:
        """The pages; `continuation_token` is that of an iterator that stopped before."""
        ask = partial(self._ask, trail=set[int]())
        read: Any = self._read
        return AsyncPageIterator(ask, read, continuation_token)

    async def _ask(
        self, link: str | None, trail: set[int]
    ) -> AsyncHttpResponse | Page[R]:
        first, self._first = self._first, self._source.given
        if first is not None and link is None:
            return first
        message = self._source.message(link, trail)
        response: AsyncHttpResponse = await self._send(message)
        return response

    async def _read(self, response: Response | Page[R]) -> tuple[str | None, Page[R]]:
        return self._source.read(response)

    async def get_count(self) -> int | None:
        """The number of items of the whole result; fetches the first page if none was."""
        if self.count is None and self._first is None:
            self._first = await self._ask(None, set())
            self._source.read(self._first)
        return self.count


def pages(
    client: Any,
    request: Request[Page[R]],
    link: str | Page[R] | None = None,
    /,
    **kwargs: Any,
) -> Paged[R] | AsyncPaged[R]:
    """The items of all pages by a sync or an async client, from the page of `request`
    on, from the page behind a link, or from a page that is there already; keywords are
    those of `send`."""
    if iscoroutinefunction(client.send_request):
        return AsyncPaged(client, request, link, **kwargs)
    return Paged(client, request, link, **kwargs)


def expansion(
    client: Any, model: Model, field: Field[MutableSequence[R]]
) -> tuple[Request[Page[R]], Page[R]]:
    """The request for the rest of an expanded collection, and the items of it that came
    with the model. ValueError for a collection that was not expanded."""
    type_ = field.csdl_type
    first = expanded_page(model.__wire__, field.text, type_, f"{client._root}/")
    return Request("GET", first.next_link or "", returns=type_), first
