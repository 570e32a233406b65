"""Line and column of what diagnostics are about.

Reading a model keeps only which element of a document a value was made from. Its line and column are worked out here,
for the few elements that are printed, from the bytes that were read: a document may have been a pipe.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from csdlgen.csdl import locate
from csdlgen.errors import CsdlgenError, Diagnostic, Location, Position
from csdlgen.project.inputs import Source


def positions(locations: Iterable[object], sources: Iterable[Source]) -> dict[Location, Position]:
    """The position of every `Location` among the values that is in one of the sources."""
    documents = {source.path: source.data for source in sources}
    wanted: dict[str, list[Location]] = {}
    for location in locations:
        if isinstance(location, Location) and location.source in documents:
            wanted.setdefault(location.source, []).append(location)
    result: dict[Location, Position] = {}
    for name, within in wanted.items():
        known = locate(documents[name], (location.element for location in within))
        for location in within:
            line, column = known.get(location.element, (1, 1))
            result[location] = Position(name, line, column)
    return result


def with_positions(diagnostics: Iterable[Diagnostic], sources: Iterable[Source]) -> tuple[Diagnostic, ...]:
    """The diagnostics, with a position in place of every location in one of the sources."""
    diagnostics = tuple(diagnostics)
    known = positions((diagnostic.where for diagnostic in diagnostics), sources)
    return tuple(
        (
            replace(diagnostic, where=known.get(diagnostic.where, diagnostic.where))
            if isinstance(diagnostic.where, Location)
            else diagnostic
        )
        for diagnostic in diagnostics
    )


@contextlib.contextmanager
def errors_with_positions(sources: Iterable[Source]) -> Iterator[None]:
    """Errors that are raised within have positions in place of locations in the sources."""
    try:
        yield
    except CsdlgenError as error:
        raise CsdlgenError(*with_positions(error.diagnostics, sources)) from error
