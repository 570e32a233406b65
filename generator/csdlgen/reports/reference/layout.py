"""Where the nodes and edges of a picture of routes are: columns from left to right, the roots first, the operation
last, and in between each type by how far it is from there.

An edge to the next column is a curve. One that goes farther passes above all nodes, one that goes back, or stays in its
column, below them: in lanes of their own, and between the columns, so that no edge crosses a node. A picture is drawn
the same way every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from csdlgen.reports.routes.picture import Picture

_LETTER = 7.3
"""The width of a letter; text in pictures is 12 pixels high, in a font of one width."""
_HEIGHT, _ROW, _LANE, _STEP = 30, 58, 20, 6
"""The height of a node, the distance between rows and between lanes, and between lines that go up or down."""
_MARGIN, _LEAST_GAP, _LONGEST = 16, 90, 44
"""The space around a picture, the least one between columns, and the longest text of a node in characters."""

_Edges = dict[tuple[str, str], list[tuple[str, str]]]


class Box(NamedTuple):
    """A node: its top left corner, its width and height, its text, all of it where that had to be shortened, and
    whether it is the root, the operation or something in between."""

    x: int
    y: int
    width: int
    height: int
    text: str
    whole: str
    role: str

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


class Line(NamedTuple):
    """An edge: its curve as SVG has it, its kind, its label and where that goes. Of several edges between two nodes
    the first has the curve."""

    curve: str
    kind: str
    label: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with the place of everything; `steps` are its edges as texts: source, target, label and kind."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    steps: tuple[tuple[str, str, str, str], ...]


def lay_out(picture: Picture) -> Drawing:
    """The drawing of a picture."""
    columns = _columns(picture)
    place = {name: number for number, column in enumerate(columns) for name in column}
    edges: _Edges = {}
    for (source, target, label), kind in picture.edges.items():
        edges.setdefault((source, target), []).append((label, kind))
    above = [pair for pair in edges if place[pair[1]] - place[pair[0]] > 1]
    below = [pair for pair in edges if place[pair[1]] <= place[pair[0]]]
    top = _MARGIN + _LANE * len(above)
    lefts = _lefts(picture, columns, edges, _STEP * len(above + below))
    boxes = dict(_boxes(picture, columns, lefts, top))
    bottom = max(box.y + box.height for box in boxes.values())
    lanes = {pair: top - _LANE * (number + 1) + 4 for number, pair in enumerate(above)}
    lanes |= {pair: bottom + _LANE * (number + 1) for number, pair in enumerate(below)}
    lines: list[Line] = []
    for number, (pair, labels) in enumerate(edges.items()):
        start, end = boxes[pair[0]], boxes[pair[1]]
        if pair in lanes:
            sides = _side(boxes, columns[place[pair[0]]], right=True), _side(
                boxes, columns[place[pair[1]]], right=False
            )
            lines.append(_in_lane(start, end, lanes[pair], sides, labels, _STEP * (number % 6)))
        else:
            fans_in = sum(target == pair[1] for _, target in edges) > sum(source == pair[0] for source, _ in edges)
            lines += _forward(start, end, labels, (2, 1, 4, 1) if fans_in else (1, 2, 1, 4))
    width = max(box.x + box.width for box in boxes.values()) + _MARGIN
    nodes, found = picture.nodes, picture.edges.items()
    steps = tuple((nodes[source], nodes[target], label, kind) for (source, target, label), kind in found)
    return Drawing(width, bottom + _LANE * len(below) + _MARGIN, tuple(boxes.values()), tuple(lines), steps)


def _columns(picture: Picture) -> list[list[str]]:
    """The nodes by their distance from the operation; roots come first."""
    distance = {"": 0}
    waiting = [""]
    while waiting:
        here = waiting.pop(0)
        for source, target, _ in picture.edges:
            if target == here and source not in distance:
                distance[source] = distance[here] + 1
                waiting.append(source)
    roots = [name for name in picture.nodes if name[:1] == "/"]
    others = [name for name in picture.nodes if name not in roots]
    farthest = max((distance.get(name, 0) for name in others), default=0)
    columns = [roots, *([] for _ in range(farthest + 1))]
    for name in others:
        columns[farthest - distance.get(name, 0) + 1].append(name)
    columns = [column for column in columns if column]
    for before, column in pairwise(columns):
        column.sort(key=lambda name: _centre(before, (source for source, target, _ in picture.edges if target == name)))
    return columns


def _centre(column: list[str], sources: Iterable[str]) -> float:
    rows = [column.index(each) for each in sources if each in column]
    return sum(rows) / len(rows) if rows else len(column)


def _lefts(picture: Picture, columns: list[list[str]], edges: _Edges, bundle: int) -> list[int]:
    """Where each column begins: behind enough space for the labels and for the lines that go up or down."""
    lefts, x = [], _MARGIN
    for column in columns:
        lefts.append(x)
        labels = [label for (source, _), some in edges.items() if source in column for label, _ in some]
        gap = max([_LEAST_GAP, *(_width(label) + 20 for label in labels)]) + min(bundle, _STEP * 6)
        x += max(_width(_shown(picture, name)) for name in column) + gap
    return lefts


def _boxes(picture: Picture, columns: list[list[str]], lefts: list[int], top: int) -> Iterator[tuple[str, Box]]:
    for column, left in zip(columns, lefts, strict=True):
        widest = max(_width(_shown(picture, name)) for name in column)
        for row, name in enumerate(column):
            text = _shown(picture, name)
            role = "operation" if not name else "root" if name[0] == "/" else "type"
            x = left + (widest - _width(text)) // 2
            yield name, Box(x, top + row * _ROW, _width(text), _HEIGHT, text, picture.nodes[name], role)


def _side(boxes: dict[str, Box], column: list[str], *, right: bool) -> int:
    """The right or the left side of a column."""
    some = [boxes[name] for name in column]
    return max(box.x + box.width for box in some) if right else min(box.x for box in some)


def _forward(start: Box, end: Box, labels: list[tuple[str, str]], nearer: tuple[int, int, int, int]) -> Iterator[Line]:
    """The labels are where curves are apart, nearer to the start or to the end: `nearer` are the shares of both, of
    their columns and of their rows."""
    x1, y1, x2, y2 = start.x + start.width, start.middle, end.x - 6, end.middle
    bend = (x2 - x1) // 2
    curve = f"M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    x, y = (x1 * nearer[0] + x2 * nearer[1]) // 3, (y1 * nearer[2] + y2 * nearer[3]) // 5
    for number, (label, kind) in enumerate(labels):
        yield Line(curve * (not number), kind, _short(label), x, y - 4 + 13 * number)


def _in_lane(
    start: Box, end: Box, lane: int, sides: tuple[int, int], labels: list[tuple[str, str]], apart: int
) -> Line:
    """Beside the column of the start, along the lane, and beside that of the end."""
    out, back = sides[0] + 10 + apart, sides[1] - 16 - apart
    curve = f"M{start.x + start.width} {start.middle} H{out} V{lane} H{back} V{end.middle} H{end.x - 6}"
    return Line(curve, labels[0][1], ", ".join(label for label, _ in labels), (out + back) // 2, lane + 4)


def _shown(picture: Picture, name: str) -> str:
    """The text of a node, of a type without its namespace."""
    text = picture.nodes[name]
    return _short(text if name[:1] in ("", "/") else text.rpartition(".")[2])


def _width(text: str) -> int:
    return round(len(text) * _LETTER) + 20


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"…{text[1 - _LONGEST :]}"
