"""Rules on enumeration types (CSDL section 10)."""

from __future__ import annotations

from csdlgen.drift.adjust import ORDINARY, masked
from csdlgen.drift.events import SENTINEL, AttributeChange, Presence, is_sentinel
from csdlgen.drift.rules.rule import Rule, added, changed, raised_by, recased, removed, rule


def of_sentinel(change: AttributeChange) -> bool:
    return change.old.name == SENTINEL


def is_in_closed(presence: Presence) -> bool:
    """Whether the enumeration of a member has no sentinel."""
    return _sentinel_value(presence) is None


def is_after_sentinel(presence: Presence) -> bool:
    """Whether services send the sentinel in place of a member."""
    sentinel = _sentinel_value(presence)
    return sentinel is not None and presence.known["Value"] > sentinel


def _sentinel_value(presence: Presence) -> int | None:
    return presence.here.member_values(presence.path.qualified).get(SENTINEL)


RULES: tuple[Rule, ...] = (
    rule("enum-type-added", "AAA", "the enumeration type is new", added("enum-type"), reverse="enum-type-removed"),
    rule("enum-type-removed", "BBB", "the enumeration type is gone", removed("enum-type")),
    rule("enum-type-casing-changed", "NDN", "the enumeration type was called {before}", recased("enum-type")),
    rule("enum-is-flags-changed", "BBB", "IsFlags was {before} and is {after}", changed("IsFlags")),
    rule(
        "enum-underlying-type-changed", "NDN", "the underlying type was {before} and is {after}",
        changed("UnderlyingType", "enum-type"),
    ),
    # the sentinel
    rule(
        "enum-sentinel-added", "DAA", "unknownFutureValue is new, with the value {after}",
        added("member", test=is_sentinel), reverse="enum-sentinel-removed",
    ),
    rule(
        "enum-sentinel-removed", "DDD", "unknownFutureValue is gone; its value was {before}",
        removed("member", test=is_sentinel),
    ),
    rule(
        "enum-sentinel-moved", "DDN", "unknownFutureValue was {before} and is {after}",
        changed("Value", "member", test=of_sentinel),
    ),
    # members
    rule(
        "enum-member-added-closed", "DAD", "the member is new, with the value {after}",
        added("member", test=is_in_closed), reverse="enum-member-removed",
    ),
    rule(
        "enum-member-added-after-sentinel", "AAA", "the member is new, with the value {after}",
        added("member", test=is_after_sentinel), odata="DAD", reverse="enum-member-removed",
    ),
    rule(
        "enum-member-added-before-sentinel", "DAD",
        "the member is new, with the value {after}, less than that of unknownFutureValue",
        added("member"), reverse="enum-member-removed",
    ),
    rule("enum-member-removed", "DBB", "the member is gone; its value was {before}", removed("member")),
    rule(
        "enum-member-renamed", "DBB", "the value of {before} belongs to this member now, and {before} is gone",
        raised_by("pairs.members"),
    ),
    rule("enum-member-casing-changed", "DBN", "the member was called {before}", recased("member")),
    rule(
        "enum-member-value-changed", "NDN", "the value was {before} and is {after}",
        changed("Value", "member"), adjust=(masked, *ORDINARY),
    ),
)  # fmt: skip
