"""Rules on enumeration types (CSDL section 10)."""

from __future__ import annotations

from csdlgen.drift.rules.rule import Rule, rule

_NEW = "Regenerate the package when you want to use it; code that does not is not touched."

RULES: tuple[Rule, ...] = (
    rule(
        "enum-type-added", "AAA", "An enumeration type is new", "the enumeration type is new",
        "New types are among the changes that OData allows a service at any time (Protocol section 5.2).",
        _NEW,
    ),
    rule(
        "enum-type-removed", "BBB", "An enumeration type is gone", "the enumeration type is gone",
        "What had this type has another one or is gone, and its class is gone from the package. What happened to its"
        " users stands under it.",
        "Remove what uses it before you regenerate.",
    ),
    rule(
        "enum-type-casing-changed", "-D-", "The name of an enumeration type differs in case",
        "the enumeration type was called {before}",
        "Payloads carry only the names of members. Literals in URLs may be qualified with the name of the type.",
        "Regenerate, and search your code for the old spelling, in filters as well.",
    ),
    rule(
        "enum-member-added-after-sentinel", "AAA", "An enumeration has a new member behind its sentinel",
        "the member is new, with the value {after}",
        "The enumeration is declared to evolve: behind `unknownFutureValue` new members are expected, and services send"
        " the sentinel in place of them unless a client asks otherwise. Nothing unexpected arrives.",
        _NEW,
        odata="DAD",
    ),
    rule(
        "enum-member-added-before-sentinel", "DAD", "An enumeration has a new member before its sentinel",
        "the member is new, with the value {after}, less than that of unknownFutureValue",
        "Only members behind `unknownFutureValue` are replaced by it, so that this one arrives as it is at clients that"
        " do not know it.",
        "Regenerate, and handle the member where all members are told apart.",
    ),
    rule(
        "enum-member-added-closed", "DAD", "An enumeration without a sentinel has a new member",
        "the member is new, with the value {after}",
        "Nothing says that the enumeration evolves, and clients may treat its members as all there are. Adding to it is"
        " breaking by some guidelines and harmless by others.",
        "Regenerate, and handle the member where all members are told apart.",
    ),
    rule(
        "enum-member-removed", "DBB", "A member of an enumeration is gone",
        "the member is gone; its value was {before}",
        "Writing or filtering by it is refused, and its Python name is gone. It still may arrive for a while from old"
        " data.",
        "Replace the member in what you write; keep reading it where old data may have it.",
    ),
    rule(
        "enum-member-renamed", "DBB", "A member of an enumeration is gone, and another one has its value",
        "the value of {before} belongs to this member now, and {before} is gone",
        "Whether the member was renamed or another one has taken its number, JSON carries names: writing or filtering"
        " by the old name is refused, and a name that is new to clients may arrive.",
        "Regenerate and replace the name, in filters and stored data as well.",
    ),
    rule(
        "enum-member-casing-changed", "DB-", "The name of a member of an enumeration differs in case",
        "the member was called {before}",
        "Names of members are case-sensitive in JSON and in URLs. In Python the name may be the same, and its value is"
        " another text.",
        "Regenerate and replace the text where you wrote it yourself.",
    ),
    rule(
        "enum-member-value-changed", "-D-", "A member of an enumeration has another value",
        "the value was {before} and is {after}",
        "JSON carries names, so that payloads look the same. Numbers in filters and in stored data mean another member"
        " than before.",
        "Convert stored numbers, or store names.",
    ),
    rule(
        "enum-sentinel-added", "DAA", "An enumeration is declared to evolve",
        "unknownFutureValue is new, with the value {after}",
        "Members behind the sentinel are replaced by it from now on unless a client asks for them: values that arrived"
        " by name may arrive as `unknownFutureValue`.",
        "Send `Prefer: include-unknown-enum-members` if you need the members behind it.",
    ),
    rule(
        "enum-sentinel-moved", "DD-", "The sentinel of an enumeration has another value",
        "unknownFutureValue was {before} and is {after}",
        "Which members are replaced by the sentinel is told by its value. Members that arrived by name may be masked"
        " now, and others no longer.",
        "Look which members lie between the old and the new value.",
    ),
    rule(
        "enum-sentinel-removed", "DDD", "An enumeration has lost its sentinel",
        "unknownFutureValue is gone; its value was {before}",
        "Nothing is masked any more, and every new member will arrive by name. Code that handles"
        " `unknownFutureValue` has lost its name.",
        "Handle unknown members wherever you handled the sentinel.",
    ),
    rule(
        "enum-is-flags-changed", "BBB", "An enumeration takes several members at once, or no longer",
        "IsFlags was {before} and is {after}",
        "Values of a flags enumeration are lists of members parted by commas, those of others are single members.",
        "Regenerate, and look at all code that reads or writes the enumeration.",
    ),
    rule(
        "enum-underlying-type-changed", "-D-", "The values of an enumeration are of another integer type",
        "the underlying type was {before} and is {after}",
        "JSON carries names. The range of numbers that filters and stored data may have is another.",
        "Check the width of stored numbers.",
    ),
)  # fmt: skip
