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
    ClassVar,
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
from .requests import Key, Request

if TYPE_CHECKING:
    from inspect import Signature

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
    """A path of the service and the client that sends to it: `parent`'s, and on, or the
    `whole` of another path.

    `_type` is the type of the entities at the path, where its verbs are about entities,
    `_key` its key where some can be created.
    """

    __slots__ = ("_path", "_sender")
    _type: str = ""
    _key: ClassVar[Key] = ()
    _sender: S
    _path: str

    def __init__(self, parent: Builder[S], path: str, *, whole: bool = False) -> None:
        self._sender = parent._sender
        self._path = path if whole else extended(parent._path, path)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._path}>"

    __dir__ = public_dir


# --- verbs ---------------------------------------------------------------------------


class _Signature:
    """The `__signature__` of verbs, which `inspect.signature` asks for; classes have none
    of their own."""

    def __get__(self, verb: Any, owner: type[Any]) -> Signature | None:
        if verb is None:
            return None
        from inspect import iscoroutinefunction  # many programs never ask

        from .signatures import signature_of

        is_async = iscoroutinefunction(getattr(verb._sender, "send", None))
        return signature_of(verb.to_request, gives=verb._gives[is_async])


class _BoundVerb(Generic[S, P, T]):
    """A verb of one builder; `to_request` is the method, which it is documented as.

    Verbs are equal when they are the same one of the same builder, as methods are.
    """

    __signature__ = _Signature()
    _gives: ClassVar[tuple[str, str]]

    def __init__(self, sender: S, build: Callable[P, Request[T]]) -> None:
        self._sender = sender
        self.to_request = self.__wrapped__ = build
        self.__name__: str = getattr(build, "__name__", "")
        self.__qualname__: str = getattr(build, "__qualname__", "")
        self.__doc__ = build.__doc__

    __dir__ = public_dir

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _BoundVerb):
            return NotImplemented
        return self.to_request == other.to_request

    def __hash__(self) -> int:
        return hash(self.to_request)

    def __repr__(self) -> str:
        return f"<{self.__name__} of {getattr(self.to_request, '__self__', None)!r}>"


class Verb(_BoundVerb[S, P, R]):
    """What can be done at a path: call it to send, or take its `to_request` to build only."""

    _gives = "{}", "Coroutine[Any, Any, {}]"

    @overload
    def __call__(
        self: Verb[SyncSender, P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R: ...
    @overload
    def __call__(
        self: Verb[AsyncSender, P, R], *args: P.args, **kwargs: P.kwargs
    ) -> Coroutine[Any, Any, R]: ...
    def __call__(self: Verb[Any, P, R], *args: P.args, **kwargs: P.kwargs) -> Any:
        """Send the request, and give its result.

        Besides its own arguments every verb takes the keywords of `options.Options`:
        `headers`, `timeout`, `raw_response_hook`, `retry_total` and others; those whose
        success may depend on the version of an entity take `if_match`, `if_none_match`,
        `etag` and `match_condition` as well. Raises HttpResponseError, and DecodeError
        for a response that cannot be read.
        """
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

    _gives = "Paged[{}]", "AsyncPaged[{}]"

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
        """Go through the items; like every verb it takes the keywords of
        `options.Options` besides its own, which hold for each page."""
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
        a `delta_link`; keywords are those of `send`. ValueError for no link at all."""
        if not link:
            raise ValueError("there is no link: a delta link comes with the last page")
        from .paging import pages

        request = Request[Any]("GET", link, returns=self._returns)
        return pages(self._sender, request, link, **kwargs)


class ListVerbMethod(Generic[P, R]):
    """The same for a `ListVerb`; see `listing`."""

    def __init__(
        self,
        build: Callable[Concatenate[Any, P], Request[Page[R]]],
        returns: str | None,
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
        type_ = builder._type  # pyright: ignore[reportPrivateUsage]
        returns = self._returns or f"Collection({type_})"
        return ListVerb(sender, self._build.__get__(builder, owner), returns)

    def __call__(
        self, builder: Builder[Any], /, *args: P.args, **kwargs: P.kwargs
    ) -> Any:
        return self.__get__(builder, type(builder))(*args, **kwargs)


def listing(
    returns: str | None = None,
) -> Callable[[Callable[Concatenate[Any, P], Request[Page[R]]]], ListVerbMethod[P, R]]:
    """Makes a method that builds the `Request` of a page into a `ListVerb`.

    `returns` is the text of the collection's type, None for entities of the type that
    the builder is about.
    """

    def decorate(
        build: Callable[Concatenate[Any, P], Request[Page[R]]],
    ) -> ListVerbMethod[P, R]:
        return ListVerbMethod(build, returns)

    return decorate
