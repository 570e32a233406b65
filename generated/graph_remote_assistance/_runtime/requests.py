# ruff: noqa
# fmt: off
"""Requests as values: what a verb of a builder describes before anything is sent."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Mapping
from typing import IO, Any, Generic, NamedTuple, TypeVar

from .codecs import codec
from .options import split
from .redaction import without_secrets

R_co = TypeVar("R_co", covariant=True)
Content = bytes | IO[bytes] | Iterable[bytes] | AsyncIterable[bytes]
"""Octets to send: at once, from a file, or piece by piece."""


def given(content: Content) -> Content:
    """The content of a stream; TypeError for None, which would empty it."""
    if content is None:  # pyright: ignore[reportUnnecessaryComparison]
        raise TypeError("content must be bytes, a file or an iterable of bytes")
    return content


EXACT = "application/json;IEEE754Compatible=true"
"""The media type of JSON in which big numbers are text (OData JSON section 3.2)."""


class Body(NamedTuple):
    """The JSON object to send; `exact` where its big numbers are text
    (IEEE754Compatible), which the Content-Type has to say."""

    data: dict[str, Any]
    exact: bool = False


Key = tuple[tuple[str, str], ...]
"""The key properties of an entity type, each with its type: `(("id", "Edm.Int32"),)`."""


class Request(Generic[R_co]):
    """One call of the service, built without I/O; hand it to `client.send`.

    `url` is relative to the service root and percent-encoded. `body` is the decoded JSON
    as it is sent; octets are in `content` instead. `options` are those of the call, but
    for headers and conditions, which are among the `headers`.
    """

    __slots__ = (
        "_created", "_returns", "body", "content", "headers", "method", "options", "url",
    )  # fmt: skip

    def __init__(
        self,
        method: str,
        url: str,
        *,
        body: Body | dict[str, Any] | None = None,
        content: Content | None = None,
        headers: Mapping[str, str] | None = None,
        options: Mapping[str, Any] | None = None,
        returns: str | None = None,
        created: Key | None = None,
    ) -> None:
        """`returns` is the type of the result. `created` is the key of an entity that is
        created, for responses that do not say what became of it."""
        self.method = method
        self.url = url
        self.body = body.data if isinstance(body, Body) else body
        self.content = content
        self.headers: dict[str, str] = dict(headers or {})
        self.options: dict[str, Any] = {}
        if options:
            more, self.options = split(options)
            self.headers |= more
        if isinstance(body, Body) and body.exact:
            self.headers.setdefault("Content-Type", EXACT)
        self._returns = returns
        self._created = created

    def load(self, data: Any, url: str = "") -> R_co:
        """The result from the decoded JSON of a response, None for no content.

        Complex and entity types are the body itself, all others its `value` (OData
        JSON section 11); collections are a `Page`, whose relative links begin from
        `url`, as those of references do. Streams are their octets.
        """
        type_ = self._returns
        if type_ in ("$ref", "Collection($ref)"):
            from .references import absolute  # few programs read links

            data = absolute(data, url)
        if type_ is not None and type_.startswith("Collection("):
            from .collection_views import page  # many packages have no collections

            return page(type_, data, url)  # type: ignore[return-value]
        if type_ is None or data is None:
            return None  # type: ignore[return-value]  # R_co is None or optional then
        if isinstance(data, bytes):
            return data  # type: ignore[return-value]
        own = codec(type_)
        bare = own.is_object or not isinstance(data, dict) or "value" not in data
        result: R_co = own.load(data if bare else data["value"])
        return result

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Request):
            return NotImplemented
        return self._key() == other._key()

    __hash__ = None  # type: ignore[assignment]  # bodies and headers can be changed

    def _key(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __repr__(self) -> str:
        return f"<Request {self.method} {without_secrets(self.url)}>"
