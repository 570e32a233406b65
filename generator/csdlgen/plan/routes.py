"""The plan of the routes module: the ledger and the navigation graph as data."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen import names
from csdlgen.code import Code, compose, display, docstring, identifier, join, literal
from csdlgen.edm.describe import description
from csdlgen.edm.model import EntityType, QName
from csdlgen.paths import Limits, Step
from csdlgen.plan.targets import Targets
from csdlgen.plan.values import RouteOperation, RoutesModule
from csdlgen.plan.verbs import asked, overload_order, parameter_names
from csdlgen.routes import KeyParameter, Ledger, OperationRoutes, Route

_OWN = names.KEYWORDS | {"match", "operations", "graph"}


def routes_module(targets: Targets, ledger: Ledger, limits: Limits, service_root: str) -> RoutesModule:
    """The routes module of a package."""
    wanted = {entry.operation: names.snake_case(entry.operation.name.name) for entry in ledger.entries}
    settled = names.settle(wanted, _OWN, rank=lambda each: (each.name, overload_order(each)))
    python = [settled[entry.operation] for entry in ledger.entries]
    space = next((each.name.namespace for each in targets.model.containers), "")
    told = [_identity(ledger, entry) for entry in ledger.entries]
    casts = has_prefixes(targets, ledger, limits)
    return RoutesModule(
        module=identifier("casts" if casts else "graph"),
        graph=identifier("CastGraph" if casts else "Graph"),
        exports=tuple(
            literal(each)
            for each in sorted([*python, "BoundRoute", "Match", "NoRoute", "Operation", "Route", "match", "operations"])
        ),
        operations=tuple(
            _operation(targets, entry, name, limits, casts=casts)
            for entry, name in zip(ledger.entries, python, strict=True)
        ),
        registry=tuple(
            compose("{}: {}", literal(key), identifier(name)) for key, name in zip(told, python, strict=True)
        ),
        service_root=literal(service_root),
        key_style=literal(targets.style.keys),
        namespace=literal(space),
        roots=literal(" ".join(_target(step.name, step, space) for step in targets.graph.roots.values())),
        types=tuple(literal(_line_of(targets, name, space)) for name in _path_types(targets)),
    )


def has_prefixes(targets: Targets, ledger: Ledger, limits: Limits) -> bool:
    """Whether any route may have segments that are no navigation: complex properties, casts."""
    documented = (route.path.casts for entry in ledger.entries for route in entry.documented)
    return limits.casts > 0 or targets.has_prefixes or any(documented)


def _identity(ledger: Ledger, entry: OperationRoutes) -> str:
    """The qualified name, or the signature where one name has several overloads."""
    same = [each for each in ledger.entries if each.operation.name == entry.operation.name]
    return str(entry.operation.name) if len(same) == 1 else entry.operation.signature


def _operation(targets: Targets, entry: OperationRoutes, name: str, limits: Limits, *, casts: bool) -> RouteOperation:
    operation = entry.operation
    binding = operation.binding
    call = [
        compose("verb={}", literal(entry.verb)),
        compose("binding={}", literal(str(binding) if binding else "")),
    ]
    if entry.segment != operation.name.name:
        call.append(compose("segment={}", literal(entry.segment)))
    python = parameter_names(operation)
    given = [
        display(
            compose("{}: (", literal(python[each.name])),
            [literal(each.name), literal(targets.annotator.wire(each.type))],
            Code(")"),
            indent=2,
        )
        for each in asked(operation)
    ]
    if given:
        call.append(_entries(Code("parameters={"), given))
    if operation.returns:
        call.append(compose("returns={}", literal(targets.annotator.wire(operation.returns.type))))
    granted = [
        display(compose("{}: (", literal(each.scheme)), [literal(scope) for scope in each.scopes], Code(")"), indent=2)
        for each in entry.permissions
    ]
    if granted:
        call.append(_entries(Code("permissions={"), granted))
    documented = [literal(_words(route)) for route in entry.documented]
    call.append(display(Code("documented=("), documented, Code(")"), indent=1))
    wide = [limits.max_hops, limits.revisits, *([limits.casts] if casts and limits.casts else [])]
    call.append(compose("limits=({})", join(", ", [literal(each) for each in wide])))
    return RouteOperation(
        name=identifier(name),
        qualified=literal(str(operation.name)),
        doc=docstring(description(operation.annotations) or f"The {operation.kind} `{operation.name}`.", indent=0),
        call=tuple(call),
    )


def _words(route: Route) -> str:
    """A path in the names of the runtime: segments in front of a name belong to it, and so does a cast at the end."""
    cast = f"/{route.path.cast}" if route.path.cast else ""
    return " ".join("/".join(step.segments) for step in route.path.steps) + cast


def _entries(head: Code, items: list[Code]) -> Code:
    """A dict display, one entry a line however short, as its comma at the end asks of black."""
    return compose("{}\n{}    }}", head, join("", [compose("        {},\n", each) for each in items]))


def _path_types(targets: Targets) -> Iterator[EntityType]:
    for name in sorted(targets.path_types):
        each = targets.model.types[name]
        if isinstance(each, EntityType):
            yield each


def _line_of(targets: Targets, type_: EntityType, space: str) -> str:
    """An entity type as a line of the runtime's graph: base type, key, navigation."""
    words = [_short(type_.base, space)] if type_.base in targets.path_types and type_.base else []
    if type_.key:
        words += [_key(targets, each) for each in targets.key(type_.name)]
    words += [
        _target(f"{'/'.join(each.segments)}{'+' if each.contained else ''}", each, space)
        for each in targets.graph.declared(type_.name)
        if each.target in targets.path_types
    ]
    return f"{_short(type_.name, space)}: {' '.join(words)}".strip()


def _target(name: str, step: Step, space: str) -> str:
    return f"{name}={_short(step.target, space)}{'*' if step.collection else ''}"


def _short(name: QName, space: str) -> str:
    return name.name if name.namespace == space else str(name)


def _key(targets: Targets, key: KeyParameter) -> str:
    wire = targets.annotator.wire_name(key.type)
    return f"#{key.property}" if wire == "Edm.String" else f"#{key.property}/{wire}"
