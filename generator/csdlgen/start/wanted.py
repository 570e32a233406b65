"""What somebody wants of a service, in words of their own, as what a configuration selects.

A text is the path of a resource or an operation (`me/messages`, `users/{id}/sendMail`, a whole URL), a request line
(`POST /me/sendMail`), or the name of an operation, an entity set, a singleton or a type, qualified or simple. What is
named decides where routes begin and how far they go: as far as what is named needs, and no further.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile

from csdlgen.edm.model import EntityType, Operation, QName
from csdlgen.errors import CsdlgenError, Diagnostic
from csdlgen.navigation import Limits, Path, walk
from csdlgen.routes.documented import DocumentedLine
from csdlgen.text import nearest
from csdlgen.urls import Address, PropertyPath, Rejected, UrlLookup, match_url, url_path
from csdlgen.urls.wildcards import matching

_SYSTEM = ("/$value", "/$count", "/$ref")
_FARTHEST = 6
_MOST_ROOTS = 8
_MOST_CASTS = 5


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a package is to have: the names to select, where routes begin and how far they go, the request lines among
    what was wanted, and what there is to say about it. `casts` is whether a named operation needs one; `bases` are the
    types among what was chosen that others derive from."""

    operations: tuple[str, ...]
    types: tuple[str, ...]
    resources: tuple[str, ...]
    lines: tuple[str, ...]
    roots: tuple[str, ...]
    hops: int
    casts: bool
    notes: tuple[str, ...]
    bases: tuple[str, ...] = ()


def choose(lookup: UrlLookup, texts: Iterable[str], lines: Iterable[DocumentedLine], root: str) -> Chosen:
    """What texts and request lines mean in a model, of a service at `root`. Raises CsdlgenError naming each that means
    nothing, with the nearest name."""
    wanted = _Wanted(lookup, root)
    for line in lines:
        wanted.path(line.url, line)
        wanted.lines[str(line)] = None
    for text in texts:
        if "/" in text.strip("/") or text.strip("/") in lookup.graph.roots or "*" in text:
            wanted.path(text)
        else:
            wanted.name(text)
    if wanted.problems:
        raise CsdlgenError(*wanted.problems)
    return wanted.choice()


def names_of(path: Path) -> str:
    """A path as `select.resources` has it, without its keys."""
    segments = [name for step in path.steps for name in step.segments]
    return "/".join([*segments, str(path.cast)] if path.cast else segments)


@dataclass
class _Wanted:
    """What was found so far, in order."""

    lookup: UrlLookup
    root: str
    operations: dict[Operation, Path | None] = field(default_factory=dict)
    types: dict[str, None] = field(default_factory=dict)
    resources: dict[str, Path] = field(default_factory=dict)
    lines: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    # --- reading --------------------------------------------------------------------------------------------------

    def path(self, text: str, line: DocumentedLine | None = None) -> None:
        """Adds what a path or URL leads to, or a problem where it leads nowhere."""
        address = match_url(self.lookup, text, root=self.root, templates=True, dynamic=False)
        if "*" in text:
            address = Rejected(0, text, "unknown-segment", "it is a pattern")
        elif isinstance(address, Rejected) and line is None:
            address = match_url(self.lookup, text, root=self.root, templates=True, dynamic=False, keyless=True)
        if isinstance(address, Address):
            followed = url_path(self.lookup, address)
            if address.operation and followed:
                self.operations[address.operation] = followed.path if followed.path.steps else None
                return
            if followed and address.end.kind in ("entity", "raw value", "stream", "count", "reference"):
                self.resources[names_of(followed.path)] = followed.path
                if address.end.kind == "raw value":
                    self._content(text, followed.path)
                return
        plain = text.partition("?")[0]
        for suffix in _SYSTEM:
            plain = plain.removesuffix(suffix)
        found = matching(self.lookup, plain) if line is None or isinstance(address, Address) else address
        if isinstance(found, Rejected):
            self._unknown(text, f"segment {found.segment!r}: {found.message}", found.suggestion, line)
            return
        for each in found:
            if "*" in plain:
                self.resources[plain.strip("/")] = each.path if isinstance(each, PropertyPath) else each
            elif isinstance(each, PropertyPath):
                self.resources[f"{names_of(each.path)}/{each.name}"] = each.path
            else:
                self.resources[names_of(each)] = each

    def _content(self, text: str, path: Path) -> None:
        """Adds the casts to the derived types that have the content which `$value` stands for, where the type that
        the path leads to has none; says what is called in place of the URL."""
        if self._has_media(path.target):
            return
        types = [name for name in sorted(self.lookup.descendants(path.target)) if self._has_media(name)]
        before, mark, behind = text.rpartition("/$value")
        for name in types[:_MOST_CASTS]:
            cast = Path(path.steps, name)
            self.resources[names_of(cast)] = cast
            self.notes.append(
                f"the package calls {before}/{name}{mark}{behind} in place of {text}: only entities of the type {name}"
                f" have content, not every {path.target}"
            )

    def _has_media(self, name: QName) -> bool:
        return any(isinstance(each, EntityType) and each.has_stream for each in self.lookup.ancestry(name))

    def name(self, text: str) -> None:
        """Adds operations or types with a qualified or simple name, or one overload by its signature."""
        wanted = text.replace(" ", "")
        model = self.lookup.model
        found = [each for each in self.lookup.all_operations if wanted in _spellings(each)]
        types = [str(each) for each in model.types if wanted in (str(each), each.name)]
        for operation in found:
            self.operations.setdefault(operation, None)
        if not found and len(types) == 1:
            self.types[types[0]] = None
        elif not found:
            qualified = [*model.operations, *model.types]
            known = [*map(str, qualified), *(each.name for each in qualified), *self.lookup.graph.roots]
            also = f"It is the name of {len(types)} types; write one with its namespace." if types else ""
            self._unknown(
                text, "no operation, entity set, singleton or type has that name", also or nearest(text, known)
            )

    def _unknown(self, text: str, message: str, suggestion: str, line: DocumentedLine | None = None) -> None:
        remedy = suggestion or "Look for its name with `csdlgen inspect --metadata FILE --search TEXT`."
        problem = f"the document does not have {text!r}: {message}"
        where = line.where if line else None
        self.problems.append(Diagnostic(code="init-unknown", message=problem, remedy=remedy, path=text, where=where))

    # --- what it comes to -----------------------------------------------------------------------------------------

    def choice(self) -> Chosen:
        """What to select, with the limits that fit it."""
        roots = {path.steps[0].name: None for path in (*self.resources.values(), *self.operations.values()) if path}
        reached = [
            path for each, named in self.operations.items() for path in ([named] if named else self._near(each, roots))
        ]
        roots.update((path.steps[0].name, None) for path in reached)
        far = reached or [path for path in self.resources.values() if path]
        return Chosen(
            tuple(dict.fromkeys(map(self._spelled, self.operations))),
            tuple(self.types),
            tuple(self.resources),
            tuple(self.lines),
            tuple(roots),
            max((path.hops for path in far), default=0),
            any(path.casts for path in reached),
            tuple(self.notes),
            tuple(str(name) for name in dict.fromkeys(self._types()) if self.lookup.model.derived.get(name)),
        )

    def _types(self) -> Iterator[QName]:
        yield from map(self.lookup.model.named, self.types)
        yield from (path.target for path in self.resources.values())

    def _spelled(self, operation: Operation) -> str:
        """The qualified name where all overloads are wanted, else the signature of one."""
        overloads = self.lookup.model.operations[operation.name]
        return str(operation.name) if all(each in self.operations for each in overloads) else operation.signature

    def _near(self, operation: Operation, roots: Iterable[str]) -> tuple[Path, ...]:
        """The shortest paths to an operation that was named without one: those from known `roots`, if such are among
        them. Without casts, unless there is no other path."""
        if operation.binding is None:
            return ()
        for casts in (-1, 0):
            shortest = tuple(islice(self._shortest(operation, Limits((), _FARTHEST, 1, casts)), _MOST_ROOTS))
            if shortest:
                return tuple(each for each in shortest if each.steps[0].name in roots) or shortest
        self.notes.append(f"no path leads to {operation.signature} within {_FARTHEST} navigation properties")
        return ()

    def _shortest(self, operation: Operation, limits: Limits) -> Iterator[Path]:
        assert operation.binding is not None
        name, collection = operation.binding.name, operation.binding.collection
        paths = walk(self.lookup.graph, name, limits, collection=collection)
        first = next(paths, None)
        if first:
            yield first
            rank = (first.hops, first.uncontained)
            yield from takewhile(lambda each: (each.hops, each.uncontained) == rank, paths)


def _spellings(operation: Operation) -> tuple[str, ...]:
    return operation.signature, str(operation.name), operation.name.name
