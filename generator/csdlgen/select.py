"""The slice: the least part of a model that a selection needs, closed over what it uses.

The rules, in the words of the Entity Data Model:

- A selected operation brings the types of its parameters and of its result as *models*, and its binding type as a
  *path type*: its key and the navigation properties that routes use, no more.
- Routes bring the entity types they pass through as path types.
- A model brings its base types, the types of its properties, enumerations and type definitions.
- A model keeps a navigation property only where its target is a model too, or a route uses it. Every other
  navigation property is cut, and listed.
- Derived types come along where the selection says so, with all models or with those that it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from csdlgen.check.undefined import without_undefined
from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import (
    EDM,
    ComplexType,
    EdmModel,
    EntityContainer,
    EntitySet,
    EntityType,
    NavigationPropertyBinding,
    Operation,
    Property,
    QName,
    Schema,
    Singleton,
    Type,
    TypeDefinition,
)
from csdlgen.edm.references import without_dangling
from csdlgen.edm.vocabularies import alternate_keys
from csdlgen.errors import CsdlgenError, Diagnostic, Position, Severity
from csdlgen.navigation import Graph, Limits, Path, Step, needed
from csdlgen.resources import PropertyNames, Resources, named_resources
from csdlgen.text import nearest
from csdlgen.urls import UrlLookup
from csdlgen.urls.overloads import overriding_types

_CHECK_SPELLING = "Check the spelling; names are qualified and case-sensitive."
_Root = TypeVar("_Root", EntitySet, Singleton)


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody wants of a service: operations and types by qualified name, resources by path or pattern.

    An operation name takes all of its overloads; `ns.op(ns.bound)` takes one. `derived` names types that come with all
    that derive from them; if true, every model does. With `all_casts` resources are cast to every entity type that
    derives from theirs, else to those that have something of their own on the paths.
    """

    operations: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    everything: bool = False
    derived: bool | tuple[str, ...] = False
    all_casts: bool = False


@dataclass(frozen=True, slots=True, order=True)
class CutEdge:
    """A navigation property of a kept type that the slice leaves out."""

    source: QName
    name: str
    target: QName


@dataclass(frozen=True)
class Slice:
    """A closed part of a model: valid CSDL by itself, with what each of its types is there for."""

    model: EdmModel
    models: frozenset[QName]  # types that become Python classes, enumerations included
    path_types: frozenset[QName]  # entity types that routes pass through, and complex types with navigation they use
    resources: tuple[Path, ...] = ()  # paths whose entities are read and written
    cut: tuple[CutEdge, ...] = ()  # navigation properties of kept types that are left out
    casts: frozenset[QName] = frozenset()  # types that routes and resources cast to, but at the ends of resources
    namespace: str = ""  # of the whole model; in Python its types are named without it
    warnings: tuple[Diagnostic, ...] = ()  # what had to be left out although everything is selected
    # For each operation, the types with an overload of their own, selected or not:
    overriding: Mapping[Operation, frozenset[QName]] = field(default_factory=dict)
    # The signatures of operations that need their qualified name in URLs, since the simple name means something else in
    # the whole model as well; None if the slice is the whole model, which can be asked itself:
    qualified: frozenset[str] | None = None
    properties: PropertyNames = frozenset()  # structural properties that are read and written by themselves


def select(
    model: EdmModel,
    selection: Selection,
    limits: Limits,
    documented: Iterable[Path] = (),
    *,
    where: Mapping[str, Position] | None = None,
    graph: Graph | None = None,
) -> Slice:
    """The slice of a model. `documented` are paths that are kept whatever the limits say; `graph` is that of the model,
    where several selections share it. Raises CsdlgenError naming every selected thing that the model does not have,
    with the nearest name; `where` gives the place of a selected name in the configuration."""
    whole, warnings = model, tuple[Diagnostic, ...]()
    if selection.everything:
        model, warnings = without_undefined(whole)
    graph = graph if graph and model is whole else Graph(model)
    problems: list[Diagnostic] = []
    operations, types = graph.lookup.all_operations, tuple(model.types)
    if not selection.everything:
        operations = tuple(_operations(model, selection.operations, problems))
        types = tuple(_types(model, selection.types, problems))
        if isinstance(selection.derived, tuple):
            bases = {*_types(model, selection.derived, problems)}
            types += tuple(each for each in model.types if any(base.name in bases for base in model.ancestry(each)))
    lookup, every = UrlLookup(model), selection.everything
    named = named_resources(lookup, selection.resources, problems, everything=every, remedy=_CHECK_SPELLING)
    if problems:
        placed = [replace(problem, where=(where or {}).get(problem.path)) for problem in problems]
        raise CsdlgenError(*placed, *_reasons(placed, warnings))
    steps, casts = needed(graph, operations, limits, (*named.paths, *named.owners), documented)
    resources = named.with_casts(lookup) if selection.all_casts else named
    if not selection.everything:
        return _Closure(graph, selection, operations, types, resources, frozenset(steps), frozenset(casts)).slice()
    part = replace(everything(model, graph), casts=frozenset(casts), warnings=warnings)
    part = replace(part, resources=resources.paths, properties=resources.properties)
    return replace(part, cut=tuple(sorted(_cut(whole, model))), namespace=Lookup(whole).own_namespace)


def _reasons(problems: Iterable[Diagnostic], warnings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Those of the warnings about what was left out that say why something that is selected by name is not there."""
    messages = [problem.message for problem in problems]
    for warning in warnings:
        if any(repr(warning.path.rpartition("/")[2]) in message for message in messages):
            yield replace(warning, severity=Severity.ERROR)


def everything(model: EdmModel, graph: Graph | None = None) -> Slice:
    """The slice that has all of a model, without resources and casts."""
    graph = graph or Graph(model)
    passed = {name for name, type_ in model.types.items() if isinstance(type_, EntityType)} | graph.holders
    return Slice(model, frozenset(model.types), frozenset(passed), namespace=graph.lookup.own_namespace)


def _operations(model: EdmModel, names: Iterable[str], problems: list[Diagnostic]) -> Iterator[Operation]:
    for text in names:
        wanted = text.replace(" ", "")
        name, parenthesis, _ = wanted.partition("(")
        overloads = model.operations.get(model.named(name), ())
        chosen = [overload for overload in overloads if not parenthesis or overload.signature == wanted]
        if not chosen:
            known = [overload.signature for overload in overloads] or list(map(str, model.operations))
            problems.append(_unknown("unknown-operation", "operation", text, known))
        yield from chosen


def _types(model: EdmModel, names: Iterable[str], problems: list[Diagnostic]) -> Iterator[QName]:
    for text in names:
        name = model.named(text)
        if name in model.types:
            yield name
        else:
            problems.append(_unknown("unknown-type", "type", text, map(str, model.types)))


def _unknown(code: str, kind: str, name: str, known: Iterable[str]) -> Diagnostic:
    remedy = nearest(name, known) or _CHECK_SPELLING
    return Diagnostic(code=code, message=f"the metadata has no {kind} {name!r}", remedy=remedy, path=name)


@dataclass(frozen=True)
class _Closure:
    """What a selection needs, worked out once, and the schemas cut down to that."""

    graph: Graph
    selection: Selection
    operations: tuple[Operation, ...]
    types: tuple[QName, ...]
    resources: Resources
    steps: frozenset[Step]
    casts: frozenset[QName]

    def slice(self) -> Slice:
        whole = self.graph.model
        wanted = frozenset(self.operations)
        schemas = tuple(filter(None, (self._schema(each, wanted) for each in whole.schemas)))
        model = without_dangling(EdmModel(schemas, whole.references, whole.version))
        return Slice(
            model,
            self.models,
            self.path_types,
            self.resources.paths,
            tuple(sorted(_cut(whole, model))),
            self.casts,
            self.graph.lookup.own_namespace,
            properties=self.resources.properties,
            overriding={each: overriding_types(self.graph.lookup, each) for each in self.operations},
            qualified=frozenset(each.signature for each in self.operations if self.graph.needs_qualified_name(each)),
        )

    @cached_property
    def models(self) -> frozenset[QName]:
        """The types that become models, with those that keys of path types need."""
        return self._models | self._needed(prop.type.name for _, prop in self._key_properties)

    @cached_property
    def _models(self) -> frozenset[QName]:
        named = [*self.types, *(path.target for path in self.resources.paths)]
        named += [prop.type.name for each in self.resources.properties if (prop := self.graph.lookup.member(*each))]
        for operation in self.operations:
            named += [parameter.type.name for parameter in operation.nonbinding_parameters]
            named += [operation.returns.type.name] if operation.returns else []
        return self._needed(named)

    def _needed(self, names: Iterable[QName]) -> frozenset[QName]:
        """Types of the model with all that models of them need."""
        waiting, models = [*names], set[QName]()
        while waiting:
            name = waiting.pop()
            if name.namespace != EDM and name not in models and name in self.graph.model.types:
                models.add(name)
                waiting += self._needs(self.graph.model.types[name])
        return frozenset(models)

    def _needs(self, type_: Type) -> Iterator[QName]:
        """The types that a model of a type needs."""
        if isinstance(type_, (EntityType, ComplexType)):
            if type_.base:
                yield type_.base
            yield from (prop.type.name for prop in type_.properties)
            if self.selection.derived is True:
                yield from self.graph.model.derived.get(type_.name, ())
        elif isinstance(type_, TypeDefinition):
            yield type_.underlying

    @cached_property
    def path_types(self) -> frozenset[QName]:
        """The types that routes pass through, with their base types."""
        passed = {step.target for step in self.steps} | self.casts | {path.target for path in self.resources.paths}
        passed.update(name for step in self.steps for name in self._types_along(step))
        bindings = {operation.binding.name for operation in self.operations if operation.binding}
        passed |= bindings - self._models
        return frozenset(passed.union(base.name for name in passed for base in self.graph.lookup.ancestry(name)))

    def _types_along(self, step: Step) -> Iterator[QName]:
        """The type that declares a step, the types of the casts and complex properties before it in the path, and the
        types that declare those properties."""
        if step.declaring:
            yield step.declaring
        yield from step.casts
        for owner, name in step.through:
            yield owner
            if prop := self.graph.lookup.member(owner, name):
                yield prop.type.name

    @cached_property
    def _key_properties(self) -> tuple[tuple[QName, Property], ...]:
        """The properties that are keys or alternate keys of path types, with the types that declare them."""
        lookup = self.graph.lookup
        properties: list[tuple[QName, Property]] = []
        for name in self.path_types:
            declared = self.graph.model.structured(name)
            wanted = {part.path.partition("/")[0] for part in lookup.declared_key(name)}
            for key in alternate_keys(declared.annotations if declared else ()):
                wanted |= {path.partition("/")[0] for _, path in key}
            for base in lookup.ancestry(name):
                properties += ((base.name, prop) for prop in base.properties if prop.name in wanted)
        for step in self.steps:
            keys = {prop for _, prop in step.key or ()}
            for base in lookup.ancestry(step.target) if keys else ():
                properties += ((base.name, prop) for prop in base.properties if prop in keys)
        return tuple(properties)

    @cached_property
    def _used(self) -> frozenset[tuple[QName, str]]:
        """The members that routes use, with the types that declare them: steps, the complex properties before
        them in the path, and keys."""
        steps = ((step.declaring, step.name) for step in self.steps if step.declaring)
        through = (member for step in self.steps for member in step.through)
        keys = ((owner, prop.name) for owner, prop in self._key_properties)
        return self.resources.properties.union(steps, through, keys)

    def _schema(self, schema: Schema, wanted: frozenset[Operation]) -> Schema | None:
        structured = self.models | self.path_types
        types = tuple(self._type(type_) for type_ in schema.types if type_.name in structured)
        operations = tuple(operation for operation in schema.operations if operation in wanted)
        containers = tuple(filter(None, map(self._container, schema.containers)))
        kept = replace(schema, types=types, operations=operations, containers=containers, terms=(), targets=())
        return kept if types or operations or containers else None

    def _type(self, type_: Type) -> Type:
        if not isinstance(type_, (EntityType, ComplexType)):
            return type_
        name, is_model = type_.name, type_.name in self.models
        navigations = tuple(
            navigation
            for navigation in type_.navigations
            if (name, navigation.name) in self._used or (is_model and navigation.type.name in self.models)
        )
        properties = type_.properties
        if not is_model:
            key = {part.path for part in type_.key or ()} if isinstance(type_, EntityType) else set()
            properties = tuple(prop for prop in properties if prop.name in key or (name, prop.name) in self._used)
        return replace(type_, properties=properties, navigations=navigations)

    def _container(self, container: EntityContainer) -> EntityContainer | None:
        unbound = {(operation.name, operation.kind) for operation in self.operations if not operation.bound}
        imports = tuple(each for each in container.imports if (each.operation, each.kind) in unbound)
        roots = {step.name for step in self.steps if step.declaring is None}
        roots |= {imported.entity_set for imported in imports if imported.entity_set}
        kept = {root.name for root in container.roots if root.name in roots}
        if not (kept or imports):
            return None
        # Names alone, since binding paths do not say which types declare their segments. So a binding is also kept if
        # only another type has a member of that name in the slice.
        followed = {name for _, name in self._used}
        return replace(
            container,
            extends=None,
            sets=_with_kept_bindings(container.sets, kept, followed),
            singletons=_with_kept_bindings(container.singletons, kept, followed),
            imports=imports,
        )


def _cut(whole: EdmModel, model: EdmModel) -> Iterator[CutEdge]:
    """Navigation properties that `whole` declares on types kept in `model` but `model` does not."""
    for type_ in model.types.values():
        declared = whole.structured(type_.name)
        if declared and isinstance(type_, (EntityType, ComplexType)):
            kept = {navigation.name for navigation in type_.navigations}
            gone = (navigation for navigation in declared.navigations if navigation.name not in kept)
            yield from (CutEdge(type_.name, navigation.name, navigation.type.name) for navigation in gone)


def _with_kept_bindings(roots: Iterable[_Root], kept: set[str], followed: set[str]) -> tuple[_Root, ...]:
    """The roots that are `kept`, with those navigation property bindings whose targets are kept as well and whose paths
    consist of `followed` members."""

    def stays(binding: NavigationPropertyBinding) -> bool:
        segments = [segment for segment in binding.path.split("/") if "." not in segment]
        return binding.target.split("/")[0] in kept and all(segment in followed for segment in segments)

    return tuple(replace(root, bindings=tuple(filter(stays, root.bindings))) for root in roots if root.name in kept)
