# ruff: noqa
# fmt: off
"""What deltas say of entities that are no longer in a result (OData JSON section 15.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from .codecs import unreadable

if TYPE_CHECKING:
    from .models import Model


class Removed(NamedTuple):
    """What a delta says of an entity that is no longer in the result: `reason` is
    "deleted", or "changed" where it is still there but does not belong to it any more,
    empty where none of these is said.
    `id` is its URL where that is said; what is known of its key the model has."""

    reason: str
    id: str | None


def removed(model: Model) -> Removed | None:
    """Why an item of a delta is in it no longer, None for one that was added or
    changed. WireError where that is said in another way than OData has it."""
    wire = model.__wire__
    removal = wire.get("@removed", wire.get("@odata.removed"))
    if removal is not None:
        if not isinstance(removal, dict):
            raise unreadable(removal, "@removed")
        known = cast(dict[str, Any], removal)
        id_ = wire.get("@odata.id", wire.get("@id"))
        return Removed(_text(known, "reason") or "", _text({"@id": id_}, "@id"))
    context = wire.get("@odata.context")  # in OData 4.0 it is an object of its own kind
    if isinstance(context, str) and context.endswith("/$deletedEntity"):
        return Removed(_text(wire, "reason") or "", _text(wire, "id"))
    return None


def _text(wire: dict[str, Any], name: str) -> str | None:
    value = wire.get(name)
    if value is None or isinstance(value, str):
        return value
    raise unreadable(value, "text", name)
