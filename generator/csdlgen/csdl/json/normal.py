"""A model as CSDL JSON can say it: `read(dump_csdl_json(m)) == normalise(m)` for every model that was read.

What two models may differ in and have the same CSDL JSON, and why:

- the kind of constants: JSON has strings, numbers, true and false. A constant of another kind is a string; a number
  gets its kind from its text; an enumeration member is written without its type (section 14.3.7);
- paths other than `Path`: they are strings (section 14.4.1.2);
- annotations and record properties without a value: CSDL JSON demands one (section 14.1.3). It is the default that the
  term declares in the model, else true, which is the default of every tagging term;
- `Edm.Decimal` without a scale: in XML that means 0, in JSON variable (section 7.2.4), so 0 is stated;
- the order of operations and of out-of-line annotations: overloads of one name are one array, and annotations of one
  target one object, standing where the first one stood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from csdlgen.csdl.json.expressions import number_kind
from csdlgen.edm import model as edm

T = TypeVar("T")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_BOOLEANS = {"true": "true", "1": "true", "false": "false", "0": "false"}
_DECIMAL = edm.QName(edm.EDM, "Decimal")
_KINDS: dict[str, edm.ConstantKind] = {
    "Boolean": "Bool",
    **dict.fromkeys(("Byte", "Int16", "Int32", "Int64", "SByte"), "Int"),
    **dict.fromkeys(("Decimal", "Double", "Single"), "Decimal"),
}
_TRUE = edm.Constant("Bool", "true")
# Fields that hold neither expressions nor types, among them all that cost most to look at.
_PLAIN = frozenset(("name", "location", "key", "base", "path", "target", "kind", "text", "term", "qualifier", "value"))


def normalise(model: edm.EdmModel) -> edm.EdmModel:
    """The model that reading the CSDL JSON of `model` gives."""
    defaults = term_defaults(model)
    schemas = tuple(_schema(normalise_element(each, defaults)) for each in model.schemas)
    return replace(model, schemas=schemas, references=normalise_element(model.references, defaults))


def _schema(schema: edm.Schema) -> edm.Schema:
    operations: dict[edm.QName, list[edm.Operation]] = {}
    for operation in schema.operations:
        operations.setdefault(operation.name, []).append(operation)
    targets: dict[str, edm.Annotations] = {}
    for each in schema.targets:
        first = targets.get(each.target)
        whole = replace(first, annotations=(*first.annotations, *each.annotations)) if first else each
        targets[each.target] = whole
    overloads = tuple(each for named in operations.values() for each in named)
    return replace(schema, operations=overloads, targets=tuple(targets.values()))


def normalise_element(value: T, defaults: Mapping[edm.QName, edm.Constant]) -> T:
    """A part of a model as CSDL JSON can say it; the very same object where nothing changes. `defaults` are those that
    the terms of its model declare."""
    found: Any = value
    match value:
        case edm.Constant():
            found = _constant(value)
        case edm.PathExpression(kind, path) if kind != "Path":
            found = edm.Constant("String", path)
        case edm.TypeRef(name, facets=facets):
            if name == _DECIMAL and facets.scale is None:
                found = replace(value, facets=replace(facets, scale=0))
        case edm.TypeDefinition(underlying=name, facets=facets) if name == _DECIMAL and facets.scale is None:
            found = _changed(replace(value, facets=replace(facets, scale=0)), defaults)
        case edm.Annotation(term, edm.Default()):
            found = _changed(replace(value, value=defaults.get(term, _TRUE)), defaults)
        case edm.PropertyValue(value=edm.Default()):
            found = _changed(replace(value, value=_TRUE), defaults)
        case edm.QName() | None:
            pass
        case tuple():
            items = tuple(normalise_element(each, defaults) for each in value)
            if any(new is not old for new, old in zip(items, value, strict=True)):
                found = items
        case _ if is_dataclass(value):
            found = _changed(value, defaults)
    return found  # type: ignore[no-any-return]


def _changed(value: Any, defaults: Mapping[edm.QName, edm.Constant]) -> Any:
    """A dataclass with those fields replaced that normalising changes."""
    changes = {}
    for name in _fields(value.__class__):
        old = getattr(value, name)
        if old and (new := normalise_element(old, defaults)) is not old:
            changes[name] = new
    return replace(value, **changes) if changes else value


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    valued = (edm.Annotation, edm.PropertyValue)
    plain = _PLAIN - {"value"} if kind in valued else _PLAIN
    return tuple(each.name for each in fields(kind) if each.name not in plain)


def term_defaults(model: edm.EdmModel) -> dict[edm.QName, edm.Constant]:
    """The default values that terms of the model declare, as constants of their type."""
    return {
        term.name: _default(model.types.get(term.type.name), term.type.name, term.default)
        for schema in model.schemas
        for term in schema.terms
        if term.default is not None
    }


def _default(declared: edm.Type | None, name: edm.QName, text: str) -> edm.Constant:
    underlying = declared.underlying if isinstance(declared, edm.TypeDefinition) else name
    kind = _KINDS.get(underlying.name, "String") if underlying.namespace == edm.EDM else "String"
    return _constant(edm.Constant(kind, text))


def _constant(constant: edm.Constant) -> edm.Constant:
    kind, text = constant.kind, constant.text
    if kind == "String":
        return constant
    if kind == "Bool" and text.lower() in _BOOLEANS:
        return _same(constant, edm.Constant("Bool", _BOOLEANS[text.lower()]))
    if kind in ("Int", "Decimal", "Float"):
        digits = text.removeprefix("+")
        if NUMBER.fullmatch(digits):
            return _same(constant, edm.Constant(number_kind(digits), digits))
    if kind == "EnumMember":
        text = ",".join(member.rpartition("/")[2] for member in text.split())
    return edm.Constant("String", text)


def _same(old: edm.Constant, new: edm.Constant) -> edm.Constant:
    return old if old == new else new
