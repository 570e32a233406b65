"""Values as attribute text: default values, and the numbers of enumerations (CSDL sections 7.2.7 and 10)."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.check.scope import Scope, note, warning
from csdlgen.edm.model import EDM, EdmModel, EnumType, QName, TypeDefinition
from csdlgen.errors import Diagnostic
from csdlgen.shared_with_packages.url_literals import INTEGERS, plain_text


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
    underlying = declared.underlying
    if underlying in scope.known and (underlying.namespace != EDM or underlying.name not in INTEGERS):
        message = f"enumeration {declared.name} has the underlying type {underlying}, which is not an integer type"
        yield warning("enum-underlying-type", message, "Members keep the values that they state.", declared)
        return
    least, most = INTEGERS.get(underlying.name, INTEGERS["Int64"])
    for member in declared.members:
        if not least <= member.value <= most:
            message = f"member {member.name!r} of {declared.name} has the value {member.value}, which {underlying}"
            remedy = "The value is kept; members go over the wire by name."
            yield warning("invalid-enum-value", f"{message} cannot hold", remedy, declared, member)
    yield from _repeated(declared)
    if declared.flags:
        yield from _flags(declared)


def _repeated(declared: EnumType) -> Iterator[Diagnostic]:
    first: dict[int, str] = {}
    for member in declared.members:
        other = first.setdefault(member.value, member.name)
        if other != member.name:
            message = f"members {other!r} and {member.name!r} of {declared.name} have the same value {member.value}"
            remedy = "They are two names for one thing; check that this is intended."
            yield note("duplicate-enum-value", message, remedy, declared, member)


def _flags(declared: EnumType) -> Iterator[Diagnostic]:
    """Members of flags that are neither a single bit nor made of bits that have a name (section 10.2)."""
    bits = 0
    for member in declared.members:
        if member.value > 0 and member.value.bit_count() == 1:
            bits |= member.value
    for member in declared.members:
        if member.value < 0 or member.value & ~bits:
            message = f"member {member.name!r} of the flags {declared.name} has the value {member.value}, which is"
            message += " neither a single bit nor a combination of other members"
            yield note("flags-value", message, "It is kept as a member of its own.", declared, member)
