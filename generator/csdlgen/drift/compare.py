"""The comparison of two models: a pure function to changes."""

from __future__ import annotations

from csdlgen.drift.change import Change
from csdlgen.drift.group import group
from csdlgen.drift.sides import Findings
from csdlgen.drift.walk import walk
from csdlgen.edm.model import EdmModel
from csdlgen.garbage import uncollected


def compare(old: EdmModel, new: EdmModel) -> tuple[Change, ...]:
    """Every difference between two models, each as part of exactly one change, grouped under their causes.

    The order of children means nothing but that of parameters, and locations are not compared.
    """
    with uncollected():
        found = Findings(old, new)
        walk(found)
        return group(draft.done() for draft in found.drafts)
