"""A generated client as a graph: what each class of its builders leads to, found by using one, with example values.

Builders follow types, so that every builder of a class leads to the same things; each class is looked at once.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MethodType, ModuleType
from typing import Any, NamedTuple
from uuid import UUID

from tests.support.url_shapes import shape_of

# Values for arguments by their annotation; all of them look like nothing that a URL has by itself.
_TEXT, _NUMBER = "example", 4711
_EXAMPLES: dict[str, Any] = {
    "str": _TEXT,
    "int": _NUMBER,
    "float": 0.5,
    "bool": True,
    "bytes": b"example",
    "date": date(2020, 1, 2),
    "datetime": datetime(2020, 1, 2, tzinfo=UTC),
    "time": time(1, 2, 3),
    "timedelta": timedelta(seconds=1),
    "Decimal": Decimal("0.5"),
    "UUID": UUID(int=1),
    "Content": b"example",
    "Builder[Any]": _TEXT,
    "Names": None,
}
_KEYS = frozenset(
    ("example", "4711", "0.5", "true", "2020-01-02", "2020-01-02T00:00:00Z", "01:02:03", "PT1S", str(UUID(int=1)))
)


# Type variables of values of a property.
_OF_VALUES = ("M", "V")


class Link(NamedTuple):
    """An attribute of a builder that leads on: its name, its arguments, what it adds to the URL, the builder."""

    name: str
    given: tuple[str, ...]
    url: str
    builder: Any


class Call(NamedTuple):
    """A verb of a builder: its name, the HTTP method, what it adds to the builder's own URL."""

    name: str
    method: str
    url: str


@dataclass(frozen=True)
class Node:
    """What a class of builders has."""

    links: dict[str, Link]
    calls: tuple[Call, ...]


@dataclass(frozen=True)
class Tree:
    """A client and all that it leads to; `root` is the client itself."""

    root: Any
    _nodes: dict[type, Node] = field(default_factory=dict)

    def node(self, builder: Any) -> Node:
        """What builders of a class lead to, and their verbs."""
        cls = type(builder)
        if cls not in self._nodes:
            self._nodes[cls] = _node(builder, _path(builder))
        return self._nodes[cls]


def shape(url: str) -> str:
    """The shape of a URL with example values."""
    return shape_of(url, _KEYS)


def _path(builder: Any) -> str:
    return str(getattr(builder, "_path", ""))


def _node(builder: Any, path: str) -> Node:
    links: dict[str, Link] = {}
    calls: list[Call] = []
    for name in dir(type(builder)):
        if name.startswith("_") or isinstance(getattr(type(builder), name, None), type):
            continue
        value = getattr(builder, name)
        if hasattr(value, "to_request"):
            calls += _calls(name, value, builder, path)
        elif hasattr(value, "_path"):
            links[name] = Link(name, (), _path(value).removeprefix(path), value)
        elif inspect.ismethod(value) and "Builder" in str(inspect.signature(value).return_annotation):
            given = {each.name: example(each, value) for each in inspect.signature(value).parameters.values()}
            result = value(**given)
            links[name] = Link(name, tuple(given), _path(result).removeprefix(path), result)
    return Node(links, tuple(calls))


def _calls(name: str, verb: Any, builder: Any, path: str) -> Iterator[Call]:
    """The requests that a verb builds: with what it requires, and with all that its URL can take."""
    parameters = parameters_of(verb)
    build: Callable[..., Any] = verb.to_request
    homes = (build, type(builder))
    required = required_by(verb, builder)
    first = build(**required)
    yield Call(name, first.method, _added(first.url, path))
    bare = first.url.partition("?")[0]
    more = dict(required)
    for each in parameters:
        value = example(each, *homes) if each.name not in required else None
        if value is not None and build(**required, **{each.name: value}).url.partition("?")[0] != bare:
            more[each.name] = value
    if more != required:
        yield Call(name, first.method, _added(build(**more).url, path))


def parameters_of(method: Any) -> list[inspect.Parameter]:
    """The parameters of a method or a verb, without the options of every verb."""
    return [each for each in inspect.signature(method).parameters.values() if each.kind is not each.VAR_KEYWORD]


def required_by(verb: Any, builder: Any) -> dict[str, Any]:
    """Values for what a verb of a builder cannot do without."""
    parameters = parameters_of(verb)
    homes = (verb.to_request, type(builder))
    required = {each.name: example(each, *homes) for each in parameters if each.default is each.empty}
    if any(each.name == "whole" for each in parameters):  # an update of a model in which nothing changed
        required["whole"] = True
    return required


def _added(url: str, path: str) -> str:
    return url.partition("?")[0].removeprefix(path)


def example(parameter: inspect.Parameter, *homes: object) -> Any:
    """A value for an argument, by the text of its annotation, which means what it means where one of `homes` is."""
    text = str(parameter.annotation).removesuffix(" | None").partition(" | ")[0]
    if text.startswith(("Sequence[", "Iterable[")):
        return []
    if text.startswith("Set["):
        return set()
    if text in _EXAMPLES:
        return _EXAMPLES[text]
    if text in _OF_VALUES and isinstance(homes[0], MethodType):
        return _value(homes[0].__self__)
    cls = next((found for home in homes if (found := _resolved(text, home)) is not None), None)
    if cls is None:
        return {}
    if not isinstance(cls, type):
        return None  # an alias for what a query option takes, which is no part of the path
    return next(iter(cls)) if issubclass(cls, Enum) else cls()


def _value(builder: Any) -> Any:
    """A value of the type of a property's builder, which the runtime's codecs know."""
    runtime = next(each.__module__ for each in type(builder).__mro__ if each.__name__ == "Builder")
    codecs = import_module(".codecs", runtime.rpartition(".")[0])
    found = codecs.resolve(builder._type)
    if found is not None:
        return next(iter(found)) if issubclass(found, Enum) else found()
    for value in _EXAMPLES.values():
        with suppress(TypeError, ValueError):
            codecs.codec(builder._type).dump(value)
            return value
    raise AssertionError(f"no example of {builder._type}")


def _resolved(name: str, of: object) -> Any:
    """A class that the module of something imports, be it for type checkers alone; None for an alias of JSON."""
    module = inspect.getmodule(of)
    assert module is not None and module.__package__ is not None
    home, there = _imported(module).get(name, ("", ""))
    return getattr(import_module(home, module.__package__), there) if home else None


@cache
def _imported(module: ModuleType) -> dict[str, tuple[str, str]]:
    """What a module imports by name, anywhere in it: name → relative module, and the name there."""
    assert module.__file__ is not None
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    return {
        each.asname or each.name: ("." * node.level + (node.module or ""), each.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
        for each in node.names
    }
