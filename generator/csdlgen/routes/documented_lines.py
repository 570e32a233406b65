"""The request lines of reference pages, read as URLs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from csdlgen.navigation import Path
from csdlgen.routes.http_files import DocumentedLine
from csdlgen.urls.match import match_url
from csdlgen.urls.segments import Address, Rejected
from csdlgen.urls.service import Service
from csdlgen.urls.way import Way, way


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A documented line, what it means, and the way that it takes, where it means anything and takes one."""

    line: DocumentedLine
    meaning: Address | Rejected
    way: Way | None


def read_lines(service: Service, lines: Iterable[DocumentedLine], root: str = "") -> tuple[ReadLine, ...]:
    """What documented lines mean in a service below a service root. Names in braces stand for values, and a function
    may have its parentheses left out."""
    return tuple(_read(service, line, root) for line in lines)


def _read(service: Service, line: DocumentedLine, root: str) -> ReadLine:
    found = match_url(service, line.url, root=root, templates=True, dynamic=False)
    return ReadLine(line, found, way(service, found) if isinstance(found, Address) else None)


def documented_paths(lines: Iterable[ReadLine]) -> tuple[Path, ...]:
    """The paths that documented lines take to operations."""
    ways = (each.way for each in lines if isinstance(each.meaning, Address) and each.meaning.operation)
    return tuple(dict.fromkeys(each.path for each in ways if each and each.path.steps))
