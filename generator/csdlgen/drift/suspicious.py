"""Documents that lost too much to be believed."""

from __future__ import annotations

from csdlgen.edm.model import EdmModel

# Smaller documents lose half of what they have in the ordinary course of things.
_FEWEST_TYPES = 10
_FEWEST_OPERATIONS = 5


def suspicious(old: EdmModel, new: EdmModel) -> str:
    """Why the new model is hardly the next version of the old one, in a few words; empty where it may well be.

    Meant for whole documents rather than slices. Types that differ in case or namespace are not gone.
    """
    if old.containers and not new.containers:
        return "the entity container is gone"
    left = {each.name.casefold() for each in new.types}
    types = [each for each in old.types if each.name.casefold() not in left]
    if len(old.types) >= _FEWEST_TYPES and 2 * len(types) >= len(old.types):
        return f"{len(types)} of {len(old.types)} types are gone"
    if len(old.operations) >= _FEWEST_OPERATIONS and not new.operations:
        return f"all {len(old.operations)} operations are gone"
    return ""
