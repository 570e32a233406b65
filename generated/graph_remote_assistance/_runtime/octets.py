# ruff: noqa
# fmt: off
"""Edm.Guid and Edm.Binary: octets, written as text (OData JSON section 7.1)."""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from typing import TYPE_CHECKING, Any

from .checks import matched
from .wire import Codec, wrong

if TYPE_CHECKING:
    from uuid import UUID


def _read_guid(wire: Any) -> UUID:
    from uuid import UUID  # here: it takes a while, and not all need it

    # UUID() would also take braces, URNs and hyphens anywhere
    return UUID(matched("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", wire)[0])


def _write_guid(value: Any) -> str:
    from uuid import UUID

    if not isinstance(value, UUID):
        raise wrong("Edm.Guid", "a uuid.UUID", value)
    return str(value)


def _read_binary(wire: Any) -> bytes:
    """Base64 in either alphabet, padded or not."""
    text = matched("([A-Za-z0-9+/_-]*)={0,2}", wire)[1]
    text = text.replace("-", "+").replace("_", "/")
    return a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True)


def _write_binary(value: Any) -> str:
    """Padded, in the standard alphabet: .NET services refuse the URL one."""
    if not isinstance(value, (bytes, bytearray)):
        raise wrong("Edm.Binary", "bytes", value)
    return b2a_base64(value, newline=False).decode("ascii")


CODECS = {
    "Edm.Guid": Codec("Edm.Guid", _read_guid, _write_guid),
    "Edm.Binary": Codec("Edm.Binary", _read_binary, _write_binary),
}
