"""Routes that come and go: to the entities that the operations of both models are bound to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeAlias

from csdlgen.drift.change import Change, every_change
from csdlgen.drift.finding import Finding, Policy
from csdlgen.drift.path import ROOTS
from csdlgen.drift.rules import RULES, derived_finding
from csdlgen.edm.model import EdmModel, QName
from csdlgen.navigation import Graph, Limits, Path
from csdlgen.navigation.walk import walk
from csdlgen.routes import UrlStyle
from csdlgen.routes.template import template

# How many routes to one type are looked at, and how many of one cause are findings of their own.
_MOST = 5000
_MOST_LISTED = 10
_Key: TypeAlias = tuple[tuple[str, ...], QName | None]


class _BoundTo(NamedTuple):
    """What operations are bound to."""

    type: QName
    collection: bool


@dataclass(frozen=True, slots=True)
class _RouteChange:
    code: str
    path: Path
    before: str
    after: str


def route_drift(
    changes: Iterable[Change], old: EdmModel, new: EdmModel, limits: Limits, policy: Policy
) -> dict[int | None, tuple[Finding, ...]]:
    """Findings on routes by the `id` of the change that caused them, None for an unknown cause.

    Types with more routes than can be looked at have none. Of many routes with one cause the shortest are findings of
    their own, and the rest is one more.
    """
    graphs = Graph(old), Graph(new)
    causes = _causes(changes)
    findings: dict[int | None, list[Finding]] = {}
    for target in sorted(_targets(old) & _targets(new)):
        grouped: dict[tuple[int | None, str], list[_RouteChange]] = {}
        for event in _events(graphs, target, limits):
            grouped.setdefault((_cause(event, causes), event.code), []).append(event)
        for (cause, _), events in grouped.items():
            findings.setdefault(cause, []).extend(_findings(target, events, policy))
    return {cause: tuple(findings) for cause, findings in findings.items()}


def _targets(model: EdmModel) -> set[_BoundTo]:
    bindings = (each.binding for overloads in model.operations.values() for each in overloads)
    return {_BoundTo(each.name, each.collection) for each in bindings if each}


def _events(graphs: tuple[Graph, Graph], target: _BoundTo, limits: Limits) -> Iterator[_RouteChange]:
    before, after = (_routes(graph, target, limits) for graph in graphs)
    if before is None or after is None:
        return
    for key in {**before, **after}:
        was, now = before.get(key), after.get(key)
        texts = [_text(graph, path, target) for graph, path in zip(graphs, (was, now), strict=True)]
        if now is None and was is not None:
            yield _RouteChange("route-removed", was, *texts)
        elif was is None and now is not None:
            yield _RouteChange("route-added", now, *texts)
        elif was and now and was.uncontained == 0 < now.uncontained:
            yield _RouteChange("route-became-ref-only", now, *texts)


def _routes(graph: Graph, target: _BoundTo, limits: Limits) -> dict[_Key, Path] | None:
    """The paths to a type within the limits by the names of their segments; None where there are too many."""
    paths = list(islice(walk(graph, target.type, limits), _MOST + 1))
    if len(paths) > _MOST:
        return None
    ending = (each for each in paths if each.steps[-1].collection or not target.collection)
    return {(tuple(name for step in each.steps for name in step.segments), each.cast): each for each in ending}


def _text(graph: Graph, path: Path | None, target: _BoundTo) -> str:
    return template(graph, path, UrlStyle(), keyed=not target.collection)[0] if path else ""


def _findings(target: _BoundTo, events: list[_RouteChange], policy: Policy) -> Iterator[Finding]:
    path = f"Collection({target.type})" if target.collection else str(target.type)
    ranked = sorted(events, key=lambda each: (each.path.hops, each.before, each.after))
    for each in ranked[:_MOST_LISTED]:
        yield derived_finding(each.code, path, each.before, each.after, policy)
    rest = ranked[_MOST_LISTED:]
    if rest:
        digest = hashlib.sha256("\n".join(f"{each.before} {each.after}" for each in rest).encode()).hexdigest()
        more = f"{len(rest)} more like it"
        before, after = ("" if not each else more for each in (rest[0].before, rest[0].after))
        yield derived_finding(rest[0].code, path, before, after, policy, identity=digest)


def _causes(changes: Iterable[Change]) -> dict[str, int]:
    """The changes that can add or remove a step of a route, by the element they are of."""
    causes: dict[str, int] = {}
    for each in every_change(changes):
        if RULES[each.rule].routes:
            for path in (each.old, each.new):
                causes.setdefault(f"/{path.name}" if path and path.kind in ROOTS else str(path), id(each))
    return causes


def _cause(event: _RouteChange, causes: dict[str, int]) -> int | None:
    """The change at the first step of a route that has one."""
    for step in event.path.steps:
        here = [f"{type_}/{name}" for type_, name in step.through]
        here.append(f"{step.declaring}/{step.name}" if step.declaring else f"/{step.name}")
        here += [str(each) for each in (step.declaring, *step.casts, step.target) if each]
        cause = next((causes[each] for each in here if each in causes), None)
        if cause is not None:
            return cause
    return causes.get(str(event.path.cast))
