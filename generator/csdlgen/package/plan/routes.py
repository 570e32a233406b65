"""The plan of the routes module: navigation between types, and operations with their documented URLs, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from csdlgen import python_names as names
from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import ComplexType, EntityType, Operation, QName
from csdlgen.edm.vocabularies import description, is_optional
from csdlgen.navigation import Limits, Step
from csdlgen.package.code import Code, call_with, compose, data, docstring, identifier, literal, one_a_line
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.values import RouteOperation, RoutesModule
from csdlgen.package.plan.verbs import overload_order, parameter_names
from csdlgen.python_names import Naming
from csdlgen.routes import Ledger, OperationRoutes, call_template

_OWN = names.KEYWORDS | {"match", "matcher", "operations", "graph"}
_EXPORTS = ("BoundRoute", "Match", "NoRoute", "Operation", "Route", "match", "operations")


def routes_module(types: BuilderTypes, ledger: Ledger, limits: Limits, service_root: str) -> RoutesModule:
    """The routes module of a package."""
    python = operation_names(types.annotator.naming, ledger)
    entries = list(zip(ledger.entries, python, strict=True))
    by_name: dict[QName, Counter[Operation]] = {}
    for entry in ledger.entries:
        by_name.setdefault(entry.operation.name, Counter())[entry.operation] += 1
    return RoutesModule(
        exports=tuple(map(literal, sorted([*python, *_EXPORTS]))),
        operations=tuple(_operation(types, ledger, entry, name) for entry, name in entries),
        registry=tuple(
            compose("{}: {}", literal(_identity(entry, by_name[entry.operation.name])), identifier(name))
            for entry, name in entries
        ),
        graph=tuple(_graph(types, limits, service_root)),
    )


def operation_names(naming: Naming, ledger: Ledger) -> list[str]:
    """What the entries of a ledger are called in the routes module."""
    wanted = {
        (entry.operation, entry.segment): naming.snake_case(entry.operation.name.name) for entry in ledger.entries
    }
    settled = names.settle(wanted, _OWN, rank=lambda key: (key[0].name, overload_order(key[0]), key[1]))
    return [settled[entry.operation, entry.segment] for entry in ledger.entries]


def _identity(entry: OperationRoutes, same: Counter[Operation]) -> str:
    """The qualified name, or the signature where the `same` name has several overloads; where one overload has several
    imports, the signature behind the name of each."""
    if same[entry.operation] > 1:
        return f"{entry.segment}={entry.operation.signature}"
    return str(entry.operation.name) if len(same) == 1 else entry.operation.signature


def _operation(types: BuilderTypes, ledger: Ledger, entry: OperationRoutes, name: str) -> RouteOperation:
    operation = entry.operation
    arguments = _arguments(types, ledger, entry)
    called = call_template(operation, entry.segment)
    documented = [literal(f"{entry.verb} {route.template}/{called}") for route in entry.documented]
    return RouteOperation(
        name=identifier(name),
        qualified=literal(str(operation.name)),
        doc=docstring(description(operation.annotations) or f"The {operation.kind} `{operation.name}`.", indent=0),
        call=tuple(data(compose("{}=", identifier(name)), value, indent=1) for name, value in arguments.items()),
        documented=tuple(documented),
    )


def _arguments(types: BuilderTypes, ledger: Ledger, entry: OperationRoutes) -> dict[str, object]:
    """What the runtime's `Operation` is given: how it is called, what it takes and gives, and where it is."""
    operation, segment = entry.operation, entry.segment
    is_function = operation.kind == "function"
    python = parameter_names(operation, types.annotator.naming)
    given = operation.nonbinding_parameters
    returned = operation.returns.type if operation.returns else None
    leads_on = operation.composable and returned and isinstance(types.model.types.get(returned.name), EntityType)
    return {
        "verb": entry.verb,
        "binding": str(operation.binding or ""),
        **_present(
            segment=segment if segment != operation.name.name else "",
            parameters={python[each.name]: (each.name, types.annotator.wire(each.type)) for each in given},
            optional=tuple(each.name for each in given if is_function and is_optional(each)),
            not_null=tuple(each.name for each in given if is_function and not each.type.nullable),
            empty_body=not is_function and not given and types.empty_bodies,
            returns=types.annotator.wire(returned) if returned else "",
            leads_to=str(returned) if leads_on else "",
            permissions={each.scheme: each.scopes for each in entry.permissions},
            without=tuple(sorted(map(str, ledger.overriding(operation)))),
        ),
    }


def _graph(types: BuilderTypes, limits: Limits, service_root: str) -> Iterator[Code]:
    """What the runtime's `Graph` is given."""
    space = next((each.name.namespace for each in types.model.containers), "")
    roots = types.graph.roots
    starts = tuple(name for name in roots if name in limits.roots)
    prefixes = sorted(types.lookup.aliases.items())
    service = _navigation(types, [step for _, step in sorted(roots.items())], space)
    path_types = [
        call_with(compose("{}: PathType", literal(_short(name, space))), _path_type(types, type_, space), indent=2)
        for name in sorted(types.path_types)
        if isinstance(type_ := types.model.types[name], (EntityType, ComplexType))
    ]
    arguments: dict[str, object] = {
        "service_root": service_root,
        "key_style": types.style.keys,
        "max_hops": limits.max_hops,
        "revisits": limits.revisits,
        "casts": limits.casts if limits.casts >= 0 else False,
        "namespace": space,
        "prefixes": {prefix: namespace for prefix, namespace in prefixes if namespace in types.lookup.namespaces},
    }
    yield from (data(compose("{}=", identifier(name)), value, indent=1) for name, value in arguments.items())
    yield call_with(Code("service=PathType"), service, indent=1)
    if limits.roots and len(starts) < len(roots):
        yield data(Code("starts="), starts, indent=1)
    yield one_a_line(Code("types={"), path_types, Code("}"), indent=1)


def _path_type(types: BuilderTypes, type_: EntityType | ComplexType, space: str) -> dict[str, object]:
    """What a type declares: its base type, keys, navigation and other members. What is inside complex properties is
    navigation of entity types, too, as derived paths follow it only so far."""
    is_entity = isinstance(type_, EntityType)
    steps = [each for each in types.graph.declared(type_.name) if each.target in types.path_types]
    steps = sorted((each for each in steps if is_entity or not each.prefix), key=lambda each: each.segments)
    lookup = types.lookup
    inherited = set(lookup.alternate_keys(type_.base)) if type_.base else set()
    alternate = [key for key in lookup.alternate_keys(type_.name) if key not in inherited and _can_be_named(key)]
    has_key = isinstance(type_, EntityType) and type_.key
    return _present(
        base=_short(type_.base, space) if type_.base and type_.base in types.path_types else "",
        key=_parts(types, lookup.key(type_.name)) if has_key else {},
        alternate_keys=tuple(_parts(types, key) for key in alternate) if is_entity else (),
        **_navigation(types, steps, space),
        complex={
            each.name: _short(each.type.name, space)
            for each in sorted(type_.properties, key=lambda each: each.name)
            if each.type.name in types.path_types and not each.type.collection
        },
        hides=tuple(sorted(_hiding(types, type_, {each.segments[0] for each in steps}))),
    )


def _hiding(types: BuilderTypes, type_: EntityType | ComplexType, leading: set[str]) -> set[str]:
    """The members of a type that lead nowhere in the package, and are called like operations; also those that only the
    whole model has."""
    called = types.lookup.overloads_by_simple_name.keys()
    members = set(types.lookup.own_members(type_))
    bound = types.operations(type_.name, collection=False).values()
    hidden = {each.name.name for some in bound for each in some if types.graph.needs_qualified_name(each)}
    return (members & called | hidden) - leading


def _navigation(types: BuilderTypes, steps: list[Step], space: str) -> dict[str, object]:
    """Steps from one type: where they lead, and the keys behind them that their target does not have itself."""
    lookup = types.lookup
    leads_to: dict[bool, dict[str, str]] = {True: {}, False: {}}
    omits: dict[str, tuple[str, ...]] = {}
    further: dict[str, tuple[dict[str, str], ...]] = {}
    for step in steps:
        name, target = "/".join(step.segments), _short(step.target, space)
        leads_to[step.contained][name] = f"Collection({target})" if step.collection else target
        if step.collection:
            choice = lookup.choice(step.target, step.declaring, step.name)
            own = set(lookup.alternate_keys(step.target))
            omits[name] = tuple(part for part, prop in choice.primary if (part, prop) not in choice.short)
            further[name] = tuple(
                _parts(types, key) for key in choice.alternate if key not in own and _can_be_named(key)
            )
    return _present(
        contains=leads_to[True],
        refers=leads_to[False],
        omits=_present(**omits),
        alternate_keys_of=_present(**further),
    )


def _present(**values: object) -> dict[str, object]:
    """The values that are not empty."""
    return {name: value for name, value in values.items() if value}


def _short(name: QName, space: str) -> str:
    """A type without its namespace where that is `space`, and no part of the name itself."""
    return name.name if name.namespace == space and "." not in name.name else str(name)


def _can_be_named(key: KeyParts) -> bool:
    """Whether key predicates can name the parts of a key; those that are paths without an alias they cannot."""
    return not any("/" in name for name, _ in key)


def _parts(types: BuilderTypes, key: KeyParts) -> dict[str, str]:
    """The parts of a key with their types."""
    return {name: types.annotator.wire_name(prop.type.name) for name, prop in key}
