"""The plan of the builders of operations, and of what leads to them.

An overload of a function without parameters is where the property `x` leads to, at the path `x()`; for one with
parameters the builder of that is called, `x(a=…)`. A naming that has methods beside properties has `x_with_a(a)` for
the same. What leads on from a composable function, its builder has from that of the result (CSDL section 12.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from csdlgen.edm.model import Operation, QName, TypeRef
from csdlgen.edm.vocabularies import description
from csdlgen.package.code import Code, call, compose, definition, docstring, identifier
from csdlgen.package.plan import builder_names
from csdlgen.package.plan.builder_modules import SELF, ModulePlan
from csdlgen.package.plan.builder_names import COUNT, BuilderMember, Classes
from csdlgen.package.plan.builder_types import LINKED
from csdlgen.package.plan.calls import Call
from csdlgen.package.plan.keys import key_methods
from csdlgen.package.plan.properties import with_its_type
from csdlgen.package.plan.values import BuilderClass, Method
from csdlgen.package.plan.verbs import (
    arguments_of,
    bare_overload,
    called,
    get,
    keyword_only,
    operation_verbs,
    parameter_names,
)


@dataclass(frozen=True)
class OperationsPlan(ModulePlan):
    """A module of builders while it is planned: what concerns operations."""

    def known(self, name: QName) -> Classes:
        """The builder classes of a type."""
        return builder_names.classes(self.types, name)

    # --- what leads to operations -------------------------------------------------------------------------------------

    def to_operation(self, attributes: Mapping[BuilderMember, str], first: Call, segment: str) -> Iterator[Method]:
        """What leads to an operation with that segment: to what its overloads begin at, then to those of them that have
        a method beside it."""
        overloads = self.types.calls.overloads(first)
        member = BuilderMember("operation" if first.owner else "import", first.name)
        home, cls = builder_names.operation_class(self.types, first)
        about = f"The {overloads[0].kind} `{overloads[0].name.name}`."
        segment += "()" * (bare_overload(overloads) is not None)
        yield self.child(attributes[member], segment, about, home, cls)
        methods = builder_names.call_names(self.types, overloads)
        for operation, beside in builder_names.overload_members(self.types, first.name, overloads).items():
            through = compose("self.{}", identifier(attributes[member]))
            if methods[operation] != "__call__":
                through = compose("{}.{}", through, identifier(methods[operation]))
            yield self._beside(attributes[beside], first._replace(overload=operation), operation, through)

    def _beside(self, attribute: str, to: Call, operation: Operation, through: Code) -> Method:
        """`x_with_a(a)`, which is `x(a=a)`."""
        names = map(identifier, parameter_names(operation, self.types.annotator.naming).values())
        return Method(
            signature=definition(
                attribute,
                [SELF, *arguments_of(self.types.annotator, operation, self.needs)],
                compose("{}[{}]", self.needs.annotated(*builder_names.operation_class(self.types, to)), self._s),
            ),
            doc=docstring(f"The function `{operation.name.name}`, called.", indent=2),
            result=call(compose("return {}", through), [compose("{0}={0}", each) for each in names], indent=2),
        )

    @property
    def _s(self) -> Code:
        return self.needs.runtime("S")

    def varying(self, name: QName) -> Iterator[Method]:
        """What leads from an entity to the operations whose overloads depend on the type, inherited ones included."""
        types = self.types
        attributes = builder_names.attributes(types, name)
        for operation, declaring in types.nearest(name, collection=False).items():
            if types.varies(name, operation) or types.varies(declaring, operation):
                yield from self.bound(attributes, declaring, operation, many=False)

    def of_collection(self, name: QName) -> Iterator[Method]:
        """What leads from a collection to its operations."""
        attributes = builder_names.collection_attributes(self.types, name)
        for operation, declaring in self.types.nearest(name, collection=True).items():
            yield from self.bound(attributes, declaring, operation, many=True)

    def bound(
        self, attributes: Mapping[BuilderMember, str], declaring: QName, operation: QName, *, many: bool
    ) -> Iterator[Method]:
        """What leads to an operation that is bound to a type or to a base type."""
        segment = self.types.url_segment(self.types.operations(declaring, collection=many)[operation][0])
        yield from self.to_operation(attributes, Call(declaring, many, str(operation), None), segment)

    def casts(self, name: QName, way: str, *, many: bool) -> Iterator[Method]:
        """What leads to the derived types of a type that is reached that way."""
        attributes = builder_names.attributes_of(self.types, name, many=many)
        for derived in self.types.casts(name):
            cls = builder_names.builder_class(self.types, derived, way, many=many)
            about = f"Those that are `{derived}`." if many else f"The same as `{derived}`."
            attribute = attributes[BuilderMember("cast", str(derived))]
            home = self.types.homes[derived]
            child = self.child(attribute, str(derived), about, home, cls)
            yield with_its_type(self.types, child, str(derived), self.needs.annotated(home, cls), derived)

    def count(self, name: QName) -> tuple[list[Code], list[Method]]:
        """The base class that says how many entities a collection has, or what does that under another name."""
        attribute = builder_names.collection_attributes(self.types, name).get(COUNT)
        if attribute is None:
            return [], []
        if attribute == "count":
            return [self.needs.runtime("Countable")], []
        counter = self.needs.runtime("CountBuilder")
        counting = self.leading(attribute, "$count", "The number of entities, `$count`.", counter, Code(""))
        return [], [counting]

    # --- their classes ------------------------------------------------------------------------------------------------

    def operations(self, classes: Mapping[Call, str]) -> Iterator[BuilderClass]:
        """The classes of the operations in this module."""
        for each, cls in classes.items():
            overloads = self.types.calls.overloads(each)
            if each.overload:
                own = get(self.types.annotator, each.overload, "get", self.needs, is_called=True)
                yield self._operation(each, cls, each.overload, [own])
                continue
            verbs = builder_names.verb_names(self.types, overloads)
            methods = [
                *operation_verbs(self.types.annotator, verbs, self.needs, empty_bodies=self.types.empty_bodies),
                *self._called_with(each),
            ]
            yield self._operation(each, cls, overloads[0], methods)

    def _operation(self, to: Call, cls: str, described: Operation, methods: Iterable[Method]) -> BuilderClass:
        result = self.types.calls.result(to)
        parents, inherited = self._inherited(result) if result else ([], [])
        about = description(described.annotations) or f"The {described.kind} `{described.name}`."
        return BuilderClass(
            declaration=self.declaration(cls, parents),
            doc=docstring(about, indent=1),
            methods=(*methods, *inherited),
        )

    def _called_with(self, first: Call) -> Iterator[Method]:
        """The methods that give the builders of overloads with parameters."""
        for operation, name in builder_names.call_names(self.types, self.types.calls.overloads(first)).items():
            home, cls = builder_names.operation_class(self.types, first._replace(overload=operation))
            annotated = self.needs.annotated(home, cls)
            given = keyword_only(arguments_of(self.types.annotator, operation, self.needs))
            path = called(self.types.annotator, operation, Code("self._path"), self.needs, indent=3)
            yield Method(
                signature=definition(name, given, compose("{}[{}]", annotated, self._s)),
                doc=docstring("The function, called.", indent=2),
                imported=self.needs.local(home, cls),
                result=call(compose("return {}", annotated), [SELF, path, Code("whole=True")], indent=2),
            )

    def _inherited(self, result: TypeRef) -> tuple[list[Code], list[Method]]:
        """The base classes and methods for what leads on from a result, which this module has the builders of. It can
        be read by the function alone, so that where entities are read and written, the verbs for that are left out."""
        types, name, many = self.types, result.name, result.collection
        if not types.is_resource(name):
            return [identifier(builder_names.builder_class(types, name, LINKED, many=many))], []
        if not many:
            methods = [*self.varying(name), *self.casts(name, LINKED, many=False)]
            return [identifier(self.known(name).navigation)], methods
        parents, counting = self.count(name)
        single = builder_names.builder_class(types, name, LINKED, many=False)
        keys = key_methods(types, name, single, self.needs)
        return parents, [*keys, *counting, *self.of_collection(name), *self.casts(name, LINKED, many=True)]
