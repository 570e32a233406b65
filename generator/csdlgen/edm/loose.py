"""Partners and referential constraints that name members a model does not have, which a slice leaves behind."""

from __future__ import annotations

from dataclasses import replace

from csdlgen.edm.model import ComplexType, EdmModel, EntityType, NavigationProperty, QName, Type


def without_loose_ends(model: EdmModel) -> EdmModel:
    """The model without partners (CSDL section 8.4) and referential constraints (section 8.5) that lead nowhere."""
    members = _Members(model)
    return replace(
        model,
        schemas=tuple(
            replace(schema, types=tuple(_tied(each, members) for each in schema.types)) for schema in model.schemas
        ),
    )


class _Members:
    """The names of properties and navigation properties of types, inherited ones included."""

    def __init__(self, model: EdmModel) -> None:
        self._model = model
        self._known: dict[QName, frozenset[str]] = {}

    def has(self, type_: QName, path: str) -> bool:
        """Whether a type has the member that a path begins with; casts and types of other documents may."""
        first = path.partition("/")[0]
        if "." in first or type_ not in self._model.types:
            return True
        if type_ not in self._known:
            line = tuple(self._model.ancestry(type_))
            properties = {member.name for each in line for member in each.properties}
            self._known[type_] = frozenset(properties.union(nav.name for each in line for nav in each.navigations))
        return first in self._known[type_]


def _tied(type_: Type, members: _Members) -> Type:
    if not isinstance(type_, (EntityType, ComplexType)):
        return type_
    navigations = tuple(_navigation(type_.name, each, members) for each in type_.navigations)
    return type_ if navigations == type_.navigations else replace(type_, navigations=navigations)


def _navigation(declaring: QName, navigation: NavigationProperty, members: _Members) -> NavigationProperty:
    target, partner = navigation.type.name, navigation.partner
    constraints = tuple(
        each
        for each in navigation.constraints
        if members.has(declaring, each.property) and members.has(target, each.referenced)
    )
    if partner is not None and not members.has(target, partner):
        partner = None
    if partner == navigation.partner and len(constraints) == len(navigation.constraints):
        return navigation
    return replace(navigation, partner=partner, constraints=constraints)
