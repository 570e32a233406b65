"""Changes judged: what each means for clients that read, for those that write, and for code on generated packages."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from csdlgen.drift.adjust import Judgement, Surroundings
from csdlgen.drift.change import Change
from csdlgen.drift.finding import Finding, Policy, fingerprint
from csdlgen.drift.path import ElementPath
from csdlgen.drift.python_drift import Surfaces, name_drift
from csdlgen.drift.revisions import Revised, Tagger, revised
from csdlgen.drift.route_drift import route_drift
from csdlgen.drift.rules import RULES, derived_finding
from csdlgen.edm.model import EdmModel
from csdlgen.edm.vocabularies import CAPABILITIES
from csdlgen.navigation import Limits

Consequences: TypeAlias = Mapping[int, tuple[Finding, ...]]
"""Findings by the `id` of the change that caused them."""

_LONGEST_TEXT = 200
# Two terms say this (Core.Computed, Core.Permissions), of a property that has one finding.
_ONCE = frozenset(("property-became-computed", "property-no-longer-computed"))
# Smaller documents lose half of what they have in the ordinary course of things.
_FEWEST_TYPES = 10
_FEWEST_OPERATIONS = 5


def judge(
    changes: Iterable[Change],
    old: EdmModel,
    new: EdmModel,
    *,
    policy: Policy = "graph",
    today: date,
    limits: Limits | None = None,
    gone: Container[str] = (),
    surfaces: Surfaces | None = None,
) -> tuple[Finding, ...]:
    """The findings on the changes between two models, in their order, consequences below their causes; then what no
    change causes.

    `limits` are those of a package: with them, routes that come and go are findings. `gone` are paths, as they print,
    of elements that documents before the old one had. `today` is what dates in the documents are compared with. With
    `surfaces`, names of the package that change are findings.
    """
    changes = tuple(changes)
    before, after = revised(old), revised(new)
    routes = route_drift(changes, old, new, limits, policy) if limits else {}
    names = name_drift(changes, old, new, surfaces, policy) if surfaces else {}
    below = {key: (*routes.get(key, ()), *names.get(key, ())) for key in {**routes, **names} if key is not None}
    tagger = Tagger(before, today, gone)
    surroundings = Surroundings(old, new, policy, sliced=limits is not None)
    findings = _distinct(_Judge(surroundings, tagger, after, below).all(changes))
    loose = (*routes.get(None, ()), *names.get(None, ()))
    return (*_suspicion(old, new, policy), *findings, *loose, *_overdue(before, after, today, policy))


@dataclass(frozen=True, slots=True)
class _Judge:
    surroundings: Surroundings
    tagger: Tagger
    after: dict[str, Revised]
    below: Consequences

    def all(self, changes: Iterable[Change]) -> tuple[Finding, ...]:
        """A finding for each change."""
        return tuple(self.one(each) for each in changes)

    def one(self, change: Change) -> Finding:
        rule = RULES[change.rule]
        verdicts = rule.under(self.surroundings.policy)
        judgements = (adjust(self.surroundings, change, verdicts) for adjust in rule.adjustments)
        verdicts, note = next(filter(None, judgements), Judgement(verdicts))
        path = _element(change)
        removal = self.after[path].removal if path in self.after else None
        texts = {
            "before": _short(change.before, "not stated"),
            "after": _short(change.after, "not stated"),
            "removal": f" (removal date {removal})" if removal else "",
        }
        return Finding(
            rule=rule.code,
            path=path,
            verdicts=verdicts,
            message="; ".join(filter(None, (rule.message.format(**texts), note))),
            fingerprint=fingerprint(rule.code, str(change.path), change.before, change.after),
            before=_short(change.before),
            after=_short(change.after),
            old=change.old_location,
            new=change.new_location,
            tags=self.tagger.tags(change, verdicts),
            change=change,
            children=(*self.all(change.children), *self.below.get(id(change), ())),
        )


def _distinct(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Equal findings once, where they have the fewest causes above them, since that is what they are accepted with. A
    type that is another one and a collection now are two changes, perhaps with two causes, and read alike."""
    least: dict[object, int] = {}
    for depth, each in _levels(findings, 0):
        least[_key(each)] = min(depth, least.get(_key(each), depth))
    return tuple(_kept(findings, 0, least))


def _kept(findings: Iterable[Finding], depth: int, least: dict[object, int]) -> Iterator[Finding]:
    for each in findings:
        children = tuple(_kept(each.children, depth + 1, least))
        if least[_key(each)] == depth:
            least[_key(each)] = -1
            yield replace(each, children=children) if each.children else each
        else:
            yield from children


def _levels(findings: Iterable[Finding], depth: int) -> Iterator[tuple[int, Finding]]:
    for each in findings:
        yield depth, each
        yield from _levels(each.children, depth + 1)


def _key(finding: Finding) -> object:
    return (finding.rule, finding.path) if finding.rule in _ONCE else finding.fingerprint


def _element(change: Change) -> str:
    """The element that a change is of, as it prints."""
    path = change.path
    terms = RULES[change.rule].terms
    # Where the rule says which term it is about, the element is what the annotation is applied to.
    if terms and CAPABILITIES not in terms and path.kind == "annotation":
        path = path.parent
    target = next((number for number, step in enumerate(path.steps) if step.kind == "target"), 0)
    # Of an Annotations element (CSDL section 14.2.1), the element is its target.
    return str(ElementPath(path.steps[target:]))


def _short(text: str | None, nothing: str = "") -> str:
    if text is None:
        return nothing
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def suspicious(old: EdmModel, new: EdmModel) -> str:
    """Why the new model is hardly the next version of the old one, in a few words; empty where it may well be.

    Meant for whole documents rather than slices. Types that differ in case or namespace are not gone.
    """
    if old.containers and not new.containers:
        return "the entity container is gone"
    left = {type_.name.casefold() for type_ in new.types}
    types = [type_ for type_ in old.types if type_.name.casefold() not in left]
    if len(old.types) >= _FEWEST_TYPES and 2 * len(types) >= len(old.types):
        return f"{len(types)} of {len(old.types)} types are gone"
    if len(old.operations) >= _FEWEST_OPERATIONS and not new.operations:
        return f"all {len(old.operations)} operations are gone"
    return ""


def _suspicion(old: EdmModel, new: EdmModel, policy: Policy) -> Iterator[Finding]:
    reason = suspicious(old, new)
    if reason:
        yield derived_finding("snapshot-suspicious", str(ElementPath()), "", reason, policy)


def _overdue(before: dict[str, Revised], after: dict[str, Revised], today: date, policy: Policy) -> Iterator[Finding]:
    """Elements that should have been removed by now, as the new document says. What was overdue by the old one is no
    change."""
    for path, each in after.items():
        if _is_overdue(each, today) and not (path in before and _is_overdue(before[path], today)):
            yield derived_finding("removal-date-passed", path, "", str(each.removal), policy, new=each.location)


def _is_overdue(revised: Revised, today: date) -> bool:
    return revised.deprecated and revised.removal is not None and revised.removal < today
