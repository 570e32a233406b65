# ruff: noqa
# fmt: off
"""Options of single calls: the keywords that every verb takes besides its own, which are
those of an Azure client, and the conditions of changes (OData Protocol section 11.4.1.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from azure.core import MatchConditions


class Options(TypedDict, total=False):
    """What every verb takes. Others of azure-core's keywords go with `client.send`."""

    headers: Mapping[str, str]
    """Headers of the request, added to those that the client sends."""
    request_id: str
    """The `x-ms-client-request-id`, one is made up otherwise."""
    user_agent: str
    """Put in front of the User-Agent of the client."""
    timeout: float
    """Seconds for the call with its retries."""
    connection_timeout: float
    """Seconds to connect."""
    read_timeout: float
    """Seconds that the service may be silent."""
    retry_total: int
    """How often the request is sent again after failures; 0 for never."""
    retry_connect: int
    """The same for connections that cannot be made."""
    retry_read: int
    """The same for responses that break off."""
    retry_status: int
    """The same for statuses such as 503."""
    retry_backoff_factor: float
    """Seconds to wait before the second retry; they double each time."""
    retry_backoff_max: float
    """The most seconds to wait for a retry."""
    max_response_size: int | None
    """The octets of the largest response that is read into memory; None for any."""
    raw_request_hook: Callable[[Any], Any]
    """Called with azure-core's `PipelineRequest` before it is sent."""
    raw_response_hook: Callable[[Any], Any]
    """Called with azure-core's `PipelineResponse`."""
    permit_redirects: bool
    """Whether redirects to the same origin are followed."""
    proxies: Mapping[str, str]
    """The proxy for each scheme: `{"https": "http://proxy:8080"}`."""
    connection_verify: bool | str
    """Whether certificates are checked, or the file with those to trust."""
    connection_cert: str | tuple[str, str]
    """The client certificate: a file, or one with the certificate, one with the key."""
    network_span_namer: Callable[[Any], str]
    """Names the spans of distributed tracing, by the request."""
    tracing_attributes: Mapping[str, Any]
    """Attributes of those spans."""


class Conditions(Options, total=False):
    """What verbs take whose success may depend on the version of an entity.

    Either the headers themselves, or `etag` and `match_condition` as in the Azure SDKs. A
    version is an ETag (`model["@odata.etag"]`), or `*` for any.
    """

    if_match: str | None
    """The version that the entity must have; `*`: it must exist."""
    if_none_match: str | None
    """The version that the entity must not have; `*`: it must not exist."""
    etag: str | None
    """The version for `match_condition`."""
    match_condition: MatchConditions | None
    """What must be true of the entity: `MatchConditions.IfNotModified`, …"""


class PageOptions(Options, total=False):
    """What verbs take that give the items of a collection."""

    page_size: int | None
    """How many items a page should have; a service may give others (section 8.2.8.5)."""


# The headers that MatchConditions stand for; None for the ETag.
_CONDITIONS: dict[str, tuple[str, str | None]] = {
    "IfNotModified": ("If-Match", None),
    "IfModified": ("If-None-Match", None),
    "IfPresent": ("If-Match", "*"),
    "IfMissing": ("If-None-Match", "*"),
}
_OWN = frozenset((*Conditions.__annotations__, *PageOptions.__annotations__))


def split(options: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """Options of a call as headers, and as what the pipeline of the client takes.

    TypeError for one that there is not, ValueError for conditions that are incomplete.
    """
    refuse_unknown(options, _OWN, "a verb")
    rest = dict(options)
    headers = dict(rest.pop("headers", None) or {})
    if (size := rest.pop("page_size", None)) is not None:
        headers = _preferring(headers, f"odata.maxpagesize={size:d}")
    given = {
        "If-Match": rest.pop("if_match", None),
        "If-None-Match": rest.pop("if_none_match", None),
    }
    etag, condition = rest.pop("etag", None), rest.pop("match_condition", None)
    if etag is not None or condition is not None:
        given.update(_matching(etag, getattr(condition, "name", "")))
    headers.update((name, value) for name, value in given.items() if value is not None)
    return headers, rest


def _preferring(headers: dict[str, str], preference: str) -> dict[str, str]:
    """The headers with one more preference, beside those that they have."""
    own = {name: each for name, each in headers.items() if name.lower() == "prefer"}
    rest = {name: each for name, each in headers.items() if name not in own}
    return {**rest, "Prefer": ", ".join((*own.values(), preference))}


def _matching(etag: str | None, condition: str) -> dict[str, str]:
    if condition == "Unconditionally":
        return {}
    name, value = _CONDITIONS.get(condition, ("", None))
    if not name:
        raise ValueError("etag goes with a match_condition, one of MatchConditions")
    if value is None and etag is None:
        raise ValueError(f"MatchConditions.{condition} needs an etag")
    return {name: value or etag or ""}


def refuse_unknown(options: Iterable[str], known: Iterable[str], of: str) -> None:
    """TypeError for an option that nothing would read."""
    for name in options:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise TypeError(f"{of} has no option {name!r}{hint}")
