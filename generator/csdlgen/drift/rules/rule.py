"""What a drift rule is, and what raises one.

A rule is one entry in one file of this folder: its code, its verdicts, its message, what raises it, its reverse, and
what in the surroundings of a change leads to other verdicts. Its title, the reason for its verdicts and what to do are
on its page, `explain/CODE.md`; the example of that page is the case folder `tests/drift/CODE`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

from csdlgen.drift.adjust import ORDINARY, Adjustment
from csdlgen.drift.finding import Policy, Verdict, Verdicts
from csdlgen.edm.model import QName

Test: TypeAlias = Callable[[Any], bool]
"""A condition on what happened: a `Presence`, an `AttributeChange` or an `AnnotationChange`."""
_INITIALS = {verdict.name[0]: verdict for verdict in Verdict}


class Trigger(NamedTuple):
    """Something that raises a rule.

    `event` and `subject` are what a comparison looks rules up by. Of several rules with the same, the first whose test
    passes is raised.
    """

    event: Literal["added", "removed", "changed", "recased", "turned", "annotated", "raised"]
    subject: str
    test: Test | None = None


Triggers: TypeAlias = Iterator[Trigger]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of change, or of what follows from changes.

    `message` is a template with `{before}`, `{after}` and `{removal}`. `odata` are the verdicts under that policy.
    `reverse` are the rules that the same difference may raise when old and new change places. Of `adjustments`, the
    first that applies to a change gives its verdicts. `routes` is whether such changes add or remove routes, `terms`
    are the terms whose annotations raise the rule.
    """

    code: str
    verdicts: Verdicts
    odata: Verdicts
    message: str
    triggers: tuple[Trigger, ...]
    reverse: tuple[str, ...] = ()
    adjustments: tuple[Adjustment, ...] = ORDINARY
    routes: bool = False
    terms: frozenset[str] = frozenset()

    def under(self, policy: Policy) -> Verdicts:
        """The verdicts under a policy."""
        if policy == "strict":
            return Verdicts(*(Verdict.BREAKING if each is Verdict.DANGEROUS else each for each in self.verdicts))
        return self.odata if policy == "odata" else self.verdicts


def rule(
    code: str,
    letters: str,
    message: str,
    *triggers: Triggers,
    odata: str = "",
    reverse: str = "",
    adjust: tuple[Adjustment, ...] = ORDINARY,
    routes: bool = False,
) -> Rule:
    """A rule. `letters` are the initials of its verdicts for reading, writing and Python: `BDN` is breaking, dangerous,
    neutral; `odata` those under that policy, where they are others. `reverse` are codes with blanks between them."""
    raising = tuple(trigger for some in triggers for trigger in some)
    return Rule(
        code=code,
        verdicts=verdicts(letters),
        odata=verdicts(odata or letters),
        message=message,
        triggers=raising,
        reverse=tuple(reverse.split()),
        adjustments=adjust,
        routes=routes,
        terms=frozenset(trigger.subject for trigger in raising if trigger.event == "annotated"),
    )


def verdicts(letters: str) -> Verdicts:
    """The verdicts with three initials."""
    read, write, python = (_INITIALS[letter] for letter in letters)
    return Verdicts(read, write, python)


# --- triggers ---------------------------------------------------------------------------------------------------------


def added(*kinds: str, test: Test | None = None) -> Triggers:
    """An element of one of these kinds is in the new model only. The test gets a `Presence`."""
    return (Trigger("added", kind, test) for kind in kinds)


def removed(*kinds: str, test: Test | None = None) -> Triggers:
    """An element of one of these kinds is in the old model only. The test gets a `Presence`."""
    return (Trigger("removed", kind, test) for kind in kinds)


def changed(attribute: str, *kinds: str, test: Test | None = None) -> Triggers:
    """An attribute has another value in an element of one of these kinds, or of any; `*` is any attribute. The test
    gets an `AttributeChange`. Binding parameters are a kind of their own, `binding-parameter`."""
    return (Trigger("changed", f"{kind} {attribute}", test) for kind in kinds or ("*",))


def recased(*kinds: str) -> Triggers:
    """The name of an element of one of these kinds differs in case alone."""
    return (Trigger("recased", kind) for kind in kinds)


def turned(old: str, new: str) -> Triggers:
    """An element of one kind is one of another kind now, with the same name."""
    yield Trigger("turned", f"{old} {new}")


def annotated(*terms: str | QName, test: Test | None = None) -> Triggers:
    """An annotation with one of these terms, or with any term of a vocabulary, is added, removed or changed. The test
    gets an `AnnotationChange`."""
    return (Trigger("annotated", str(term), test) for term in terms)


def raised_by(*functions: str) -> Triggers:
    """Functions of `csdlgen.drift` that raise the rule by its code: `module.function`."""
    return (Trigger("raised", function) for function in functions)
