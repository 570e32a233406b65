"""What fails a run."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from csdlgen.drift.finding import Finding, every
from csdlgen.reports.drift.gate import Gate
from tests.unit.reports.drift.samples import ADDED, CHANGED, FINDINGS, REMOVED, accepted


@pytest.mark.parametrize(
    ("texts", "gate"),
    [
        ((), Gate("breaking", "breaking", "breaking")),
        (("dangerous",), Gate("dangerous", "dangerous", "dangerous")),
        (("read=breaking",), Gate("breaking", "never", "never")),
        (("read=breaking", "python=dangerous"), Gate("breaking", "never", "dangerous")),
        (("python=never", "any"), Gate("any", "any", "never")),
    ],
)
def test_levels_for_all_axes_and_for_one(texts: tuple[str, ...], gate: Gate) -> None:
    assert Gate.parse(texts) == gate


@pytest.mark.parametrize("text", ["", "worse", "read=", "read=worse", "reading=breaking", "=any", "a=b=any"])
def test_what_is_no_level_or_no_axis_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no (level|axis): one of"):
        Gate.parse((text,))


@pytest.mark.parametrize(
    ("gate", "failing"),
    [
        (Gate(), (REMOVED, CHANGED)),
        (Gate.parse(("dangerous",)), (REMOVED, CHANGED)),
        (Gate.parse(("any",)), (REMOVED, CHANGED, ADDED)),
        (Gate.parse(("never",)), ()),
        (Gate.parse(("write=breaking",)), (REMOVED,)),
        (Gate.parse(("write=dangerous",)), (REMOVED, CHANGED)),
        (Gate.parse(("read=any",)), (REMOVED, ADDED)),
    ],
)
def test_a_finding_fails_by_its_verdict_on_an_axis(gate: Gate, failing: tuple[Finding, ...]) -> None:
    assert tuple(each for each in (REMOVED, CHANGED, ADDED) if gate.fails(each)) == failing


@settings(max_examples=40)
@given(FINDINGS)
def test_a_lower_gate_lets_less_through(findings: tuple[Finding, ...]) -> None:
    counts = [Gate.parse((level,)).failing(findings) for level in ("never", "breaking", "dangerous", "any")]
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert counts[-1] == sum(each.accepted is None for each in every(findings))


@settings(max_examples=40)
@given(FINDINGS)
def test_what_is_accepted_fails_no_gate(findings: tuple[Finding, ...]) -> None:
    assert Gate.parse(("any",)).failing(accepted(each) for each in findings) == 0
