"""One form for what documents may write in several ways with one meaning, so that a comparison sees meaning alone.

- Facets that state their default are left out (CSDL XML sections 7.2.2 to 7.2.6).
- Constants and paths are what CSDL JSON makes of them, which has fewer kinds of constants than CSDL XML.
- Annotations without a value have the default value of their term.
- Of entity sets and singletons of the only container of a model, the name alone stays (section 13.4.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from csdlgen.csdl.json.normal import normalise_element, term_defaults
from csdlgen.drift.shapes import SHAPES
from csdlgen.edm.model import (
    EDM,
    NO_FACETS,
    CollectionExpression,
    Constant,
    EdmModel,
    Expression,
    Facets,
    NavigationPropertyBinding,
    Null,
    OperationImport,
    Operator,
    QName,
    Record,
    TypeRef,
)

# What leads to an entity set or a singleton, and the field that says to which.
_LEADING: Final[Mapping[type, str]] = {NavigationPropertyBinding: "target", OperationImport: "entity_set"}
TEMPORAL: Final = frozenset(("DateTimeOffset", "Duration", "TimeOfDay"))


class Canonical:
    """The canonical form of elements of one model."""

    def __init__(self, model: EdmModel) -> None:
        self._terms: Mapping[QName, Constant] = term_defaults(model)
        self._home = f"{model.containers[0].name}/" if len(model.containers) == 1 else ""

    def __call__(self, element: Any) -> Any:
        """An element with all in it; the very same object where nothing changes."""
        return _without_defaults(normalise_element(element, self._terms), self._home)


def _without_defaults(element: Any, home: str = "") -> Any:
    shape = SHAPES.get(type(element))
    if shape is None:
        return element
    changed: dict[str, Any] = {}
    if shape.typed:
        type_ = _type(element.type)
        if type_ is not element.type:
            changed["type"] = type_
    elif shape.valued:
        value = _expression(element.value)
        if value is not element.value:
            changed["value"] = value
    elif shape.faceted:
        facets = without_defaults(element.facets, element.underlying)
        if facets is not element.facets:
            changed["facets"] = facets
    elif home and (path := _LEADING.get(type(element))) and (getattr(element, path) or "").startswith(home):
        changed[path] = getattr(element, path).removeprefix(home)
    for name in shape.children:
        if value := getattr(element, name):
            some = value if isinstance(value, tuple) else (value,)
            new = tuple(_without_defaults(each, home) for each in some)
            if any(one is not other for one, other in zip(new, some, strict=True)):
                changed[name] = new if isinstance(value, tuple) else new[0]
    return replace(element, **changed) if changed else element


def _type(type_: TypeRef) -> TypeRef:
    facets = without_defaults(type_.facets, type_.name)
    return type_ if facets is type_.facets else replace(type_, facets=facets)


def _expression(value: Expression) -> Expression:
    """An expression without default facets of the types that it names in casts."""
    match value:
        case Operator(type=type_):
            operands = tuple(map(_expression, value.operands))
            return replace(
                value,
                operands=operands,
                type=type_ and _type(type_),
                annotations=tuple(map(_without_defaults, value.annotations)),
            )
        case CollectionExpression(items):
            return replace(value, items=tuple(map(_expression, items)))
        case Record(values):
            noted = tuple(map(_without_defaults, value.annotations))
            return replace(value, values=tuple(map(_without_defaults, values)), annotations=noted)
        case Null(annotations) if annotations:
            return Null(tuple(map(_without_defaults, annotations)))
    return value


def without_defaults(facets: Facets, type_: QName) -> Facets:
    """Facets of a type without those that say what their absence says; the very same object where there are none.

    `MaxLength="max"` counts as left out: both admit what the service is able to store. Facets of a type that is not
    built in stay as they are, since their defaults are those of its definition.
    """
    if facets is NO_FACETS or type_.namespace != EDM:
        return facets
    stated = {name: getattr(facets, name) for name in ("max_length", "precision", "scale", "srid", "unicode")}
    kept = {name: value for name, value in stated.items() if value is not None and value != _default(name, type_.name)}
    if len(kept) == sum(value is not None for value in stated.values()):
        return facets
    return Facets(**kept) if kept else NO_FACETS


def _default(facet: str, type_: str) -> object:
    """What the absence of a facet means for a type that is built in; None where it means nothing that can be stated."""
    if facet == "max_length":
        return "max"
    if facet == "precision":
        return 0 if type_ in TEMPORAL else None
    if facet == "scale":
        return 0 if type_ == "Decimal" else None
    if facet == "unicode":
        return True if type_ == "String" else None
    return 4326 if type_.startswith("Geography") else 0 if type_.startswith("Geometry") else None


def sorted_element(element: Any) -> Any:
    """An element with its children sorted, and theirs, where their order means nothing: that of parameters, of the
    parts of a key, of the items of a collection and of operands does."""
    shape = SHAPES[type(element)]
    changed: dict[str, Any] = {}
    for name in shape.children:
        value = getattr(element, name)
        if name == "parameters":
            changed[name] = tuple(map(sorted_element, value))
        elif isinstance(value, tuple):
            changed[name] = sorted_elements(value)
        elif value is not None:
            changed[name] = sorted_element(value)
    if shape.valued and isinstance(element.value, Record):
        record = element.value
        values, annotations = sorted_elements(record.values), sorted_elements(record.annotations)
        changed["value"] = replace(record, values=values, annotations=annotations)
    return replace(element, **changed)


def sorted_elements(elements: tuple[Any, ...]) -> tuple[Any, ...]:
    """Elements in an order that only their content gives."""
    return tuple(sorted(map(sorted_element, elements), key=repr)) if elements else ()
