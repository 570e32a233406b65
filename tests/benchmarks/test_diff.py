"""Comparing real documents against parsing them: the whole command in cold processes, and its steps after reading."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import lxml.etree
import pytest

from csdlgen.csdl import read_csdl
from csdlgen.drift import compare, judge
from csdlgen.reports.drift import WRITERS
from csdlgen.reports.drift.report import Report
from tests.benchmarks.packages import BETA
from tests.benchmarks.processes import Python, csdlgen
from tests.benchmarks.race import Race
from tests.benchmarks.report import Goal, Row

AGAINST = "two lxml.etree.parse"
ROUNDS = 9
# A step of three weeks, and one of eight months in which thousands of elements moved.
STEPS = {
    "three weeks": ("graph/graph-beta_2021-06-22_222ba30a.csdl.xml", BETA),
    "eight months": ("graph/graph-beta_2019-10-22_1d051dee.csdl.xml", "graph/graph-beta_2020-06-23_30a33453.csdl.xml"),
}

_PARSE = "import sys, lxml.etree\nfor name in sys.argv[1:]: lxml.etree.parse(name)"
_DIFF = """
import contextlib, io
from csdlgen.cli.exit_codes import run
with contextlib.redirect_stdout(io.StringIO()):
    run(["diff", {!r}, {!r}])
"""


def documents(corpus: Path, step: str) -> tuple[str, str]:
    old, new = (str(corpus / name) for name in STEPS[step])
    return old, new


@pytest.mark.parametrize("step", STEPS)
def test_diff(race: Race, python: Python, corpus: Path, tmp_path: Path, step: str) -> None:
    old, new = documents(corpus, step)
    race(
        f"diff of two beta documents, {step} apart, cold",
        Goal(8),
        csdlgen(python, tmp_path, "diff", old, new, "--fail-on", "never"),
        python.command("-c", _PARSE, old, new),
        against=AGAINST,
        rounds=ROUNDS,
    )


@pytest.mark.parametrize("form", ["text", "sarif"])
@pytest.mark.parametrize("step", STEPS)
def test_after_reading(race: Race, corpus: Path, step: str, form: str) -> None:
    names = documents(corpus, step)
    old, new = (read_csdl(Path(name).read_bytes(), source=name) for name in names)

    def printed() -> str:
        gc.disable()  # as the command does
        try:
            findings = judge(compare(old, new), old, new, today=date(2026, 1, 1))
            return WRITERS[form](Report(findings, *names))
        finally:
            gc.enable()

    race(
        f"compare, judge and report as {form}, {step} apart",
        Goal(8),  # the budget of the whole command
        printed,
        _parses(names),
        against=AGAINST,
        rounds=ROUNDS,
    )


def _parses(names: tuple[str, ...]) -> Callable[[], object]:
    return lambda: [lxml.etree.parse(name) for name in names]


@pytest.mark.filterwarnings("ignore:Benchmark fixture was not used")
@pytest.mark.parametrize("step", STEPS)
def test_memory(race: Race, python: Python, corpus: Path, step: str) -> None:
    peak = python.peak(_DIFF.format(*documents(corpus, step)))
    race.add(Row(f"peak memory of the diff, {step} apart", peak, 600e6, "600 MB", Goal(1), "B"))
