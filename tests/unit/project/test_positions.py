"""Positions in diagnostics are those of files named from the current folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from tests.support.project import small_project


def test_positions_are_in_files_named_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From above the configuration's folder, and from below, where the configuration is found upwards."""
    project = tmp_path / "project"
    below = project / "below"
    below.mkdir(parents=True)
    document = small_project(project) / "service.csdl.xml"
    text = document.read_text(encoding="utf-8").replace('Type="demo.mode"', 'Type="demo.moode"')
    document.write_text(text, encoding="utf-8")
    number = text[: text.index("demo.moode")].count("\n") + 1
    monkeypatch.chdir(tmp_path)
    assert run(["generate", "--config", "project/csdlgen.toml"]) == 2
    assert capsys.readouterr().err.startswith(f"project/service.csdl.xml:{number}:9: unknown-type: ")
    monkeypatch.chdir(below)
    assert run(["generate"]) == 2
    assert capsys.readouterr().err.startswith(f"../service.csdl.xml:{number}:9: unknown-type: ")
    document.rename(below / "given.xml")
    assert run(["generate", "--metadata", "given.xml"]) == 2
    assert capsys.readouterr().err.startswith(f"given.xml:{number}:9: unknown-type: ")
    assert run(["generate"]) == 2
    assert capsys.readouterr().err.startswith("../service.csdl.xml: file-unreadable: ")
