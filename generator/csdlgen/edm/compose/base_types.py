"""How long chains of base types may be (CSDL sections 6.2 and 9.2)."""

from __future__ import annotations

from csdlgen.edm.model import EdmModel, QName, StructuredType
from csdlgen.errors import failure

MOST_BASE_TYPES = 100
"""Real types have up to 36."""


def refuse_long_chains(model: EdmModel) -> None:
    """Raises CsdlgenError (`too-deep`) for a type with more base types than `MOST_BASE_TYPES`, its own base types and
    theirs counted. Whoever asks what a type inherits follows its chain anew, and Python imports modules of models one
    within the other.

    A circle counts as far as it goes without repeating a type. Each type is visited once or twice.
    """
    depths: dict[QName, int] = {}
    for name in model.types:
        chain: list[StructuredType] = []
        on_chain: set[QName] = set()
        found = model.structured(name)
        while found is not None and found.name not in depths and found.name not in on_chain:
            chain.append(found)
            on_chain.add(found.name)
            found = model.structured(found.base) if found.base else None
        depth = depths.get(found.name, -1) if found is not None else -1
        for type_ in reversed(chain):
            depth += 1
            depths[type_.name] = depth
            if depth > MOST_BASE_TYPES:
                message = f"{type_.name} has more than {MOST_BASE_TYPES} base types, one derived from the other"
                remedy = "No real service publishes this; check where the file comes from."
                raise failure("too-deep", message, remedy, path=str(type_.name), where=type_.location)
