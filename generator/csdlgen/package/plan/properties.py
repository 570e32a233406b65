"""The plan of properties that are resources themselves (OData Protocol sections 11.2.4 and 11.4.9).

Their builders are the runtime's, for the type of their values. Only where a complex value leads on, the builder of its
type has the verbs as well.
"""

from __future__ import annotations

from urllib.parse import quote

from csdlgen.edm.model import Property, QName
from csdlgen.edm.vocabularies import description
from csdlgen.package.code import Code, call, compose, definition, docstring, literal
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.imports import Needs
from csdlgen.package.plan.values import Method

_SELF = Code("self")


def in_url(segment: str) -> str:
    """A segment as it stands in a path (RFC 3986 section 3.3). Names may have any characters; a plus is a blank to some
    servers."""
    return "/" + quote(segment, safe="!$&'()*,;=:@")


def property_method(types: BuilderTypes, attribute: str, prop: Property, needs: Needs) -> Method:
    """What leads to a property that is a resource."""
    annotator, name = types.annotator, prop.type.name
    kind = "ComplexPropertyBuilder" if annotator.is_object(name) else "PrimitivePropertyBuilder"
    cls = needs.runtime("PropertyItemsBuilder" if prop.type.collection else kind)
    return Method(
        decorator=Code("property"),
        signature=definition(
            attribute, [_SELF], compose("{}[{}, {}]", cls, needs.runtime("S"), annotator.item(name, needs))
        ),
        doc=docstring(description(prop.annotations) or f"The property `{prop.name}`.", indent=2),
        result=call(compose("return {}", cls), _arguments(types, prop.name, name), indent=2),
    )


def told_its_type(types: BuilderTypes, child: Method, segment: str, cls: Code, name: QName) -> Method:
    """What leads to a complex value that leads on: the builder `cls` is told its type where it has verbs."""
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
