"""Findings: the rule on a change, its verdicts for three kinds of clients, and whether somebody has accepted it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Literal, NamedTuple, TypeAlias, get_args

from csdlgen.drift.change import Change
from csdlgen.errors import Location


class Verdict(IntEnum):
    """How much a change matters; more is worse."""

    NEUTRAL = 0
    ADDITIVE = 1
    DANGEROUS = 2
    BREAKING = 3

    def __str__(self) -> str:
        return self.name.lower()


Axis: TypeAlias = Literal["read", "write", "python"]
AXES: tuple[Axis, ...] = get_args(Axis)
AXIS_MEANINGS: dict[Axis, str] = {
    "read": "code that gets data: GET requests with query options and functions, and their responses",
    "write": "code that sends data: creates, updates, deletes, actions, and values in arguments and URLs",
    "python": "code that uses the package once it is regenerated",
}
Policy: TypeAlias = Literal["graph", "odata", "strict"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
"""`graph` is the catalogue of rules: what years of changes of a large service did to its clients. `odata` takes OData
Protocol section 5.2 by its letter. `strict` calls breaking whatever is not certain to be harmless."""


class Verdicts(NamedTuple):
    """One verdict for each axis; `AXIS_MEANINGS` says what each is about."""

    read: Verdict
    write: Verdict
    python: Verdict

    def worst(self, axes: Iterable[Axis] = AXES) -> Verdict:
        """The worst on some of the axes."""
        return max((getattr(self, axis) for axis in axes), default=Verdict.NEUTRAL)


NEUTRAL = Verdicts(Verdict.NEUTRAL, Verdict.NEUTRAL, Verdict.NEUTRAL)

Tag: TypeAlias = Literal["announced", "recent", "returned"]
"""Facts that inform and never soften a verdict: deprecated before, published shortly before, gone and back again."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the accept file says of a finding: why it is accepted, by whom, and until when."""

    reason: str
    owner: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One change with its judgement, or one that follows from changes (routes, names in Python).

    `rule` is the code of a rule; `path` is the element as it prints (`microsoft.graph.user/mail`); `message` says in
    one sentence what happened; `before` and `after` are short. `old` and `new` are places in the two documents.
    `children` are consequences of the same cause.
    """

    rule: str
    path: str
    verdicts: Verdicts
    message: str
    fingerprint: str
    before: str = ""
    after: str = ""
    old: Location | None = None
    new: Location | None = None
    tags: tuple[Tag, ...] = ()
    accepted: Acceptance | None = None
    change: Change | None = None
    children: tuple[Finding, ...] = ()


def every(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Every finding, each before its consequences."""
    for finding in findings:
        yield finding
        yield from every(finding.children)


_FINGERPRINT_LENGTH = 16


def fingerprint(rule: str, path: str, before: str | None = None, after: str | None = None) -> str:
    """Sixteen hexadecimal digits that identify a finding: made of a rule, an element, and what was and is there.

    None (nothing there) and the empty text differ. Runs of white space count as one blank, since documents are laid
    out anew without a change of meaning. The words of messages have no part in it, so that they may change.
    """
    parts = (rule, path, before, after)
    text = "\0".join("\1" if part is None else " ".join(part.split()) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_FINGERPRINT_LENGTH]
