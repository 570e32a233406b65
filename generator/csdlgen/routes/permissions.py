"""Which permissions an operation asks for."""

from __future__ import annotations

from dataclasses import dataclass

from csdlgen.edm.model import CollectionExpression, Constant, Expression, Operation, QName, Record

_RESTRICTIONS = QName("Org.OData.Capabilities.V1", "OperationRestrictions")


@dataclass(frozen=True, slots=True)
class Permission:
    """Scopes under one security scheme (`DelegatedWork`, `Application`), least privileged first."""

    scheme: str
    scopes: tuple[str, ...]


def permissions(operation: Operation) -> tuple[Permission, ...]:
    """The permissions of `Org.OData.Capabilities.V1.OperationRestrictions`, in the order written."""
    restrictions = next((each.value for each in operation.annotations if each.term == _RESTRICTIONS), None)
    found = []
    for permission in records(restrictions, "Permissions"):
        scopes = (_text(scope.get("Scope")) for scope in records(permission, "Scopes"))
        found.append(Permission(_text(permission.get("SchemeName")), tuple(filter(None, scopes))))
    return tuple(found)


def records(value: Expression | None, name: str) -> tuple[Record, ...]:
    """The records in a collection that a property of a record has."""
    items = value.get(name) if isinstance(value, Record) else None
    found = items.items if isinstance(items, CollectionExpression) else ()
    return tuple(each for each in found if isinstance(each, Record))


def _text(value: Expression | None) -> str:
    return value.text if isinstance(value, Constant) else ""
