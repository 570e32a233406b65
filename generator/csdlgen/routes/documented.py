"""Documented routes: the request lines of reference pages, kept as `.http` files.

A line is `POST /deviceManagement/managedDevices/{managedDeviceId}/requestRemoteAssistance`: a verb and a URL, which may
be absolute, have blanks in its placeholders (`{id | userPrincipalName}`) and a query string, and be followed by the
version of the protocol (`HTTP/1.1`). Blank lines and lines that begin with `#` are skipped, everything else is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from csdlgen.errors import CsdlgenError, Diagnostic, Position
from csdlgen.navigation import Path
from csdlgen.text import shown
from csdlgen.urls import Address, Rejected, UrlLookup, UrlPath, match_url, url_path

_VERB = re.compile(r"(GET|POST|PATCH|PUT|DELETE)[ \t]+")
_LIKE_VERB = re.compile(r"(GET|POST|PATCH|PUT|DELETE|HEAD|OPTIONS)\b", re.IGNORECASE)
_PROTOCOL = re.compile(r"[ \t]+HTTP/[0-9](?:\.[0-9])?")
# Blanks stand in placeholders and in parentheses alone, and in what is behind the question mark.
_PATH = re.compile(
    r"(?:https?://|/)(?:\{[^{}]*+\}|<[^<>]*+>|\((?:[^()'?]|'[^']*+')*+\)|[^\s?])*+(?:\?.*)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DocumentedLine:
    """A verb and a URL template: a path behind the service root, or a whole URL."""

    verb: str
    url: str
    where: Position = field(compare=False)

    def __str__(self) -> str:
        return f"{self.verb} {self.url}"


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
        request = _request(content)
        if request:
            found.append(DocumentedLine(*request, where))
        else:
            problems.append(
                Diagnostic(
                    code="http-line",
                    message=f"not a request line{_shown(content)}",
                    remedy="Write a verb and a path, as in `POST /users/{userId}/sendMail`, or begin the line with #.",
                    where=where,
                )
            )
    if problems:
        raise CsdlgenError(*problems)
    return tuple(found)


def _shown(line: str) -> str:
    """The text of a line behind a colon where it was meant as a request line. A configuration may name any file, and
    messages end up in the logs of CI: other lines are not shown."""
    return f": {shown(line)}" if _LIKE_VERB.match(line) else ""


def _request(line: str) -> tuple[str, str] | None:
    """The verb and the URL of a request line; None for another line."""
    verb = _VERB.match(line)
    if verb is None or not line.replace("\t", "").isprintable():
        return None
    url = line[verb.end() :]
    protocol = _PROTOCOL.search(url, max(url.rfind(" HTTP/"), url.rfind("\tHTTP/"), 0))
    if protocol and protocol.end() == len(url):
        url = url[: protocol.start()].rstrip()
    return (verb[1], url) if _PATH.fullmatch(url) else None


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A documented line, what its URL means in a model, and the navigation path that it takes, if it takes one."""

    line: DocumentedLine
    meaning: Address | Rejected
    url_path: UrlPath | None

    @property
    def path(self) -> Path | None:
        """The navigation path."""
        return self.url_path.path if self.url_path else None


def read_lines(lookup: UrlLookup, lines: Iterable[DocumentedLine], root: str = "") -> tuple[ReadLine, ...]:
    """What documented lines mean in a model below a service root. Names in braces stand for values, and a function may
    have its parentheses left out."""
    return tuple(_read(lookup, line, root) for line in lines)


def _read(lookup: UrlLookup, line: DocumentedLine, root: str) -> ReadLine:
    meaning = match_url(lookup, line.url, root=root, templates=True, dynamic=False)
    return ReadLine(line, meaning, url_path(lookup, meaning) if isinstance(meaning, Address) else None)


def documented_paths(lines: Iterable[ReadLine]) -> tuple[Path, ...]:
    """The paths that documented lines take to operations, in order, each once."""
    to_operations = (line.path for line in lines if isinstance(line.meaning, Address) and line.meaning.operation)
    return tuple(dict.fromkeys(path for path in to_operations if path and path.steps))
