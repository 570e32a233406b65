"""The same model in several spellings: in either format, with aliases, with what is the default said or left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from csdlgen.csdl import dump_csdl, dump_csdl_json
from csdlgen.edm.model import Annotations, EdmModel, EntityContainer, EnumType, Schema, Type
from tests.models import models

_NAMES = ("Type", "BaseType", "BaseTerm", "EntityType", "UnderlyingType", "Action", "Function", "Extends", "Term")
"""Attributes whose values are qualified names, or collections of one, and nothing else."""
_JSON_NAME = re.compile(rf'("\$(?:{"|".join(_NAMES)})": )"([^"]*)"')
_DEFAULTS = {
    "EntityType": {"Abstract": "false", "OpenType": "false", "HasStream": "false"},
    "ComplexType": {"Abstract": "false", "OpenType": "false"},
    "EnumType": {"IsFlags": "false", "UnderlyingType": "Edm.Int32"},
    "NavigationProperty": {"ContainsTarget": "false"},
    "Action": {"IsBound": "false"},
    "Function": {"IsBound": "false", "IsComposable": "false"},
    "EntitySet": {"IncludeInServiceDocument": "true"},
    "FunctionImport": {"IncludeInServiceDocument": "false"},
    **{name: {"Nullable": "true"} for name in ("Property", "Parameter", "ReturnType")},
}
"""What attributes are where they are not said (CSDL XML sections 6 to 13); of collections Nullable is another thing."""


@st.composite
def in_xml(draw: DrawFn) -> tuple[bytes, ...]:
    """A model in XML, and in three other spellings."""
    model = _counted(draw(models()))
    xml, other = dump_csdl(model).encode(), dump_csdl_json(model).encode()
    return xml, other, _changed(xml, _with_aliases), _changed(xml, _with_defaults)


@st.composite
def in_json(draw: DrawFn) -> tuple[bytes, ...]:
    """A model in JSON, and in two other spellings."""
    model = draw(models())
    text = dump_csdl_json(model)
    return text.encode(), dump_csdl(model).encode(), _aliased_json(text, model).encode()


def _counted(model: EdmModel) -> EdmModel:
    """The model whose enumerations of two members or more have the values that are counted where none is said."""

    def change(type_: Type) -> Type:
        if not isinstance(type_, EnumType) or len(type_.members) < 2:
            return type_
        return replace(type_, members=tuple(replace(each, value=at) for at, each in enumerate(type_.members)))

    return replace(model, schemas=tuple(replace(one, types=tuple(map(change, one.types))) for one in model.schemas))


def _changed(xml: bytes, change: Callable[[ElementTree.Element], None]) -> bytes:
    tree = ElementTree.fromstring(xml)
    change(tree)
    # A carriage return by itself would be read as a line feed (XML section 2.11).
    return ElementTree.tostring(tree, encoding="unicode").replace("\r", "&#13;").encode()


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _with_aliases(tree: ElementTree.Element) -> None:
    """Each namespace that has an alias is called by it."""
    known = [each for each in tree.iter() if _tag(each) in ("Schema", "Include") and "Alias" in each.attrib]
    aliases = {each.attrib["Namespace"]: each.attrib["Alias"] for each in known}
    for each in tree.iter():
        for name in (name for name in _NAMES if name in each.attrib):
            each.set(name, _aliased(each.attrib[name], aliases))


def _aliased(text: str, aliases: dict[str, str]) -> str:
    found = re.fullmatch(r"(Collection\()?(.+)\.([^.]+?)(\)?)", text)
    if found is None or found[2] not in aliases:
        return text
    return f"{found[1] or ''}{aliases[found[2]]}.{found[3]}{found[4]}"


def _with_defaults(tree: ElementTree.Element) -> None:
    """What attributes are by default is said; the values of members that are counted from 0 are not."""
    for each in tree.iter():
        for name, value in _DEFAULTS.get(_tag(each), {}).items():
            if name not in each.attrib and not each.get("Type", "").startswith("Collection("):
                each.set(name, value)
        members = [one for one in each if _tag(one) == "Member"]
        if members and [one.get("Value") for one in members] == [str(number) for number in range(len(members))]:
            for one in members:
                del one.attrib["Value"]


def _aliased_json(text: str, model: EdmModel) -> str:
    """A document in JSON that calls each type by the alias of its namespace."""
    aliases = {schema.namespace: schema.alias for schema in model.schemas if schema.alias}
    # In the text, since numbers keep their digits there.
    return _JSON_NAME.sub(lambda found: f'{found[1]}"{_aliased(found[2], aliases)}"', text)


# --- one model in two documents --------------------------------------------------------------------------------------


@st.composite
def in_two_documents(draw: DrawFn) -> tuple[bytes, bytes]:
    """A model in two documents: each element is in one of them or in both, and some annotations of types in one are out
    of line in the other."""
    model = draw(models())
    first, second = zip(*(_parts(draw, schema) for schema in model.schemas), strict=True)
    return dump_csdl(replace(model, schemas=first)).encode(), dump_csdl(replace(model, schemas=second)).encode()


def _parts(draw: DrawFn, schema: Schema) -> tuple[Schema, Schema]:
    types = _shared(draw, schema.types)
    some: list[tuple[Any, Any]] = [_shared(draw, each) for each in (schema.operations, schema.terms)]
    containers = [_container(draw, each) for each in schema.containers]
    only_first = [each for each in types[0] if each not in types[1] and each.annotations and draw(st.booleans())]
    targets = tuple(Annotations(str(each.name), each.annotations) for each in only_first)
    kept = tuple(replace(each, annotations=()) if each in only_first else each for each in types[0])
    first, second = (
        replace(
            schema,
            types=(kept, types[1])[number],
            operations=some[0][number],
            terms=some[1][number],
            containers=tuple(each[number] for each in containers),
            targets=((), targets)[number],
        )
        for number in (0, 1)
    )
    return first, second


def _container(draw: DrawFn, whole: EntityContainer) -> tuple[EntityContainer, EntityContainer]:
    parts = {name: _shared(draw, getattr(whole, name)) for name in ("sets", "singletons", "imports")}
    first, second = ({name: both[number] for name, both in parts.items()} for number in (0, 1))
    return replace(whole, **first), replace(whole, **second)


def _shared(draw: DrawFn, items: Iterable[Any]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What is in the first, and what is in the second of two documents."""
    places = [(draw(st.integers(1, 3)), each) for each in items]
    return tuple(each for place, each in places if place & 1), tuple(each for place, each in places if place & 2)
