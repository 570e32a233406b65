"""The segments that begin with a dollar sign (OData URL conventions sections 4.1, 4.2, 4.4, 4.7, 4.8, 4.12 to 4.17)."""

from __future__ import annotations

from typing import get_args

from csdlgen.edm.model import EntitySet
from csdlgen.shared_with_packages.url_syntax import split_call, split_list
from csdlgen.text import shown
from csdlgen.urls.resource import Resource
from csdlgen.urls.segments import CrossJoin, FilterSegment, Segment, System, SystemName
from csdlgen.urls.values import Reading, refuse

_WHOLE: dict[str, tuple[SystemName, Resource]] = {
    "$batch": ("$batch", Resource("service").becomes("batch")),
    "$metadata": ("$metadata", Resource("service").becomes("metadata")),
    "$all": ("$all", Resource("all", collection=True)),
    "$entity": ("$entity", Resource("entity")),
}
_KNOWN = (*get_args(SystemName), "$filter", "$crossjoin")


def system_segment(reading: Reading, resource: Resource, text: str) -> tuple[tuple[Segment, ...], Resource]:
    """What a segment with a dollar sign is behind a resource."""
    name, groups = split_call(text)
    if resource.kind == "service":
        return _whole(reading, name, groups)
    if name == "$filter" and resource.collection and len(groups) == 1 and groups[0].strip():
        return (FilterSegment(_resolved(reading, groups[0].strip())),), resource
    if not groups and (found := _plain(resource, name)):
        return found
    if name in _KNOWN:
        raise refuse("nothing-follows", f"{shown(text)} cannot follow {resource}")
    raise refuse("unknown-segment", f"there is no {shown(name)}", name, _KNOWN)


def _plain(resource: Resource, name: str) -> tuple[tuple[Segment, ...], Resource] | None:
    single = not resource.collection
    match name:
        case "$count" if resource.kind in ("entity", "complex", "primitive", "dynamic") and (
            resource.collection or resource.kind == "dynamic"
        ):
            return (System("$count"),), resource.becomes("count")._replace(type=None)
        case "$ref" if resource.kind in ("entity", "dynamic"):
            return (System("$ref"),), resource.becomes("reference")
        case "$value" if single and resource.kind in ("entity", "primitive", "dynamic"):
            # Behind any entity: the grammar allows it, and the service knows best which ones are media entities.
            return (System("$value"),), resource.becomes("raw value")
        case "$each" if resource.kind == "entity" and resource.collection:
            return (System("$each"),), resource.keyed()._replace(kind="each")
        case "$query" if resource.kind != "each":
            return (System("$query"),), resource.becomes("query")
    return None


def _resolved(reading: Reading, expression: str) -> str:
    """The expression, or that which an alias stands for."""
    if expression.startswith("@") and expression in reading.options:
        return reading.options[expression].strip()
    return expression


def _whole(reading: Reading, name: str, groups: tuple[str, ...]) -> tuple[tuple[Segment, ...], Resource]:
    """The resources that concern the service as a whole."""
    if name == "$crossjoin" and len(groups) == 1:
        return _crossjoin(reading, groups[0])
    if name not in _WHOLE or groups:
        raise refuse("unknown-root", f"there is no {shown(name)} of a service", name, _KNOWN)
    if name == "$entity" and not {"$id", "id"} & set(reading.options):
        raise refuse("missing-id", "$entity goes with the query option $id")
    segment, resource = _WHOLE[name]
    return (System(segment),), resource


def _crossjoin(reading: Reading, text: str) -> tuple[tuple[Segment, ...], Resource]:
    names = tuple(each for _, each in split_list(text))
    sets = tuple(name for name, each in reading.lookup.roots.items() if isinstance(each, EntitySet))
    wrong = next((each for each in names or ("",) if each not in sets), None)
    if wrong is not None:
        raise refuse("unknown-root", f"the service has no entity set {shown(wrong)}", wrong, sets)
    return (CrossJoin(names),), Resource("crossjoin")
