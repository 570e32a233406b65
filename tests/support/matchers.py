"""What the tool and a generated package say about a URL, in a form that can be compared."""

from __future__ import annotations

import importlib
import itertools
import sys
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from csdlgen.edm.model import EdmModel, EnumType
from csdlgen.navigation import Graph, Limits
from csdlgen.package.plan.files import plan_package
from csdlgen.package.render import render
from csdlgen.project.config import PackageConfig
from csdlgen.reports.routes.matched import matched
from csdlgen.routes import Routes, UrlStyle, find_routes
from csdlgen.routes.documented import DocumentedLine, read_lines
from csdlgen.select import Selection, select
from csdlgen.urls import Address, UrlLookup, match_url
from csdlgen.urls.segments import EnumValue, Placeholder, Raw

ROOT = "https://service.example/v1"
# What a package needs to match URLs: its builders and entity types take no part in it.
NEEDED = {"routes.py", "enum.py", "models.py", "empty.py", "__init__.py"}
_NUMBER = itertools.count()


class Said(NamedTuple):
    """An operation, the template of its route, and the values of the keys."""

    operation: str
    template: str
    keys: tuple[Any, ...]


def package_routes(
    model: EdmModel, folder: Path, limits: Limits, style: UrlStyle, documented: Iterable[DocumentedLine] = ()
) -> Any:
    """The routes module of a package of everything in a model."""
    name = f"matched_{next(_NUMBER)}"
    selected = select(model, Selection(everything=True), limits)
    config = PackageConfig(
        name=name,
        output=".",
        metadata=(),
        service_root=ROOT,
        client="Client",
        scopes=(),
        style=style,
        limits=limits,
    )
    plan = plan_package(
        selected, find_routes(selected, limits, read_lines(UrlLookup(model), documented, ROOT), style), config
    )
    files = render(plan._replace(files=tuple(each for each in plan.files if each.template in NEEDED)))
    for path, text in files.items():
        place = folder / PurePosixPath(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        importlib.import_module(f"{name}.models")
        return importlib.import_module(f"{name}.routes")
    finally:
        sys.path.remove(str(folder))


def of_package(module: Any) -> Callable[[str], Said | None]:
    """What the package says; None where there is no route."""

    def say(url: str) -> Said | None:
        try:
            found = module.match(url)
        except module.NoRoute:
            return None
        operation = found.operation
        names = [name for name, _ in operation._parameters.values()]
        return Said(
            f"{operation.name} {operation.binding} {names}", str(found.route), tuple(map(plain, found.keys.values()))
        )

    return say


def of_tool(model: EdmModel, limits: Limits, style: UrlStyle) -> Callable[[str], Said | None]:
    """What the tool says; None where there is no route to an operation."""
    service, routes = UrlLookup(model), Routes(Graph(model), limits, style)

    def say(url: str) -> Said | None:
        address = match_url(service, url, root=ROOT, named=True)
        if not isinstance(address, Address) or address.operation is None:
            return None
        found = matched(url, address, routes)
        if not found.tail:
            return None
        operation = address.operation
        names = [each.name for each in operation.nonbinding_parameters]
        return Said(
            f"{operation.name} {operation.binding or ''} {names}",
            found.template,
            tuple(plain(named(model, each.value)) for each in found.keys),
        )

    return say


def named(model: EdmModel, value: Any) -> Any:
    """A value of an enumeration with names in place of the numbers of members, as packages read them."""
    enum = model.types.get(value.type) if isinstance(value, EnumValue) else None
    if not isinstance(enum, EnumType):
        return value
    numbers = {
        str(each.value): each.name for each in sorted(enum.members, key=lambda one: one.name.swapcase(), reverse=True)
    }
    return EnumValue(enum.name, ",".join(numbers.get(each, each) for each in value.members.split(",")))


def plain(value: Any) -> Any:
    """A value as both have it: members of enumerations and what no type of Python can hold are text."""
    match value:
        case EnumValue(members=text):
            return members(text.split(","))
        case Raw(text=text) | Placeholder(text=text):
            return text
        case Enum():
            return str(value.value)
        case frozenset():
            return members(map(str, value))
    return repr(value) if isinstance(value, float) else value


def members(names: Iterable[str]) -> str:
    return ",".join(sorted(set(names) - {"0"})) or "0"
