"""`EdmModel` to canonical CSDL XML: one text per model, which reads back as an equal model.

Names are fully qualified, annotations stand inline on what they annotate, values that are the default are left out,
attributes and children come in the order of the specification. Aliases are declared where the model has them, but
never used.
"""

from __future__ import annotations

from collections.abc import Iterable

from csdlgen.csdl.xml import tags
from csdlgen.csdl.xml.element import XmlElement
from csdlgen.csdl.xml.serialise import element, facet_attributes, flag, name_text, render, type_attributes
from csdlgen.csdl.xml.write_expressions import annotations_of
from csdlgen.edm import model as edm

_INT32 = edm.QName(edm.EDM, "Int32")


def dump_csdl(model: edm.EdmModel) -> str:
    """The document of a model, indented by two blanks, with a final line feed."""
    services = element(tags.DATA_SERVICES, children=map(_schema, model.schemas))
    return render(
        element(
            tags.EDMX,
            ("Version", model.version),
            children=(*map(_reference, model.references), services),
        )
    )


def _reference(reference: edm.Reference) -> XmlElement:
    includes = (*map(_include, reference.includes), *map(_include_annotations, reference.include_annotations))
    children = (*includes, *annotations_of(reference.annotations))
    return element(tags.REFERENCE, ("Uri", reference.uri), children=children)


def _include(include: edm.Include) -> XmlElement:
    return element(
        tags.INCLUDE,
        ("Namespace", include.namespace),
        ("Alias", include.alias),
        children=annotations_of(include.annotations),
    )


def _include_annotations(include: edm.IncludeAnnotations) -> XmlElement:
    return element(
        tags.INCLUDE_ANNOTATIONS,
        ("TermNamespace", include.term_namespace),
        ("Qualifier", include.qualifier),
        ("TargetNamespace", include.target_namespace),
    )


def _schema(schema: edm.Schema) -> XmlElement:
    out_of_line = (
        element("Annotations", ("Target", each.target), children=annotations_of(each.annotations))
        for each in schema.targets
    )
    return element(
        "Schema",
        ("Namespace", schema.namespace),
        ("Alias", schema.alias),
        children=(
            *map(_type, schema.types),
            *map(_operation, schema.operations),
            *map(_term, schema.terms),
            *map(_container, schema.containers),
            *annotations_of(schema.annotations),
            *out_of_line,
        ),
    )


def _type(declared: edm.Type) -> XmlElement:
    match declared:
        case edm.EntityType():
            return _structured("EntityType", declared)
        case edm.ComplexType():
            return _structured("ComplexType", declared)
        case edm.EnumType():
            return _enum(declared)
        case edm.TypeDefinition():
            return element(
                "TypeDefinition",
                ("Name", declared.name.name),
                ("UnderlyingType", name_text(declared.underlying)),
                *facet_attributes(declared.facets),
                children=annotations_of(declared.annotations),
            )


def _structured(tag: str, declared: edm.EntityType | edm.ComplexType) -> XmlElement:
    key = declared.key if isinstance(declared, edm.EntityType) else None
    return element(
        tag,
        ("Name", declared.name.name),
        ("BaseType", _name(declared.base)),
        flag("Abstract", declared.abstract),
        flag("OpenType", declared.open),
        flag("HasStream", isinstance(declared, edm.EntityType) and declared.has_stream),
        children=(
            *(() if key is None else (element("Key", children=map(_property_ref, key)),)),
            *map(_property, declared.properties),
            *map(_navigation, declared.navigations),
            *annotations_of(declared.annotations),
        ),
    )


def _property_ref(ref: edm.PropertyRef) -> XmlElement:
    return element("PropertyRef", ("Name", ref.path), ("Alias", ref.alias))


def _property(prop: edm.Property) -> XmlElement:
    return element(
        "Property",
        ("Name", prop.name),
        *type_attributes(prop.type),
        ("DefaultValue", prop.default),
        children=annotations_of(prop.annotations),
    )


def _navigation(navigation: edm.NavigationProperty) -> XmlElement:
    constraints = (
        element(
            "ReferentialConstraint",
            ("Property", each.property),
            ("ReferencedProperty", each.referenced),
            children=annotations_of(each.annotations),
        )
        for each in navigation.constraints
    )
    delete = navigation.on_delete
    on_delete = (
        ()
        if delete is None
        else (element("OnDelete", ("Action", delete.action), children=annotations_of(delete.annotations)),)
    )
    return element(
        "NavigationProperty",
        ("Name", navigation.name),
        *type_attributes(navigation.type),
        ("Partner", navigation.partner),
        flag("ContainsTarget", navigation.contains_target),
        children=(*constraints, *on_delete, *annotations_of(navigation.annotations)),
    )


def _enum(declared: edm.EnumType) -> XmlElement:
    return element(
        "EnumType",
        ("Name", declared.name.name),
        ("UnderlyingType", None if declared.underlying == _INT32 else name_text(declared.underlying)),
        flag("IsFlags", declared.flags),
        children=(*map(_member, declared.members), *annotations_of(declared.annotations)),
    )


def _member(member: edm.Member) -> XmlElement:
    children = annotations_of(member.annotations)
    return element("Member", ("Name", member.name), ("Value", str(member.value)), children=children)


def _operation(operation: edm.Operation) -> XmlElement:
    return element(
        operation.kind.capitalize(),
        ("Name", operation.name.name),
        flag("IsBound", operation.bound),
        flag("IsComposable", operation.composable),
        ("EntitySetPath", operation.entity_set_path),
        children=(
            *map(_parameter, operation.parameters),
            *(() if operation.returns is None else (_return_type(operation.returns),)),
            *annotations_of(operation.annotations),
        ),
    )


def _parameter(parameter: edm.Parameter) -> XmlElement:
    children = annotations_of(parameter.annotations)
    return element("Parameter", ("Name", parameter.name), *type_attributes(parameter.type), children=children)


def _return_type(returns: edm.ReturnType) -> XmlElement:
    return element("ReturnType", *type_attributes(returns.type), children=annotations_of(returns.annotations))


def _term(term: edm.Term) -> XmlElement:
    return element(
        "Term",
        ("Name", term.name.name),
        *type_attributes(term.type),
        ("BaseTerm", _name(term.base_term)),
        ("DefaultValue", term.default),
        ("AppliesTo", " ".join(term.applies_to) or None),
        children=annotations_of(term.annotations),
    )


def _container(container: edm.EntityContainer) -> XmlElement:
    return element(
        "EntityContainer",
        ("Name", container.name.name),
        ("Extends", _name(container.extends)),
        children=(
            *map(_entity_set, container.sets),
            *map(_singleton, container.singletons),
            *map(_import, container.imports),
            *annotations_of(container.annotations),
        ),
    )


def _entity_set(entity_set: edm.EntitySet) -> XmlElement:
    return element(
        "EntitySet",
        ("Name", entity_set.name),
        ("EntityType", name_text(entity_set.type)),
        ("IncludeInServiceDocument", None if entity_set.in_service_document else "false"),
        children=(*_bindings(entity_set.bindings), *annotations_of(entity_set.annotations)),
    )


def _singleton(singleton: edm.Singleton) -> XmlElement:
    children = (*_bindings(singleton.bindings), *annotations_of(singleton.annotations))
    return element(
        "Singleton",
        ("Name", singleton.name),
        ("Type", name_text(singleton.type)),
        flag("Nullable", singleton.nullable),
        children=children,
    )


def _bindings(bindings: Iterable[edm.NavigationPropertyBinding]) -> Iterable[XmlElement]:
    for each in bindings:
        children = annotations_of(each.annotations)
        yield element("NavigationPropertyBinding", ("Path", each.path), ("Target", each.target), children=children)


def _import(imported: edm.OperationImport) -> XmlElement:
    kind = imported.kind.capitalize()
    return element(
        f"{kind}Import",
        ("Name", imported.name),
        (kind, name_text(imported.operation)),
        ("EntitySet", imported.entity_set),
        flag("IncludeInServiceDocument", imported.in_service_document),
        children=annotations_of(imported.annotations),
    )


def _name(name: edm.QName | None) -> str | None:
    return None if name is None else name_text(name)
