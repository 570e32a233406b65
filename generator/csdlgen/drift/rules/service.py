"""Rules on the document, its entity container and annotations (CSDL sections 3, 4, 13 and 14), and on what follows from
changes or from the calendar."""

from __future__ import annotations

from csdlgen.drift.annotations import (
    REVISIONS,
    becomes,
    ceases,
    demands_filter,
    demands_no_filter,
    deprecates,
    earlier,
    hides,
    is_applied,
    later,
    relaxes,
    restricts_reading,
    restricts_writing,
)
from csdlgen.drift.events import dropped, stated
from csdlgen.drift.rules.rule import Rule, added, annotated, changed, raised_by, recased, removed, rule, turned
from csdlgen.edm.vocabularies import CAPABILITIES, CORE

RULES: tuple[Rule, ...] = (
    # the document
    rule("odata-version-changed", "DDN", "the version was {before} and is {after}", changed("Version")),
    rule(
        "reference-changed", "DDN", "the document references something else here",
        added("reference", "include", "include-annotations"), removed("reference", "include", "include-annotations"),
        changed("*", "include"),
    ),
    rule("schema-added", "AAA", "the schema is new", added("schema"), reverse="schema-removed", routes=True),
    rule("schema-removed", "BBB", "the schema is gone", removed("schema"), routes=True),
    rule("schema-alias-changed", "NDN", "the alias was {before} and is {after}", changed("Alias"), routes=True),
    rule("term-added", "AAN", "the term is new", added("term"), reverse="term-removed"),
    rule("term-removed", "DNN", "the term is gone", removed("term")),
    rule("term-changed", "DNN", "the term was {before} and is {after}", changed("*", "term")),
    # the entity container
    rule(
        "container-added", "AAA", "the entity container is new",
        added("container"), reverse="container-removed", routes=True,
    ),
    rule("container-removed", "BBB", "the entity container is gone", removed("container"), routes=True),
    rule(
        "container-changed", "DNN", "the container was {before} and is {after}",
        changed("*", "container"), raised_by("pairs.containers"), routes=True,
    ),
    rule(
        "entity-set-added", "AAA", "the entity set is new, of {after}",
        added("entity-set"), reverse="entity-set-removed", routes=True,
    ),
    rule(
        "entity-set-removed", "BBB", "the entity set is gone; it was of {before}",
        removed("entity-set"), routes=True,
    ),
    rule(
        "entity-set-casing-changed", "BBN", "the entity set was called {before}",
        recased("entity-set"), routes=True,
    ),
    rule(
        "entity-set-type-changed", "BBB", "the type was {before} and is {after}",
        changed("EntityType", "entity-set"), routes=True,
    ),
    rule(
        "entity-set-became-singleton", "BBB", "it was an entity set of {before} and is a singleton of {after}",
        turned("entity-set", "singleton"), reverse="singleton-became-entity-set", routes=True,
    ),
    rule(
        "singleton-added", "AAA", "the singleton is new, of {after}",
        added("singleton"), reverse="singleton-removed", routes=True,
    ),
    rule("singleton-removed", "BBB", "the singleton is gone; it was of {before}", removed("singleton"), routes=True),
    rule("singleton-casing-changed", "BBN", "the singleton was called {before}", recased("singleton"), routes=True),
    rule(
        "singleton-type-changed", "BBB", "the type was {before} and is {after}",
        changed("EntityType", "singleton"), routes=True,
    ),
    rule(
        "singleton-became-nullable", "DAD", "the singleton may be null now",
        changed("Nullable", "singleton", test=stated), reverse="singleton-became-non-nullable", routes=True,
    ),
    rule(
        "singleton-became-non-nullable", "ADA", "the singleton cannot be null any more",
        changed("Nullable", "singleton", test=dropped), routes=True,
    ),
    rule(
        "singleton-became-entity-set", "BBB", "it was a singleton of {before} and is an entity set of {after}",
        turned("singleton", "entity-set"), routes=True,
    ),
    rule("import-added", "AAA", "the operation import is new: {after}", added("import"), reverse="import-removed"),
    rule("import-removed", "BBB", "the operation import is gone; it was of {before}", removed("import")),
    rule(
        "import-target-changed", "BBB", "it called {before} and calls {after}",
        changed("Operation"), changed("Kind", "import"),
    ),
    rule(
        "service-document-changed", "DNN", "IncludeInServiceDocument was {before} and is {after}",
        changed("IncludeInServiceDocument"),
    ),
    rule(
        "binding-added", "AAA", "the binding is new: {after}",
        added("binding"), reverse="binding-removed",
    ),
    rule("binding-removed", "DDN", "the binding is gone; it was {before}", removed("binding")),
    rule(
        "binding-target-changed", "DDN", "it was bound to {before}, now to {after}",
        changed("Target"),
    ),
    # annotations
    rule(
        "required-filter-added", "BNN", "the restriction was {before} and is {after}",
        annotated(CAPABILITIES, test=demands_filter), reverse="read-capability-restricted required-filter-removed",
    ),
    rule(
        "required-filter-removed", "ANA", "the restriction was {before} and is {after}",
        annotated(CAPABILITIES, test=demands_no_filter),
    ),
    rule(
        "write-capability-restricted", "NBN", "the restriction was {before} and is {after}",
        annotated(CAPABILITIES, test=restricts_writing), reverse="capability-relaxed write-capability-restricted",
    ),
    rule(
        "read-capability-restricted", "BNN", "the restriction was {before} and is {after}",
        annotated(CAPABILITIES, test=restricts_reading),
        annotated(f"{CORE}.Permissions", test=becomes(hides, "property", "navigation")),
        reverse="capability-relaxed read-capability-restricted",
    ),
    rule(
        "capability-relaxed", "AAA", "the restriction was {before} and is {after}",
        annotated(CAPABILITIES, test=relaxes),
        annotated(f"{CORE}.Permissions", test=ceases(hides, "property", "navigation")),
    ),
    rule(
        "optimistic-concurrency-added", "NBN", "changes need an If-Match header now",
        annotated(f"{CORE}.OptimisticConcurrency", test=becomes(is_applied)),
        reverse="optimistic-concurrency-removed",
    ),
    rule(
        "optimistic-concurrency-removed", "NDA", "changes need no If-Match header any more",
        annotated(f"{CORE}.OptimisticConcurrency", test=ceases(is_applied)),
    ),
    rule(
        "deprecation-added", "DDA", "the element is deprecated now{removal}",
        annotated(REVISIONS, test=becomes(deprecates)), reverse="deprecation-withdrawn",
    ),
    rule(
        "deprecation-withdrawn", "AAA", "the element is no longer deprecated",
        annotated(REVISIONS, test=ceases(deprecates)),
    ),
    rule(
        "removal-date-earlier", "DDN", "the element is to be removed earlier than announced{removal}",
        annotated(REVISIONS, test=earlier), reverse="removal-date-later",
    ),
    rule(
        "removal-date-later", "AAN", "the element is to be removed later than announced{removal}",
        annotated(REVISIONS, test=later),
    ),
    rule(
        "description-changed", "NNN", "the description differs",
        annotated(f"{CORE}.Description", f"{CORE}.LongDescription"),
    ),
    rule(
        "annotation-changed", "NNN", "the annotation was {before} and is {after}",
        added("target"), removed("target"), raised_by("rules.annotation_rule"),
    ),
    # what follows from changes, or from the calendar
    rule("removal-date-passed", "DDN", "the element was to be removed on {after}", raised_by("judge._overdue")),
    rule("snapshot-suspicious", "DDD", "{after}", raised_by("judge._suspicion")),
    rule("route-added", "AAA", "there is a new route: {after}", raised_by("route_drift._events")),
    rule("route-removed", "BBB", "the route is gone: {before}", raised_by("route_drift._events")),
    rule(
        "route-became-ref-only", "DBN", "the route leaves containment now: {after}",
        raised_by("route_drift._events"),
    ),
    rule(
        "python-name-collision", "NNB", "it was {before} in Python and is {after}",
        raised_by("python_drift.name_drift"),
    ),
    rule(
        "python-import-moved", "NNB", "it was {before} in Python and is {after}",
        raised_by("python_drift.name_drift"),
    ),
    rule(
        "python-builder-changed", "NNB", "it led to {before} in Python and leads to {after}",
        raised_by("python_drift.name_drift"),
    ),
    rule("python-name-adjusted", "NNA", "it is {after} in Python", raised_by("python_drift.name_drift")),
)  # fmt: skip
