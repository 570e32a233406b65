"""Requests as values: what a verb of a builder describes before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from .codec import codec

R_co = TypeVar("R_co", covariant=True)


class Request(Generic[R_co]):
    """One call of the service, built without I/O; hand it to `client.send`.

    `url` is relative to the service root and percent-encoded, `body` decoded JSON.
    """

    __slots__ = ("_returns", "body", "headers", "method", "url")

    def __init__(
        self,
        method: str,
        url: str,
        *,
        body: dict[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        returns: str | None = None,
    ) -> None:
        self.method = method
        self.url = url
        self.body = body
        self.headers: dict[str, str] = dict(headers or {})
        self._returns = returns

    def load(self, data: Any) -> R_co:
        """The result from the decoded JSON of a response; None for no content.

        Complex and entity types are the body itself, all others its `value` (OData
        JSON section 11).
        """
        if self._returns is None or data is None:
            return None  # type: ignore[return-value]  # R_co is None or optional then
        found = codec(self._returns)
        bare = found.is_object or not isinstance(data, dict) or "value" not in data
        result: R_co = found.load(data if bare else data["value"])
        return result

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.url}>"


def parameters(*given: tuple[str, str, Any]) -> dict[str, Any]:
    """The body of an action from (wire name, type, value).

    None is left out, which means null or the default (OData Protocol 11.5.5.1).
    """
    return {
        name: codec(type_).dump(value)
        for name, type_, value in given
        if value is not None
    }
