# ruff: noqa
# fmt: off
"""Octets to send, in the shapes that transports take: bytes, files, pieces.

What can be read only once is sent only once: a second try would send nothing, and the
service would store that.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from io import SEEK_END, TextIOBase
from typing import IO, Any

from azure.core.exceptions import AzureError

_PIECE = 65_536


class SentTwiceError(AzureError):
    """The content of a request can be read only once, and had to be sent again."""


class _Once:
    """Pieces that are given out one time."""

    def __init__(self, pieces: Any) -> None:
        self._pieces: Any = pieces

    def take(self) -> Any:
        if self._pieces is None:
            raise SentTwiceError("the content can be read only once; try again anew")
        pieces, self._pieces = self._pieces, None
        return pieces


class _Pieces(_Once):
    def __iter__(self) -> Iterator[bytes]:
        return iter(self.take())


class _AsyncPieces(_Once):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = self.take()
        if isinstance(pieces, AsyncIterable):
            async for piece in pieces:  # pyright: ignore[reportUnknownVariableType]
                yield piece
        else:
            for piece in pieces:
                yield piece


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
        while piece := self._file.read(_PIECE):
            yield piece


def sendable(content: Any, *, is_async: bool) -> tuple[Any, bool, dict[str, str]]:
    """The content for a transport, whether it can be sent again, and its headers.

    TypeError for what is none of the shapes of `Content`, ValueError for a closed file.
    """
    if isinstance(content, (bytes, bytearray, memoryview)):
        return bytes(content), True, {}  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(content, (list, tuple)):
        return b"".join(content), True, {}  # pyright: ignore[reportUnknownArgumentType]
    if hasattr(content, "read"):
        return _file(content, is_async=is_async)
    is_pieces = isinstance(content, Iterable) and not isinstance(content, (str, dict))
    if is_async and (is_pieces or isinstance(content, AsyncIterable)):
        return (
            _AsyncPieces(content),
            False,
            {},
        )  # pyright: ignore[reportUnknownArgumentType]
    if is_pieces:
        return _Pieces(content), False, {}  # pyright: ignore[reportUnknownArgumentType]
    kind = type(content).__name__  # pyright: ignore[reportUnknownArgumentType]
    raise TypeError(f"content is bytes, a file or an iterable of bytes, not {kind}")


def _file(file: Any, *, is_async: bool) -> tuple[Any, bool, dict[str, str]]:
    if isinstance(file, TextIOBase):
        raise TypeError("content is octets, not text; open the file in binary mode")
    seekable: bool = file.seekable() if hasattr(file, "seekable") else False
    if seekable and is_async:
        found = _AsyncFile(file)
        return found, True, {"Content-Length": str(found.length())}
    if seekable:  # requests sends an empty file in chunks, which some servers refuse
        return file if _AsyncFile(file).length() else b"", True, {}
    pieces = iter(lambda: file.read(_PIECE), b"")
    return (_AsyncPieces if is_async else _Pieces)(pieces), False, {}
