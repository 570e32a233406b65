"""`csdlgen explain`: pages, lists, formats, unknown codes."""

from __future__ import annotations

import json

import pytest

from csdlgen.cli.exit_codes import run
from tests.unit.explain.test_pages import PAGES


def test_a_page_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "base-cycle"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("base-cycle: Types derive from each other in a circle\n\nFollowing the BaseType")
    assert '    <EntityType Name="cat" BaseType="demo.dog"/>' in out
    assert "What to do: Remove one of" in out
    assert max(map(len, out.splitlines())) <= 120


def test_all_codes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(PAGES)
    assert run(["explain", "--format", "json"]) == 0
    assert {each["code"] for each in json.loads(capsys.readouterr().out)} == {*PAGES}


def test_a_page_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "http-line", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["language"] == "http"
    assert set(found) == {"code", "title", "meaning", "example", "language", "remedy", "verdicts"}


def test_the_verdicts_of_a_drift_rule_are_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "composable-removed"]) == 0
    shown = capsys.readouterr().out
    assert "Verdicts       read      write    python\npolicy graph   breaking  neutral  breaking\n" in shown
    assert run(["explain", "composable-removed", "--format", "json"]) == 0
    verdicts = json.loads(capsys.readouterr().out)["verdicts"]
    assert verdicts["graph"] == {"read": "breaking", "write": "neutral", "python": "breaking"}


def test_an_unknown_code_suggests_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "unknown-typ"]) == 2
    assert "Did you mean 'unknown-type'?" in capsys.readouterr().err
    assert run(["explain", "zzz"]) == 2
    assert "lists all codes" in capsys.readouterr().err
