"""Hypothesis strategies for addresses: walks through a model that have nothing in common with how URLs are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from csdlgen.edm.model import (
    EDM,
    ComplexType,
    EdmModel,
    EntitySet,
    EntityType,
    EnumType,
    NavigationProperty,
    Operation,
    Property,
    QName,
    TypeDefinition,
    TypeRef,
)
from csdlgen.urls import segments as seg
from csdlgen.urls.segments import Argument, EnumValue, Segment, Value

AWKWARD = (
    "", " ", ".", "..", "...", "$count", "$", "a/b", "/", "o'neil", "''", "'", "%2F", "%", "a b", "+", "(", ")",
    "f(x=1)", "tinted", "tinted(1)", "ns.tinted", "ns.Admin", "self.Admin", "ns.Nobody", "ns.E'x'", "null", "true",
    "{id}", "@p", "?", "#", "&", "=", ",", ";", ":", "a@b.example", "é", "\0", "\U0001f600",
)  # fmt: skip
TEXTS = st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
DATES = st.dates()
FLOATS = st.floats(allow_nan=False)
PRIMITIVES: dict[str, SearchStrategy[Value]] = {
    "String": TEXTS,
    "Boolean": st.booleans(),
    "Byte": st.integers(0, 255),
    "SByte": st.integers(-128, 127),
    "Int16": st.integers(-(2**15), 2**15 - 1),
    "Int32": st.integers(-(2**31), 2**31 - 1),
    "Int64": st.integers(-(2**63), 2**63 - 1),
    "Guid": st.uuids(),
    "Date": DATES,
    "DateTimeOffset": st.datetimes(
        timezones=st.integers(-14 * 60, 14 * 60).map(lambda each: timezone(timedelta(minutes=each)) if each else UTC)
    ),
    "TimeOfDay": st.times(),
    "Duration": st.timedeltas(),
    "Decimal": st.decimals(allow_nan=False, allow_infinity=False),
    "Double": FLOATS,
    "Single": FLOATS,
    "Binary": st.binary(max_size=9),
}


def values(model: EdmModel, name: QName) -> SearchStrategy[Value] | None:
    """Values of a type; None where there are none to draw."""
    found = model.types.get(name)
    if isinstance(found, TypeDefinition):
        return values(model, found.underlying)
    if isinstance(found, EnumType):
        names = [each.name for each in found.members] or ["0"]
        count = 2 if found.flags else 1
        drawn = st.lists(st.sampled_from(names), min_size=1, max_size=count, unique=True)
        return drawn.map(lambda each: EnumValue(name, ",".join(each)))
    return PRIMITIVES.get(name.name) if name.namespace == EDM else None


@dataclass
class Walk:
    """A walk so far: the segments and the type that they lead to, None where nothing may follow."""

    draw: DrawFn
    model: EdmModel
    segments: list[Segment]
    type: TypeRef | None

    def steps(self) -> list[Callable[[], None]]:
        """What can be done next."""
        if self.type is None:
            return []
        found = self.model.types.get(self.type.name)
        steps: list[Callable[[], None]] = [*self.casts(self.type), *self.operations(self.type)]
        if self.type.collection:
            steps.append(lambda: self.close("$count"))
            if isinstance(found, EntityType):
                steps += [self.key] * 4 if self.parts(found) else []
            else:
                steps.append(self.position)
        elif isinstance(found, (EntityType, ComplexType)):
            steps += self.members(found)
        elif self.type.name != QName(EDM, "Stream"):
            steps.append(lambda: self.close("$value"))
        if isinstance(found, EntityType):
            steps.append(lambda: self.close("$ref"))
        return steps

    def go(self, segment: Segment, to: TypeRef | None) -> None:
        self.segments.append(segment)
        self.type = to

    def close(self, name: seg.SystemName) -> None:
        self.go(seg.System(name), None)

    def members(self, found: EntityType | ComplexType) -> list[Callable[[], None]]:
        declared: dict[str, Property | NavigationProperty] = {}
        for each in reversed(list(self.model.ancestry(found.name))):
            declared |= {one.name: one for one in each.properties}
            declared |= {one.name: one for one in each.navigations}
        return [lambda member=each: self.member(member) for each in declared.values()]  # type: ignore[misc]

    def member(self, found: Property | NavigationProperty) -> None:
        to = TypeRef(found.type.name, found.type.collection)
        declared = self.model.types.get(to.name)
        if isinstance(found, NavigationProperty):
            self.go(seg.Navigation(found.name), to)
        elif isinstance(declared, ComplexType):
            self.go(seg.PropertySegment(found.name, "complex"), to)
        elif to.name == QName(EDM, "Stream"):
            self.go(seg.PropertySegment(found.name, "stream"), to)
        else:
            last = to.name.namespace == EDM and to.name.name in ("Untyped", "PrimitiveType", "ComplexType")
            self.go(seg.PropertySegment(found.name, "primitive"), None if last else to)

    def parts(self, found: EntityType) -> list[tuple[str, QName]]:
        """The key, where all of it can be drawn and none of it is a path."""
        line = [each for each in self.model.ancestry(found.name) if isinstance(each, EntityType)]
        refs = next((each.key for each in line if each.key), ())
        types = {one.name: one.type.name for each in line for one in each.properties}
        whole = all(each.path in types and values(self.model, types[each.path]) is not None for each in refs)
        return [(each.alias or each.path, types[each.path]) for each in refs] if whole else []

    def key(self) -> None:
        assert self.type is not None
        found = self.model.types[self.type.name]
        assert isinstance(found, EntityType)
        given = []
        for name, type_ in self.parts(found):
            strategy = values(self.model, type_)
            assert strategy is not None
            given.append(Argument(name, self.draw(strategy)))
        self.go(seg.KeySegment(tuple(given)), TypeRef(self.type.name))

    def position(self) -> None:
        assert self.type is not None
        self.go(seg.Ordinal(self.draw(st.integers(-99, 99))), TypeRef(self.type.name))

    def casts(self, type_: TypeRef) -> list[Callable[[], None]]:
        to = [TypeRef(name, type_.collection) for name in self.model.derived.get(type_.name, ())]
        return [lambda each=each: self.go(seg.Cast(each.name), each) for each in to]  # type: ignore[misc]

    def operations(self, type_: TypeRef) -> list[Callable[[], None]]:
        """Operations whose qualified name is that of one overload and nothing else."""
        line = [each.name for each in self.model.ancestry(type_.name)] or [type_.name]
        names = Walk._single_overloads(self.model)
        found = [each for each in names if each.binding and each.binding.name in line]
        fitting = [each for each in found if each.binding and each.binding.collection == type_.collection]
        callable_ = [each for each in fitting if self.arguments(each) is not None]
        return [lambda each=each: self.call(each) for each in callable_]  # type: ignore[misc]

    @staticmethod
    def _single_overloads(model: EdmModel) -> list[Operation]:
        return [some[0] for some in model.operations.values() if len(some) == 1]

    def arguments(self, operation: Operation) -> list[tuple[str, SearchStrategy[Value]]] | None:
        """What a URL gives of an operation; None where it cannot be drawn."""
        if operation.kind == "action":
            return []
        found = []
        for each in operation.parameters[1:] if operation.bound else operation.parameters:
            strategy = None if each.type.collection else values(self.model, each.type.name)
            if strategy is None:
                return None
            found.append((each.name, strategy | st.none() if each.type.nullable else strategy))
        return found

    def call(self, operation: Operation, imported: str = "") -> None:
        drawn = [Argument(name, self.draw(each)) for name, each in self.arguments(operation) or ()]
        given = tuple(drawn)
        made = seg.ImportedOperation(imported, operation, given) if imported else seg.BoundOperation(operation, given)
        returned = operation.returns.type if operation.returns and operation.composable else None
        self.go(made, TypeRef(returned.name, returned.collection) if returned else None)


@st.composite
def addresses(draw: DrawFn, model: EdmModel) -> tuple[Segment, ...]:
    """The segments of an address in a model; empty where nothing begins in it."""
    walk = Walk(draw, model, [], None)
    starts: list[Callable[[], None]] = []
    taken: set[str] = set()
    for container in model.containers:
        for root in container.roots:
            if root.name not in taken:
                to = TypeRef(root.type, isinstance(root, EntitySet))
                starts.append(lambda name=root.name, to=to: walk.go(seg.Root(name), to))  # type: ignore[misc]
            taken.add(root.name)
        for each in container.imports:
            overloads = model.operations.get(each.operation, ())
            if each.name not in taken and len(overloads) == 1 and walk.arguments(overloads[0]) is not None:
                starts.append(lambda one=overloads[0], name=each.name: walk.call(one, name))  # type: ignore[misc]
            taken.add(each.name)
    if starts:
        draw(st.sampled_from(starts))()
        for _ in range(draw(st.integers(0, 8))):
            if steps := walk.steps():
                draw(st.sampled_from(steps))()
    return tuple(walk.segments)
