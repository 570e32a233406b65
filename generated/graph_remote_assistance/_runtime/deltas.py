# ruff: noqa
# fmt: off
"""What deltas say of entities that are no longer in a result (OData JSON section 15.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from .models import Model


class Removed(NamedTuple):
    """What a delta says of an entity that is no longer in the result: `reason` is
    "deleted", or "changed" where it is still there but does not belong to it any more.
    `id` is its URL where that is said; what is known of its key the model has."""

    reason: str
    id: str | None


def removed(model: Model) -> Removed | None:
    """Why an item of a delta is in it no longer, None for one that was added or
    changed."""
    wire = model.__wire__
    removal = wire.get("@removed", wire.get("@odata.removed"))
    if isinstance(removal, dict):
        known = cast(dict[str, Any], removal)
        return Removed(known.get("reason", ""), wire.get("@odata.id", wire.get("@id")))
    context = wire.get("@odata.context")  # in OData 4.0 it is an object of its own kind
    if isinstance(context, str) and context.endswith("/$deletedEntity"):
        return Removed(wire.get("reason", ""), wire.get("id"))
    return None
