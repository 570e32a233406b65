"""URLs without their values, so that those of two clients can be compared: `users/{}/messages/delta()`.

Keys become `{}`; of the arguments of functions, and of the parts of named keys, the names stay, sorted. The alias
`graph` is written as the namespace that it stands for; a query is left out.
"""

from __future__ import annotations

import re
from collections.abc import Container

_QUERY = re.compile(r"\{\?.*|\?.*", re.DOTALL)
_KEY = re.compile(r"\{[^{}]*\}")
_CALL = re.compile(r"(?P<name>[^()]*)\((?P<given>.*)\)")


def shape_of(url: str, values: Container[str] = ()) -> str:
    """The shape of a URL below the service root, or of an RFC 6570 template; a segment among the `values` is a key."""
    path = _QUERY.sub("", url.replace("{+baseurl}", "")).strip("/")
    return "/".join(_segment(each, values) for each in path.split("/"))


def _segment(text: str, values: Container[str]) -> str:
    if text in values or _KEY.fullmatch(text):
        return "{}"
    call = _CALL.fullmatch(text)
    name = re.sub(r"^graph\.", "microsoft.graph.", call["name"] if call else text)
    if call is None:
        return name
    return f"{name}({','.join(sorted(part.partition('=')[0] for part in call['given'].split(',')))})"
