"""The pages that `csdlgen explain` prints: one Markdown file beside this module for every code, named after it.

A page has a title, what the code means and why it matters, an example, and what to do:

    # Title

    Paragraphs.

    ## Example

    ```LANGUAGE
    ...
    ```

    ## What to do

    Paragraphs.

The page of a drift rule has no example of its own: it is the case folder of the rule. Nor has it verdicts, which are
those of the rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

_PAGE = re.compile(
    r"# (?P<title>[^\n]+)\n\n(?P<meaning>.+?)\n\n"
    r"(?:## Example\n\n```(?P<language>\w+)\n(?P<example>.+?)\n```\n\n)?"
    r"## What to do\n\n(?P<remedy>.+?)\n",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class CodePage:
    """One page; its paragraphs are lines without breaks.

    `language` is what the example is written in. A `schema` is what stands inside `<Schema Namespace="demo">`, a
    `document` a whole CSDL document, a `toml` a whole csdlgen.toml, an `accept` a whole accept file; these and `http`
    raise their code when they are read and checked. `shell` and `text` are read by nobody. A `drift` is two schemas or
    documents at once: lines of the old one alone begin with `-`, of the new one alone with `+`, all others with two
    blanks; comparing the two gives the code as a finding. `verdicts` are those of a drift rule, by policy and axis.
    """

    code: str
    title: str
    meaning: str
    example: str
    language: str
    remedy: str
    verdicts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@cache
def codes() -> tuple[str, ...]:
    """Every code that has a page, sorted."""
    names = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in names if name.endswith(".md")))


def read_page(code: str) -> CodePage:
    """The page of a code. Raises KeyError for a code that is not one of `codes()`."""
    if code not in codes():
        raise KeyError(code)
    return parse_page(code, files(__package__).joinpath(f"{code}.md").read_text(encoding="utf-8"))


def parse_page(code: str, text: str) -> CodePage:
    """The page that a Markdown text describes. Raises ValueError for a text of another shape."""
    match = _PAGE.fullmatch(text)
    if match is None:
        raise ValueError(f"the page on {code} is not of the shape that is described in {__name__}")
    return CodePage(
        code,
        match["title"],
        _unwrapped(match["meaning"]),
        match["example"] or "",
        match["language"] or "drift",
        _unwrapped(match["remedy"]),
    )


def _unwrapped(paragraphs: str) -> str:
    """The paragraphs of a Markdown text, each in one line."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", paragraphs)
