# ruff: noqa
# fmt: off
"""The verb of collections: items one by one, fetched page by page.

Builders import this module, so azure-core is imported when something is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, Generic, Self, overload

from .builder import AsyncSender, Builder, P, R, S, SyncSender
from .request import Request

if TYPE_CHECKING:
    from .paging import AsyncPaged, Paged
    from .views import Page


class Listing(Generic[S, P, R]):
    """A collection at a path: call it to go through its items, on all pages.

    The result is a `Paged` or `AsyncPaged`, which is not awaited; its `by_page()` gives
    page by page, `count` and `delta_link` what the service says beside the items.
    Nothing is sent before the first item is asked for.
    """

    __slots__ = ("_returns", "_sender", "to_request")

    def __init__(
        self, sender: S, build: Callable[P, Request[Page[R]]], returns: str
    ) -> None:
        self._sender = sender
        self._returns = returns
        self.to_request = build

    @overload
    def __call__(
        self: Listing[SyncSender, P, R], *args: P.args, **kwargs: P.kwargs
    ) -> Paged[R]: ...
    @overload
    def __call__(
        self: Listing[AsyncSender, P, R], *args: P.args, **kwargs: P.kwargs
    ) -> AsyncPaged[R]: ...
    def __call__(self: Listing[Any, P, R], *args: P.args, **kwargs: P.kwargs) -> Any:
        return self.pages(self.to_request(*args, **kwargs))

    @overload
    def pages(
        self: Listing[SyncSender, P, R], request: Request[Page[R]], /, **kwargs: Any
    ) -> Paged[R]: ...
    @overload
    def pages(
        self: Listing[AsyncSender, P, R], request: Request[Page[R]], /, **kwargs: Any
    ) -> AsyncPaged[R]: ...
    def pages(
        self: Listing[Any, P, R], request: Request[Page[R]], /, **kwargs: Any
    ) -> Any:
        """The items from the page of `request` on; keywords are those of `send`."""
        from .paging import pages

        return pages(self._sender, request, **kwargs)

    @overload
    def from_link(
        self: Listing[SyncSender, P, R], link: str, /, **kwargs: Any
    ) -> Paged[R]: ...
    @overload
    def from_link(
        self: Listing[AsyncSender, P, R], link: str, /, **kwargs: Any
    ) -> AsyncPaged[R]: ...
    def from_link(self: Listing[Any, P, R], link: str, /, **kwargs: Any) -> Any:
        """The items from a link on that the service gave: a `next_link` of a page, or
        a `delta_link`; keywords are those of `send`."""
        from .paging import pages

        request = Request[Any]("GET", link, returns=self._returns)
        return pages(self._sender, request, link, **kwargs)


class ListingMethod(Generic[P, R]):
    """A method of a builder that gives a `Listing`."""

    def __init__(
        self, build: Callable[Concatenate[Any, P], Request[Page[R]]], returns: str
    ) -> None:
        self._build = build
        self._returns = returns
        self.__doc__ = build.__doc__

    @overload
    def __get__(self, builder: None, owner: type[Builder[Any]]) -> Self: ...
    @overload
    def __get__(
        self, builder: Builder[S], owner: type[Builder[Any]]
    ) -> Listing[S, P, R]: ...
    def __get__(self, builder: Builder[Any] | None, owner: type[Builder[Any]]) -> Any:
        if builder is None:
            return self
        sender = builder._sender  # pyright: ignore[reportPrivateUsage]
        return Listing(sender, self._build.__get__(builder, owner), self._returns)


def listing(
    returns: str,
) -> Callable[[Callable[Concatenate[Any, P], Request[Page[R]]]], ListingMethod[P, R]]:
    """Makes a method that builds the `Request` of a page into a `Listing`.

    `returns` is the text of the collection's type.
    """

    def decorate(
        build: Callable[Concatenate[Any, P], Request[Page[R]]],
    ) -> ListingMethod[P, R]:
        return ListingMethod(build, returns)

    return decorate
