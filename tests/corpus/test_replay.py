"""The history of a real service replayed: consecutive documents compared, and what is known to have happened found.

`replay.txt` has the number of changes of each kind between any two, and for each kind with breaking findings how many
there are, the worst of their verdicts for reading, writing and Python, and for whom they are true.
`--update-documents` writes it anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date as day
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.drift import compare, judge
from csdlgen.drift.change import Change, every_change
from csdlgen.drift.finding import Finding, Verdict, every
from csdlgen.edm.model import EdmModel
from tests.corpus.broken import BROKEN
from tests.corpus.survey import data_of, folder, names
from tests.support.drift import REVERSE
from tests.support.patch import apply, normal

pytestmark = pytest.mark.slow

TABLE = Path(__file__).parent / "replay.txt"
CHANNELS = ("graph-beta_", "graph-v1.0-prod_")
# What people noted at these dates, each between the two documents named by theirs: (kind, path).
EVENTS: dict[tuple[str, str], set[tuple[str, str]]] = {
    ("2019-10-22", "2020-06-23"): {
        ("navigation-added", "microsoft.graph.deviceManagement/comanagedDevices"),
    },
    ("2020-06-23", "2020-12-22"): {
        ("property-added-non-nullable", "microsoft.graph.remoteAssistancePartner/onboardingRequestExpiryDateTime"),
    },
    ("2021-06-22", "2021-07-13"): {
        ("entity-type-added", "microsoft.graph.remoteAssistanceSettings"),
        ("enum-type-added", "microsoft.graph.remoteAssistanceState"),
    },
    ("2024-02-02", "2025-04-01"): {
        ("enum-sentinel-added", "microsoft.graph.managedDeviceOwnerType/unknownFutureValue"),
        ("property-became-collection", "microsoft.graph.security.ioTDeviceEvidence/nics"),
        ("enum-sentinel-moved", "microsoft.graph.security.purgeType/unknownFutureValue"),
        ("enum-member-removed", "microsoft.graph.security.purgeType/permanentlyDeleted"),
        ("enum-member-added-after-sentinel", "microsoft.graph.security.purgeType/permanentlyDelete"),
    },
    ("2025-04-01", "2025-12-16"): {
        ("enum-sentinel-added", "microsoft.graph.deviceEnrollmentType/unknownFutureValue"),
        ("property-added-computed", "microsoft.graph.managedDevice/managementState"),
        ("navigation-removed", "microsoft.graph.deviceManagement/telecomExpenseManagementPartners"),
    },
}


def steps() -> list[tuple[str, str]]:
    """The consecutive documents of each channel."""
    channels = ([name for name in names() if name.startswith(f"graph/{channel}")] for channel in CHANNELS)
    return [pair for channel in channels for pair in pairwise(channel)]


def date(name: str) -> str:
    return name.split("_")[1]


@lru_cache(maxsize=2)
def model(name: str) -> EdmModel:
    return read_csdl(data_of(name), source=name)


@lru_cache(maxsize=1)
def changes(old: str, new: str) -> tuple[Change, ...]:
    return compare(model(old), model(new))


@cache
def breaking(old: str, new: str) -> tuple[Finding, ...]:
    """The findings that break somebody."""
    found = judge(changes(old, new), model(old), model(new), today=day(2026, 1, 1))
    return tuple(each for each in every(found) if each.verdicts.worst() is Verdict.BREAKING)


SKIP = pytest.mark.skip(reason="CSDLGEN_CORPUS names no folder with real documents")
STEPS = [pytest.param(*step, id=f"{date(step[0])}..{date(step[1])}") for step in steps()]
each_step = pytest.mark.parametrize(("old", "new"), STEPS or [pytest.param("", "", marks=SKIP)])
counted: dict[tuple[str, str], Counter[str]] = {}


@each_step
def test_the_changes_are_all_that_happened(old: str, new: str) -> None:
    assert normal(apply(model(old), changes(old, new))) == normal(model(new))


@each_step
def test_every_difference_belongs_to_one_change(old: str, new: str) -> None:
    found = list(every_change(changes(old, new)))
    counted[old, new] = Counter(each.rule for each in found)
    occurrences = Counter((each.path, each.attribute) for change in found for each in change.differences)
    assert set(occurrences.values()) == {1}
    assert {each.rule for each in found} <= set(REVERSE)


@each_step
def test_what_is_known_to_have_happened_is_found(old: str, new: str) -> None:
    found = {(each.rule, str(each.path)) for each in every_change(changes(old, new))}
    assert EVENTS.get((date(old), date(new)), set()) <= found


@each_step
def test_reports_had_their_parameters_reordered_and_made_optional_at_once(old: str, new: str) -> None:
    """2024-11-04: 141 parameters, and 18 actions of one type."""
    found = list(every_change(changes(old, new)))
    optional = [each for each in found if each.rule == "parameter-became-optional"]
    reordered = [each for each in found if each.rule == "parameters-reordered"]
    expected = (141, 18) if date(old) == "2024-02-02" else (12, 0) if date(old) == "2021-03-16" else (0, 0)
    assert (len(optional), len(reordered)) == expected
    assert all(str(each.path).startswith("microsoft.graph.deviceManagementReports/") for each in reordered)


@pytest.mark.skipif(folder() is None, reason="CSDLGEN_CORPUS names no folder with real documents")
def test_each_kind_that_breaks_breaks_some_client() -> None:
    assert {each.rule for step in steps() for each in breaking(*step)} == {*BROKEN}


@pytest.mark.skipif(folder() is None, reason="CSDLGEN_CORPUS names no folder with real documents")
def test_the_counts_are_those_of_the_table(request: pytest.FixtureRequest) -> None:
    for old, new in steps():
        if (old, new) not in counted:
            counted[old, new] = Counter(each.rule for each in every_change(changes(old, new)))
    if request.config.getoption("update_documents"):
        TABLE.write_text(table(), encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == table(), "--update-documents writes it anew"


def table() -> str:
    """A line for each kind that occurs, a column for each step."""
    columns = [counted[step] for step in steps()]
    kinds = sorted(set().union(*columns))
    width = max(map(len, kinds))
    dates = [[date(name) for name in side] for side in zip(*steps(), strict=True)]
    lines = [f"{'from':{width}} {' '.join(dates[0])}", f"{'to':{width}} {' '.join(dates[1])}"]
    lines += [f"{kind:{width}} {row(column[kind] for column in columns)}" for kind in kinds]
    lines.append(f"{'all':{width}} {row(column.total() for column in columns)}")
    lines += ["", "breaking, and for whom", *_broken(width)]
    return "".join(f"{line}\n" for line in lines)


def _broken(width: int) -> Iterable[str]:
    """A line for each kind with breaking findings: how many, the worst verdicts, whom they break."""
    found: dict[str, list[Finding]] = {}
    for step in steps():
        for each in breaking(*step):
            found.setdefault(each.rule, []).append(each)
    for rule, findings in sorted(found.items()):
        axes = zip(*(each.verdicts for each in findings), strict=True)
        worst = "/".join(str(Verdict(max(axis))) for axis in axes)
        yield f"{rule:{width}} {len(findings):>4} {worst:26} {BROKEN[rule]}"


def row(numbers: Iterable[int]) -> str:
    return " ".join(str(number or "-").rjust(10) for number in numbers)
