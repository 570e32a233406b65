"""The first calls to try with a package: Python that works with the names that it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from csdlgen.edm.model import Operation, Parameter
from csdlgen.navigation import Path, has_key
from csdlgen.package.code import Code, call, compose, identifier, literal
from csdlgen.package.plan.files import configured_types
from csdlgen.package.plan.models import model_names
from csdlgen.package.plan.resources import verbs_at
from csdlgen.package.plan.verbs import may_be_left_out, parameter_names
from csdlgen.pipeline import Selected
from csdlgen.project.config import PackageConfig
from csdlgen.reports.reference.python_values import Imports, PythonValues
from csdlgen.reports.reference.samples import Samples
from csdlgen.reports.reference.snippets import Snippets, plain_route
from csdlgen.routes import OperationRoutes, Routes, key_parameters

_MOST_TRIED = 50
_FIRST = 5
_USED = frozenset(("client", "date", "datetime", "islice", "print", "time", "timedelta"))
"""What later lines of a program may need, so that no item of a list is called so."""


class FirstCalls(NamedTuple):
    """A program that makes two calls, and the distributions that it needs."""

    code: str
    requires: tuple[str, ...]


def first_calls(config: PackageConfig, selected: Selected, *, identity: bool) -> FirstCalls:
    """The first calls: what can be listed or read with the fewest keys, an operation, and one entity. With `identity`
    the client gets a credential from azure-identity, else none."""
    types = configured_types(selected.slice, config)
    values = PythonValues(types.annotator, config.name, Imports())
    routes = Routes(types.graph, config.limits, types.style)
    calls = _Calls(Snippets(types, config), values, routes)
    resources = sorted(selected.slice.resources, key=lambda path: (bool(path.cast), _keys(path), len(path.steps)))
    paths = [path for path in resources[:_MOST_TRIED] if calls.is_plain(path)]
    listed = [path for path in paths if path.steps[-1].collection and "list" in verbs_at(types, path)]
    read = [path for path in paths if "get" in verbs_at(types, path)]
    called = [entry for entry in islice(selected.ledger.entries, _MOST_TRIED) if calls.can_call(entry)]
    chosen: list[Iterator[Code]] = [
        *map(calls.list_, listed[:1]),
        *map(calls.call, called[:1]),
        *map(calls.read, read[:1]),
        *map(calls.call, called[1:]),
    ]
    lines = [line for each in chosen[:2] for line in each] or [Code("print(client.endpoint)")]
    code = calls.snippets.program(values.imports, lines, identity=identity)
    return FirstCalls(code, ("azure-core", *(["azure-identity"] if identity else [])))


def _keys(path: Path) -> int:
    return sum(has_key(path.steps, number, keyed=False) for number in range(len(path.steps)))


@dataclass(frozen=True)
class _Calls:
    """Writes statements about a client."""

    snippets: Snippets
    values: PythonValues
    routes: Routes

    def is_plain(self, path: Path) -> bool:
        """Whether attributes and keys alone lead from the client along a path, to entities that have a model."""
        if path.cast or not path.is_rooted or path.target not in self.values.annotator.homes:
            return False
        targets = [step.target for number, step in enumerate(path.steps) if has_key(path.steps, number, keyed=True)]
        return not any(step.call for step in path.steps) and all(map(self.snippets.types.lookup.key, targets))

    def can_call(self, entry: OperationRoutes) -> bool:
        """Whether attributes and keys alone lead to an operation, and there are samples for what it needs."""
        has_samples = all(self._sample(each) is not None for each in _needed(entry.operation))
        return has_samples and plain_route(entry, entry.routes) is not None

    def list_(self, path: Path) -> Iterator[Code]:
        """Listing the collection at the end of a path."""
        way = self.snippets.along(self.routes.route(path, collection=True), self.values, keyed=False)
        annotator, name = self.values.annotator, path.target
        structured, key = annotator.model.structured(name), key_parameters(self.routes.graph, name)
        module = annotator.homes[name].module
        item = identifier("each" if module in _USED else module)
        attribute = model_names(annotator, structured).get(key[0].property) if structured and key else None
        shown = compose("{}.{}", item, identifier(attribute)) if attribute else item
        return self._first_of(compose("{}.list(top={})", way.code, literal(_FIRST)), item, shown)

    def read(self, path: Path) -> Iterator[Code]:
        """Reading the entity at the end of a path."""
        way = self.snippets.along(self.routes.route(path, collection=False), self.values, keyed=True)
        yield compose("print({}.get())", way.code)

    def call(self, entry: OperationRoutes) -> Iterator[Code]:
        """Calling an operation. The request of an action is only built: who tries a program does not expect it to
        change anything."""
        operation, route = entry.operation, plain_route(entry, entry.routes)
        assert route is not None
        python = parameter_names(operation, self.values.annotator.naming)
        given = [
            compose("{}={}", identifier(python[each.name]), self.values.of(each.type, self._sample(each), indent=2))
            for each in _needed(operation)
        ]
        verb = self.snippets.verb(entry, route, self.values)
        if operation.kind == "action":
            yield call(compose("request = {}.to_request", verb), given, indent=1)
            yield Code("print(request.method, request.url)  # `client.send(request)` sends it")
            return
        called = call(verb, given, indent=1)
        if operation.returns and operation.returns.type.collection:
            yield from self._first_of(called, Code("each"), Code("each"))
        else:
            yield compose("print({})", called)

    def _first_of(self, items: Code, item: Code, shown: Code) -> Iterator[Code]:
        """Printing of the first items of an iterable, which may have very many."""
        sliced = self.values.imports.add("itertools", "islice")
        yield compose("for {} in {}({}, {}):", item, sliced, items, literal(_FIRST))
        yield compose("    print({})", shown)

    def _sample(self, parameter: Parameter) -> Any:
        """The JSON of a short value of a parameter; None where there is none that says anything."""
        if parameter.type.collection:
            return []
        if self.values.annotator.is_object(parameter.type.name):
            return {}
        return Samples(self.values.annotator, "never").of(parameter)


def _needed(operation: Operation) -> list[Parameter]:
    """What a call has to have; the first argument of an action is shown in any case."""
    first = operation.nonbinding_parameters[:1]
    return [each for each in operation.nonbinding_parameters if each in first or not may_be_left_out(operation, each)]
