"""`csdlgen generate`: what it does with files that were edited by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from tests.support.project import small_project, tree

PACKAGE = "demo"


def test_an_edited_file_is_refused_by_name_and_kept_with_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(["generate"]) == 0
    clean = tree(tmp_path)
    edited = tmp_path / "generated" / PACKAGE / "routes.py"
    edited.write_bytes(clean[f"generated/{PACKAGE}/routes.py"] + b"# mine: \xff\n")
    before = tree(tmp_path)
    capsys.readouterr()
    assert run(["generate"]) == 2
    said = capsys.readouterr().err
    assert f"generated/{PACKAGE}/routes.py: file-not-ours: " in said and "--force" in said
    assert run(["generate", "--check", "--diff"]) == 1
    assert "-# mine: \\xff" in capsys.readouterr().out
    assert tree(tmp_path) == before
    assert run(["generate", "--force"]) == 0
    assert f"kept a copy: generated/{PACKAGE}/routes.py.bak" in capsys.readouterr().out
    after = tree(tmp_path)
    assert after.pop(f"generated/{PACKAGE}/routes.py.bak") == before[f"generated/{PACKAGE}/routes.py"]
    assert after == clean
    assert run(["check"]) == 0
