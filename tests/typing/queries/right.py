"""How queries are written with fields, with the types that both checkers must infer."""

from __future__ import annotations

from collections.abc import MutableSequence, Set
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, assert_type

from sample_pkg._runtime.expressions import Computed, Expand, Filter, Order
from sample_pkg._runtime.fields import Field, field, isof, it, of_type, this
from sample_pkg._runtime.functions import Value, now, value
from sample_pkg._runtime.queries import Computing, Expanding, Filtering, Ordering, Params, Selecting
from sample_pkg.models import Device, Every, Kind, Part, Phone, Scope


def search(
    select: Selecting = None,
    filter: Filtering = None,  # noqa: A002
    orderby: Ordering = None,
    expand: Expanding = None,
    compute: Computing = None,
    params: Params = None,
) -> None:
    """Takes what a verb takes."""


def options() -> None:
    search(select=Device.id, filter=Every.boolean, orderby=Device.id, expand=Device.owner)
    search(select=[Device.id, "name"], orderby=[Device.id, Device.type.length().desc(), "name asc"])
    search(select="id,name", filter="id eq '1'", orderby="id desc", expand="owner", compute="a mul 2 as b")
    search(expand=[Device.owner, Device.parts.expand(select=Part.name), "other"])
    search(select={Device.id}, filter=(Device.id == "1") & (Device.emit > 5))
    search(compute=[(Every.int32 * 2).as_("twice"), "a as b"], params={"at": datetime.now(), "n": 5, "text": "x"})


def fields() -> None:
    assert_type(Device.id, Field[str])
    assert_type(Device.started, Field[datetime])
    assert_type(Device.kind, Field[Kind | str])
    assert_type(Device.scopes, Field[Set[Scope | str]])
    assert_type(Device.parts, Field[MutableSequence[Part]])
    assert_type(Every.untyped, Field[Any])
    assert_type(Device.owner / Part.inner / Part.name, Field[str])
    assert_type(of_type(Phone) / Phone.number, Field[str])
    assert_type(Device.things.of_type(Phone), Field[MutableSequence[Phone]])
    assert_type(it(Device) / Device.id, Field[str])
    assert_type(this(str) == "a", Filter)
    assert_type(field("total", Decimal), Field[Decimal])


def instances() -> None:
    device = Device(id="1", tags=["a"], owner=Part(name="x"), started=datetime.now(), kind=Kind.SMALL)
    assert_type(device.started, datetime | None)
    assert_type(device.owner, Part | None)
    assert_type(device.tags, MutableSequence[str] | None)
    assert_type(device.scopes, Set[Scope | str] | None)
    assert_type(Every().untyped, Any | None)
    device.tags = ["b"]
    device.scopes = {Scope.READ, "x"}
    device.owner = None
    del device.owner
    match device:
        case Device(id=str() as key):
            assert_type(key, str)
        case _:
            pass


def filters() -> None:
    assert_type(Device.id == "1", Filter)
    assert_type(Device.id != None, Filter)  # noqa: E711
    assert_type(Device.id.is_(None), Filter)
    assert_type(Every.boolean == False, Filter)  # noqa: E712
    assert_type(Every.int32 > 5, Filter)
    assert_type(Every.int32 > Decimal(5), Filter)
    assert_type(Every.decimal > 5, Filter)
    assert_type(Every.decimal >= Every.int64, Filter)
    assert_type(Every.decimal == Every.double, Filter)
    assert_type(Device.kind == Kind.SMALL, Filter)
    assert_type(Device.kind == "huge", Filter)
    assert_type(Device.started > datetime.now(), Filter)
    assert_type(Device.started > now() - timedelta(1), Filter)
    assert_type(Every.boolean & (Device.id == "1"), Filter)
    assert_type(~Every.boolean | "a eq 5", Filter)
    assert_type("a eq 5" & (Device.id == "1"), Filter)
    assert_type(Device.id.in_(["a", "b"]), Filter)
    assert_type(Device.kind.in_([Kind.SMALL, "x", None]), Filter)
    assert_type((Every.int32 + 1).in_([1, Decimal(2)]), Filter)
    assert_type(Device.scopes.has(Scope.READ), Filter)
    assert_type(Device.scopes.has({Scope.READ}), Filter)
    assert_type(Device.id.startswith("A"), Filter)
    assert_type(isof(Phone), Filter)


def functions() -> None:
    assert_type(Device.id.length() > 5, Filter)
    assert_type(Device.id.tolower().concat("x").substring(1, 2), Value[str])
    assert_type(Every.int32 + 5, Value[float])
    assert_type(1 - Every.decimal * Every.int32, Value[float])
    assert_type(-Every.double, Value[float])
    assert_type(Every.int32.div(2).mod(Every.int16), Value[float])
    assert_type(Every.duration * 2 + timedelta(1), Value[timedelta])
    assert_type(Device.started + timedelta(1), Value[datetime])
    assert_type(Device.started - Device.started, Value[timedelta])
    assert_type(Every.date - date.today(), Value[timedelta])
    assert_type(Every.date + Every.duration, Value[date])
    assert_type(Every.date.year(), Value[int])
    assert_type(Device.started.hour(), Value[int])
    assert_type(Device.started.date() == date.today(), Filter)
    assert_type(Every.double.round(), Value[float])
    assert_type(Every.geography_point.geo_distance({"type": "Point"}) < 5, Filter)
    assert_type(Every.int64.cast(str).startswith("5"), Filter)
    assert_type(value("my.area(x)", float) > 5, Filter)


def items() -> None:
    assert_type(Device.parts.any(lambda part: part / Part.name == "x"), Filter)
    assert_type(
        Device.parts.any(lambda part: (part / Part.more).all(lambda more: more / Part.size > part / Part.size)),
        Filter,
    )
    assert_type(Device.tags.any(lambda tag: tag.startswith("a")), Filter)
    assert_type(Device.tags.any(), Filter)
    assert_type(Device.kinds.all(lambda kind: kind == Kind.SMALL), Filter)
    assert_type(Device.tags.count(), Value[int])
    assert_type(Device.parts.count(Part.size > 5) > 1, Filter)


def others() -> None:
    assert_type(Device.id.desc(), Order)
    assert_type((Every.decimal * 2).as_("total"), Computed)
    assert_type(Device.owner.expand(select=[Part.name, "size"], expand=Part.inner), Expand)
    assert_type(Device.parts.expand(filter=Part.size > 3, top=5, orderby=Part.name.desc(), levels="max"), Expand)
