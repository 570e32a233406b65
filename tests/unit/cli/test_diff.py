"""`csdlgen diff`: how it ends, what it writes, and that its places are right in both formats."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from csdlgen.csdl import normalise, read_csdl
from csdlgen.csdl.json.write import dump_csdl_json
from tests.support.cli import call
from tests.test_cases import CASES

OLD, NEW = "old.xml", "new.xml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two documents, four changes between which break somebody."""
    for name in (OLD, NEW):
        shutil.copy(CASES / "diff-text" / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((OLD, OLD, "--fail-on", "any"), 0),
        ((OLD, NEW, "--fail-on", "never"), 0),
        ((OLD, NEW), 1),
        ((OLD, "missing.xml"), 2),
        ((OLD,), 2),
    ],
)
def test_exit_codes(here: Path, arguments: tuple[str, ...], code: int) -> None:
    ran = call("diff", *arguments, cwd=here)
    assert ran.code == code, ran.err
    assert bool(ran.out) == (code < 2)
    assert bool(ran.err) == (code == 2)
    assert "\x1b" not in ran.out + ran.err


def test_a_bug_of_ours_is_no_difference(here: Path) -> None:
    code = (
        "import sys, csdlgen.drift as drift\n"
        "def broken(*_): return 1 // 0\n"
        "drift.compare = broken\n"
        f"sys.argv[1:] = ['diff', {OLD!r}, {NEW!r}]\n"
        "from csdlgen.cli.main import main; main()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=here, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout) == (3, "")
    assert "ZeroDivisionError" in ran.stderr and ran.stderr.endswith("please report it with the lines above.\n")


@pytest.mark.parametrize("form", ["text", "json", "markdown", "github", "sarif"])
def test_a_file_has_what_stdout_would_have(here: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", OLD, NEW, "--format", form]) == 1
    printed = capsys.readouterr().out
    assert run(["diff", OLD, NEW, "--format", form, "-o", "report"]) == 1
    assert capsys.readouterr().out == ""
    assert (here / "report").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("form", ["text", "json", "markdown", "github", "sarif"])
def test_what_is_accepted_fails_in_no_format(here: Path, form: str) -> None:
    shutil.copy(CASES / "diff-accepted" / "csdlgen-accept.toml", here)
    assert run(["diff", OLD, NEW, "--format", form]) == 1
    assert run(["diff", OLD, NEW, "--format", form, "--accept", "csdlgen-accept.toml"]) == 0
    assert run(["diff", OLD, NEW, "--format", form, "--accept", "csdlgen-accept.toml", "--fail-on", "any"]) == 1


def test_accepting_writes_what_is_at_or_above_the_gate(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accept = ["--accept", "accept.toml"]
    assert run(["diff", OLD, NEW, *accept, "--update-accepts", 'We are "ready".']) == 0
    text = (here / "accept.toml").read_text(encoding="utf-8")
    assert text.count("[[accept]]") == text.count('reason = "We are \\"ready\\"."') == 3  # one of four is a consequence
    assert "enum-member-added-closed" not in text
    capsys.readouterr()

    assert run(["diff", OLD, NEW, *accept]) == 0
    assert "4 accepted" in capsys.readouterr().out
    assert run(["diff", OLD, NEW, *accept, "--fail-on", "dangerous"]) == 1

    # Once the committed document is the new one, nothing of it is needed any more.
    capsys.readouterr()
    assert run(["diff", NEW, NEW, *accept]) == 0
    assert capsys.readouterr().out.count("matches nothing") == 3
    assert run(["diff", NEW, NEW, *accept, "--update-accepts", "Clean up."]) == 0
    assert "[[accept]]" not in (here / "accept.toml").read_text(encoding="utf-8")


def test_an_accept_file_is_not_written_where_nothing_is_decided(here: Path) -> None:
    assert run(["diff", OLD, "missing.xml", "--accept", "accept.toml", "--update-accepts", "Whatever."]) == 2
    assert not (here / "accept.toml").exists()
    (here / "accept.toml").write_text("[[accept]]\nreasons = 1\n", encoding="utf-8")
    assert run(["diff", OLD, NEW, "--accept", "accept.toml", "--update-accepts", "Whatever."]) == 2
    assert (here / "accept.toml").read_text(encoding="utf-8") == "[[accept]]\nreasons = 1\n"


def test_documents_may_be_of_either_format(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (OLD, NEW):
        model = read_csdl((here / name).read_bytes(), source=name)
        text = dump_csdl_json(normalise(model))
        (here / name).with_suffix(".json").write_text(text, encoding="utf-8")
    assert run(["diff", OLD, "old.json", "--fail-on", "any"]) == 0
    capsys.readouterr()
    assert run(["diff", "old.json", "new.json", "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    (label,) = (each for each in findings if each["path"] == "demo.machine/label")
    line = (here / "old.json").read_text(encoding="utf-8").split("\n")[label["old"]["line"] - 1]
    assert line[label["old"]["column"] - 1 :].startswith('"label"')


def test_places_are_those_of_the_start_tags(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", OLD, NEW, "--format", "json"]) == 1
    for finding in json.loads(capsys.readouterr().out)["findings"]:
        for side in ("old", "new"):
            if place := finding[side]:
                line = (here / place["file"]).read_text(encoding="utf-8").split("\n")[place["line"] - 1]
                name = finding["path"].rpartition("/")[2].rpartition(".")[2]
                assert line[place["column"] - 1 :].startswith("<")
                assert f'Name="{name}"' in line
