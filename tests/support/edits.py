"""Single edits of a model: what a person changes in a document in one place, and the element that it is done to.

An edit is aimed at one element by the number of its turn among all those that it can be done to, so that any number
aims at something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from csdlgen.drift.facts import stepped
from csdlgen.drift.path import ElementPath
from csdlgen.drift.shapes import SHAPES
from csdlgen.edm.model import (
    EDM,
    Annotation,
    ComplexType,
    Constant,
    EdmModel,
    EntitySet,
    EntityType,
    EnumType,
    Facets,
    Member,
    NavigationProperty,
    NavigationPropertyBinding,
    OnDelete,
    Operation,
    Parameter,
    Property,
    PropertyRef,
    QName,
    ReturnType,
    Schema,
    Singleton,
    Term,
    TypeDefinition,
    TypeRef,
)

BYTES = TypeRef(QName(EDM, "SByte"))
FRESH = "zz"
NOTE = Annotation(QName("zz.v1", "Note"), Constant("String", "zz"))


@dataclass(frozen=True)
class Edit:
    """`make` gives the element as it is afterwards, None where it cannot be done to it."""

    name: str
    on: tuple[type, ...]
    make: Callable[[Any], Any]


def _with(**changed: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def make(element: Any) -> Any:
        new = replace(element, **{name: change(element) for name, change in changed.items()})
        return None if new == element else new

    return make


def _typed(change: Callable[[TypeRef], TypeRef]) -> Callable[[Any], Any]:
    return _with(type=lambda each: change(each.type))


def _dropped(name: str) -> Callable[[Any], Any]:
    return _with(**{name: lambda each: getattr(each, name)[1:]})


def _grown(name: str, item: Any) -> Callable[[Any], Any]:
    return _with(**{name: lambda each: (*getattr(each, name), item)})


def _flipped(name: str) -> Callable[[Any], Any]:
    return _with(**{name: lambda each: not getattr(each, name)})


def _free_parameters(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A change of the parameters, without the binding one."""
    return _with(parameters=lambda e: (*e.parameters[: int(e.bound)], *change(e.parameters[int(e.bound) :])))


_NAMED = (Property, NavigationProperty, Member, EntitySet, Singleton)
_TYPED = (Property, NavigationProperty, Parameter, ReturnType, Term)
_STRUCTURED = (EntityType, ComplexType)
_ANNOTATED = (*_STRUCTURED, EnumType, TypeDefinition, Member, Operation, Schema, EntitySet, Singleton, *_TYPED)

EDITS = (
    Edit("rename", _NAMED, _with(name=lambda each: FRESH)),
    Edit("recase", _NAMED, _with(name=lambda e: e.name.swapcase())),
    Edit("rename type", (*_STRUCTURED, EnumType, Term), _with(name=lambda each: each.name._replace(name=FRESH))),
    Edit("change type", _TYPED, _typed(lambda each: replace(each, name=BYTES.name))),
    Edit("flip collection", _TYPED, _typed(lambda each: replace(each, collection=not each.collection))),
    Edit("flip nullable", _TYPED, _typed(lambda each: replace(each, nullable=not each.nullable))),
    Edit("lengthen", (Property, Parameter), _typed(lambda each: replace(each, facets=Facets(max_length=4001)))),
    Edit("scale", (TypeDefinition,), _with(facets=lambda each: Facets(scale=5))),
    Edit("default", (Property, Term), _with(default=lambda each: None if each.default else "zz")),
    Edit("contain", (NavigationProperty,), _flipped("contains_target")),
    Edit("estrange", (NavigationProperty,), _with(partner=lambda each: None if each.partner else FRESH)),
    Edit("cascade", (NavigationProperty,), _with(on_delete=lambda e: None if e.on_delete else OnDelete("zz"))),
    Edit("unconstrain", (NavigationProperty,), _dropped("constraints")),
    Edit("open", _STRUCTURED, _flipped("open")),
    Edit("abstract", _STRUCTURED, _flipped("abstract")),
    Edit("stream", (EntityType,), _flipped("has_stream")),
    Edit("unbase", _STRUCTURED, _with(base=lambda each: None)),
    Edit("key", (EntityType,), _with(key=lambda each: (PropertyRef(FRESH), *(each.key or ())))),
    Edit("add property", _STRUCTURED, _grown("properties", Property(FRESH, BYTES))),
    Edit("drop property", _STRUCTURED, _dropped("properties")),
    Edit("add navigation", _STRUCTURED, _grown("navigations", NavigationProperty(FRESH, BYTES))),
    Edit("drop navigation", _STRUCTURED, _dropped("navigations")),
    Edit("add member", (EnumType,), _grown("members", Member(FRESH, 99))),
    Edit("drop member", (EnumType,), _dropped("members")),
    Edit("flags", (EnumType,), _flipped("flags")),
    Edit("revalue", (Member,), _with(value=lambda each: each.value + 1)),
    Edit("underlie", (EnumType, TypeDefinition), _with(underlying=lambda each: QName(EDM, "Int64"))),
    Edit("add parameter", (Operation,), _grown("parameters", Parameter(FRESH, BYTES))),
    Edit("drop parameter", (Operation,), _free_parameters(lambda free: free[:-1])),
    Edit("reorder", (Operation,), _free_parameters(lambda free: free[::-1])),
    Edit("return", (Operation,), _with(returns=lambda each: None if each.returns else ReturnType(BYTES))),
    Edit("compose", (Operation,), _flipped("composable")),
    Edit("turn", (Operation,), _with(kind=lambda each: "action" if each.kind == "function" else "function")),
    Edit("hide", (EntitySet,), _flipped("in_service_document")),
    Edit("retype", (EntitySet, Singleton), _with(type=lambda each: QName("zz", "zz"))),
    Edit("bind", (EntitySet, Singleton), _grown("bindings", NavigationPropertyBinding(FRESH, FRESH))),
    Edit("unbind", (EntitySet, Singleton), _dropped("bindings")),
    Edit("drop type", (Schema,), _dropped("types")),
    Edit("drop operation", (Schema,), _dropped("operations")),
    Edit("alias", (Schema,), _with(alias=lambda each: FRESH)),
    Edit("annotate", _ANNOTATED, _grown("annotations", NOTE)),
    Edit("drop annotation", _ANNOTATED, _dropped("annotations")),
)  # fmt: skip


def edited(model: EdmModel, edit: Edit, turn: int) -> tuple[EdmModel, ElementPath, ElementPath] | None:
    """The model with one edit made, and the paths of the element before and after; None where nothing can be edited."""
    places = [
        (path, new) for path, element in _elements(model) if isinstance(element, edit.on) if (new := edit.make(element))
    ]
    if not places:
        return None
    path, new = places[turn % len(places)]
    made: EdmModel = _put(model, ElementPath(), path, new)
    home = path.parent
    if home.kind == "operation":  # which another type of the binding parameter makes another overload
        overload = next(element for at, element in _elements(model) if at == home)
        home = home.parent.to(SHAPES[Operation].step(_put(overload, home, path, new)))
    return made, path, home.to(SHAPES[type(new)].step(new))


def _elements(model: EdmModel) -> Iterator[tuple[ElementPath, Any]]:
    waiting = [(ElementPath(), model)]
    while waiting:
        parent, element = waiting.pop()
        for each in fields(element):
            value = getattr(element, each.name)
            some = value if isinstance(value, tuple) else (value,)
            if each.name != "annotations" and some and type(some[0]) in SHAPES:
                inner: list[tuple[ElementPath, Any]] = [(parent.to(step), item) for step, item in stepped(some)]
                waiting.extend(inner)
                yield from inner


def _put(element: Any, here: ElementPath, path: ElementPath, new: Any) -> Any:
    """An element with a new one at a path within it."""
    if here == path:
        return new
    wanted = path.steps[len(here.steps)]
    for each in fields(element):
        value = getattr(element, each.name)
        some = value if isinstance(value, tuple) else (value,)
        placed = stepped(some) if some and type(some[0]) in SHAPES else []
        if wanted in dict(placed):
            items = tuple(_put(item, here.to(step), path, new) if step == wanted else item for step, item in placed)
            return replace(element, **{each.name: items if isinstance(value, tuple) else items[0]})
    raise AssertionError(path)
