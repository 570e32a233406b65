"""`EdmModel` to CSDL JSON 4.01: one text per model, which reads back as `normalise` of it.

Names are fully qualified, annotations stand inline on what they annotate, members that say what their absence says are
left out. Things that are in the model twice, which CSDL forbids and documents have, are members of one name: JSON
allows that without recommending it, and dropping one of them would lose it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from csdlgen.csdl.json.names import to_member
from csdlgen.csdl.json.normal import NUMBER, normalise
from csdlgen.csdl.json.values import JsonObject, JsonValue, Number, render_json
from csdlgen.csdl.json.write_expressions import ExpressionWriter, Pair, facet_pairs, given, made, type_pairs
from csdlgen.csdl.xml.serialise import name_text
from csdlgen.edm import model as edm

_INT32 = edm.QName(edm.EDM, "Int32")
_NUMERIC = frozenset(("Byte", "Decimal", "Double", "Int16", "Int32", "Int64", "SByte", "Single"))
_BOOLEANS: dict[str, JsonValue] = {"true": True, "false": False}


def dump_csdl_json(model: edm.EdmModel) -> str:
    """The CSDL JSON document of a model, indented by two blanks, with a final line feed."""
    normal = normalise(model)
    documents = {include.namespace: each.uri for each in normal.references for include in each.includes}
    return render_json(_Writer(ExpressionWriter(documents)).document(normal))


@dataclass(frozen=True, slots=True)
class _Writer:
    expressions: ExpressionWriter

    def document(self, model: edm.EdmModel) -> JsonObject:
        extended = {each.extends for each in model.containers}
        container = next((each.name for each in model.containers if each.name not in extended), None)
        references = JsonObject(tuple((each.uri, self._reference(each)) for each in model.references))
        return made(
            ("$Version", model.version),
            *_named("$EntityContainer", container),
            *((("$Reference", references),) if references.pairs else ()),
            *((each.namespace, self._schema(each)) for each in model.schemas),
        )

    def _noted(self, annotations: tuple[edm.Annotation, ...], target: str = "") -> Iterator[Pair]:
        return self.expressions.annotations(annotations, target)

    def _reference(self, reference: edm.Reference) -> JsonObject:
        return made(
            *_array("$Include", map(self._include, reference.includes)),
            *_array("$IncludeAnnotations", map(_include_annotations, reference.include_annotations)),
            *self._noted(reference.annotations),
        )

    def _include(self, include: edm.Include) -> JsonObject:
        stated = (("$Namespace", include.namespace), *_text("$Alias", include.alias))
        return made(*stated, *self._noted(include.annotations))

    def _schema(self, schema: edm.Schema) -> JsonObject:
        operations: dict[str, list[JsonValue]] = {}
        for each in schema.operations:
            operations.setdefault(each.name.name, []).append(self._operation(each))
        targets = tuple((each.target, made(*self._noted(each.annotations))) for each in schema.targets)
        return made(
            *_text("$Alias", schema.alias),
            *self._noted(schema.annotations),
            *((each.name.name, self._type(each)) for each in schema.types),
            *operations.items(),
            *((each.name.name, self._term(each)) for each in schema.terms),
            *((each.name.name, self._container(each)) for each in schema.containers),
            *((("$Annotations", JsonObject(targets)),) if targets else ()),
        )

    def _type(self, declared: edm.EntityType | edm.ComplexType | edm.EnumType | edm.TypeDefinition) -> JsonObject:
        match declared:
            case edm.EnumType():
                return self._enum(declared)
            case edm.TypeDefinition():
                return made(
                    ("$Kind", "TypeDefinition"),
                    ("$UnderlyingType", name_text(declared.underlying)),
                    *facet_pairs(declared.facets, declared.underlying),
                    *self._noted(declared.annotations),
                )
        entity = isinstance(declared, edm.EntityType)
        return made(
            ("$Kind", "EntityType" if entity else "ComplexType"),
            *_named("$BaseType", declared.base),
            *given("$Abstract", declared.abstract),
            *given("$OpenType", declared.open),
            *given("$HasStream", isinstance(declared, edm.EntityType) and declared.has_stream),
            *(_key(declared.key) if isinstance(declared, edm.EntityType) else ()),
            *self._noted(declared.annotations),
            *((to_member(each.name), self._property(each)) for each in declared.properties),
            *((to_member(each.name), self._navigation(each)) for each in declared.navigations),
        )

    def _property(self, prop: edm.Property) -> JsonObject:
        return made(*_typed(prop), *_default(prop), *self._noted(prop.annotations))

    def _navigation(self, navigation: edm.NavigationProperty) -> JsonObject:
        ref, delete = navigation.type, navigation.on_delete
        constraints: list[Pair] = []
        for each in navigation.constraints:
            name = to_member(each.property)
            constraints.extend(((name, each.referenced), *self._noted(each.annotations, name)))
        return made(
            ("$Kind", "NavigationProperty"),
            *type_pairs(ref, edm.QName("", "")),
            *given("$Nullable", ref.nullable, ref.collection),
            *_text("$Partner", navigation.partner),
            *given("$ContainsTarget", navigation.contains_target),
            *((("$ReferentialConstraint", JsonObject(tuple(constraints))),) if constraints else ()),
            *(() if delete is None else (("$OnDelete", delete.action), *self._noted(delete.annotations, "$OnDelete"))),
            *self._noted(navigation.annotations),
        )

    def _enum(self, declared: edm.EnumType) -> JsonObject:
        pairs: list[Pair] = [("$Kind", "EnumType")]
        pairs.extend(_named("$UnderlyingType", None if declared.underlying == _INT32 else declared.underlying))
        pairs.extend((*given("$IsFlags", declared.flags), *self._noted(declared.annotations)))
        for each in declared.members:
            name = to_member(each.name)
            pairs.extend(((name, Number(str(each.value))), *self._noted(each.annotations, name)))
        return JsonObject(tuple(pairs))

    def _operation(self, operation: edm.Operation) -> JsonObject:
        returns = operation.returns
        return made(
            ("$Kind", operation.kind.capitalize()),
            *given("$IsBound", operation.bound),
            *given("$IsComposable", operation.composable),
            *_text("$EntitySetPath", operation.entity_set_path),
            *_array("$Parameter", map(self._parameter, operation.parameters)),
            *(() if returns is None else (("$ReturnType", made(*_typed(returns), *self._noted(returns.annotations))),)),
            *self._noted(operation.annotations),
        )

    def _parameter(self, parameter: edm.Parameter) -> JsonObject:
        return made(("$Name", parameter.name), *_typed(parameter), *self._noted(parameter.annotations))

    def _term(self, term: edm.Term) -> JsonObject:
        return made(
            ("$Kind", "Term"),
            *_typed(term),
            *_named("$BaseTerm", term.base_term),
            *_default(term),
            *_array("$AppliesTo", term.applies_to),
            *self._noted(term.annotations),
        )

    def _container(self, container: edm.EntityContainer) -> JsonObject:
        return made(
            ("$Kind", "EntityContainer"),
            *_named("$Extends", container.extends),
            *self._noted(container.annotations),
            *((each.name, self._set(each)) for each in container.sets),
            *((each.name, self._singleton(each)) for each in container.singletons),
            *((each.name, self._import(each)) for each in container.imports),
        )

    def _set(self, entity_set: edm.EntitySet) -> JsonObject:
        return made(
            ("$Collection", True),
            ("$Type", name_text(entity_set.type)),
            *self._bindings(entity_set.bindings),
            *given("$IncludeInServiceDocument", entity_set.in_service_document, True),
            *self._noted(entity_set.annotations),
        )

    def _singleton(self, singleton: edm.Singleton) -> JsonObject:
        return made(
            ("$Type", name_text(singleton.type)),
            *self._bindings(singleton.bindings),
            *given("$Nullable", singleton.nullable),
            *self._noted(singleton.annotations),
        )

    def _bindings(self, bindings: tuple[edm.NavigationPropertyBinding, ...]) -> tuple[Pair, ...]:
        pairs: list[Pair] = []
        for each in bindings:
            name = to_member(each.path)
            pairs.extend(((name, each.target), *self._noted(each.annotations, name)))
        return (("$NavigationPropertyBinding", JsonObject(tuple(pairs))),) if pairs else ()

    def _import(self, imported: edm.OperationImport) -> JsonObject:
        return made(
            (f"${imported.kind.capitalize()}", name_text(imported.operation)),
            *_text("$EntitySet", imported.entity_set),
            *given("$IncludeInServiceDocument", imported.in_service_document),
            *self._noted(imported.annotations),
        )


def _typed(element: edm.Property | edm.Parameter | edm.ReturnType | edm.Term) -> tuple[Pair, ...]:
    return *type_pairs(element.type), *given("$Nullable", element.type.nullable)


def _key(key: tuple[edm.PropertyRef, ...] | None) -> tuple[Pair, ...]:
    refs = [each.path if each.alias is None else made((each.alias, each.path)) for each in key or ()]
    return () if key is None else (("$Key", [*refs]),)


def _default(element: edm.Property | edm.Term) -> tuple[Pair, ...]:
    """The default value, as a number or boolean where type and text allow it."""
    text, name = element.default, element.type.name
    if text is None:
        return ()
    if name.namespace == edm.EDM and name.name in _NUMERIC and NUMBER.fullmatch(text):
        return (("$DefaultValue", Number(text)),)
    if name == edm.QName(edm.EDM, "Boolean") and text in _BOOLEANS:
        return (("$DefaultValue", _BOOLEANS[text]),)
    return (("$DefaultValue", text),)


def _include_annotations(include: edm.IncludeAnnotations) -> JsonObject:
    return made(
        ("$TermNamespace", include.term_namespace),
        *_text("$Qualifier", include.qualifier),
        *_text("$TargetNamespace", include.target_namespace),
    )


def _array(name: str, items: Iterable[JsonValue]) -> tuple[Pair, ...]:
    found = list(items)
    return ((name, found),) if found else ()


def _named(name: str, value: edm.QName | None) -> tuple[Pair, ...]:
    return () if value is None else ((name, name_text(value)),)


def _text(name: str, value: str | None) -> tuple[Pair, ...]:
    return () if value is None else ((name, value),)
