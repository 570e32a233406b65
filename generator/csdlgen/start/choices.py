"""What of a service can be chosen, and a search among it: what somebody means is among the first that are offered."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from csdlgen.edm.model import Annotation, QName
from csdlgen.edm.vocabularies import description
from csdlgen.errors import CsdlgenError
from csdlgen.navigation import Graph, Path, Step
from csdlgen.routes.documented import parse_http
from csdlgen.start.wanted import choose, names_of
from csdlgen.urls import Rejected, UrlLookup, resource_or_property
from csdlgen.urls.wildcards import matching

VERBS = ("GET ", "POST ", "PATCH ", "PUT ", "DELETE ")
"""What request lines begin with."""
_NAMESPACES = re.compile(r"[^/]*\.")
# Where words begin within a name: sendMail, HTTPRoute, order_line.
_WORD = re.compile(r"(?<=[^\W_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[\W_])(?=[^\W_])")
_SEGMENT = re.compile(r"(?<=[/.])")
# The longest path in Microsoft Graph has 10 steps. The list is as long as its paths in all, which chains would square.
_MOST_STEPS = 20
_KEYS = re.compile(r"/\{[^/]*\}|\([^/]*\)")


@dataclass(frozen=True)
class Choices:
    """What can be chosen of the model of a service at `root`."""

    lookup: UrlLookup
    root: str

    @cached_property
    def known(self) -> dict[str, str]:
        """Operations by name, and a path for each step of the model, with what is said about them or their types."""
        operations = {str(each.name): _in_a_line(each.annotations) for each in self.lookup.all_operations}
        return operations | {names_of(path): self._about(path) for path in _paths(self.lookup.graph)}

    def offered(self, text: str) -> dict[str, str]:
        """What a text may mean, with what is said about it: first what the command line takes it for, where it is a
        path, a URL, a request line or the words of a path; then what has all of its words, on the list or a step behind
        the path that it begins with. Empty where there is nothing."""
        named = self._named(text)
        searched = text.partition(" ")[2] if text.startswith(VERBS) else text
        searched = _KEYS.sub("", searched.removeprefix(self.root))
        known = self.known | self._behind(searched)
        listed = {name: known[name] for name in found(known, searched)}
        # With keys in segments `users/mess` is `users`, with a key; somebody who searches means what begins so.
        asked = {text.strip().strip("/"), "/".join(searched.split()).strip("/")}
        return listed | named if asked.isdisjoint(named) else named | listed

    def missing(self, text: str) -> str:
        """Why nothing is offered for a text."""
        if "/" in text.strip("/"):
            try:
                self._resolve(text)
            except CsdlgenError as error:
                return " ".join(f"{each.message}. {each.remedy}" for each in error.diagnostics)
        return f"Nothing has {'all of that' if len(text.split()) > 1 else 'that'} in its name or description."

    def _named(self, text: str) -> dict[str, str]:
        """What the command line takes a text for."""
        path = "/".join(text.split())
        texts = [text] if "/" in text.strip("/") or "*" in text else []
        for each in dict.fromkeys([*texts, path] if path != text else texts):
            try:
                return self._resolve(each)
            except CsdlgenError:
                continue
        return {}

    def _resolve(self, text: str) -> dict[str, str]:
        """The name of the one resource that a text means, else the text itself. Raises CsdlgenError where it means
        nothing."""
        if text.startswith(VERBS):
            choice = choose(self.lookup, (), parse_http(text, source=text), self.root)
        else:
            choice = choose(self.lookup, (text,), (), self.root)
        name = choice.resources[0] if len(choice.resources) == 1 else ""
        operation = choice.operations[0].partition("(")[0] if choice.operations else ""
        if name and not (choice.operations or choice.lines):
            return {name: self._said(name)}
        return {text.strip().strip("/"): self.known.get(operation, "") if operation else self._said(name)}

    def _said(self, resource: str) -> str:
        found = resource_or_property(self.lookup, resource)
        return self._about(found) if isinstance(found, Path) else ""

    def _behind(self, text: str) -> dict[str, str]:
        """The paths that are one step longer than all but the last segment, or word, of a text."""
        *before, _ = [part for word in text.split() for part in word.split("/") if part] or [""]
        paths = matching(self.lookup, "/".join([*before, "*"])) if before and "*" not in text else ()
        if isinstance(paths, Rejected):
            return {}
        return {names_of(path): self._about(path) for path in paths if isinstance(path, Path)}

    def _about(self, path: Path) -> str:
        type_ = self.lookup.model.types.get(path.target)
        said = _in_a_line(self.lookup.graph.annotations(path.steps[-1]))
        return said or _in_a_line(type_.annotations if type_ else ())


def _in_a_line(annotations: tuple[Annotation, ...]) -> str:
    return " ".join(description(annotations).split())


def _paths(graph: Graph) -> Iterator[Path]:
    """A path to each step, through what is contained (CSDL section 8.4): the one with the fewest casts, then the fewest
    steps, then the shortest name. From each type it goes on once: on no other path to it is anything nearer. No path is
    longer than 20 steps."""
    seen: set[tuple[QName | None, tuple[str, ...], str]] = set()
    expanded: set[QName] = set()
    waiting = [(0, 1, len(name), name, Path((root,))) for name, root in graph.roots.items()]
    heapq.heapify(waiting)
    while waiting:
        casts, count, _, name, path = heapq.heappop(waiting)
        step = path.steps[-1]
        if _identity(step) in seen:
            continue
        seen.add(_identity(step))
        yield path
        if not step.contained or step.target in expanded or count == _MOST_STEPS:
            continue
        expanded.add(step.target)
        for each in (*graph.steps(step.target), *graph.casting(step.target)):
            if _identity(each) not in seen:
                longer, more = "/".join((name, *each.segments)), sum("." in part for part in each.prefix)
                entry = (casts + more, count + 1, len(longer), longer, Path((*path.steps, each)))
                heapq.heappush(waiting, entry)


def _identity(step: Step) -> tuple[QName | None, tuple[str, ...], str]:
    """What a step is, with whatever casts."""
    return step.declaring, tuple(part for part in step.prefix if "." not in part), step.name


def found(known: Mapping[str, str], text: str) -> list[str]:
    """The names with all words of a text in them, in any case and without their namespaces, unless a word has a dot;
    then those that have them in their name or description.

    The first are those that the words name: whose last part they are, or all of them. Then those of which they are
    segments, then those of which they begin a segment, then a word, then the others; the shorter ones first each time.
    """
    words = [word for part in text.casefold().split() if (word := part.strip("/"))]
    ranks = {
        name: [_rank(name if "." in word else _NAMESPACES.sub("", name), word) for word in words] for name in known
    }
    fitting = [
        (sum(rank for rank in each if rank is not None), *_long(name))
        for name, each in ranks.items()
        if None not in each
    ]
    described = (name for name, each in ranks.items() if None in each and _described(known[name], words, each))
    return [*(name for *_, name in sorted(fitting)), *sorted(described, key=_long)]


def _described(about: str, words: list[str], ranks: list[int | None]) -> bool:
    folded = about.casefold()
    return all(rank is not None or word in folded for word, rank in zip(words, ranks, strict=True))


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
    if f"/{wanted}/" in f"/{folded}/".replace(".", "/"):
        return 1
    if _begins(wanted, name, _SEGMENT):
        return 2
    return 3 if _begins(wanted, name, _WORD) else 4


def _begins(wanted: str, name: str, boundary: re.Pattern[str]) -> bool:
    """Whether a name goes on with a text at its beginning or at a boundary."""
    places = (0, *(match.start() for match in boundary.finditer(name)))
    return any(name[place:].casefold().startswith(wanted) for place in places)
