"""Calls of operations in Python, made from the names that the plan gives to the package; they run as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from csdlgen.edm.model import Operation, QName, TypeRef
from csdlgen.navigation import Step, has_key
from csdlgen.navigation.graph import is_cast
from csdlgen.package.code import Code, call, compose, identifier, join, literal
from csdlgen.package.plan.builder_names import (
    COUNT,
    BuilderMember,
    attributes_of,
    service_attributes,
    verb_names,
)
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.calls import Overloads
from csdlgen.package.plan.verbs import parameter_names
from csdlgen.project.config import PackageConfig
from csdlgen.reports.reference.python_values import Imports, PythonValues
from csdlgen.reports.reference.samples import Samples
from csdlgen.routes import KeyParameter, OperationRoutes, Route


@dataclass(frozen=True)
class Snippets:
    """Writes examples for a package."""

    types: BuilderTypes
    config: PackageConfig
    _attributes: dict[tuple[QName | None, bool], Mapping[BuilderMember, str]] = field(default_factory=dict)
    _verbs: dict[tuple[QName, TypeRef | None, str], Mapping[Operation, str]] = field(default_factory=dict)

    @property
    def clients(self) -> tuple[tuple[bool, str], ...]:
        """Whether it is async, and a heading, for each client that the package has."""
        both = ((False, "Python"), (True, "Python, asynchronous"))
        return both[:1] if "aio" in self.config.without else both

    def attributes(self, at: QName | None, *, many: bool) -> Mapping[BuilderMember, str]:
        """Those of the builder of a type or of its collection, or of the client; worked out once."""
        if (at, many) not in self._attributes:
            types = self.types
            self._attributes[at, many] = attributes_of(types, at, many=many) if at else service_attributes(types)
        return self._attributes[at, many]

    def call(self, entry: OperationRoutes, route: Route, given: Mapping[str, Any], *, is_async: bool) -> str:
        """A program that calls an operation by a route with arguments: parameter → JSON of its value."""
        imports = Imports()
        called = self._called(entry, route, given, imports, indent=3 if is_async else 1)
        returned = entry.operation.returns
        of_many = bool(returned and returned.type.collection and entry.operation.kind == "function")
        handled = list(_handled(called, of_many=of_many, has_result=returned is not None, is_async=is_async))
        return self.program(imports, handled, is_async=is_async)

    def resource(self, verb: str, route: Route, type_: QName, body: Mapping[str, Any] | None, *, is_async: bool) -> str:
        """A program that calls a verb of a resource behind a route; `body` is the JSON of an entity of the type."""
        imports = Imports()
        values = PythonValues(self.types.annotator, self.config.name, imports)
        indent = 3 if is_async else 1
        way = self.along(route, values, keyed=verb not in ("list", "post", "count"))
        if verb == "count":
            counting = way.to(COUNT, None, many=False).code
            called = compose("{}.get()", counting)
        else:
            given = [] if body is None else [values.of(TypeRef(type_), body, indent=indent + 1)]
            method = compose("{}.{}", way.code, identifier(verb))
            called = call(method, given, indent=indent) if given else compose("{}()", method)
        handled = list(_handled(called, of_many=verb == "list", has_result=verb != "delete", is_async=is_async))
        return self.program(imports, handled, is_async=is_async)

    # --- the program --------------------------------------------------------------------------------------------------

    def program(self, imports: Imports, body: list[Code], *, is_async: bool = False, identity: bool = True) -> str:
        """The whole of it around what is done with a client, which has a credential from azure-identity if the program
        is async or wants an `identity`, else none."""
        package = self.config.name
        client = imports.add(f"{package}.aio" if is_async else package, self.config.client)
        if identity or is_async:
            imports.add("azure.identity.aio" if is_async else "azure.identity", "DefaultAzureCredential")
        if not is_async:
            opened = compose("with {}({}) as client:", client, Code("DefaultAzureCredential()" if identity else "None"))
            lines = [*imports.lines(), Code(""), opened, *(compose("    {}", each) for each in body)]
            return "\n".join(str(each) for each in lines)
        imports.names["asyncio"] = {}
        lines = [
            *imports.lines(),
            Code(""),
            Code(""),
            Code("async def main() -> None:"),
            Code("    async with DefaultAzureCredential() as credential:"),
            compose("        async with {}(credential) as client:", client),
            *(compose("            {}", each) for each in body),
            Code(""),
            Code(""),
            Code("asyncio.run(main())"),
        ]
        return "\n".join(str(each) for each in lines)

    def _called(
        self, entry: OperationRoutes, route: Route, given: Mapping[str, Any], imports: Imports, *, indent: int
    ) -> Code:
        operation = entry.operation
        values = PythonValues(self.types.annotator, self.config.name, imports)
        python = parameter_names(operation, self.types.annotator.naming)
        arguments = [
            compose("{}={}", identifier(python[each.name]), values.of(each.type, given[each.name], indent=indent + 1))
            for each in operation.nonbinding_parameters
        ]
        verb = self.verb(entry, route, values)
        return call(verb, arguments, indent=indent) if arguments else compose("{}()", verb)

    def verb(self, entry: OperationRoutes, route: Route, values: PythonValues) -> Code:
        """What calls an operation behind a route."""
        operation = entry.operation
        among = operation.name, operation.binding, "" if operation.binding else entry.segment
        if among not in self._verbs:
            self._verbs[among] = verb_names(self.types, self._overloads(entry))
        return compose("{}.{}", self.builder(entry, route, values), identifier(self._verbs[among][operation]))

    def _overloads(self, entry: OperationRoutes) -> Overloads:
        binding = entry.operation.binding
        if binding is None:
            return self.types.imports[entry.segment]
        return self.types.operations(binding.name, collection=binding.collection)[entry.operation.name]

    # --- the way to the operation -------------------------------------------------------------------------------------

    def builder(self, entry: OperationRoutes, route: Route, values: PythonValues) -> Code:
        """The builder of an operation behind a route, with samples for its keys."""
        operation, binding = entry.operation, entry.operation.binding
        if binding is None:
            return Way(self, Code("client")).to(BuilderMember("import", entry.segment), None, many=False).code
        way = self.along(route, values, keyed=not binding.collection)
        return way.to(BuilderMember("operation", str(operation.name)), None, many=False).code

    def along(self, route: Route, values: PythonValues, *, keyed: bool) -> Way:
        """The way along a route; `keyed` if the end is one entity and no collection."""
        way = Way(self, Code("client"))
        keys = iter(route.keys)
        steps = route.path.steps
        for number, step in enumerate(steps):
            way = way.along(step)
            if has_key(steps, number, keyed=keyed):
                parts = [next(keys) for _ in self.types.graph.lookup.key(step.target)]
                way = way.by_key(parts, values)
        if route.path.cast:
            way = way.to(BuilderMember("cast", str(route.path.cast)), route.path.cast, many=way.many)
        return way


@dataclass(frozen=True)
class Way:
    """How far a chain of attributes has got: to one value of a type, or to a collection of them; to none at first."""

    snippets: Snippets
    code: Code
    at: QName | None = None
    many: bool = False

    def to(self, member: BuilderMember, target: QName | None, *, many: bool) -> Way:
        """What an attribute leads to."""
        attribute = self.snippets.attributes(self.at, many=self.many)[member]
        return Way(self.snippets, compose("{}.{}", self.code, identifier(attribute)), target, many)

    def along(self, step: Step) -> Way:
        """Along a navigation property, with the casts and complex properties in front of it."""
        way = self
        for segment in step.prefix:
            if is_cast(segment):
                way = way.to(BuilderMember("cast", segment), QName.parse(segment), many=way.many)
                continue
            member = self.snippets.types.graph.lookup.member(way.at, segment) if way.at else None
            assert member is not None  # a path that the model has
            way = way.to(BuilderMember("complex", segment), member.type.name, many=False)
        return way.to(BuilderMember("navigation", step.name), step.target, many=step.collection)

    def by_key(self, parts: Iterable[KeyParameter], values: PythonValues) -> Way:
        """To the entity with a sample of the key."""
        given = [key_sample(each, values) for each in parts]
        return Way(self.snippets, compose("{}[{}]", self.code, join(", ", given)), self.at, many=False)


def _handled(called: Code, *, of_many: bool, has_result: bool, is_async: bool) -> Iterator[Code]:
    """A call, and what is done with its result."""
    if of_many:
        yield compose("async for each in {}:" if is_async else "for each in {}:", called)
        yield Code("    print(each)")
        return
    awaited = compose("await {}" if is_async else "{}", called)
    if not has_result:
        yield awaited
        return
    yield compose("result = {}", awaited)
    yield Code("print(result)")


def key_sample(part: KeyParameter, values: PythonValues) -> Code:
    """A value for a part of a key."""
    if str(values.annotator.underlying(part.type)) == "Edm.String":
        return literal(part.name)
    sample = Samples(values.annotator, "never").of_type(TypeRef(part.type), part.name)
    return values.of(TypeRef(part.type), sample, indent=0)


def plain_route(entry: OperationRoutes, routes: Iterable[Route]) -> Route | None:
    """The first route that a chain of attributes and subscripts spells; functions and alternate keys on the way are
    left to documented lines."""
    plain = (each for each in routes if not any(step.call or step.key for step in each.path.steps))
    return next(plain, None)
