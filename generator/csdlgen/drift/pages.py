"""The pages on drift rules, made of the rules themselves, and on the policies that judge by them."""

from __future__ import annotations

from csdlgen.drift.examples import EXAMPLES
from csdlgen.drift.finding import Verdict, Verdicts
from csdlgen.drift.rules import POLICIES, RULES, Rule
from csdlgen.explain.page import Page

_FOR = ("clients that read", "clients that write, call and query", "Python code on the regenerated package")
_WORDS = {
    Verdict.BREAKING: "breaking",
    Verdict.DANGEROUS: "dangerous",
    Verdict.ADDITIVE: "harmless",
    Verdict.NONE: "of no effect",
}


def _page(rule: Rule) -> Page:
    told = [f"It is {_verdicts(rule.verdicts)}."]
    for policy in POLICIES:
        if rule.under(policy) != rule.verdicts:
            told.append(f"Under the policy `{policy}` it is {_verdicts(rule.under(policy))}.")
    meaning = f"{rule.title}. {rule.reason} {' '.join(told)}"
    return Page(rule.code, rule.title, meaning, EXAMPLES[rule.code], rule.remedy, "drift")


def _verdicts(verdicts: Verdicts) -> str:
    """`breaking for clients that read, and harmless for …`; those with one verdict together."""
    groups: dict[Verdict, list[str]] = {}
    for verdict, people in zip(verdicts, _FOR, strict=True):
        groups.setdefault(verdict, []).append(people)
    if len(groups) == 1:
        return f"{_WORDS[verdicts.read]} for everybody"
    return ", and ".join(f"{_WORDS[each]} for {' and '.join(people)}" for each, people in groups.items())


PAGES = (
    Page(
        "policy",
        "How changes are judged",
        "Every finding has three verdicts (breaking, dangerous, additive or none): for clients that read, for those"
        " that write, call and query, and for Python code on the regenerated package. `--policy` chooses by what"
        " rule book. `graph`, the default, is the catalogue: what years of changes of a large service did to its"
        " clients, where a new enumeration member behind the sentinel is harmless and a new property that must not"
        " be null is dangerous rather than breaking, as most of those are filled in by the service. `odata` takes"
        " OData Protocol section 5.2 by its letter: what is not on its list of safe changes is not safe, what it"
        " names as breaking is breaking, and unknown derived types are to be expected. `strict` leaves nothing to"
        " luck: whatever is dangerous in the catalogue is breaking. What is around a change counts as well, and the"
        " message says so: a property that clients cannot write has no new limits for them, a type that nothing"
        " reachable has is in no payload, and a key is in no URL where entities are in no collection. Tags such as"
        " announced or young inform and never soften a verdict.",
        "csdlgen diff old.csdl.xml new.csdl.xml --policy strict --fail-on breaking",
        "Choose `odata` where a service promises that and no more, `strict` where a failure costs more than a look.",
        "shell",
    ),
    *(_page(each) for each in RULES.values()),
)
