"""The slice: the least part of a model that a selection needs, closed over what it uses.

The rules, in the words of the Entity Data Model:

- A selected operation brings the types of its parameters and of its result as *models*, and its binding type as a
  *path type*: its key and the navigation properties that routes use, no more.
- Routes bring the entity types they pass through as path types.
- A model brings its base types, the types of its properties, enumerations and type definitions.
- A model keeps a navigation property only where its target is a model too, or a route uses it. Every other
  navigation property is cut, and listed.
- Derived types come along where the selection says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from csdlgen.check.undefined import without_undefined
from csdlgen.edm.alternate_keys import alternate_keys
from csdlgen.edm.loose import without_loose_ends
from csdlgen.edm.model import (
    EDM,
    ComplexType,
    EdmModel,
    EntityContainer,
    EntitySet,
    EntityType,
    EnumType,
    NavigationProperty,
    NavigationPropertyBinding,
    Operation,
    Property,
    QName,
    Schema,
    Singleton,
    Type,
    TypeDefinition,
)
from csdlgen.errors import CsdlgenError, Diagnostic, Position, Severity
from csdlgen.navigation import Graph, Limits, Path, Step, needed, resolve, with_keys
from csdlgen.text import nearest
from csdlgen.urls.overriding import overriding_types

_Root = TypeVar("_Root", EntitySet, Singleton)


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody wants of a service: operations and types by qualified name, resources by path.

    An operation name takes all of its overloads; `ns.op(ns.bound)` takes one.
    """

    operations: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    everything: bool = False
    derived: bool = False


@dataclass(frozen=True, slots=True, order=True)
class CutEdge:
    """A navigation property of a kept type that leads out of the slice."""

    source: QName
    name: str
    target: QName


@dataclass(frozen=True)
class Slice:
    """A closed part of a model: valid CSDL by itself, with what each of its types is there for.

    `models` are the types that become Python classes (enumerations included), `path_types` the entity types that
    routes pass through, and the complex types that hold navigation properties on the way; `resources` the paths whose
    entities are read and written; `casts` the types that routes and resources cast to. `namespace` is that of the whole
    model whose types are named without it; `warnings` are about what was left out although everything is selected;
    `overriding` are the types with overloads of their own, selected or not, of each operation; `qualified` are the
    signatures of those operations whose simple names mean something else as well, selected or not.
    """

    model: EdmModel
    models: frozenset[QName]
    path_types: frozenset[QName]
    resources: tuple[Path, ...] = ()
    cut: tuple[CutEdge, ...] = ()
    casts: frozenset[QName] = frozenset()
    namespace: str = ""
    warnings: tuple[Diagnostic, ...] = ()
    overriding: Mapping[Operation, frozenset[QName]] = field(default_factory=dict)
    qualified: frozenset[str] | None = None


def select(
    model: EdmModel,
    selection: Selection,
    limits: Limits,
    documented: Iterable[Path] = (),
    *,
    where: Mapping[str, Position] | None = None,
    graph: Graph | None = None,
) -> Slice:
    """The slice of a model. `documented` are paths that are kept whatever the limits say;
    `graph` are the look-ups of the model, where several selections share them.

    Raises CsdlgenError naming every selected thing that the model does not have, with the nearest name; `where`
    gives the place of a selected name in the configuration.
    """
    whole, warnings = model, tuple[Diagnostic, ...]()
    if selection.everything:
        model, warnings = without_undefined(whole)
        graph = graph if model is whole else None
    graph = graph or Graph(model)
    problems: list[Diagnostic] = []
    operations = tuple(_operations(model, selection, problems))
    types = tuple(_types(model, selection, problems))
    resources = tuple(_resources(graph, selection, problems))
    if problems:
        places = where or {}
        placed = [replace(each, where=places.get(each.path, each.where)) for each in problems]
        raise CsdlgenError(*placed, *_reasons(placed, warnings))
    bindings = tuple(dict.fromkeys(each.binding.name for each in operations if each.binding))
    steps, casts = needed(graph, bindings, limits, resources, documented)
    part = _Cutter(graph, selection, operations, types, resources, frozenset(steps), frozenset(casts)).slice()
    if not warnings:
        return part
    return replace(part, cut=tuple(sorted(_cut(whole, model))), namespace=own_namespace(whole), warnings=warnings)


def _reasons(problems: Iterable[Diagnostic], warnings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Those of the warnings about what was left out that say why something that is selected by name is not there."""
    said = [each.message for each in problems]
    for each in warnings:
        if any(repr(each.path.rpartition("/")[2]) in message for message in said):
            yield replace(each, severity=Severity.ERROR)


def everything(model: EdmModel, graph: Graph | None = None) -> Slice:
    """The slice that has all of a model, without resources and casts."""
    holders = (graph or Graph(model)).holders
    passed = {name for name, each in model.types.items() if isinstance(each, EntityType)} | holders
    return Slice(model, frozenset(model.types), frozenset(passed), namespace=own_namespace(model))


def own_namespace(model: EdmModel) -> str:
    """The namespace of a service's own types: the entity container's, if it or one below it has types; else, since some
    frameworks give containers a namespace apart, the one that most entity sets and singletons have their types in.

    It is that of the whole model whatever is selected, so that selecting more moves no class of the package.
    """
    spaces = {each.namespace for each in model.schemas if each.types}
    for container in sorted(model.containers, key=lambda each: each.name):
        own = container.name.namespace
        if any(f"{each}.".startswith(f"{own}.") for each in spaces):
            return own
    roots = Counter(root.type.namespace for container in model.containers for root in container.roots)
    types = Counter(each.namespace for each in model.types)
    return min(spaces, key=lambda each: (-roots[each], -types[each], each), default="")


def _operations(model: EdmModel, selection: Selection, problems: list[Diagnostic]) -> Iterator[Operation]:
    if selection.everything:
        yield from (each for overloads in model.operations.values() for each in overloads)
        return
    for text in selection.operations:
        name, told, _ = text.replace(" ", "").partition("(")
        overloads = model.operations.get(model.named(name), ())
        chosen = [each for each in overloads if not told or each.signature == text.replace(" ", "")]
        if not chosen:
            known = [each.signature for each in overloads] or [str(each) for each in model.operations]
            problems.append(_unknown("unknown-operation", "operation", text, known))
        yield from chosen


def _types(model: EdmModel, selection: Selection, problems: list[Diagnostic]) -> Iterator[QName]:
    if selection.everything:
        yield from model.types
        return
    for text in selection.types:
        name = model.named(text)
        if name in model.types:
            yield name
        else:
            problems.append(_unknown("unknown-type", "type", text, [str(each) for each in model.types]))


def _resources(graph: Graph, selection: Selection, problems: list[Diagnostic]) -> Iterator[Path]:
    for text in selection.resources:
        found = resolve(graph, with_keys(graph, tuple(part for part in text.split("/") if part)))
        if isinstance(found, Path):
            yield found
        else:
            unknown = _unknown("unknown-resource", f"segment of resource {text!r}:", found.segment, found.known)
            problems.append(replace(unknown, path=text))


def _unknown(code: str, kind: str, name: str, known: Iterable[str]) -> Diagnostic:
    guess = nearest(name, known)
    return Diagnostic(
        code=code,
        message=f"the metadata has no {kind} {name!r}",
        remedy=guess or "Check the spelling; names are qualified and case-sensitive.",
        path=name,
    )


@dataclass(frozen=True)
class _Cutter:
    """Works out what stays, then filters the schemas once."""

    graph: Graph
    selection: Selection
    operations: tuple[Operation, ...]
    types: tuple[QName, ...]
    resources: tuple[Path, ...]
    steps: frozenset[Step]
    casts: frozenset[QName]

    def slice(self) -> Slice:
        if self.selection.everything:
            return self._whole()
        models = self._models()
        used: set[tuple[QName, str]] = {(step.declaring, step.name) for step in self.steps if step.declaring}
        used |= {each for step in self.steps for each in step.through}
        path_types = self._path_types(models)
        for owner, prop in self._key_properties(path_types):
            used.add((owner, prop.name))
            if isinstance(self.graph.model.types.get(prop.type.name), (EnumType, TypeDefinition)):
                models.add(prop.type.name)
        structured = models | path_types
        cut: list[CutEdge] = []
        schemas = tuple(
            kept
            for schema in self.graph.model.schemas
            if (kept := self._schema(schema, models, structured, used, cut)) is not None
        )
        model = without_loose_ends(EdmModel(schemas, self.graph.model.references, self.graph.model.version))
        return Slice(
            model,
            frozenset(models),
            frozenset(path_types),
            self.resources,
            tuple(sorted(cut)),
            self.casts,
            own_namespace(self.graph.model),
            overriding={each: overriding_types(self.graph, each) for each in self.operations},
            qualified=frozenset(each.signature for each in self.operations if self.graph.needs_qualified_name(each)),
        )

    def _whole(self) -> Slice:
        return replace(everything(self.graph.model, self.graph), resources=self.resources, casts=self.casts)

    def _models(self) -> set[QName]:
        wanted = list(self.types)
        wanted += [path.target for path in self.resources]
        for operation in self.operations:
            wanted += [each.type.name for each in operation.parameters[int(operation.bound) :]]
            wanted += [operation.returns.type.name] if operation.returns else []
        found: set[QName] = set()
        while wanted:
            name = wanted.pop()
            if name.namespace != EDM and name not in found and name in self.graph.model.types:
                found.add(name)
                wanted += self._needs(self.graph.model.types[name])
        return found

    def _needs(self, type_: Type) -> Iterator[QName]:
        if isinstance(type_, (EntityType, ComplexType)):
            if type_.base:
                yield type_.base
            yield from (each.type.name for each in type_.properties)
            if self.selection.derived:
                yield from self.graph.model.derived.get(type_.name, ())
        elif isinstance(type_, TypeDefinition):
            yield type_.underlying

    def _path_types(self, models: set[QName]) -> set[QName]:
        found = {step.target for step in self.steps} | self.casts
        found.update(name for step in self.steps for name in self._on_the_way(step))
        found |= {each.binding.name for each in self.operations if each.binding and each.binding.name not in models}
        for name in tuple(found):
            found.update(each.name for each in self.graph.model.ancestry(name))
        return found

    def _key_properties(self, path_types: Iterable[QName]) -> Iterator[tuple[QName, Property]]:
        """The properties that are keys or alternate keys of path types, with the types that declare them."""
        for name in path_types:
            line = list(self.graph.model.ancestry(name))
            own = line[0].annotations if line else ()
            wanted = {path.partition("/")[0] for key in alternate_keys(own) for _, path in key}
            wanted |= {prop.name for _, prop in self.graph.key(name)}
            for each in line:
                yield from ((each.name, prop) for prop in each.properties if prop.name in wanted)
        for step in self.steps:
            for _, prop in step.key or ():
                line = list(self.graph.model.ancestry(step.target))
                yield from ((each.name, prop) for each in line if prop in each.properties)

    def _on_the_way(self, step: Step) -> Iterator[QName]:
        """The types that declare a step and what is in front of it, the types of the properties, and casts."""
        if step.declaring:
            yield step.declaring
        yield from step.casts
        for owner, name in step.through:
            yield owner
            prop = self.graph.property(owner, name)
            if prop:
                yield prop.type.name

    def _schema(
        self,
        schema: Schema,
        models: set[QName],
        structured: set[QName],
        used: set[tuple[QName, str]],
        cut: list[CutEdge],
    ) -> Schema | None:
        types = tuple(self._type(each, models, used, cut) for each in schema.types if each.name in structured)
        operations = tuple(each for each in schema.operations if each in self.operations)
        containers = tuple(filter(None, (self._container(each, structured, used) for each in schema.containers)))
        if not (types or operations or containers):
            return None
        return replace(schema, types=types, operations=operations, containers=containers, terms=(), targets=())

    def _type(self, type_: Type, models: set[QName], used: set[tuple[QName, str]], cut: list[CutEdge]) -> Type:
        if not isinstance(type_, (EntityType, ComplexType)):
            return type_
        kept: list[NavigationProperty] = []
        for each in type_.navigations:
            if (type_.name, each.name) in used or (type_.name in models and each.type.name in models):
                kept.append(each)
            else:
                cut.append(CutEdge(type_.name, each.name, each.type.name))
        properties = type_.properties
        if type_.name not in models:
            key = {part.path for part in type_.key or ()} if isinstance(type_, EntityType) else set()
            properties = tuple(each for each in properties if each.name in key or (type_.name, each.name) in used)
        return replace(type_, properties=properties, navigations=tuple(kept))

    def _container(
        self, container: EntityContainer, structured: set[QName], used: set[tuple[QName, str]]
    ) -> EntityContainer | None:
        roots = {step.name for step in self.steps if step.declaring is None}
        unbound = {(each.name, each.kind) for each in self.operations if not each.bound}
        imports = tuple(each for each in container.imports if (each.operation, each.kind) in unbound)
        roots |= {each.entity_set for each in imports if each.entity_set}
        sets = tuple(each for each in container.sets if each.name in roots)
        singletons = tuple(each for each in container.singletons if each.name in roots)
        if not (sets or singletons or imports):
            return None
        kept = {each.name for each in sets} | {each.name for each in singletons}
        followed = {name for _, name in used}
        return replace(
            container,
            extends=None,
            sets=tuple(_bound(each, kept, followed) for each in sets),
            singletons=tuple(_bound(each, kept, followed) for each in singletons),
            imports=imports,
        )


def _cut(whole: EdmModel, model: EdmModel) -> Iterator[CutEdge]:
    """The navigation properties of the whole that a part of it, with all of its structured types, has not."""
    for type_ in whole.types.values():
        if isinstance(type_, (EntityType, ComplexType)):
            declared = model.structured(type_.name)
            kept = {each.name for each in declared.navigations} if declared else set()
            yield from (
                CutEdge(type_.name, each.name, each.type.name) for each in type_.navigations if each.name not in kept
            )


def _bound(root: _Root, kept: set[str], followed: set[str]) -> _Root:
    """A root with the bindings whose path and target are both in the slice."""

    def stays(binding: NavigationPropertyBinding) -> bool:
        segments = [part for part in binding.path.split("/") if "." not in part]
        return binding.target.split("/")[0] in kept and all(part in followed for part in segments)

    return replace(root, bindings=tuple(filter(stays, root.bindings)))
