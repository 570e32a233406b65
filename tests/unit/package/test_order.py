"""The order of declarations upstream decides nothing public: not a file, not a name, not what a name means."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.edm.model import EdmModel
from csdlgen.navigation import Limits
from csdlgen.package.plan.files import plan_package
from csdlgen.package.render import render
from csdlgen.project.config import PackageConfig
from csdlgen.routes import UrlStyle, find_routes
from csdlgen.select import Selection, select
from tests.builders import action, entity
from tests.builders import model as built
from tests.models import models
from tests.support.shuffled import shuffled

pytestmark = pytest.mark.slow

LIMITS = Limits(max_hops=1, casts=1)


def generated(model: EdmModel, style: UrlStyle) -> dict[PurePosixPath, str]:
    """Everything of a model, its entity sets and singletons as resources."""
    roots = sorted({root.name for container in model.containers for root in container.roots})
    chosen = select(model, Selection(everything=True, resources=tuple(roots)), LIMITS)
    config = PackageConfig(
        name="pkg", output=".", metadata=(), service_root="https://example.com/v1", client="AnyClient", scopes=(),
        style=style, limits=LIMITS,
    )  # fmt: skip
    files = render(plan_package(chosen, find_routes(chosen, LIMITS, style=style), config))
    return {path: text for path, text in files.items() if "_runtime" not in path.parts}


@settings(max_examples=40, deadline=None)
@given(
    models(), st.randoms(use_true_random=False), st.sampled_from([UrlStyle(), UrlStyle("parentheses", qualified=True)])
)
def test_shuffling_changes_only_the_order_within_files(model: EdmModel, random: Random, style: UrlStyle) -> None:
    before, after = generated(model, style), generated(shuffled(model, random), style)
    assert before.keys() == after.keys()
    for path, text in before.items():
        if path.name != "routes.py":  # whose tables of names are lines of their own; see the laws of routes
            assert sorted(text.splitlines()) == sorted(after[path].splitlines()), path
        if path.suffix == ".py":
            ast.parse(text)


# Names that the builders have themselves, that differ in case alone, and that are made from each other.
CLASHING = [
    "refresh",
    "Refresh",
    "REFRESH",
    "byItemId",
    "by_item_id",
    "get",
    "Get",
    "delete",
    "ref",
    "value",
    "count",
    "list",
]
SUFFIX = {"property": ": Edm.String", "navigation": " -> Item*", "contained": " => Box", "stream": ": Edm.Stream"}
owners, clashing = st.sampled_from(["Item", "Box"]), st.sampled_from(CLASHING)
members = st.dictionaries(st.tuples(owners, clashing), st.sampled_from(sorted(SUFFIX)))
operations = st.sets(st.tuples(owners, clashing, st.booleans()), max_size=6)


def clashing_model(drawn: dict[tuple[str, str], str], bound: set[tuple[str, str, bool]]) -> EdmModel:
    """Two entity types, `Box` derived from `Item`, with the members drawn; no name of the base type is repeated."""
    text: dict[str, list[str]] = {"Item": [], "Box": []}
    for (owner, name), kind in drawn.items():
        if owner == "Box" and ("Item", name) in drawn:
            continue
        text[owner].append(name + SUFFIX[kind])
    actions = [action(name, f"{owner}*" if many else owner) for owner, name, many in sorted(bound)]
    item = entity("Item", *text["Item"], key="Id", has_stream=True)
    return built(item, entity("Box", *text["Box"], base="Item"), *actions, sets="Items: Item, Boxes: Box")


@settings(max_examples=60, deadline=None)
@given(members, operations, st.randoms(use_true_random=False))
def test_every_member_has_a_name_of_its_own_whatever_the_order(
    drawn: dict[tuple[str, str], str], bound: set[tuple[str, str, bool]], random: Random
) -> None:
    data = clashing_model(drawn, bound)
    files = generated(data, UrlStyle())
    after = generated(shuffled(data, random), UrlStyle())
    found: dict[str, set[object]] = {}
    for path, text in files.items():
        if path.name != "routes.py":
            assert sorted(text.splitlines()) == sorted(after[path].splitlines()), path
        for node in ast.walk(ast.parse(text)) if "builders" in path.parts else ():
            if isinstance(node, ast.ClassDef):
                names = [each.name for each in node.body if isinstance(each, ast.FunctionDef)]
                assert len(names) == len(set(names)), (path, node.name, names)
                found[node.name] = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
    for owner, name, many in bound:
        names_of = [f"{owner}CollectionBuilder"] if many else [f"{owner}Builder"]
        names_of += [] if many else [f"{owner}Navigation", "ItemNavigation"]
        known = set[object]().union(*(found.get(each, set()) for each in names_of))
        # Where a member of an entity has the simple name, it is the member that the simple name stands for in a URL.
        shadowed = not many and name in {member for of, member in drawn if of == owner or "Item" in (of, owner)}
        assert (f"/test.{name}" if shadowed else f"/{name}") in known, (owner, name, many)
