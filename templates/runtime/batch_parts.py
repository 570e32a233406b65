"""Parts of a batch: its requests and responses as values, whatever format they travel in,
and which of them go out together (OData Protocol section 11.7)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple, cast

from .requests import Request

Json = dict[str, Any]

# Credentials belong to the batch, whose parts travel in its body, past all redaction.
_SECRETS = ("authorization", "cookie", "proxy-authorization", "api-key")
_REFERENCE = re.compile(r"\$([0-9]+)(?=[/?]|\Z)", re.ASCII)
_LINKS = ("@odata.id", "@id", "@odata.bind", "@bind")


class Part(NamedTuple):
    """One request of a batch.

    `url` is relative to the service root, without a slash in front, or begins with a
    reference to an earlier part, `$1`. Parts of one `group` happen all or not at all;
    such parts stand side by side. `depends_on` are the ids of parts, or groups, without
    whose success this one is not tried.
    """

    id: str
    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None
    group: str = ""
    depends_on: tuple[str, ...] = ()


class PartAnswer(NamedTuple):
    """One response of a batch."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a part; ValueError for credentials, and for what would end a line,
    behind which a value could begin a request of its own."""
    for name, value in headers.items():
        if name.lower() in _SECRETS:
            raise ValueError(f"{name} goes with the whole batch, not with a part of it")
        if re.search(r"[\r\n\0]", name + value) or not re.fullmatch(r"[!-9;-~]+", name):
            raise ValueError(f"{name!r} is no header that a batch can have")
    return dict(headers)


def relative_url(url: str, root: str) -> str:
    """The URL of a part, from one below the service root `root`, with it or without.

    ValueError for a URL elsewhere: the service would call it with its own rights.
    """
    found = url
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url):
        if not url.startswith(f"{root}/"):
            raise ValueError(f"a batch at {root} has no part for another service")
        found = url[len(root) :]
    found = found.lstrip("/")
    if not re.fullmatch(r"[!-~]+", found):
        raise ValueError(f"{url!r} is no URL that a batch can have")
    return found


# --- references ----------------------------------------------------------------------


def references(request: Request[Any]) -> set[str]:
    """The ids of the parts that a request refers to: with `$1/orders` in its URL, or with
    `$1` where its body links to an entity (OData Protocol section 11.7.3.1)."""
    found = set(_ids(request.url))
    for text in _links(request.body):
        found.update(_ids(text))
    return found


def with_places(request: Request[Any], places: Mapping[str, str]) -> Request[Any]:
    """The request with absolute URLs for the references to the parts in `places`, which
    have gone out before and which the service no longer knows by their ids."""

    def text(given: str) -> str:
        match = _REFERENCE.match(given.lstrip("/"))
        if match is None or match[1] not in places:
            return given
        return places[match[1]] + given.lstrip("/")[match.end() :]

    def value(given: Any) -> Any:
        if isinstance(given, list):
            return [value(each) for each in _items(given)]
        if not isinstance(given, dict):
            return given
        return {
            name: _in_link(each, text) if name.endswith(_LINKS) else value(each)
            for name, each in cast(Json, given).items()
        }

    placed = copy(request)
    placed.url, placed.body = text(request.url), value(request.body)
    return placed


def _ids(url: str) -> list[str]:
    match = _REFERENCE.match(url.lstrip("/"))
    return [match[1]] if match else []


def _in_link(given: Any, text: Any) -> Any:
    """A link, or the links of a collection, with each text replaced."""
    if isinstance(given, list):
        return [_in_link(each, text) for each in _items(given)]
    return text(given) if isinstance(given, str) else given


def _items(given: Any) -> list[Any]:
    return list(given)


def _links(body: Any) -> Iterable[str]:
    """The texts of all links in a body, at any depth."""
    if isinstance(body, list):
        for each in _items(body):
            yield from _links(each)
    elif isinstance(body, dict):
        for name, value in cast(Json, body).items():
            if not name.endswith(_LINKS):
                yield from _links(value)
            else:
                values = _items(value) if isinstance(value, list) else [value]
                yield from (each for each in values if isinstance(each, str))


# --- what goes out together ----------------------------------------------------------


class Unit(NamedTuple):
    """What is sent, and sent again, as a whole: a part, or the parts of a group."""

    ids: tuple[str, ...]
    depends_on: frozenset[str]


def next_units(
    waiting: Sequence[Unit],
    succeeded: Collection[str],
    limit: int | None,
    *,
    together: bool,
) -> list[Unit]:
    """The units of the next batch, in order: as many of those that wait as fit.

    All that a unit depends on has succeeded before, or goes out in the same batch if
    `together`. ValueError for a unit that exceeds the limit, as nothing may split it.
    """
    chosen: list[Unit] = []
    known = set(succeeded)
    room = limit
    for unit in waiting:
        if limit is not None and len(unit.ids) > limit:
            text = f"a change set of {len(unit.ids)} requests exceeds the limit"
            raise ValueError(f"{text} of {limit} that the service has for a batch")
        if not unit.depends_on <= known:
            continue
        if room is not None and len(unit.ids) > room:
            break
        chosen.append(unit)
        room = None if room is None else room - len(unit.ids)
        if together:
            known.update(unit.ids)
    return chosen
