"""The plan of the request builders: for each entity type on a path itself, its collection, its operations.

Builders follow types, not paths: every path of the slice is reachable, to any depth, from one class per type and way of
reaching it. A complex type on a path has a builder too, which only leads on; a cast is an attribute that gives the
derived type's builder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from csdlgen import names
from csdlgen.edm.model import NavigationProperty, Property, QName
from csdlgen.edm.vocabularies import description
from csdlgen.navigation import Step
from csdlgen.package.code import Code, bracketed, compose, docstring, identifier, join, literal
from csdlgen.package.plan import builder_names
from csdlgen.package.plan.builder_names import Aliases, Classes, Member
from csdlgen.package.plan.imports import Needs
from csdlgen.package.plan.naming import Home
from csdlgen.package.plan.resources import collection_verbs, entity_verbs
from csdlgen.package.plan.targets import LINKED, Overloads, Targets, reached_as
from csdlgen.package.plan.values import BuilderClass, BuilderModule, Child, KeyMethods, VerbMethod
from csdlgen.package.plan.verbs import Verbs, arguments_of, called, keyword_only, result_names
from csdlgen.routes import KeyParameter

SERVICE = Home(("builders",), "service", "Service")
# What generated modules import of the runtime, and names of the standard library that could be a class's.
_TAKEN = frozenset(
    {
        "Builder", "Countable", "Deletable", "DeletableStream", "Linked", "LinkedCollection", "MediaStream", "Names",
        "Page", "Request", "S", "TYPE_CHECKING",
    }
)  # fmt: skip
_SELF = Code("self")


def builder_module(targets: Targets, verbs: Verbs, name: QName, aliases: Aliases) -> BuilderModule:
    """The module of an entity type's builders; `aliases` are those of `builder_names.aliases`."""
    found = builder_names.classes(targets, name)
    home = targets.homes[name]
    # Annotations are looked up in the class first, so no import has the name of an attribute.
    attributes = {
        *builder_names.attributes(targets, name).values(),
        *(builder_names.collection_attributes(targets, name).values() if found.many else ()),
    }
    needs = Needs(home.parts, {*_TAKEN, *found.all(), *attributes}, aliases)
    module = _Module(targets, verbs, name, found, needs)
    return _assembled([*module.entities(), *module.collections(), *module.operations()], needs)


def service_module(targets: Targets, verbs: Verbs, aliases: Aliases) -> BuilderModule:
    """The module of the mixin that offers the service's entity sets, singletons and operation imports."""
    needs = Needs(SERVICE.parts, {SERVICE.cls, "verb", *_TAKEN}, aliases)
    attributes = builder_names.service_attributes(targets)
    roots = {step.name: step for step in targets.graph.roots.values() if step.target in targets.homes}
    described = {root.name: description(root.annotations) for each in targets.model.containers for root in each.roots}
    children = [
        _navigation(targets, attributes[Member("navigation", name)], step, described[name], needs)
        for name, step in roots.items()
    ]
    wanted = {each: f"{names.pascal_case(each)}Builder" for each in targets.imports}
    classes = names.settle(wanted, needs.taken, rank=lambda each: (each.swapcase(), each))
    needs.taken |= set(classes.values())
    bodies = []
    for segment, overloads in targets.imports.items():
        cls = classes[segment]
        children.append(
            _to_operation(attributes[Member("import", segment)], segment, identifier(cls), Code(""), overloads)
        )
        bodies.append(_operation(targets, verbs, cls, overloads, needs))
    declaration = compose("class Service({}[{}]):", needs.runtime("builder", "Builder"), needs.runtime("builder", "S"))
    doc = docstring("Where the paths of the service begin.", indent=1)
    service = BuilderClass(declaration, doc, (), tuple(children), ())
    return _assembled([service, *bodies], needs)


def _assembled(classes: list[BuilderClass], needs: Needs) -> BuilderModule:
    return BuilderModule(needs.eager_imports(), needs.typing_imports(), tuple(classes))


@dataclass(frozen=True)
class _Module:
    """The builders of one type, while they are planned."""

    targets: Targets
    verbs: Verbs
    name: QName
    classes: Classes
    needs: Needs

    def entities(self) -> Iterator[BuilderClass]:
        """The classes for one entity: what derived types inherit, what all ways of reaching it share, each way."""
        type_ = self.targets.model.structured(self.name)
        assert type_ is not None
        about = docstring(description(type_.annotations) or f"One `{self.name.name}`.", indent=1)
        shared = bool(self.classes.navigation or self.classes.entity)
        has_media = self.targets.has_media(type_)
        children = [*self._stable(), *(self._media(deletable=False) if has_media and shared else ())]
        parents = self._parents()
        if self.classes.navigation:
            doc = docstring(f"What leads on from one `{self.name}`, or one of a derived type.", indent=1)
            yield BuilderClass(self._class(self.classes.navigation, parents), doc, (), tuple(children), ())
            children, parents = [], [identifier(self.classes.navigation)]
        children += self._varying()
        verbs = entity_verbs(self.targets, self.name, self.needs)
        if self.classes.entity:
            doc = docstring(f"One `{self.name.name}`, however it is reached.", indent=1)
            yield BuilderClass(self._class(self.classes.entity, parents), doc, (), tuple(children), verbs)
            children, parents, verbs = [], [identifier(self.classes.entity)], ()
        for way, cls in self.classes.single.items():
            head = self._class(cls, [*parents, *self._can(way)])
            linked = docstring(f"One `{self.name.name}` behind a property that only links to it.", indent=1)
            doc = linked if way == LINKED and self.targets.entity_verbs(self.name) else about
            deletable = bool(self.targets.entity_verbs(self.name)) and self.targets.can_delete(way)
            media = self._media(deletable=deletable) if deletable or (has_media and not shared) else ()
            yield BuilderClass(head, doc, (), (*children, *media, *self._casts(way, many=False)), verbs)

    def _parents(self) -> list[Code]:
        """The class of the nearest base type with builders, if there is one."""
        base = self.targets.base(self.name)
        if base is None:
            return []
        inherited = builder_names.classes(self.targets, base)
        cls = inherited.navigation or next(iter(inherited.single.values()))
        return [self.needs.base(self.targets.homes[base], cls)]

    def _can(self, way: str) -> list[Code]:
        """The classes of the runtime that say what more can be done with an entity that is reached that way."""
        if not self.targets.entity_verbs(self.name):
            return []
        found = ["Linked"] if way == LINKED else []
        found += ["Deletable"] if self.targets.can_delete(way) else []
        return [self.needs.runtime("resources", each) for each in found]

    def _class(self, name: str, parents: list[Code]) -> Code:
        s = self.needs.runtime("builder", "S")
        given = [compose("{}[{}]", parent, s) for parent in parents or [self.needs.runtime("builder", "Builder")]]
        return bracketed(compose("class {}(", identifier(name)), given, Code("):"), indent=0)

    def _stable(self) -> Iterator[Child]:
        """What leads on from the type itself and is the same for derived types."""
        targets, needs = self.targets, self.needs
        type_ = targets.model.structured(self.name)
        assert type_ is not None
        attributes = builder_names.attributes(targets, self.name)
        for each in type_.navigations:
            if each.type.name in targets.homes:
                yield self._followed(attributes[Member("navigation", each.name)], each)
        for operation, overloads in targets.operations(self.name, collection=False).items():
            if not targets.varies(self.name, operation):
                attribute = attributes[Member("operation", str(operation))]
                yield self._called(attribute, self.name, operation, overloads, many=False)
        for prop, home in targets.holders(type_).items():
            yield _complex(attributes[Member("complex", prop.name)], prop, home, needs)
        for prop in targets.streams(type_):
            about = description(prop.annotations) or f"The octets of `{prop.name}`."
            yield self._octets(attributes[Member("stream", prop.name)], prop.name, about, deletable=True)

    def _media(self, *, deletable: bool) -> Iterator[Child]:
        """The octets of a media entity, which are deleted together with it (OData Protocol section 11.4.7.3)."""
        attribute = builder_names.attributes(self.targets, self.name).get(Member("media", "value"))
        if attribute:
            about = "The octets of the media entity, `$value`."
            yield self._octets(attribute, "$value", about, deletable=deletable)

    def _followed(self, attribute: str, navigation: NavigationProperty) -> Child:
        step = self.targets.step(self.name, navigation)
        return _navigation(self.targets, attribute, step, description(navigation.annotations), self.needs)

    def _octets(self, attribute: str, segment: str, about: str, *, deletable: bool) -> Child:
        cls = self.needs.runtime("resources", "DeletableStream" if deletable else "MediaStream")
        self.needs.runtime("builder", "S")
        return _child(attribute, cls, segment, about, Code(""))

    def _varying(self) -> Iterator[Child]:
        """The operations whose overloads depend on the type, inherited ones included."""
        attributes = builder_names.attributes(self.targets, self.name)
        for operation, declaring in self.targets.nearest(self.name, collection=False).items():
            if self.targets.varies(self.name, operation) or self.targets.varies(declaring, operation):
                overloads = self.targets.operations(declaring, collection=False)[operation]
                attribute = attributes[Member("operation", str(operation))]
                yield self._called(attribute, declaring, operation, overloads, many=False)

    def _called(self, attribute: str, declaring: QName, operation: QName, overloads: Overloads, *, many: bool) -> Child:
        """What leads to an operation that is bound to this type or to a base type."""
        url = self.targets.url_segment(overloads[0])
        known = self.classes if declaring == self.name else builder_names.classes(self.targets, declaring)
        cls, home = known.operations[operation, many], self.targets.homes[declaring]
        annotated = self.needs.annotated(home, cls)
        return _to_operation(attribute, url, annotated, self.needs.local(home, cls), overloads)

    def _casts(self, way: str, *, many: bool) -> Iterator[Child]:
        find = builder_names.collection_attributes if many else builder_names.attributes
        attributes = find(self.targets, self.name)
        for derived in self.targets.casts(self.name):
            choose = builder_names.collection_class if many else builder_names.single_class
            cls, home = choose(self.targets, derived, way), self.targets.homes[derived]
            about = f"Those that are `{derived}`." if many else f"The same as `{derived}`."
            annotated = self.needs.annotated(home, cls)
            attribute = attributes[Member("cast", str(derived))]
            yield _child(attribute, annotated, str(derived), about, self.needs.local(home, cls))

    def collections(self) -> Iterator[BuilderClass]:
        """The classes for a collection: what all ways of reaching it share, then each way."""
        targets, needs = self.targets, self.needs
        if not self.classes.many:
            return
        doc = docstring(f"A collection of `{self.name.name}`.", indent=1)
        attributes = builder_names.collection_attributes(targets, self.name)
        children = []
        for operation, declaring in targets.nearest(self.name, collection=True).items():
            overloads = targets.operations(declaring, collection=True)[operation]
            attribute = attributes[Member("operation", str(operation))]
            children.append(self._called(attribute, declaring, operation, overloads, many=True))
        verbs: tuple[VerbMethod, ...] = collection_verbs(targets, self.name, needs)
        parents = [needs.runtime("resources", "Countable")] if verbs else []
        if self.classes.entities:
            shared = docstring(f"A collection of `{self.name.name}`, however it is reached.", indent=1)
            yield BuilderClass(self._class(self.classes.entities, parents), shared, (), tuple(children), verbs)
            children, parents, verbs = [], [identifier(self.classes.entities)], ()
        keys = targets.key(self.name)
        for way, cls in self.classes.many.items():
            linked = (
                [needs.runtime("resources", "LinkedCollection")] if way == LINKED and targets.ways(self.name) else []
            )
            head = self._class(cls, [*parents, *linked])
            links = docstring(f"A collection of `{self.name.name}` that a property only links to.", indent=1)
            single = self.classes.single[way]
            named = [*([self._key_methods(keys, single)] if keys else []), *self._alternate_keys(single)]
            yield BuilderClass(
                head, links if linked else doc, tuple(named), (*children, *self._casts(way, many=True)), verbs
            )

    def _key_methods(self, keys: tuple[KeyParameter, ...], single: str) -> KeyMethods:
        targets, needs = self.targets, self.needs
        result = compose("{}[{}]", identifier(single), needs.runtime("builder", "S"))
        python = builder_names.key_names(targets, self.name)
        annotations = [targets.annotator.item(key.type, needs) for key in keys]
        arguments = [identifier(name) for name in python] if len(keys) > 1 else [Code("key")]
        typed = [compose("{}: {}", *pair) for pair in zip(arguments, annotations, strict=True)]
        by = identifier(builder_names.key_accessor(targets, self.name))
        tail = compose(") -> {}:", result)
        predicate = self._predicate(keys, arguments)
        return KeyMethods(
            named=bracketed(compose("def {}(", by), [_SELF, *typed], tail, indent=1),
            result=bracketed(compose("return {}(", identifier(single)), [_SELF, predicate], Code(")"), indent=2),
            alias=by,
            several=(
                bracketed(
                    Code("def __getitem__("),
                    [_SELF, compose("key: tuple[{}]", join(", ", annotations))],
                    tail,
                    indent=1,
                )
                if len(keys) > 1
                else Code("")
            ),
        )

    def _alternate_keys(self, single: str) -> Iterator[KeyMethods]:
        targets, needs = self.targets, self.needs
        for key, accessor in builder_names.alternate_accessors(targets, self.name).items():
            python = names.assign((name for name, _ in key), names.snake_case, names.KEYWORDS | {"self"})
            types = [prop.type.name for _, prop in key]
            arguments = [identifier(python[name]) for name, _ in key]
            annotated = [targets.annotator.item(each, needs) for each in types]
            typed = [compose("{}: {}", *pair) for pair in zip(arguments, annotated, strict=True)]
            parts = [
                compose("({}, {}, {})", literal(name), literal(targets.annotator.wire_name(type_)), argument)
                for (name, _), type_, argument in zip(key, types, arguments, strict=True)
            ]
            predicate = bracketed(
                compose("{}(", needs.runtime("literals", "named_predicate")), parts, Code(")"), indent=2
            )
            result = compose("{}[{}]", identifier(single), needs.runtime("builder", "S"))
            yield KeyMethods(
                named=bracketed(
                    compose("def {}(", identifier(accessor)), [_SELF, *typed], compose(") -> {}:", result), indent=1
                ),
                result=bracketed(compose("return {}(", identifier(single)), [_SELF, predicate], Code(")"), indent=2),
            )

    def _predicate(self, keys: tuple[KeyParameter, ...], arguments: list[Code]) -> Code:
        targets, needs = self.targets, self.needs
        wire = [targets.annotator.wire_name(key.type) for key in keys]
        if targets.style.keys == "segment" and len(keys) == 1:
            given = [arguments[0], *([literal(wire[0])] if wire[0] != "Edm.String" else [])]
            return bracketed(compose("{}(", needs.runtime("literals", "segment")), given, Code(")"), indent=2)
        parts = [
            compose("({}, {}, {})", literal(key.property), literal(type_), argument)
            for key, argument, type_ in zip(keys, arguments, wire, strict=True)
        ]
        return bracketed(compose("{}(", needs.runtime("literals", "predicate")), parts, Code(")"), indent=2)

    def operations(self) -> Iterator[BuilderClass]:
        """The classes of the operations that are bound to this type."""
        for (operation, many), cls in self.classes.operations.items():
            overloads = self.targets.operations(self.name, collection=many)[operation]
            yield _operation(self.targets, self.verbs, cls, overloads, self.needs)


def _navigation(targets: Targets, attribute: str, step: Step, about: str, needs: Needs) -> Child:
    home = targets.homes[step.target]
    choose = builder_names.collection_class if step.collection else builder_names.single_class
    cls = choose(targets, step.target, reached_as(step))
    plain = f"{'The collection' if step.collection else 'The'} `{step.name}` of `{step.target}`."
    return _child(attribute, needs.annotated(home, cls), step.name, about or plain, needs.local(home, cls))


def _complex(attribute: str, prop: Property, home: Home, needs: Needs) -> Child:
    cls = f"{home.cls}Builder"
    about = description(prop.annotations) or f"What `{prop.name}` leads to."
    return _child(attribute, needs.annotated(home, cls), prop.name, about, needs.local(home, cls))


def _to_operation(attribute: str, segment: str, cls: Code, local: Code, overloads: Overloads) -> Child:
    about = f"The {overloads[0].kind} `{overloads[0].name.name}`."
    return _child(attribute, cls, segment, about, local)


def _child(attribute: str, cls: Code, segment: str, about: str, local: Code) -> Child:
    return Child(
        signature=bracketed(compose("def {}(", identifier(attribute)), [_SELF], compose(") -> {}[S]:", cls), indent=1),
        doc=docstring(about, indent=2),
        imported=local,
        result=bracketed(compose("return {}(", cls), [_SELF, literal(_in_url(segment))], Code(")"), indent=2),
    )


def _in_url(segment: str) -> str:
    """A segment as it stands in a path (RFC 3986 section 3.3). Names may have any characters; a plus is a blank to some
    servers."""
    return "/" + quote(segment, safe="!$&'()*,;=:@")


def _operation(targets: Targets, verbs: Verbs, cls: str, overloads: Overloads, needs: Needs) -> BuilderClass:
    first = overloads[0]
    parent = compose("{}[{}]", needs.runtime("builder", "Builder"), needs.runtime("builder", "S"))
    head = compose("class {}({}):", identifier(cls), parent)
    doc = docstring(description(first.annotations) or f"The {first.kind} `{first.name}`.", indent=1)
    results = tuple(_results(targets, overloads, needs))
    return BuilderClass(head, doc, (), (), verbs.of(overloads, needs), results)


def _results(targets: Targets, overloads: Overloads, needs: Needs) -> Iterator[Child]:
    """What leads on from what composable functions give (CSDL section 12.5)."""
    found = [each for each in overloads if each.composable and each.returns and each.returns.type.name in targets.homes]
    for each, name in result_names(tuple(found)).items():
        assert each.returns is not None
        returned = each.returns.type
        choose = builder_names.collection_class if returned.collection else builder_names.single_class
        home = targets.homes[returned.name]
        cls = choose(targets, returned.name, LINKED)
        annotated = needs.annotated(home, cls)
        given = keyword_only(arguments_of(targets.annotator, each, needs))
        tail = compose(") -> {}[{}]:", annotated, needs.runtime("builder", "S"))
        path = called(targets.annotator, each, Code('""'), needs, indent=2)
        yield Child(
            signature=bracketed(compose("def {}(", identifier(name)), given, tail, indent=1),
            doc=docstring("What the function gives, to go on from.", indent=2),
            imported=needs.local(home, cls),
            result=bracketed(compose("return {}(", annotated), [_SELF, path], Code(")"), indent=2),
        )
