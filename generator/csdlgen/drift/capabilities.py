"""What the Capabilities vocabulary of OASIS restricts.

All annotations of one element are looked at together, since one restriction may be spelled in two terms. What no
annotation mentions is allowed, but for the properties in `_GRANTED`, which are allowed only where they are true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from csdlgen.drift import spell
from csdlgen.edm.model import Annotation, CollectionExpression, Constant, Default, Expression, Record
from csdlgen.edm.vocabularies import CAPABILITIES

SAME: Final[Mapping[str, str]] = {
    "SelectRestrictions/Selectable": "SelectSupport/Supported",
    "BatchSupported": "BatchSupport/Supported",
    "BatchContinueOnErrorSupported": "BatchSupport/ContinueOnErrorSupported",
}
"""Spellings of a restriction that are deprecated, were never in the vocabulary or are one of two, and the other one."""
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
"""Boolean properties whose default is false, by the property or term whose record has them."""
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
class Limitations:
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

    @property
    def paths(self) -> frozenset[str]:
        """Every path that is mentioned."""
        return frozenset((*self.forbidden, *self.granted, *self.offered, *self.levels))

    def tighter_than(self, other: Limitations, paths: Iterable[str]) -> frozenset[str]:
        """Those of the paths at which this allows less than another."""
        nothing: frozenset[str] = frozenset()
        endless = float("inf")
        return frozenset(
            path
            for path in paths
            if self.forbidden.get(path, nothing) - other.forbidden.get(path, nothing)
            or other.granted.get(path, nothing) - self.granted.get(path, nothing)
            or self._lacks_offer(path, other)
            or self.levels.get(path, endless) < other.levels.get(path, endless)
        )

    def _lacks_offer(self, path: str, other: Limitations) -> bool:
        """Whether the other lists something as supported that this, which has a list as well, does not."""
        usual = _OFFERED.get(path.rpartition("/")[2])
        here, there = self.offered.get(path, usual), other.offered.get(path, usual)
        return here is not None and there is not None and bool(there - here)


NO_LIMITS: Final = Limitations()


def limitations(annotations: Iterable[Annotation], exists: Callable[[str], bool]) -> Limitations:
    """What annotations of the Capabilities vocabulary restrict. What is about a property path for which `exists` is
    false has no effect."""
    limits = Limitations()
    for annotation in annotations:
        term, qualifier = annotation.term, annotation.qualifier
        if term.namespace == CAPABILITIES:
            _read(limits, (f"{term.name}#{qualifier}" if qualifier else term.name,), annotation.value, exists)
    return limits


def _read(limits: Limitations, path: tuple[str, ...], value: Expression, exists: Callable[[str], bool]) -> None:
    if isinstance(value, Record):
        for each in value.values:
            _read(limits, (*path, each.name), each.value, exists)
    elif isinstance(value, CollectionExpression):
        _read_items(limits, path, value, exists)
    elif isinstance(value, (Constant, Default)):
        _read_constant(limits, path, "true" if isinstance(value, Default) else value.text.casefold())


def _read_items(
    limits: Limitations, path: tuple[str, ...], value: CollectionExpression, exists: Callable[[str], bool]
) -> None:
    """A list of exceptions, or of records each about one property."""
    name = path[-1]
    if name in _OFFERS:
        limits.offered[_name(path)] = frozenset(spell.expression(item).casefold() for item in value.items)
    elif name in _OPTIONS:
        for item in value.items:
            if isinstance(item, Record) and (header := item.get("Name")) is not None:
                _read(limits, (*path, spell.expression(header)), item, exists)
    elif is_list_of_properties(name):
        limits.forbid(_name(path), filter(exists, {spell.expression(item) for item in value.items}))
    else:
        for item in value.items:
            if isinstance(item, Record) and (subject := about(item)) and exists(subject):
                _read(limits, (*path, subject), item, exists)


def is_list_of_properties(name: str) -> bool:
    """Whether a property of a record is a list of the properties of a type that are an exception."""
    return name.startswith(_LISTS)


def about(record: Record) -> str:
    """The property that a record of a list is about; empty where it is about none."""
    subject = next((value for key in _KEYS if (value := record.get(key)) is not None), None)
    return "" if subject is None else spell.expression(subject)


def _read_constant(limits: Limitations, path: tuple[str, ...], text: str) -> None:
    full = _name(path)
    holder, _, name = full.rpartition("/")
    text = ",".join(part.rpartition("/")[2].strip() for part in text.split(","))
    if name == "MaxLevels":
        number = int(text) if text.removeprefix("-").isdigit() else -1
        limits.allow(full, float(number) if number >= 0 else float("inf"))
    elif name == "Navigability":
        limits.allow(full, _LEVELS.get(text, float("inf")))
    elif name in _OFFERS:
        limits.offered[full] = frozenset(text.split(","))
    elif name == "UnsupportedExpressions":
        limits.forbid(full, (part for part in text.split(",") if part != "none"))
    elif name == "AllowedExpressions":
        limits.forbid(full, _EXPRESSIONS["multirangeorsearchexpression"] - _EXPRESSIONS.get(text, frozenset()))
    elif name in _DEMANDS:
        limits.forbid(full, ("demanded",) if text == "true" else ())
    elif name in _GRANTED.get(holder.rpartition("/")[2], ()):
        limits.granted[full] = frozenset(("granted",) if text == "true" else ())
    elif text in ("true", "false"):
        limits.forbid(full, ("forbidden",) if text == "false" else ())


def _name(path: tuple[str, ...]) -> str:
    """A path as text, in the current spelling."""
    text = "/".join(path)
    return SAME.get(text, text)


def only_filters(paths: frozenset[str]) -> bool:
    """Whether all that is restricted is that reading needs a filter."""
    return bool(paths) and all(path.rpartition("/")[2] in _REQUIRED and not _is_writing(path) for path in paths)


def any_writing(paths: frozenset[str]) -> bool:
    """Whether any of what is restricted is writing."""
    return any(map(_is_writing, paths))


def _is_writing(path: str) -> bool:
    return any(part.startswith(_WRITING) for part in path.split("/"))
