"""Every command that reads a document, in every format, run on documents of a folder under an audit hook."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from csdlgen.cli.drift_options import FORMATS
from tests.hostile.places import HERE
from tests.hostile.reports import shape
from tests.support.cli import Ran

_SHAPES = {"json": "findings"}
_EXTENSIONS = {"html": "html", "markdown": "md"}


@dataclass(frozen=True, slots=True)
class Command:
    """A command, the format of what it prints, and the files or folders that it writes with theirs."""

    arguments: tuple[str, ...]
    form: str = "text"
    files: tuple[tuple[str, str], ...] = ()
    folder: str = "."

    def shapes(self, root: Path, ran: Ran) -> dict[str, set[str]]:
        """The shape of everything that it printed and wrote, by format and name."""
        said = self.form if ran.code < 2 else "text"
        texts = [(said, "", ran.out)] if ran.out.strip() else []
        for form, name in self.files:
            place = root / self.folder / name
            paths = sorted(place.rglob(f"*.{_EXTENSIONS[form]}")) if place.is_dir() else [place] * place.is_file()
            texts += [(form, name, path.read_text("utf-8")) for path in paths]
        found: dict[str, set[str]] = {}
        for form, file, text in (("text", "", ran.err), *texts):
            name = f"{' '.join(self.arguments)} {file}: {form}"
            try:
                # Nobody prints the pages of `docs`, whose Python is as it must be written.
                found.setdefault(name, set()).update(shape(form, text, is_log=file != "markdown"))
            except Exception as error:
                raise AssertionError(f"{name}: {error}") from error
        return found


def comparison(name: str, *arguments: str) -> Command:
    """A comparison in every format at once."""
    files = tuple((_SHAPES.get(form, form), f"{name}.{form}") for form in FORMATS)
    forms = (part for form in FORMATS for part in ("--format", f"{form}={name}.{form}"))
    return Command((*arguments, "--min-level", "neutral", "--all", *forms), files=files)


def _history(form: str) -> Command:
    name = f"history.{form}"
    documents = ("plain.csdl.xml", "service.csdl.xml", "other.csdl.json")
    written = {"json": "timeline"}.get(form, form)
    return Command(("history", *documents, "--format", form, "-o", name), files=((written, name),))


COMMANDS = (
    Command(("generate", "--verbose")),
    Command(("generate", "--check", "--diff")),
    Command(("inspect",)),
    Command(("inspect", "--format", "json"), "json"),
    Command(("inspect", "machine")),
    Command(("inspect", "machine", "--format", "json"), "json"),
    Command(("inspect", "start", "--format", "json"), "json"),
    Command(("inspect", "--metadata", "other.csdl.json", "machines")),
    Command(("inspect", "--search", "PWNED")),
    Command(("slice", "-o", "slice.csdl.xml")),
    Command(("slice",)),
    Command(("inspect", "--metadata", "slice.csdl.xml", "machine")),
    *(Command(("routes", "--format", form), form) for form in ("text", "json", "markdown", "http", "mermaid")),
    Command(("routes", "--explain")),
    Command(("routes", "--cut")),
    Command(("routes", "--match", "/machines('1')/demo.start")),
    Command(("routes", "machines")),
    Command(("list",)),
    Command(("list", "--format", "json"), "json"),
    comparison("1", "diff", "plain.csdl.xml", "service.csdl.xml"),
    comparison("2", "diff", "service.csdl.xml", "plain.csdl.xml", "--slice", "--accept", "accept.toml"),
    comparison("3", "diff", "plain.csdl.xml", "other.csdl.json"),
    Command(("diff", "plain.csdl.xml", "service.csdl.xml", "--accept", "new.toml", "--update-accepts", "::error::\n")),
    Command(("check",)),
    comparison("4", "check", "--against", "plain.csdl.xml"),
    Command(("docs", "-o", "html"), files=(("html", "html"),)),
    Command(("docs", "--format", "markdown", "-o", "markdown"), files=(("markdown", "markdown"),)),
    Command(("vendor", "vendored")),
    *(_history(form) for form in ("text", "json", "html")),
    Command(("update", "--from", "service.csdl.xml"), "markdown"),
    Command(("init", "--from", "../service.csdl.xml", "--service-root", "https://a.example", "machines"), folder="new"),
)  # fmt: skip


def run(folder: Path, commands: Sequence[Sequence[str]]) -> list[Ran]:
    """Run commands, each a folder and its arguments. Raises AssertionError where one does what it must not."""
    ran = subprocess.run(
        [sys.executable, "-B", str(HERE / "watched.py")],
        input=json.dumps([[*each] for each in commands]),
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    results = [Ran(*each) for each in json.loads(ran.stdout)]
    assert not [*folder.rglob("PWNED*")]
    for command, each in zip(commands, results, strict=True):
        assert each.code in (0, 1, 2) and "Traceback" not in each.err, f"{' '.join(command)}: {each.err}"
    return results


def shapes(folder: Path, commands: Sequence[Command] = COMMANDS) -> tuple[list[Ran], dict[str, set[str]]]:
    """What commands say of the documents in a folder, and the shapes of all reports."""
    (folder / "new").mkdir(exist_ok=True)
    results = run(folder, [(each.folder, *each.arguments) for each in commands])
    found: dict[str, set[str]] = {}
    for command, ran in zip(commands, results, strict=True):
        found |= command.shapes(folder, ran)
    return results, found
