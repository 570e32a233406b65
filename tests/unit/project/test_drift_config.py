"""How drift is judged where the command line does not say."""

from __future__ import annotations

from typing import get_args

import pytest

from csdlgen.drift.finding import AXES, Policy
from csdlgen.errors import Position
from csdlgen.project.config import Config, parse_config
from csdlgen.project.drift_config import DRIFT, DriftConfig
from csdlgen.reports.drift.gate import LEVELS, Gate
from tests.unit.project.test_config import LEAST, problems

ALL = """
[drift]
fail-on = "dangerous"
policy = "strict"
accept = "csdlgen-accept.toml"
"""
OF_PACKAGE = """
[packages.demo.drift]
fail-on = { read = "any", python = "breaking" }
"""


def parse(text: str) -> Config:
    return parse_config(text, source="csdlgen.toml")


def test_nothing_is_said_where_there_is_no_table() -> None:
    config = parse(LEAST)
    assert config.drift == config.packages[0].drift == DriftConfig((), None, None)


def test_a_package_has_what_is_said_for_all_and_its_own_in_place_of_that() -> None:
    config = parse(ALL + LEAST + OF_PACKAGE)
    assert config.drift == DriftConfig(("dangerous",), "strict", "csdlgen-accept.toml")
    assert config.packages[0].drift == DriftConfig(("read=any", "python=breaking"), "strict", "csdlgen-accept.toml")
    assert parse(ALL + LEAST).packages[0].drift == config.drift
    assert parse(LEAST + OF_PACKAGE).drift == DriftConfig()


def test_what_a_table_takes_is_what_the_command_line_takes() -> None:
    for level in LEVELS:
        assert Gate.parse(parse(f'[drift]\nfail-on = "{level}"').drift.fail_on) == Gate(level, level, level)
        for axis in AXES:
            config = parse(f'[drift]\nfail-on = {{ {axis} = "{level}" }}')
            assert Gate.parse(config.drift.fail_on).level(axis) == level
    for policy in get_args(Policy):
        assert parse(f'[drift]\npolicy = "{policy}"').drift.policy == policy


@pytest.mark.parametrize(
    "line",
    [
        'fail-on = "worse"',
        "fail-on = {}",
        'fail-on = { wire = "any" }',
        "fail-on = 1",
        'policy = "mild"',
        "accept = []",
    ],
)
@pytest.mark.parametrize(("table", "row"), [("[drift]", 2), (f"{LEAST}[packages.demo.drift]", 8)])
def test_a_wrong_value_is_refused_with_its_place(line: str, table: str, row: int) -> None:
    (found,) = problems(f"{table}\n{line}\n")
    key = line.partition(" ")[0]
    assert (found.code, found.where) == ("config-value", Position("csdlgen.toml", row, 1))
    assert DRIFT[key][0] in found.message


def test_unknown_keys_are_refused() -> None:
    (found,) = problems('[drift]\nfailon = "any"\n')
    assert found.code == "config-unknown-key" and "fail-on" in found.remedy
    assert problems("drift = 1")[0].code == "config-value"
