"""Values as attribute text: default values, and the numbers of enumerations (CSDL sections 7.2.7 and 10)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from csdlgen.check.scope import Scope, note, warning
from csdlgen.edm.model import EDM, EdmModel, EnumType, QName, TypeDefinition
from csdlgen.errors import Diagnostic

_INTEGERS: dict[str, tuple[int, int]] = {
    "Byte": (0, 2**8 - 1),
    "SByte": (-(2**7), 2**7 - 1),
    "Int16": (-(2**15), 2**15 - 1),
    "Int32": (-(2**31), 2**31 - 1),
    "Int64": (-(2**63), 2**63 - 1),
}
_DATE = r"-?(?:0\d{3}|[1-9]\d{3,})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,12})?)?"
_NUMBER = r"[+-]?\d{1,400}(?:\.\d{1,400})?(?:e[+-]?\d{1,400})?|-?INF|NaN"
# The ABNF of the protocol, in which letters of either case are the same (section 7.2.7).
_PATTERNS = {
    "Binary": r"[A-Za-z0-9_/+-]*={0,2}",
    "Boolean": r"true|false",
    "Date": _DATE,
    "DateTimeOffset": rf"{_DATE}T{_TIME}(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    "Decimal": _NUMBER,
    "Double": _NUMBER,
    "Duration": r"[+-]?P(?=.)(?:\d{1,20}D)?(?:T(?=.)(?:\d{1,20}H)?(?:\d{1,20}M)?(?:\d{1,20}(?:\.\d{1,20})?S)?)?",
    "Guid": r"[0-9A-F]{8}-(?:[0-9A-F]{4}-){3}[0-9A-F]{12}",
    "Single": _NUMBER,
    "TimeOfDay": _TIME,
}
_READY = {name: re.compile(pattern, re.IGNORECASE | re.ASCII) for name, pattern in _PATTERNS.items()}
_INTEGER = re.compile(r"[+-]?\d{1,20}", re.ASCII)


def is_value(model: EdmModel, type_: QName, text: str) -> bool:
    """Whether a text is a value of a primitive or enumeration type, or of what a type definition stands for; yes for
    types that have no textual form of their own."""
    found = model.types.get(type_)
    if isinstance(found, TypeDefinition):
        type_ = found.underlying
        found = model.types.get(type_)
    if isinstance(found, EnumType):
        return _is_member(found, text)
    if type_.namespace != EDM:
        return True
    if type_.name in _INTEGERS:
        least, most = _INTEGERS[type_.name]
        return _INTEGER.fullmatch(text) is not None and least <= int(text) <= most
    return type_.name not in _READY or _READY[type_.name].fullmatch(text) is not None


def _is_member(type_: EnumType, text: str) -> bool:
    """Members by name, or the number of one; several where they are flags (section 10.3)."""
    names = {each.name for each in type_.members}
    parts = [part.strip() for part in text.split(",")]
    return all(part in names or _INTEGER.fullmatch(part) for part in parts) and (type_.flags or len(parts) == 1)


def enumeration(scope: Scope, declared: EnumType) -> Iterator[Diagnostic]:
    """Member values that the underlying type cannot hold, that two members have, or that are no flags."""
    path = str(declared.name)
    if declared.underlying in scope.known and (
        declared.underlying.namespace != EDM or declared.underlying.name not in _INTEGERS
    ):
        yield warning(
            "enum-underlying-type",
            f"enumeration {path} has the underlying type {declared.underlying}, which is not an integer type",
            "Members keep the values that they state.",
            path,
            declared.location,
        )
        return
    least, most = _INTEGERS.get(declared.underlying.name, _INTEGERS["Int64"])
    for each in declared.members:
        if not least <= each.value <= most:
            yield warning(
                "invalid-enum-value",
                f"member {each.name!r} of {path} has the value {each.value}, which {declared.underlying} cannot hold",
                "The value is kept; members go over the wire by name.",
                f"{path}/{each.name}",
                each.location or declared.location,
            )
    yield from _repeated(declared)
    if declared.flags:
        yield from _flags(declared)


def _repeated(declared: EnumType) -> Iterator[Diagnostic]:
    first: dict[int, str] = {}
    if len({each.value for each in declared.members}) == len(declared.members):
        return
    for each in declared.members:
        other = first.setdefault(each.value, each.name)
        if other is not each.name:
            yield note(
                "duplicate-enum-value",
                f"members {other!r} and {each.name!r} of {declared.name} have the same value {each.value}",
                "They are two names for one thing; check that this is intended.",
                f"{declared.name}/{each.name}",
                each.location or declared.location,
            )


def _flags(declared: EnumType) -> Iterator[Diagnostic]:
    """Members of flags that are neither a single bit nor made of bits that have a name (section 10.2)."""
    bits = 0
    counted = Counter(each.value.bit_count() for each in declared.members)
    if set(counted) <= {0, 1} and all(each.value >= 0 for each in declared.members):
        return
    for each in declared.members:
        if each.value > 0 and each.value.bit_count() == 1:
            bits |= each.value
    for each in declared.members:
        if each.value < 0 or each.value & ~bits:
            yield note(
                "flags-value",
                f"member {each.name!r} of the flags {declared.name} has the value {each.value}, which is neither a"
                " single bit nor a combination of other members",
                "It is kept as a member of its own.",
                f"{declared.name}/{each.name}",
                each.location or declared.location,
            )
