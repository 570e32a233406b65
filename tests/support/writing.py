"""Every way in which a command writes: what is run before it, and what it must leave of what is not its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import click

from csdlgen.cli.commands import cli
from csdlgen.cli.drift_options import FORMATS
from csdlgen.cli.exit_codes import run
from tests.support.project import small_project, tree

OLD = "service.csdl.xml"
UPSTREAM = "../upstream.csdl.xml"
EDITED = "# edited by hand\n"
PYPROJECT = '[project]\nname = "theirs"  # and a comment\nversion = "1"\n'
ACCEPTED = '# what we know\n\n[[accept]]\nrule = "property-removed"\nelement = "demo.machine/label"\nreason = "old"\n'


class Writing(NamedTuple):
    """A command that writes, what is done before it, and the exit code that it ends with."""

    arguments: list[str]
    before: tuple[list[str] | Callable[[], object], ...] = ()
    code: int = 0


def change() -> None:
    shutil.copy(UPSTREAM, OLD)


def nothing() -> None:
    Path("csdlgen.toml").unlink()
    Path(OLD).unlink()


def take(everything: bool) -> Callable[[], object]:
    """Makes the configuration take everything, or one operation."""

    def write() -> None:
        text = Path("csdlgen.toml").read_text(encoding="utf-8")
        wide, narrow = "everything = true", 'operations = ["demo.start"]'
        text = text.replace(*((narrow, wide) if everything else (wide, narrow)))
        Path("csdlgen.toml").write_text(text, encoding="utf-8")

    return write


def edit(*names: str) -> Callable[[], object]:
    def write() -> None:
        for name in names:
            with Path(name).open("r+", encoding="utf-8") as file:
                file.seek(0, os.SEEK_END)
                file.write(EDITED if not name.endswith((".xml", ".html")) else "<!-- edited by hand -->")

    return write


def put(name: str, text: str) -> Callable[[], object]:
    return lambda: Path(name).write_bytes(text.encode())


INIT = ["init", "--from", UPSTREAM, "machines/{id}", "--name", "shop", "--service-root", "https://example.org/v1"]
GENERATED = ("generated/demo/__init__.py", "generated/demo/models/__init__.py")
REPORTS = [word for form in FORMATS[1:] for word in ("--format", f"{form}=drift.{form}")]
ACCEPT = ["--accept", "accept.toml", "--update-accepts", "We know."]
COMMANDS = {
    "generate": Writing(["generate"]),
    "generate changes": Writing(["generate"], (["generate"], change)),
    "generate less": Writing(["generate"], (take(True), ["generate"], take(False))),
    "generate over edits": Writing(["generate", "--force"], (["generate"], edit(*GENERATED))),
    "vendor": Writing(["vendor", "src/app/vendored"]),
    "vendor less": Writing(["vendor", "v", "--without", "routes", "--without", "aio"], (["vendor", "v"],)),
    "vendor over edits": Writing(["vendor", "v", "--force"], (["vendor", "v"], edit("v/demo/__init__.py"))),
    "docs": Writing(["docs", "--format", "markdown", "-o", "pages"]),
    "docs as HTML": Writing(["docs"]),
    "docs over edits": Writing(["docs", "-o", "p", "--force"], (["docs", "-o", "p"], edit("p/index.html"))),
    "update": Writing(["update", "--from", UPSTREAM], (["generate"],)),
    "update over edits": Writing(
        ["update", "--from", UPSTREAM, "--force"], (["update", "--from", OLD, "--force"], edit(OLD, *GENERATED))
    ),
    "init": Writing(INIT, (nothing,)),
    "init in a project": Writing([*INIT, "--output", "src"], (nothing, put("pyproject.toml", PYPROJECT))),
    "slice": Writing(["slice", "-o", "slice.xml"]),
    "diff": Writing(["diff", OLD, UPSTREAM, "--format", "sarif", "-o", "drift.sarif"], code=1),
    "diff anew": Writing(["diff", OLD, UPSTREAM, "-o", "drift.text"], (put("drift.text", "an old report\n"),), code=1),
    "diff in every format": Writing(["diff", OLD, UPSTREAM, *REPORTS, "-o", "drift.text"], code=1),
    "accept": Writing(["diff", OLD, UPSTREAM, *ACCEPT]),
    "accept more": Writing(["diff", OLD, UPSTREAM, *ACCEPT], (put("accept.toml", ACCEPTED),)),
    "check": Writing(["check", "--against", UPSTREAM, *REPORTS, "-o", "drift.text", *ACCEPT], (["generate"],)),
    "history": Writing(["history", OLD, UPSTREAM, "--format", "html", "-o", "history.html"]),
}
THEIRS = {".csdlgen-stage/mine": b"mine", ".csdlgen-0123456789abcdef-0": b"mine", f"{OLD}.csdlgen-new": b"mine"}
WRITES = {"output", "forms", "update_accepts", "force"}
READS = {"config", "metadata", "sources", "names", "old", "new", "accept"}
ARGUMENTS = {"destination"}
"""The options and arguments of commands that name, or are about, files that are written or read."""


def prepare(folder: Path, writing: Writing) -> dict[str, bytes]:
    """A new project, in which the command is about to be run; gives what is there. The current folder is the
    project's."""
    os.chdir(folder.parent)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    small_project(folder)
    upstream = (folder / OLD).read_text(encoding="utf-8").replace('"label"', '"title"').replace('"rough"', '"wild"')
    (folder / UPSTREAM).write_text(upstream, encoding="utf-8")
    for name, data in THEIRS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    os.chdir(folder)
    for each in writing.before:
        if isinstance(each, list):
            assert run(each) == 0, each
        else:
            each()
    return everything(folder)


def everything(folder: Path) -> dict[str, bytes]:
    """Every file, and every folder."""
    return tree(folder) | {f"{each.relative_to(folder)}/": b"" for each in folder.rglob("*") if each.is_dir()}


def lost(before: dict[str, bytes], after: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    """The files that neither are as they were nor as they shall be, and those of a user's whose bytes are nowhere any
    more."""
    cut = [name for name, data in before.items() if after.get(name) not in (data, wanted.get(name))]
    users = {name: before[name] for name in (*THEIRS, *(name for name in before if is_users(before[name])))}
    return [*cut, *(name for name, data in users.items() if data not in after.values())]


def is_users(data: bytes) -> bool:
    """Whether a user has edited a file."""
    return b"edited by hand\n" in data or b"<!-- edited by hand -->" in data


def repeated(writing: Writing) -> tuple[int, ...]:
    """The exit codes that a further run may end with; `init` finds that all is there."""
    return (0, writing.code, *((2,) if writing.arguments[0] == "init" else ()))


def parameters() -> list[tuple[str, click.Parameter]]:
    """Every parameter of every command that names a file or is known to be about writing one."""
    return [
        (name, parameter)
        for name, command in cli.commands.items()
        for parameter in command.params
        if isinstance(parameter.type, click.Path) or parameter.name in WRITES
    ]


def says(writing: Writing, command: str, parameter: click.Parameter) -> bool:
    """Whether the command line gives that parameter; of formats one with a file, of arguments any."""
    words = writing.arguments
    if words[0] != command or isinstance(parameter, click.Argument):
        return words[0] == command
    given = any(word in parameter.opts for word in words)
    return given and (parameter.name != "forms" or any("=" in word for word in words))
