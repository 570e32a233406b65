"""What the page of a drift rule takes from the rule: its verdicts and its example."""

from __future__ import annotations

from dataclasses import replace

from csdlgen.drift.examples import EXAMPLES
from csdlgen.drift.finding import Verdict, Verdicts
from csdlgen.drift.rules import POLICIES, RULES
from csdlgen.explain.pages import Page

_FOR = ("clients that read", "clients that write, call and query", "Python code on the regenerated package")
_WORDS = {
    Verdict.BREAKING: "breaking",
    Verdict.DANGEROUS: "dangerous",
    Verdict.ADDITIVE: "harmless",
    Verdict.NONE: "of no effect",
}


def complete(page: Page) -> Page:
    """The page of a drift rule with its verdicts and its example; every other page as it is."""
    rule = RULES.get(page.code)
    if rule is None:
        return page
    verdicts = [f"It is {_verdicts(rule.verdicts)}."]
    for policy in POLICIES:
        if rule.under(policy) != rule.verdicts:
            verdicts.append(f"Under the policy `{policy}` it is {_verdicts(rule.under(policy))}.")
    meaning = f"{page.title}. {page.meaning} {' '.join(verdicts)}"
    return replace(page, meaning=meaning, example=EXAMPLES[rule.code])


def _verdicts(verdicts: Verdicts) -> str:
    """`breaking for clients that read, and harmless for …`; those with one verdict together."""
    groups: dict[Verdict, list[str]] = {}
    for verdict, people in zip(verdicts, _FOR, strict=True):
        groups.setdefault(verdict, []).append(people)
    if len(groups) == 1:
        return f"{_WORDS[verdicts.read]} for everybody"
    return ", and ".join(f"{_WORDS[each]} for {' and '.join(people)}" for each, people in groups.items())
