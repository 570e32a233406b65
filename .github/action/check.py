"""The step "Check" of the action: runs csdlgen within a time limit, and hands on what it found to the job.

Inputs come through the environment, each under its name in capitals. The exit code is that of `csdlgen check`: 0 clean,
1 findings or output that is not current, 2 not decided, the time limit included. Standard library alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_MOST_LINES = 50


class TimeUpError(Exception):
    """csdlgen was not done in time."""


def main() -> int:
    """Check, and write summary and outputs; the exit code."""
    folder = Path(os.environ["RUNNER_TEMP"], "csdlgen-report")
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():  # of a step before
        file.unlink()
    try:
        repository = csdlgen(*of_package(), *(["--format=github"] if annotates() else []), capture=True)
        last = repository
        if repository.returncode < 2 and given("AGAINST"):
            last = csdlgen(*of_package(), *compares(folder))
        else:
            sys.stdout.write(repository.stdout)
        sys.stderr.write(last.stderr)
    except TimeUpError as error:
        annotate(str(error))
        append("GITHUB_STEP_SUMMARY", f"**Not decided.** {error}")
        undecided(changed="")
        return 2
    if last.returncode >= 2:
        annotate(f"Not decided: {(last.stderr.splitlines() or ['the log says why.'])[0]}")
    hand_on(folder, repository, last)
    return last.returncode


def given(name: str) -> list[str]:
    """The lines of an input, without empty ones."""
    return [line.strip() for line in os.environ.get(name, "").splitlines() if line.strip()]


def annotates() -> bool:
    """Whether annotations are wanted."""
    return "github" in given("FORMAT")


def of_package() -> Iterator[str]:
    """The options about configuration and package."""
    for name in ("PACKAGE", "CONFIG"):
        yield from (f"--{name.lower()}={value}" for value in given(name)[:1])


def compares(folder: Path) -> Iterator[str]:
    """The options of a comparison, with the reports that this step reads itself."""
    for name, option in (("AGAINST", "against"), ("FAIL_ON", "fail-on"), ("FORMAT", "format")):
        yield from (f"--{option}={line}" for line in given(name))
    for name, option in (("POLICY", "policy"), ("MIN_LEVEL", "min-level"), ("ACCEPT", "accept"), ("OUTPUT", "output")):
        yield from (f"--{option}={line}" for line in given(name)[:1])
    yield from (f"--format={form}={folder / name}" for form, name in REPORTS.items())


REPORTS = {"json": "findings.json", "markdown": "summary.md", "html": "report.html"}


def csdlgen(*options: str, capture: bool = False) -> subprocess.CompletedProcess[str]:
    """Run `csdlgen check`, and keep what it says on stderr; with `capture` also what it prints. Raises TimeUpError."""
    minutes = float((given("TIME_LIMIT") or ["10"])[0])
    sys.stdout.flush()
    try:
        return subprocess.run(
            # Isolated, so that no module of the repository that is checked is taken for one of csdlgen's.
            [sys.executable, "-I", "-X", "utf8", "-m", "csdlgen", "check", *options],
            stdout=subprocess.PIPE if capture else None,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=minutes * 60,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeUpError(f"csdlgen was not done after {minutes:g} minutes (time-limit).") from error


def annotate(text: str) -> None:
    """Say what went wrong where people see it first."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    sys.stdout.write(f"::error title=csdlgen check::{text}\n")


def hand_on(
    folder: Path, repository: subprocess.CompletedProcess[str], last: subprocess.CompletedProcess[str]
) -> None:
    """Write the summary of the job and the outputs of the step, by the check of the repository alone and the last one,
    which compares where that is asked for."""
    if last.returncode >= 2:
        append("GITHUB_STEP_SUMMARY", "\n".join(about_undecided(repository, last)))
        undecided(changed="true" if repository.returncode == 1 else "")
        return
    report, summary = folder / REPORTS["html"], folder / REPORTS["markdown"]
    found = folder / REPORTS["json"]
    counts: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))["counts"] if found.exists() else {}
    append("GITHUB_STEP_SUMMARY", "\n".join(about(repository)))
    if summary.exists():
        append("GITHUB_STEP_SUMMARY", f"\n{summary.read_text(encoding='utf-8')}")
    changed = repository.returncode == 1 or any(counts.values())
    append("GITHUB_OUTPUT", f"changed={str(changed).lower()}")
    append("GITHUB_OUTPUT", f"breaking={counts.get('breaking', 0)}")
    append("GITHUB_OUTPUT", f"report={report if report.exists() else ''}")


def undecided(*, changed: str) -> None:
    """Write the outputs where nobody knows whether anything has changed upstream: empty ones, neither 0 nor false."""
    append("GITHUB_OUTPUT", f"changed={changed}\nbreaking=\nreport=")


def about_undecided(
    repository: subprocess.CompletedProcess[str], last: subprocess.CompletedProcess[str]
) -> Iterator[str]:
    """What the summary says where csdlgen could not check or compare, and why, in Markdown."""
    if last is repository:
        yield "**Not decided.** `csdlgen check` says:"
    else:
        yield "**Not decided: the comparison with what the service publishes could not be made.** `csdlgen check` says:"
    yield from quoted(last.stderr)
    if last is not repository:
        yield "\nOf the repository alone:\n"
        yield from about(repository)


def about(repository: subprocess.CompletedProcess[str]) -> Iterator[str]:
    """What the summary says of the repository by itself, in Markdown."""
    if repository.returncode == 0:
        yield "The generated code is current, and documented routes resolve."
        return
    yield "**The generated code is not current, or documented routes do not resolve.** `csdlgen check` says:"
    yield from quoted(repository.stdout + repository.stderr)


def quoted(text: str) -> Iterator[str]:
    """What csdlgen says, as code, whatever there is in it; annotations left out."""
    yield ""
    lines = [line for line in text.splitlines() if not line.startswith("::")]
    yield from (f"    {line}" for line in lines[:_MOST_LINES])
    if len(lines) > _MOST_LINES:
        yield f"    and {len(lines) - _MOST_LINES} more lines"


def append(name: str, text: str) -> None:
    """Add to the file that an environment variable of the runner names."""
    if place := os.environ.get(name):
        with Path(place).open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
