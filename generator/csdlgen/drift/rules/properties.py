"""Rules on structural properties (CSDL section 7)."""

from __future__ import annotations

from csdlgen.drift.rules.rule import Rule, rule

_NEW = "Regenerate the package when you want to use it; code that does not is not touched."
_NOTHING = "Nothing has to be done."
_CODE = "Regenerate, and look at the code that uses the property: a type checker finds what no longer fits."

RULES: tuple[Rule, ...] = (
    rule(
        "property-added-nullable", "AAA", "A property is new and may be null", "the property is new: {after}",
        "Nullable properties are among the additions that OData allows at any time (Protocol section 5.2). Whoever does"
        " not know it need not write it, and is asked to overlook it when reading.",
        _NEW,
    ),
    rule(
        "property-added-with-default", "AAA", "A property is new and has a default value",
        "the property is new: {after}",
        "Properties with a default are among the additions that OData allows at any time (Protocol section 5.2). The"
        " service fills in what clients leave out.",
        _NEW,
    ),
    rule(
        "property-added-collection", "AAA", "A property with a collection of values is new",
        "the property is new: {after}",
        "A collection is never null and may be empty, so that clients need not write it. Whether its items may be null"
        " is another matter (CSDL section 7.2.1).",
        _NEW,
    ),
    rule(
        "property-added-computed", "AAA", "A property is new and filled in by the service",
        "the property is new: {after}, filled in by the service",
        "Clients cannot write it (Core.Computed, or Core.Permissions without writing), so that nobody has to.",
        _NEW,
    ),
    rule(
        "property-added-non-nullable", "ADA", "A property is new and must not be null", "the property is new: {after}",
        "Entities may not be created without it any more. In practice most of such properties are filled in by the"
        " service, which forgot to say so; that is why this is not called breaking.",
        "Try a create without the property; give it a value if the service asks for one.",
        odata="ABA",
    ),
    rule(
        "property-removed", "BBB", "A property is gone", "the property is gone; it was {before}",
        "`$select`, `$filter` and `$orderby` with it are refused, bodies that have it are as well, and its attribute is"
        " gone from the class.",
        "Remove the attribute from your code before you regenerate; look in the change log for a successor.",
    ),
    rule(
        "property-casing-changed", "BB-", "The name of a property differs in case", "the property was called {before}",
        "Names are case-sensitive in JSON and in URLs: what was read is missing, what is written is unknown. The Python"
        " attribute may well be called the same, which hides the change from a type checker.",
        "Regenerate and release together with the service; both spellings do not work at one time.",
    ),
    rule(
        "property-type-changed", "BBB", "A property has another type", "the type was {before} and is {after}",
        "Values that arrive are decoded wrongly or not at all, and those that are written are refused.",
        _CODE,
    ),
    rule(
        "property-type-widened", "DAA", "A property has a wider type", "the type was {before} and is {after}",
        "All values that were possible still are, and larger ones may arrive. Readers that store them in a field of"
        " fixed size overflow.",
        "Check where values are stored: columns of databases, binary formats.",
        odata="BBB",
    ),
    rule(
        "property-type-narrowed", "ABA", "A property has a narrower type", "the type was {before} and is {after}",
        "Every value that arrives is one of those that could arrive before. Some that were accepted are refused now.",
        "Check the range of the values that you write.",
        odata="BBB",
    ),
    rule(
        "property-type-to-base", "DAD", "The type of a property is a base type of the former",
        "the type was {before} and is {after}",
        "Values of other derived types may arrive, without the members of the former type. What is written still fits.",
        "Check the type of a value before you use members of the former type.",
        odata="BBB",
    ),
    rule(
        "property-type-to-derived", "ADD", "The type of a property is derived from the former",
        "the type was {before} and is {after}",
        "Values that arrive still have all members that they had. Instances of the base type are refused when written.",
        "Write values of the derived type.",
        odata="BBB",
    ),
    rule(
        "property-enum-to-string", "DAB", "A property of an enumeration type is a string now",
        "the type was {before} and is {after}",
        "The names of the members still are valid texts, but any other text may arrive. In Python the attribute has"
        " another type.",
        _CODE,
        odata="BBB",
    ),
    rule(
        "property-string-to-enum", "DDB", "A string property has an enumeration type now",
        "the type was {before} and is {after}",
        "Only the names of members are accepted from now on, and literals in URLs may have to be written otherwise. In"
        " Python the attribute has another type.",
        _CODE,
        odata="BBB",
    ),
    rule(
        "property-became-collection", "BBB", "A property has become a collection",
        "the type was {before} and is {after}",
        "JSON has an array where there was a value, and the other way round when writing.",
        _CODE,
    ),
    rule(
        "property-became-single", "BBB", "A collection has become a single value",
        "the type was {before} and is {after}",
        "JSON has a value where there was an array, and the other way round when writing.",
        _CODE,
    ),
    rule(
        "property-became-nullable", "DA-", "A property may be null now", "the type was {before} and is {after}",
        "A null may arrive where none could, and code that does not expect one fails on it. Writing is as before, and"
        " attributes in Python may be None in any case.",
        "Handle None wherever you read the property.",
    ),
    rule(
        "property-became-non-nullable", "AB-", "A property must not be null any more",
        "the type was {before} and is {after}",
        "A null that is written is refused, and creating without the property may be as well. Nothing new arrives.",
        "Write a value wherever you wrote null or nothing.",
    ),
    rule(
        "items-became-nullable", "DA-", "The items of a collection may be null now",
        "the type was {before} and is {after}",
        "Of a collection, `Nullable` is about the items (CSDL section 7.2.1). A null may arrive among them where none"
        " could. What is written still fits.",
        "Expect null among the items where you read the collection.",
    ),
    rule(
        "items-became-non-nullable", "AD-", "The items of a collection must not be null any more",
        "the type was {before} and is {after}",
        "Of a collection, `Nullable` is about the items (CSDL section 7.2.1): the collection itself never was null, and"
        " may be left out as before. Only a client that writes null among the items is refused.",
        "See that no item that you write is null.",
    ),
    rule(
        "max-length-increased", "DA-", "Longer values are allowed", "MaxLength was {before} and is {after}",
        "Values that were accepted still are. Longer ones may arrive than a reader has room for.",
        "Check where values are stored: columns of databases, binary formats.",
    ),
    rule(
        "max-length-decreased", "AB-", "Only shorter values are allowed", "MaxLength was {before} and is {after}",
        "Values that were accepted may be too long now. What arrives is no longer than before.",
        "Check the length of the values that you write.",
    ),
    rule(
        "precision-increased", "DA-", "More digits are allowed", "Precision was {before} and is {after}",
        "Values that were accepted still are. More digits may arrive than a reader has room for.",
        "Check where values are stored, and whether comparing them by equality is still right.",
    ),
    rule(
        "precision-decreased", "AB-", "Fewer digits are allowed", "Precision was {before} and is {after}",
        "Values that were accepted may be refused or rounded now. What arrives has no more digits than before.",
        "Check the precision of the values that you write.",
    ),
    rule(
        "scale-increased", "DA-", "More digits after the point are allowed", "Scale was {before} and is {after}",
        "Values that were accepted still are. More decimals may arrive than a reader has room for.",
        "Check where values are stored, and how they are rounded.",
    ),
    rule(
        "scale-decreased", "AB-", "Fewer digits after the point are allowed", "Scale was {before} and is {after}",
        "Values that were accepted may be refused or rounded now. What arrives has no more decimals than before.",
        "Check how the values that you write are rounded.",
    ),
    rule(
        "unicode-changed", "-D-", "A string property allows other characters", "Unicode was {before} and is {after}",
        "Whether texts beyond ASCII are accepted when they are written is another matter now. What arrives is text"
        " either way.",
        "Check the texts that you write if the property is limited to ASCII now.",
    ),
    rule(
        "srid-changed", "DD-", "Positions are in another coordinate system", "SRID was {before} and is {after}",
        "The numbers of a position mean another place in another coordinate system, and nothing in a payload need say"
        " so.",
        "Convert stored positions, and write new ones in the system that is stated.",
    ),
    rule(
        "default-value-added", "AAA", "A property has a default value", "the default value is {after}",
        "Clients may leave the property out and know what it is then.",
        _NOTHING,
    ),
    rule(
        "default-value-removed", "-D-", "A property has no default value any more", "the default value was {before}",
        "Who left the property out relied on the default; the property may have to be written from now on.",
        "Write the value that was the default.",
    ),
    rule(
        "default-value-changed", "-D-", "A property has another default value",
        "the default value was {before} and is {after}",
        "Who leaves the property out means another value than before, and nothing reports it.",
        "Write the value that you mean.",
    ),
    rule(
        "property-became-navigation", "BBB", "A property has become a navigation property",
        "the property was {before} and is the navigation property {after}",
        "It is left out of payloads unless it is expanded, and written by reference or at an address of its own.",
        "Ask for it with `$expand`, or read it at its own address.",
    ),
    rule(
        "property-moved-to-base", "---", "A member is inherited from a base type now",
        "the member was declared as {before} and is inherited from {after}",
        "Payloads are the same. All other types below the base type have it too, which stands beside this finding.",
        "Nothing has to be done, unless code asks which class declares the attribute.",
    ),
    rule(
        "property-moved-from-base", "---", "A member is declared by the type itself, not by its base type",
        "the member was inherited from {before} and is declared as {after}",
        "Payloads of this type are the same. Where other types below the base type have lost it, that stands beside"
        " this finding.",
        "Look whether you use the member of the base type or of another type below it.",
    ),
    rule(
        "property-became-computed", "-B-", "A property can no longer be written",
        "the service fills in the property, clients cannot write it",
        "What clients write is ignored or refused (Core.Computed, or Core.Permissions without writing).",
        "Leave the property out of what you write.",
    ),
    rule(
        "property-no-longer-computed", "-AA", "A property can be written now", "clients can write the property now",
        "What was read still is. Clients may write it in addition.",
        _NEW,
    ),
    rule(
        "property-became-immutable", "-B-", "A property can only be written when its entity is created",
        "the property can be written on creation only",
        "Updates that write it are ignored or refused (Core.Immutable).",
        "Write the property when you create the entity, and leave it out of updates.",
    ),
    rule(
        "property-no-longer-immutable", "-AA", "A property can be updated now", "the property can be updated now",
        "What was allowed still is. Updates may write it in addition.",
        _NEW,
    ),
)  # fmt: skip
