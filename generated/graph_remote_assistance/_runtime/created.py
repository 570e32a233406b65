# ruff: noqa
# fmt: off
"""Entities that were created without the service showing them: it answered with 204, or
the request preferred `return=minimal` (OData Protocol sections 8.2.8.7 and 11.4.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import unquote

from .requests import Key, Request
from .url_literals import INTEGERS, plain_text
from .url_syntax import BrokenRuleError, split_call, split_list


def entity_sent(
    request: Request[Any], key: Key, headers: Mapping[str, str]
) -> dict[str, Any]:
    """The JSON of the entity as far as it is known: what was sent, with its ETag, and
    with the key that stands in its URL, which a header of the response has (sections
    8.3.1, 8.3.3 and 8.3.4)."""
    entity: dict[str, Any] = {}
    if etag := headers.get("ETag"):
        entity["@odata.etag"] = etag
    entity.update(deepcopy(request.body or {}))
    url = headers.get("OData-EntityId") or headers.get("Location") or ""
    entity.update(_key_in(url, key))
    return entity


def _key_in(url: str, key: Key) -> Iterator[tuple[str, Any]]:
    """The values of the key at the end of a URL, as JSON has them; nothing for a URL that
    ends otherwise, as any URL may name an entity."""
    segments = url.partition("?")[0].partition("#")[0].rstrip("/").split("/")
    if len(segments) < 2 and "(" not in url:
        return
    if len(segments) > 1 and "." in segments[-1] and segments[-2].endswith(")"):
        segments.pop()  # a cast
    last = unquote(segments[-1])
    try:
        groups = split_call(last)[1]
        given = dict(split_list(groups[-1])) if groups else {"": last}
        for name, type_ in key:
            text = given.get(name) or (given.get("") if len(key) == 1 else None)
            if text:
                yield name, _in_json(text, type_, bare=not groups)
    except (BrokenRuleError, ValueError):
        return


def _in_json(text: str, type_: str, *, bare: bool) -> Any:
    """A literal of a URL as it is in JSON."""
    if not type_.startswith("Edm."):  # an enumeration: `ns.Colour'Red'`
        return text.rpartition("'")[0].rpartition("'")[2] if "'" in text else text
    plain = plain_text(text, type_[4:], bare=bare)
    if type_ == "Edm.Boolean":
        return plain.lower() == "true"
    if type_[4:] in INTEGERS:
        return int(plain)
    return float(plain) if type_ in ("Edm.Double", "Edm.Single") else plain
