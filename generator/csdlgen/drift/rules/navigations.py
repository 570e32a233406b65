"""Rules on navigation properties (CSDL section 8)."""

from __future__ import annotations

from csdlgen.drift.rules.rule import Rule, rule

_NEW = "Regenerate the package when you want to use it; code that does not is not touched."
_NOTHING = "Nothing has to be done."
_CODE = "Regenerate, and look at the code that uses it: a type checker finds what no longer fits."

RULES: tuple[Rule, ...] = (
    rule(
        "navigation-added", "AAA", "A navigation property is new", "the navigation property is new: {after}",
        "Nullable and collection-valued navigation properties are among the additions that OData allows at any time"
        " (Protocol section 5.2).",
        _NEW,
    ),
    rule(
        "navigation-added-required", "ADA", "A navigation property is new and must lead somewhere",
        "the navigation property is new: {after}",
        "Entities may not be created without the related one any more. Reading is as before.",
        "Try a create without it; bind or nest the related entity if the service asks for it.",
        odata="ABA",
    ),
    rule(
        "navigation-removed", "BBB", "A navigation property is gone",
        "the navigation property is gone; it was {before}",
        "Paths along it lead nowhere, `$expand` with it is refused, and its attribute and builder are gone. Routes that"
        " went along it stand under this finding where the package has some.",
        "Look for another route to the same entities: `csdlgen routes` lists them.",
    ),
    rule(
        "navigation-casing-changed", "BB-", "The name of a navigation property differs in case",
        "the navigation property was called {before}",
        "Its name is a segment of URLs and a name in JSON, and both are case-sensitive. In Python it may be called the"
        " same.",
        "Regenerate and release together with the service.",
    ),
    rule(
        "navigation-target-changed", "BBB", "A navigation property leads to another type",
        "the type was {before} and is {after}",
        "Entities of another type arrive, with other members and another key, and links to the former ones fail.",
        _CODE,
    ),
    rule(
        "navigation-target-narrowed", "ADD", "A navigation property leads to a derived type of the former",
        "the type was {before} and is {after}",
        "What arrives has all members that it had. Links to entities of the base type are refused.",
        "Link entities of the derived type only.",
    ),
    rule(
        "navigation-target-widened", "DAD", "A navigation property leads to a base type of the former",
        "the type was {before} and is {after}",
        "Entities of other derived types may arrive, without the members of the former type. Links still fit.",
        "Check the type of an entity before you use members of the former type.",
        odata="BBB",
    ),
    rule(
        "navigation-became-collection", "BBB", "A navigation property leads to many entities now",
        "the type was {before} and is {after}",
        "JSON has an array where there was an entity, and URLs need a key behind the segment.",
        _CODE,
    ),
    rule(
        "navigation-became-single", "BBB", "A navigation property leads to one entity now",
        "the type was {before} and is {after}",
        "JSON has an entity where there was an array, and URLs have no key behind the segment.",
        _CODE,
    ),
    rule(
        "navigation-became-nullable", "DAD", "A navigation property need not lead anywhere now",
        "the type was {before} and is {after}",
        "A null may arrive where an entity was certain. Writing is as before.",
        "Regenerate, and handle None where a type checker asks for it.",
    ),
    rule(
        "navigation-became-non-nullable", "ABD", "A navigation property must lead somewhere now",
        "the type was {before} and is {after}",
        "An entity cannot be created or left without the related one any more. Nothing new arrives.",
        "Bind or nest the related entity on creation, and do not remove the link.",
    ),
    rule(
        "navigation-became-property", "BBB", "A navigation property has become a property",
        "it was the navigation property {before} and is a property: {after}",
        "Its value is part of every payload, and it has no address and no links any more.",
        "Read and write it as part of its entity.",
    ),
    rule(
        "navigation-containment-added", "ADA", "A navigation property contains its entities now",
        "the navigation property contains its entities now",
        "Contained entities belong to the one that they are reached from: they are created there, and linking existing"
        " ones is refused (CSDL section 8.4).",
        "Create the entities below their parent in place of linking them.",
    ),
    rule(
        "navigation-containment-removed", "DB-", "A navigation property no longer contains its entities",
        "the navigation property no longer contains its entities",
        "They are read along the same path as before, and have their key and canonical URL in an entity set of their"
        " own (CSDL section 8.4). Creating them below the parent may be refused, and a delete there is one of the"
        " entity wherever else it is used.",
        "Create and delete the entities in the entity set that the binding names, and look up stored URLs anew.",
    ),
    rule(
        "navigation-partner-changed", "---", "A navigation property has another partner",
        "the partner was {before} and is {after}",
        "The partner documents that two navigation properties are one relationship; neither changes by it.",
        _NOTHING,
    ),
    rule(
        "referential-constraint-changed", "-D-", "A referential constraint differs",
        "the constraint was {before} and is {after}",
        "Which property follows the key of the related entity changes, and so does what may be written to it.",
        "Check creates and updates that write the dependent property.",
    ),
    rule(
        "on-delete-changed", "-D-", "What happens to related entities on deletion differs",
        "the action was {before} and is {after}",
        "A delete may take related entities along that it used to leave, or the other way round (CSDL section 8.6).",
        "Check what you delete, and what you expect to be left.",
    ),
)  # fmt: skip
