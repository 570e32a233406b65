"""Python source as a value: the only thing a template may print.

A `Code` comes from an identifier that was checked, from `repr` of a value, or from text made safe for a docstring,
or is put together from such by `compose` with a pattern that stands in our own source. Schema text therefore never
reaches generated code in any other way. The layout functions break lines where black would, so that formatting
changes nothing.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString

from csdlgen.unicode_14 import escaped, is_known

WIDTH = 88
_INDENT = "    "
_LONGEST_DOCSTRING = 4000


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """Python source text that is safe to print."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def identifier(name: str) -> Code:
    """A Python identifier; anything else raises ValueError, which is a bug of ours."""
    if not (name.isidentifier() and is_known(name)):
        raise ValueError(f"not an identifier: {name!r}")
    return Code(name)


def dotted(name: str) -> Code:
    """A relative or absolute module name: identifiers between dots."""
    for part in name.lstrip(".").split("."):
        if part:
            identifier(part)
    return Code(name)


def literal(value: object) -> Code:
    """`repr` of a string, number, boolean, None or tuple of them, with the quotes that black prefers."""
    text = escaped(repr(value))
    if isinstance(value, str) and text[0] == "'" and '"' not in text:
        text = f'"{text[1:-1]}"'
    return Code(text)


def compose(pattern: LiteralString, /, *parts: Code, **named: Code) -> Code:
    """Source put together: `compose("{} | None", annotation)`; the pattern must be a literal of this program."""
    return Code(pattern.format(*parts, **named))


def join(separator: LiteralString, parts: Sequence[Code]) -> Code:
    """The parts with a separator between them."""
    return Code(separator.join(each.text for each in parts))


def plain(text: str) -> str:
    """Text of a schema as one paragraph-preserving plain text: no control, no bidirectional, no format characters."""
    cleaned = "".join(
        each if each == "\n" or _is_plain(each) else " "
        for each in text[:_LONGEST_DOCSTRING].replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    )
    return re.sub(r"[^\S\n]+", " ", cleaned.replace("\u2029", "\n")).strip()


def _is_plain(mark: str) -> bool:
    return unicodedata.category(mark) not in {"Cc", "Cf", "Cs", "Co", "Cn"} and is_known(mark)


def docstring(text: str, *, indent: int) -> Code:
    """A docstring with its quotes, wrapped for `indent` levels: one line where it fits, else summary and body.

    An empty text gives an empty code, which templates print nothing for.
    """
    safe = plain(text)
    if not safe:
        return Code("")
    safe = safe.replace("\\", "\\\\")
    if '"""' in safe or '"' in (safe[0], safe[-1]):
        safe = safe.replace('"', '\\"')
    margin = _INDENT * indent
    if "\n" not in safe and len(margin) + len(safe) + 7 <= WIDTH:
        return Code(f'"""{safe} """' if safe.endswith('"') else f'"""{safe}"""')  # as black has it
    lines = [line for part in safe.split("\n") for line in _wrapped(part, WIDTH - len(margin))]
    if len(lines) == 1:  # too long with the closing quotes, which black would pull up again
        lines = _wrapped(safe, WIDTH - len(margin) - 4)
    if len(lines) == 1:  # a single word
        return Code(f'"""{safe}"""')
    rest = "".join(f"{margin}{line}\n" if line else "\n" for line in lines[1:])
    return Code(f'"""{lines[0]}\n{rest}{margin}"""')


def _wrapped(text: str, width: int) -> list[str]:
    # Three columns less than there are: the first line carries the opening quotes.
    return textwrap.wrap(text.strip(), width - 3, break_long_words=False, break_on_hyphens=False) or [""]


def bracketed(head: Code, items: Sequence[Code], tail: Code, *, indent: int) -> Code:
    """`head(items)tail` on one line, or broken as black breaks it; `head` ends with the bracket, `tail` begins with it.

    Black tries the contents on a line of their own first, then one item a line with a trailing comma.
    """
    margin = _INDENT * indent
    inner = ", ".join(each.text for each in items)
    fits = "\n" not in inner and len(margin) + len(head.text) + len(inner) + len(tail.text) <= WIDTH
    if fits or not items:
        return Code(f"{head}{inner}{tail}")
    alone = len(items) == 1 and head.text.startswith("def ")  # black gives a lone parameter its comma
    if "\n" not in inner and len(margin) + len(_INDENT) + len(inner) <= WIDTH and not alone:
        return Code(f"{head}\n{margin}{_INDENT}{inner}\n{margin}{tail}")
    return one_a_line(head, items, tail, indent=indent)


def lone(head: Code, item: Code, tail: Code, *, indent: int) -> Code:
    """`head`, one item and `tail` on one line, or the item, however long, on a line of its own."""
    margin = _INDENT * indent
    if len(margin) + len(head.text) + len(item.text) + len(tail.text) <= WIDTH:
        return Code(f"{head}{item}{tail}")
    return Code(f"{head}\n{margin}{_INDENT}{item}\n{margin}{tail}")


def definition(name: str, parameters: Sequence[Code], result: Code) -> Code:
    """The head of a method."""
    return bracketed(compose("def {}(", identifier(name)), parameters, compose(") -> {}:", result), indent=1)


def call(function: Code, arguments: Sequence[Code], *, indent: int) -> Code:
    """The call of a function, as the only thing on its line but for what `function` begins with."""
    return bracketed(compose("{}(", function), arguments, Code(")"), indent=indent)


def data(head: Code, value: object, *, indent: int) -> Code:
    """`head` and behind it a value, which may be a tuple or a dict of values, as far as it fits on one line, else one
    item a line, which black leaves as it is."""
    if isinstance(value, Code):
        return Code(f"{head}{value}")
    if isinstance(value, Mapping):
        items = [data(compose("{}: ", literal(name)), each, indent=indent + 1) for name, each in value.items()]
        return _display(f"{head}{{", items, "}", indent)
    if isinstance(value, tuple):
        items = [data(Code(""), each, indent=indent + 1) for each in value]
        return _display(f"{head}(", items, ",)" if len(items) == 1 else ")", indent)
    return Code(f"{head}{literal(value)}")


def call_with(head: Code, arguments: Mapping[str, object], *, indent: int) -> Code:
    """A call with keywords, laid out like `data`; `head` ends with the name of what is called."""
    items = [data(compose("{}=", identifier(name)), value, indent=indent + 1) for name, value in arguments.items()]
    return _display(f"{head}(", items, ")", indent)


def _display(head: str, items: Sequence[Code], tail: str, indent: int) -> Code:
    margin = _INDENT * indent
    inner = ", ".join(each.text for each in items)
    if "\n" not in inner and len(margin) + len(head) + len(inner) + len(tail) + 1 <= WIDTH:
        return Code(f"{head}{inner}{tail}")
    return one_a_line(Code(head), items, Code(tail.removeprefix(",")), indent=indent)


def one_a_line(head: Code, items: Sequence[Code], tail: Code, *, indent: int) -> Code:
    """Items between brackets, one a line however short; nothing between them where there are none."""
    margin = _INDENT * indent
    lines = "".join(f"{margin}{_INDENT}{each},\n" for each in items)
    return Code(f"{head}\n{lines}{margin}{tail}" if lines else f"{head}{tail}")


def imported(module: Code, names: Sequence[Code], *, indent: int) -> Code:
    """`from module import names`, one name a line where it does not fit."""
    line = f"from {module} import {join(', ', names)}"
    if len(_INDENT) * indent + len(line) <= WIDTH:
        return Code(line)
    return one_a_line(compose("from {} import (", module), names, Code(")"), indent=indent)
