"""The catalogue of drift rules, the look-up of the rule that a difference raises, and findings that are no change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from csdlgen.drift.annotations import AnnotationChange
from csdlgen.drift.events import AttributeChange, Presence, effective_key, is_binding, is_renamed_type
from csdlgen.drift.finding import Finding, Policy, fingerprint
from csdlgen.drift.rules import enumerations, navigation, operations, properties, service, types
from csdlgen.drift.rules.rule import Rule, Test
from csdlgen.edm.vocabularies import CAPABILITIES
from csdlgen.errors import Location

_AREAS = (types.RULES, properties.RULES, navigation.RULES, enumerations.RULES, operations.RULES, service.RULES)
_LISTED = tuple(rule for area in _AREAS for rule in area)
RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in sorted(_LISTED, key=lambda rule: rule.code)})
"""Every rule by its code, in alphabetical order."""


def _triggered() -> dict[tuple[str, str], list[tuple[Test | None, str]]]:
    table: dict[tuple[str, str], list[tuple[Test | None, str]]] = {}
    for rule in _LISTED:
        for event, subject, test in rule.triggers:
            table.setdefault((event, subject), []).append((test, rule.code))
    return table


_TRIGGERED = _triggered()


def _first(event: str, subjects: Iterable[str], happened: Any = None) -> str:
    """The code of the first rule that an event raises; empty for none."""
    for subject in subjects:
        for test, code in _TRIGGERED.get((event, subject), ()):
            if test is None or test(happened):
                return code
    return ""


def presence_rule(presence: Presence) -> str:
    """The rule on an element that one of the models lacks."""
    return _first("added" if presence.is_new else "removed", (presence.path.kind,), presence)


def attribute_rule(change: AttributeChange) -> str:
    """The rule on an attribute with another value."""
    if is_renamed_type(change):
        return "type-restated"
    if change.attribute == "Key":
        change = change._replace(**dict(zip(("before", "after"), effective_key(change), strict=True)))
    kind = "binding-parameter" if is_binding(change.comparison.old, change.old) else change.old.kind
    subjects = (f"{kind} {change.attribute}", f"{kind} *", f"* {change.attribute}")
    return _first("changed", subjects, change)


def recased_rule(kind: str) -> str:
    """The rule on an element of a kind whose name differs in case."""
    return _first("recased", (kind,))


def turned_rule(old: str, new: str) -> str:
    """The rule on an element that is of another kind now; empty where that is no rule's subject."""
    return _first("turned", (f"{old} {new}",))


def annotation_rule(change: AnnotationChange) -> str:
    """The rule on an annotation that is no longer what it was."""
    term = change.term
    subject = CAPABILITIES if term.namespace == CAPABILITIES else str(term)
    return _first("annotated", (subject,), change) or "annotation-changed"


def derived_finding(
    code: str, path: str, before: str, after: str, policy: Policy, *, identity: str = "", new: Location | None = None
) -> Finding:
    """A finding that follows from changes or from the calendar, rather than being one change; `identity` goes into its
    fingerprint in place of `after`."""
    rule = RULES[code]
    return Finding(
        rule=code,
        path=path,
        verdicts=rule.under(policy),
        message=rule.message.format(before=before, after=after),
        fingerprint=fingerprint(code, path, before, identity or after),
        before=before,
        after=after,
        new=new,
    )
