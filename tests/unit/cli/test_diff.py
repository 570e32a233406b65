"""`csdlgen diff`: how it ends, what it writes, and that its places are right in both formats."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from csdlgen.cli.drift_options import FORMATS
from csdlgen.cli.exit_codes import run
from csdlgen.csdl import normalise, read_csdl
from csdlgen.csdl.json.write import dump_csdl_json
from csdlgen.reports.drift import WRITERS
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


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_has_what_stdout_would_have(here: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", OLD, NEW, "--format", form]) == 1
    printed = capsys.readouterr().out
    assert run(["diff", OLD, NEW, "--format", form, "-o", "report"]) == 1
    assert capsys.readouterr().out == ""
    assert (here / "report").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("form", FORMATS)
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


# --- formats --------------------------------------------------------------------------------------


def test_formats_on_the_command_line_are_those_that_can_be_written() -> None:
    assert tuple(WRITERS) == FORMATS


def test_several_formats_are_written_in_one_run(here: Path) -> None:
    several = ("--format", "github", "--format", "sarif=out.sarif", "--format", "html=out.html")
    ran = call("diff", OLD, NEW, *several, cwd=here)
    assert (ran.code, ran.err) == (1, "")
    for form, written in (("github", ran.out), ("sarif", "out.sarif"), ("html", "out.html")):
        text = written if form == "github" else (here / written).read_text(encoding="utf-8")
        assert text == call("diff", OLD, NEW, "--format", form, cwd=here).out


def test_text_goes_to_stdout_where_every_format_has_a_file(here: Path) -> None:
    ran = call("diff", OLD, NEW, "--format", "json=out.json", cwd=here)
    assert ran.out == call("diff", OLD, NEW, cwd=here).out
    assert json.loads((here / "out.json").read_text(encoding="utf-8"))["gate"]["failing"] == 4
    ran = call("diff", OLD, NEW, "--format", "json=a=b.json", "-o", "out.txt", cwd=here)
    assert ran.out == "" and (here / "out.txt").exists() and (here / "a=b.json").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "xml"), "'xml' is no format: one of text, json,"),
        (("--format", "json="), "a file is missing after 'json='"),
        (("--format", "json", "--format", "sarif"), "--format sarif=FILE"),
        (("--format", "json=a", "--format", "sarif=a"), "Two formats would be written to 'a'"),
        (("--format", "json=a", "-o", "a"), "Two formats would be written to 'a'"),
        (("--format", "json=b/../a", "-o", "./a"), "Two formats would be written to './a'"),
        (("--min-level", "any"), "'any' is not one of"),
    ],
)
def test_formats_that_cannot_be_are_refused_before_anything_is_read(
    here: Path, options: tuple[str, ...], said: str
) -> None:
    ran = call("diff", "missing.xml", NEW, *options, cwd=here)
    assert (ran.code, ran.out) == (2, "") and said in ran.err
    assert not (here / "a").exists()


def test_findings_are_listed_from_a_level_on_and_always_if_they_fail_the_run(here: Path) -> None:
    ran = call("diff", OLD, NEW, "--min-level", "breaking", cwd=here)
    assert "property-removed" in ran.out and "enum-member-added-closed" not in ran.out
    assert "4 breaking; 2 below breaking not listed" in ran.out
    ran = call("diff", OLD, NEW, "--min-level", "breaking", "--fail-on", "dangerous", "--format", "json", cwd=here)
    found = json.loads(ran.out)
    assert "demo.mode/wild" in {each["path"] for each in found["findings"]}
    assert (found["counts"]["unlisted"], found["gate"]["failing"]) == (1, 5)


# --- the configuration ----------------------------------------------------------------------------


def test_the_configuration_says_what_the_command_line_does_not(here: Path) -> None:
    shutil.copy(CASES / "diff-accepted" / "csdlgen-accept.toml", here / "accepted.toml")
    (here / "csdlgen.toml").write_text('[drift]\naccept = "accepted.toml"\n', encoding="utf-8")
    (here / "below").mkdir()
    ran = call("diff", "../old.xml", "../new.xml", cwd=here / "below")
    assert ran.code == 0 and "accepted" in ran.out
    assert call("diff", OLD, NEW, "--fail-on", "any", cwd=here).code == 1

    (here / "csdlgen.toml").write_text('[drift]\nfail-on = "never"\npolicy = "strict"\n', encoding="utf-8")
    ran = call("diff", OLD, NEW, "--format", "json", cwd=here)
    assert ran.code == 0 and json.loads(ran.out)["policy"] == "strict"
    ran = call("diff", OLD, NEW, "--format", "json", "--fail-on", "any", "--policy", "odata", cwd=here)
    assert ran.code == 1 and json.loads(ran.out)["policy"] == "odata"

    (here / "csdlgen.toml").write_text('[drift]\nfail-on = "worse"\n', encoding="utf-8")
    ran = call("diff", OLD, NEW, cwd=here)
    assert ran.code == 2 and "csdlgen.toml:2:1: config-value" in ran.err


def test_accepting_needs_no_option_where_the_configuration_names_the_file(here: Path) -> None:
    (here / "pyproject.toml").write_text('[tool.csdlgen.drift]\naccept = "accept.toml"\n', encoding="utf-8")
    assert call("diff", OLD, NEW, "--update-accepts", "Announced.", cwd=here).code == 0
    assert "Announced." in (here / "accept.toml").read_text(encoding="utf-8")
    assert call("diff", OLD, NEW, cwd=here).code == 0


# --- history --------------------------------------------------------------------------------------


def test_a_history_fails_nothing_and_has_a_step_for_each_document_but_the_first(here: Path) -> None:
    ran = call("history", OLD, NEW, NEW, OLD, cwd=here)
    assert (ran.code, ran.err) == (0, "")
    assert [line.split() for line in ran.out.splitlines()[:4]] == [
        ["from", "to", "breaking", "dangerous", "additive"],
        ["old.xml", "new.xml", "4", "1", "1"],
        ["new.xml", "new.xml", "0", "0", "0"],
        ["new.xml", "old.xml", "3", "1", "2"],
    ]
    steps = json.loads(call("history", OLD, NEW, OLD, "--format", "json", cwd=here).out)["steps"]
    assert [(each["old"], each["new"]) for each in steps] == [(OLD, NEW), (NEW, OLD)]
    assert steps[0] == json.loads(call("diff", OLD, NEW, "--format", "json", cwd=here).out)


def test_a_history_as_a_page_goes_into_a_file(here: Path) -> None:
    assert call("history", OLD, NEW, "--format", "html", "-o", "page.html", cwd=here).out == ""
    assert (here / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("names", [(OLD,), (OLD, "missing.xml"), ()])
def test_a_history_of_less_than_two_documents_is_not_decided(here: Path, names: tuple[str, ...]) -> None:
    ran = call("history", *names, cwd=here)
    assert (ran.code, ran.out) == (2, "") and ran.err
