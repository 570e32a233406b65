"""Which queries cannot use a property, by what is said of the collections that have it: of entity sets, navigation
properties and entity types.

The terms are those of Org.OData.Capabilities.V1, which list properties by their paths.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import Annotation, EntityType, OperationImport, QName
from csdlgen.package.plan.query_text import paths_in
from csdlgen.text import listed

Facts = Mapping[tuple[QName, str], tuple[str, ...]]
"""Properties, by declaring type and name, with what is said of them."""

# Lists of properties, each with what is said of a property in it.
_LISTS = {
    ("FilterRestrictions", "RequiredProperties"): "filters must name it",
    ("FilterRestrictions", "NonFilterableProperties"): "no filter by it",
    ("SortRestrictions", "NonSortableProperties"): "no order by it",
    ("SortRestrictions", "AscendingOnlyProperties"): "only ascending order by it",
    ("SortRestrictions", "DescendingOnlyProperties"): "only descending order by it",
    ("ExpandRestrictions", "NonExpandableProperties"): "not expanded",
    ("CountRestrictions", "NonCountableProperties"): "not counted",
    ("CountRestrictions", "NonCountableNavigationProperties"): "not counted",
}
_MOST_PLACES = 5


def field_facts(lookup: Lookup) -> Facts:
    """What is said of each property; of those inside complex properties with the path to them."""
    found: dict[tuple[QName, str], dict[str, set[str]]] = {}
    for place, target, said in _places(lookup):
        for (term, name), says in _LISTS.items() if said else ():
            for path in paths_in(said, term, name):
                declared = lookup.declared_at(target, path)
                if declared is not None:
                    through = f"{place} as `{path}`" if "/" in _without_casts(path) else place
                    property_ = declared[0], declared[1].name
                    found.setdefault(property_, {}).setdefault(says, set()).add(through)
    return {
        property_: tuple(f"{says} in {_shown(sorted(places))}" for says, places in facts.items())
        for property_, facts in found.items()
    }


def _places(lookup: Lookup) -> Iterator[tuple[str, QName, tuple[Annotation, ...]]]:
    """What may say something about properties: how it is called, the type of its entities, its annotations."""
    for name, root in lookup.roots.items():
        if not isinstance(root, OperationImport):
            yield f"`{name}`", root.type, root.annotations
    for type_ in lookup.model.types.values():
        structured = lookup.model.structured(type_.name)
        for navigation in structured.navigations if structured else ():
            yield f"`{type_.name.name}/{navigation.name}`", navigation.type.name, navigation.annotations
        if isinstance(type_, EntityType):
            yield f"collections of `{type_.name.name}`", type_.name, type_.annotations


def _without_casts(path: str) -> str:
    return "/".join(segment for segment in path.split("/") if "." not in segment)


def _shown(places: list[str]) -> str:
    more = len(places) - _MOST_PLACES
    return listed([*places[:_MOST_PLACES], f"{more} more places"] if more > 0 else places)
