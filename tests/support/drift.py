"""What drift rules are the reverse of each other, and what a package of everything would call what two models have."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from csdlgen.csdl import read_csdl
from csdlgen.drift.change import Change
from csdlgen.drift.python_drift import Surfaces, touched
from csdlgen.drift.rules import RULES
from csdlgen.edm.model import EdmModel
from csdlgen.navigation import Limits
from csdlgen.package.plan.public_names import python_names, python_names_of
from csdlgen.routes import UrlStyle
from csdlgen.select import Selection, select
from tests.conftest import ROOT

CASES = ROOT / "tests" / "drift"
# Rules that no comparison of two models raises.
_NOT_COMPARED = ("judge.", "route_drift.", "python_drift.")


def _reverses() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for rule in RULES.values():
        if not any(
            trigger.event == "raised" and trigger.subject.startswith(_NOT_COMPARED) for trigger in rule.triggers
        ):
            table.setdefault(rule.code, set())
            for code in rule.reverse:
                table.setdefault(rule.code, set()).add(code)
                table.setdefault(code, set()).add(rule.code)
    return {code: frozenset(codes or {code}) for code, codes in sorted(table.items())}


REVERSE = _reverses()
"""Every rule that a comparison raises, with those that the same difference may raise when old and new change places. A
removed property may come back in four ways; what is restricted in one respect and relaxed in another is restricted
either way."""

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


@cache
def case(rule: str) -> tuple[EdmModel, EdmModel]:
    """The two models of the case folder of a rule."""
    folder = CASES / rule
    old, new = (read_csdl((folder / side).read_bytes(), source=side) for side in ("old.csdl.xml", "new.csdl.xml"))
    return old, new
