"""The normal form of a model: canonical, and children sorted where their order means nothing.

The order of the parameters of an operation, of the parts of a key, of the items of a collection and of operands does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from csdlgen.drift.canonical import Canonical
from csdlgen.drift.shapes import SHAPES
from csdlgen.edm.model import EdmModel, Record


def normal(model: EdmModel) -> EdmModel:
    """The model that equals another's exactly when the two differ in nothing but the order of children and in ways of
    writing that mean the same."""
    canonical = Canonical(model)
    schemas, references = (tuple(map(canonical, some)) for some in (model.schemas, model.references))
    return replace(model, schemas=_sorted(schemas), references=_sorted(references))


def normal_element(element: Any) -> Any:
    """An element of a model with its children sorted, and theirs."""
    shape = SHAPES[type(element)]
    changed: dict[str, Any] = {}
    for name in shape.children:
        value = getattr(element, name)
        if name == "parameters":
            changed[name] = tuple(normal_element(each) for each in value)
        elif isinstance(value, tuple):
            changed[name] = _sorted(value)
        elif value is not None:
            changed[name] = normal_element(value)
    if shape.valued and isinstance(element.value, Record):
        record = element.value
        changed["value"] = replace(record, values=_sorted(record.values), annotations=_sorted(record.annotations))
    return replace(element, **changed)


def _sorted(elements: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted((normal_element(each) for each in elements), key=repr)) if elements else ()
