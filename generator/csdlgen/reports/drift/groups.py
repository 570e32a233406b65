"""Equal findings on many elements of one owner, which people read as one: 61 properties of a type became computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from csdlgen.drift.finding import Finding, fingerprint
from csdlgen.drift.path import TYPES, ElementPath, item_type
from csdlgen.reports.drift.words import page, says_base

FEWEST = 4
"""So many findings that are alike are listed as one; fewer are listed each."""
_NOUNS = {
    "property": "properties", "navigation": "navigation properties", "member": "members", "parameter": "parameters",
    "returns": "results", "entity-type": "entity types", "complex-type": "complex types",
    "enum-type": "enumeration types", "type-definition": "type definitions", "operation": "operations", "term": "terms",
    "entity-set": "entity sets", "singleton": "singletons", "import": "operation imports", "binding": "bindings",
    "annotation": "annotations", "schema": "schemas",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one rule, with the same verdicts and tags and without consequences, on elements of one owner."""

    findings: tuple[Finding, ...]
    owner: str
    noun: str

    @property
    def headline(self) -> str:
        """`61 properties of demo.machine: a property can no longer be written`."""
        title = page(self.findings[0].rule).title
        of = f" of {self.owner}" if self.owner else ""
        return f"{len(self.findings):,} {self.noun}{of}: {title[:1].lower()}{title[1:]}"

    def names(self) -> Iterator[str]:
        """Each element by its name within the owner, with what was and is there where that is not the same for all."""
        differ = len({(each.before, each.after) for each in self.findings}) > 1 and not says_base(self.findings[0])
        for each in self.findings:
            name = each.path.removeprefix(self.owner).lstrip("/.") or each.path
            values = " -> ".join(dict.fromkeys(filter(None, (each.before, each.after)))) if differ else ""
            yield f"{name} ({values})" if values and values not in name else name


def grouped(findings: Iterable[Finding]) -> Iterator[Finding | FindingGroup]:
    """Findings in their order, those that are alike as one group in the place of the first."""
    findings = tuple(findings)
    alike: dict[object, list[Finding]] = {}
    for each in findings:
        alike.setdefault(_key(each), []).append(each)
    listed: set[object] = set()
    for each in findings:
        key = _key(each)
        some = alike[key]
        if each.children or len(some) < FEWEST:
            yield each
        elif key not in listed:
            listed.add(key)
            yield FindingGroup(tuple(some), *owner_and_noun(each))


def group_id(finding: Finding) -> str:
    """The same sixteen digits for findings that are alike, whatever else there is: of a rule and an owner."""
    return fingerprint(finding.rule, owner_and_noun(finding)[0])


def _key(finding: Finding) -> object:
    if finding.children:
        return finding.fingerprint
    return finding.rule, owner_and_noun(finding), finding.verdicts, finding.tags, finding.accepted


def owner_and_noun(finding: Finding) -> tuple[str, str]:
    """What an element belongs to, and what elements of its kind are called."""
    if finding.change is None:
        home, slash, _ = finding.path.rpartition("/")
        return (home if slash else finding.path), "findings"
    path = finding.change.path
    steps = path.steps
    # Some rules are about the element that an annotation is on.
    kind = steps[-2].kind if path.kind == "annotation" and len(steps) > 1 and "@" not in finding.path else path.kind
    noun = _NOUNS.get(kind, "elements")
    if len(steps) > 2 and steps[1].kind in TYPES | {"container"}:
        return str(ElementPath(steps[:2])), noun
    if len(steps) > 1 and steps[1].kind == "operation":
        binding: str | None = steps[1].key[0]
        return item_type(binding or steps[0].name), noun
    return (steps[0].name if len(steps) > 1 else ""), noun
