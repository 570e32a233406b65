"""Following the segments of a path template through the model."""

from __future__ import annotations

from dataclasses import dataclass, replace

from csdlgen.edm.model import ComplexType, Property, QName
from csdlgen.navigation.graph import Graph, Step, is_cast
from csdlgen.navigation.walk import Path


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Where a path leads nowhere: the segment, and the segments that lead on from there."""

    segment: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Progress:
    """How far the segments have led: steps, the segments in front of the next one, the type, whether it is one entity
    or value rather than a collection."""

    steps: tuple[Step, ...]
    here: QName
    single: bool
    prefix: tuple[str, ...] = ()
    through: tuple[tuple[QName, str], ...] = ()

    def after(self, step: Step) -> _Progress:
        return _Progress((*self.steps, step), step.target, not step.collection)


def resolve(graph: Graph, segments: tuple[str | Step, ...]) -> Path | Unresolved:
    """The path that the segments of a template (`users`, `{id}`, `managedDevices`, `{id}`) take from a root. Calls of
    composable functions are given as the steps that they are.

    A key is a segment in braces after a collection, before or after a cast of it; it may be missing at the end only.
    Complex properties are followed up to a navigation property, so a path cannot end at one.
    """
    first = segments[0] if segments else ""
    root = graph.roots.get(first) if isinstance(first, str) else first
    if root is None:
        return Unresolved(str(first), tuple(graph.roots))
    progress = _Progress((root,), root.target, not root.collection)
    for segment in segments[1:]:
        following = _next(graph, progress, segment)
        if isinstance(following, Unresolved):
            return following
        progress = following
    if progress.through:
        return Unresolved(str(segments[-1]), ())
    return Path(progress.steps, progress.here if progress.prefix else None)


def _next(graph: Graph, progress: _Progress, segment: str | Step) -> _Progress | Unresolved:
    if isinstance(segment, Step):
        return progress.after(replace(segment, prefix=progress.prefix, through=progress.through))
    if segment.startswith("{"):
        return Unresolved(segment, ()) if progress.single else replace(progress, single=True)
    if is_cast(segment):
        return _cast(graph, progress, segment)
    steps = graph.steps(progress.here) if progress.single else ()
    for step in steps:
        if step.segments == (segment,):
            return progress.after(replace(step, prefix=progress.prefix, through=progress.through))
    prop = graph.lookup.member(progress.here, segment) if progress.single else None
    owner = graph.lookup.declaring_type(progress.here, segment)
    if isinstance(prop, Property) and owner and _is_single_complex(graph, prop):
        through = (*progress.through, (owner, segment))
        return replace(progress, here=prop.type.name, prefix=(*progress.prefix, segment), through=through)
    return Unresolved(segment, tuple(dict.fromkeys(step.segments[0] for step in steps)))


def _is_single_complex(graph: Graph, prop: Property) -> bool:
    return not prop.type.collection and isinstance(graph.model.types.get(prop.type.name), ComplexType)


def _cast(graph: Graph, progress: _Progress, segment: str) -> _Progress | Unresolved:
    """A cast to a derived type; one to the type itself changes nothing, and of several in a row the last counts."""
    wanted, before = graph.model.named(segment), progress.prefix
    derived = graph.lookup.descendants(progress.here)
    if wanted == progress.here:
        return progress
    if wanted not in derived:
        return Unresolved(segment, tuple(map(str, sorted(derived))))
    if before and is_cast(before[-1]):
        before = before[:-1]
    return replace(progress, here=wanted, prefix=(*before, segment))


def with_keys(graph: Graph, segments: tuple[str, ...]) -> tuple[str, ...]:
    """The segments with a key after every collection but the last, where the text leaves keys out."""
    complete: list[str] = []
    for segment in segments:
        if complete and not segment.startswith("{") and not is_cast(segment):
            so_far = resolve(graph, tuple(complete))
            if isinstance(so_far, Path) and so_far.steps[-1].collection and not _ends_with_key(complete):
                complete.append("{key}")
        complete.append(segment)
    return tuple(complete)


def _ends_with_key(segments: list[str]) -> bool:
    """Whether a key stands at the end, before or after casts."""
    last = next((segment for segment in reversed(segments) if not is_cast(segment) or segment.startswith("{")), "")
    return last.startswith("{")
