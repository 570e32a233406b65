"""What may have happened to an element of two models, and the conditions on it that rules are raised under."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from csdlgen.drift.comparison import Comparison, Side
from csdlgen.drift.facts import Attributes
from csdlgen.drift.path import STRUCTURED, ElementPath
from csdlgen.drift.shapes import COLLECTION, NULLABLE, PARAMETERS, TYPE, UNDERLYING
from csdlgen.edm.model import EDM, Annotation, EntityType, EnumType, QName

SENTINEL = "unknownFutureValue"
"""The member of an enumeration that stands for members which clients do not know yet."""
_CORE = "Org.OData.Core.V1."
_NAMING = frozenset((TYPE, "BaseType", "EntityType"))
_INTEGERS = ("Int16", "Int32", "Int64", "Decimal")
_WIDER: dict[str, tuple[str, ...]] = {
    "Byte": _INTEGERS,
    "SByte": _INTEGERS,
    **{name: _INTEGERS[number + 1 :] for number, name in enumerate(_INTEGERS)},
    "Single": ("Double",),
}
_SCALES = {"variable": "1", "floating": "2"}
_STRING = QName(EDM, "String")


def both(*tests: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """All of several conditions at once."""
    return lambda happened: all(test(happened) for test in tests)


def either(*tests: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """One of several conditions."""
    return lambda happened: any(test(happened) for test in tests)


def neither(*tests: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """None of several conditions."""
    return lambda happened: not any(test(happened) for test in tests)


# --- elements that one model lacks ------------------------------------------------------------------------------------


class Presence(NamedTuple):
    """An element that is in one model only, `here`; the other model is `there`."""

    here: Side
    there: Side
    path: ElementPath
    is_new: bool

    @property
    def known(self) -> Attributes:
        return self.here.known(self.path)

    def annotation(self, term: str) -> Annotation | None:
        """The annotation of the element with a term of the Core vocabulary."""
        annotations = self.here.facts.annotations.get(self.path, ())
        return next((note for note in annotations if str(note.term) == _CORE + term and note.qualifier is None), None)


def is_collection(presence: Presence) -> bool:
    return COLLECTION in presence.known


def is_not_null(presence: Presence) -> bool:
    return NULLABLE in presence.known


def is_sentinel(presence: Presence) -> bool:
    return presence.path.name == SENTINEL


def is_binding(side: Side, path: ElementPath) -> bool:
    """Whether this is the binding parameter of an operation."""
    operation = side.known(path.parent)
    return path.kind == "parameter" and "IsBound" in operation and operation[PARAMETERS][0] == path.steps[-1]


# --- attributes with another value ------------------------------------------------------------------------------------


class AttributeChange(NamedTuple):
    """One attribute of an element that both models have; None is its default."""

    comparison: Comparison
    old: ElementPath
    new: ElementPath
    attribute: str
    before: Any
    after: Any


def stated(change: AttributeChange) -> bool:
    """Whether the attribute was at its default."""
    return change.before is None


def dropped(change: AttributeChange) -> bool:
    """Whether the attribute is at its default now."""
    return change.after is None


def is_renamed_type(change: AttributeChange) -> bool:
    """Whether an element names the same type by its new name."""
    renamed = change.comparison.renamed
    return change.attribute in _NAMING and change.before in renamed and renamed[change.before] == change.after


def same_values(change: AttributeChange) -> bool:
    """Whether two types are the same in payloads: a type definition stands for its underlying type (section 11)."""
    before, after = _underlying(change)
    return before == after


def to_base(change: AttributeChange) -> bool:
    """Whether the new type is a base type of the former, and not the other way round as well."""
    return _is_base(change, change.after, change.before) and not _is_base(change, change.before, change.after)


def to_derived(change: AttributeChange) -> bool:
    """Whether the new type derives from the former, and not the other way round as well."""
    return _is_base(change, change.before, change.after) and not _is_base(change, change.after, change.before)


def to_wider(change: AttributeChange) -> bool:
    """Whether the new type is a number with room for all values of the former."""
    before, after = _underlying(change)
    return before.namespace == after.namespace == EDM and after.name in _WIDER.get(before.name, ())


def to_narrower(change: AttributeChange) -> bool:
    """Whether the former type is a number with room for all values of the new one."""
    before, after = _underlying(change)
    return before.namespace == after.namespace == EDM and before.name in _WIDER.get(after.name, ())


def enum_to_string(change: AttributeChange) -> bool:
    before, after = _underlying(change)
    return after == _STRING and isinstance(change.comparison.old.model.types.get(before), EnumType)


def string_to_enum(change: AttributeChange) -> bool:
    before, after = _underlying(change)
    return before == _STRING and isinstance(change.comparison.new.model.types.get(after), EnumType)


def _underlying(change: AttributeChange) -> tuple[QName, QName]:
    return change.comparison.old.underlying(change.before), change.comparison.new.underlying(change.after)


def _is_base(change: AttributeChange, base: QName, derived: QName) -> bool:
    return is_base(change.comparison, base, derived)


def is_base(comparison: Comparison, base: QName, derived: QName) -> bool:
    """Whether one type is an ancestor of another in either model."""
    return comparison.old.is_base(base, derived) or comparison.new.is_base(base, derived)


def of_items(change: AttributeChange) -> bool:
    """Whether Nullable is about the items of a collection (section 7.2.1)."""
    sides = ((change.comparison.old, change.old), (change.comparison.new, change.new))
    return all(COLLECTION in side.known(path) for side, path in sides)


def of_entities(change: AttributeChange) -> bool:
    """Whether Nullable is about entities in a collection, which are never null (section 12.8)."""
    old = change.comparison.old
    entities = change.old.kind == "navigation" or isinstance(
        old.model.types.get(old.known(change.old)[TYPE]), EntityType
    )
    return entities and of_items(change)


def increased(change: AttributeChange) -> bool:
    """Whether a facet admits more values than before."""
    side, facet = change.comparison.old, change.attribute
    known = side.known(change.old)
    primitive = known[UNDERLYING] if change.old.kind == "type-definition" else side.underlying(known[TYPE])
    return _rank(facet, change.after, primitive) > _rank(facet, change.before, primitive)


def _rank(facet: str, value: Any, primitive: QName) -> tuple[float, str]:
    """How much a facet admits. Left out, a length is not limited, a scale is 0, a precision is 0 but for decimals."""
    endless = facet == "MaxLength" or (facet == "Precision" and primitive == (EDM, "Decimal"))
    if value is None:
        return (float("inf") if endless else 0.0), ""
    return (float(value), "") if isinstance(value, int) else (float("inf"), _SCALES.get(value, value))


def effective_key(change: AttributeChange) -> tuple[Any, Any]:
    """The key of an entity type in both models, inherited or its own."""
    sides = ((change.comparison.old, change.old), (change.comparison.new, change.new))
    lines = ((side.model.ancestry(path.qualified) if path.kind in STRUCTURED else ()) for side, path in sides)
    before, after = (next((key for each in line if (key := getattr(each, "key", None))), None) for line in lines)
    return before, after


def same_key(change: AttributeChange) -> bool:
    return bool(change.before == change.after)
