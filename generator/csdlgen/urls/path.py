"""The navigation path that a URL takes, without the values of its keys."""

from __future__ import annotations

from dataclasses import dataclass, replace

from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.vocabularies import required_parameters
from csdlgen.navigation import Path, Step, resolve
from csdlgen.urls.lookup import UrlLookup
from csdlgen.urls.segments import (
    Address,
    Argument,
    BoundOperation,
    Cast,
    ComplexProperty,
    ImportedOperation,
    Key,
    Navigation,
    Placeholder,
    Root,
    Segment,
)


@dataclass(frozen=True, slots=True)
class UrlPath:
    """A path, whether a key stands behind its end, and the values of its keys, and of the arguments of functions on
    the way, in path order. The path of an unbound operation has no steps."""

    path: Path
    keyed: bool
    values: tuple[Argument, ...]

    @property
    def on_collection(self) -> bool:
        return bool(self.path.steps) and self.path.steps[-1].collection and not self.keyed


def url_path(lookup: UrlLookup, address: Address) -> UrlPath | None:
    """The path to what the operation at the end of an address is called on; of a resource, as far as navigation goes.

    None where there is none: behind a position or a filter, on a value that is no entity, or for the resources of the
    protocol, such as `$batch`.
    """
    before = address.segments[:-1] if address.operation else address.segments
    followed = _Parts()
    complete = all(followed.takes(each) for each in before)
    if address.operation and (not complete or followed.inside):
        return None
    parts = followed.parts[: followed.length]
    if not parts:
        return UrlPath(Path(()), False, ()) if address.operation else None
    path = resolve(lookup.graph, tuple(parts))
    if not isinstance(path, Path):
        return None
    if not all(_parts(lookup, path.steps[number], key) for number, key in followed.keys.items()):
        return None
    steps = tuple(
        replace(step, key=_parts(lookup, step, followed.keys[number])) if number in followed.keys else step
        for number, step in enumerate(path.steps)
    )
    last = next(each for each in reversed(parts) if isinstance(each, Step) or each == "{}" or "." not in each)
    return UrlPath(replace(path, steps=steps), last == "{}", tuple(followed.values))


class _Parts:
    """The segments of an address as parts of a path, as far as they are any."""

    def __init__(self) -> None:
        self.parts: list[str | Step] = []
        self.values: list[Argument] = []
        self.keys: dict[int, Key] = {}  # other keys than the primary one, by the number of their step
        self.length = 0  # of the parts up to the last navigation, key or cast of an entity
        self.inside = False  # a complex property
        self._steps = 0

    def takes(self, segment: Segment) -> bool:
        """Whether a path can have the segment."""
        match segment:
            case Key():
                self.parts.append("{}")
                self.values += segment.parts
                if segment.omitted or segment.alternate:
                    self.keys[self._steps - 1] = segment
            case Root(name=name) | Navigation(name=name):
                self._step(name)
            case ComplexProperty(name=name):
                self.parts.append(name)
                self.inside = True
            case Cast(type=type_):
                self.parts.append(str(type_))
            case BoundOperation() | ImportedOperation() if segment.operation.composable and segment.operation.returns:
                self._step(self._call(segment))
            case _:
                return False
        if not self.inside:
            self.length = len(self.parts)
        return True

    def _step(self, part: str | Step) -> None:
        self.parts.append(part)
        self._steps += 1
        self.inside = False

    def _call(self, segment: BoundOperation | ImportedOperation) -> Step:
        operation = segment.operation
        values = segment.arguments
        if not values:  # reference pages leave parentheses out
            required = (parameter.name for parameter in required_parameters(operation))
            values = tuple(Argument(name, Placeholder(f"{{{name}}}")) for name in required)
        self.values += values
        assert operation.returns is not None
        target, binding = operation.returns.type, operation.binding
        own = segment.name if isinstance(segment, ImportedOperation) else operation.name.name
        return Step(
            own,
            target.name,
            target.collection,
            contained=False,
            declaring=binding.name if binding else None,
            call=operation,
            given=tuple(each.name for each in values),
        )


def _parts(lookup: UrlLookup, step: Step, key: Key) -> KeyParts:
    """The parts of another key than the primary one, with their properties; none where only a derived type has that
    key, which a route could not say."""
    names = tuple(each.name for each in key.parts)
    choice = lookup.choice(step.target, step.declaring, step.name)
    return next((each for each in (choice.short, *choice.alternate) if tuple(name for name, _ in each) == names), ())
