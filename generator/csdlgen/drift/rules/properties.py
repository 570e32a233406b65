"""Rules on structural properties (CSDL section 7)."""

from __future__ import annotations

from csdlgen.drift.adjust import VALUES
from csdlgen.drift.annotations import WRITABLE, is_read_only, is_true, writing
from csdlgen.drift.events import (
    Presence,
    both,
    dropped,
    enum_to_string,
    increased,
    is_collection,
    is_not_null,
    of_items,
    stated,
    string_to_enum,
    to_base,
    to_derived,
    to_narrower,
    to_wider,
)
from csdlgen.drift.rules.rule import Rule, added, annotated, changed, raised_by, recased, removed, rule, turned


def is_computed(presence: Presence) -> bool:
    """Whether clients cannot write a property."""
    return is_true(presence.annotation("Computed")) or is_read_only(presence.annotation("Permissions"))


def has_default(presence: Presence) -> bool:
    return "DefaultValue" in presence.known


RULES: tuple[Rule, ...] = (
    rule(
        "property-added-computed", "AAA", "the property is new: {after}, filled in by the service",
        added("property", test=is_computed), reverse="property-removed", routes=True,
    ),
    rule(
        "property-added-collection", "AAA", "the property is new: {after}",
        added("property", test=is_collection), reverse="property-removed", routes=True,
    ),
    rule(
        "property-added-with-default", "AAA", "the property is new: {after}",
        added("property", test=has_default), reverse="property-removed", routes=True,
    ),
    rule(
        "property-added-non-nullable", "ADA", "the property is new: {after}",
        added("property", test=is_not_null), odata="ABA", reverse="property-removed", routes=True,
    ),
    rule(
        "property-added-nullable", "AAA", "the property is new: {after}",
        added("property"), reverse="property-removed", routes=True,
    ),
    rule("property-removed", "BBB", "the property is gone; it was {before}", removed("property"), routes=True),
    rule("property-casing-changed", "BBN", "the property was called {before}", recased("property"), routes=True),
    rule(
        "property-became-navigation", "BBB", "the property was {before} and is the navigation property {after}",
        turned("property", "navigation"), reverse="navigation-became-property", routes=True,
    ),
    rule(
        "property-moved-to-base", "NNN", "the member was declared as {before} and is inherited from {after}",
        raised_by("heritage.moved"), reverse="property-moved-from-base",
    ),
    rule(
        "property-moved-from-base", "NNN", "the member was inherited from {before} and is declared as {after}",
        raised_by("heritage.moved"),
    ),
    # types
    rule(
        "property-type-to-base", "DAD", "the type was {before} and is {after}",
        changed("Type", "property", test=to_base), odata="BBB", reverse="property-type-to-derived", routes=True,
    ),
    rule(
        "property-type-to-derived", "ADD", "the type was {before} and is {after}",
        changed("Type", "property", test=to_derived), odata="BBB", routes=True,
    ),
    rule(
        "property-type-widened", "DAA", "the type was {before} and is {after}",
        changed("Type", "property", test=to_wider), changed("UnderlyingType", "type-definition", test=to_wider),
        odata="BBB", reverse="property-type-narrowed", adjust=VALUES, routes=True,
    ),
    rule(
        "property-type-narrowed", "ABA", "the type was {before} and is {after}",
        changed("Type", "property", test=to_narrower), changed("UnderlyingType", "type-definition", test=to_narrower),
        odata="BBB", adjust=VALUES, routes=True,
    ),
    rule(
        "property-enum-to-string", "DAB", "the type was {before} and is {after}",
        changed("Type", "property", test=enum_to_string), odata="BBB", reverse="property-string-to-enum",
    ),
    rule(
        "property-string-to-enum", "DDB", "the type was {before} and is {after}",
        changed("Type", "property", test=string_to_enum), odata="BBB",
    ),
    rule(
        "property-type-changed", "BBB", "the type was {before} and is {after}",
        changed("Type", "property"), routes=True,
    ),
    rule(
        "property-became-collection", "BBB", "the type was {before} and is {after}",
        changed("Collection", "property", test=stated), reverse="property-became-single", routes=True,
    ),
    rule(
        "property-became-single", "BBB", "the type was {before} and is {after}",
        changed("Collection", "property", test=dropped), routes=True,
    ),
    rule(
        "items-became-nullable", "DAN", "the type was {before} and is {after}",
        changed("Nullable", "property", "parameter", "returns", test=both(of_items, dropped)),
        reverse="items-became-non-nullable", adjust=VALUES,
    ),
    rule(
        "items-became-non-nullable", "ADN", "the type was {before} and is {after}",
        changed("Nullable", "property", "parameter", "returns", test=both(of_items, stated)), adjust=VALUES,
    ),
    rule(
        "property-became-nullable", "DAN", "the type was {before} and is {after}",
        changed("Nullable", "property", test=dropped), reverse="property-became-non-nullable", adjust=VALUES,
    ),
    rule(
        "property-became-non-nullable", "ABN", "the type was {before} and is {after}",
        changed("Nullable", "property", test=stated), adjust=VALUES,
    ),
    # facets, of whatever has a type, and defaults
    rule(
        "max-length-increased", "DAN", "MaxLength was {before} and is {after}",
        changed("MaxLength", test=increased), reverse="max-length-decreased", adjust=VALUES,
    ),
    rule("max-length-decreased", "ABN", "MaxLength was {before} and is {after}", changed("MaxLength"), adjust=VALUES),
    rule(
        "precision-increased", "DAN", "Precision was {before} and is {after}",
        changed("Precision", test=increased), reverse="precision-decreased", adjust=VALUES,
    ),
    rule("precision-decreased", "ABN", "Precision was {before} and is {after}", changed("Precision"), adjust=VALUES),
    rule(
        "scale-increased", "DAN", "Scale was {before} and is {after}",
        changed("Scale", test=increased), reverse="scale-decreased", adjust=VALUES,
    ),
    rule("scale-decreased", "ABN", "Scale was {before} and is {after}", changed("Scale"), adjust=VALUES),
    rule("unicode-changed", "NDN", "Unicode was {before} and is {after}", changed("Unicode"), adjust=VALUES),
    rule("srid-changed", "DDN", "SRID was {before} and is {after}", changed("SRID"), adjust=VALUES),
    rule(
        "default-value-added", "AAA", "the default value is {after}",
        changed("DefaultValue", test=stated), reverse="default-value-removed", adjust=VALUES,
    ),
    rule(
        "default-value-removed", "NDN", "the default value was {before}",
        changed("DefaultValue", test=dropped), adjust=VALUES,
    ),
    rule(
        "default-value-changed", "NDN", "the default value was {before} and is {after}",
        changed("DefaultValue"), adjust=VALUES,
    ),
    # when clients can write them
    rule(
        "property-became-computed", "NBN", "the service fills in the property, clients cannot write it",
        annotated(*WRITABLE, test=writing(never=True, less=True)), reverse="property-no-longer-computed",
    ),
    rule(
        "property-no-longer-computed", "NAA", "clients can write the property now",
        annotated(*WRITABLE, test=writing(never=True, less=False)),
    ),
    rule(
        "property-became-immutable", "NBN", "the property can be written on creation only",
        annotated(*WRITABLE, test=writing(never=False, less=True)), reverse="property-no-longer-immutable",
    ),
    rule(
        "property-no-longer-immutable", "NAA", "the property can be updated now",
        annotated(*WRITABLE, test=writing(never=False, less=False)),
    ),
)  # fmt: skip
