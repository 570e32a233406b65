"""Walking the navigation graph."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.edm.model import EdmModel, EntityType, NavigationProperty, QName, TypeRef
from csdlgen.paths import Graph, Limits, Path, Unresolved, find_paths, resolve
from tests.builders import entity, model, q

SMALL = model(
    entity("root", "users => user*", "me -> user"),
    entity("user", "manager -> user", "devices => device*"),
    entity("device", "owner -> user"),
    entity("phone", base="device"),
    singletons="root: root",
)


def spelled(path: Path) -> str:
    return "/".join(step.name + ("*" if step.collection else "") for step in path.steps)


def test_fewest_hops_first_then_as_declared() -> None:
    found = find_paths(Graph(SMALL), q("device"), Limits(max_hops=3, revisits=1))
    assert [spelled(path) for path in found] == [
        "root/users*/devices*",
        "root/me/devices*",
        "root/users*/manager/devices*",
        "root/me/manager/devices*",
    ]
    assert [path.uncontained for path in found] == [0, 1, 1, 2]


def test_a_path_to_a_derived_type_counts() -> None:
    extended = model(*SMALL.types.values(), entity("shop", "phones => phone*"), singletons="root: root, shop: shop")
    found = find_paths(Graph(extended), q("device"), Limits(max_hops=1))
    assert [spelled(path) for path in found] == ["shop/phones*"]


def test_roots_can_be_chosen() -> None:
    both = model(*SMALL.types.values(), sets="users: user", singletons="root: root")
    graph = Graph(both)
    assert [spelled(path) for path in find_paths(graph, q("user"), Limits(("users",), 0))] == ["users*"]
    assert len(find_paths(graph, q("user"), Limits((), 1, 0))) == 3


NAMES = [f"t{number}" for number in range(6)]


@st.composite
def graphs(draw: st.DrawFn) -> EdmModel:
    types = []
    for number, name in enumerate(NAMES):
        navigations = tuple(
            NavigationProperty(f"n{each}", TypeRef(q(draw(st.sampled_from(NAMES))), draw(st.booleans())))
            for each in range(draw(st.integers(0, 3)))
        )
        base = draw(st.none() | st.sampled_from(NAMES[:number])) if number else None
        types.append(EntityType(q(name), base=q(base) if base else None, navigations=navigations))
    return model(*types, sets="a: t0, b: t1")


def brute_force(data: EdmModel, target: QName, limits: Limits) -> list[tuple[str, ...]]:
    """Every path by trying everything, without pruning."""
    graph = Graph(data)
    wanted = {name for name in data.types if target in [each.name for each in data.ancestry(name)]}
    found = []
    waiting = [((root,), root) for root in graph.roots.values()]
    while waiting:
        path, last = waiting.pop(0)
        if last.target in wanted:
            found.append(tuple(step.name for step in path))
        if len(path) <= limits.max_hops:
            for step in graph.steps(last.target):
                counts = Counter(each.target for each in (*path, step))
                if counts[step.target] <= limits.revisits + 1:
                    waiting.append(((*path, step), step))
    return found


@settings(deadline=None)
@given(graphs(), st.sampled_from(NAMES), st.integers(0, 4), st.integers(0, 2))
def test_pruning_loses_and_adds_nothing(data: EdmModel, target: str, hops: int, revisits: int) -> None:
    limits = Limits((), hops, revisits)
    found = [tuple(step.name for step in path.steps) for path in find_paths(Graph(data), q(target), limits)]
    assert sorted(found) == sorted(brute_force(data, q(target), limits))
    assert [len(each) for each in found] == sorted(len(each) for each in found)


@given(graphs(), st.sampled_from(NAMES))
def test_a_path_that_is_found_resolves(data: EdmModel, target: str) -> None:
    graph = Graph(data)
    for path in find_paths(graph, q(target), Limits((), 2, 1)):
        segments: list[str] = []
        for step in path.steps:
            segments += [step.name, *(["{key}"] if step.collection else [])]
        assert resolve(graph, tuple(segments)) == path


def test_where_a_path_stops_making_sense() -> None:
    graph = Graph(SMALL)
    assert resolve(graph, ("rot",)) == Unresolved("rot", ("root",))
    assert resolve(graph, ("root", "users", "{id}", "divices")) == Unresolved("divices", ("manager", "devices"))
    assert resolve(graph, ("root", "users", "devices")) == Unresolved("devices", ())
    assert resolve(graph, ("root", "me", "{id}")) == Unresolved("{id}", ())
    assert resolve(graph, ()) == Unresolved("", ("root",))
