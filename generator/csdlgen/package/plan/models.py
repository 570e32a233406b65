"""The plan of the models: one module for each structured type and enumeration of a slice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdlgen import python_names as names
from csdlgen.edm.model import EntityType, EnumType, NavigationProperty, Property, StructuredType
from csdlgen.edm.vocabularies import access, deprecation, description
from csdlgen.package.code import Code, bracketed, compose, docstring, identifier, literal
from csdlgen.package.plan.annotations import Annotator
from csdlgen.package.plan.imports import Needs
from csdlgen.package.plan.value_text import described, property_text
from csdlgen.package.plan.values import Declaration, EnumModule, ModelModule
from csdlgen.unicode_14 import swapcase


def model_names(annotator: Annotator, type_: StructuredType) -> dict[str, str]:
    """Wire name → attribute of a type and its base types, where it is the same as in the base type. Of a property and
    a navigation property that would like one name, the property has it."""
    attributes: dict[str, str] = {}
    inherits: list[StructuredType] = []
    for ancestor in annotator.model.ancestry(type_.name):
        if (known := annotator.attributes.get(ancestor.name)) is not None:
            attributes = known
            break
        inherits.append(ancestor)
    for ancestor in reversed(inherits):
        members = list(_members(annotator, ancestor))
        home = annotator.homes.get(ancestor.name)
        taken = names.MODEL_RESERVED | ({home.cls} if home else set())
        for kind in (Property, NavigationProperty):
            own = [each.name for each in members if isinstance(each, kind) and each.name not in attributes]
            attributes = attributes | names.assign(own, annotator.naming.of_model, taken | {*attributes.values()})
        annotator.attributes[ancestor.name] = attributes
    return attributes


def _members(annotator: Annotator, type_: StructuredType) -> Iterator[Property | NavigationProperty]:
    yield from type_.properties
    yield from (each for each in type_.navigations if each.type.name in annotator.homes)


def model_module(annotator: Annotator, type_: StructuredType, odata_type: str) -> ModelModule:
    """The module of an entity or complex type."""
    home = annotator.homes[type_.name]
    wanted = model_names(annotator, type_)
    # Annotations are looked up in the class first, so no import has the name of an attribute.
    needs = Needs(home.parts, frozenset((home.cls, *wanted.values())), annotator.aliases)
    members = _members(annotator, type_)
    attributes = tuple(
        _attribute(annotator, wanted, each, annotator.fields.get((type_.name, each.name), ()), needs)
        for each in members
    )
    base = annotator.homes.get(type_.base) if type_.base else None
    parent = needs.base(base, base.cls) if base else needs.runtime("Model")
    needs.names_deprecated |= not annotator.deprecated.keys().isdisjoint((type_.name, type_.base))
    writes = odata_type == "always" or (odata_type == "derived" and type_.base is not None)
    arguments = [parent, compose("type={}", literal(str(type_.name)))]
    if writes and not type_.abstract:
        arguments.append(Code("emit=True"))
    kind = "entity" if isinstance(type_, EntityType) else "complex"
    plain = f"The {kind} type `{type_.name}`."
    deprecated = needs.deprecation(annotator.deprecated.get(type_.name, ""), indent=0)
    return ModelModule(
        names_deprecated=needs.names_deprecated,
        deprecated=deprecated,
        imports=needs.eager_imports(),
        typing_imports=needs.typing_imports(),
        declaration=bracketed(compose("class {}(", identifier(home.cls)), arguments, Code("):"), indent=0),
        class_doc=docstring(description(type_.annotations) or plain, indent=1),
        attributes=attributes,
    )


def _attribute(
    annotator: Annotator,
    wanted: dict[str, str],
    member: Property | NavigationProperty,
    in_queries: Iterable[str],
    needs: Needs,
) -> Declaration:
    name = wanted[member.name]
    annotation = annotator.attribute(member.type, member.annotations, name, needs)
    head = compose("{}: {} = {}(", identifier(name), annotation, needs.runtime("prop"))
    arguments = [literal(member.name), literal(annotator.wire(member.type))]
    if set_by := access(member.annotations):
        arguments.append(literal(set_by))
    renamed = "" if names.is_evident_from(member.name, name) else member.name
    annotations = member.annotations
    about = property_text(annotator.model, description(annotations), annotations, member.type, renamed, in_queries)
    return Declaration(declaration=bracketed(head, arguments, Code(")"), indent=1), doc=docstring(about, indent=1))


def member_names(type_: EnumType) -> dict[str, str]:
    """Wire name → member of the class of an enumeration."""
    return names.assign((each.name for each in type_.members), names.upper_snake, names.MEMBER_RESERVED)


def enum_module(annotator: Annotator, type_: EnumType) -> EnumModule:
    """The module of an enumeration."""
    home = annotator.homes[type_.name]
    members = member_names(type_)
    needs = Needs(home.parts, frozenset((home.cls,)), annotator.aliases)
    deprecated = needs.deprecation(annotator.deprecated.get(type_.name, ""), indent=0)
    base = needs.runtime("FlagsEnum") if type_.flags else Code("StrEnum")
    kind = "flags enumeration" if type_.flags else "enumeration"
    numbers: dict[int, str] = {}
    for each in sorted(type_.members, key=lambda member: (member.value, swapcase(member.name))):
        numbers.setdefault(each.value, each.name)
    entries = [compose("{}: {}", literal(number), literal(name)) for number, name in numbers.items()]
    standard = [] if type_.flags else [Code("from enum import StrEnum")]
    return EnumModule(
        imports=(*standard, *([Code("")] if standard and deprecated else []), *needs.eager_imports()),
        deprecated=deprecated,
        declaration=compose("class {}({}):", identifier(home.cls), base),
        class_doc=docstring(description(type_.annotations) or f"The {kind} `{type_.name}`.", indent=1),
        members=tuple(
            Declaration(
                compose("{} = {}", identifier(members[each.name]), literal(each.name)),
                docstring(described(description(each.annotations), (), deprecation(each.annotations)), indent=1),
            )
            for each in type_.members
        ),
        numbers=bracketed(Code("__numbers__ = {"), entries, Code("}"), indent=1) if entries else Code(""),
    )
