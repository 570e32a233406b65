# ruff: noqa
# fmt: off
"""What errors and logs show of URLs and of texts from elsewhere: nothing that gives access."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote

# Options whose values may be shown and logged.
_NO_SECRETS = (
    "$apply", "$compute", "$count", "$expand", "$filter", "$format", "$orderby",
    "$search", "$select", "$skip", "$top",
)  # fmt: skip

CREDENTIALS = ("authorization", "cookie", "proxy-authorization", "api-key")
"""The headers of requests that give access."""

LONGEST = 65_536
"""The characters of the longest text that is shown."""

_ROOM = 8_192  # for a secret that begins before the end of what is shown
_QUERY = re.compile(r"\?[^\s'\"<>)]+")
# What gives access: after the name of a scheme or header, as a JSON web token, under a known
# name, before a host. JSON may write `+`, `/` and `=` as `\u002B`, `\/` and `\u003D`.
_SECRETS = re.compile(
    r"""((?<![^\W_])(?:(?:Bearer|Basic|SharedKey|ApiKey|DPoP|Negotiate)[ ]
            |(?:api|subscription)[-_]?key:)\ *+)
        (?=[\w.~+/:\\-]*[0-9])(?:[\w.~+/:-]|\\++(?:/|u002[bf])){16,}(?:=|\\++u003d){0,2}
    | (?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*){1,3}
    | ((?<![^\W_])(?:sig|signature|(?:access|refresh|id)[-_]?token|client[-_]?(?:secret|assertion)
        |secret_?text|(?:api|account)[-_]?key|shared_?access_?key|sharedaccesssignature
        |(?:(?:new|old|current|user)_?)?(?:password|passwd|pwd)(?!\\*["']\s*:[^:"']*["'][^"']*\s))
        (?:=|\\*["']\s*:\s*\\*["']))
        (?:[^\s"'&,;<>\\]|\\++(?:/|u00(?!2[267]|3[ce])[0-9a-f]{2}))+
    | (://)[^\s/@:]*:[^\s/@]+(?=@)""",
    re.IGNORECASE | re.VERBOSE,
)
_GIVES_ACCESS = re.compile(
    r"auth|cookie|token|secret|(?:api|access|account|subscription|functions)[-_]?key",
    re.I,
)


def without_secrets(url: str) -> str:
    """A URL that can be shown: only OData's own query options have their values."""
    path, mark, query = url.partition("?")
    shown: list[str] = []
    for part in query.split("&"):
        name, equals, _ = part.partition("=")
        known = unquote(name) in _NO_SECRETS
        shown.append(part if known or not equals else f"{quote(unquote(name))}=…")
    return path + mark + "&".join(shown)


def shown(text: str, most: int = LONGEST, sent: Iterable[str] = ()) -> str:
    """The beginning of a text that somebody else wrote, such as a service about an error,
    without tokens, keys, what was `sent` and secrets in the queries of URLs."""
    safe = text[: most + _ROOM]
    for secret in sent:
        safe = safe.replace(secret, "…")
    safe = _SECRETS.sub(lambda found: f"{''.join(filter(None, found.groups()))}…", safe)
    safe = _QUERY.sub(lambda found: without_secrets(found[0]), safe)
    return safe if len(text) <= most else safe[: most - 1] + "…"


def credentials_of(headers: Mapping[str, str]) -> list[str]:
    """What the headers of a request have of credentials that a service may repeat."""
    found: list[str] = []
    for name, value in headers.items():
        if "cookie" in name.lower():
            found += [each.partition("=")[2] for each in value.split(";")]
        elif _GIVES_ACCESS.search(name):
            found.append(value.strip().rpartition(" ")[2])
    return [each for each in found if len(each) > 7]  # shorter ones are words


def shown_cause(error: Exception) -> Exception | None:
    """An error as the cause of another, None where its text has secrets, since tracebacks
    show causes."""
    return error if shown(str(error)) == str(error) else None
