"""The text of a first configuration: what was chosen, each line with what it means and what else it may say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from csdlgen.project.keys import PARTS
from csdlgen.size import Size
from csdlgen.start.names import Names
from csdlgen.start.wanted import Chosen
from csdlgen.text import count
from csdlgen.upstream.cut import update_command

_COMMENT_AT = 44
_KEYS = {"segment": "/users/42", "parentheses": "/users('42')"}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things go, relative to the configuration: the output folder, the document, the file of request lines, and
    the folders in which documents are looked up that others refer to."""

    output: str
    document: str
    http: str


class Sizes(NamedTuple):
    """The size of a package, and that without all parts that it may do without."""

    now: Size
    smallest: Size


def configuration(
    names: Names,
    choice: Chosen,
    layout: Layout,
    sources: Iterable[str],
    *,
    prefix: str,
    without: Iterable[str] = (),
    sizes: Sizes | None = None,
) -> str:
    """The tables of a package in TOML; `prefix` is `tool.csdlgen.` in a pyproject.toml. The same choice gives the same
    text. With `sizes` there is a budget that leaves some room, for whoever wants it, and what leaving out parts gives.
    """
    head = f"{prefix}packages.{names.package}"
    lines = [
        f"# What csdlgen generates. After a change below: `{update_command(sources)}`,",
        "# since the document in metadata/ has only what is selected. `csdlgen check` says whether all is current.",
        "",
        f"[{head}]",
        _line("output", layout.output, f"writes {layout.output}/{names.package}"),
        _line("metadata", [layout.document], "cut to what is selected; its lock is beside it"),
    ]
    if choice.lines:
        lines.append(_line("documented", [layout.http], "request lines; `csdlgen check` says which lead nowhere"))
    lines += [
        _line("service-root", names.service_root, ""),
        _line("client", names.client, f"from {names.package} import {names.client}"),
        _line("key-style", names.key_style, f"{_KEYS[names.key_style]}: {names.because}"),
    ]
    lines += _parts(list(without), sizes)
    if sizes:
        size = sizes.now
        comment = f"a budget that `check` holds; {count(size.files, 'file')} now"
        lines.append(_commented(f"# max-files = {_with_room(size.files)}", comment))
        lines.append(_commented(f"# max-bytes = {_with_room(size.bytes):_}", f"{count(size.bytes, 'byte')} now"))
    lines += ["", f"[{head}.select]", *_selection(choice), "", f"[{head}.routes]", *_limits(choice)]
    return "\n".join(lines) + "\n"


def _parts(without: list[str], sizes: Sizes | None) -> Iterator[str]:
    """The line of the parts that are left out, or could be."""
    if without:
        yield _commented(f"without = {json.dumps(without)}", "parts that are left out")
    if sizes and len(without) < len(PARTS):
        more = "also " * bool(without)
        comment = f"parts that you may {more}not need: {sizes.smallest} without them"
        yield _commented(f"# without = {json.dumps([*PARTS])}", comment)


def _selection(choice: Chosen) -> Iterator[str]:
    yield "# Actions and functions by qualified name, and paths whose entities are listed, read, written and deleted:"
    yield _line("operations", list(choice.operations), "")
    yield _line("resources", list(choice.resources), "")
    yield _line("types", list(choice.types), "models beyond what the rest needs")
    if choice.bases:
        yield _commented(f"# derived = {json.dumps(choice.bases)}", "models also for the types that derive from these")


def _limits(choice: Chosen) -> Iterator[str]:
    yield _line("roots", list(choice.roots), "where routes of operations begin")
    yield _line("max-hops", choice.hops, "navigation properties after the root; resources are reached without")
    if not choice.casts:
        yield _line("casts", False, "no routes through casts to derived types")


def _line(key: str, value: object, comment: str) -> str:
    return _commented(f"{key} = {_toml(value)}", comment)


def _commented(text: str, comment: str) -> str:
    return f"{text:<{_COMMENT_AT - 2}}  # {comment}" if comment else text


def _toml(value: object) -> str:
    """A value as TOML has it, a list of several over several lines. Names and URLs are printable, and JSON escapes
    printable texts in the same way."""
    if isinstance(value, list) and len(value) > 1:
        return "\n".join(["[", *(f"    {json.dumps(each, ensure_ascii=False)}," for each in value), "]"])
    return json.dumps(value, ensure_ascii=False)


def _with_room(number: int) -> int:
    """A fifth more, rounded up to two digits."""
    wanted = number * 6 // 5
    unit: int = 10 ** max(len(str(wanted)) - 2, 0)
    return -(-wanted // unit) * unit
