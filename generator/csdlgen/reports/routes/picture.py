"""How the roots reach an operation, as nodes and edges, which Mermaid and SVG draw alike, and in Mermaid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from csdlgen.navigation import Step
from csdlgen.reports.routes.listing import ListedRoute, RouteList
from csdlgen.text import count

_MOST_NODES = 60

DOCUMENTED = "documented"
"""An edge that documented routes take."""
CONTAINED = "contained"
"""An edge that no documented route takes, to what the source contains."""
LINKED = "linked"
"""An edge that no documented route takes, and that leaves containment."""

_ARROWS = {DOCUMENTED: "==>", CONTAINED: "-->", LINKED: "-.->"}


@dataclass
class Picture:
    """Nodes by what they stand for (`/root`, a type, or nothing for the operation) with their texts; edges by source,
    target and label with their kind; both in the order of the routes. `rest` is how many routes there is no room for,
    in words."""

    nodes: dict[str, str] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], str] = field(default_factory=dict)
    rest: str = ""


def draw(routes: RouteList) -> Picture:
    """The picture of the routes that are listed: roots, entity types, the operation; an edge is a navigation property.

    At most sixty nodes: routes that would need more are counted.
    """
    picture = Picture({"": routes.segment or routes.name})
    left_out = routes.more
    for line in routes.lines:
        nodes = dict(_nodes(line))
        # One node is reserved for the count of what is left out.
        if len(picture.nodes.keys() | nodes.keys()) < _MOST_NODES:
            picture.nodes |= nodes
            _draw(picture, line)
        else:
            left_out += 1
    if left_out:
        picture.rest = f"{'' if routes.counted else 'more than '}{count(left_out, 'route')}"
    return picture


def _nodes(line: ListedRoute) -> Iterator[tuple[str, str]]:
    steps = line.route.path.steps
    for step in steps[:1]:
        yield f"/{step.name}", f"/{step.name}"
    for step in steps[1:]:
        yield str(step.target), str(step.target)


def _draw(picture: Picture, line: ListedRoute) -> None:
    documented = line.route.documented
    before = ""
    for step in line.route.path.steps:
        here = str(step.target) if before else f"/{step.name}"
        if before:
            kind = DOCUMENTED if documented else CONTAINED if step.contained else LINKED
            _edge(picture, before, here, _label(step), kind)
        before = here
    cast = line.route.path.cast
    if before:
        _edge(picture, before, "", str(cast) if cast else "", DOCUMENTED if documented else CONTAINED)


def _edge(picture: Picture, source: str, target: str, label: str, kind: str) -> None:
    known = picture.edges.setdefault((source, target, label), kind)
    if kind == DOCUMENTED and known != kind:
        picture.edges[source, target, label] = kind


def _label(step: Step) -> str:
    return "/".join(step.segments) + ("*" if step.collection else "")


# --- Mermaid ----------------------------------------------------------------------------------------


def as_mermaid(routes: RouteList) -> str:
    """A flowchart: roots, entity types, the operation; an arrow is a navigation property, thick on documented routes,
    dotted where it leaves containment."""
    return flowchart(draw(routes))


def flowchart(picture: Picture) -> str:
    """A picture as a flowchart."""
    return "\n".join(_written(picture))


def _written(picture: Picture) -> Iterator[str]:
    ids = {name: f"n{number}" for number, name in enumerate(picture.nodes)}
    yield "flowchart LR"
    for name, text in picture.nodes.items():
        left, right = ("([", "])") if not name else ("[[", "]]") if name[0] == "/" else ("[", "]")
        yield f'  {ids[name]}{left}"{_escaped(text)}"{right}'
    for (source, target, label), kind in picture.edges.items():
        shown = f'|"{_escaped(label)}"|' if label else ""
        yield f"  {ids[source]} {_ARROWS[kind]}{shown} {ids[target]}"
    if picture.rest:
        yield f'  more["and {picture.rest} more"]'
        yield f"  more --> {ids['']}"


def _escaped(text: str) -> str:
    """Text in which everything that may have a meaning in Mermaid or HTML is a character code."""
    return "".join(
        mark if mark.isascii() and (mark.isalnum() or mark in " ./*_") else f"#{ord(mark)};" for mark in text
    )
