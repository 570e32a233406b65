# ruff: noqa
# fmt: off
"""Batches as JSON (OData JSON format 4.01, section 19)."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from binascii import Error, a2b_base64
from collections.abc import Iterable, Mapping
from typing import Any, cast

from .batch_parts import Part, PartAnswer

MEDIA_TYPE = "application/json"


def write(parts: Iterable[Part]) -> bytes:
    """The body of a batch. ValueError for a part that says it is JSON and is not."""
    return b'{"requests":[' + b",".join(map(_request, parts)) + b"]}"


def _request(part: Part) -> bytes:
    head: dict[str, Any] = {"id": part.id, "method": part.method, "url": part.url}
    if part.group:
        head["atomicityGroup"] = part.group
    if part.depends_on:
        head["dependsOn"] = list(part.depends_on)
    if part.headers:
        head["headers"] = {name.lower(): text for name, text in part.headers.items()}
    text = json.dumps(head, separators=(",", ":")).encode()
    if part.content is None:
        return text
    return text[:-1] + b',"body":' + _body(part.content, part.headers) + b"}"


def _body(content: bytes, headers: Mapping[str, str]) -> bytes:
    """JSON goes in as it is, so that numbers keep their digits; text as text, and all
    else as base64url, padded for services that want it so."""
    kind = _media_type(headers)
    if _is_json(kind):
        json.loads(content)  # else one part would spoil all
        return content
    if kind.startswith("text/"):
        return json.dumps(content.decode()).encode()
    return b'"' + urlsafe_b64encode(content) + b'"'


def read(content: bytes) -> dict[str, PartAnswer]:
    """The responses by the ids of their requests, in whatever order they come.

    ValueError, TypeError, KeyError or OverflowError for what is no batch response.
    """
    given: list[dict[str, Any]] = json.loads(content)["responses"]
    return {str(each["id"]): _answer(each) for each in given}


def _answer(given: dict[str, Any]) -> PartAnswer:
    fields = cast(dict[str, Any], given.get("headers") or {})
    headers = {name: str(text) for name, text in fields.items()}
    body = given.get("body")
    if body is None:
        return PartAnswer(int(given["status"]), headers)
    kind = _media_type(headers)
    if not kind:
        headers["Content-Type"] = kind = MEDIA_TYPE
    return PartAnswer(int(given["status"]), headers, _octets(body, kind))


def _octets(body: Any, kind: str) -> bytes:
    """The octets that a body stands for, as they would come in a response of its own."""
    if _is_json(kind) or not isinstance(body, str):
        return _utf_8(json.dumps(body, ensure_ascii=False))
    if kind.startswith("text/"):
        return _utf_8(body)
    text = body.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True)
    except (Error, ValueError):  # some services write XML as text, too
        return _utf_8(body)


def _utf_8(text: str) -> bytes:
    """The octets of a text, with halves of characters as JSON may have them: one such
    response would spoil all."""
    return text.encode(errors="surrogatepass")


def _media_type(headers: Mapping[str, str]) -> str:
    types = (text for name, text in headers.items() if name.lower() == "content-type")
    return next(types, "").partition(";")[0].strip().lower()


def _is_json(kind: str) -> bool:
    return kind == MEDIA_TYPE or kind.endswith("+json")
