"""Changes applied to a model: the proof that they say everything."""

from __future__ import annotations

from collections.abc import Iterable

from csdlgen.drift.build import build
from csdlgen.drift.change import Change, flat
from csdlgen.drift.facts import Facts, facts
from csdlgen.drift.path import ElementPath
from csdlgen.drift.shapes import PRESENT
from csdlgen.edm.model import EdmModel


def apply(old: EdmModel, changes: Iterable[Change]) -> EdmModel:
    """The old model with the differences of all changes made: up to the order of children, the new model.

    What a difference has no say in stays as it is, locations too. Raises `ValueError` where `old` is not what the
    changes were found in.
    """
    known = facts(old)
    for change in flat(changes):
        for path, attribute, before, after in change.differences:
            found = known.elements.setdefault(path, {})
            if found.get(attribute) != before:
                raise ValueError(f"{path}: {attribute or 'the element'} is not what it was")
            if after is None:
                del found[attribute]
            else:
                found[attribute] = after
    patched = Facts(locations=known.locations)
    for path, attributes in known.elements.items():
        if PRESENT in attributes:
            _put(path, patched, known)
    return build(patched)


def _put(path: ElementPath, patched: Facts, known: Facts) -> None:
    patched.elements[path] = known.elements[path]
    if path.steps:
        patched.children.setdefault(path.parent, []).append(path)
