"""Two models compared: every difference as part of a change of a known kind, and what each change means."""

from csdlgen.drift.change import Change, Difference, flat, swapped
from csdlgen.drift.compare import compare
from csdlgen.drift.finding import AXES, Acceptance, Axis, Finding, Tag, Verdict, Verdicts, every
from csdlgen.drift.fingerprint import fingerprint
from csdlgen.drift.judge import judge
from csdlgen.drift.kinds import MIRROR, Kind
from csdlgen.drift.normal import normal
from csdlgen.drift.patch import apply
from csdlgen.drift.path import ElementPath, Step
from csdlgen.drift.rules import POLICIES, RULES, Policy, Rule
from csdlgen.drift.suspicious import suspicious

__all__ = [
    "AXES",
    "MIRROR",
    "POLICIES",
    "RULES",
    "Acceptance",
    "Axis",
    "Change",
    "Difference",
    "ElementPath",
    "Finding",
    "Kind",
    "Policy",
    "Rule",
    "Step",
    "Tag",
    "Verdict",
    "Verdicts",
    "apply",
    "compare",
    "every",
    "fingerprint",
    "flat",
    "judge",
    "normal",
    "suspicious",
    "swapped",
]
