"""The pictures of the documentation, made from what csdlgen prints, and a report to look at.

`python -m tests.docs.pictures` makes them anew, with a browser that takes the picture of the report.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import textwrap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser import documents
from tests.conftest import ROOT
from tests.docs.markdown import blocks
from tests.support.browser import running
from tests.support.cli import call
from tests.support.project import flagship_project

FOLDER = ROOT / "docs" / "pictures"
REPORT, SHOWN = FOLDER / "report.html", FOLDER / "report.png"
_MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace"
_STYLE = (
    "<style>text{white-space:pre}.p{fill:#f6f8fa}.t{fill:#1f2328}.m{fill:#59636e}.a{fill:#0a58ca}.l{stroke:#afb8c1;fill:none}"
    "@media(prefers-color-scheme:dark){.p{fill:#161b22}.t{fill:#e6edf3}.m{fill:#9198a1}.a{fill:#6cb6ff}"
    ".l{stroke:#444c56}}</style>"
)


def pictures() -> dict[str, str]:
    """Every picture, by file name."""
    with TemporaryDirectory() as place:
        folder = flagship_project(Path(place) / "project").parent
        call("generate", cwd=folder)
        said = call("generate", cwd=folder).out
        for block in blocks(ROOT / "docs" / "rules.md"):
            if "file" in block.says:
                (folder / block.says["file"]).write_text(block.text, "utf-8")
        drift = call("diff", "old.xml", "new.xml", cwd=folder).out
        routes = json.loads(call("routes", "requestRemoteAssistance", "--format", "json", cwd=folder).out)
    (found,) = routes
    urls = [each["template"] for each in found["routes"] if each["documented"]]
    return {
        "generate.svg": terminal("csdlgen generate", said),
        "diff.svg": terminal("csdlgen diff old.xml new.xml", drift),
        "routes.svg": tree(urls),
        "report.html": _report(),
    }


def _report() -> str:
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "old.xml").write_bytes(documents.first())
        (folder / "new.xml").write_bytes(documents.second())
        (folder / "accept.toml").write_text(documents.ACCEPTS, "utf-8")
        call("diff", "old.xml", "new.xml", "--accept", "accept.toml", "--format", "html=report.html", cwd=folder)
        return (folder / "report.html").read_text("utf-8")


def shown_page(png: bytes) -> str:
    """The digest of the page that a picture shows, which is in it as text (PNG section 11.3.4.3)."""
    return png.partition(b"tEXtSource\0")[2][:64].decode()


def _picture(page: Path) -> bytes:
    """The upper part of a page, as PNG."""
    with running() as browser:
        browser.open(page)
        browser.driver.set_window_size(1100, 860)
        png = base64.b64decode(browser.driver.get_screenshot_as_base64())
    text = b"tEXtSource\0" + digest(page).encode()
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    return png[:33] + chunk + png[33:]  # behind the signature and the head


def digest(page: Path) -> str:
    """The SHA-256 of a page."""
    return hashlib.sha256(page.read_bytes()).hexdigest()


def terminal(command: str, printed: str) -> str:
    """A terminal with a command and what it printed; lines that are too long go on below."""
    lines = [f"$ {command}", *printed.rstrip().splitlines()]
    lines = [each for line in lines for each in _wrapped(line)]
    height = 20 * len(lines) + 32
    body = "".join(
        f'<text class="{"a" if number == 0 else "t"}" x="20" y="{20 * number + 32}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return _svg(1060, height, f"{command} and what it prints", body)


def _wrapped(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(line, 128, subsequent_indent=indent, break_on_hyphens=False) or [""]


@dataclass
class Segment:
    """A segment of URLs, with those behind it."""

    text: str
    behind: dict[str, Segment] = field(default_factory=dict[str, "Segment"])


def tree(urls: list[str]) -> str:
    """URLs as a tree of their segments: what they have in common is drawn once. Keys stand behind their collections."""
    root = Segment("")
    for url in urls:
        here = root
        for text in _joined(url):
            here = here.behind.setdefault(text, Segment(text))
    rows = [*_rows(root, 0)]
    body, last = [], dict[int, int]()
    for number, (depth, segment) in enumerate(rows):
        x, y = 20 + 28 * depth, 26 * number + 30
        if depth:
            above = 26 * last[depth - 1] + 36
            body.append(f'<path class="l" d="M{x - 18} {above}V{y - 5}H{x - 5}"/>')
        last[depth] = number
        kind = "a" if not segment.behind else "t"
        name, brace, key = segment.text.partition("{")
        marked = f'{escape(name)}<tspan class="m">{escape(brace + key)}</tspan>'
        body.append(f'<text class="{kind}" x="{x}" y="{y}">{marked}</text>')
    title = f"The {len(urls)} documented URLs of an operation, as a tree"
    return _svg(860, 26 * len(rows) + 30, title, "".join(body))


def _joined(url: str) -> Iterator[str]:
    waiting = ""
    for text in url.strip("/").split("/"):
        if text.startswith("{"):
            yield f"{waiting}/{text}"
            waiting = ""
            continue
        if waiting:
            yield waiting
        waiting = text
    yield waiting


def _rows(segment: Segment, depth: int) -> Iterator[tuple[int, Segment]]:
    for each in segment.behind.values():
        yield depth, each
        yield from _rows(each, depth + 1)


def _svg(width: int, height: int, title: str, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" font-family="{_MONO}" font-size="13"><title>{escape(title)}</title>{_STYLE}'
        f'<rect class="p" width="100%" height="100%" rx="8"/>{body}</svg>\n'
    )


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, text in pictures().items():
        (FOLDER / file).write_text(text, "utf-8")
    SHOWN.write_bytes(_picture(REPORT))
