"""`csdlgen inspect`: formats, overlays, usage, and what it does not import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from tests.conftest import ROOT


@pytest.mark.parametrize("arguments", [[], ["shop.order"], ["cancel"], ["orders"], ["priority"], ["--search", "ord"]])
def test_both_formats_print_everything(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    document = str(ROOT / "tests" / "cases" / "inspect-type" / "service.csdl.xml")
    for form in ("text", "json"):
        assert run(["inspect", "--metadata", document, "--format", form, *arguments]) == 0
        out = capsys.readouterr().out
        assert all(line.isprintable() for line in out.split("\n"))
    assert json.loads(out)


def test_the_configuration_adds_its_overlays(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(["inspect", "reportRemoteAssistance"]) == 0
    assert run(["inspect", "--metadata", "metadata/graph-beta.csdl.xml", "reportRemoteAssistance"]) == 2
    assert "microsoft.graph.reportRemoteAssistance" in capsys.readouterr().out


def test_a_name_and_a_search_are_one_too_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", "x", "--search", "y"]) == 2
    assert "not both" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["inspect", "--metadata", "service.csdl.xml", "shop.order"]])
def test_looking_does_not_load_what_generating_needs(arguments: list[str]) -> None:
    program = (
        "import sys; from csdlgen.cli.exit_codes import run\n"
        f"assert run({arguments!r}) == 0\n"
        "print(sorted({'jinja2', 'black', 'csdlgen.package', 'csdlgen.disk'} & set(sys.modules)))"
    )
    folder: Path = ROOT / "tests" / "cases" / "inspect-type"
    ran = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, timeout=60)
    assert ran.stdout.splitlines()[-1:] == ["[]"], ran.stderr
