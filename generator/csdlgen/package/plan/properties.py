"""The plan of properties that are resources themselves (OData Protocol sections 11.2.4 and 11.4.9).

Their builders are the runtime's, for the type of their values; what cannot be written at all has one without the verbs
that write. Its text names other verbs that the service refuses. Only where a complex value leads on, the builder of its
type has the verbs as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from csdlgen.edm.model import Property, QName
from csdlgen.edm.vocabularies import description
from csdlgen.package.code import Code, call, compose, definition, docstring, literal
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.imports import Needs
from csdlgen.package.plan.value_text import described
from csdlgen.package.plan.values import Method
from csdlgen.routes import refused_of_property
from csdlgen.text import listed

_SELF = Code("self")
_READING = frozenset(("get", "list", "count"))


class _Kind(NamedTuple):
    """A kind of property: its builder with all verbs, that without those which write, and those."""

    builder: str
    read_only: str
    writing: frozenset[str]


_COMPLEX = _Kind("ComplexPropertyBuilder", "ReadOnlyComplexBuilder", frozenset(("patch", "put", "delete")))
_PRIMITIVE = _Kind("PrimitivePropertyBuilder", "ReadOnlyPrimitiveBuilder", frozenset(("put", "delete")))
_ITEMS = _Kind("PropertyItemsBuilder", "ReadOnlyItemsBuilder", frozenset(("put", "post")))


def in_url(segment: str) -> str:
    """A segment as it stands in a path (RFC 3986 section 3.3). Names may have any characters; a plus is a blank to some
    servers."""
    return "/" + quote(segment, safe="!$&'()*,;=:@")


def property_method(types: BuilderTypes, attribute: str, prop: Property, needs: Needs) -> Method:
    """What leads to a property that is a resource."""
    annotator, name = types.annotator, prop.type.name
    kind = _ITEMS if prop.type.collection else _COMPLEX if annotator.is_object(name) else _PRIMITIVE
    refused = refused_of_property(prop.annotations, collection=prop.type.collection)
    is_read_only = refused >= kind.writing
    cls = needs.runtime(kind.read_only if is_read_only else kind.builder)
    named = refused & (_READING if is_read_only else kind.writing | _READING)
    about = described(description(prop.annotations) or f"The property `{prop.name}`.", _refusal(named))
    return Method(
        decorator=Code("property"),
        signature=definition(
            attribute, [_SELF], compose("{}[{}, {}]", cls, needs.runtime("S"), annotator.item(name, needs))
        ),
        doc=docstring(about, indent=2),
        result=call(compose("return {}", cls), _arguments(types, prop.name, name), indent=2),
    )


def leading_text(types: BuilderTypes, prop: Property) -> str:
    """The text of what leads to a complex value that leads on."""
    refused = refused_of_property(prop.annotations, collection=False)
    facts = _refusal(refused) if prop.type.name in types.complex_resources else ()
    return described(description(prop.annotations) or f"What `{prop.name}` leads to.", facts)


def _refusal(refused: Iterable[str]) -> tuple[str, ...]:
    named = [f"`{each}`" for each in sorted(refused)]
    return (f"the service does not allow {listed(named, 'or')}",) if named else ()


def with_its_type(types: BuilderTypes, child: Method, segment: str, cls: Code, name: QName) -> Method:
    """What leads to a complex value that leads on: the builder `cls` gets its type where it has verbs."""
    if name not in types.complex_resources:
        return child
    return child._replace(result=call(compose("return {}", cls), _arguments(types, segment, name), indent=2))


def verbs_of_complex(types: BuilderTypes, name: QName, needs: Needs) -> tuple[Code, ...]:
    """The base class that reads and writes complex values of a type that lead on, where they are resources."""
    if name not in types.complex_resources:
        return ()
    base, item = needs.runtime("ComplexPropertyBuilder"), types.annotator.item(name, needs)
    return (compose('{}[{}, "{}"]', base, needs.runtime("S"), item),)


def _arguments(types: BuilderTypes, segment: str, name: QName) -> list[Code]:
    return [_SELF, literal(in_url(segment)), literal(types.annotator.wire_name(name))]
