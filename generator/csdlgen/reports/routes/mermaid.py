"""How the roots reach an operation, as a Mermaid flowchart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from csdlgen.navigation import Step
from csdlgen.reports.routes.listing import ListedRoute, RouteList
from csdlgen.text import count

_MOST_NODES = 60


@dataclass
class _Picture:
    """Nodes by what they stand for, and edges with their strongest arrow, both in the order of the routes."""

    nodes: dict[str, str] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], str] = field(default_factory=dict)


def as_mermaid(routes: RouteList) -> str:
    """A flowchart: roots, entity types, the operation; an arrow is a navigation property, thick on documented routes,
    dotted where it leaves containment.

    At most sixty nodes: routes that would need more are counted in one node.
    """
    picture = _Picture({"": routes.segment or routes.name})
    left_out = routes.more
    for line in routes.lines:
        nodes = dict(_nodes(line))
        # One node is reserved for the count of what is left out.
        if len(picture.nodes.keys() | nodes.keys()) < _MOST_NODES:
            picture.nodes |= nodes
            _draw(picture, line)
        else:
            left_out += 1
    return "\n".join(_written(picture, left_out, counted=routes.counted))


def _nodes(line: ListedRoute) -> Iterator[tuple[str, str]]:
    steps = line.route.path.steps
    for step in steps[:1]:
        yield f"/{step.name}", f"/{step.name}"
    for step in steps[1:]:
        yield str(step.target), str(step.target)


def _draw(picture: _Picture, line: ListedRoute) -> None:
    documented = line.route.documented
    before = ""
    for step in line.route.path.steps:
        here = str(step.target) if before else f"/{step.name}"
        if before:
            arrow = "==>" if documented else "-->" if step.contained else "-.->"
            _edge(picture, before, here, _label(step), arrow)
        before = here
    cast = line.route.path.cast
    if before:
        _edge(picture, before, "", str(cast) if cast else "", "==>" if documented else "-->")


def _edge(picture: _Picture, source: str, target: str, label: str, arrow: str) -> None:
    known = picture.edges.setdefault((source, target, label), arrow)
    if arrow == "==>" and known != arrow:
        picture.edges[source, target, label] = arrow


def _label(step: Step) -> str:
    return "/".join(step.segments) + ("*" if step.collection else "")


def _written(picture: _Picture, left_out: int, *, counted: bool) -> Iterator[str]:
    ids = {name: f"n{number}" for number, name in enumerate(picture.nodes)}
    yield "flowchart LR"
    for name, text in picture.nodes.items():
        left, right = ("([", "])") if not name else ("[[", "]]") if name[0] == "/" else ("[", "]")
        yield f'  {ids[name]}{left}"{_escaped(text)}"{right}'
    for (source, target, label), arrow in picture.edges.items():
        shown = f'|"{_escaped(label)}"|' if label else ""
        yield f"  {ids[source]} {arrow}{shown} {ids[target]}"
    if left_out:
        than = "" if counted else "more than "
        yield f'  more["and {than}{count(left_out, "route")} more"]'
        yield f"  more --> {ids['']}"


def _escaped(text: str) -> str:
    """Text in which everything that may have a meaning in Mermaid or HTML is a character code."""
    return "".join(
        mark if mark.isascii() and (mark.isalnum() or mark in " ./*_") else f"#{ord(mark)};" for mark in text
    )
