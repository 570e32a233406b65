"""What can be wrong, and where: the values that every layer reports with.

Two rules:

1. A problem is a value (`Diagnostic`) until somebody decides to stop; then it travels in the one exception
   (`CsdlgenError`), which may carry many.
2. A diagnostic about a document has the number of an element, not line and column, which `project.positions` looks up
   once, for the few that are printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Location(NamedTuple):
    """The position of an element: the document's name, and how many start tags come before in it. Line and column are
    looked up in the document when they are printed, as lines alone say nothing in documents of a single line."""

    source: str
    element: int


class Position(NamedTuple):
    """A position in a text file; `line` and `column` count from 1, as editors do."""

    source: str
    line: int
    column: int


class Severity(StrEnum):
    """How severe a diagnostic is: an error stops the run, a warning says how something doubtful was read."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A problem of an input.

    `code` is stable and kebab-case; `message` says what is wrong; `remedy` what to do about it; `path` names the
    element (`microsoft.graph.user/mail`), empty where the problem is the file's.
    """

    code: str
    message: str
    remedy: str
    path: str = ""
    where: Location | Position | str | None = None
    severity: Severity = Severity.ERROR


class CsdlgenError(Exception):
    """Stops a command with exit code 2; carries every diagnostic that was collected until then."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(*diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(f"{problem.code}: {problem.message}" for problem in self.diagnostics)


def failure(
    code: str, message: str, remedy: str, *, path: str = "", where: Location | Position | str | None = None
) -> CsdlgenError:
    """An exception that carries a single error diagnostic."""
    return CsdlgenError(Diagnostic(code=code, message=message, remedy=remedy, path=path, where=where))
