"""The segments that begin with a dollar sign (OData URL conventions sections 4.1, 4.2, 4.4, 4.7, 4.8, 4.12 to 4.17)."""

from __future__ import annotations

from csdlgen.common.url_syntax import split_call, split_list
from csdlgen.edm.model import EntitySet
from csdlgen.text import shown
from csdlgen.urls.places import Place
from csdlgen.urls.segments import CrossJoin, Filter, Segment, System, SystemName
from csdlgen.urls.values import Reading, refuse

_WHOLE: dict[str, tuple[SystemName, Place]] = {
    "$batch": ("$batch", Place("service").becomes("batch")),
    "$metadata": ("$metadata", Place("service").becomes("metadata")),
    "$all": ("$all", Place("all", collection=True)),
    "$entity": ("$entity", Place("entity")),
}
_KNOWN = (
    "$count",
    "$ref",
    "$value",
    "$each",
    "$query",
    "$filter",
    "$batch",
    "$metadata",
    "$entity",
    "$all",
    "$crossjoin",
)


def system_segment(reading: Reading, place: Place, text: str) -> tuple[tuple[Segment, ...], Place]:
    """What a segment with a dollar sign is at a place."""
    name, groups = split_call(text)
    if place.kind == "service":
        return _whole(reading, name, groups)
    if name == "$filter" and place.collection and len(groups) == 1 and groups[0].strip():
        return (Filter(_resolved(reading, groups[0].strip())),), place
    if not groups and (found := _plain(place, name)):
        return found
    if name in _KNOWN:
        raise refuse("nothing-follows", f"{shown(text)} cannot stand behind {place}")
    raise refuse("unknown-segment", f"there is no {shown(name)}", name, _KNOWN)


def _plain(place: Place, name: str) -> tuple[tuple[Segment, ...], Place] | None:
    single = not place.collection
    match name:
        case "$count" if place.kind in ("entity", "complex", "primitive", "dynamic") and (
            place.collection or place.kind == "dynamic"
        ):
            return (System("$count"),), place.becomes("count")._replace(type=None)
        case "$ref" if place.kind in ("entity", "dynamic"):
            return (System("$ref"),), place.becomes("reference")
        case "$value" if single and place.kind in ("entity", "primitive", "dynamic"):
            # Behind any entity: the grammar allows it, and the service knows best which ones are media entities.
            return (System("$value"),), place.becomes("raw value")
        case "$each" if place.kind == "entity" and place.collection:
            return (System("$each"),), place.keyed()._replace(kind="each")
        case "$query" if place.kind != "each":
            return (System("$query"),), place.becomes("query")
    return None


def _resolved(reading: Reading, expression: str) -> str:
    """The expression, or that which an alias stands for."""
    if expression.startswith("@") and expression in reading.options:
        return reading.options[expression].strip()
    return expression


def _whole(reading: Reading, name: str, groups: tuple[str, ...]) -> tuple[tuple[Segment, ...], Place]:
    """The resources that concern the service as a whole."""
    if name == "$crossjoin" and len(groups) == 1:
        return _crossjoin(reading, groups[0])
    if name not in _WHOLE or groups:
        raise refuse("unknown-root", f"there is no {shown(name)} of a service", name, _KNOWN)
    if name == "$entity" and not {"$id", "id"} & set(reading.options):
        raise refuse("missing-id", "$entity goes with the query option $id")
    segment, place = _WHOLE[name]
    return (System(segment),), place


def _crossjoin(reading: Reading, text: str) -> tuple[tuple[Segment, ...], Place]:
    names = tuple(each for _, each in split_list(text))
    sets = tuple(name for name, each in reading.service.roots.items() if isinstance(each, EntitySet))
    wrong = next((each for each in names or ("",) if each not in sets), None)
    if wrong is not None:
        raise refuse("unknown-root", f"the service has no entity set {shown(wrong)}", wrong, sets)
    return (CrossJoin(names),), Place("crossjoin")
