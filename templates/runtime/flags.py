"""Flags: enumerations whose values are sets of members (CSDL section 10.2)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from .checks import listed
from .codec import enum_codec
from .wire import Codec


class FlagsEnum(StrEnum):
    """Base of enumerations with `IsFlags`: values are sets, comma-separated in JSON."""

    @classmethod
    def __codec__(cls, type_text: str) -> Codec:
        one = enum_codec(type_text, cls)
        numbers: dict[int, str] = getattr(cls, "__numbers__", {})

        def read(wire: Any) -> frozenset[Any]:
            if isinstance(wire, int) and not isinstance(wire, bool):
                wire = str(wire)
            if not isinstance(wire, str):
                raise TypeError
            found: set[Any] = set()
            for text in (part.strip() for part in wire.split(",")):
                names = _members(int(text), numbers) if _is_number(text) else [text]
                found.update(one.read(name) for name in names if name)
            return frozenset(found)

        def write(value: Any) -> str:
            values = listed(value, type_text, f"a set of {cls.__name__}")
            names = {one.write(name) for name in values}
            for name in names:
                if "," in name:
                    raise ValueError(f"{type_text} takes single flags, not {name!r}")
            known = [member.value for member in cls if member.value in names]
            # no flag at all is the number zero (OData ABNF, enumValue)
            return ",".join([*known, *sorted(names.difference(known))]) or "0"

        return Codec(type_text, read, write)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 19  # of Edm.Int64


def _members(number: int, numbers: dict[int, str]) -> list[str]:
    """The members whose bits a number has, and as text the bits that no member has."""
    found: list[str] = []
    rest = number
    for bits, name in numbers.items():
        if bits > 0 and number & bits == bits:
            found.append(name)
            rest &= ~bits
    return [*found, str(rest)] if rest else found
