"""Pipes, sockets and devices in place of the files of a project: nobody waits for what never comes. What the user names
on the command line may be one of them."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.cli import call
from tests.support.project import small_project

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")

DOCUMENT = "service.csdl.xml"
KEYS = 'overlays = ["o.xml"]\ndocumented = ["d.http"]\ndrift.accept = "accept.toml"\ntemplates = "own"\n'
COMMANDS = {
    "generate": ["generate"],
    "check": ["check"],
    "check --against": ["check", "--against", "upstream.xml"],
    "update": ["update", "--from", "upstream.xml"],
    "update --check": ["update", "--from", "upstream.xml", "--check"],
    "diff": ["diff", "--slice", "upstream.xml", "upstream.xml"],
    "slice": ["slice"],
    "vendor": ["vendor", "v"],
}
NAMES = [DOCUMENT, "o.xml", "d.http"]
INIT = ["init", "--from", "../upstream.xml", "machines/{id}", "--name", "demo", "--service-root", "https://x.example"]


@pytest.fixture(autouse=True)
def impatience() -> Iterator[None]:
    """Whoever waits for a pipe is interrupted."""

    def end(*_: object) -> None:
        raise TimeoutError("it waits")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(30)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    small_project(tmp_path)
    (tmp_path / "upstream.xml").write_bytes((tmp_path / DOCUMENT).read_bytes())
    text = (tmp_path / "csdlgen.toml").read_text().replace("client =", f"{KEYS}client =")
    (tmp_path / "csdlgen.toml").write_text(text)
    (tmp_path / "o.xml").write_bytes((tmp_path / DOCUMENT).read_bytes())
    (tmp_path / "d.http").write_text("")
    (tmp_path / "accept.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listener(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as found:
        found.bind(path.name)  # a longer path is none for a socket


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def refused(arguments: list[str], name: str, says: str) -> None:
    ran = call(*arguments, cwd=Path.cwd())
    assert ran.code == 2, ran.err
    assert f"{name}: file-unreadable: {says}" in ran.err


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_no_command_waits_for_a_pipe_that_a_configuration_names(arguments: list[str], name: str, project: Path) -> None:
    if arguments[0] == "diff" and name == DOCUMENT:
        pytest.skip("the documents that are compared take its place")
    (project / name).unlink()
    pipe(project / name)
    refused(arguments, name, f"{name!r} is a named pipe, not a file")


@pytest.mark.parametrize(("make", "kind"), [(listener, "socket"), (zeros, "device")])
def test_sockets_and_devices_are_told_as_such(make: Callable[[Path], None], kind: str, project: Path) -> None:
    (project / DOCUMENT).unlink()
    make(project / DOCUMENT)
    refused(["generate"], DOCUMENT, f"{DOCUMENT!r} is a {kind}, not a file")


@pytest.mark.parametrize("more", [[], ["--update-accepts", "We know."]])
def test_a_configured_accept_file_is_a_file(more: list[str], project: Path) -> None:
    (project / "own").mkdir()
    Path("csdlgen.toml").write_text(Path("csdlgen.toml").read_text().replace('overlays = ["o.xml"]\n', ""))
    Path("csdlgen.toml").write_text(Path("csdlgen.toml").read_text().replace('templates = "own"\n', ""))
    (project / "accept.toml").unlink()
    pipe(project / "accept.toml")
    says = "'accept.toml' is a named pipe, not a file"
    refused(["check", "--against", "upstream.xml", *more], "accept.toml", says)
    refused(["diff", "--package", "demo", "upstream.xml", "upstream.xml", *more], "accept.toml", says)


def test_a_lock_is_a_file(project: Path) -> None:
    Path("csdlgen.toml").write_text(Path("csdlgen.toml").read_text().replace(KEYS, ""))
    pipe(project / "csdlgen.lock")
    says = "'csdlgen.lock' is a named pipe, not a file"
    for name in ("check", "update", "update --check"):
        refused(COMMANDS[name], "csdlgen.lock", says)


@pytest.mark.parametrize("name", ["pyproject.toml", "metadata/csdlgen.lock", "metadata/demo.csdl.xml"])
def test_init_waits_for_nothing(name: str, project: Path) -> None:
    (project / "new/metadata").mkdir(parents=True)
    os.chdir("new")
    pipe(project / "new" / name)
    refused(INIT, name, f"{name!r} is a named pipe, not a file")


def written(path: Path, data: bytes) -> threading.Thread:
    """Somebody who writes into a pipe that is named on the command line."""
    pipe(path)
    thread = threading.Thread(target=path.write_bytes, args=[data], daemon=True)
    thread.start()
    return thread


def test_what_the_command_line_names_may_be_a_pipe(project: Path) -> None:
    data = (project / DOCUMENT).read_bytes()
    writer = written(project / "document", data)
    assert call("diff", "document", "upstream.xml", cwd=project).code == 0
    writer.join()
    entries = written(project / "accepted", b"")
    assert call("diff", DOCUMENT, "upstream.xml", "--accept", "accepted", cwd=project).code == 0
    entries.join()
