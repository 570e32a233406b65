"""The pages of types: entity types and complex types with their properties, enumerations with their members."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.edm.model import EntityType, EnumType, NavigationProperty, Property, QName, StructuredType, TypeRef
from csdlgen.package.plan.models import member_names, model_names
from csdlgen.package.plan.value_text import access_facts, value_facts
from csdlgen.reports.reference.blocks import (
    Block,
    BulletList,
    CodeBlock,
    DataTable,
    Heading,
    Paragraph,
    ReferencePage,
    Span,
    coded,
    said,
    series,
)
from csdlgen.reports.reference.common import Documented, about, as_json, cell, facts_of
from csdlgen.reports.reference.samples import Samples


def type_pages(documented: Documented) -> Iterator[ReferencePage]:
    """The pages of all types that the package has a class for."""
    for name in sorted(documented.annotator.homes):
        type_ = documented.annotator.model.types[name]
        if isinstance(type_, EnumType):
            yield ReferencePage(documented.page_of_type(name), title_of(type_), tuple(_enumeration(documented, type_)))
        elif structured := documented.annotator.model.structured(name):
            blocks = tuple(_structured(documented, structured))
            yield ReferencePage(documented.page_of_type(name), title_of(structured), blocks)


def title_of(type_: StructuredType | EnumType) -> str:
    """`user entity type`."""
    if isinstance(type_, EnumType):
        return f"{type_.name.name} {'flags ' * type_.flags}enumeration"
    return f"{type_.name.name} {'entity' if isinstance(type_, EntityType) else 'complex'} type"


def _head(documented: Documented, type_: StructuredType | EnumType) -> Iterator[Block]:
    home = documented.annotator.homes[type_.name]
    yield Paragraph((Span("Namespace: "), Span(type_.name.namespace, code=True)))
    yield from about(type_.annotations)
    module = ".".join((documented.config.name, *home.package))
    yield CodeBlock("python", f"from {module} import {home.cls}")


def _structured(documented: Documented, type_: StructuredType) -> Iterator[Block]:
    yield from _head(documented, type_)
    line = [each.name for each in documented.annotator.model.ancestry(type_.name)][1:]
    if line:
        yield Paragraph((Span("Inherits from "), *series(map(documented.type_name, line)), Span(".")))
    derived = sorted(documented.annotator.model.derived.get(type_.name, ()))
    if derived:
        yield Paragraph((Span("Derived types: "), *series(map(documented.type_name, derived)), Span(".")))
    flags = [word for word, is_so in (("abstract", type_.abstract), ("open", type_.open)) if is_so]
    if flags:
        yield Paragraph(said(f"The type is {' and '.join(flags)}."))
    yield from _properties(documented, type_)
    yield from _navigation(documented, type_)
    samples = Samples(documented.annotator, documented.config.odata_type, is_response=True)
    yield Heading("JSON representation")
    yield CodeBlock("json", as_json(samples.of_type(TypeRef(type_.name), type_.name.name) or {}))
    yield from _used(documented, type_.name)


def _properties(documented: Documented, type_: StructuredType) -> Iterator[Block]:
    attributes = model_names(documented.annotator, type_)
    key = {name for name, _ in documented.graph.lookup.key(type_.name)}
    rows = []
    for declaring in reversed(list(documented.annotator.model.ancestry(type_.name))):
        for prop in declaring.properties:
            facts = list(_facts(documented, prop, is_key=prop.name in key))
            if declaring.name != type_.name:
                facts.append(f"inherited from `{declaring.name.name}`")
            rows.append(
                (
                    coded(prop.name),
                    coded(attributes[prop.name]),
                    documented.type_of(prop.type),
                    cell(prop.annotations),
                    facts_of(facts),
                )
            )
    yield Heading("Properties")
    if rows:
        header = ("Property", "Python attribute", "Type", "Description", "Facts")
        yield DataTable(f"Properties of {type_.name.name}", header, tuple(rows))
    else:
        yield Paragraph(said("None."))


def _facts(documented: Documented, prop: Property, *, is_key: bool) -> Iterator[str]:
    if is_key:
        yield "key"
    if not prop.type.nullable:
        yield "no item is null" if prop.type.collection else "not null"
    yield from access_facts(prop.annotations)
    yield from value_facts(documented.annotator.model, prop.annotations, prop.type)


def _navigation(documented: Documented, type_: StructuredType) -> Iterator[Block]:
    """The navigation properties whose targets are models too."""
    attributes = model_names(documented.annotator, type_)
    members = documented.graph.lookup.members(type_.name).values()
    known = [each for each in members if isinstance(each, NavigationProperty) and each.name in attributes]
    if known:
        rows = (
            (coded(each.name), coded(attributes[each.name]), documented.type_of(each.type), cell(each.annotations))
            for each in known
        )
        yield Heading("Navigation properties")
        header = ("Navigation property", "Python attribute", "Type", "Description")
        yield DataTable(f"Navigation properties of {type_.name.name}", header, tuple(rows))


def _enumeration(documented: Documented, type_: EnumType) -> Iterator[Block]:
    yield from _head(documented, type_)
    python = member_names(type_)
    rows = (
        (coded(each.name), coded(python[each.name]), said(str(each.value)), cell(each.annotations))
        for each in type_.members
    )
    yield Heading("Members")
    if type_.flags:
        yield Paragraph(said("Values may have several members, with commas between them."))
    yield DataTable(f"Members of {type_.name.name}", ("Member", "Python member", "Value", "Description"), tuple(rows))
    yield from _used(documented, type_.name)


def _used(documented: Documented, name: QName) -> Iterator[Block]:
    """The operations that take or give a type, and the types that have properties of it."""
    found = documented.uses.get(name)
    if found:
        yield Heading("Used by")
        yield BulletList(tuple(found))
