"""The names that drift compares are those in the files that are generated."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given

from csdlgen.csdl import read_csdl
from csdlgen.edm.model import EdmModel
from csdlgen.navigation import Limits
from csdlgen.package.plan.files import plan_package
from csdlgen.package.plan.public_names import python_names
from csdlgen.package.render import Files, render
from csdlgen.project.config import PackageConfig
from csdlgen.python_names import NAMINGS, PLAIN, Naming, Surface
from csdlgen.routes import UrlStyle, find_routes
from csdlgen.select import Selection, Slice, select
from tests.conftest import ROOT
from tests.models import models
from tests.support.csdl import document
from tests.unit.drift.test_compare_laws import thorough

STYLE = UrlStyle()
OF_BUILDERS = ("attribute of the builder", "attribute of the builder of the collection", "method that takes a key")


def generated(slice_: Slice, naming: Naming = PLAIN) -> Files:
    config = PackageConfig(
        name="pkg",
        output=".",
        metadata=(),
        service_root="https://example.com/v1",
        client="C",
        scopes=(),
        style=STYLE,
        naming=naming,
    )
    return render(plan_package(slice_, find_routes(slice_, Limits(max_hops=1)), config))


def defined(files: Files) -> dict[str, set[str]]:
    """What each module of the package defines in its classes, by its path in dots; the classes themselves too."""
    found: dict[str, set[str]] = {}
    for path, text in files.items():
        if path.suffix == ".py" and "_runtime" not in path.parts:
            module = ".".join(path.relative_to("pkg").with_suffix("").parts)
            found[module] = {name for each in ast.parse(text).body for name in _names(each)}
    return found


def _names(statement: ast.stmt) -> Iterator[str]:
    if not isinstance(statement, ast.ClassDef):
        return
    yield statement.name
    for each in statement.body:
        if isinstance(each, ast.FunctionDef):
            yield each.name
            yield from (argument.arg for argument in each.args.kwonlyargs)
        elif isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            yield each.target.id
        elif isinstance(each, ast.Assign):
            yield from (target.id for target in each.targets if isinstance(target, ast.Name))


def check(names: Surface, files: Files) -> None:
    """Every name of the surface is in the module of what it belongs to."""
    there = defined(files)
    homes = {(each.owner, each.role): python.rpartition(".") for each, python in names.items() if not each.name}
    for named, python in names.items():
        if named.role in ("class", "builder"):
            module, _, name = python.rpartition(".")
            # Some builders only lead from a collection, or have a class for each way of reaching an entity.
            assert name in there[module] or named.role == "builder", named
        elif named.role in ("attribute of the model", "member"):
            assert python in there[homes[named.owner, "class"][0]], named
        elif named.role in OF_BUILDERS:
            # `$count` has its name from the runtime, unless a function has that.
            inherited = (named.name, python) == ("$count", "count")
            assert inherited or python in there[homes[named.owner, "builder"][0]], named
        elif named.role == "attribute of the client":
            assert python in there["builders.service"], named
        elif named.role in ("verb", "method that calls it", "argument"):
            # The builder of a function is in the module of what leads on from it.
            assert any(python in there[module] for module in there if module.startswith("builders.")), named


@pytest.mark.parametrize("name", NAMINGS)
@thorough
@given(model=models())
def test_names_are_those_of_the_files(name: str, model: EdmModel) -> None:
    whole = select(model, Selection(everything=True), Limits(max_hops=1))
    naming = NAMINGS[name]
    names, files = python_names(whole, STYLE, naming), generated(whole, naming)
    check(names, files)
    # And the other way round: no attribute of a model is missing.
    by_owner: dict[str, set[str]] = {}
    for named, python in names.items():
        if named.role in ("attribute of the model", "member"):
            by_owner.setdefault(named.owner, set()).add(python)
    for named, python in names.items():
        if named.role == "class":
            module, _, cls = python.rpartition(".")
            text = files[PurePosixPath("pkg", *module.split(".")).with_suffix(".py")]
            (body,) = (each for each in ast.parse(text).body if isinstance(each, ast.ClassDef) and each.name == cls)
            own = {name for name in [*_names(body)][1:] if not name.startswith("_")}
            assert own == by_owner.get(named.owner, set())


@pytest.mark.parametrize("resources", [(), ("deviceManagement/managedDevices",)])
def test_names_of_the_flagship(resources: tuple[str, ...]) -> None:
    path = Path(ROOT / "metadata" / "graph-beta.csdl.xml")
    model = read_csdl(path.read_bytes(), source=path.name)
    slice_ = select(
        model, Selection(operations=("microsoft.graph.requestRemoteAssistance",), resources=resources), Limits()
    )
    check(python_names(slice_, STYLE), generated(slice_))


NESTED = """
<ComplexType Name="inner"/>
<ComplexType Name="base"><Property Name="within" Type="ns.inner"/></ComplexType>
<ComplexType Name="outer" BaseType="ns.base"/>
<EntityType Name="e"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
  <Property Name="part" Type="ns.outer"/></EntityType>
<Action Name="act" IsBound="true"><Parameter Name="it" Type="ns.inner"/></Action>
<EntityContainer Name="c"><EntitySet Name="es" EntityType="ns.e"/></EntityContainer>"""


def test_values_further_in_lead_on_to_the_operations_that_are_bound_to_them() -> None:
    whole = select(read_csdl(document(NESTED), source="nested.xml"), Selection(everything=True), Limits(max_hops=1))
    names, files = python_names(whole, STYLE), generated(whole)
    check(names, files)
    leading = {(each.owner, each.name) for each in names if each.role == "attribute of the builder"}
    assert leading >= {("ns.e", "part"), ("ns.base", "within"), ("ns.inner", "ns.act")}
    for module, cls in (("e", "BaseBuilder"), ("base", "InnerBuilder"), ("inner", "ActBuilder")):
        assert f"return {cls}(self, " in files[PurePosixPath(f"pkg/builders/{module}.py")]
