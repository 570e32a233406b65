"""The keys of a configuration, each with what its value must be: in words for the user, and as a check."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from csdlgen.python_names import NAMINGS
from csdlgen.unicode_14 import is_printable

Check = Callable[[Any], bool]

PARTS = {"aio": "the async client", "batch": "batches (`client.batch()`)", "routes": "the routes as data"}
"""The parts that a package may do without, and what is not in it then."""

# Names that the generated modules use themselves.
_RESERVED = frozenset(("AsyncBatching", "AsyncClient", "Batching", "Client", "Request", "Service", "TYPE_CHECKING"))
# RFC 3986 without query, fragment and user; and without the apostrophe, since the URL is also written into the
# package's pyproject.toml.
_URL = re.compile(r"https?://[A-Za-z0-9\-._~:/\[\]!$&()*+,;=%]+")


def _is_text(value: object) -> bool:
    """Printable, because texts may be file names, in which no operating system takes a NUL."""
    return isinstance(value, str) and bool(value) and is_printable(value)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_one_of(*known: str) -> Check:
    return lambda value: isinstance(value, str) and value in known


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 50


def _is_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def is_table(value: object) -> bool:
    return isinstance(value, dict)


def is_identifier(value: object) -> bool:
    return isinstance(value, str) and value.isidentifier() and value.isascii() and not keyword.iskeyword(value)


def is_client(value: object) -> bool:
    return isinstance(value, str) and is_identifier(value) and value[0] != "_" and value not in _RESERVED


def _is_distribution(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", value))


def is_root(value: object) -> bool:
    if not isinstance(value, str) or not _URL.fullmatch(value):
        return False
    try:
        parts = urlsplit(value)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # unmatched brackets, or a port that is not a number
        return False


# key → (what its value must be, in words for the user; the check of that)
PACKAGE: dict[str, tuple[str, Check]] = {
    "output": ("a folder name", _is_text),
    "metadata": ("a list of at least one file name", lambda value: _is_texts(value) and bool(value)),
    "overlays": ("a list of file names", _is_texts),
    "documented": ("a list of file names or patterns", _is_texts),
    "references": ("a list of folders", _is_texts),
    "service-root": ("an http(s) URL without query, fragment or user", is_root),
    "client": ("a public class name that the package does not use itself", is_client),
    "scopes": ("a list of scopes", _is_texts),
    "distribution": ("a distribution name", _is_distribution),
    "key-style": ('"segment" or "parentheses"', _is_one_of("segment", "parentheses")),
    "empty-action-body": ('"object" or "none"', _is_one_of("object", "none")),
    "names": ('"plain" or "msgraph"', _is_one_of(*NAMINGS)),
    "operation-names": ('"qualified" or "short"', _is_one_of("qualified", "short")),
    "templates": ("a folder name", _is_text),
    "without": (f"a list of parts: {', '.join(PARTS)}", lambda value: _is_texts(value) and PARTS.keys() >= {*value}),
    "max-files": ("a number from 1", _is_size),
    "max-bytes": ("a number from 1", _is_size),
    "select": ("a table", is_table),
    "routes": ("a table", is_table),
    "drift": ("a table", is_table),
}
SELECT: dict[str, tuple[str, Check]] = {
    "operations": ("a list of qualified names", _is_texts),
    "types": ("a list of qualified names", _is_texts),
    "resources": ("a list of paths, with * and ** as wildcards", _is_texts),
    "everything": ("true or false", _is_flag),
    "derived": ("true, false or a list of qualified names", lambda value: _is_flag(value) or _is_texts(value)),
    "delete-linked": ("true or false", _is_flag),
    "replace": ("true or false", _is_flag),
    "casts": ('"all" or "own"', _is_one_of("all", "own")),
    "odata-type": ('"derived", "always" or "never"', _is_one_of("derived", "always", "never")),
}
ROUTES: dict[str, tuple[str, Check]] = {
    "roots": ("a list of entity sets and singletons", _is_texts),
    "max-hops": ("a number from 0 to 50", _is_count),
    "revisits": ("a number from 0 to 50", _is_count),
    "casts": ("a number from 0 to 50, or false", lambda value: value is False or _is_count(value)),
}
