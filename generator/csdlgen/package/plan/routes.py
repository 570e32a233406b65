"""The plan of the routes module: the ledger and the navigation graph as data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from csdlgen import names
from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import ComplexType, EntityType, Operation, Property, QName
from csdlgen.edm.vocabularies import description, is_optional
from csdlgen.navigation import Limits, Step
from csdlgen.package.code import Code, compose, display, docstring, identifier, join, literal
from csdlgen.package.plan.targets import Targets
from csdlgen.package.plan.values import RouteOperation, RoutesModule
from csdlgen.package.plan.verbs import Verbs, overload_order, parameter_names
from csdlgen.routes import Ledger, OperationRoutes

_MEANINGFUL = re.compile(r"[^\w.$]")
_OWN = names.KEYWORDS | {"match", "operations", "graph"}


def routes_module(targets: Targets, verbs: Verbs, ledger: Ledger, limits: Limits, service_root: str) -> RoutesModule:
    """The routes module of a package."""
    wanted = {(entry.operation, entry.segment): names.snake_case(entry.operation.name.name) for entry in ledger.entries}
    settled = names.settle(wanted, _OWN, rank=lambda each: (each[0].name, overload_order(each[0]), each[1]))
    python = [settled[entry.operation, entry.segment] for entry in ledger.entries]
    space = next((each.name.namespace for each in targets.model.containers), "")
    keys = [_identity(ledger, entry) for entry in ledger.entries]
    roots = targets.graph.roots
    starts = [name for name in roots if name in limits.roots]
    return RoutesModule(
        exports=tuple(
            literal(each)
            for each in sorted([*python, "BoundRoute", "Match", "NoRoute", "Operation", "Route", "match", "operations"])
        ),
        operations=tuple(
            _operation(targets, verbs, ledger, entry, name, limits)
            for entry, name in zip(ledger.entries, python, strict=True)
        ),
        registry=tuple(
            compose("{}: {}", literal(key), identifier(name)) for key, name in zip(keys, python, strict=True)
        ),
        service_root=literal(service_root),
        key_style=literal(targets.style.keys),
        namespace=literal(space),
        roots=literal(" ".join(_word(targets, step, space) for _, step in sorted(roots.items()))),
        types=tuple(literal(_line_of(targets, name, space)) for name in _path_types(targets)),
        starts=tuple(map(literal, starts if limits.roots and len(starts) < len(roots) else ())),
        prefixes=tuple(
            compose("{}: {}", literal(prefix), literal(namespace))
            for prefix, namespace in sorted(targets.lookup.aliases.items())
            if namespace in targets.lookup.namespaces
        ),
    )


def _identity(ledger: Ledger, entry: OperationRoutes) -> str:
    """The qualified name, or the signature where one name has several overloads; where one overload has several
    imports, the signature behind the name of each."""
    same = [each for each in ledger.entries if each.operation.name == entry.operation.name]
    if sum(each.operation == entry.operation for each in same) > 1:
        return f"{entry.segment}={entry.operation.signature}"
    return str(entry.operation.name) if len(same) == 1 else entry.operation.signature


def _operation(
    targets: Targets, verbs: Verbs, ledger: Ledger, entry: OperationRoutes, name: str, limits: Limits
) -> RouteOperation:
    operation = entry.operation
    binding = operation.binding
    call = [
        compose("verb={}", literal(entry.verb)),
        compose("binding={}", literal(str(binding) if binding else "")),
    ]
    if entry.segment != operation.name.name:
        call.append(compose("segment={}", literal(entry.segment)))
    call += _parameters(targets, operation)
    if operation.kind == "action" and not operation.nonbinding_parameters and verbs.empty_bodies:
        call.append(Code("empty_body=True"))
    if operation.returns:
        call.append(compose("returns={}", literal(targets.annotator.wire(operation.returns.type))))
        leads_on = isinstance(targets.model.types.get(operation.returns.type.name), EntityType)
        if operation.composable and leads_on:
            call.append(compose("leads_to={}", literal(str(operation.returns.type))))
    granted = [
        display(compose("{}: (", literal(each.scheme)), [literal(scope) for scope in each.scopes], Code(")"), indent=2)
        for each in entry.permissions
    ]
    if granted:
        call.append(_entries(Code("permissions={"), granted))
    documented = [literal(each.template) for each in entry.documented if each.path.steps]
    call.append(display(Code("documented=("), documented, Code(")"), indent=1))
    call.append(
        compose("limits=({})", join(", ", [literal(each) for each in (limits.max_hops, limits.revisits, limits.casts)]))
    )
    if overriding := sorted(map(str, ledger.overriding(operation))):
        call.append(display(Code("without=("), [literal(each) for each in overriding], Code(")"), indent=1))
    return RouteOperation(
        name=identifier(name),
        qualified=literal(str(operation.name)),
        doc=docstring(description(operation.annotations) or f"The {operation.kind} `{operation.name}`.", indent=0),
        call=tuple(call),
    )


def _parameters(targets: Targets, operation: Operation) -> Iterator[Code]:
    """The parameters, and of a function which of them are optional, and which must not be null."""
    python = parameter_names(operation)
    given = [
        display(
            compose("{}: (", literal(python[each.name])),
            [literal(each.name), literal(targets.annotator.wire(each.type))],
            Code(")"),
            indent=2,
        )
        for each in operation.nonbinding_parameters
    ]
    if given:
        yield _entries(Code("parameters={"), given)
    if operation.kind == "function":
        optional = [literal(each.name) for each in operation.nonbinding_parameters if is_optional(each)]
        not_null = [literal(each.name) for each in operation.nonbinding_parameters if not each.type.nullable]
        if optional:
            yield display(Code("optional=("), optional, Code(")"), indent=1)
        if not_null:
            yield display(Code("not_null=("), not_null, Code(")"), indent=1)


def _entries(head: Code, items: list[Code]) -> Code:
    """A dict display, one entry a line however short, as its comma at the end asks of black."""
    return compose("{}\n{}    }}", head, join("", [compose("        {},\n", each) for each in items]))


def _path_types(targets: Targets) -> Iterator[EntityType | ComplexType]:
    for name in sorted(targets.path_types):
        each = targets.model.types[name]
        if isinstance(each, (EntityType, ComplexType)):
            yield each


def _line_of(targets: Targets, type_: EntityType | ComplexType, space: str) -> str:
    """A type as a line of the runtime's graph: base type, keys, navigation, other members. What is inside complex
    properties is navigation of entity types, too, as derived paths follow it only so far."""
    words = [_short(type_.base, space)] if type_.base in targets.path_types and type_.base else []
    steps = [each for each in targets.graph.declared(type_.name) if each.target in targets.path_types]
    if isinstance(type_, EntityType):
        words += _keys(targets, type_)
    else:
        steps = [each for each in steps if not each.prefix]
    words += [_word(targets, each, space) for each in sorted(steps, key=lambda each: each.segments)]
    words += [
        f"{_in_text(each.name)}:{_short(each.type.name, space)}"
        for each in sorted(type_.properties, key=lambda each: each.name)
        if each.type.name in targets.path_types and not each.type.collection
    ]
    words += [f"!{_in_text(name)}" for name in sorted(_shadowing(targets, type_, {each.segments[0] for each in steps}))]
    return f"{_short(type_.name, space)}: {' '.join(words)}".strip()


def _keys(targets: Targets, type_: EntityType) -> Iterator[str]:
    """The key that a type declares, and its alternate keys."""
    lookup = targets.lookup
    inherited = set(lookup.alternate_keys(type_.base)) if type_.base else set()
    yield from (f"#{_part(targets, name, prop)}" for name, prop in lookup.key(type_.name) if type_.key)
    for key in lookup.alternate_keys(type_.name):
        if key not in inherited and _can_be_named(key):
            yield f"|{_parts(targets, key)}"


def _shadowing(targets: Targets, type_: EntityType | ComplexType, leading: set[str]) -> set[str]:
    """The members of a type that lead nowhere in the package, and are called like operations; also those that only the
    whole model has."""
    called = targets.lookup.overloads_by_simple_name.keys()
    members = set(targets.lookup.own_members(type_))
    bound = targets.operations(type_.name, collection=False).values()
    hidden = {each.name.name for some in bound for each in some if targets.graph.needs_qualified_name(each)}
    return (members & called | hidden) - leading


def _word(targets: Targets, step: Step, space: str) -> str:
    """A step: `name+=Target*-a,b|c/Edm.Guid`, see the runtime's graph."""
    name = "/".join(map(_in_text, step.segments))
    text = f"{name}{'+' if step.contained and step.declaring else ''}={_short(step.target, space)}"
    if not step.collection:
        return text
    choice = targets.lookup.choice(step.target, step.declaring, step.name)
    omitted = [name for name, prop in choice.primary if (name, prop) not in choice.short]
    own = set(targets.lookup.alternate_keys(step.target))
    others = [key for key in choice.alternate if key not in own and _can_be_named(key)]
    text += "*" + (f"-{','.join(map(_in_text, omitted))}" if omitted else "")
    return text + "".join(f"|{_parts(targets, key)}" for key in others)


def _short(name: QName, space: str) -> str:
    """A type in the text of the graph: without its namespace where that is `space`, and no part of the name itself."""
    return _in_text(name.name if name.namespace == space and "." not in name.name else str(name))


def _in_text(name: str) -> str:
    """A name in the text of the graph, where other characters than those of identifiers mean something."""
    return _MEANINGFUL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), name)


def _can_be_named(key: KeyParts) -> bool:
    """Whether key predicates can name the parts of a key; those that are paths without an alias they cannot."""
    return not any("/" in name for name, _ in key)


def _parts(targets: Targets, key: KeyParts) -> str:
    return ",".join(_part(targets, name, prop) for name, prop in key)


def _part(targets: Targets, name: str, prop: Property) -> str:
    wire = targets.annotator.wire_name(prop.type.name)
    path = "/".join(map(_in_text, name.split("/")))
    return path if wire == "Edm.String" and "/" not in name else f"{path}/{_in_text(wire)}"
