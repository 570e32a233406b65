"""Query options and conditions of requests for entities (OData Protocol section 11.2)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

Names = str | Sequence[str] | None
"""Some names, or their text as the service reads it: `["id", "name"]`, `"id,name"`."""

_SAFE = "$'(),/:@*"  # legible, and in values no server takes them for anything else


def query(path: str, **options: Names | int) -> str:
    """`path` with the system query options that were given: `/devices?$top=5`.

    None, an empty text and an empty sequence are left out, values are percent-encoded.
    """
    given = (
        f"${name}={quote(_text(value), safe=_SAFE)}"
        for name, value in options.items()
        if value is not None and value != "" and value != [] and value != ()
    )
    found = "&".join(given)
    return f"{path}?{found}" if found else path


def _text(value: str | Sequence[str] | int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int)) else ",".join(value)


def matching(etag: str | None) -> dict[str, str]:
    """The headers for a change that is only made to the version of the entity with that
    ETag (`model["@odata.etag"]`), or with `*` to any that exists (section 8.2.4)."""
    return {} if etag is None else {"If-Match": etag}
