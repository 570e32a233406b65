"""What reading URLs asks of a model beyond the general look-ups: keys of collections, operations by their spellings."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from csdlgen.edm.lookup import KeyParts, Lookup
from csdlgen.edm.model import NavigationProperty, Operation, QName
from csdlgen.navigation import Graph


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """The keys that a collection takes: the parts of the primary one, those of them that have to be given, since no
    constraint determines them, and the alternate ones. `known` is false where the model does not say."""

    primary: KeyParts
    short: KeyParts
    alternate: tuple[KeyParts, ...]
    known: bool


@dataclass(frozen=True)
class UrlLookup(Lookup):
    """A model as URLs see it. Make it once and match many URLs: every answer is kept."""

    _choices: dict[tuple[QName, QName | None, str], KeyChoice] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _operations: dict[tuple[QName, bool], dict[str, tuple[Operation, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def graph(self) -> Graph:
        """The navigation graph of the model."""
        return Graph(self.model)

    def choice(self, name: QName, source: QName | None, step: str) -> KeyChoice:
        """The keys that a collection of a type takes: one that a step leads to, a root or a member of `source`."""
        if (name, source, step) not in self._choices:
            element = self.members(source).get(step) if source else self.roots.get(step)
            determined: frozenset[str] = frozenset()
            if source and isinstance(element, NavigationProperty):
                determined = self._determined(source, element)
            primary = self.key(name)
            own = element.annotations if element else ()
            self._choices[name, source, step] = KeyChoice(
                primary,
                tuple(part for part in primary if part[1].name not in determined) or primary,
                tuple(dict.fromkeys((*self.alternate_keys(name), *self.annotated_keys(name, own)))),
                known=bool(primary) or self.is_complete(name),
            )
        return self._choices[name, source, step]

    def _determined(self, source: QName, navigation: NavigationProperty) -> frozenset[str]:
        """The properties of a navigation's target that referential constraints determine (section 4.3.3)."""
        determined = {constraint.referenced for constraint in navigation.constraints}
        partner = self.members(navigation.type.name).get(navigation.partner or "")
        if isinstance(partner, NavigationProperty) and self.is_a(source, partner.type.name):
            determined |= {constraint.property for constraint in partner.constraints}
        return frozenset(determined)

    def operations(self, name: QName, collection: bool) -> dict[str, tuple[Operation, ...]]:
        """What can be called on a value of a type or on a collection of them: overloads by simple and by qualified
        name (that with an alias included), those of the type itself before those of base types."""
        known = self._operations.get((name, collection))
        if known is None:
            overloads: dict[str, list[Operation]] = {}
            for base in self.declarable_types(name):
                for operation in self.bound.get((base, collection), ()):
                    for spelled in self._spellings(operation.name):
                        overloads.setdefault(spelled, []).append(operation)
            known = {spelled: tuple(same) for spelled, same in overloads.items()}
            self._operations[name, collection] = known
        return known

    @cached_property
    def _prefixes(self) -> dict[str, list[str]]:
        """The namespaces and aliases that stand for each namespace, by namespace."""
        prefixes: dict[str, list[str]] = {}
        for prefix, namespace in self.aliases.items():
            prefixes.setdefault(namespace, []).append(prefix)
        return prefixes

    def _spellings(self, name: QName) -> list[str]:
        return [name.name, *(f"{prefix}.{name.name}" for prefix in self._prefixes.get(name.namespace, ()))]

    def derived_with(self, name: QName, wanted: str, collection: bool) -> QName | None:
        """The first type derived from another that has a member or an operation that the other has not."""
        for derived in sorted(self.descendants(name)):
            if wanted in self.operations(derived, collection):
                return derived
            if not collection and wanted in self.members(derived):
                return derived
        return None
