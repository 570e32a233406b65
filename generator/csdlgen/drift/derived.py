"""Findings that follow from changes or from the calendar, rather than being one change each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdlgen.drift.change import Change
from csdlgen.drift.finding import Finding
from csdlgen.drift.fingerprint import fingerprint
from csdlgen.drift.rules import RULES, Policy


def derived_finding(code: str, path: str, before: str, after: str, policy: Policy, *, told: str = "") -> Finding:
    """A finding without a change of its own; `told` tells it from others where `before` and `after` do not."""
    rule = RULES[code]
    return Finding(
        rule=code,
        path=path,
        verdicts=rule.under(policy),
        message=rule.message.format(before=before, after=after),
        reason=rule.reason,
        fingerprint=fingerprint(code, path, before, told or after),
        before=before,
        after=after,
    )


def every_change(changes: Iterable[Change]) -> Iterator[Change]:
    """Every change as it is in the tree, each before the ones that it brought about."""
    for each in changes:
        yield each
        yield from every_change(each.children)
