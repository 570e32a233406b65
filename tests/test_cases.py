"""The command line at its edges: a folder for each case.

A folder of `cases/` holds what the command finds in its working directory; `command.txt` has the arguments (`generate`
where it is missing) and `expected.txt` the exit code, stdout and stderr, in which `<here>` stands for the folder.
`pytest tests/test_cases.py --update-cases` writes `expected.txt` anew. Packages whose code is looked at are in
`test_packages.py`.
"""

from __future__ import annotations

import difflib
import re
import shlex
import shutil
from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from tests.support.project import tree

CASES = Path(__file__).parent / "cases"
_OWN = ("command.txt", "expected.txt", "facts.py")
# No case is about the runtime, nor about how many files it has.
_RUNTIME = re.compile(r"^(wrote|missing) .*/_runtime/.*\n", re.MULTILINE)
_COUNT = re.compile(r"\b\d+( more)? files\b")


def found(arguments: str, here: Path, captured: tuple[str, str], code: int) -> str:
    """How a run ended, as `expected.txt` has it."""
    parts = [f"$ csdlgen {arguments}", f"exit {code}"]
    for name, text in zip(("stdout", "stderr"), captured, strict=True):
        printed = _COUNT.sub(r"<n>\1 files", _RUNTIME.sub("", text.replace(str(here), "<here>")))
        parts += [f"--- {name}", printed.rstrip("\n")] if printed else []
    return "\n".join(parts) + "\n"


def unlike(expected: str, actual: str) -> str:
    lines = difflib.unified_diff(expected.splitlines(), actual.splitlines(), "expected.txt", "now", lineterm="")
    return "\n".join(lines)


@pytest.mark.parametrize("name", sorted(each.name for each in CASES.iterdir() if each.is_dir()))
def test_case(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    here = tmp_path.resolve() / "here"
    shutil.copytree(CASES / name, here, ignore=shutil.ignore_patterns(*_OWN))
    monkeypatch.chdir(here)
    before = tree(here)
    command = CASES / name / "command.txt"
    arguments = command.read_text(encoding="utf-8").strip() if command.exists() else "generate"
    code = run(shlex.split(arguments))
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    if code == 2:
        assert tree(here) == before, "exit code 2, and something was written"
    actual = found(arguments, here, (captured.out, captured.err), code)
    place = CASES / name / "expected.txt"
    if request.config.getoption("update_cases"):
        place.write_text(actual, encoding="utf-8")
        return
    expected = place.read_text(encoding="utf-8") if place.exists() else ""
    assert actual == expected, f"{place} (--update-cases writes it anew):\n{unlike(expected, actual)}"
