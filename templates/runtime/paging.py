"""Pages of a collection, one after the other (OData Protocol section 11.2.5.7)."""

from __future__ import annotations

from collections.abc import MutableSequence
from functools import partial
from inspect import iscoroutinefunction
from typing import Any, cast

from azure.core.async_paging import AsyncItemPaged
from azure.core.exceptions import AzureError, DecodeError
from azure.core.paging import ItemPaged
from azure.core.rest import HttpRequest

from .policies import R, Response, decode, join, origin
from .request import Request

Page = tuple[str | None, MutableSequence[R]]


class ForeignLinkError(AzureError, ValueError):
    """A nextLink leads to another origin than the endpoint's; nothing was sent."""


def pages(
    client: Any, request: Request[MutableSequence[R]], **kwargs: Any
) -> ItemPaged[R] | AsyncItemPaged[R]:
    """The items of all pages from that of `request` on, by a sync or an async client.

    The iterator raises HttpResponseError, DecodeError for what is no page of a
    collection, and ForeignLinkError.
    """

    def ask(link: str | None) -> Any:
        return client.send_request(_message(client, request, link), **kwargs)

    async def ask_async(link: str | None) -> Any:
        return await ask(link)

    async def read_async(response: Response) -> Page[R]:
        return _page(request, response)

    if iscoroutinefunction(client.send_request):
        return AsyncItemPaged(ask_async, read_async)
    return ItemPaged(ask, partial(_page, request))


def _message(client: Any, request: Request[Any], link: str | None) -> HttpRequest:
    if link is None:
        first: HttpRequest = client._message(request)
        return first
    if origin(link) != client._home:
        raise ForeignLinkError(f"nextLink leaves {client._root}: {link[:200]!r}")
    headers = {"Accept": "application/json", **request.headers}
    return HttpRequest("GET", link, headers=headers)


def _page(request: Request[MutableSequence[R]], response: Response) -> Page[R]:
    """The next page's link, and this page's items (OData JSON sections 4.6.5, 13)."""
    data = decode(request, response)
    found = cast(dict[str, Any], data) if isinstance(data, dict) else {}
    link = _control(found, "nextLink")
    if not isinstance(found.get("value"), list) or not isinstance(link, str | None):
        raise DecodeError("not a page of a collection", response=response)
    return _absolute(link, found, response), request.load({"value": found["value"]})


def _absolute(
    link: str | None, found: dict[str, Any], response: Response
) -> str | None:
    """The link from its base: the context URL, without one the request's (section 4.3)."""
    base, context = response.request.url, _control(found, "context")
    if not link:
        return None
    return join(join(base, context) if isinstance(context, str) else base, link)


def _control(found: dict[str, Any], name: str) -> Any:
    """Control information, which 4.01 also writes without the prefix."""
    return found.get(f"@odata.{name}", found.get(f"@{name}"))
