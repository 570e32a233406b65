"""Rules on entity containers, capabilities (CSDL section 13), and on what no comparison of models sees."""

from __future__ import annotations

from csdlgen.drift.rules.rule import Rule, rule

_NEW = "Regenerate the package when you want to use it; code that does not is not touched."
_NOTHING = "Nothing has to be done."
_ROOT = "Look for another route to the same entities: `csdlgen routes` lists them."
_TOGETHER = "Regenerate and release together with the service."

_CONTAINER = (
    rule(
        "container-added", "AAA", "The document has an entity container", "the entity container is new",
        "What it makes addressable stands under it. Nothing was addressable before.",
        _NEW,
    ),
    rule(
        "container-removed", "BBB", "The entity container is gone", "the entity container is gone",
        "Nothing can be addressed any more; all of its children stand under it. Documents without a container are"
        " meant for inclusion in others, so that this may be the wrong document.",
        "See that the document is the one that the service publishes at `$metadata`.",
    ),
    rule(
        "container-changed", "D--", "The entity container has another name or extends another",
        "the container was {before} and is {after}",
        "Its name appears in context URLs and in annotation targets only. With another container that it extends, what"
        " it inherits may be other.",
        "Check code that takes context URLs apart.",
    ),
    rule(
        "entity-set-added", "AAA", "An entity set is new", "the entity set is new, of {after}",
        "New entity sets are among the changes that OData allows at any time (Protocol section 5.2).", _NEW,
    ),
    rule(
        "entity-set-removed", "BBB", "An entity set is gone", "the entity set is gone; it was of {before}",
        "Every URL that begins with it leads nowhere.", _ROOT,
    ),
    rule(
        "entity-set-casing-changed", "BB-", "The name of an entity set differs in case",
        "the entity set was called {before}",
        "Its name is a segment of URLs, and those are case-sensitive. In Python it may be called the same.", _TOGETHER,
    ),
    rule(
        "entity-set-type-changed", "BBB", "An entity set has entities of another type",
        "the type was {before} and is {after}",
        "Other entities arrive, with other members and perhaps another key.",
        "Regenerate, and look at the code that uses the entity set.",
    ),
    rule(
        "entity-set-became-singleton", "BBB", "An entity set has become a singleton",
        "it was an entity set of {before} and is a singleton of {after}",
        "There is one entity where there was a collection: payloads have another shape, and URLs no key.",
        "Regenerate, and read the one entity without a key.",
    ),
    rule(
        "singleton-added", "AAA", "A singleton is new", "the singleton is new, of {after}",
        "New singletons are among the changes that OData allows at any time (Protocol section 5.2).", _NEW,
    ),
    rule(
        "singleton-removed", "BBB", "A singleton is gone", "the singleton is gone; it was of {before}",
        "Every URL that begins with it leads nowhere.", _ROOT,
    ),
    rule(
        "singleton-casing-changed", "BB-", "The name of a singleton differs in case",
        "the singleton was called {before}",
        "Its name is a segment of URLs, and those are case-sensitive. In Python it may be called the same.", _TOGETHER,
    ),
    rule(
        "singleton-type-changed", "BBB", "A singleton has another type", "the type was {before} and is {after}",
        "Another entity arrives, with other members.",
        "Regenerate, and look at the code that uses the singleton.",
    ),
    rule(
        "singleton-became-nullable", "DAD", "A singleton may be missing", "the singleton may be null now",
        "Where the entity always was there, the service may answer 204 No Content (Protocol section 11.2.3).",
        "Expect that there is nothing to read.",
    ),
    rule(
        "singleton-became-non-nullable", "ADA", "A singleton is always there", "the singleton cannot be null any more",
        "Reading it is simpler. What removed it is refused.", "Look for code that deletes it.",
    ),
    rule(
        "singleton-became-entity-set", "BBB", "A singleton has become an entity set",
        "it was a singleton of {before} and is an entity set of {after}",
        "There is a collection where there was one entity: payloads have another shape, and URLs need a key.",
        "Regenerate, and choose the entity by its key.",
    ),
    rule(
        "import-added", "AAA", "An operation import is new", "the operation import is new: {after}",
        "An operation can be called at the root of the service in addition.", _NEW,
    ),
    rule(
        "import-removed", "BBB", "An operation import is gone", "the operation import is gone; it was of {before}",
        "Unbound operations are called by their imports, so that this one cannot be called any more.",
        "Look for another import of the operation, or for a bound one that does the same.",
    ),
    rule(
        "import-target-changed", "BBB", "An operation import calls another operation",
        "it called {before} and calls {after}",
        "One URL does something else now, with other parameters and perhaps another verb.",
        "Regenerate and correct the calls.",
    ),
    rule(
        "service-document-changed", "D--", "The service document lists other roots",
        "IncludeInServiceDocument was {before} and is {after}",
        "Clients that find their way by the service document see something new, or miss it. URLs are the same.",
        "Address the entity set by its name.",
    ),
    rule(
        "binding-added", "AAA", "A navigation property is bound to an entity set", "the binding is new: {after}",
        "The entities that it leads to have a canonical address now, at which they can be changed.", _NEW,
    ),
    rule(
        "binding-removed", "DD-", "A navigation property is no longer bound to an entity set",
        "the binding is gone; it was {before}",
        "The entities that it leads to have no canonical address any more that follows from the model.",
        "Address the entities along the navigation property.",
    ),
    rule(
        "binding-target-changed", "DD-", "A navigation property is bound to another entity set",
        "it was bound to {before}, now to {after}",
        "The canonical addresses of the entities that it leads to are others.",
        "Do not put addresses together from parts; use those in the payloads.",
    ),
    rule(
        "explicit-binding-added", "AAA", "An operation is bound explicitly",
        "an operation can be called in more places",
        "Operations that require an explicit binding can be called where they are named (Core.RequiresExplicitBinding)."
        " This makes one available.",
        _NEW,
    ),
    rule(
        "explicit-binding-removed", "BBB", "An operation is no longer bound explicitly",
        "an operation can be called in fewer places",
        "Operations that require an explicit binding can only be called where they are named"
        " (Core.RequiresExplicitBinding, Core.ExplicitOperationBindings).",
        "Look where the operation is still named, and call it there.",
    ),
    rule(
        "read-capability-restricted", "B--", "Something cannot be read or queried as before",
        "the restriction was {before} and is {after}",
        "Requests with a query option, or reads as a whole, are refused that were answered (Capabilities vocabulary).",
        "Leave out the option that is named, and filter, sort or expand on your side.",
    ),
    rule(
        "write-capability-restricted", "-B-", "Something cannot be written as before",
        "the restriction was {before} and is {after}",
        "Creates, updates or deletes are refused, mostly with 405, that were accepted (Capabilities vocabulary).",
        "Look for another address at which the entity can be written: `csdlgen routes` shows restrictions.",
    ),
    rule(
        "capability-relaxed", "AAA", "A restriction is relaxed", "the restriction was {before} and is {after}",
        "What was allowed stays allowed, and more is (Capabilities vocabulary).", _NOTHING,
    ),
    rule(
        "required-filter-added", "B--", "Something can only be read with a filter",
        "the restriction was {before} and is {after}",
        "Requests without a filter, or without one on the properties that are named, are refused.",
        "Add the filter that the annotation demands.",
    ),
    rule(
        "required-filter-removed", "A-A", "Something can be read without a filter",
        "the restriction was {before} and is {after}",
        "Requests that were answered still are.", _NOTHING,
    ),
    rule(
        "optimistic-concurrency-added", "-B-", "Changes need an ETag now", "changes need an If-Match header now",
        "Updates and deletes without an `If-Match` header are answered with 428 (Core.OptimisticConcurrency).",
        "Send the ETag of what you read along with the change.",
    ),
    rule(
        "optimistic-concurrency-removed", "-DA", "Changes need no ETag any more",
        "changes need no If-Match header any more",
        "Changes that were accepted still are. Without ETags nothing protects from overwriting what others changed in"
        " between.",
        "Ask whether you relied on the service to refuse a change of something that is out of date.",
    ),
)  # fmt: skip

_DERIVED = (
    rule(
        "removal-date-passed", "DD-", "A deprecated element has outlived its removal date",
        "the element was to be removed on {after}",
        "It is still in the document and may be gone tomorrow. Many elements live on for years after their date, so"
        " that this warns and predicts nothing.",
        "Move to its successor; the description of the revision often names it.",
    ),
    rule(
        "route-added", "AAA", "There is a new route to entities that operations are bound to",
        "there is a new route: {after}",
        "It follows from a navigation property, an entity set or a singleton that is new. All other routes stay.", _NEW,
    ),
    rule(
        "route-removed", "BBB", "A route to entities that operations are bound to is gone",
        "the route is gone: {before}",
        "URLs of this form lead nowhere, and its entry in the route table of the package is gone. It stands under the"
        " change that took it away.",
        _ROOT,
    ),
    rule(
        "route-became-ref-only", "DB-", "A route leads through entities that are no longer contained",
        "the route leaves containment now: {after}",
        "All of its steps were contained, and one is not any more: what it leads to may only be offered as a reference,"
        " and changed at its canonical address (CSDL section 8.4).",
        "Address the entities at the entity set that the binding names.",
    ),
    rule(
        "python-name-collision", "--B", "Something has another name in Python",
        "it was {before} in Python and is {after}",
        "Two names of the document become one in Python, where the plain name belongs to the one that is spelled like"
        " it, or comes first in the alphabet. Something came or went that takes part in this, so that the same name in"
        " your code means something else or nothing.",
        "Regenerate, and correct the name wherever a type checker or a search finds it.",
    ),
    rule(
        "python-import-moved", "--B", "A class of the package is imported from another place",
        "it was {before} in Python and is {after}",
        "Where a class lives follows from its name, its namespace and the names of others in the package. One of them"
        " has changed, so that the import in your code finds nothing, or another class.",
        "Regenerate, and correct the imports, which a type checker finds.",
    ),
    rule(
        "python-builder-changed", "--B", "A path leads to a builder with other verbs",
        "it led to {before} in Python and leads to {after}",
        "What can be done at a path depends on how its entities are reached: those that are contained or in an entity"
        " set are deleted, and of those behind a link the link is removed.",
        "Regenerate, and let a type checker look at the calls.",
    ),
    rule(
        "python-name-adjusted", "--A", "A new name cannot be as it is in Python", "it is {after} in Python",
        "The name is a keyword or is taken by another one, so that it has an underscore behind it. Nothing that was"
        " there is called otherwise.",
        _NOTHING,
    ),
    rule(
        "snapshot-suspicious", "DDD", "Most of the document is gone", "{after}",
        "Services do not remove half of their types overnight; a document was cut off, is of another service, or the"
        " server had a fault. Findings on it would be right and mean nothing.",
        "Fetch the document again, and look at it before you believe it.",
    ),
)  # fmt: skip

RULES: tuple[Rule, ...] = (*_CONTAINER, *_DERIVED)
