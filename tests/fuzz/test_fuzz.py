"""Every target, for about a minute in all, with the same inputs each time; and everything that was ever found.

By hand, for as long as is wanted: `python -m tests.fuzz TARGET --minutes 60`.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.__main__ import Fuzzing
from tests.fuzz.findings import CASES, cases, keep, read_case
from tests.fuzz.table import TARGETS
from tests.fuzz.target import Input, Target, TooMuchError, within_limits


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_whatever_a_target_is_given_has_a_result_or_a_documented_error(name: str) -> None:
    target = TARGETS[name]

    @settings(
        max_examples=target.examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    @given(target.inputs)
    def one(parts: Input) -> None:
        with within_limits(sum(map(len, parts))):
            target.check(*parts)

    one()


@pytest.mark.parametrize(
    "place", [each for name in TARGETS for each in cases(name)], ids=lambda each: f"{each.parent.name}-{each.stem}"
)
def test_what_was_found_is_mended(place: Path) -> None:
    parts = read_case(place)
    with within_limits(sum(map(len, parts))):
        TARGETS[place.parent.name].check(*parts)


def test_each_folder_of_cases_is_that_of_a_target() -> None:
    assert {each.name for each in CASES.iterdir()} <= set(TARGETS)


# --- the fuzzing itself ----------------------------------------------------------------------------------------------


def test_a_finding_is_kept_in_its_smallest_form_and_others_are_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(part: bytes) -> None:
        if b"b" in part:
            raise KeyError
        assert b"a" not in part

    target = Target(st.text("ab", max_size=9).map(lambda text: (text.encode(),)), check, 1)
    assert Fuzzing("planted", target, tmp_path).run(1.5, 0) == 2
    kept = {read_case(place) for place in (tmp_path / "planted").iterdir()}
    assert kept == {(b"a",), (b"b",)}
    assert "planted, seed 0: " in capsys.readouterr().out


@given(st.lists(st.binary(max_size=8) | st.text().map(lambda text: text.encode()), max_size=3).map(tuple))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_case_is_the_input_that_was_kept(tmp_path: Path, given_: Input) -> None:
    assert read_case(keep("any", "one", given_, tmp_path)) == given_


def test_what_takes_too_long_or_too_much_memory_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.target.SECONDS", 0.1)
    with pytest.raises(TooMuchError, match="no end after"), within_limits(0):
        end = time.process_time() + 20
        while time.process_time() < end:
            with contextlib.suppress(Exception):  # as programs do
                sum(range(1000))
    monkeypatch.undo()
    with pytest.raises(TooMuchError, match="MB for 0 octets"), within_limits(0):
        bytearray(b"x") * 250_000_000
    with within_limits(0):
        bytearray(b"x") * 50_000_000
