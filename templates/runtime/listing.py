"""The verb of collections: items one by one, fetched page by page.

Builders import this module, so azure-core is imported when something is sent.
"""

from __future__ import annotations

from collections.abc import Callable, MutableSequence
from typing import TYPE_CHECKING, Any, Concatenate, Generic, overload

from .builder import AsyncSender, Builder, P, R, S, SyncSender
from .request import Request

if TYPE_CHECKING:
    from azure.core.async_paging import AsyncItemPaged
    from azure.core.paging import ItemPaged


class Listing(Generic[S, P, R]):
    """A collection at a path: call it to go through its items, on all pages.

    The result is azure-core's `ItemPaged` or `AsyncItemPaged`, which is not awaited;
    its `.by_page()` gives page by page. Nothing is sent before the first item is asked
    for. `to_request` builds the request of the first page, and `pages` goes on from it.
    """

    __slots__ = ("_sender", "to_request")

    def __init__(
        self, sender: S, build: Callable[P, Request[MutableSequence[R]]]
    ) -> None:
        self._sender = sender
        self.to_request = build

    @overload
    def __call__(
        self: Listing[SyncSender, P, R], *args: P.args, **kwargs: P.kwargs
    ) -> ItemPaged[R]: ...
    @overload
    def __call__(
        self: Listing[AsyncSender, P, R], *args: P.args, **kwargs: P.kwargs
    ) -> AsyncItemPaged[R]: ...
    def __call__(self: Listing[Any, P, R], *args: P.args, **kwargs: P.kwargs) -> Any:
        return self.pages(self.to_request(*args, **kwargs))

    @overload
    def pages(
        self: Listing[SyncSender, P, R],
        request: Request[MutableSequence[R]],
        /,
        **kwargs: Any,
    ) -> ItemPaged[R]: ...
    @overload
    def pages(
        self: Listing[AsyncSender, P, R],
        request: Request[MutableSequence[R]],
        /,
        **kwargs: Any,
    ) -> AsyncItemPaged[R]: ...
    def pages(
        self: Listing[Any, P, R],
        request: Request[MutableSequence[R]],
        /,
        **kwargs: Any,
    ) -> Any:
        """The items from the page of `request` on; keywords are those of `send`."""
        from .paging import pages

        return pages(self._sender, request, **kwargs)


class listing(Generic[P, R]):
    """Makes a method that builds the `Request` of a page into a `Listing`."""

    def __init__(
        self, build: Callable[Concatenate[Any, P], Request[MutableSequence[R]]]
    ) -> None:
        self._build = build
        self.__doc__ = build.__doc__

    def __get__(
        self, builder: Builder[S], owner: type[Builder[Any]]
    ) -> Listing[S, P, R]:
        build = self._build.__get__(builder, owner)
        return Listing(builder._sender, build)  # pyright: ignore[reportPrivateUsage]
