"""Mistakes that both checkers must report, each on its line and nothing else."""

from __future__ import annotations

from datetime import date

from right import search
from sample_pkg.models import Device, Every, Part


def take(value: object) -> None:
    """Keeps what is not reported from being an expression without use."""


def queries() -> None:
    search(filter=Device.id == 3)  # wrong: a number for text
    search(filter=Every.int32 == "3")  # wrong: text for a number
    search(filter=Device.started == date.today())  # wrong: a date for a date and time
    search(filter=Device.id)  # wrong: text is no condition
    search(filter=Device.parts)  # wrong: a collection is no condition
    search(filter=Device.id.desc())  # wrong: an order is no condition
    search(select=Device.id == "5")  # wrong: a condition is no property
    search(select=[Device.id.length()])  # wrong: a function is no property
    search(select=[Device.id.desc()])  # wrong: an order is no property
    take(Device.started > "2020")  # wrong: text for a date and time
    take(Every.boolean.startswith("x"))  # wrong: no text
    take(Device.id + 5)  # wrong: text cannot be added
    take(Device.id.length() + "5")  # wrong: text added to a number
    take(-Device.id)  # wrong: text has no negative
    take(Device.started + 5)  # wrong: a number added to a time
    take(Device.started + Device.started)  # wrong: two times
    take(Device.id / Part.name)  # wrong: text has no properties
    take(Device.parts / Part.name)  # wrong: a collection
    take(Device.id.any(lambda x: x == "5"))  # wrong: no collection
    take(Device.parts.any(lambda part: part / Part.name))  # wrong: no condition
    take(Device.tags.any(lambda tag: tag > 5))  # wrong: items are text
    take(Device.id.in_([5]))  # wrong: numbers for text
    take(Device.id.has("x"))  # wrong: no flags
    take(Device.scopes.has(5))  # wrong: a number for a flag
    take(Device.id.year())  # wrong: text has no year
    take(Every.date.hour())  # wrong: a date has no hour
    take(Device.id & (Device.id == "5"))  # wrong: text is no condition
    take(~Device.id)  # wrong: text is no condition
    take((Device.id == "5") & 5)  # wrong: a number is no condition
    take(Device.owner.expand(top=5))  # wrong: one entity
    take(Device.owner.expand(levels="all"))  # wrong: a number or max
    take(Device.id.expand())  # wrong: no navigation
    take(Device.owner.expand(selct=[Part.name]))  # wrong: no such option
    take(Device.parts.expand(filter=5))  # wrong: a number is no condition
    take(Device.idd == "5")  # wrong: no such property
    take(Device.id.substring("5"))  # wrong: a place is a number
    take(Every.duration * "5")  # wrong: a duration times text
    search(filter=5)  # wrong: a number is no condition
    search(compute=Every.int32 * 2)  # wrong: without a name
    search(expand=Device.id.desc())  # wrong: an order is no property
    search(orderby=Device.owner.expand())  # wrong: not to sort by


def instances(d: Device) -> None:
    Device(idd="5")  # wrong: no such property
    Device(id=5)  # wrong: a number for text
    d.id = 5  # wrong: a number for text
    d.id.startswith("5")  # wrong: may be None
