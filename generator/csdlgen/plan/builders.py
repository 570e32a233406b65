"""The plan of the request builders: for each entity type on a path itself, its collection, its operations.

Builders follow types, not paths: every path of the slice is reachable, to any depth, from one class per type. A complex
type on a path has a builder too, which only leads on; a cast is an attribute that gives the derived type's builder.
"""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen import names
from csdlgen.code import Code, bracketed, compose, docstring, identifier, join, literal
from csdlgen.edm.describe import description
from csdlgen.edm.model import Operation, Property, QName
from csdlgen.paths import Step
from csdlgen.plan.imports import Needs
from csdlgen.plan.naming import Home
from csdlgen.plan.resources import collection_verbs, entity_verbs
from csdlgen.plan.targets import Targets
from csdlgen.plan.values import BuilderClass, BuilderModule, Child, KeyMethods
from csdlgen.plan.verbs import verbs
from csdlgen.routes import KeyParameter

SERVICE = Home(("builders",), "service", "Service")
# What the clients that inherit from `Service` have themselves.
_CLIENT_MEMBERS = frozenset({"close", "send", "send_request"})
_SELF = Code("self")


def builder_module(targets: Targets, name: QName) -> BuilderModule:
    """The module of an entity type's builders."""
    home = targets.homes[name]
    single, many, operations = targets.classes(name)
    taken = {single, many, targets.navigation(name), *operations.values(), "Names", "Request", "S", "TYPE_CHECKING"}
    needs = Needs(home.parts, taken)
    classes = [*_entity(targets, name, needs)]
    if name in targets.collections:
        classes.append(_collection(targets, name, needs))
    classes += [
        _operation(targets, cls, overloads, needs)
        for (_, overloads), cls in zip(targets.operations(name), operations.values(), strict=True)
    ]
    return _assembled(classes, needs)


def service_module(targets: Targets) -> BuilderModule:
    """The module of the mixin that offers the service's entity sets, singletons and operation imports."""
    needs = Needs(SERVICE.parts, {SERVICE.cls, "Request", "S", "verb", "TYPE_CHECKING"})
    roots = [step for step in targets.graph.roots.values() if step.target in targets.homes]
    imports = targets.imports
    wanted = [*(step.name for step in roots), *imports]
    attributes = names.assign(wanted, names.snake_case, names.BUILDER_RESERVED | _CLIENT_MEMBERS)
    described = {root.name: description(root.annotations) for each in targets.model.containers for root in each.roots}
    children = [_navigation(targets, attributes[step.name], step, described[step.name], needs) for step in roots]
    classes = names.unique((f"{names.pascal_case(each)}Builder" for each in imports), needs.taken)
    needs.taken |= set(classes)
    bodies = []
    for (segment, overloads), cls in zip(imports.items(), classes, strict=True):
        children.append(_to_operation(attributes[segment], segment, identifier(cls), Code(""), overloads))
        bodies.append(_operation(targets, cls, overloads, needs))
    declaration = compose("class Service({}[{}]):", needs.runtime("builder", "Builder"), needs.runtime("builder", "S"))
    doc = docstring("Where the paths of the service begin.", indent=1)
    service = BuilderClass(declaration, doc, (), tuple(children), ())
    return _assembled([service, *bodies], needs)


def _assembled(classes: list[BuilderClass], needs: Needs) -> BuilderModule:
    return BuilderModule(needs.eager_imports(), needs.typing_imports(), tuple(classes))


def _entity(targets: Targets, name: QName, needs: Needs) -> Iterator[BuilderClass]:
    single, _, operations = targets.classes(name)
    type_ = targets.model.structured(name)
    assert type_ is not None
    attributes = targets.attributes(name)
    children = [
        _navigation(targets, attributes[each.name], targets.step(name, each), description(each.annotations), needs)
        for each in type_.navigations
        if each.type.name in targets.homes
    ]
    for (_, overloads), cls in zip(targets.operations(name), operations.values(), strict=True):
        if not _binds_collection(overloads):
            attribute = attributes[overloads[0].name.name]
            url = targets.url_segment(overloads[0])
            children.append(_to_operation(attribute, url, identifier(cls), Code(""), overloads))
    holders = targets.holders(type_).items()
    children += [_complex(attributes[each.name], each, home, needs) for each, home in holders]
    casts = [_cast(targets, attributes[str(each)], each, "", needs) for each in targets.casts(name)]
    base = targets.base(name)
    parent = needs.base(*base) if base else needs.runtime("builder", "Builder")
    navigation = targets.navigation(name)
    if navigation:
        doc = docstring(f"What leads on from one `{name}`, or one of a derived type.", indent=1)
        yield BuilderClass(_class(navigation, parent, needs), doc, (), tuple(children), ())
        parent, children = identifier(navigation), []
    doc = docstring(description(type_.annotations) or f"One `{name.name}`.", indent=1)
    head = _class(single, parent, needs)
    yield BuilderClass(head, doc, (), (*children, *casts), entity_verbs(targets, name, needs))


def _class(name: str, parent: Code, needs: Needs) -> Code:
    return compose("class {}({}[{}]):", identifier(name), parent, needs.runtime("builder", "S"))


def _collection(targets: Targets, name: QName, needs: Needs) -> BuilderClass:
    single, many, _ = targets.classes(name)
    attributes = targets.collection_attributes(name)
    operations = _collection_operations(targets, name, attributes, needs)
    children = list(operations.values())
    children += [_cast(targets, attributes[str(each)], each, "Collection", needs) for each in targets.casts(name)]
    keys = targets.key(name)
    return BuilderClass(
        declaration=_class(many, needs.runtime("builder", "Builder"), needs),
        doc=docstring(f"A collection of `{name.name}`.", indent=1),
        keys=(_key_methods(targets, keys, single, needs),) if keys else (),
        children=tuple(children),
        verbs=collection_verbs(targets, name, needs),
    )


def _collection_operations(targets: Targets, name: QName, attributes: dict[str, str], needs: Needs) -> dict[str, Child]:
    """What is bound to the collection of a type or of a base type, those of base types first."""
    found = {}
    for each in reversed(list(targets.model.ancestry(name))):
        classes = targets.classes(each.name)[2].values() if each.name in targets.homes else ()
        for (segment, overloads), cls in zip(targets.operations(each.name), classes, strict=False):
            if _binds_collection(overloads):
                url, attribute = targets.url_segment(overloads[0]), attributes[segment]
                home = targets.homes[each.name]
                found[segment] = (
                    _to_operation(attribute, url, identifier(cls), Code(""), overloads)
                    if each.name == name
                    else _to_operation(attribute, url, needs.annotated(home, cls), needs.local(home, cls), overloads)
                )
    return found


def _binds_collection(overloads: tuple[Operation, ...]) -> bool:
    binding = overloads[0].binding
    return binding is not None and binding.collection


def _key_methods(targets: Targets, keys: tuple[KeyParameter, ...], single: str, needs: Needs) -> KeyMethods:
    result = compose("{}[S]", identifier(single))
    python = names.unique(names.snake_case(each.name) for each in keys)
    annotations = [targets.annotator.item(key.type, needs) for key in keys]
    arguments = [identifier(name) for name in python] if len(keys) > 1 else [Code("key")]
    typed = [compose("{}: {}", *pair) for pair in zip(arguments, annotations, strict=True)]
    by = identifier(f"by_{'_and_'.join(python)}")
    tail = compose(") -> {}:", result)
    predicate = _predicate(targets, keys, arguments, needs)
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


def _predicate(targets: Targets, keys: tuple[KeyParameter, ...], arguments: list[Code], needs: Needs) -> Code:
    wire = [targets.annotator.wire_name(key.type) for key in keys]
    if targets.style.keys == "segment" and len(keys) == 1:
        given = [arguments[0], *([literal(wire[0])] if wire[0] != "Edm.String" else [])]
        return bracketed(compose("{}(", needs.runtime("keys", "segment")), given, Code(")"), indent=2)
    parts = [
        compose("({}, {}, {})", literal(key.property), literal(type_), argument)
        for key, argument, type_ in zip(keys, arguments, wire, strict=True)
    ]
    return bracketed(compose("{}(", needs.runtime("predicates", "parentheses")), parts, Code(")"), indent=2)


def _navigation(targets: Targets, attribute: str, step: Step, about: str, needs: Needs) -> Child:
    home = targets.homes[step.target]
    cls = f"{home.cls}{'Collection' if step.collection else ''}Builder"
    plain = f"{'The collection' if step.collection else 'The'} `{step.name}` of `{step.target}`."
    return _child(attribute, needs.annotated(home, cls), step.name, about or plain, needs.local(home, cls))


def _complex(attribute: str, prop: Property, home: Home, needs: Needs) -> Child:
    cls = f"{home.cls}Builder"
    about = description(prop.annotations) or f"What `{prop.name}` leads to."
    return _child(attribute, needs.annotated(home, cls), prop.name, about, needs.local(home, cls))


def _cast(targets: Targets, attribute: str, derived: QName, many: str, needs: Needs) -> Child:
    home = targets.homes[derived]
    cls = f"{home.cls}{many}Builder"
    about = f"Those that are `{derived}`." if many else f"The same as `{derived}`."
    return _child(attribute, needs.annotated(home, cls), str(derived), about, needs.local(home, cls))


def _to_operation(attribute: str, segment: str, cls: Code, local: Code, overloads: tuple[Operation, ...]) -> Child:
    about = f"The {overloads[0].kind} `{overloads[0].name.name}`."
    return _child(attribute, cls, segment, about, local)


def _child(attribute: str, cls: Code, segment: str, about: str, local: Code) -> Child:
    return Child(
        signature=bracketed(compose("def {}(", identifier(attribute)), [_SELF], compose(") -> {}[S]:", cls), indent=1),
        doc=docstring(about, indent=2),
        imported=local,
        result=bracketed(compose("return {}(", cls), [_SELF, literal(f"/{segment}")], Code(")"), indent=2),
    )


def _operation(targets: Targets, cls: str, overloads: tuple[Operation, ...], needs: Needs) -> BuilderClass:
    first = overloads[0]
    head = _class(cls, needs.runtime("builder", "Builder"), needs)
    doc = docstring(description(first.annotations) or f"The {first.kind} `{first.name}`.", indent=1)
    return BuilderClass(head, doc, (), (), verbs(targets.annotator, overloads, needs))
