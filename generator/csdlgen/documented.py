"""Documented routes: the request lines of reference pages, kept as `.http` files.

A line is `POST /deviceManagement/managedDevices/{managedDeviceId}/requestRemoteAssistance`; blank lines and lines
that begin with `#` are skipped, everything else is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from csdlgen.errors import CsdlgenError, Diagnostic, Position
from csdlgen.explained import Page

_LINE = re.compile(r"(GET|POST|PATCH|PUT|DELETE)[ \t]+(/\S*)")
_PARENTHESES = re.compile(r"\((\{[^/(){}]*\})\)")
# A key of several parts, which only something behind it tells from the arguments of a function.
_SEVERAL = re.compile(r"\(\w+=\{[^/(){}]*\}(?:,\w+=\{[^/(){}]*\})*\)(?=/)")
_KEY = re.compile(r"\{[^/{}]*\}")


@dataclass(frozen=True, slots=True)
class DocumentedLine:
    """A verb and a path template in segments, keys in braces."""

    verb: str
    segments: tuple[str, ...]
    where: Position = field(compare=False)

    @property
    def shape(self) -> tuple[str, ...]:
        """The segments without the names of keys, which pages choose freely."""
        return tuple("{}" if _KEY.fullmatch(each) else each for each in self.segments)

    def __str__(self) -> str:
        return f"{self.verb} /{'/'.join(self.segments)}"


def parse_http(text: str, *, source: str) -> tuple[DocumentedLine, ...]:
    """The request lines of an `.http` file, in order. Raises CsdlgenError for a line that is none."""
    found: list[DocumentedLine] = []
    problems: list[Diagnostic] = []
    # Not splitlines, which takes form feeds and the like for line ends, as no editor does.
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        where = Position(source, number, line.index(content) + 1)
        matched = _LINE.fullmatch(content)
        if matched and content.replace("\t", "").isprintable():
            path = _SEVERAL.sub("/{key}", _PARENTHESES.sub(r"/\1", matched[2].split("?")[0]))
            segments = tuple(part for part in path.split("/") if part)
            found.append(DocumentedLine(matched[1], segments, where))
        else:
            problems.append(
                Diagnostic(
                    code="http-line",
                    message=f"not a request line: {content[:80]!r}",
                    remedy="Write a verb and a path, as in `POST /users/{userId}/sendMail`, or begin the line with #.",
                    where=where,
                )
            )
    if problems:
        raise CsdlgenError(*problems)
    return tuple(found)


PAGES = (
    Page(
        "http-line",
        "A line of an .http file is no request line",
        "Documented routes are lines as reference pages print them: a verb and a path. Empty lines and those that begin"
        " with # are passed over; anything else is an error, since a route that is not understood would not be checked."
        " Each such line is named.",
        "POST\n",
        "Write a verb and a path, as in `POST /users/{userId}/sendMail`, or begin the line with #.",
        "http",
    ),
)
