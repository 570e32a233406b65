"""Request builders: one class per entity type, for the sync and the async client.

Verbs are callable values: `x.post(...)` sends, `x.post.to_request(...)` only builds the
`Request`. Whether the result is `T` or a coroutine of `T` follows from the sender, so
a forgotten `await` is a type error.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import (
    Any,
    Concatenate,
    Generic,
    ParamSpec,
    Protocol,
    Self,
    TypeVar,
    overload,
)

from .query import extended
from .request import Request

P = ParamSpec("P")
R = TypeVar("R")


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


class Verb(Generic[S, P, R]):
    """An operation at a path: call it to send, or take its `to_request` to build only."""

    __slots__ = ("_sender", "to_request")

    def __init__(self, sender: S, build: Callable[P, Request[R]]) -> None:
        self._sender = sender
        self.to_request = build

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
    """Makes a method that builds a `Request` into a `Verb` of its builder."""

    def __init__(self, build: Callable[Concatenate[Any, P], Request[R]]) -> None:
        self._build = build
        self.__doc__ = build.__doc__

    @overload
    def __get__(self, builder: None, owner: type[Builder[Any]]) -> Self: ...
    @overload
    def __get__(
        self, builder: Builder[S], owner: type[Builder[Any]]
    ) -> Verb[S, P, R]: ...
    def __get__(self, builder: Builder[Any] | None, owner: type[Builder[Any]]) -> Any:
        if builder is None:  # so that `help` and `hasattr` work on the class
            return self
        sender = builder._sender  # pyright: ignore[reportPrivateUsage]
        return Verb(sender, self._build.__get__(builder, owner))
