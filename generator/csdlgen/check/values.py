"""Values as attribute text: default values, and the numbers of enumerations (CSDL sections 7.2.7 and 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from csdlgen.check.scope import Scope, note, warning
from csdlgen.common.url_literals import INTEGERS, plain_text
from csdlgen.edm.model import EDM, EdmModel, EnumType, QName, TypeDefinition
from csdlgen.errors import Diagnostic


def is_value(model: EdmModel, type_: QName, text: str) -> bool:
    """Whether a text is a value of a primitive or enumeration type, or of what a type definition stands for; yes for
    types that have no textual form of their own."""
    declared = model.types.get(type_)
    if isinstance(declared, TypeDefinition):
        type_ = declared.underlying
        declared = model.types.get(type_)
    if isinstance(declared, EnumType):
        return _is_member(declared, text)
    return type_.namespace != EDM or _is_literal(type_.name, text)


def _is_literal(type_: str, text: str) -> bool:
    """Whether a text is a value of a primitive type, which attributes write as URLs do; geo types have no such text."""
    try:
        plain_text(text, type_, bare=True)
    except ValueError:
        return type_.startswith("Geo")
    return True


def _is_member(type_: EnumType, text: str) -> bool:
    """Members by name, or the number of one; several where they are flags (section 10.3)."""
    names = {each.name for each in type_.members}
    parts = [part.strip() for part in text.split(",")]
    return all(part in names or _is_literal("Int64", part) for part in parts) and (type_.flags or len(parts) == 1)


def enumeration(scope: Scope, declared: EnumType) -> Iterator[Diagnostic]:
    """Member values that the underlying type cannot hold, that two members have, or that are no flags."""
    path = str(declared.name)
    if declared.underlying in scope.known and (
        declared.underlying.namespace != EDM or declared.underlying.name not in INTEGERS
    ):
        yield warning(
            "enum-underlying-type",
            f"enumeration {path} has the underlying type {declared.underlying}, which is not an integer type",
            "Members keep the values that they state.",
            path,
            declared.location,
        )
        return
    least, most = INTEGERS.get(declared.underlying.name, INTEGERS["Int64"])
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
