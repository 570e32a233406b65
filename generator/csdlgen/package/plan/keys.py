"""The plan of the methods by which the builder of a collection takes a key (URL conventions section 4.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csdlgen import python_names as names
from csdlgen.edm.model import QName
from csdlgen.package.code import Code, call, compose, definition, identifier, join, literal
from csdlgen.package.plan import builder_names
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.imports import Needs
from csdlgen.package.plan.values import Method

_SELF = Code("self")


def key_methods(types: BuilderTypes, name: QName, single: str, needs: Needs) -> Iterator[Method]:
    """The methods of a type's collection for its key, then for its alternate keys; they give the builder `single`."""
    if types.key(name):
        yield from _primary(types, name, single, needs)
    for key, accessor in builder_names.alternate_accessors(types, name).items():
        python = names.assign((part for part, _ in key), types.annotator.naming.snake_case, names.KEYWORDS | {"self"})
        parts = [(part, prop.type.name) for part, prop in key]
        arguments = [identifier(python[part]) for part, _ in key]
        predicate = _in_parentheses(types, parts, arguments, "named_predicate", needs)
        yield _method(types, accessor, parts, arguments, predicate, single, needs)


def _primary(types: BuilderTypes, name: QName, single: str, needs: Needs) -> Iterator[Method]:
    """By the key; a subscript takes the same, several parts as a tuple."""
    parts = [(key.property, key.type) for key in types.key(name)]
    python = builder_names.key_names(types, name)
    arguments = [identifier(each) for each in python] if len(parts) > 1 else [Code("key")]
    if types.style.keys == "segment" and len(parts) == 1:
        wire = types.annotator.wire_name(parts[0][1])
        url = call(needs.runtime("segment"), [*arguments, *([literal(wire)] * (wire != "Edm.String"))], indent=2)
    else:
        url = _in_parentheses(types, parts, arguments, "predicate", needs)
    accessor = builder_names.key_accessor(types, name)
    method = _method(types, accessor, parts, arguments, url, single, needs)
    if len(parts) == 1:
        yield method._replace(alias=identifier(accessor))
        return
    yield method
    key = compose("key: tuple[{}]", join(", ", [types.annotator.item(type_, needs) for _, type_ in parts]))
    result = compose("{}[{}]", identifier(single), needs.runtime("S"))
    yield Method(definition("__getitem__", [_SELF, key], result), compose("return self.{}(*key)", identifier(accessor)))


def _method(
    types: BuilderTypes,
    accessor: str,
    parts: Sequence[tuple[str, QName]],
    arguments: list[Code],
    url: Code,
    single: str,
    needs: Needs,
) -> Method:
    annotations = [types.annotator.item(type_, needs) for _, type_ in parts]
    typed = [compose("{}: {}", *pair) for pair in zip(arguments, annotations, strict=True)]
    result = compose("{}[{}]", identifier(single), needs.runtime("S"))
    return Method(
        signature=definition(accessor, [_SELF, *typed], result),
        result=call(compose("return {}", identifier(single)), [_SELF, url], indent=2),
    )


def _in_parentheses(
    types: BuilderTypes, parts: Sequence[tuple[str, QName]], arguments: list[Code], function: str, needs: Needs
) -> Code:
    given = [
        compose("({}, {}, {})", literal(name), literal(types.annotator.wire_name(type_)), argument)
        for (name, type_), argument in zip(parts, arguments, strict=True)
    ]
    return call(needs.runtime(function), given, indent=2)
