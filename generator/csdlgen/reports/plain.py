"""What a report may have of foreign text, whatever its format: nothing that steers a terminal, turns the direction of
writing or breaks lines unseen, and nothing that a CI runner takes for a command.

Such characters are shown as escapes: those of the format where it has some, else those of Python.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from csdlgen.text import printable
from csdlgen.unicode_14 import is_printable

_DATA = frozenset(("json", "sarif", "gitlab"))
_MARKUP = frozenset(("xml", "html", "junit"))
# At the beginning of a line, and anywhere in it: GitHub has both, Azure Pipelines and TeamCity the latter.
_COMMAND = re.compile(r"^([ \t]*):(?=:)", re.MULTILINE)
_OLD_COMMAND = re.compile(r"#(?=#(?:[a-z]+)?\[)")


def plain(text: str, form: str) -> str:
    """The text of a report in a format. That of `github` is there to give commands, and stays as it is."""
    if form == "github":
        return text
    if form in _DATA:
        return _OLD_COMMAND.sub(r"\\u0023", _escaped(text, _in_data))
    if form in _MARKUP:
        return _COMMAND.sub(r"\1&#58;", _OLD_COMMAND.sub("&#35;", _escaped(text, _in_markup)))
    return _COMMAND.sub(r"\1: ", _OLD_COMMAND.sub("# ", _escaped(text, printable)))


def _escaped(text: str, escape: Callable[[str], str]) -> str:
    """The text with every character escaped that is not printable; lines and tabs stay."""
    if is_printable(text.replace("\n", "").replace("\t", "")):
        return text
    return "".join(mark if mark in "\n\t" or is_printable(mark) else escape(mark) for mark in text)


def _in_data(mark: str) -> str:
    return json.dumps(mark)[1:-1] if mark != "\x7f" else "\\u007f"


def _in_markup(mark: str) -> str:
    return f"&#{ord(mark)};"
