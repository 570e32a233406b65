"""What holds of a generated package: it says of its types, texts and routes what the slice says."""

from __future__ import annotations

import ast
import importlib
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from csdlgen.edm.model import EDM, ComplexType, EntityType, EnumType, TypeDefinition, TypeRef
from csdlgen.edm.visit import children
from csdlgen.edm.vocabularies import description
from csdlgen.package.code import plain
from csdlgen.pipeline import Selected
from csdlgen.select import Slice

_STREAM = "Edm.Stream"  # of which models have a link alone
_ROUTES = 20
"""How many routes of an operation are compared."""


def check_texts(selected: Selected, texts: Iterable[str]) -> None:
    """Each description of a type, of its members and of an operation can be read in a docstring as it was written."""
    slice_ = selected.slice
    said = " ".join(" ".join(each.split()) for text in texts for each in _docstrings(text))
    shown: list[Any] = [slice_.model.types[each] for each in slice_.models]
    shown = [each for each in shown if not isinstance(each, TypeDefinition)]
    members = [each for type_ in shown for each in children(type_)]
    operations = [entry.operation for entry in selected.ledger.entries]
    for each in (*shown, *members, *operations):
        for paragraph in plain(description(each.annotations)).split("\n\n"):
            assert " ".join(paragraph.split()) in said, (each.name, paragraph)


def _docstrings(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


def check_models(selected: Selected, package: str) -> None:
    """Each model has the properties of its type, of their types, and each enumeration its members; what is put into a
    model by its attributes is in its JSON by the names of its properties."""
    slice_ = selected.slice
    resolve = importlib.import_module(f"{package}._runtime.codecs").resolve
    to_json = importlib.import_module(f"{package}.models").to_json
    for name in slice_.models:
        type_ = slice_.model.types[name]
        if isinstance(type_, EnumType):
            assert {each.value for each in resolve(str(name))} == {each.name for each in type_.members}, name
        elif isinstance(type_, (EntityType, ComplexType)):
            made = resolve(str(name))
            wanted = dict(_properties(slice_, slice_.model.ancestry(name)))
            props = {python: each for python, each in made.__props__.items() if each.type != _STREAM}
            assert {each.wire: each.type for each in props.values()} == wanted, name
            model = made(**dict.fromkeys(props))
            assert {each for each in to_json(model) if each != "@odata.type"} == wanted.keys(), name


def _properties(slice_: Slice, line: Iterable[object]) -> Iterator[tuple[str, str]]:
    """The properties that are read and written, with the types that packages have for them."""
    for type_ in line:
        if isinstance(type_, (EntityType, ComplexType)):
            navigations = (each for each in type_.navigations if each.type.name in slice_.models)
            for each in (*type_.properties, *navigations):
                if (text := _text(slice_, each.type)) != _STREAM:
                    yield each.name, text


def _text(slice_: Slice, type_: TypeRef) -> str:
    """A type as packages have it: a definition is what it is defined as (CSDL section 11), and what is not defined is
    untyped."""
    name = type_.name
    while isinstance(found := slice_.model.types.get(name), TypeDefinition):
        name = found.underlying
    text = str(name) if name.namespace == EDM or name in slice_.models else "Edm.Untyped"
    return f"Collection({text})" if type_.collection else text


def check_routes(selected: Selected, package: str) -> None:
    """The routes that a package works out are those of the ledger, in the same order."""
    module = importlib.import_module(f"{package}.routes")
    found = Counter(
        (
            each.name,
            each.binding,
            tuple(str(one).removesuffix(f"/{each._called}") for one in itertools.islice(each.routes, _ROUTES)),
        )
        for each in module.graph.operations
    )
    wanted = Counter(
        (
            str(each.operation.name),
            str(each.operation.binding or ""),
            tuple(one.template for one in itertools.islice(each.routes, _ROUTES)),
        )
        for each in selected.ledger.entries
    )
    assert found == wanted
