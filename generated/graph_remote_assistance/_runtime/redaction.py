# ruff: noqa
# fmt: off
"""What errors and logs show of URLs and of texts from elsewhere: nothing that gives access."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

# Options whose values may be shown and logged.
_NO_SECRETS = (
    "$apply", "$compute", "$count", "$expand", "$filter", "$format", "$orderby",
    "$search", "$select", "$skip", "$top",
)  # fmt: skip

CREDENTIALS = ("authorization", "cookie", "proxy-authorization", "api-key")
"""The headers of requests that give access."""

_QUERY = re.compile(r"\?[^\s'\"<>)]+")
# What gives access: after the name of a scheme, as a JSON web token, under a known name.
_SECRETS = re.compile(
    r"""(\b(?:Bearer|Basic|SharedKey)\ +)(?=[\w.~+/:-]*[0-9])[\w.~+/:-]{16,}={0,2}
    | ()(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]*
    | (\b(?:sig|signature|access_?token|refresh_?token|id_?token|client_?secret|api-?key
        |account_?key|shared_?access_?key|sharedaccesssignature)
        (?:=|\\*["']\s*:\s*\\*["']))[^\s"'&,;<>\\]+""",
    re.IGNORECASE | re.VERBOSE,
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


def shown(text: str) -> str:
    """A text that somebody else wrote, such as a service about an error, without tokens,
    keys, and secrets in the queries of URLs."""
    text = _SECRETS.sub(lambda found: f"{found[1] or found[3] or ''}…", text)
    return _QUERY.sub(lambda found: without_secrets(found[0]), text)


def shown_cause(error: Exception) -> Exception | None:
    """An error as the cause of another, None where its text has secrets, since tracebacks
    show causes."""
    return error if shown(str(error)) == str(error) else None
