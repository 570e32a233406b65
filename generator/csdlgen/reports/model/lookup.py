"""Names and paths to what they mean, and the summary of a whole model."""

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
    Operation,
    QName,
    Schema,
    TypeDefinition,
)
from csdlgen.edm.vocabularies import description
from csdlgen.errors import CsdlgenError, Severity, failure
from csdlgen.navigation import Graph, Path, resolve, with_keys
from csdlgen.reports.model.members import key_of, navigation_from, parameter_of, result_of, term_details
from csdlgen.reports.model.reports import Counts, OperationReport, Overload, PathReport, Report, Summary, TermReport
from csdlgen.reports.model.types import describe_type
from csdlgen.routes import permissions
from csdlgen.text import nearest

_MAX_CANDIDATES = 20


def summarize(model: EdmModel) -> Summary:
    """The model as a whole; diagnostics as `check` finds them."""
    found = Counter((each.severity, each.code) for each in check(model))
    by_severity = (
        Counts(str(severity), None, {code: count for (is_, code), count in sorted(found.items()) if is_ is severity})
        for severity in Severity
    )
    return Summary(
        model.version,
        tuple(map(_schema, model.schemas)),
        tuple(map(_container, model.containers)),
        tuple(each.uri for each in model.references),
        tuple(each for each in by_severity if each.counts),
    )


def _schema(schema: Schema) -> Counts:
    types = Counter(type(each) for each in schema.types)
    operations = Counter(each.kind for each in schema.operations)
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


def describe(model: EdmModel, name: str) -> Report:
    """The type, operation or term of a qualified or simple name (the namespace may be an alias), else what a path such
    as `users/messages` leads to; a leading slash says that a path is meant.

    Raises CsdlgenError with `unknown-name`, which suggests the nearest, or `ambiguous-name`, which lists all.
    """
    found = [] if "/" in name else _named(model, name)
    if len(found) > 1:
        listed = ", ".join(map(str, found[:_MAX_CANDIDATES])) + (", …" if len(found) > _MAX_CANDIDATES else "")
        message = f"{name!r} may be any of {len(found)}"
        raise failure("ambiguous-name", message, f"Give the qualified name: {listed}.", path=name)
    if found:
        return _report(model, found[0])
    graph, imports = Graph(model), _imports(model)
    segments = tuple(part for part in name.split("/") if part)
    if "/" not in name and name not in graph.roots and name not in imports:
        known = map(str, (*model.types, *model.operations, *Lookup(model).terms))
        guess = nearest(name, known) or nearest(name, (*graph.roots, *imports))
        raise _unknown(name, f"the metadata has nothing called {name!r}", guess)
    if len(segments) == 1 and segments[0] in imports and segments[0] not in graph.roots:
        return _operation(model, imports[segments[0]])
    return _path(graph, name, with_keys(graph, segments))


def _named(model: EdmModel, name: str) -> list[QName]:
    everything = dict.fromkeys((*model.types, *model.operations, *Lookup(model).terms))
    wanted = model.named(name)
    if not wanted.namespace:
        return [each for each in everything if each.name == name]
    wanted = wanted._replace(namespace=Lookup(model).aliases.get(wanted.namespace, wanted.namespace))
    return [wanted] if wanted in everything else []


def _imports(model: EdmModel) -> dict[str, QName]:
    return {each.name: each.operation for container in model.containers for each in container.imports}


def _unknown(name: str, message: str, guess: str) -> CsdlgenError:
    return failure("unknown-name", message, guess or "Look for a part of it with --search.", path=name)


def _report(model: EdmModel, name: QName) -> Report:
    """A type goes before an operation, and that before a term, should a document have them under one name."""
    if name in model.types:
        return describe_type(model, model.types[name])
    if name in model.operations:
        return _operation(model, name)
    term = Lookup(model).terms[name]
    text = description(term.annotations)
    return TermReport(str(name), str(term.type), term.type.nullable, term_details(term), text)


def _operation(model: EdmModel, name: QName) -> OperationReport:
    overloads = tuple(map(_overload, model.operations.get(name, ())))
    return OperationReport(
        str(name), overloads, tuple(each for each, operation in _imports(model).items() if operation == name)
    )


def _overload(operation: Operation) -> Overload:
    return Overload(
        operation.signature,
        operation.kind,
        str(operation.binding) if operation.binding else None,
        tuple(map(parameter_of, operation.nonbinding_parameters)),
        result_of(operation.returns) if operation.returns else None,
        tuple(_details(operation)),
        {each.scheme: each.scopes for each in permissions(operation)},
        description(operation.annotations),
    )


def _details(operation: Operation) -> Iterator[str]:
    if operation.composable:
        yield "composable"
    if operation.entity_set_path:
        yield f"entity set path {operation.entity_set_path}"


def _path(graph: Graph, name: str, segments: tuple[str, ...]) -> Report:
    """What the segments lead to; the last may be an operation by its simple or qualified name."""
    model = graph.model
    found = resolve(graph, segments)
    if isinstance(found, Path):
        return _leads_to(graph, found)
    before = resolve(graph, segments[:-1]) if segments else found
    known = found.known
    if isinstance(before, Path):
        bound = {
            text: each for each in graph.lookup.bound_to(before.target) for text in (str(each.name), each.name.name)
        }
        if segments[-1] in bound:
            return _operation(model, bound[segments[-1]].name)
        known = (*(step.name for step in graph.steps(before.target)), *bound)
    message = f"segment {found.segment!r} of path {name!r} leads nowhere"
    raise _unknown(name, message, nearest(found.segment, known) or _listed(known))


def _listed(known: tuple[str, ...]) -> str:
    simple = [each for each in known if "." not in each]
    more = ", …" if len(simple) > _MAX_CANDIDATES else ""
    return f"What continues from there: {', '.join(simple[:_MAX_CANDIDATES])}{more}." if simple else ""


def _leads_to(graph: Graph, path: Path) -> PathReport:
    last = path.steps[-1]

    def signatures(collection: bool) -> tuple[str, ...]:
        return tuple(each.signature for each in graph.lookup.bound_to(path.target, collection=collection))

    return PathReport(
        "".join(
            f"/{'/'.join(step.segments)}" + ("/{key}" if step.collection and step is not last else "")
            for step in path.steps
        )
        + (f"/{path.cast}" if path.cast else ""),
        str(path.target),
        last.collection,
        key_of(graph.lookup, path.target) if last.collection else (),
        tuple(navigation_from(graph.lookup, path.target)),
        signatures(collection=False),
        signatures(collection=True) if last.collection else (),
    )
