"""What the Capabilities vocabulary of OASIS restricts, and whether a change of an annotation restricts or relaxes it.

All annotations of one element are looked at together, since one restriction may be spelled in two terms. What no
annotation mentions is allowed, but for the properties in `_GRANTED`, which are allowed only where they are true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from csdlgen.drift import spell
from csdlgen.edm.model import Annotation, CollectionExpression, Constant, Default, Expression, Record

CAPABILITIES: Final = "Org.OData.Capabilities.V1"
SAME: Final[Mapping[str, str]] = {
    "SelectRestrictions/Selectable": "SelectSupport/Supported",
    "BatchSupported": "BatchSupport/Supported",
    "BatchContinueOnErrorSupported": "BatchSupport/ContinueOnErrorSupported",
}
"""Spellings of a restriction that are deprecated, were never in the vocabulary or stand beside another one, and the one
that they stand for."""
_SELECT = ("InstanceAnnotationsSupported", "Expandable", "Filterable", "Searchable", "TopSupported", "SkipSupported")
_BATCH = (
    *("ContinueOnErrorSupported", "ReferencesInRequestBodiesSupported", "ReferencesAcrossChangeSetsSupported"),
    *("EtagReferencesSupported", "RequestDependencyConditionsSupported"),
)
_QUERY = ("ExpandSupported", "SelectSupported", "ComputeSupported", "FilterSupported", "SearchSupported")
_GRANTED: Final[Mapping[str, frozenset[str]]] = {
    "SelectSupport": frozenset((*_SELECT, "ComputeSupported", "Countable", "Sortable")),
    "BatchSupport": frozenset(_BATCH),
    "ExpandRestrictions": frozenset(("StreamsExpandable",)),
    "ExpandByKeyRestrictions": frozenset(("StreamsExpandable",)),
    "UpdateRestrictions": frozenset(("Upsertable", "DeltaUpdateSupported")),
    "QueryOptions": frozenset((*_QUERY, "SortSupported")),
    "ModificationQueryOptions": frozenset((*_QUERY, "SortSupported")),
}
"""Boolean properties whose default is false, by the property or term whose record they stand in."""
_DEMANDS = ("RequiresFilter", "OptimisticConcurrencyControl", "Required")
_REQUIRED = ("RequiresFilter", "RequiredProperties")
_LISTS = ("Non", "Required", "AscendingOnly", "DescendingOnly")
_KEYS = ("NavigationProperty", "CollectionProperty", "Property")
_OPTIONS = ("CustomHeaders", "CustomQueryOptions")
"""Lists of records about headers and query options, each of which names its own."""
_OFFERS = ("FilterFunctions", "SupportedFormats", "SupportedMetadataFormats", "AcceptableEncodings", "UpdateMethod")
"""Lists of all that is supported; what is supported where one is left out is not known."""
_OFFERED: Final = {"UpdateMethod": frozenset(("patch",))}
"""But that services update with PATCH unless they say otherwise (Protocol section 11.4.3)."""
_EXPRESSIONS: Final[Mapping[str, frozenset[str]]] = {
    "singlevalue": frozenset(("value",)),
    "multivalue": frozenset(("value", "values")),
    "singlerange": frozenset(("value", "range")),
    "multirange": frozenset(("value", "values", "range", "ranges")),
    "searchexpression": frozenset(("search",)),
    "multirangeorsearchexpression": frozenset(("value", "values", "range", "ranges", "search")),
}
"""What filters may ask of a property by its `AllowedExpressions`; where that is left out, anything."""
_LEVELS = {"none": 0.0, "single": 1.0, "recursive": float("inf")}
_WRITING = (
    *("Insert", "Update", "Delete", "DeepInsert", "DeepUpdate", "Batch", "MediaLocationUpdate", "ModificationQuery"),
    *("Updatable", "Deletable", "Referenceable", "OptimisticConcurrencyControl"),
)


@dataclass(frozen=True, slots=True)
class _Limits:
    """By path within the annotations of an element: what is forbidden or demanded, what is granted, what is listed as
    supported, and how many levels are allowed."""

    forbidden: dict[str, frozenset[str]] = field(default_factory=dict)
    granted: dict[str, frozenset[str]] = field(default_factory=dict)
    offered: dict[str, frozenset[str]] = field(default_factory=dict)
    levels: dict[str, float] = field(default_factory=dict)

    def forbid(self, path: str, items: Iterable[str]) -> None:
        """Add what is forbidden; where two annotations disagree, a client cannot count on the one that allows."""
        self.forbidden[path] = self.forbidden.get(path, frozenset()) | frozenset(items)

    def allow(self, path: str, levels: float) -> None:
        """Set the number of levels, the least of several."""
        self.levels[path] = min(levels, self.levels.get(path, levels))

    def tighter_than(self, other: _Limits, within: Iterable[_Limits]) -> set[str]:
        """The paths at which this allows less than another; of those that `within` mentions."""
        paths = {path for each in within for path in (*each.forbidden, *each.granted, *each.offered, *each.levels)}
        nothing: frozenset[str] = frozenset()
        endless = float("inf")
        return {
            path
            for path in paths
            if self.forbidden.get(path, nothing) - other.forbidden.get(path, nothing)
            or other.granted.get(path, nothing) - self.granted.get(path, nothing)
            or self._lacks_offer(path, other)
            or self.levels.get(path, endless) < other.levels.get(path, endless)
        }

    def _lacks_offer(self, path: str, other: _Limits) -> bool:
        """Whether the other lists something as supported that this, which has a list as well, does not."""
        usual = _OFFERED.get(path.rpartition("/")[2])
        here, there = self.offered.get(path, usual), other.offered.get(path, usual)
        return here is not None and there is not None and bool(there - here)


@dataclass(frozen=True, slots=True)
class Restricting:
    """Two versions of an element: all its annotations before and after, whether a property path leads to something in
    both models, and whether the element itself is in both."""

    before: tuple[Annotation, ...] = ()
    after: tuple[Annotation, ...] = ()
    is_there: Callable[[str], bool] = lambda _: True
    in_both: bool = True

    def kind(self, before: Annotation | None, after: Annotation | None) -> str:
        """The kind of change of one of the annotations."""
        if not self.in_both:
            return "annotation-changed"
        own = self._limits(filter(None, (before,))), self._limits(filter(None, (after,)))
        old, new = self._limits(self.before), self._limits(self.after)
        tighter, looser = new.tighter_than(old, own), old.tighter_than(new, own)
        if tighter and all(_is_required(path) for path in tighter):
            return "required-filter-added"
        if tighter:
            return "write-capability-restricted" if any(map(_is_writing, tighter)) else "read-capability-restricted"
        if looser and all(_is_required(path) for path in looser):
            return "required-filter-removed"
        return "capability-relaxed" if looser else "annotation-changed"

    def _limits(self, annotations: Iterable[Annotation]) -> _Limits:
        found = _Limits()
        for each in annotations:
            if each.term.namespace == CAPABILITIES:
                name = f"{each.term.name}#{each.qualifier}" if each.qualifier else each.term.name
                self._within((name,), each.value, found)
        return found

    def _within(self, path: tuple[str, ...], value: Expression, into: _Limits) -> None:
        if isinstance(value, Record):
            for each in value.values:
                self._within((*path, each.name), each.value, into)
        elif isinstance(value, CollectionExpression):
            self._items(path, value, into)
        elif isinstance(value, (Constant, Default)):
            _constant(path, "true" if isinstance(value, Default) else value.text.casefold(), into)

    def _items(self, path: tuple[str, ...], value: CollectionExpression, into: _Limits) -> None:
        """A list of exceptions, or of records each about one property. What is about something that one of the models
        lacks takes nothing away from anybody."""
        if path[-1] in _OFFERS:
            into.offered[_name(path)] = frozenset(spell.expression(each).casefold() for each in value.items)
            return
        if path[-1] in _OPTIONS:
            for each in value.items:
                if isinstance(each, Record) and (header := each.get("Name")) is not None:
                    self._within((*path, spell.expression(header)), each, into)
            return
        if is_list_of_properties(path[-1]):
            named = frozenset(spell.expression(each) for each in value.items)
            into.forbid(_name(path), filter(self.is_there, named))
            return
        for each in value.items:
            if isinstance(each, Record) and (name := about(each)) and self.is_there(name):
                self._within((*path, name), each, into)


def is_list_of_properties(name: str) -> bool:
    """Whether a property of a record is a list of the properties of a type that are an exception."""
    return name.startswith(_LISTS)


def about(record: Record) -> str:
    """The property that a record of a list is about; empty where it is about none."""
    found = next((value for key in _KEYS if (value := record.get(key)) is not None), None)
    return "" if found is None else spell.expression(found)


def _constant(path: tuple[str, ...], text: str, into: _Limits) -> None:
    full = _name(path)
    holder, _, name = full.rpartition("/")
    text = ",".join(each.rpartition("/")[2].strip() for each in text.split(","))
    if name == "MaxLevels":
        number = int(text) if text.removeprefix("-").isdigit() else -1
        into.allow(full, float(number) if number >= 0 else float("inf"))
    elif name == "Navigability":
        into.allow(full, _LEVELS.get(text, float("inf")))
    elif name in _OFFERS:
        into.offered[full] = frozenset(text.split(","))
    elif name == "UnsupportedExpressions":
        into.forbid(full, (each for each in text.split(",") if each != "none"))
    elif name == "AllowedExpressions":
        into.forbid(full, _EXPRESSIONS["multirangeorsearchexpression"] - _EXPRESSIONS.get(text, frozenset()))
    elif name in _DEMANDS:
        into.forbid(full, ("demanded",) if text == "true" else ())
    elif name in _GRANTED.get(holder.rpartition("/")[2], ()):
        into.granted[full] = frozenset(("granted",) if text == "true" else ())
    elif text in ("true", "false"):
        into.forbid(full, ("forbidden",) if text == "false" else ())


def _name(path: tuple[str, ...]) -> str:
    """A path as text, in the current spelling."""
    text = "/".join(path)
    return SAME.get(text, text)


def _is_required(path: str) -> bool:
    return path.rpartition("/")[2] in _REQUIRED and not _is_writing(path)


def _is_writing(path: str) -> bool:
    return any(part.startswith(_WRITING) for part in path.split("/"))
