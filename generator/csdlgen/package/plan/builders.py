"""The plan of the request builders: for each entity type on a path itself, its collection, its operations.

Builders follow types, not paths: every path of the slice is reachable, to any depth, from one class per type and way of
reaching it. A complex type on a path has a builder too, which only leads on; a cast is an attribute that gives the
derived type's builder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from urllib.parse import quote

from csdlgen import python_names as names
from csdlgen.edm.deprecations import deprecation
from csdlgen.edm.model import Constant, QName, StructuredType
from csdlgen.edm.vocabularies import description, find
from csdlgen.navigation import Step
from csdlgen.package.code import Code, bracketed, call, compose, definition, docstring, identifier, literal
from csdlgen.package.plan import builder_names
from csdlgen.package.plan.builder_names import Aliases, BuilderMember, Classes
from csdlgen.package.plan.builder_types import LINKED, BuilderTypes, Overloads, reached_as
from csdlgen.package.plan.imports import FIXED, Needs
from csdlgen.package.plan.keys import key_methods
from csdlgen.package.plan.query_text import query_restrictions
from csdlgen.package.plan.resources import ResourceVerbs
from csdlgen.package.plan.type_modules import Home
from csdlgen.package.plan.value_text import Annotated, described
from csdlgen.package.plan.values import BuilderClass, BuilderModule, Method
from csdlgen.package.plan.verbs import arguments_of, called, keyword_only, operation_verbs, result_names

SERVICE = Home(("builders",), "service", "Service")
_SELF = Code("self")


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
    return module.of([*module.entities(), *module.collections(), *module.operations()])


def service_module(types: BuilderTypes, aliases: Aliases) -> BuilderModule:
    """The module of the mixin that offers the service's entity sets, singletons and operation imports."""
    wanted = {segment: f"{names.pascal_case(segment)}Builder" for segment in types.imports}
    classes = names.settle(wanted, {SERVICE.cls, *FIXED}, rank=lambda segment: (segment.swapcase(), segment))
    module = _Module(types, Needs(SERVICE.parts, frozenset((SERVICE.cls, *classes.values())), aliases))
    attributes = builder_names.service_attributes(types)
    roots = {step.name: step for step in types.graph.roots.values() if step.target in types.homes}
    said = {root.name: root.annotations for each in types.model.containers for root in each.roots}
    children = [
        module.navigation(attributes[BuilderMember("navigation", name)], step, said[name])
        for name, step in roots.items()
    ]
    for segment, overloads in types.imports.items():
        attribute = attributes[BuilderMember("import", segment)]
        children.append(module.call(attribute, segment, SERVICE, classes[segment], overloads))
    service = BuilderClass(
        declaration=module.declaration(SERVICE.cls),
        doc=docstring("Where the paths of the service begin.", indent=1),
        methods=tuple(children),
    )
    return module.of(
        [service, *(module.operation(classes[segment], overloads) for segment, overloads in types.imports.items())]
    )


@dataclass(frozen=True)
class _Module:
    """A module of builders while it is planned: what all of them are made of."""

    types: BuilderTypes
    needs: Needs

    def of(self, classes: Sequence[BuilderClass]) -> BuilderModule:
        """The module with these classes."""
        needs = self.needs
        return BuilderModule(needs.names_deprecated, needs.eager_imports(), needs.typing_imports(), tuple(classes))

    def declaration(self, name: str, parents: Sequence[Code] = ()) -> Code:
        """The head of a class."""
        s = self.needs.runtime("S")
        given = [compose("{}[{}]", parent, s) for parent in parents or [self.needs.runtime("Builder")]]
        return bracketed(compose("class {}(", identifier(name)), given, Code("):"), indent=0)

    def child(self, attribute: str, segment: str, about: str, home: Home, cls: str, deprecated: str = "") -> Method:
        """A property that leads to the builder `cls` of another module or of this one."""
        annotated = self.needs.annotated(home, cls)
        return self._child(attribute, segment, about, annotated, self.needs.local(home, cls), deprecated)

    def _child(self, attribute: str, segment: str, about: str, cls: Code, local: Code, deprecated: str = "") -> Method:
        return Method(
            decorator=Code("property"),
            deprecated=self.needs.deprecation(deprecated, indent=1),
            signature=definition(attribute, [_SELF], compose("{}[{}]", cls, self.needs.runtime("S"))),
            doc=docstring(about, indent=2),
            imported=local,
            result=call(compose("return {}", cls), [_SELF, literal(_in_url(segment))], indent=2),
        )

    def navigation(self, attribute: str, step: Step, annotations: Annotated) -> Method:
        """What leads to the target of a step, which has these annotations. It is deprecated where the type of the
        target is."""
        cls = builder_names.builder_class(self.types, step.target, reached_as(step), many=step.collection)
        plain = f"{'The collection' if step.collection else 'The'} `{step.name}` of `{step.target}`."
        target = self.types.model.types[step.target]  # where some services say what is about collections of it
        restrictions = query_restrictions((*annotations, *target.annotations), many=step.collection)
        about = described(description(annotations) or plain, restrictions)
        deprecated = deprecation(annotations) or self.types.annotator.deprecated.get(step.target, "")
        return self.child(attribute, step.name, about, self.types.homes[step.target], cls, deprecated)

    def call(self, attribute: str, segment: str, home: Home, cls: str, overloads: Overloads) -> Method:
        """What leads to an operation."""
        return self.child(attribute, segment, f"The {overloads[0].kind} `{overloads[0].name.name}`.", home, cls)

    def operation(self, cls: str, overloads: Overloads) -> BuilderClass:
        """The class of an operation."""
        first = overloads[0]
        return BuilderClass(
            declaration=self.declaration(cls),
            doc=docstring(description(first.annotations) or f"The {first.kind} `{first.name}`.", indent=1),
            methods=(
                *operation_verbs(self.types.annotator, overloads, self.needs, empty_bodies=self.types.empty_bodies),
                *self._results(overloads),
            ),
        )

    def _results(self, overloads: Overloads) -> Iterator[Method]:
        """What leads on from what composable functions give (CSDL section 12.5)."""
        types, needs = self.types, self.needs
        leading = [
            each for each in overloads if each.composable and each.returns and each.returns.type.name in types.homes
        ]
        for operation, name in result_names(tuple(leading), types.annotator.naming).items():
            assert operation.returns is not None
            returned = operation.returns.type
            cls = builder_names.builder_class(types, returned.name, LINKED, many=returned.collection)
            home = types.homes[returned.name]
            annotated = needs.annotated(home, cls)
            given = keyword_only(arguments_of(types.annotator, operation, needs))
            path = called(types.annotator, operation, Code('""'), needs, indent=2)
            yield Method(
                signature=definition(name, given, compose("{}[{}]", annotated, needs.runtime("S"))),
                doc=docstring("What the function gives, to go on from.", indent=2),
                imported=needs.local(home, cls),
                result=call(compose("return {}", annotated), [_SELF, path], indent=2),
            )


@dataclass(frozen=True)
class _TypeModule(_Module):
    """The builders of one type, while they are planned."""

    name: QName
    classes: Classes

    @property
    def _type(self) -> StructuredType:
        type_ = self.types.model.structured(self.name)
        assert type_ is not None
        return type_

    def entities(self) -> Iterator[BuilderClass]:
        """The classes for one entity: what derived types inherit, what all ways of reaching it share, each way."""
        types, classes = self.types, self.classes
        has_media = types.has_media(self._type)
        shared = bool(classes.navigation or classes.entity)
        children = [*self._stable(), *(self._media(deletable=False) if has_media and shared else ())]
        parents = self._parents()
        if classes.navigation:
            doc = f"What leads on from one `{self.name}`, or one of a derived type."
            yield self._class(classes.navigation, parents, doc, children)
            children, parents = [], [identifier(classes.navigation)]
        children += self._varying()
        verbs = ResourceVerbs(types, self.name, self.needs).of_entity()
        if classes.entity:
            yield self._class(
                classes.entity, parents, f"One `{self.name.name}`, however it is reached.", [*children, *verbs]
            )
            children, parents, verbs = [], [identifier(classes.entity)], ()
        is_resource = types.is_resource(self.name)
        about = description(self._type.annotations) or f"One `{self.name.name}`."
        linked = f"One `{self.name.name}` behind a property that only links to it."
        for way, cls in classes.single.items():
            deletable = is_resource and types.can_delete(way)
            media = self._media(deletable=deletable) if deletable or (has_media and not shared) else ()
            abilities = ["Linked"] * (is_resource and way == LINKED) + ["Deletable"] * deletable
            yield self._class(
                cls,
                [*parents, *map(self.needs.runtime, abilities)],
                linked if way == LINKED and is_resource else about,
                [*children, *media, *self._casts(way, many=False), *verbs],
            )

    def _class(self, name: str, parents: list[Code], doc: str, methods: Iterable[Method]) -> BuilderClass:
        return BuilderClass(self.declaration(name, parents), docstring(doc, indent=1), tuple(methods))

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
        for navigation in self._type.navigations:
            if navigation.type.name in types.homes:
                attribute = attributes[BuilderMember("navigation", navigation.name)]
                step = types.step(self.name, navigation)
                yield self.navigation(attribute, step, navigation.annotations)
        for operation, overloads in types.operations(self.name, collection=False).items():
            if not types.varies(self.name, operation):
                yield self._called(attributes, self.name, operation, overloads, many=False)
        for prop, home in types.holders(self._type).items():
            about = description(prop.annotations) or f"What `{prop.name}` leads to."
            yield self.child(
                attributes[BuilderMember("complex", prop.name)], prop.name, about, home, f"{home.cls}Builder"
            )
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
        method = self._child(attribute, segment, about, cls, Code(""))
        named = find(annotations, "MediaType")
        if named is None or not isinstance(named.value, Constant):
            return method
        given = [_SELF, literal(_in_url(segment)), literal(named.value.text)]
        return method._replace(result=call(compose("return {}", cls), given, indent=2))

    def _varying(self) -> Iterator[Method]:
        """The operations whose overloads depend on the type, inherited ones included."""
        types = self.types
        attributes = builder_names.attributes(types, self.name)
        for operation, declaring in types.nearest(self.name, collection=False).items():
            if types.varies(self.name, operation) or types.varies(declaring, operation):
                overloads = types.operations(declaring, collection=False)[operation]
                yield self._called(attributes, declaring, operation, overloads, many=False)

    def _called(
        self,
        attributes: dict[BuilderMember, str],
        declaring: QName,
        operation: QName,
        overloads: Overloads,
        *,
        many: bool,
    ) -> Method:
        """What leads to an operation that is bound to this type or to a base type."""
        known = self.classes if declaring == self.name else builder_names.classes(self.types, declaring)
        cls, home = known.operations[operation, many], self.types.homes[declaring]
        attribute = attributes[BuilderMember("operation", str(operation))]
        return self.call(attribute, self.types.url_segment(overloads[0]), home, cls, overloads)

    def _casts(self, way: str, *, many: bool) -> Iterator[Method]:
        attributes = builder_names.attributes_of(self.types, self.name, many=many)
        for derived in self.types.casts(self.name):
            cls = builder_names.builder_class(self.types, derived, way, many=many)
            about = f"Those that are `{derived}`." if many else f"The same as `{derived}`."
            attribute = attributes[BuilderMember("cast", str(derived))]
            yield self.child(attribute, str(derived), about, self.types.homes[derived], cls)

    def collections(self) -> Iterator[BuilderClass]:
        """The classes for a collection: what all ways of reaching it share, then each way."""
        types, classes, needs = self.types, self.classes, self.needs
        if not classes.many:
            return
        attributes = builder_names.collection_attributes(types, self.name)
        children = [
            self._called(attributes, declaring, name, types.operations(declaring, collection=True)[name], many=True)
            for name, declaring in types.nearest(self.name, collection=True).items()
        ]
        verbs = ResourceVerbs(types, self.name, needs).of_collection()
        parents = [needs.runtime("Countable")] if verbs else []
        doc = f"A collection of `{self.name.name}`"
        if classes.entities:
            yield self._class(classes.entities, parents, f"{doc}, however it is reached.", [*children, *verbs])
            children, parents, verbs = [], [identifier(classes.entities)], ()
        for way, cls in classes.many.items():
            is_linked = way == LINKED and bool(types.ways(self.name))
            linked = [needs.runtime("LinkedCollection")] if is_linked else []
            about = f"{doc} that a property only links to." if is_linked else f"{doc}."
            keys = key_methods(types, self.name, classes.single[way], needs)
            methods = [*keys, *children, *self._casts(way, many=True), *verbs]
            yield self._class(cls, [*parents, *linked], about, methods)

    def operations(self) -> Iterator[BuilderClass]:
        """The classes of the operations that are bound to this type."""
        for (operation, many), cls in self.classes.operations.items():
            yield self.operation(cls, self.types.operations(self.name, collection=many)[operation])


def _in_url(segment: str) -> str:
    """A segment as it stands in a path (RFC 3986 section 3.3). Names may have any characters; a plus is a blank to some
    servers."""
    return "/" + quote(segment, safe="!$&'()*,;=:@")
