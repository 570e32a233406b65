"""The plan of the methods by which the builder of a collection takes a key (URL conventions section 4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from csdlgen import python_names as names
from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import QName
from csdlgen.package.code import Code, call, compose, definition, docstring, identifier, join, literal
from csdlgen.package.plan import key_names
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.imports import Needs
from csdlgen.package.plan.values import Method
from csdlgen.routes import key_parameters

_SELF = Code("self")


def key_methods(types: BuilderTypes, name: QName, single: str, needs: Needs) -> Iterator[Method]:
    """The methods of a type's collection for its key, then for its alternate keys; they give the builder `single`."""
    if key_parameters(types.graph, name):
        yield from _primary(types, name, single, needs)
    for key, accessor in key_names.alternate_accessors(types, name).items():
        parts = [(part, prop.type.name) for part, prop in key]
        arguments, _ = alternate_arguments(types, key, needs)
        predicate = _in_parentheses(types, parts, arguments, "named_predicate", needs)
        about = f"The `{name.name}` with that alternate key."
        yield _method(types, accessor, parts, arguments, predicate, single, needs, about)


def alternate_arguments(types: BuilderTypes, key: KeyParts, needs: Needs) -> tuple[list[Code], list[Code]]:
    """The parts of an alternate key as arguments, and as parameters."""
    python = names.assign((part for part, _ in key), types.annotator.naming.snake_case, names.KEYWORDS | {"self"})
    arguments = [identifier(python[part]) for part, _ in key]
    return arguments, _typed(types, [prop.type.name for _, prop in key], arguments, needs)


def _typed(types: BuilderTypes, parts: Iterable[QName], arguments: Iterable[Code], needs: Needs) -> list[Code]:
    return [
        compose("{}: {}", argument, types.annotator.item(type_, needs))
        for type_, argument in zip(parts, arguments, strict=True)
    ]


def _primary(types: BuilderTypes, name: QName, single: str, needs: Needs) -> Iterator[Method]:
    """By the key; a subscript takes the same, several parts as a tuple."""
    parts = [(key.property, key.type) for key in key_parameters(types.graph, name)]
    python = key_names.key_names(types, name)
    arguments = [identifier(each) for each in python] if len(parts) > 1 else [Code("key")]
    if types.style.keys == "segment" and len(parts) == 1:
        wire = types.annotator.wire_name(parts[0][1])
        url = call(needs.runtime("segment"), [*arguments, *([literal(wire)] * (wire != "Edm.String"))], indent=3)
    else:
        url = _in_parentheses(types, parts, arguments, "predicate", needs)
    accessor = key_names.key_accessor(types, name)
    repeated = [f"{accessor}1"] if types.annotator.naming.flat and name in types.repeated_keys else []
    about = f"The `{name.name}` with that key."
    if len(parts) == 1:
        method = _method(types, accessor, parts, arguments, url, single, needs, about)
        yield method._replace(also=_also(accessor, "__getitem__", *repeated))
        return
    by_keyword = not types.annotator.naming.flat
    method = _method(types, accessor, parts, arguments, url, single, needs, about, by_keyword=by_keyword)
    yield method._replace(also=_also(accessor, *repeated))
    key = compose("key: tuple[{}]", join(", ", [types.annotator.item(type_, needs) for _, type_ in parts]))
    result = compose("{}[{}]", identifier(single), needs.runtime("S"))
    given = [compose("{}=key[{}]", argument, literal(place)) for place, argument in enumerate(arguments)]
    by_key = compose("return self.{}", identifier(accessor))
    yield Method(
        signature=definition("__getitem__", [_SELF, key], result),
        doc=docstring("The same; the parts of the key are a tuple.", indent=2),
        result=call(by_key, given, indent=2),
    )


def _also(accessor: str, *others: str) -> tuple[Code, ...]:
    return tuple(compose("{} = {}", identifier(each), identifier(accessor)) for each in others)


def _method(
    types: BuilderTypes,
    accessor: str,
    parts: Sequence[tuple[str, QName]],
    arguments: list[Code],
    url: Code,
    single: str,
    needs: Needs,
    about: str,
    *,
    by_keyword: bool = False,
) -> Method:
    typed = _typed(types, [type_ for _, type_ in parts], arguments, needs)
    result = compose("{}[{}]", identifier(single), needs.runtime("S"))
    return Method(
        signature=definition(accessor, [_SELF, *[Code("*")] * by_keyword, *typed], result),
        doc=docstring(about, indent=2),
        result=call(compose("return {}", identifier(single)), [_SELF, url], indent=2),
    )


def _in_parentheses(
    types: BuilderTypes, parts: Sequence[tuple[str, QName]], arguments: list[Code], function: str, needs: Needs
) -> Code:
    given = [
        compose("({}, {}, {})", literal(name), literal(types.annotator.wire_name(type_)), argument)
        for (name, type_), argument in zip(parts, arguments, strict=True)
    ]
    return call(needs.runtime(function), given, indent=3)
