"""Keys and arguments: what stands in parentheses, or as a segment of its own, read by the types of the model."""

from __future__ import annotations

import re
from dataclasses import dataclass

from csdlgen.edm.lookup import KeyParts
from csdlgen.edm.model import EnumType, Property, QName, TypeRef
from csdlgen.shared_with_packages.url_literals import is_template, read_members
from csdlgen.shared_with_packages.url_syntax import BrokenRuleError, split_list
from csdlgen.text import shown
from csdlgen.urls.literals import read_primitive
from csdlgen.urls.lookup import KeyChoice, UrlLookup
from csdlgen.urls.segments import Argument, EnumValue, KeySegment, Placeholder, Raw, Rule, Value

_WORD = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: in which model, with which query options, templates or not, dynamic properties or not; `named`
    where a name in braces may stand for a value that is no text; `keyless` where keys may be left out."""

    lookup: UrlLookup
    options: dict[str, str]
    templates: bool
    dynamic: bool
    named: bool = False
    keyless: bool = False


def refuse(rule: Rule, message: str, wrong: str = "", known: tuple[str, ...] = ()) -> BrokenRuleError:
    """A broken rule, with the wrong name and those that would have been right."""
    return BrokenRuleError(message, wrong, known, rule=rule)


def is_placeholder(text: str) -> bool:
    """Whether text stands for a value in templates: it has something in braces or in angle brackets."""
    opened = text.find("{") if "{" in text else text.find("<")
    return opened >= 0 and text.find("}" if text[opened] == "{" else ">", opened) > 0


# --- literals ---------------------------------------------------------------------------------------------------------


def read_value(
    reading: Reading, text: str, type_: TypeRef, *, bare: bool = False, nullable: bool | None = None
) -> Value:
    """A literal, an alias or a placeholder; `bare` for a key as a segment, `nullable` where the type does not say. A
    collection or a structured value is kept as text."""
    if reading.templates and is_placeholder(text):
        return Placeholder(text.strip("'"))
    if text.startswith("@") and not bare:
        text = reading.options.get(text, "null").strip()
    literal = reading.lookup.literal_type(type_.name)
    try:
        if text == "null" and not bare:
            if not (type_.nullable if nullable is None else nullable):
                raise ValueError("null is not allowed")
            return None
        if type_.collection or literal is None:
            return Raw(text)
        if isinstance(literal, EnumType):
            return _members(reading.lookup, text, literal, bare=bare)
        return read_primitive(text, literal.name, bare=bare)
    except ValueError as error:
        if reading.named and is_template(text):
            return Placeholder(text)
        if reading.templates and _WORD.fullmatch(text) and text not in ("true", "false", "null"):
            return Placeholder(text)
        raise refuse("wrong-literal", f"{shown(text)} is no {type_}: {error}") from error


def _members(lookup: UrlLookup, text: str, enum: EnumType, *, bare: bool) -> EnumValue:
    known = {each.name for each in enum.members}
    names = str(enum.name)
    read = read_members(
        text, names, lambda prefix: lookup.qualified(prefix) == enum.name, known, flags=enum.flags, bare=bare
    )
    return EnumValue(enum.name, read)


# --- keys (section 4.3) -----------------------------------------------------------------------------------------------


def read_key(reading: Reading, text: str, choice: KeyChoice, type_: QName) -> KeySegment:
    """The key in a pair of parentheses: one value by position, or values by name."""
    given = split_list(text)
    if not given or any(not literal for _, literal in given):
        raise refuse("bad-key", "a value is missing in the key")
    names = [name for name, _ in given]
    if not choice.known:
        return KeySegment(tuple(Argument(name, Raw(literal)) for name, literal in given))
    if not choice.primary:
        raise refuse("key-not-allowed", f"{type_} has no key")
    parts = _chosen(choice, names)
    if parts is None:
        wanted = " or ".join("(" + ",".join(name for name, _ in each) + ")" for each in _keys(choice))
        wrong = next((name for name in names if name), "")
        known = tuple(name for each in _keys(choice) for name, _ in each)
        message = f"the key of {type_} is {wanted}"
        raise refuse("wrong-key-names", message, "" if wrong in known else wrong, known)
    by_name = dict(given) if names != [""] else {parts[0][0]: given[0][1]}
    values = tuple(Argument(name, _part(reading, by_name[name], each)) for name, each in parts)
    return _key(choice, parts, values)


def _keys(choice: KeyChoice) -> list[KeyParts]:
    return list(dict.fromkeys((choice.primary, choice.short, *choice.alternate)))


def _chosen(choice: KeyChoice, names: list[str]) -> KeyParts | None:
    """The key whose parts are given: by position only the one value that is missing of the primary key."""
    if names == [""]:
        return next((each for each in (choice.primary, choice.short) if len(each) == 1), None)
    wanted = sorted(names)
    return next((each for each in _keys(choice) if sorted(name for name, _ in each) == wanted), None)


def _key(choice: KeyChoice, parts: KeyParts, values: tuple[Argument, ...]) -> KeySegment:
    if parts == choice.primary:
        return KeySegment(values)
    if parts == choice.short:
        return KeySegment(values, tuple(name for name, each in choice.primary if (name, each) not in parts))
    return KeySegment(values, (), alternate=True)


def _part(reading: Reading, text: str, declared: Property, *, bare: bool = False) -> Value:
    return read_value(reading, text, declared.type, bare=bare, nullable=False)


def read_key_segments(reading: Reading, texts: tuple[str, ...], choice: KeyChoice, type_: QName) -> KeySegment | None:
    """The key in segments of their own (section 4.3.6), one for each part; None while some are still missing."""
    if not choice.known:
        return KeySegment((Argument("", Raw(texts[0])),))
    if not choice.primary:
        raise refuse("key-not-allowed", f"{type_} has no key")
    parts = choice.short
    values = tuple(
        Argument(name, _part(reading, text, each, bare=True)) for (name, each), text in zip(parts, texts, strict=False)
    )
    return _key(choice, parts, values) if len(texts) == len(parts) else None
