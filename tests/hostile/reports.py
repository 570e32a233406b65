"""Reports, each read by a parser of its format: what is foreign text in them stays text.

`shape` gives what a report is made of apart from its texts: keys, elements with their attributes, blocks. A report of
hostile texts has nothing of a kind that one of harmless texts has not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree, html
from markdown_it import MarkdownIt

from csdlgen.routes.documented import parse_http
from tests.support.report_schemas import FINDINGS, GITLAB, HISTORY, JUNIT, SARIF

_COMMAND = re.compile(
    r"::(?:error|warning|notice) (?:[a-z]+=[^,:\r\n]*,?)*::[^\r\n]*|::group::\d[\d,]* more|::endgroup::"
)
"""What the workflow commands of GitHub look like, of those that csdlgen gives."""
_RUNNER = re.compile(r"^\s*::|##[a-z]*\[", re.MULTILINE)
_MERMAID = re.compile(
    r'flowchart LR|  \w+(?:\(\["[^"]*"\]\)|\[\["[^"]*"\]\]|\["[^"]*"\])|  \w+ (?:==>|-->|-\.->)(?:\|"[^"]*"\|)? \w+'
)
_ENTITY = re.compile(r"#\d+;")
_MENTION = re.compile(r"@team|GH-12|#12")
_FOREIGN = re.compile(r"P\d+ ")
"""What foreign text begins with, where it is a key."""


def _is_plain(text: str, is_log: bool) -> None:
    """Nothing steers a terminal, or a runner that reads the text as its log."""
    odd = {mark for mark in text if not (mark.isprintable() or mark in "\n\t")}
    assert not odd, f"{odd!r} is printed"
    found = _RUNNER.search(text) if is_log else None
    assert not found, f"a runner takes {text[found.start() : found.start() + 80]!r} for a command"


def _json_shape(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _json_shape(member, f"{path}/{'*' if _FOREIGN.match(key) else key}")
    elif isinstance(value, list):
        for each in value:
            yield from _json_shape(each, f"{path}[]")
    else:
        yield f"{path}: {type(value).__name__}"


def _json(text: str) -> set[str]:
    return set(_json_shape(json.loads(text)))


def _checked(check: Callable[[Any], object]) -> Callable[[str], set[str]]:
    def shape(text: str) -> set[str]:
        check(json.loads(text))
        return _json(text)

    return shape


def _github(text: str) -> set[str]:
    lines, group = text.rstrip("\n").split("\n"), False
    for line in lines:
        assert _COMMAND.fullmatch(line) or (group and not _RUNNER.search(line)), line
        group = line.startswith("::group::") or (group and line != "::endgroup::")
    return set()


def _junit(text: str) -> set[str]:
    root = etree.fromstring(text.encode())
    JUNIT.assertValid(root.getroottree())
    return {f"{each.tag} {sorted(each.attrib)}" for each in root.iter()}


def _html(text: str) -> set[str]:
    root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    found = set()
    for each in root.iter():
        assert isinstance(each.tag, str) or "--" not in (each.text or ""), each
        found.add(f"{each.tag} {sorted(name for name in each.attrib if not name.startswith('data-'))}")
        assert not [name for name in each.attrib if name.startswith("on")]
        for name in ("href", "src", "action", "formaction", "data"):
            place = str(each.get(name, "")).strip().lower()
            assert not place.startswith(("javascript:", "data:", "vbscript:")) or each.tag == "link", place
            assert not re.match(r"(?:https?:)?//(?!docs\.oasis-open\.org|learn\.microsoft\.com)", place), place
        if each.tag in ("script", "style"):
            assert "PWNED" not in (each.text or "") or each.get("type") == "application/json"
    return found


def _markdown(text: str) -> set[str]:
    found = set()
    for block in MarkdownIt("commonmark").enable("table").parse(text):
        found.add(f"{block.type} {block.tag}")
        in_code = False
        for token in block.children or ():
            if token.type not in ("text", "html_inline"):
                found.add(f"{token.type} {token.tag} {sorted(token.attrs)}")
            in_code = token.content == "<code>" or (in_code and token.content != "</code>")
            place = str(token.attrs.get("href", token.attrs.get("src", "")))
            assert not re.match(r"[a-z]+:|//", place), place
            if token.type in ("html_inline", "html_block"):
                assert re.fullmatch(r"<!-- -->|</?(?:code|sub|br|details|summary)>", token.content), token.content
            elif token.type == "text" and not in_code:
                assert not _MENTION.search(token.content), token.content
        if block.type == "html_block":
            assert not re.sub(r"<!-- [^<>]* -->|</?(?:details|summary|br|code|sub|b)>|[^<>]", "", block.content), block
    return found


def _mermaid(text: str) -> set[str]:
    for line in text.strip("\n").split("\n"):
        if line.strip():
            assert _MERMAID.fullmatch(_ENTITY.sub("_", line)) or line.startswith("%% "), line
    return set()


def _http(text: str) -> set[str]:
    return {each.verb for each in parse_http(text, source="printed.http")}


_SHAPES: dict[str, Callable[[str], set[str]]] = {
    "text": lambda text: set(),
    "json": _json,
    "findings": _checked(FINDINGS.validate),
    "timeline": _checked(HISTORY.validate),
    "sarif": _checked(SARIF.validate),
    "gitlab": _checked(GITLAB.validate),
    "github": _github,
    "junit": _junit,
    "html": _html,
    "markdown": _markdown,
    "mermaid": _mermaid,
    "http": _http,
}


def shape(form: str, text: str, *, is_log: bool = True) -> set[str]:
    """What a report is made of. Raises AssertionError, or what the parser raises, where it is not what it should be."""
    if form != "github":
        _is_plain(text, is_log)
    return _SHAPES[form](text)
