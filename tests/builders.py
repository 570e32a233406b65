"""Small models in a few words, for tests."""

from __future__ import annotations

from csdlgen.edm.model import (
    ComplexType,
    EdmModel,
    EntityContainer,
    EntitySet,
    EntityType,
    EnumType,
    Member,
    NavigationProperty,
    Operation,
    Parameter,
    Property,
    PropertyRef,
    QName,
    ReturnType,
    Schema,
    Singleton,
    Type,
    TypeDefinition,
    TypeRef,
)

NS = "test"


def q(name: str) -> QName:
    """`user` in the test namespace; `Edm.String` and other dotted names as they are."""
    return QName.parse(name) if "." in name else QName(NS, name)


def ref(text: str) -> TypeRef:
    """`user`, `Edm.String`, or `user*` for a collection."""
    return TypeRef(q(text.rstrip("*")), text.endswith("*"))


def entity(name: str, *members: str, base: str | None = None, key: str | None = "id", **flags: bool) -> EntityType:
    """An entity type from members: `mail: Edm.String`, `manager -> user`, `drives => drive*` (contained)."""
    properties, navigations = _members(members)
    own = (PropertyRef(key),) if key and base is None else None
    if own:
        properties.insert(0, Property(str(key), TypeRef(QName("Edm", "String"), nullable=False)))
    return EntityType(
        q(name),
        base=q(base) if base else None,
        key=own,
        properties=tuple(properties),
        navigations=tuple(navigations),
        **flags,
    )


def complex_type(name: str, *members: str, base: str | None = None) -> ComplexType:
    """A complex type, members as those of `entity`."""
    properties, navigations = _members(members)
    return ComplexType(
        q(name), base=q(base) if base else None, properties=tuple(properties), navigations=tuple(navigations)
    )


def _members(members: tuple[str, ...]) -> tuple[list[Property], list[NavigationProperty]]:
    properties: list[Property] = []
    navigations: list[NavigationProperty] = []
    for text in members:
        for arrow in ("=>", "->", ":"):
            name, found, target = (part.strip() for part in text.partition(arrow))
            if not found:
                continue
            if arrow == ":":
                properties.append(Property(name, ref(target)))
            else:
                navigations.append(NavigationProperty(name, ref(target), contains_target=arrow == "=>"))
            break
    return properties, navigations


def enum(name: str, *members: str, flags: bool = False) -> EnumType:
    """An enumeration with members 0, 1, 2…"""
    return EnumType(q(name), tuple(Member(each, number) for number, each in enumerate(members)), flags=flags)


def definition(name: str, underlying: str) -> TypeDefinition:
    return TypeDefinition(q(name), q(underlying))


def action(name: str, binding: str | None = None, returns: str | None = None, **parameters: str) -> Operation:
    """An action, bound where a binding type is given."""
    bound = [Parameter("bindingParameter", ref(binding))] if binding else []
    given = [Parameter(each, ref(type_)) for each, type_ in parameters.items()]
    result = ReturnType(ref(returns)) if returns else None
    return Operation(q(name), "action", bool(binding), tuple(bound + given), result)


def model(*content: Type | Operation, sets: str = "", singletons: str = "") -> EdmModel:
    """A model of one schema; roots as `users: user, groups: group`."""
    container = EntityContainer(
        q("Container"),
        sets=tuple(EntitySet(name, type_) for name, type_ in _roots(sets)),
        singletons=tuple(Singleton(name, type_) for name, type_ in _roots(singletons)),
    )
    types = tuple(each for each in content if not isinstance(each, Operation))
    operations = tuple(each for each in content if isinstance(each, Operation))
    return EdmModel((Schema(NS, types=types, operations=operations, containers=(container,)),))


def _roots(text: str) -> list[tuple[str, QName]]:
    pairs = (part.split(":") for part in text.split(",") if part.strip())
    return [(name.strip(), q(type_.strip())) for name, type_ in pairs]
