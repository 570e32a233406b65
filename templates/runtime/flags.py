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

        def read(wire: Any) -> frozenset[Any]:
            if not isinstance(wire, str):
                raise TypeError
            names = [name.strip() for name in wire.split(",")]
            return frozenset(one.read(name) for name in names if name not in ("", "0"))

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
