"""Pictures of routes: nodes do not hide each other, edges go from node to node and around the others."""

from __future__ import annotations

import re
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from csdlgen.reports.reference.layout import Box, Drawing, lay_out
from csdlgen.reports.routes.picture import CONTAINED, DOCUMENTED, LINKED, Picture

KINDS = st.sampled_from((DOCUMENTED, CONTAINED, LINKED))


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """The operation, roots and types, each of which leads to the operation somehow."""
    types = [f"ns.{'t' * draw(st.integers(1, 50))}{number}" for number in range(draw(st.integers(0, 8)))]
    roots = [f"/r{number}" for number in range(draw(st.integers(1, 3)))]
    nodes = ["", *roots, *types]
    sources = [*roots, *types]
    edges = {}
    for _ in range(draw(st.integers(1, 20))):
        source = draw(st.sampled_from(sources))
        target = draw(st.sampled_from(["", *types]))
        edges[source, target, draw(st.sampled_from(("", "a", "managedDevices*")))] = draw(KINDS)
    return Picture({name: name or "operation" for name in nodes}, edges)


@given(pictures())
def test_nodes_are_apart_and_inside(picture: Picture) -> None:
    drawing = lay_out(picture)
    assert drawing == lay_out(picture)
    assert len(drawing.boxes) == len(picture.nodes)
    for box in drawing.boxes:
        assert box.x >= 0 and box.y >= 0
        assert box.x + box.width <= drawing.width and box.y + box.height <= drawing.height
    for one, other in combinations(drawing.boxes, 2):
        apart = one.x + one.width < other.x or other.x + other.width < one.x
        assert apart or one.y + one.height < other.y or other.y + other.height < one.y


@given(pictures())
def test_every_edge_is_drawn_and_told(picture: Picture) -> None:
    drawing = lay_out(picture)
    assert len(drawing.steps) == len(picture.edges)
    pairs = {(source, target) for source, target, _ in picture.edges}
    assert sum(bool(line.curve) for line in drawing.lines) == len(pairs)
    for line in drawing.lines:
        if line.curve:
            numbers = [int(each) for each in re.findall(r"-?\d+", line.curve)]
            assert any((numbers[0], numbers[1]) == (box.x + box.width, box.middle) for box in drawing.boxes)
            assert any(numbers[-1] in (box.x - 6, box.middle) for box in drawing.boxes)


@given(pictures())
def test_lanes_do_not_cross_nodes(picture: Picture) -> None:
    drawing = lay_out(picture)
    for line in drawing.lines:
        found = re.fullmatch(r"M(\d+) (\d+) H(\d+) V(-?\d+) H(-?\d+) V(\d+) H(\d+)", line.curve)
        if found:
            _, start, out, lane, back, end, _ = map(int, found.groups())
            for x, y1, y2 in ((out, start, lane), (back, lane, end)):
                assert not [box for box in drawing.boxes if crosses(box, x, min(y1, y2), max(y1, y2))]
            rows = {box.y for box in drawing.boxes}
            assert lane < min(rows) or lane > max(rows) + drawing.boxes[0].height


def crosses(box: Box, x: int, top: int, bottom: int) -> bool:
    return box.x <= x <= box.x + box.width and box.y <= bottom and top <= box.y + box.height


def role_of(drawing: Drawing, text: str) -> tuple[str, int]:
    (box,) = (box for box in drawing.boxes if box.text == text)
    return box.role, box.x


def test_roots_come_first_and_the_operation_last() -> None:
    edges = {
        ("/users", "ns.mail", "mails*"): DOCUMENTED,
        ("ns.mail", "", ""): DOCUMENTED,
        ("ns.mail", "ns.user", "owner"): LINKED,
        ("ns.user", "ns.mail", "mails*"): CONTAINED,
    }
    picture = Picture({"": "send", "/users": "/users", "ns.mail": "ns.mail", "ns.user": "ns.user"}, edges)
    drawing = lay_out(picture)
    places = [role_of(drawing, text) for text in ("/users", "user", "mail", "send")]
    assert [role for role, _ in places] == ["root", "type", "type", "operation"]
    assert [x for _, x in places] == sorted(x for _, x in places)
    assert ("ns.mail", "ns.user", "owner", "linked") in drawing.steps
    (back,) = (line for line in drawing.lines if line.label == "owner")
    assert back.kind == "linked" and back.y > max(box.y for box in drawing.boxes)


def test_a_long_name_is_shortened_and_kept() -> None:
    long = f"ns.{'a' * 60}"
    drawing = lay_out(
        Picture({"": "x", "/r": "/r", long: long}, {("/r", long, "n"): CONTAINED, (long, "", ""): CONTAINED})
    )
    (box,) = (box for box in drawing.boxes if box.whole == long)
    assert len(box.text) == 44 and box.text.startswith("…")
