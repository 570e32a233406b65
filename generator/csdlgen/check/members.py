"""Keys, partners, constraints and default values of properties (CSDL sections 6.5, 7.2.7, 8.3 and 8.5), and terms
(section 14.1)."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.check.scope import At, Scope, error, warning
from csdlgen.check.values import is_value
from csdlgen.edm.model import (
    EntityType,
    NavigationProperty,
    PropertyRef,
    QName,
    StructuredType,
    Term,
    TypeRef,
)
from csdlgen.errors import Diagnostic
from csdlgen.text import shown


def members(scope: Scope, declared: StructuredType) -> Iterator[Diagnostic]:
    """The key of a type and the details of its properties."""
    if isinstance(declared, EntityType) and declared.key:
        yield from _key(scope, declared, declared.key)
    for prop in declared.properties:
        if prop.default is not None:
            yield from default_value(scope, prop.type, prop.default, declared, prop)
    for navigation in declared.navigations:
        if navigation.partner is not None:
            yield from _partner(scope, declared, navigation, navigation.partner)
        if navigation.constraints:
            yield from _constraints(scope, declared, navigation)


def _key(scope: Scope, declared: EntityType, key: tuple[PropertyRef, ...]) -> Iterator[Diagnostic]:
    if declared.base is not None and scope.lookup.declared_key(declared.base):
        message = f"{declared.name} declares a key, although it inherits one"
        yield warning("key-redeclared", message, "The key of the derived type is used for it.", declared)
    for part in key:
        yield from _key_part(scope, declared, part)


def _key_part(scope: Scope, declared: EntityType, part: PropertyRef) -> Iterator[Diagnostic]:
    end = scope.lookup.follow(declared.name, part.path.split("/"))
    if end.missing is not None:
        remedy = scope.suggest(end.missing, scope.lookup.members(declared.name))
        message = f"key part {shown(part.path)} of {declared.name} leads to no property"
        yield error("bad-key-path", message, remedy or "Name a property of the type.", declared, part.path)
    elif (member := end.member) is not None:
        if member.type.collection or scope.whole.structured(member.type.name):
            what = "a collection" if member.type.collection else "a structured value"
            message = f"key part {shown(part.path)} of {declared.name} is {what}"
            remedy = "Name a property with a single primitive value, or a path to one."
            yield error("bad-key-path", message, remedy, declared, part.path)
        elif member.type.nullable:
            message = f"key part {shown(part.path)} of {declared.name} is nullable"
            remedy = "It is read as if it always had a value."
            yield warning("bad-key-path", message, remedy, declared, part.path)


def _partner(
    scope: Scope, declared: StructuredType, navigation: NavigationProperty, partner: str
) -> Iterator[Diagnostic]:
    target = navigation.type.name
    end = scope.lookup.follow(target, partner.split("/"))
    if end.missing is not None:
        problem = f"{target} has no {shown(partner)}"
    elif end.member is None:
        return
    elif not isinstance(end.member, NavigationProperty):
        problem = f"{shown(partner)} of {target} is not a navigation property"
    elif not _are_kin(scope, end.member.type.name, declared.name):
        problem = f"{shown(partner)} of {target} leads to {end.member.type.name}, not back to {declared.name}"
    elif end.member.partner not in (None, navigation.name) and "/" not in f"{end.member.partner}":
        problem = f"{shown(partner)} of {target} has another partner, {shown(end.member.partner or '')}"
    else:
        return
    message = f"the partner of {declared.name}/{navigation.name} is not valid: {problem}"
    remedy = "The two are read as independent of each other."
    yield warning("partner-unknown", message, remedy, declared, navigation)


def _are_kin(scope: Scope, one: QName, other: QName) -> bool:
    """Whether one of two types derives from the other, as far as their base types are known."""
    line = [each.name for each in scope.lookup.ancestry(one)]
    lineage = [each.name for each in scope.lookup.ancestry(other)]
    return other in line or one in lineage or not line or not lineage


def _constraints(scope: Scope, declared: StructuredType, navigation: NavigationProperty) -> Iterator[Diagnostic]:
    for constraint in navigation.constraints:
        ends = ((declared.name, constraint.property), (navigation.type.name, constraint.referenced))
        for type_, text in ends:
            if scope.lookup.follow(type_, text.split("/")).missing is not None:
                path = f"{declared.name}/{navigation.name}"
                message = f"a constraint of {path} names {shown(text)}, which {type_} does not have"
                remedy = scope.suggest(text, scope.lookup.members(type_)) or "The constraint is kept and has no effect."
                yield warning("constraint-unknown-property", message, remedy, declared, navigation, constraint)


def default_value(scope: Scope, type_: TypeRef, text: str, *at: At) -> Iterator[Diagnostic]:
    """The default value of a property or term, where it is not a value of its type."""
    if not type_.collection and not is_value(scope.whole, type_.name, text):
        message = f"the default value {shown(text)} is not a value of {type_.name}"
        yield warning("default-value-invalid", message, "It is kept as text and has no effect.", *at)


def term(scope: Scope, declared: Term) -> Iterator[Diagnostic]:
    """A term whose type is not defined, or whose default value is not a value of it; types in documents that are only
    referred to are left to these."""
    type_ = declared.type.name
    if scope.is_elsewhere(type_.namespace):
        return
    if type_ not in scope.known:
        message = f"type {type_} of term {declared.name} is not defined"
        remedy = f"Its annotations are kept as they are. {scope.suggest_type(type_)}"
        yield warning("term-type-unknown", message, remedy, declared)
    elif declared.default is not None:
        yield from default_value(scope, declared.type, declared.default, declared)
