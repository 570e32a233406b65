"""Rules on types, keys and type definitions (CSDL sections 5, 6, 9 and 11)."""

from __future__ import annotations

from csdlgen.drift.adjust import (
    ORDINARY,
    addressed,
    inherited_open,
    inherited_stream,
    name_in_payloads,
    still_derives,
)
from csdlgen.drift.annotations import fewer_alternate_keys, more_alternate_keys
from csdlgen.drift.events import (
    Presence,
    dropped,
    neither,
    of_entities,
    same_key,
    same_values,
    stated,
    to_narrower,
    to_wider,
)
from csdlgen.drift.rules.rule import Rule, added, annotated, changed, raised_by, recased, removed, rule
from csdlgen.edm.vocabularies import ALTERNATE_KEYS


def is_variant(presence: Presence) -> bool:
    """Whether values of a type come, or came, where the other model promises one of its base types. What promises a
    base type of nearly everything promises nothing."""
    there = presence.there
    line = [base.name for base in presence.here.model.ancestry(presence.path.qualified)][1:]
    return any(name in there.model.types and name in there.used and name not in there.universal for name in line)


RULES: tuple[Rule, ...] = (
    # types
    rule(
        "derived-type-added", "DAA", "the type is new and derives from {after}, which is in use",
        added("entity-type", "complex-type", test=is_variant), odata="AAA", reverse="derived-type-removed",
        routes=True,
    ),
    rule(
        "derived-type-removed", "DBB", "the type is gone, and its base type {before} is still in use",
        removed("entity-type", "complex-type", test=is_variant), routes=True,
    ),
    rule(
        "entity-type-added", "AAA", "the entity type is new",
        added("entity-type"), reverse="entity-type-removed", routes=True,
    ),
    rule("entity-type-removed", "BBB", "the entity type is gone", removed("entity-type"), routes=True),
    rule(
        "complex-type-added", "AAA", "the complex type is new",
        added("complex-type"), reverse="complex-type-removed", routes=True,
    ),
    rule("complex-type-removed", "BBB", "the complex type is gone", removed("complex-type"), routes=True),
    rule("type-kind-changed", "BBB", "the kind was {before} and is {after}", raised_by("pairs.types"), routes=True),
    rule(
        "type-casing-changed", "DDN", "the type was called {before}",
        recased("entity-type", "complex-type", "type-definition"), adjust=(name_in_payloads, *ORDINARY), routes=True,
    ),
    rule(
        "type-namespace-moved", "DDN", "the type was {before}",
        raised_by("pairs.types"), adjust=(name_in_payloads, *ORDINARY), routes=True,
    ),
    rule(
        "type-restated", "NNN", "the type was {before} and is {after}",
        changed("Type", "property", "navigation", "parameter", "returns", "binding-parameter", test=same_values),
        changed("Nullable", "property", "navigation", "parameter", "returns", test=of_entities),
        raised_by("rules.attribute_rule", "compare._facets"), routes=True,
    ),
    rule(
        "base-type-added", "AAD", "the type derives from {after} now",
        changed("BaseType", test=stated), reverse="base-type-removed", routes=True,
    ),
    rule(
        "base-type-removed", "DDB", "the type no longer derives from {before}",
        changed("BaseType", test=dropped), routes=True,
    ),
    rule(
        "base-type-changed", "DDD", "the type derived from {before}, now from {after}",
        changed("BaseType"), adjust=(still_derives, *ORDINARY), routes=True,
    ),
    rule(
        "abstract-added", "ABN", "the type is abstract now",
        changed("Abstract", test=stated), reverse="abstract-removed",
    ),
    rule("abstract-removed", "AAA", "the type is no longer abstract", changed("Abstract", test=dropped)),
    rule(
        "open-type-added", "DAA", "the type is open now",
        changed("OpenType", test=stated), reverse="open-type-removed", adjust=(inherited_open, *ORDINARY),
    ),
    rule(
        "open-type-removed", "ADN", "the type is no longer open",
        changed("OpenType", test=dropped), adjust=(inherited_open, *ORDINARY),
    ),
    rule(
        "has-stream-added", "AAA", "the entities have a stream now",
        changed("HasStream", test=stated), reverse="has-stream-removed", adjust=(inherited_stream, *ORDINARY),
    ),
    rule(
        "has-stream-removed", "BBB", "the entities no longer have a stream",
        changed("HasStream", test=dropped), adjust=(inherited_stream, *ORDINARY),
    ),
    # keys
    rule(
        "key-moved-in-hierarchy", "NNN", "the same key is declared elsewhere in the line of base types",
        changed("Key", test=same_key),
    ),
    rule(
        "key-added", "BBB", "the type has the key {after} now",
        changed("Key", test=stated), reverse="key-removed", adjust=(addressed, *ORDINARY),
    ),
    rule(
        "key-removed", "BBB", "the key {before} is gone",
        changed("Key", test=dropped), adjust=(addressed, *ORDINARY),
    ),
    rule("key-changed", "BBB", "the key was {before} and is {after}", changed("Key"), adjust=(addressed, *ORDINARY)),
    rule(
        "alternate-key-removed", "BBB", "an alternate key is gone",
        annotated(*ALTERNATE_KEYS, test=fewer_alternate_keys), reverse="alternate-key-added alternate-key-removed",
    ),
    rule(
        "alternate-key-added", "AAA", "there is a further alternate key",
        annotated(*ALTERNATE_KEYS, test=more_alternate_keys),
    ),
    # type definitions
    rule(
        "type-definition-added", "AAA", "the type definition is new",
        added("type-definition"), reverse="type-definition-removed", routes=True,
    ),
    rule(
        "type-definition-removed", "NDN", "the type definition is gone",
        removed("type-definition"), odata="BBB", routes=True,
    ),
    rule(
        "type-definition-changed", "BBD", "the type definition was {before} and is {after}",
        changed("UnderlyingType", "type-definition", test=neither(to_wider, to_narrower)), odata="BBB", routes=True,
    ),
)  # fmt: skip
