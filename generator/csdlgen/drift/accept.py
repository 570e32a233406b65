"""The accept file: which findings somebody has accepted, why, and until when.

    [[accept]]
    rule = "property-removed"            # or: fingerprint = "0123456789abcdef"
    element = "demo.book/*"
    reason = "We never read these."
    owner = "library team"
    expires = 2027-01-01

Pure; reading and writing the file is done elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import NamedTuple

from csdlgen.drift.accept_toml import AcceptEntry, entries
from csdlgen.drift.finding import Acceptance, Finding, every
from csdlgen.drift.rules import RULES
from csdlgen.errors import CsdlgenError, Diagnostic, Position
from csdlgen.text import nearest
from csdlgen.unicode_14 import is_printable

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_REMEDY = "See `csdlgen explain {}`."


@dataclass(frozen=True, slots=True)
class Accept:
    """One entry: it covers the finding with a fingerprint, or those of a rule on elements that fit a pattern (`*` and
    `?` as in file names, case-sensitive)."""

    reason: str
    fingerprint: str = ""
    rule: str = ""
    element: str = ""
    owner: str = ""
    expires: date | None = None
    where: Position | None = field(default=None, compare=False)

    def covers(self, finding: Finding) -> bool:
        """Whether it is about a finding, expired or not."""
        if self.fingerprint:
            return finding.fingerprint == self.fingerprint
        return finding.rule == self.rule and fnmatchcase(finding.path, self.element)

    def expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.expires is not None and self.expires < today

    def __str__(self) -> str:
        return self.fingerprint or f"{self.rule} {self.element}"


class Stale(NamedTuple):
    """An entry that accepts nothing: nothing is covered by it, or it has expired and something still is."""

    entry: Accept
    expired: bool


def apply_accepts(
    findings: Iterable[Finding], accepts: Iterable[Accept], today: date
) -> tuple[tuple[Finding, ...], tuple[Stale, ...]]:
    """The findings with what is accepted marked as such, and the entries that accept nothing. Who accepts a finding
    accepts its consequences. Of several entries the first counts."""
    findings, accepts = tuple(findings), tuple(accepts)
    covered = {number for each in every(findings) for number, entry in enumerate(accepts) if entry.covers(each)}
    valid = [each for each in accepts if not each.expired(today)]
    stale = (
        Stale(each, number in covered)
        for number, each in enumerate(accepts)
        if number not in covered or each.expired(today)
    )
    return tuple(_accepted(each, valid, None) for each in findings), tuple(stale)


def _accepted(finding: Finding, accepts: list[Accept], above: Acceptance | None) -> Finding:
    own = next((each for each in accepts if each.covers(finding)), None)
    accepted = Acceptance(own.reason, own.owner, own.expires) if own else above
    children = tuple(_accepted(each, accepts, accepted) for each in finding.children)
    return replace(finding, accepted=accepted, children=children)


def parse_accepts(text: str, source: str) -> tuple[Accept, ...]:
    """The entries of an accept file. Raises CsdlgenError naming everything that is wrong in it, with its line."""
    problems: list[Diagnostic] = []
    accepts = tuple(_accept(each, problems) for each in entries(text, source))
    if problems:
        raise CsdlgenError(*problems)
    return tuple(each for each in accepts if each)


def updated_accepts(
    text: str,
    source: str,
    findings: Iterable[Finding],
    chosen: Iterable[Finding],
    *,
    reason: str,
    today: date,
    owner: str = "",
    expires: date | None = None,
    shared: bool = False,
) -> str:
    """The text of an accept file with entries for the chosen findings at its end, by fingerprint; entries that accept
    nothing among all findings are dropped with the comments right above them, all others stay as they stand. Of a file
    that is `shared` with other comparisons, those that have expired are dropped alone.

    What is accepted already gets no entry, nor do consequences of what is chosen as well. Raises CsdlgenError where the
    file is not valid.
    """
    findings = tuple(findings)
    parsed = entries(text, source)
    _, stale = apply_accepts(findings, parse_accepts(text, source), today)
    gone = {each.entry.where for each in stale if each.expired or not shared}
    lines = text.split("\n")
    for each in reversed(parsed):
        if each.where in gone:
            del lines[each.first : each.last]
    kept = "\n".join(lines).strip("\n")
    left = parse_accepts(kept, source)
    marked, _ = apply_accepts(findings, left, today)
    wanted = {each.fingerprint for each in chosen}
    added = [_entry(each, reason, owner, expires) for each in _roots(marked, wanted)]
    return "\n\n".join(filter(None, (kept, *added))) + "\n" if kept or added else ""


def _roots(findings: Iterable[Finding], wanted: set[str]) -> Iterator[Finding]:
    """The wanted findings that are not accepted, without consequences of others."""
    for each in findings:
        if each.fingerprint in wanted and each.accepted is None:
            yield each
        else:
            yield from _roots(each.children, wanted)


def _entry(finding: Finding, reason: str, owner: str, expires: date | None) -> str:
    lines = [f"# {finding.rule} {_plain(finding.path)}", "[[accept]]", f'fingerprint = "{finding.fingerprint}"']
    lines.append(f"reason = {_quoted(reason)}")
    lines += [f"owner = {_quoted(owner)}"] if owner else []
    lines += [f"expires = {expires.isoformat()}"] if expires else []
    return "\n".join(lines)


def _plain(text: str) -> str:
    """A text in a comment, where TOML allows no control characters."""
    return "".join(each if is_printable(each) else " " for each in text)


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    inner = "".join(
        f"\\{each}" if each in '"\\' else each if is_printable(each) else f"\\U{ord(each):08X}" for each in text
    )
    return f'"{inner}"'


# --- entries checked --------------------------------------------------------------------------------------------------


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


_KEYS: dict[str, tuple[str, Callable[[object], bool]]] = {
    "fingerprint": ("sixteen hexadecimal digits", lambda v: isinstance(v, str) and bool(_FINGERPRINT.fullmatch(v))),
    "rule": ("a rule", lambda value: isinstance(value, str)),
    "element": ("an element, or a pattern of elements", _text),
    "reason": ("a text that says why", _text),
    "owner": ("a text that says who", _text),
    "expires": ("a date without quotes: 2027-01-01", lambda value: type(value) is date),
}


def _accept(entry: AcceptEntry, problems: list[Diagnostic]) -> Accept | None:
    before = len(problems)
    problems.extend(_wrong(entry))
    if len(problems) > before:
        return None
    return Accept(**entry.values, where=entry.where)


def _wrong(entry: AcceptEntry) -> Iterator[Diagnostic]:
    values = entry.values
    for key, value in values.items():
        if key not in _KEYS:
            guess = nearest(key, _KEYS) or f"Known keys: {', '.join(_KEYS)}."
            yield _problem(entry, "accept-unknown-key", f"unknown key {key!r}", guess, key)
        elif not _KEYS[key][1](value):
            yield _problem(entry, "accept-value", f"{key!r} must be {_KEYS[key][0]}, not {value!r:.80}", "", key)
        elif key == "rule" and value not in RULES:
            remedy = nearest(str(value), RULES) or "`csdlgen explain` lists all rules."
            yield _problem(entry, "accept-value", f"there is no rule {value!r:.80}", remedy, key)
    if "reason" not in values:
        yield _problem(
            entry, "accept-missing-key", "the entry has no 'reason'", "Say why this is accepted, as `reason`."
        )
    if "fingerprint" in values and not {"rule", "element"}.isdisjoint(values):
        message = "the entry has a fingerprint and also a rule or an element"
        yield _problem(entry, "accept-value", message, "Keep the fingerprint, or rule and element.", "fingerprint")
    elif "fingerprint" not in values and not {"rule", "element"} <= values.keys():
        message = "the entry does not say what it accepts"
        yield _problem(entry, "accept-missing-key", message, "Give a fingerprint, or a rule and an element.")


def _problem(entry: AcceptEntry, code: str, message: str, remedy: str, key: str = "") -> Diagnostic:
    return Diagnostic(
        code=code,
        message=message,
        remedy=remedy or _REMEDY.format(code),
        path="[[accept]]",
        where=entry.place(key),
    )
