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
        code = repository.returncode
        if code < 2 and given("AGAINST"):
            code = csdlgen(*of_package(), *compares(folder)).returncode
        else:
            sys.stdout.write(repository.stdout)
            sys.stderr.write(repository.stderr)
    except TimeUpError as error:
        annotate(str(error))
        return 2
    if code >= 2:
        annotate("Not decided: the log says why.")
    hand_on(folder, repository)
    return code


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
    """Run `csdlgen check`. Raises TimeUpError."""
    minutes = float((given("TIME_LIMIT") or ["10"])[0])
    sys.stdout.flush()
    try:
        return subprocess.run(
            # Isolated, so that no module of the repository that is checked is taken for one of csdlgen's.
            [sys.executable, "-I", "-X", "utf8", "-m", "csdlgen", "check", *options],
            capture_output=capture,
            encoding="utf-8",
            timeout=minutes * 60,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeUpError(f"csdlgen was not done after {minutes:g} minutes (time-limit).") from error


def annotate(text: str) -> None:
    """Say what went wrong where people see it first."""
    sys.stdout.write(f"::error title=csdlgen check::{text}\n")


def hand_on(folder: Path, repository: subprocess.CompletedProcess[str]) -> None:
    """Write the summary of the job and the outputs of the step."""
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


def about(repository: subprocess.CompletedProcess[str]) -> Iterator[str]:
    """What the summary says of the repository by itself, in Markdown."""
    if repository.returncode == 0:
        yield "The generated code is current, and documented routes resolve."
        return
    if repository.returncode == 1:
        yield "**The generated code is not current, or documented routes do not resolve.** `csdlgen check` says:"
    else:
        yield "**Not decided.** `csdlgen check` says:"
    yield ""
    lines = [line for line in (repository.stdout + repository.stderr).splitlines() if not line.startswith("::")]
    # As code, whatever there is in it.
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
