"""What a rule is: a kind of finding with its verdicts and words; and the policies, which see some rules otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from csdlgen.drift.finding import Verdict, Verdicts

Policy: TypeAlias = Literal["odata", "graph", "strict"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
"""`graph` is the catalogue: what years of changes of a large service did to its clients. `odata` takes OData Protocol
section 5.2 by its letter. `strict` calls breaking whatever is not certain to be harmless."""

_LETTERS = {"-": Verdict.NONE, "A": Verdict.ADDITIVE, "D": Verdict.DANGEROUS, "B": Verdict.BREAKING}


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding. `title` is a sentence on the kind, `message` a template for one finding (`{before}`,
    `{after}`, `{old}` and `{new}` paths), `reason` says why the verdicts are what they are, `remedy` what to do.
    `otherwise` has the verdicts of policies that do not share them."""

    code: str
    verdicts: Verdicts
    title: str
    message: str
    reason: str
    remedy: str
    otherwise: Mapping[Policy, Verdicts] = field(default_factory=dict)

    def under(self, policy: Policy) -> Verdicts:
        """The verdicts under a policy."""
        if policy == "strict":
            return Verdicts(*(Verdict.BREAKING if each is Verdict.DANGEROUS else each for each in self.verdicts))
        return self.otherwise.get(policy, self.verdicts)


def verdicts(letters: str) -> Verdicts:
    """Verdicts for reading, writing and Python: `BD-` is breaking, dangerous, none."""
    read, write, python = (_LETTERS[each] for each in letters)
    return Verdicts(read, write, python)


def rule(code: str, letters: str, title: str, message: str, reason: str, remedy: str, odata: str = "") -> Rule:
    """A rule; `odata` are the verdicts of that policy where they are others."""
    otherwise: dict[Policy, Verdicts] = {"odata": verdicts(odata)} if odata else {}
    return Rule(code, verdicts(letters), title, message, reason, remedy, otherwise)
