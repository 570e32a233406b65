"""Which builders the operations of a slice have, and in which module each is.

Every overload of a function has a URL of its own (URL conventions section 4.5), and what a composable one gives leads
on (CSDL section 12.5), so that its builder inherits from that of its result, and is in the module of that: modules
import those of base types alone, which never go round in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from csdlgen.edm.model import Operation, QName, TypeRef
from csdlgen.package.plan.verbs import bare_overload

if TYPE_CHECKING:
    from csdlgen.package.plan.builder_names import Classes
    from csdlgen.package.plan.builder_types import BuilderTypes

Overloads: TypeAlias = tuple[Operation, ...]


class Call(NamedTuple):
    """A builder of an operation: that of an overload with parameters, or (None) that which all overloads begin at.

    `owner` is the type that the operation is bound to, or (with `many`) a collection of it; None where `name`, else the
    qualified name of the operation, is that of an import.
    """

    owner: QName | None
    many: bool
    name: str
    overload: Operation | None


@dataclass(frozen=True)
class Calls:
    """The builders of operations.

    `classes` are the classes of modules that `builder_names` has worked out, None that of the service: it is asked by
    every builder that leads to an operation. `taken` are the names that `builder_names.attributes` does not give, by
    the type that all others of a family derive from.
    """

    types: BuilderTypes
    classes: dict[QName | None, Classes] = field(default_factory=dict, init=False, repr=False, compare=False)
    taken: dict[QName, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def overloads(self, call: Call) -> Overloads:
        """All overloads of the operation."""
        if call.owner is None:
            return self.types.imports[call.name]
        return self._bound[call.owner, call.many, call.name]

    @cached_property
    def _bound(self) -> dict[tuple[QName, bool, str], Overloads]:
        return {
            (owner, many, str(name)): overloads
            for owner in self.types.homes
            for many in (False, True)
            for name, overloads in self.types.operations(owner, collection=many).items()
        }

    def apart(self, overloads: Overloads) -> Overloads:
        """The overloads of a function that have a builder of their own: of those with parameters all where the naming
        says so, else those that lead on. The names of parameters tell them apart (CSDL section 12.4)."""
        flat = self.types.annotator.naming.flat
        named = [(frozenset(one.name for one in each.nonbinding_parameters), each) for each in overloads]
        known = {
            given: each
            for given, each in reversed(named)
            if each.kind == "function" and (flat or self.types.leads_to(each))
        }
        return tuple(each for given, each in named if given and known.get(given) == each)

    def result(self, call: Call) -> TypeRef | None:
        """What a builder leads on to: it is that of a call of a composable function."""
        called = call.overload or bare_overload(self.overloads(call))
        return self.types.leads_to(called) if called else None

    def place(self, call: Call) -> QName | None:
        """The type in whose module a builder is, None for that of the service."""
        result = self.result(call)
        return result.name if result else call.owner

    def at(self, place: QName | None) -> tuple[Call, ...]:
        """The builders in a module."""
        return self._places.get(place, ())

    @cached_property
    def _places(self) -> dict[QName | None, tuple[Call, ...]]:
        places: dict[QName | None, list[Call]] = {}
        for call in self._all():
            places.setdefault(self.place(call), []).append(call)
        return {place: tuple(calls) for place, calls in places.items()}

    def _all(self) -> Iterator[Call]:
        for owner in self.types.homes:
            for many in (False, True):
                for name, overloads in self.types.operations(owner, collection=many).items():
                    for overload in (None, *self.apart(overloads)):
                        yield Call(owner, many, str(name), overload)
        for segment, overloads in self.types.imports.items():
            for overload in (None, *self.apart(overloads)):
                yield Call(None, False, segment, overload)
