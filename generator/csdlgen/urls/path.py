"""The navigation path that a URL takes, without the values of its keys."""

from __future__ import annotations

from dataclasses import dataclass, replace

from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import QName
from csdlgen.edm.vocabularies import required_parameters
from csdlgen.navigation import Path, Step
from csdlgen.urls.lookup import UrlLookup
from csdlgen.urls.match import match_url
from csdlgen.urls.segments import (
    Address,
    Argument,
    BoundOperation,
    Cast,
    ImportedOperation,
    KeySegment,
    Navigation,
    Placeholder,
    PropertySegment,
    Rejected,
    Root,
    Segment,
)


@dataclass(frozen=True, slots=True)
class UrlPath:
    """A path, whether a key follows its end, and the values of its keys and of the arguments of functions on it, in
    path order. The path of an unbound operation has no steps."""

    path: Path
    keyed: bool
    values: tuple[Argument, ...]

    @property
    def on_collection(self) -> bool:
        """Whether the path leads to a collection."""
        return bool(self.path.steps) and self.path.steps[-1].collection and not self.keyed


@dataclass(frozen=True, slots=True)
class PropertyPath:
    """The path to an entity, and a structural property of it: its name, and the type that declares it."""

    path: Path
    declaring: QName
    name: str


def url_path(lookup: UrlLookup, address: Address) -> UrlPath | None:
    """The path to what the operation at the end of an address is called on; of a resource, as far as navigation goes.

    None where there is none: behind a position or a filter, on a value that is no entity, or for the resources of the
    protocol, such as `$batch`.
    """
    before = address.segments[:-1] if address.operation else address.segments
    followed = _Followed(lookup)
    complete = all(followed.takes(segment) for segment in before)
    if followed.impossible or (address.operation and (not complete or followed.through)):
        return None
    if not followed.steps and not address.operation:
        return None
    return UrlPath(Path(tuple(followed.steps), followed.cast), followed.keyed, tuple(followed.values))


def resource_path(lookup: UrlLookup, text: str) -> Path | Rejected:
    """The path to an entity or a collection of them that a text such as `users/messages` takes, in which keys may be
    left out."""
    found = resource_or_property(lookup, text)
    if not isinstance(found, PropertyPath):
        return found
    segments = _segments(text)
    message = f"it leads to {segments[-1]}, a property, which is not an entity or a collection of entities"
    return Rejected(len(segments) - 1, segments[-1], "unknown-segment", message)


def resource_or_property(lookup: UrlLookup, text: str) -> Path | PropertyPath | Rejected:
    """The same; the text may also lead to a structural property of an entity, such as `users/mailboxSettings`."""
    segments = _segments(text)
    url = "/".join(segments).replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    address = match_url(lookup, url, templates=True, dynamic=False, keyless=True)
    if isinstance(address, Rejected):
        return replace(address, segment=segments[min(address.index, len(segments) - 1)])
    followed = None if address.operation else url_path(lookup, address)
    if followed is not None and address.end.kind == "entity":
        return followed.path
    last = address.segments[-1] if address.segments else None
    if followed is not None and isinstance(last, PropertySegment) and last.kind in ("complex", "primitive"):
        behind = [each for each in address.segments[:-1] if not isinstance(each, Cast)][-1]
        declaring = lookup.declaring_type(followed.path.target, last.name)
        if declaring and not isinstance(behind, PropertySegment):
            return PropertyPath(followed.path, declaring, last.name)
    message = f"it leads to {address.end}, which is not an entity, a collection of entities or a property of an entity"
    return Rejected(len(segments) - 1, segments[-1], "unknown-segment", message)


def _segments(text: str) -> list[str]:
    return [segment for segment in text.split("/") if segment] or [""]


class _Followed:
    """A path that grows with the segments of an address, as far as it can have them."""

    def __init__(self, lookup: UrlLookup) -> None:
        self._lookup = lookup
        self.steps: list[Step] = []
        self.values: list[Argument] = []
        self.keyed = False
        self.cast: QName | None = None
        self.through: tuple[tuple[QName, str], ...] = ()  # the complex properties behind the last step
        self.impossible = False  # a key or a step that no path has
        self._prefix: tuple[str, ...] = ()
        self._here: QName | None = None

    def takes(self, segment: Segment) -> bool:
        """Adds a segment to the path; false where a path cannot have it."""
        match segment:
            case KeySegment():
                self._key(segment)
            case Root(name=name):
                self._step(self._lookup.graph.roots.get(name))
            case Navigation(name=name):
                steps = self._lookup.graph.steps(self._here) if self._here else ()
                self._step(next((step for step in steps if step.segments == (name,)), None))
            case PropertySegment(name=name, kind="complex"):
                self._complex(name)
            case Cast(type=type_):
                self._cast(type_)
            case BoundOperation() | ImportedOperation() if segment.operation.composable and segment.operation.returns:
                self._step(self._call(segment))
            case _:
                return False
        return not self.impossible

    def _step(self, step: Step | None) -> None:
        if step is None:
            self.impossible = True
            return
        self.steps.append(replace(step, prefix=self._prefix, through=self.through))
        self._here = step.target
        self.keyed, self.cast, self._prefix, self.through = False, None, (), ()

    def _key(self, key: KeySegment) -> None:
        self.values += key.parts
        self.keyed = True
        if key.omitted or key.alternate:
            parts = _parts(self._lookup, self.steps[-1], key)
            self.steps[-1] = replace(self.steps[-1], key=parts)
            self.impossible = not parts

    def _complex(self, name: str) -> None:
        assert self._here is not None
        declaring, prop = self._lookup.declaring_type(self._here, name), self._lookup.member(self._here, name)
        assert declaring is not None and prop is not None
        self.through += ((declaring, name),)
        self._prefix += (name,)
        self._here = prop.type.name

    def _cast(self, type_: QName) -> None:
        """A cast to the type itself changes nothing, and of several in a row the last counts."""
        if type_ == self._here:
            return
        before = self._prefix[:-1] if self._prefix and "." in self._prefix[-1] else self._prefix
        self._prefix = (*before, str(type_))
        self._here = type_
        self.cast = self.cast if self.through else type_

    def _call(self, segment: BoundOperation | ImportedOperation) -> Step:
        operation = segment.operation
        values = segment.arguments
        if not values:  # reference pages leave parentheses out
            required = (parameter.name for parameter in required_parameters(operation))
            values = tuple(Argument(name, Placeholder(f"{{{name}}}")) for name in required)
        self.values += values
        assert operation.returns is not None
        target, binding = operation.returns.type, operation.binding
        return Step(
            segment.name if isinstance(segment, ImportedOperation) else operation.name.name,
            target.name,
            target.collection,
            contained=False,
            declaring=binding.name if binding else None,
            call=operation,
            given=tuple(argument.name for argument in values),
        )


def _parts(lookup: UrlLookup, step: Step, key: KeySegment) -> KeyParts:
    """The parts of another key than the primary one, with their properties; none where only a derived type has that
    key, which a route could not say."""
    names = tuple(part.name for part in key.parts)
    choice = lookup.choice(step.target, step.declaring, step.name)
    keys = (choice.short, *choice.alternate)
    return next((parts for parts in keys if tuple(name for name, _ in parts) == names), ())
