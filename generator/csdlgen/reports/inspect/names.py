"""What a name or path means: reports on types, operations, terms and paths; and the summary of a whole model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from csdlgen.check import check
from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import (
    ComplexType,
    EdmModel,
    EntityContainer,
    EntityType,
    EnumType,
    QName,
    Schema,
    TypeDefinition,
)
from csdlgen.errors import CsdlgenError, Severity, failure
from csdlgen.navigation import Graph, Path
from csdlgen.reports.inspect.elements import (
    describe_operation,
    describe_term,
    describe_type,
    imported_operations,
    key_paths,
    navigation_properties,
)
from csdlgen.reports.inspect.report_types import Counts, PathReport, Report, Summary
from csdlgen.reports.inspect.tree import branches
from csdlgen.text import capped, nearest
from csdlgen.urls import Address, UrlLookup, match_url, resource_path

_MOST_CANDIDATES = 20


def summarize(model: EdmModel) -> Summary:
    """The model as a whole, with the diagnostics of `check`."""
    graph = Graph(model)
    return Summary(
        model.version,
        tuple(map(_schema, model.schemas)),
        tuple(map(_container, model.containers)),
        tuple(reference.uri for reference in model.references),
        tuple(_diagnostics(model)),
        branches(graph, graph.roots.values(), 1),
    )


def _schema(schema: Schema) -> Counts:
    types = Counter(type(declared) for declared in schema.types)
    operations = Counter(operation.kind for operation in schema.operations)
    counts = {
        "entity types": types[EntityType],
        "complex types": types[ComplexType],
        "enumerations": types[EnumType],
        "type definitions": types[TypeDefinition],
        "actions": operations["action"],
        "functions": operations["function"],
        "terms": len(schema.terms),
    }
    return Counts(schema.namespace, schema.alias, counts)


def _container(container: EntityContainer) -> Counts:
    counts = {
        "entity sets": len(container.sets),
        "singletons": len(container.singletons),
        "imports": len(container.imports),
    }
    return Counts(str(container.name), None, counts)


def _diagnostics(model: EdmModel) -> Iterator[Counts]:
    diagnostics = check(model)
    for severity in Severity:
        codes = Counter(diagnostic.code for diagnostic in diagnostics if diagnostic.severity is severity)
        if codes:
            yield Counts(str(severity), None, dict(sorted(codes.items())))


def describe(model: EdmModel, name: str) -> Report:
    """The type, operation or term of a qualified or simple name (the namespace may be an alias), else what a path such
    as `users/messages` leads to; a leading slash says that a path is meant.

    Raises CsdlgenError with `unknown-name`, which suggests the nearest, or `ambiguous-name`, which lists all.
    """
    lookup = Lookup(model)
    known = tuple(dict.fromkeys((*model.types, *model.operations, *lookup.terms)))
    candidates = [] if "/" in name else _candidates(lookup, name, known)
    if len(candidates) > 1:
        remedy = f"Give the qualified name: {capped(map(str, candidates), _MOST_CANDIDATES)}."
        raise failure("ambiguous-name", f"{name!r} may be any of {len(candidates)}", remedy, path=name)
    if candidates:
        return _report(lookup, candidates[0])
    graph, imports = Graph(model), imported_operations(model)
    segments = tuple(part for part in name.split("/") if part)
    if "/" not in name and name not in graph.roots and name not in imports:
        remedy = nearest(name, map(str, known)) or nearest(name, (*graph.roots, *imports))
        raise _unknown(name, f"the metadata has nothing called {name!r}", remedy)
    if len(segments) == 1 and segments[0] in imports and segments[0] not in graph.roots:
        return describe_operation(lookup, imports[segments[0]])
    return _path(graph, name, segments)


def _candidates(lookup: Lookup, name: str, known: tuple[QName, ...]) -> list[QName]:
    wanted = lookup.model.named(name)
    if not wanted.namespace:
        return [qualified for qualified in known if qualified.name == name]
    wanted = wanted._replace(namespace=lookup.aliases.get(wanted.namespace, wanted.namespace))
    return [wanted] if wanted in known else []


def _unknown(name: str, message: str, remedy: str) -> CsdlgenError:
    return failure("unknown-name", message, remedy or "Look for a part of it with --search.", path=name)


def _report(lookup: Lookup, name: QName) -> Report:
    """If a document gives several elements one name: a type rather than an operation, that rather than a term."""
    if name in lookup.model.types:
        return describe_type(lookup, lookup.model.types[name])
    if name in lookup.model.operations:
        return describe_operation(lookup, name)
    return describe_term(lookup.terms[name])


def _path(graph: Graph, name: str, segments: tuple[str, ...]) -> Report:
    """What the segments lead to; the last may be an operation by its simple or qualified name."""
    lookup = UrlLookup(graph.model)
    path = resource_path(lookup, name)
    if isinstance(path, Path):
        return _path_report(graph, path)
    address = match_url(lookup, "/".join(segments), templates=True, dynamic=False, keyless=True)
    if isinstance(address, Address) and address.operation:
        return describe_operation(lookup, address.operation.name)
    known = tuple(graph.roots)
    before = resource_path(lookup, "/".join(segments[: path.index])) if path.index else None
    if isinstance(before, Path):
        bound = lookup.bound_to(before.target)
        names = (text for operation in bound for text in (str(operation.name), operation.name.name))
        known = (*(step.name for step in graph.steps(before.target)), *dict.fromkeys(names))
    simple = [other for other in known if "." not in other]
    remedy = nearest(path.segment, known) or (
        f"What can follow there: {capped(simple, _MOST_CANDIDATES)}." if simple else ""
    )
    raise _unknown(name, f"segment {path.segment!r} of path {name!r} leads nowhere", remedy)


def _path_report(graph: Graph, path: Path) -> PathReport:
    last, lookup = path.steps[-1], graph.lookup

    def signatures(collection: bool) -> tuple[str, ...]:
        return tuple(operation.signature for operation in lookup.bound_to(path.target, collection=collection))

    segments = (
        f"/{'/'.join(step.segments)}" + ("/{key}" if step.collection and step is not last else "")
        for step in path.steps
    )
    return PathReport(
        "".join(segments) + (f"/{path.cast}" if path.cast else ""),
        str(path.target),
        last.collection,
        key_paths(lookup, path.target) if last.collection else (),
        navigation_properties(lookup, path.target),
        signatures(collection=False),
        signatures(collection=True) if last.collection else (),
        branches(graph, graph.steps(path.target), 1),
    )
