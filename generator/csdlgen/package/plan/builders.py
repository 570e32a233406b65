"""The plan of the request builders: for each entity type on a path itself, its collection, its operations.

Builders follow types, not paths: every path of the slice is reachable, to any depth, from one class per type and way of
reaching it. A complex type on a path has a builder too, which only leads on; a cast is an attribute that gives the
derived type's builder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import Constant, QName, StructuredType
from csdlgen.edm.vocabularies import description, find
from csdlgen.navigation import Step
from csdlgen.package.code import Code, call, compose, definition, docstring, identifier, literal
from csdlgen.package.plan import builder_names, key_names, resources
from csdlgen.package.plan.builder_modules import SELF
from csdlgen.package.plan.builder_names import Aliases, BuilderMember, Classes
from csdlgen.package.plan.builder_types import LINKS, SERVICE, BuilderTypes
from csdlgen.package.plan.calls import Call
from csdlgen.package.plan.functions import OperationsPlan
from csdlgen.package.plan.imports import Needs
from csdlgen.package.plan.keys import alternate_arguments, key_methods
from csdlgen.package.plan.properties import in_url, leading_text, property_method, verbs_of_complex, with_its_type
from csdlgen.package.plan.resources import Abilities
from csdlgen.package.plan.value_text import Annotated
from csdlgen.package.plan.values import BuilderClass, BuilderModule, Method

_NO_ABILITIES = Abilities()


def builder_module(types: BuilderTypes, name: QName, aliases: Aliases) -> BuilderModule:
    """The module of an entity type's builders; `aliases` are those of `builder_names.aliases`."""
    classes = builder_names.classes(types, name)
    home = types.homes[name]
    # Annotations are looked up in the class first, so no import has the name of an attribute.
    attributes = {
        *builder_names.attributes(types, name).values(),
        *(builder_names.collection_attributes(types, name).values() if classes.many else ()),
    }
    needs = Needs(home.parts, frozenset((*classes.all(), *attributes)), aliases)
    module = _TypeModule(types, needs, name, classes)
    return module.of([*module.entities(), *module.collections(), *module.operations(classes.operations)])


def service_module(types: BuilderTypes, aliases: Aliases) -> BuilderModule:
    """The module of the mixin that offers the service's entity sets, singletons and operation imports."""
    classes = builder_names.service_classes(types)
    module = _Module(types, Needs(SERVICE.parts, frozenset((SERVICE.cls, *classes.values())), aliases))
    attributes = builder_names.service_attributes(types)
    roots = {step.name: step for step in types.graph.roots.values() if step.target in types.homes}
    said = {root.name: root.annotations for each in types.model.containers for root in each.roots}
    children: list[Method] = []
    for name, step in roots.items():
        children += module.to_target(attributes, step, said[name])
    for segment in types.imports:
        children += module.to_operation(attributes, Call(None, False, segment, None), segment)
    service = BuilderClass(
        declaration=module.declaration(SERVICE.cls),
        doc=docstring("Where the paths of the service begin.", indent=1),
        methods=tuple(children),
    )
    return module.of([service, *module.operations(classes)])


@dataclass(frozen=True)
class _Module(OperationsPlan):
    """A module of builders while it is planned."""

    def to_target(self, attributes: dict[BuilderMember, str], step: Step, annotations: Annotated) -> Iterator[Method]:
        """What leads to the target of a step, and to those of many that alternate keys give."""
        attribute = attributes[BuilderMember("navigation", step.name)]
        yield self.navigation(attribute, step, annotations)
        for key in key_names.keys_beside(self.types, step.target, collection=step.collection):
            beside = attributes[builder_names.alternate_member(step.name, key)]
            yield self._by_alternate_key(beside, attribute, step, key)

    def _by_alternate_key(self, beside: str, attribute: str, step: Step, key: KeyParts) -> Method:
        """`applications_with_app_id(app_id)`, which is `applications.by_app_id(app_id)`."""
        types, needs = self.types, self.needs
        cls = builder_names.builder_class(types, step.target, types.way(step), many=False)
        arguments, typed = alternate_arguments(types, key, needs)
        accessor = key_names.alternate_accessors(types, step.target)[key]
        through = compose("return self.{}.{}", identifier(attribute), identifier(accessor))
        annotated = needs.annotated(types.homes[step.target], cls)
        return Method(
            signature=definition(beside, [SELF, *typed], compose("{}[{}]", annotated, needs.runtime("S"))),
            doc=docstring(f"The one of `{step.name}` with that alternate key.", indent=2),
            result=call(through, arguments, indent=2),
        )


@dataclass(frozen=True)
class _TypeModule(_Module):
    """The builders of one type, while they are planned."""

    name: QName
    classes: Classes

    def known(self, name: QName) -> Classes:
        return self.classes if name == self.name else builder_names.classes(self.types, name)

    @property
    def _type(self) -> StructuredType:
        type_ = self.types.model.structured(self.name)
        assert type_ is not None
        return type_

    def entities(self) -> Iterator[BuilderClass]:
        """The classes for one entity: what derived types and all ways of reaching it share, then each way."""
        types, classes = self.types, self.classes
        has_media = types.has_media(self._type)
        shares_media = has_media and bool(classes.navigation)
        children = [*self._stable(), *(self._media(deletable=False) if shares_media else ())]
        parents = self._parents()
        if classes.navigation:
            doc = f"What leads on from one `{self.name}`, or one of a derived type."
            yield self._class(classes.navigation, parents, doc, children)
            children, parents = [], [identifier(classes.navigation)]
        children += self.varying(self.name)
        about = description(self._type.annotations) or f"One `{self.name.name}`."
        for way, cls in classes.single.items():
            able = resources.of_entity(types, self.name, way, self.needs)
            deletable = "delete" in able.verbs
            media = self._media(deletable=deletable) if deletable or (has_media and not shares_media) else ()
            is_linked = way in LINKS and types.is_resource(self.name)
            linked = f"One `{self.name.name}` behind a property that only links to it."
            yield self._class(
                cls,
                [*parents, *([self.needs.runtime("Linked")] if is_linked else [])],
                linked if is_linked else about,
                [*children, *media, *self.casts(self.name, way, many=False)],
                able._replace(bases=(*able.bases, *verbs_of_complex(types, self.name, self.needs))),
            )

    def _class(
        self, name: str, parents: list[Code], doc: str, methods: Iterable[Method], able: Abilities = _NO_ABILITIES
    ) -> BuilderClass:
        about = docstring("\n\n".join(filter(None, (doc, able.restricted))), indent=1)
        return BuilderClass(self.declaration(name, parents, able.bases), about, able.variables, tuple(methods))

    def _parents(self) -> list[Code]:
        """The class of the nearest base type with builders, if there is one."""
        base = self.types.base(self.name)
        if base is None:
            return []
        inherited = builder_names.classes(self.types, base)
        cls = inherited.navigation or next(iter(inherited.single.values()))
        return [self.needs.base(self.types.homes[base], cls)]

    def _stable(self) -> Iterator[Method]:
        """What leads on from the type itself and is the same for derived types."""
        types = self.types
        attributes = builder_names.attributes(types, self.name)
        steps = {each.segments: each for each in types.graph.steps(self.name)}
        for navigation in self._type.navigations:
            if navigation.type.name in types.homes:
                step = steps[navigation.name,]
                yield from self.to_target(attributes, step, navigation.annotations)
        for operation in types.operations(self.name, collection=False):
            if not types.varies(self.name, operation):
                yield from self.bound(attributes, self.name, operation, many=False)
        for prop, home in types.holders(self._type).items():
            about = leading_text(types, prop)
            attribute, cls = attributes[BuilderMember("complex", prop.name)], f"{home.cls}Builder"
            child = self.child(attribute, prop.name, about, home, cls)
            yield with_its_type(types, child, prop.name, self.needs.annotated(home, cls), prop.type.name)
        for prop in types.properties(self._type):
            yield property_method(types, attributes[BuilderMember("property", prop.name)], prop, self.needs)
        # A base type that has streams alone has no builder which they could be inherited from.
        line = takewhile(
            lambda each: each.name == self.name or each.name not in types.homes, types.model.ancestry(self.name)
        )
        for prop in (prop for type_ in line for prop in types.streams(type_)):
            about = description(prop.annotations) or f"The octets of `{prop.name}`."
            yield self._octets(
                attributes[BuilderMember("stream", prop.name)], prop.name, about, prop.annotations, deletable=True
            )

    def _media(self, *, deletable: bool) -> Iterator[Method]:
        """The octets of a media entity, which are deleted together with it (OData Protocol section 11.4.7.3)."""
        attribute = builder_names.attributes(self.types, self.name).get(BuilderMember("media", "value"))
        if attribute:
            about = "The octets of the media entity, `$value`."
            yield self._octets(attribute, "$value", about, self._type.annotations, deletable=deletable)

    def _octets(self, attribute: str, segment: str, about: str, annotations: Annotated, *, deletable: bool) -> Method:
        """What leads to octets, with the media type that annotations name."""
        cls = self.needs.runtime("DeletableStream" if deletable else "MediaStream")
        method = self.leading(attribute, segment, about, cls, Code(""))
        named = find(annotations, "MediaType")
        if named is None or not isinstance(named.value, Constant):
            return method
        given = [SELF, literal(in_url(segment)), literal(named.value.text)]
        return method._replace(result=call(compose("return {}", cls), given, indent=2))

    def collections(self) -> Iterator[BuilderClass]:
        """The classes for a collection, one for each way of reaching it."""
        types, classes, needs = self.types, self.classes, self.needs
        if not classes.many:
            return
        children = [*self.of_collection(self.name)]
        doc = f"A collection of `{self.name.name}`"
        for way, cls in classes.many.items():
            able = resources.of_collection(types, self.name, way, needs)
            is_linked = way in LINKS and bool(types.ways(self.name))
            parents = [needs.runtime("LinkedCollection")] if is_linked else []
            counters, counting = self.count(self.name) if "count" in able.verbs else ([], [])
            parents += counters
            about = f"{doc} that a property only links to." if is_linked else f"{doc}."
            keys = key_methods(types, self.name, classes.single[way], needs)
            casts = self.casts(self.name, way, many=True)
            yield self._class(cls, parents, about, [*keys, *counting, *children, *casts], able)
