"""What is known of an element beside the change: it was announced, is young, or was there before."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from csdlgen.drift.change import Change
from csdlgen.drift.finding import Tag, Verdict, Verdicts
from csdlgen.drift.path import ElementPath
from csdlgen.drift.revisions import Revised
from csdlgen.edm.model import QName

_YOUNG = timedelta(days=60)
_TYPED = ("Type", "EntityType", "BaseType", "UnderlyingType")
_OF_REVISIONS = ("deprecation-", "removal-date-")


@dataclass(frozen=True, slots=True)
class Tagger:
    """`old` are the revisions that the old model states, `gone` paths of elements that documents before it had."""

    old: dict[str, Revised]
    today: date
    gone: Container[str]

    def tags(self, change: Change, verdicts: Verdicts) -> tuple[Tag, ...]:
        """The tags of a change; that it was announced is said of what may hurt."""
        return tuple(self._tags(change, verdicts))

    def _tags(self, change: Change, verdicts: Verdicts) -> Iterator[Tag]:
        path = change.old
        if path is not None and not change.kind.startswith(_OF_REVISIONS):
            around = [*_homes(path), *_types(change, path)]
            said = [self.old[each] for each in around if each in self.old]
            if verdicts.worst() >= Verdict.DANGEROUS and any(each.deprecated for each in said):
                yield "announced"
            if any(each.added and timedelta() <= self.today - each.added <= _YOUNG for each in said):
                yield "young"
        if path is None and str(change.new) in self.gone:
            yield "returned"


def _homes(path: ElementPath) -> Iterator[str]:
    """An element and what it is in, as they print."""
    for length in range(len(path.steps), 0, -1):
        yield str(ElementPath(path.steps[:length]))


def _types(change: Change, path: ElementPath) -> Iterator[str]:
    """The types that an element has or is bound to: who deprecates a type deprecates its usages."""
    for each in change.differences:
        if each.path == path and each.attribute in _TYPED and isinstance(each.before, QName):
            yield str(each.before)
    for step in path.steps:
        if step.kind == "operation" and step.key[0]:
            yield step.key[0].removeprefix("Collection(").removesuffix(")")
