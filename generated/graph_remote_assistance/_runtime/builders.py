# ruff: noqa
# fmt: off
"""Builders of requests: one class for each entity type, for the sync and the async client.

Their verbs are methods that can be called in two ways: `x.post(...)` sends,
`x.post.to_request(...)` only builds the `Request`. Whether the result is `T` or a coroutine
of `T` follows from the sender, so a forgotten `await` is a type error.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import update_wrapper
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Generic,
    ParamSpec,
    Protocol,
    Self,
    TypeVar,
    overload,
)

from .discovery import public_dir
from .queries import extended
from .requests import Request

if TYPE_CHECKING:
    from .collection_views import Page
    from .paging import AsyncPaged, Paged

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class SyncSender(Protocol):
    """Runs requests; `endpoint` is the URL of the service root."""

    @property
    def endpoint(self) -> str: ...

    def send(self, request: Request[R], /) -> R: ...


class AsyncSender(Protocol):
    """Runs requests in coroutines."""

    @property
    def endpoint(self) -> str: ...

    async def send(self, request: Request[R], /) -> R: ...


S = TypeVar("S", bound=SyncSender | AsyncSender, covariant=True)
"""The client that a builder sends with, sync or async."""


class Builder(Generic[S]):
    """A path of the service and the client that sends to it: `parent`'s, and on."""

    __slots__ = ("_path", "_sender")
    _sender: S
    _path: str

    def __init__(self, parent: Builder[S], path: str) -> None:
        self._sender = parent._sender
        self._path = extended(parent._path, path)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._path}>"

    __dir__ = public_dir


# --- verbs ---------------------------------------------------------------------------


class _BoundVerb(Generic[S, P, T]):
    """A verb of one builder; `to_request` is the method, which it is documented as."""

    def __init__(self, sender: S, build: Callable[P, Request[T]]) -> None:
        self._sender = sender
        self.to_request = self.__wrapped__ = build
        self.__doc__ = build.__doc__

    __dir__ = public_dir


class Verb(_BoundVerb[S, P, R]):
    """What can be done at a path: call it to send, or take its `to_request` to build only."""

    @overload
    def __call__(
        self: Verb[SyncSender, P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R: ...
    @overload
    def __call__(
        self: Verb[AsyncSender, P, R], *args: P.args, **kwargs: P.kwargs
    ) -> Coroutine[Any, Any, R]: ...
    def __call__(self: Verb[Any, P, R], *args: P.args, **kwargs: P.kwargs) -> Any:
        return self._sender.send(self.to_request(*args, **kwargs))


class verb(Generic[P, R]):
    """Makes a method that builds a `Request` into a `Verb` of its builder: calling it sends
    the request, its `to_request` only builds it. In the class it stays a method, which
    `help` and `inspect` show as such."""

    def __init__(self, build: Callable[Concatenate[Any, P], Request[R]]) -> None:
        self._build = build
        update_wrapper(self, build)

    @overload
    def __get__(self, builder: None, owner: type[Builder[Any]]) -> Self: ...
    @overload
    def __get__(
        self, builder: Builder[S], owner: type[Builder[Any]]
    ) -> Verb[S, P, R]: ...
    def __get__(self, builder: Builder[Any] | None, owner: type[Builder[Any]]) -> Any:
        if builder is None:
            return self
        sender = builder._sender  # pyright: ignore[reportPrivateUsage]
        return Verb(sender, self._build.__get__(builder, owner))

    def __call__(
        self, builder: Builder[Any], /, *args: P.args, **kwargs: P.kwargs
    ) -> Any:
        return self.__get__(builder, type(builder))(*args, **kwargs)


# --- collections ---------------------------------------------------------------------


class ListVerb(_BoundVerb[S, P, "Page[R]"]):
    """A collection at a path: call it to go through its items, on all pages.

    The result is a `Paged` or `AsyncPaged`, which is not awaited; its `by_page()` gives
    page by page, `count` and `delta_link` what the service says about the whole.
    Nothing is sent before the first item is asked for.
    """

    def __init__(
        self, sender: S, build: Callable[P, Request[Page[R]]], returns: str
    ) -> None:
        super().__init__(sender, build)
        self._returns = returns

    @overload
    def __call__(
        self: ListVerb[SyncSender, P, R], *args: P.args, **kwargs: P.kwargs
    ) -> Paged[R]: ...
    @overload
    def __call__(
        self: ListVerb[AsyncSender, P, R], *args: P.args, **kwargs: P.kwargs
    ) -> AsyncPaged[R]: ...
    def __call__(self: ListVerb[Any, P, R], *args: P.args, **kwargs: P.kwargs) -> Any:
        return self.pages(self.to_request(*args, **kwargs))

    @overload
    def pages(
        self: ListVerb[SyncSender, P, R], request: Request[Page[R]], /, **kwargs: Any
    ) -> Paged[R]: ...
    @overload
    def pages(
        self: ListVerb[AsyncSender, P, R], request: Request[Page[R]], /, **kwargs: Any
    ) -> AsyncPaged[R]: ...
    def pages(
        self: ListVerb[Any, P, R], request: Request[Page[R]], /, **kwargs: Any
    ) -> Any:
        """The items from the page of `request` on; keywords are those of `send`."""
        from .paging import pages

        return pages(self._sender, request, **kwargs)

    @overload
    def from_link(
        self: ListVerb[SyncSender, P, R], link: str, /, **kwargs: Any
    ) -> Paged[R]: ...
    @overload
    def from_link(
        self: ListVerb[AsyncSender, P, R], link: str, /, **kwargs: Any
    ) -> AsyncPaged[R]: ...
    def from_link(self: ListVerb[Any, P, R], link: str, /, **kwargs: Any) -> Any:
        """The items from a link on that the service gave: a `next_link` of a page, or
        a `delta_link`; keywords are those of `send`."""
        from .paging import pages

        request = Request[Any]("GET", link, returns=self._returns)
        return pages(self._sender, request, link, **kwargs)


class ListVerbMethod(Generic[P, R]):
    """The same for a `ListVerb`; see `listing`."""

    def __init__(
        self, build: Callable[Concatenate[Any, P], Request[Page[R]]], returns: str
    ) -> None:
        self._build = build
        self._returns = returns
        update_wrapper(self, build)

    @overload
    def __get__(self, builder: None, owner: type[Builder[Any]]) -> Self: ...
    @overload
    def __get__(
        self, builder: Builder[S], owner: type[Builder[Any]]
    ) -> ListVerb[S, P, R]: ...
    def __get__(self, builder: Builder[Any] | None, owner: type[Builder[Any]]) -> Any:
        if builder is None:
            return self
        sender = builder._sender  # pyright: ignore[reportPrivateUsage]
        return ListVerb(sender, self._build.__get__(builder, owner), self._returns)

    def __call__(
        self, builder: Builder[Any], /, *args: P.args, **kwargs: P.kwargs
    ) -> Any:
        return self.__get__(builder, type(builder))(*args, **kwargs)


def listing(
    returns: str,
) -> Callable[[Callable[Concatenate[Any, P], Request[Page[R]]]], ListVerbMethod[P, R]]:
    """Makes a method that builds the `Request` of a page into a `ListVerb`.

    `returns` is the text of the collection's type.
    """

    def decorate(
        build: Callable[Concatenate[Any, P], Request[Page[R]]],
    ) -> ListVerbMethod[P, R]:
        return ListVerbMethod(build, returns)

    return decorate
