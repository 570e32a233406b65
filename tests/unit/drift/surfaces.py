"""What a package of everything would call what two models have, as judging wants it."""

from __future__ import annotations

from collections.abc import Iterable

from csdlgen.drift import Change
from csdlgen.drift.python_names import Surfaces, touched
from csdlgen.edm.model import EdmModel
from csdlgen.navigation import Limits
from csdlgen.package.plan.python_names import python_names, python_names_of
from csdlgen.routes import UrlStyle
from csdlgen.select import Selection, select

# What a package reads and writes, in the cases of rules that are about it.
RESOURCES = {"python-builder-changed": ("readers", "readers/books")}


def surfaces(changes: Iterable[Change], old: EdmModel, new: EdmModel, resources: tuple[str, ...] = ()) -> Surfaces:
    """Of what changed; of all that there is, where resources are read and written."""
    if not resources:
        types = touched(changes, old, new)
        return Surfaces(python_names_of(old, types), python_names_of(new, types))
    selection = Selection(everything=True, resources=resources)
    before, after = (python_names(select(each, selection, Limits()), UrlStyle()) for each in (old, new))
    return Surfaces(before, after)
