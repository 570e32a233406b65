"""What of a service can be chosen, and a search among it: what somebody means is among the first that are found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from csdlgen.edm.model import Annotation
from csdlgen.edm.vocabularies import description
from csdlgen.navigation import Path
from csdlgen.start.wanted import names_of
from csdlgen.urls import Rejected, UrlLookup
from csdlgen.urls.wildcards import ANY_PATH, matching

_NAMESPACES = re.compile(r"[^/]*\.")
# Where words begin within a name: sendMail, HTTPRoute, order_line.
_WORD = re.compile(r"(?<=[^\W_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[\W_])(?=[^\W_])")
_SEGMENT = re.compile(r"(?<=[/.])")


def choices(lookup: UrlLookup) -> dict[str, str]:
    """Operations by name, and a path for each step of the model, with what is said about them or their types."""
    return dict(_choices(lookup))


def _choices(lookup: UrlLookup) -> Iterator[tuple[str, str]]:
    for operation in lookup.all_operations:
        yield str(operation.name), _in_a_line(operation.annotations)
    found = matching(lookup, ANY_PATH)
    for path in () if isinstance(found, Rejected) else found:
        if isinstance(path, Path):
            type_ = lookup.model.types.get(path.target)
            said = _in_a_line(lookup.graph.annotations(path.steps[-1]))
            yield names_of(path), said or _in_a_line(type_.annotations if type_ else ())


def _in_a_line(annotations: tuple[Annotation, ...]) -> str:
    return " ".join(description(annotations).split())


def found(known: Mapping[str, str], text: str) -> list[str]:
    """The names with a text in them, in any case and without their namespaces, unless the text has a dot; then those
    that are described by it.

    The first are those that the text names: whose last part it is, or all of them. Then those of which it begins a
    segment, then a word, then the others; the shorter ones first each time.
    """
    wanted = text.strip().strip("/").casefold()
    ranks = {name: _rank(name if "." in wanted else _NAMESPACES.sub("", name), wanted) for name in known}
    fitting = [(rank, *_long(name)) for name, rank in ranks.items() if rank is not None]
    described = (name for name, about in known.items() if ranks[name] is None and wanted in about.casefold())
    return [*(name for *_, name in sorted(fitting)), *sorted(described, key=_long)]


def _long(name: str) -> tuple[int, int, str]:
    """The order of names that fit equally well."""
    return name.count("/"), len(name), name


def _rank(name: str, wanted: str) -> int | None:
    """How well a text fits a name, less being better; None where the name does not have it."""
    folded = name.casefold()
    if wanted not in folded:
        return None
    if wanted in (folded, re.split(r"[/.]", folded)[-1]):
        return 0
    if _begins(wanted, name, _SEGMENT):
        return 1
    return 2 if _begins(wanted, name, _WORD) else 3


def _begins(wanted: str, name: str, boundary: re.Pattern[str]) -> bool:
    """Whether a name goes on with a text at its beginning or at a boundary."""
    places = (0, *(match.start() for match in boundary.finditer(name)))
    return any(name[place:].casefold().startswith(wanted) for place in places)
