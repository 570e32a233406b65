"""Types of several namespaces with the same name, types named like what is made from the names of others, and members
named like what annotates them: every name means one thing, whatever the order of declarations."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.csdl import read_csdl
from csdlgen.routes import UrlStyle
from tests.support.csdl import EDM
from tests.support.shuffled import shuffled
from tests.unit.package.test_order import generated

pytestmark = pytest.mark.slow

NAMESPACES = ["z", "z.a", "other", "z.service"]
# The runtime's names, names that builders of other types have, and a name without upper and lower case.
TYPES = ["Item", "item", "ItemCollection", "LinkedItem", "ItemSingleton", "WireError", "FromJson", "Page", "名"]
MEMBERS = ["int", "str", "bool", "date", "datetime", "名", "Item", "list", "tuple"]
KEYS = ["Edm.Date", "Edm.String", "Edm.DateTimeOffset", "Edm.Int32", "Edm.Boolean"]

types = st.lists(
    st.tuples(st.sampled_from(NAMESPACES), st.sampled_from(TYPES), st.sampled_from(KEYS)),
    min_size=2, max_size=7, unique_by=lambda each: each[:2],
)  # fmt: skip
members = st.dictionaries(st.tuples(st.integers(0, 6), st.sampled_from(MEMBERS)), st.integers(0, 20), max_size=12)
operations = st.sets(st.tuples(st.integers(0, 6), st.sampled_from(MEMBERS), st.booleans()), max_size=6)


def document(
    drawn: list[tuple[str, str, str]], of_types: dict[tuple[int, str], int], bound: set[tuple[int, str, bool]]
) -> bytes:
    """A service with entity types by namespace, name and type of the key; their members lead to other types or have
    them as values, and everything is in an entity set."""
    schemas: dict[str, list[str]] = {}
    full = [f"{space}.{name}" for space, name, _ in drawn]
    for number, (space, name, key) in enumerate(drawn):
        inner = [f'<Key><PropertyRef Name="k"/></Key><Property Name="k" Type="{key}" Nullable="false"/>']
        for (owner, member), kind in sorted(of_types.items()):
            if owner == number:
                target, many, contained = full[kind % len(full)], kind % 2, "true" if kind % 3 else "false"
                type_ = f"Collection({target})" if many else target
                inner.append(f'<NavigationProperty Name="{member}" Type="{type_}" ContainsTarget="{contained}"/>')
        schemas.setdefault(space, []).append(f'<EntityType Name="{name}">{"".join(inner)}</EntityType>')
    for owner, member, many in sorted(bound):
        type_ = full[owner % len(full)]
        schemas[drawn[owner % len(full)][0]].append(
            f'<Action Name="{member}" IsBound="true"><Parameter Name="it" Type="{f"Collection({type_})" * many}'
            f'{type_ * (not many)}"/><Parameter Name="{member}" Type="{type_}"/></Action>'
        )
    sets = "".join(f'<EntitySet Name="S{number}" EntityType="{name}"/>' for number, name in enumerate(full))
    schemas[drawn[0][0]].append(f'<EntityContainer Name="Service">{sets}</EntityContainer>')
    text = "".join(f'<Schema xmlns="{EDM}" Namespace="{space}">{"".join(it)}</Schema>' for space, it in schemas.items())
    head = '<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>'
    return f"{head}{text}</edmx:DataServices></edmx:Edmx>".encode()


@settings(max_examples=60, deadline=None)
@given(types, members, operations, st.randoms(use_true_random=False))
def test_names_that_clash(
    drawn: list[tuple[str, str, str]],
    of_types: dict[tuple[int, str], int],
    bound: set[tuple[int, str, bool]],
    random: Random,
) -> None:
    model = read_csdl(document(drawn, of_types, _without_twins(bound, len(drawn))), source="test.xml")
    files = generated(model, UrlStyle())
    after = generated(shuffled(model, random), UrlStyle())
    assert files.keys() == after.keys()
    for path, text in files.items():
        if path.suffix != ".py":
            continue
        tree = ast.parse(text)
        if path.name != "routes.py":
            assert sorted(text.splitlines()) == sorted(after[path].splitlines()), path
        check_imports(tree, path)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                hidden = {*defined(node)} & {*annotating(node)}
                assert not hidden, (path, node.name, hidden)
    check_models(files)


def _without_twins(bound: set[tuple[int, str, bool]], count: int) -> set[tuple[int, str, bool]]:
    """The operations, each bound once to a type and once to a collection of it."""
    return {*{(owner % count, member, many): (owner % count, member, many) for owner, member, many in bound}.values()}


def defined(node: ast.ClassDef) -> Iterator[str]:
    """The names that a class body defines."""
    for each in node.body:
        if isinstance(each, ast.FunctionDef):
            yield each.name
        elif isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            yield each.target.id


def annotating(node: ast.ClassDef) -> Iterator[str]:
    """The names that annotations in a class body refer to, which are looked up there first."""
    for statement in node.body:
        found: list[ast.expr | None] = []
        if isinstance(statement, ast.FunctionDef):
            given = statement.args
            found = [each.annotation for each in (*given.args, *given.kwonlyargs)] + [statement.returns]
        elif isinstance(statement, ast.AnnAssign):
            found = [statement.annotation]
        for annotation in filter(None, found):
            yield from (each.id for each in ast.walk(annotation) if isinstance(each, ast.Name))


def check_imports(tree: ast.Module, path: PurePosixPath) -> None:
    """No two imports of a module, and no import and class, have one name."""
    bound = [
        alias.asname or alias.name
        for statement in tree.body
        for each in (statement.body if isinstance(statement, ast.If) else [statement])
        if isinstance(each, ast.ImportFrom)
        for alias in each.names
    ]
    bound += [each.name for each in tree.body if isinstance(each, ast.ClassDef)]
    twice = {name for name, count in Counter(bound).items() if count > 1}
    assert not twice, (path, twice)


def check_models(files: dict[PurePosixPath, str]) -> None:
    """No module of a model replaces a function of the package of models once it is imported."""
    modules = {path.stem for path in files if path.parts[1:-1] == ("models",)}
    assert not modules & {"from_json", "to_json"}
