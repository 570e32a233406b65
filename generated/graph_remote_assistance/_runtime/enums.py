# ruff: noqa
# fmt: off
"""Enumerations: members, or the text that is none; flags are sets of them (CSDL section
10)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from .codecs import Codec, items_of, wrong_type


class _MembersByText(dict[str, Any]):
    """Member by its name or number in text; a text that is neither stands for itself."""

    def __missing__(self, key: Any) -> Any:
        if isinstance(key, str):
            return key
        if isinstance(key, int) and not isinstance(key, bool):
            return self[str(key)]  # a number should be text, but some services differ
        raise TypeError


def enum_codec(type_text: str, kind: type[StrEnum]) -> Codec:
    """The codec of an enumeration.

    A value may come as a number (OData ABNF `enumMemberValue`), which the class has in
    `__numbers__`, if it has any.
    """
    numbers: dict[int, str] = getattr(kind, "__numbers__", {})
    members = _MembersByText((str(each), kind(name)) for each, name in numbers.items())
    members.update((member.value, member) for member in kind)

    def write(value: Any) -> str:
        if isinstance(value, kind):
            return value.value
        if type(value) is not str:
            raise wrong_type(type_text, f"a {kind.__name__} or a str", value)
        return value

    # a bound method of dict: the quickest way to read that there is
    return Codec(type_text, members.__getitem__, write)


class FlagsEnum(StrEnum):
    """Base of enumerations with `IsFlags`: values are sets, comma-separated in JSON."""

    @classmethod
    def __codec__(cls, type_text: str) -> Codec:
        single = enum_codec(type_text, cls)
        numbers: dict[int, str] = getattr(cls, "__numbers__", {})

        def read(wire: Any) -> frozenset[Any]:
            if isinstance(wire, int) and not isinstance(wire, bool):
                wire = str(wire)
            if not isinstance(wire, str):
                raise TypeError
            flags: set[Any] = set()
            for text in (part.strip() for part in wire.split(",")):
                names = _names(int(text), numbers) if _is_number(text) else [text]
                flags.update(single.read(name) for name in names if name)
            return frozenset(flags)

        def write(value: Any) -> str:
            flags = items_of(value, type_text, f"a set of {cls.__name__}")
            names = {single.write(flag) for flag in flags}
            for name in names:
                if "," in name:
                    raise ValueError(f"{type_text} takes single flags, not {name!r}")
            known = [member.value for member in cls if member.value in names]
            # no flag at all is the number zero (OData ABNF, enumValue)
            return ",".join([*known, *sorted(names.difference(known))]) or "0"

        return Codec(type_text, read, write)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 19  # of Edm.Int64


def _names(number: int, numbers: dict[int, str]) -> list[str]:
    """The members whose bits a number has, and as text the bits that no member has."""
    names: list[str] = []
    rest = number
    for bits, name in numbers.items():
        if bits > 0 and number & bits == bits:
            names.append(name)
            rest &= ~bits
    return [*names, str(rest)] if rest else names
