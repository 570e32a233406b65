"""Batches as multipart/mixed (OData Protocol section 11.7.7): every part is the text of an
HTTP message, and a change set is a multipart message in itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from email.message import Message
from email.parser import BytesParser
from http.client import parse_headers
from io import BytesIO
from itertools import groupby
from typing import Any

from .batch_parts import Part, PartAnswer

MEDIA_TYPE = "multipart/mixed"
_HTTP = b"Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"


def write(parts: Iterable[Part], boundary: str) -> bytes:
    """The body of a batch; no content may have `boundary` in it (see `is_boundary`)."""
    bodies: list[bytes] = []
    for group, members in groupby(parts, lambda part: part.group):
        found = [_request(part) for part in members]
        if group:
            inner = f"{boundary}_{group}"
            head = f"Content-Type: {MEDIA_TYPE};boundary={inner}\r\n\r\n"
            found = [head.encode() + _joined(found, inner)]
        bodies += found
    return _joined(bodies, boundary)


def is_boundary(text: str, parts: Iterable[Part]) -> bool:
    """Whether a text separates the parts: none of them has it in its content."""
    return not any(text.encode() in (part.content or b"") for part in parts)


def _joined(bodies: Iterable[bytes], boundary: str) -> bytes:
    mark = f"--{boundary}".encode()
    return (
        b"".join(mark + b"\r\n" + body + b"\r\n" for body in bodies) + mark + b"--\r\n"
    )


def _request(part: Part) -> bytes:
    lines = [f"{part.method} {part.url} HTTP/1.1"]
    lines += [f"{name}: {text}" for name, text in part.headers.items()]
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    number = f"Content-ID: {part.id}\r\n\r\n".encode()
    return _HTTP + number + head + (part.content or b"")


def read(
    content: bytes, content_type: str, units: Sequence[Sequence[str]]
) -> dict[str, PartAnswer]:
    """The responses by the ids of their requests.

    They come in the order of `units`, the ids of each part and of each group, where they
    do not say otherwise, and may be fewer: the service stops at a failure if it does not
    know better. One response for a whole group says why nothing of it was done, and
    counts for each of its parts. ValueError for what is no batch response.
    """
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser().parsebytes(head + content)
    if not message.is_multipart():
        raise ValueError("the response is no multipart message")
    found: dict[str, PartAnswer] = {}
    for ids, part in _matched(units, _parts(message)):
        if part.is_multipart():
            for (id,), inner in _matched([(id,) for id in ids], _parts(part)):
                found[id] = _answer(inner)
        else:
            found.update(dict.fromkeys(ids, _answer(part)))
    return found


def _parts(message: Any) -> Iterator[Message]:
    yield from message.get_payload()


def _matched(
    units: Iterable[Sequence[str]], parts: Iterable[Message]
) -> Iterator[tuple[Sequence[str], Message]]:
    """The responses with the requests that they answer: those that they name, and of
    those that are left the next one for each that names none, or one that is taken."""
    left = list(units)
    unnamed: list[Message] = []
    for part in parts:
        if not left:
            return
        name = _content_id(part)
        unit = next((each for each in left if name in each), None)
        if unit is None:
            unnamed.append(part)
        else:
            left.remove(unit)
            yield unit, part
    yield from zip(left, unnamed, strict=False)


def _content_id(part: Message) -> str:
    """What a response says that it answers, in the part or in the response in it; of a
    change set what the first of it says."""
    if part.is_multipart():
        return next((_content_id(each) for each in _parts(part)), "")
    named = part.get("Content-ID") or _answer(part).headers.get("Content-ID", "")
    return str(named).strip("<> ")


def _answer(part: Message) -> PartAnswer:
    octets: Any = part.get_payload(decode=True)
    if not isinstance(octets, bytes):
        raise ValueError("a part of the response is no HTTP response")
    line, _, rest = octets.partition(b"\n")
    match = re.match(rb"HTTP/[0-9.]+ ([0-9]{3})", line)
    if match is None:
        raise ValueError(f"a part of the response is no HTTP response: {line[:80]!r}")
    stream = BytesIO(rest)
    headers = dict(parse_headers(stream).items())
    content = stream.read()
    length = next((v for k, v in headers.items() if k.lower() == "content-length"), "")
    if length.isdecimal() and int(length) <= len(content):
        content = content[: int(length)]
    return PartAnswer(int(match[1]), headers, content)
