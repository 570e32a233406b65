"""Which entity sets the targets of navigation properties are in (CSDL section 13.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import EntitySet, NavigationProperty, NavigationPropertyBinding, QName, Singleton

Bound: TypeAlias = dict[tuple[QName, str], tuple[str, ...]]
"""Navigation properties, by declaring type and name, with the entity sets that bindings name for them."""


def bound_sets(lookup: Lookup) -> Bound:
    """The entity sets that the navigation properties of a model are bound to, wherever paths to them begin. What a
    property contains is in no set, whatever a binding says (section 8.4)."""
    found: dict[tuple[QName, str], set[str]] = {}
    for container in lookup.model.containers:
        sets = {each.name for each in container.roots if isinstance(each, EntitySet)}
        for root in container.roots:
            for property_, target in _bindings(lookup, root):
                if target in sets:
                    found.setdefault(property_, set()).add(target)
    return {property_: tuple(sorted(sets)) for property_, sets in found.items()}


def _bindings(lookup: Lookup, root: EntitySet | Singleton) -> Iterator[tuple[tuple[QName, str], str]]:
    """The properties at the ends of binding paths (section 13.4.1), each with the target."""
    for binding in root.bindings:
        declaring, member = lookup.declared_at(root.type, binding.path) or (None, None)
        if declaring and isinstance(member, NavigationProperty) and not member.contains_target:
            yield (declaring, member.name), _target(binding)


def _target(binding: NavigationPropertyBinding) -> str:
    """The name of a set, which may have that of its container in front."""
    container, slash, name = binding.target.partition("/")
    return name if slash and "." in container else binding.target
