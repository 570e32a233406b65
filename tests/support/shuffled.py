"""Models with the children of every element in another order, and in another place of another document."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from random import Random
from typing import Any

from csdlgen.edm.model import CollectionExpression, EdmModel, Operation, Operator
from csdlgen.errors import Location

# Whose order means something: parameters, items, operands, the parts of a key, what a term applies to.
ORDERED = {(Operation, "parameters"), (CollectionExpression, "items"), (Operator, "operands")}
OPAQUE = (CollectionExpression, Operator)
ATOMS = ("key", "applies_to")


def shuffled(model: EdmModel, random: Random) -> EdmModel:
    made: EdmModel = _shuffled(model, random)
    return made


def _shuffled(element: Any, random: Random) -> Any:
    changed: dict[str, Any] = {}
    for each in fields(element):
        value = getattr(element, each.name)
        if each.name == "location":
            changed[each.name] = Location("elsewhere", random.randrange(1000))
        elif isinstance(value, tuple) and value and is_dataclass(value[0]) and each.name not in ATOMS:
            items = [_shuffled(item, random) for item in value]
            if (type(element), each.name) not in ORDERED:
                random.shuffle(items)
            changed[each.name] = tuple(items)
        elif is_dataclass(value) and not isinstance(value, OPAQUE):
            changed[each.name] = _shuffled(value, random)
    return replace(element, **changed) if changed else element
