"""Clients of the runtime, sync and async, for tests against a server on this machine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from azure.core.credentials import AccessToken

from tests.support.loopback import Loopback

TOKEN = "canary-token-5f1d"


KEY = "canary-key-77aa"


PACKAGE = "transport_pkg"


AGENT = "transport-pkg/1.0"


class Token:
    """A token credential that records what it is asked for; the async kind only differs in `async`."""

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        self.asked.append((scopes, options))
        return AccessToken(TOKEN, int(time.time()) + 3600)


class AsyncToken(Token):
    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:  # type: ignore[override]
        return super().get_token(*scopes, **options)


class Driver:
    """Runs one call on a fresh client, so that a test reads the same for both kinds."""

    def __init__(self, kind: str, runtime: SimpleNamespace) -> None:
        self.kind = kind
        bases = (runtime.client.Client, runtime.batching.Batching)
        if kind != "sync":
            bases = (runtime.aio.AsyncClient, runtime.batching.AsyncBatching)
        attributes = {"_scopes": ("https://example.com/.default",), "_user_agent": AGENT}
        self.client: Any = type("SampleClient", bases, {"_endpoint": "https://example.com/beta", **attributes})
        self.token: type[Token] = Token if kind == "sync" else AsyncToken
        self.request: Callable[..., Any] = runtime.requests.Request
        self.paged: Callable[..., Any] = runtime.paging.pages

    def __call__(
        self, endpoint: str, name: str, *args: Any, client: dict[str, Any] | None = None, **kwargs: Any
    ) -> Any:
        """The result of the method; of `pages` a list; of `send_request` the response with its body read."""
        options = {"credential": None, "endpoint": endpoint, **(client or {})}
        if self.kind == "sync":
            with self.client(options.pop("credential"), **options) as made:
                return (
                    list(self.paged(made, *args, **kwargs)) if name == "pages" else getattr(made, name)(*args, **kwargs)
                )
        return asyncio.run(self._awaited(options, name, args, kwargs))

    async def _awaited(self, options: dict[str, Any], name: str, args: Any, kwargs: Any) -> Any:
        async with self.client(options.pop("credential"), **options) as made:
            if name == "pages":
                return [item async for item in self.paged(made, *args, **kwargs)]
            return await getattr(made, name)(*args, **kwargs)


def targets(server: Loopback) -> list[tuple[str, str]]:
    return [(seen.method, seen.target) for seen in server.requests]
