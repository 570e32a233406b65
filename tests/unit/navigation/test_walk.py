"""Walking the navigation graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.edm.model import ComplexType, EdmModel, EntityType, NavigationProperty, Property, QName, TypeRef
from csdlgen.navigation import Graph, Limits, Path, cuts
from csdlgen.select import Selection, select
from csdlgen.urls import UrlLookup, resource_path
from tests.builders import action, complex_type, entity, model, q
from tests.support.paths import find_paths

SMALL = model(
    entity("root", "users => user*", "me -> user"),
    entity("user", "manager -> user", "devices => device*"),
    entity("device", "owner -> user"),
    entity("phone", base="device"),
    singletons="root: root",
)


def spelled(path: Path) -> str:
    return "/".join(step.name + ("*" if step.collection else "") for step in path.steps)


def test_fewest_hops_first_then_by_containment_and_name() -> None:
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
COMPLEX = [f"c{number}" for number in range(3)]


@st.composite
def navigations(draw: st.DrawFn, prefix: str, most: int) -> tuple[NavigationProperty, ...]:
    return tuple(
        NavigationProperty(f"{prefix}{each}", TypeRef(q(draw(st.sampled_from(NAMES))), draw(st.booleans())))
        for each in range(draw(st.integers(0, most)))
    )


@st.composite
def values(draw: st.DrawFn, owner: str) -> tuple[Property, ...]:
    """Complex properties, of which collections lead nowhere."""
    return tuple(
        Property(f"p_{owner}", TypeRef(q(draw(st.sampled_from(COMPLEX))), draw(st.integers(0, 3)) == 0))
        for _ in range(draw(st.integers(0, 1)))
    )


@st.composite
def graphs(draw: st.DrawFn, *, again: bool = True) -> EdmModel:
    """Entity types and complex types that lead to each other and derive from each other; `again` where derived types
    may declare navigation properties of their base types again, which CSDL forbids."""
    types: list[EntityType | ComplexType] = []
    for kind, names, most in ((EntityType, NAMES, 3), (ComplexType, COMPLEX, 1)):
        for number, name in enumerate(names):
            base = draw(st.none() | st.sampled_from(names[:number])) if number else None
            members = {
                "navigations": draw(navigations("n" if again else f"n_{name}_", most)),
                "properties": draw(values(name)),
            }
            types.append(kind(q(name), base=q(base) if base else None, **members))
    return model(*types, sets="a: t0, b: t1")


LIMITS = st.builds(Limits, st.just(()), st.integers(0, 3), st.integers(0, 2), st.integers(-1, 2))


def onward(
    data: EdmModel, name: QName, members: list[QName] | None = None, around: tuple[QName, ...] = ()
) -> Iterator[tuple[tuple[str, ...], NavigationProperty]]:
    """All that leads on from a value of a type: segments, the last being the navigation property; of two with equal
    segments the last is meant."""
    line = [each.name for each in data.ancestry(name)]
    for each in members or reversed(line):
        declaring = data.structured(each)
        assert declaring is not None
        yield from (((nav.name,), nav) for nav in declaring.navigations)
        for prop in declaring.properties:
            inner = prop.type.name
            if name.name in COMPLEX and inner in around + tuple(line) + (name,):
                continue
            if not prop.type.collection and inner.name in COMPLEX and len(around) < 9:
                within = (*around, *(line if name.name in COMPLEX else ()))
                yield from (((prop.name, *rest), nav) for rest, nav in onward(data, inner, None, within))
    if members is None:
        below = sorted(each for each in data.types if each != name and name in (up.name for up in data.ancestry(each)))
        for each in below:
            within = (*around, *(line if name.name in COMPLEX else ()))
            yield from (((str(each), *rest), nav) for rest, nav in onward(data, each, [each], within))


def casts(segments: Iterable[str]) -> int:
    return sum("." in each for each in segments)


def brute_force(data: EdmModel, target: QName, limits: Limits) -> set[tuple[str, ...]]:
    """Every path by trying everything, without pruning."""
    found = set()
    waiting: list[tuple[tuple[str, ...], tuple[QName, ...]]] = [
        ((root.name,), (root.type,)) for container in data.containers for root in container.roots
    ]
    while waiting:
        path, types = waiting.pop()
        here = types[-1]
        if target in [each.name for each in data.ancestry(here)]:
            found.add(path)
        elif limits.casts >= 0 and here in [each.name for each in data.ancestry(target)]:
            found.add((*path, str(target)))
        for segments, navigation in dict(onward(data, here)).items() if len(types) <= limits.max_hops else ():
            longer = ((*path, *segments), (*types, navigation.type.name))
            if types.count(navigation.type.name) <= limits.revisits and casts(longer[0]) <= max(limits.casts, 0):
                waiting.append(longer)
    return found


def flat(path: Path) -> tuple[str, ...]:
    cast = (str(path.cast),) if path.cast else ()
    return (*(segment for step in path.steps for segment in step.segments), *cast)


@pytest.mark.slow
@settings(deadline=None)
@given(graphs(), st.sampled_from(NAMES), LIMITS)
def test_pruning_loses_and_adds_nothing(data: EdmModel, target: str, limits: Limits) -> None:
    found = find_paths(Graph(data), q(target), limits)
    assert len({flat(path) for path in found}) == len(found)
    assert {flat(path) for path in found} == brute_force(data, q(target), limits)
    assert [path.hops for path in found] == sorted(path.hops for path in found)


@pytest.mark.slow
@given(graphs(), st.sampled_from(NAMES), LIMITS)
def test_a_path_that_is_found_resolves(data: EdmModel, target: str, limits: Limits) -> None:
    graph = Graph(data)
    for path in find_paths(graph, q(target), replace(limits, max_hops=2)):
        segments: list[str] = []
        for step in path.steps:
            segments += [*step.segments, *(["{key}"] if step.collection else [])]
        text = "/".join((*segments, *([str(path.cast)] if path.cast else [])))
        assert resource_path(UrlLookup(data), text) == path


@pytest.mark.slow
@settings(deadline=None)
@given(graphs(again=False), st.sampled_from(NAMES), LIMITS)
def test_a_slice_has_all_paths_of_the_whole(data: EdmModel, target: str, limits: Limits) -> None:
    whole = model(*data.types.values(), action("go", target), sets="a: t0, b: t1")
    part = select(whole, Selection(("test.go",)), limits).model
    assert find_paths(Graph(part), q(target), limits) == find_paths(Graph(whole), q(target), limits)


@pytest.mark.slow
@settings(deadline=None)
@given(graphs(), st.sampled_from(NAMES), LIMITS)
def test_what_is_cut_is_what_wider_limits_add(data: EdmModel, target: str, limits: Limits) -> None:
    graph = Graph(data)
    within = set(find_paths(graph, q(target), limits))
    found = cuts(graph, q(target), limits, most=10_000)
    assert (found.more, found.counted) == (0, True)
    by_kind = {"hops": replace(limits, max_hops=limits.max_hops + 1)}
    by_kind["revisits"] = replace(limits, revisits=limits.revisits + 1)
    by_kind["casts"] = replace(limits, casts=limits.casts + 1)
    for why, wider in by_kind.items():
        added = set(find_paths(graph, q(target), wider)) - within
        assert {each.path for each in found.shown if each.why == why} == added


def test_other_roots_are_cut_and_a_cycle_is_called_one() -> None:
    both = Graph(model(*SMALL.types.values(), sets="users: user", singletons="root: root"))
    found = cuts(both, q("user"), Limits(("users",), 1, 0))
    assert [(spelled(each.path), each.reason) for each in found.shown if each.why in ("root", "revisits")] == [
        ("root/users*", "'root' is not among the roots"),
        ("root/me", "'root' is not among the roots"),
        ("users*/manager", "a cycle: test.user comes back once, where revisits is 0"),
    ]


def test_the_first_of_many_cuts_are_shown_and_the_others_counted() -> None:
    wide = model(entity("hub", *(f"n{number} -> hub" for number in range(12))), sets="hubs: hub")
    found = cuts(Graph(wide), q("hub"), Limits((), 2, 5), most=3)
    assert (len(found.shown), found.more, found.counted) == (3, 1000, False)
    found = cuts(Graph(wide), q("hub"), Limits((), 1, 5), most=3)
    assert (len(found.shown), found.more, found.counted) == (3, 12 * 12 - 3, True)


def test_complex_types_nested_in_each_other_end() -> None:
    names = [f"c{number}" for number in range(40)]
    nested = [complex_type(each, *(f"p{way}: {after}" for way in "ab")) for each, after in pairwise(names)]
    last = complex_type(names[-1], "end -> t")
    loop = complex_type("loop", "again: loop", "out -> t")
    data = model(entity("t", "deep: c0", "self: loop"), *nested, last, loop, sets="ts: t")
    graph = Graph(data)
    assert [each.segments for each in graph.steps(q("t"))] == [("self", "out")]
    path = resource_path(UrlLookup(data), "ts/{id}/self/again/again/out")
    assert isinstance(path, Path)
    assert path.steps[-1].prefix == ("self", "again", "again")


@pytest.mark.parametrize("declared", ["base", "derived"])
def test_a_value_inside_is_of_no_type_that_the_value_around_it_is_of(declared: str) -> None:
    """Whether the value around it is declared to be of its own type, or cast to it past a type between the two."""
    types = complex_type("base"), complex_type("between", base="base")
    derived = complex_type("derived", "inner: between", "out -> t", base="between")
    graph = Graph(model(entity("t", f"outer: {declared}"), *types, derived, sets="ts: t"))
    found = ["/".join(each.segments) for each in (*graph.steps(q("t")), *graph.casting(q("t")))]
    assert found == ["outer/out" if declared == "derived" else "outer/test.derived/out"]


def test_base_types_do_not_count_as_complex_properties_in_a_row() -> None:
    line = [complex_type(f"b{number}", base=f"b{number - 1}" if number else None) for number in range(4)]
    inner = complex_type("inner", "out -> t")
    graph = Graph(model(entity("t", "p: outer"), *line, complex_type("outer", "q: inner", base="b3"), inner))
    assert [each.segments for each in graph.steps(q("t"))] == [("p", "q", "out")]


def test_complex_types_lead_on_to_the_operations_that_are_bound_to_them() -> None:
    """Their own, those of base types and those further in; not what is bound to collections."""
    types = [complex_type("base"), complex_type("own", base="base"), complex_type("outer", "inner: own")]
    others = [complex_type("other"), complex_type("none", "inner: other")]
    bound = action("move", "own"), action("clear", "other*")
    assert Graph(model(*types, *others, *bound)).holders == {q("base"), q("own"), q("outer")}


CAST = model(
    entity("user", "home: address", "owned -> thing*"),
    entity("thing"),
    entity("car", "garage -> place", base="thing"),
    entity("place"),
    complex_type("address", "country -> place"),
    complex_type("abroad", "embassy -> place", base="address"),
    sets="users: user, things: thing",
)


def test_casts_before_the_end_are_limited_and_the_one_at_the_end_is_not() -> None:
    graph = Graph(CAST)

    def found(target: str, casts: int) -> list[str]:
        return ["/".join(flat(each)) for each in find_paths(graph, q(target), Limits((), 2, 1, casts))]

    assert found("car", 0) == ["things/test.car", "users/owned/test.car"]
    assert found("place", 0) == ["users/home/country"]
    assert found("place", 1) == [
        "users/home/country",
        "things/test.car/garage",
        "users/home/test.abroad/embassy",
        "users/owned/test.car/garage",
    ]
