"""What can be wrong, and where: the values that every layer reports with.

Two rules:

1. A problem is a value (`Diagnostic`) until somebody decides to stop; then it travels in the one exception
   (`CsdlgenError`), which may carry many.
2. A diagnostic names a place in a document by the element's number, not by line and column, which are worked out
   once, by the command line, for the few places that are printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Location(NamedTuple):
    """An element of a document: `element` counts start tags from 0 in document order."""

    source: str
    element: int


class Position(NamedTuple):
    """A place in a text file; `line` and `column` count from 1, as editors do."""

    source: str
    line: int
    column: int


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops, a warning states the reading that was chosen."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding about an input.

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
        return "\n".join(f"{found.code}: {found.message}" for found in self.diagnostics)


def failure(
    code: str, message: str, remedy: str, *, path: str = "", where: Location | Position | str | None = None
) -> CsdlgenError:
    """An exception that carries a single error diagnostic."""
    return CsdlgenError(Diagnostic(code=code, message=message, remedy=remedy, path=path, where=where))
