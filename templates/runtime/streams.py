"""Streams to send, in the shapes that transports take: bytes, files, pieces.

What can be read only once is sent only once: a second try would send nothing, and the
service would store that.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from io import SEEK_END, TextIOBase
from typing import IO, Any, NamedTuple, cast

from azure.core.exceptions import AzureError

PIECE = 65_536
"""How many octets are read at a time, of files and of responses."""


class SentTwiceError(AzureError):
    """The content of a request can be read only once, and had to be sent again."""


class _Once:
    """Pieces that are given out one time."""

    def __init__(self, pieces: Any) -> None:
        self._pieces: Any = pieces

    def take(self) -> Any:
        if self._pieces is None:
            raise SentTwiceError(
                "the content can be read only once, and was sent before"
            )
        pieces, self._pieces = self._pieces, None
        return pieces


class _Pieces(_Once):
    def __iter__(self) -> Iterator[bytes]:
        return map(_checked, self.take())


class _AsyncPieces(_Once):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = self.take()
        if isinstance(pieces, AsyncIterable):
            async for piece in pieces:  # pyright: ignore[reportUnknownVariableType]
                yield _checked(piece)
        else:
            for piece in pieces:
                yield _checked(piece)


def _checked(piece: Any) -> bytes:
    """A piece of content; some transports would send the characters of a text."""
    if not isinstance(piece, (bytes, bytearray, memoryview)):
        kind = type(piece).__name__
        raise TypeError(f"content must be pieces of bytes, not of {kind}")
    return cast(bytes, piece)


class _AsyncFile:
    """A file in pieces, from where it stood; aiohttp would close the file itself."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._start = file.tell()

    def length(self) -> int:
        end = self._file.seek(0, SEEK_END)
        self._file.seek(self._start)
        return end - self._start

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._file.seek(self._start)
        while piece := self._file.read(PIECE):
            yield piece


class Octets(NamedTuple):
    """What a transport is given to send: whether it can be sent again, and the headers
    that it needs."""

    content: Any
    repeatable: bool
    headers: dict[str, str]


def octets(content: Any, *, is_async: bool) -> Octets:
    """The content of a request for a transport.

    TypeError for what is none of the shapes of `Content`, ValueError for a closed file.
    """
    if isinstance(content, (bytes, bytearray, memoryview)):
        return Octets(bytes(cast(bytes, content)), True, {})
    if isinstance(content, (list, tuple)):
        return Octets(b"".join(cast(Iterable[bytes], content)), True, {})
    if hasattr(content, "read"):
        return _file(content, is_async=is_async)
    is_pieces = isinstance(content, Iterable) and not isinstance(content, (str, dict))
    if is_async and (is_pieces or isinstance(content, AsyncIterable)):
        return Octets(_AsyncPieces(content), False, {})
    if is_pieces:
        return Octets(_Pieces(content), False, {})
    kind = type(cast(Any, content)).__name__
    raise TypeError(
        f"content must be bytes, a file or an iterable of bytes, not {kind}"
    )


def _file(file: Any, *, is_async: bool) -> Octets:
    if isinstance(file, TextIOBase):
        raise TypeError("content must be bytes, not text; open the file in binary mode")
    seekable: bool = file.seekable() if hasattr(file, "seekable") else False
    if seekable and is_async:
        pieces = _AsyncFile(file)
        return Octets(pieces, True, {"Content-Length": str(pieces.length())})
    if seekable:  # requests sends an empty file in chunks, which some servers refuse
        return Octets(file if _AsyncFile(file).length() else b"", True, {})
    rest = iter(lambda: file.read(PIECE), b"")
    return Octets((_AsyncPieces if is_async else _Pieces)(rest), False, {})
