"""What there is to walk through in a service, by its metadata, and values to write there."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from uuid import UUID
from xml.etree import ElementTree

from tests.peer.conftest import Peer
from tests.peer.metadata import Property, Resource

# Auto-exposed sets: they belong to code lists and to translations, and no metadata says what is refused.
READ_ONLY = {"Currencies"}
CLOSED = {"Currencies_texts", "Products_texts", "Countries_texts"}

# What CAP says of each set that refuses something.
REASONS = {
    **dict.fromkeys(CLOSED, "is not explicitly exposed as part of the service"),
    "Currencies": "is explicitly exposed as readonly",
    "Countries": "is read-only",
    "Logs": "is insert-only",
    "Bags": "is not updatable",
}

# Values to write by type, the first that the property does not have yet.
VALUES: dict[str, tuple[Any, ...]] = {
    "Edm.String": ('O\'Neil & Söhne/50% "日本" #?+', "Other"),
    "Edm.Boolean": (False, True),
    "Edm.Byte": (0, 255),
    "Edm.Int16": (-32768, 4),
    "Edm.Int32": (4, 5),
    "Edm.Int64": (-9007199254740993, 9007199254740995),
    "Edm.Decimal": (Decimal("12345.25"), Decimal("0.5")),
    "Edm.Double": (-1.5e-7, 2.5),
    "Edm.Guid": (UUID("99999999-1111-4111-8111-999999999999"), UUID("88888888-1111-4111-8111-888888888888")),
    "Edm.Date": (date(2024, 2, 29), date(1847, 1, 1)),
    "Edm.TimeOfDay": (time(23, 59, 58), time(0, 0)),
    "Edm.DateTimeOffset": (
        datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
        datetime(1999, 12, 31, tzinfo=UTC),
    ),
    "Edm.Duration": (timedelta(days=1, hours=2, seconds=3), timedelta(minutes=1)),
    "Edm.Binary": (b"\x00\xff\xfe>?", b"\x01"),
    "Collection(Edm.String)": (["a", 'b, "c"', "日本"], []),
}
# CAP 7 keeps 64-bit integers in floating point.
SMALLER = {"Edm.Int64": (-9007199254740991, 5)}


def updatable(resource: Resource) -> Iterator[Property]:
    """The properties that a client may change and that a value is known for."""
    for member in resource.properties:
        is_control = member.name in ("IsActiveEntity", "HasActiveEntity", "HasDraftEntity")
        fixed = member.name in resource.keys or member.is_computed or member.is_immutable or is_control
        if not fixed and member.type in VALUES and "Core.IsMediaType" not in member.annotations:
            yield member


def value_for(peer: Peer, member: Property, now: Any) -> Any:
    """Another value than the property has now, such as its annotations allow."""
    if member.allowed:
        as_type = int if member.type.startswith("Edm.Int") else str
        values: tuple[Any, ...] = tuple(map(as_type, member.allowed))
    else:
        values = (SMALLER if peer.name == "strict" else {}).get(member.type) or VALUES[member.type]
    if member.type == "Edm.String" and member.length is not None:
        values = tuple(value[: member.length] for value in values)
    return next(value for value in values if value != now)


def refused(resource: Resource, kind: str) -> bool:
    """Whether a set refuses to be read or updated, by its metadata (Org.OData.Capabilities.V1) or because CAP does."""
    term, name = {"read": ("Read", "Readable"), "update": ("Update", "Updatable")}[kind]
    says = resource.annotations.get(f"Capabilities.{term}Restrictions")
    if says is not None and _record(says).get(name) == "false":
        return True
    return resource.name in CLOSED or (kind == "update" and resource.name in READ_ONLY)


def _record(annotation: ElementTree.Element) -> dict[str, str]:
    values = [element for element in annotation.iter() if element.tag.endswith("}PropertyValue")]
    return {value.attrib["Property"]: value.get("Bool", "") for value in values}


def attribute(model: Any, wire: str) -> str:
    """The Python name of a property: the one that sets it."""
    for name in model.__annotations__:
        probe = model()
        with contextlib.suppress(AttributeError):  # of links, which nobody sets
            setattr(probe, name, None)
        if wire in probe:
            return str(name)
    raise AssertionError(f"{model.__name__} has no attribute for {wire}")


def key_of(resource: Resource, entity: Any) -> Any:
    """The key of an entity as `collection[key]` takes it, by attributes, so that values have their Python types."""
    parts = [getattr(entity, attribute(type(entity), name)) for name in resource.keys]
    return parts[0] if len(parts) == 1 else tuple(parts)


def path_of(resource: Resource, wire: Mapping[str, Any]) -> str:
    """The path of an entity, written without csdlgen."""
    if not resource.is_set:
        return f"/{resource.name}"
    types = {member.name: member.type for member in resource.properties}
    parts = {name: _literal(wire[name], types[name]) for name in resource.keys}
    only = len(parts) == 1
    return f"/{resource.name}({','.join(text if only else f'{name}={text}' for name, text in parts.items())})"


def _literal(value: Any, type_: str) -> str:
    if type_ == "Edm.String":
        value = "'" + value.replace("'", "''") + "'"
    return quote(str(value).lower() if isinstance(value, bool) else str(value), safe="'")


def rest(entity: Mapping[str, Any], resource: Resource, *changed: str) -> dict[str, Any]:
    """What must not change when `changed` does: all but that, ETags, and what the service computes."""
    computed = {member.name for member in resource.properties if member.is_computed}
    # The file name of a stream is the value of another property.
    apart = re.compile(r"@odata\.(etag|context|metadataEtag)|.*@odata\.mediaContentDisposition.*")
    return {
        name: value
        for name, value in entity.items()
        if name not in computed and name not in changed and not apart.fullmatch(name)
    }


def walk(peer: Peer) -> list[Resource]:
    """The sets and singletons that can be changed directly."""
    open_ = [resource for resource in peer.service.metadata.resources if not refused(resource, "update")]
    return [resource for resource in open_ if "IsActiveEntity" not in resource.keys]
