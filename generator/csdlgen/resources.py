"""What of a service are resources, to be read and written: the paths that a selection names, with the derived types
that they are cast to, and structural properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from csdlgen.edm.model import EdmModel, EntityType, QName
from csdlgen.edm.vocabularies import derived_type_constraint, is_restricted
from csdlgen.errors import Diagnostic
from csdlgen.navigation import Path, Step
from csdlgen.urls import PropertyPath, UrlLookup
from csdlgen.urls.segments import Rejected
from csdlgen.urls.wildcards import ANY_PATH, every_step, matching

PropertyNames = frozenset[tuple[QName, str]]
"""Structural properties: the type that declares each, and its name."""


class Resources(NamedTuple):
    """The paths to entities and to collections of them, the properties of entities, and the paths to the latter."""

    paths: tuple[Path, ...]
    properties: PropertyNames
    owners: tuple[Path, ...]

    def with_casts(self, lookup: UrlLookup) -> Resources:
        """The same, with a path more for each entity type that what a path reaches may be cast to."""
        return self._replace(paths=tuple(dict.fromkeys((*self.paths, *_cast(lookup, self.paths)))))


def named_resources(
    lookup: UrlLookup, texts: Iterable[str], problems: list[Diagnostic], *, everything: bool, remedy: str
) -> Resources:
    """What texts such as `users/messages`, `users/**` or `users/mailboxSettings` name. Adds to `problems` those that
    name nothing; with `everything` all paths are all steps as well.

    Properties are resources also where the model restricts how they are read or written (Protocol section 11.2.4):
    those of all entity types with `everything`, else those of entities that are resources themselves.
    """
    found: dict[Path | PropertyPath, None] = {}
    for text in texts:
        every = everything and text == ANY_PATH
        named = every_step(lookup) if every else matching(lookup, text)
        if isinstance(named, Rejected):
            message, advice = f"resource {text!r}: {named.message}", named.suggestion or remedy
            problems.append(Diagnostic(code="unknown-resource", message=message, remedy=advice, path=text))
        else:
            found.update(dict.fromkeys(named))
    paths = tuple(each for each in found if isinstance(each, Path))
    properties = tuple(each for each in found if isinstance(each, PropertyPath))
    names = {(each.declaring, each.name) for each in properties}
    names.update(_restricted(lookup.model, None if everything else paths))
    return Resources(paths, frozenset(names), tuple(each.path for each in properties))


def _restricted(model: EdmModel, paths: Iterable[Path] | None) -> Iterator[tuple[QName, str]]:
    """The properties whose use is restricted, of what paths lead to or of all entity types."""
    if paths is None:
        types = {name for name, each in model.types.items() if isinstance(each, EntityType)}
    else:
        types = {base.name for path in paths for base in model.ancestry(path.target)}
    for name in types:
        type_ = model.structured(name)
        for prop in type_.properties if type_ else ():
            if is_restricted(prop.annotations) and str(prop.type.name) != "Edm.Stream":
                yield name, prop.name


def _cast(lookup: UrlLookup, paths: Iterable[Path]) -> Iterator[Path]:
    """The paths that end without a cast, with one (URL conventions section 4.11)."""
    casts = _Casts(lookup)
    for path in paths:
        if path.steps and not path.cast:
            yield from (replace(path, cast=each) for each in casts.of(path.steps[-1]))


@dataclass(frozen=True)
class _Casts:
    """The entity types that steps may be cast to; look-ups are worked out once a type."""

    lookup: UrlLookup
    _known: dict[QName, tuple[QName, ...]] = field(default_factory=dict)

    def of(self, step: Step) -> tuple[QName, ...]:
        """The derived types that a step may be cast to: all of them, or those that Validation.DerivedTypeConstraint
        lists, with what derives from those."""
        derived = self._derived(step.target)
        listed = derived_type_constraint(self.lookup.graph.annotations(step)) if derived else None
        if listed is None:
            return derived
        allowed = {self.lookup.qualified(each) for each in listed}
        model = self.lookup.model
        return tuple(name for name in derived if any(base.name in allowed for base in model.ancestry(name)))

    def _derived(self, name: QName) -> tuple[QName, ...]:
        if name not in self._known:
            types = self.lookup.model.types
            derived = sorted(each for each in self.lookup.descendants(name) if isinstance(types[each], EntityType))
            self._known[name] = () if self._is_technical(name, len(derived)) else tuple(derived)
        return self._known[name]

    def _is_technical(self, name: QName, derived: int) -> bool:
        """Whether a type is the abstract base of more than half of all entity types, such as one that declares their
        key: being one of those says nothing about which of them something may be."""
        known = self.lookup.model.structured(name)
        return known is not None and known.abstract and 2 * derived > self._entity_types

    @cached_property
    def _entity_types(self) -> int:
        return sum(isinstance(each, EntityType) for each in self.lookup.model.types.values())
