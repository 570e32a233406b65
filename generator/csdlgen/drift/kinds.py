"""The kinds of change that a comparison of two models recognises, and what each is called the other way round.

Their names are those of the catalogue of drift rules. Kinds that no comparison of models can see (routes, names in
Python, the calendar) are not among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NewType

Kind = NewType("Kind", str)
"""A kind of change: kebab-case, a key of `MIRROR`."""

_BOTH_WAYS = (
    *("key-changed", "key-moved-in-hierarchy", "base-type-changed", "type-kind-changed", "type-casing-changed"),
    *("type-namespace-moved", "enum-type-casing-changed", "property-casing-changed", "property-type-changed"),
    *("unicode-changed", "srid-changed", "default-value-changed", "navigation-casing-changed"),
    *("navigation-target-changed", "navigation-partner-changed", "referential-constraint-changed"),
    *("on-delete-changed", "enum-member-renamed", "enum-member-casing-changed", "enum-member-value-changed"),
    *("enum-sentinel-moved", "enum-is-flags-changed", "enum-underlying-type-changed", "type-definition-changed"),
    *("operation-kind-changed", "operation-bound-changed", "binding-type-changed", "binding-collection-flipped"),
    *("binding-parameter-renamed", "parameter-renamed", "parameter-type-changed", "parameter-casing-changed"),
    *("parameters-reordered", "return-type-changed", "entity-set-path-changed", "entity-set-casing-changed"),
    *("singleton-casing-changed", "entity-set-type-changed", "singleton-type-changed", "import-target-changed"),
    *("binding-target-changed", "description-changed", "annotation-changed", "schema-alias-changed"),
    *("type-restated", "binding-parameter-changed"),
    *("reference-changed", "odata-version-changed", "term-changed", "container-changed", "service-document-changed"),
)
_PAIRS = (
    ("entity-type-added", "entity-type-removed"),
    ("complex-type-added", "complex-type-removed"),
    ("derived-type-added", "derived-type-removed"),
    ("enum-type-added", "enum-type-removed"),
    ("type-definition-added", "type-definition-removed"),
    ("term-added", "term-removed"),
    ("schema-added", "schema-removed"),
    ("container-added", "container-removed"),
    ("base-type-added", "base-type-removed"),
    ("abstract-added", "abstract-removed"),
    ("open-type-added", "open-type-removed"),
    ("has-stream-added", "has-stream-removed"),
    ("key-added", "key-removed"),
    ("alternate-key-added", "alternate-key-removed"),
    ("property-added-nullable", "property-removed"),
    ("property-added-with-default", "property-removed"),
    ("property-added-computed", "property-removed"),
    ("property-added-collection", "property-removed"),
    ("property-added-non-nullable", "property-removed"),
    ("property-type-widened", "property-type-narrowed"),
    ("property-type-to-base", "property-type-to-derived"),
    ("property-enum-to-string", "property-string-to-enum"),
    ("property-became-collection", "property-became-single"),
    ("property-became-nullable", "property-became-non-nullable"),
    ("items-became-nullable", "items-became-non-nullable"),
    ("max-length-increased", "max-length-decreased"),
    ("precision-increased", "precision-decreased"),
    ("scale-increased", "scale-decreased"),
    ("default-value-added", "default-value-removed"),
    ("property-became-navigation", "navigation-became-property"),
    ("property-moved-to-base", "property-moved-from-base"),
    ("navigation-added", "navigation-removed"),
    ("navigation-added-required", "navigation-removed"),
    ("navigation-target-narrowed", "navigation-target-widened"),
    ("navigation-became-collection", "navigation-became-single"),
    ("navigation-became-nullable", "navigation-became-non-nullable"),
    ("navigation-containment-added", "navigation-containment-removed"),
    ("enum-member-added-after-sentinel", "enum-member-removed"),
    ("enum-member-added-before-sentinel", "enum-member-removed"),
    ("enum-member-added-closed", "enum-member-removed"),
    ("enum-sentinel-added", "enum-sentinel-removed"),
    ("action-added", "action-removed"),
    ("function-added", "function-removed"),
    ("overload-added", "overload-removed"),
    ("parameter-added-optional", "parameter-removed"),
    ("action-parameter-added-nullable", "parameter-removed"),
    ("action-parameter-added-collection", "parameter-removed"),
    ("parameter-added-required", "parameter-removed"),
    ("function-parameter-added", "parameter-removed"),
    ("parameter-became-nullable", "parameter-became-non-nullable"),
    ("parameter-became-optional", "parameter-became-required"),
    ("parameter-type-widened", "parameter-type-narrowed"),
    ("return-type-widened", "return-type-narrowed"),
    ("return-type-added", "return-type-removed"),
    ("return-became-nullable", "return-became-non-nullable"),
    ("composable-added", "composable-removed"),
    ("entity-set-added", "entity-set-removed"),
    ("singleton-added", "singleton-removed"),
    ("import-added", "import-removed"),
    ("entity-set-became-singleton", "singleton-became-entity-set"),
    ("singleton-became-nullable", "singleton-became-non-nullable"),
    ("explicit-binding-added", "explicit-binding-removed"),
    ("explicit-binding-removed", "explicit-binding-removed"),
    ("binding-added", "binding-removed"),
    ("read-capability-restricted", "capability-relaxed"),
    ("write-capability-restricted", "capability-relaxed"),
    ("read-capability-restricted", "read-capability-restricted"),
    ("write-capability-restricted", "write-capability-restricted"),
    ("required-filter-added", "required-filter-removed"),
    ("required-filter-added", "read-capability-restricted"),
    ("alternate-key-removed", "alternate-key-removed"),
    ("property-became-computed", "property-no-longer-computed"),
    ("property-became-immutable", "property-no-longer-immutable"),
    ("optimistic-concurrency-added", "optimistic-concurrency-removed"),
    ("deprecation-added", "deprecation-withdrawn"),
    ("removal-date-earlier", "removal-date-later"),
)


def _mirror(pairs: Iterable[tuple[str, str]]) -> dict[Kind, frozenset[Kind]]:
    found: dict[Kind, set[Kind]] = {}
    for one, other in pairs:
        found.setdefault(Kind(one), set()).add(Kind(other))
        found.setdefault(Kind(other), set()).add(Kind(one))
    return {kind: frozenset(others) for kind, others in sorted(found.items())}


MIRROR: Final = _mirror((*((kind, kind) for kind in _BOTH_WAYS), *_PAIRS))
"""Every kind, and the kinds that the same difference may have when old and new change places: a removed property may
come back in four ways, and what is restricted in one respect and relaxed in another is restricted either way."""


def kind(name: str) -> Kind:
    """The kind of that name, which has to be one."""
    if name not in MIRROR:
        raise KeyError(name)
    return Kind(name)
