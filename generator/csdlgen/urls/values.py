"""Keys and arguments: what stands in parentheses, or as a segment of its own, read by the types of the model."""

from __future__ import annotations

import re
from dataclasses import dataclass

from csdlgen.edm.model import EnumType, Operation, Parameter, Property, QName, TypeRef
from csdlgen.errors import nearest
from csdlgen.urls import literals
from csdlgen.urls.segments import Argument, BrokenRuleError, Key, Placeholder, Raw, Rule, Value
from csdlgen.urls.service import KeyChoice, KeyParts, Service, given_parameters, is_optional
from csdlgen.urls.syntax import split_list

_SHOWN = 80
_WORD = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: in which service, with which query options, templates or not, dynamic properties or not."""

    service: Service
    options: dict[str, str]
    templates: bool
    dynamic: bool


def refuse(rule: Rule, message: str, wrong: str = "", known: tuple[str, ...] = ()) -> BrokenRuleError:
    """A broken rule, with the nearest of the known names where the wrong one is short enough to be a slip."""
    return BrokenRuleError(rule, message, nearest(wrong, known) if 0 < len(wrong) <= _SHOWN and known else "")


def shown(text: str) -> str:
    """Text of a URL as it may stand in a message: quoted, escaped, capped."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


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
    literal = reading.service.literal_type(type_.name)
    try:
        if text == "null" and not bare:
            if not (type_.nullable if nullable is None else nullable):
                raise ValueError("null is not allowed")
            return None
        if type_.collection or literal is None:
            return Raw(text)
        if isinstance(literal, EnumType):
            return literals.read_members(text if bare else _members(reading.service, text, literal), literal)
        read = literals.read_bare if bare else literals.read_primitive
        return read(text, literal.name)
    except ValueError as error:
        if reading.templates and _WORD.fullmatch(text) and text not in ("true", "false", "null"):
            return Placeholder(text)
        raise refuse("wrong-literal", f"{shown(text)} is no {type_}: {error}") from error


def _members(service: Service, text: str, enum: EnumType) -> str:
    """What stands in the quotes of `ns.E'A,B'`; the name may be left out (OData 4.01)."""
    prefix, quote, _ = text.partition("'")
    if not quote or (prefix and service.qualified(prefix) != enum.name):
        raise ValueError(f"members are written {enum.name}'…'")
    return literals.unquoted(text[len(prefix) :])


# --- keys (section 4.3) -----------------------------------------------------------------------------------------------


def read_key(reading: Reading, text: str, choice: KeyChoice, type_: QName) -> Key:
    """The key in a pair of parentheses: one value by position, or values by name."""
    given = split_list(text)
    if not given or any(not literal for _, literal in given):
        raise refuse("bad-key", "a value is missing in the key")
    names = [name for name, _ in given]
    if not choice.known:
        return Key(tuple(Argument(name, Raw(literal)) for name, literal in given))
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


def _key(choice: KeyChoice, parts: KeyParts, values: tuple[Argument, ...]) -> Key:
    if parts == choice.primary:
        return Key(values)
    if parts == choice.short:
        return Key(values, tuple(name for name, each in choice.primary if (name, each) not in parts))
    return Key(values, (), alternate=True)


def _part(reading: Reading, text: str, declared: Property, *, bare: bool = False) -> Value:
    return read_value(reading, text, declared.type, bare=bare, nullable=False)


def read_key_segments(reading: Reading, texts: tuple[str, ...], choice: KeyChoice, type_: QName) -> Key | None:
    """The key in segments of their own (section 4.3.6), one for each part; None while some are still missing."""
    if not choice.known:
        return Key((Argument("", Raw(texts[0])),))
    if not choice.primary:
        raise refuse("key-not-allowed", f"{type_} has no key")
    parts = choice.short
    values = tuple(
        Argument(name, _part(reading, text, each, bare=True)) for (name, each), text in zip(parts, texts, strict=False)
    )
    return _key(choice, parts, values) if len(texts) == len(parts) else None


# --- arguments (section 4.5) ------------------------------------------------------------------------------------------


def choose_overload(
    reading: Reading, overloads: tuple[Operation, ...], text: str | None
) -> tuple[Operation, tuple[Argument, ...]]:
    """The overload that arguments in parentheses (None: there are none) select, and their values.

    Functions are told apart by the names of their parameters. One whose parameters are all given goes before one whose
    optional parameters are left out, and then one whose parameters come as query options of their names (protocol
    section 11.5.4.1); the more derived binding type goes first. An action takes its parameters in the body; where a
    function has its name too, parentheses make the difference.
    """
    name = overloads[0].name
    given = split_list(text or "")
    if reading.templates and len(given) == 1 and not given[0][0] and is_placeholder(given[0][1]):
        return _positional(overloads, given[0][1])
    names = [each for each, _ in given]
    if "" in names or len(set(names)) < len(names):
        raise refuse("unknown-function-arguments", f"arguments of {name} are written name=value, each once")
    fitting = _fitting(reading, overloads, set(names), text)
    if not fitting:
        raise _unfit(overloads, names, text)
    chosen = _first(reading, fitting, dict(given))
    if any(each.name != chosen[0].name for each in fitting):
        names_ = ", ".join(sorted({str(each.name) for each in fitting}))
        raise refuse("ambiguous-operation", f"{name.name} may be any of {names_}: write the qualified name")
    return chosen


def _fitting(reading: Reading, overloads: tuple[Operation, ...], names: set[str], text: str | None) -> list[Operation]:
    """The overloads that fit best, of those with the same binding as the first that does."""
    if text is None and (actions := [each for each in overloads if each.kind == "action"]):
        return _nearest_binding(actions)
    functions = [each for each in overloads if each.kind == "function"]
    if text is None and reading.templates:
        # Reference pages often leave the parentheses to the example below.
        return _nearest_binding(functions)[:1]
    exact = [each for each in functions if {one.name for one in given_parameters(each)} == names]
    if not exact:
        exact = [each for each in functions if _takes(each, names, set())]
    if not exact:
        options = {each.removeprefix("@") for each in reading.options}
        exact = [each for each in functions if _takes(each, names, options)]
    return _nearest_binding(exact)


def _nearest_binding(overloads: list[Operation]) -> list[Operation]:
    return [each for each in overloads if each.binding == overloads[0].binding]


def _takes(operation: Operation, names: set[str], options: set[str]) -> bool:
    parameters = given_parameters(operation)
    required = {each.name for each in parameters if not is_optional(each)}
    return names <= {each.name for each in parameters} and required <= names | options


def _first(reading: Reading, fitting: list[Operation], given: dict[str, str]) -> tuple[Operation, tuple[Argument, ...]]:
    """The first overload whose parameters can be read; there may be several with the same names."""
    problem: BrokenRuleError | None = None
    for operation in fitting:
        try:
            parameters = given_parameters(operation) if operation.kind == "function" else ()
            texts = [(each, _argument(reading, each, given)) for each in parameters]
            values = (
                Argument(each.name, read_value(reading, one, each.type)) for each, one in texts if one is not None
            )
            return operation, tuple(values)
        except BrokenRuleError as error:
            problem = problem or error
    assert problem is not None
    raise problem


def _argument(reading: Reading, parameter: Parameter, given: dict[str, str]) -> str | None:
    name = parameter.name
    if name in given:
        return given[name]
    if f"@{name}" in reading.options:
        return f"@{name}"
    return reading.options.get(name) if not is_optional(parameter) else None


def _positional(overloads: tuple[Operation, ...], text: str) -> tuple[Operation, tuple[Argument, ...]]:
    """In templates, a placeholder alone stands for the one argument that a function asks for."""
    for each in overloads:
        required = [one for one in given_parameters(each) if not is_optional(one)]
        if each.kind == "function" and len(required) == 1:
            return each, (Argument(required[0].name, Placeholder(text.strip("'"))),)
    raise refuse("unknown-function-arguments", f"{overloads[0].name} has no overload with one parameter")


def _unfit(overloads: tuple[Operation, ...], names: list[str], text: str | None) -> BrokenRuleError:
    name = overloads[0].name
    functions = [each for each in overloads if each.kind == "function"]
    if not functions:
        return refuse("unknown-function-arguments", f"{name} is an action: its parameters are in the request body")
    known = tuple(dict.fromkeys(one.name for each in functions for one in given_parameters(each)))
    wrong = next((each for each in names if each not in known), "")
    takes = " or ".join("(" + ",".join(one.name for one in given_parameters(each)) + ")" for each in functions)
    return refuse("unknown-function-arguments", f"{name} takes {takes}", wrong, known)
