"""Rules on navigation properties (CSDL section 8)."""

from __future__ import annotations

from csdlgen.drift.events import Presence, dropped, is_collection, is_not_null, stated, to_base, to_derived
from csdlgen.drift.rules.rule import Rule, added, changed, recased, removed, rule, turned


def is_required(presence: Presence) -> bool:
    """Whether a navigation property always leads to an entity."""
    return is_not_null(presence) and not is_collection(presence)


RULES: tuple[Rule, ...] = (
    rule(
        "navigation-added-required", "ADA", "the navigation property is new: {after}",
        added("navigation", test=is_required), odata="ABA", reverse="navigation-removed", routes=True,
    ),
    rule(
        "navigation-added", "AAA", "the navigation property is new: {after}",
        added("navigation"), reverse="navigation-removed", routes=True,
    ),
    rule(
        "navigation-removed", "BBB", "the navigation property is gone; it was {before}",
        removed("navigation"), routes=True,
    ),
    rule(
        "navigation-casing-changed", "BBN", "the navigation property was called {before}",
        recased("navigation"), routes=True,
    ),
    rule(
        "navigation-became-property", "BBB", "it was the navigation property {before} and is a property: {after}",
        turned("navigation", "property"), routes=True,
    ),
    rule(
        "navigation-target-widened", "DAD", "the type was {before} and is {after}",
        changed("Type", "navigation", test=to_base), odata="BBB", reverse="navigation-target-narrowed", routes=True,
    ),
    rule(
        "navigation-target-narrowed", "ADD", "the type was {before} and is {after}",
        changed("Type", "navigation", test=to_derived), routes=True,
    ),
    rule(
        "navigation-target-changed", "BBB", "the type was {before} and is {after}",
        changed("Type", "navigation"), routes=True,
    ),
    rule(
        "navigation-became-collection", "BBB", "the type was {before} and is {after}",
        changed("Collection", "navigation", test=stated), reverse="navigation-became-single", routes=True,
    ),
    rule(
        "navigation-became-single", "BBB", "the type was {before} and is {after}",
        changed("Collection", "navigation", test=dropped), routes=True,
    ),
    rule(
        "navigation-became-nullable", "DAD", "the type was {before} and is {after}",
        changed("Nullable", "navigation", test=dropped), reverse="navigation-became-non-nullable", routes=True,
    ),
    rule(
        "navigation-became-non-nullable", "ABD", "the type was {before} and is {after}",
        changed("Nullable", "navigation", test=stated), routes=True,
    ),
    rule(
        "navigation-containment-added", "ADA", "the navigation property contains its entities now",
        changed("ContainsTarget", test=stated), reverse="navigation-containment-removed", routes=True,
    ),
    rule(
        "navigation-containment-removed", "DBN", "the navigation property no longer contains its entities",
        changed("ContainsTarget", test=dropped), routes=True,
    ),
    rule(
        "navigation-partner-changed", "NNN", "the partner was {before} and is {after}",
        changed("Partner"), routes=True,
    ),
    rule(
        "referential-constraint-changed", "NDN", "the constraint was {before} and is {after}",
        added("constraint"), removed("constraint"), changed("ReferencedProperty"),
    ),
    rule(
        "on-delete-changed", "NDN", "the action was {before} and is {after}",
        added("on-delete"), removed("on-delete"), changed("Action"),
    ),
)  # fmt: skip
