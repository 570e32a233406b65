"""The page of commands says what the commands take, and every command that their help shows is run."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from csdlgen.cli.commands import cli
from tests.conftest import ROOT
from tests.docs import documents
from tests.docs.command_page import PAGE, examples, page
from tests.docs.documents import entity
from tests.docs.markdown import prose
from tests.docs.pages import DOCS, done, graph
from tests.docs.reader import Reader
from tests.docs.service import DocumentedService
from tests.support.cli import call
from tests.support.csdl import document

CONFIGURATION = """\
[packages.graph_mail]
output = "."
metadata = ["metadata/service.xml"]
service-root = "https://graph.microsoft.com/v1.0"
client = "MailClient"
key-style = "segment"

[packages.graph_mail.select]
resources = ["me/messages", "deviceManagement/managedDevices"]
operations = ["microsoft.graph.requestRemoteAssistance"]
"""
ORDERS = document(
    entity("Order", "ID Edm.String", "text Edm.String")
    + '<Action Name="Ship" IsBound="true"><Parameter Name="it" Type="shop.Order"/></Action>'
    '<EntityContainer Name="all"><EntitySet Name="Orders" EntityType="shop.Order"/></EntityContainer>',
    schema='Namespace="shop"',
)
WITHOUT = documents.GRAPH.replace(b'<Property Name="importance" Type="microsoft.graph.importance"/>', b"")
HOSTS = (
    "https://graph.microsoft.com/v1.0",
    "https://graph.microsoft.com/beta",
    "https://services.odata.org/V4/TripPinService",
)
CODES = {
    "csdlgen docs --check": 1,
    "diff old.xml new.xml --format github": 1,
    "--update-accepts": 0,
    "csdlgen diff old.xml new.xml": 1,
    "_vendor --check": 1,
    "https://services.odata.org/V4/TripPinService/$metadata'": 2,
}
"""The exit codes of what does not end with 0, by what is in the line: two documents that differ, a package that is
not there yet, and a question outside of a terminal."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a package, and the documents that the examples name."""
    folder = tmp_path_factory.mktemp("commands") / "project"
    (folder / "metadata").mkdir(parents=True)
    for name in ("metadata/service.xml", "upstream.xml", "old.xml"):
        (folder / name).write_bytes(documents.GRAPH)
    (folder / "new.xml").write_bytes(WITHOUT)
    (folder / "service.xml").write_bytes(documents.GRAPH)
    for name in ("2023.xml", "2024.xml", "2025.xml", "metadata/x.xml"):
        (folder / name).write_bytes(documents.GRAPH)
    (folder / "csdlgen.toml").write_text(CONFIGURATION, "utf-8")
    done(call("generate", cwd=folder))
    for command in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@x.example", "commit", "-qm", "A"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)
    for tag in ("v1.0", "v2.0"):
        subprocess.run(["git", "tag", tag], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def service() -> Iterator[DocumentedService]:
    found = graph()
    with found.server:
        yield found


@pytest.mark.parametrize("name", cli.commands)
def test_the_examples_of_a_command_run(name: str, project: Path, service: DocumentedService, tmp_path: Path) -> None:
    shown = examples(cli.commands[name])
    assert shown, "each command shows how it is called"
    for number, line in enumerate(shown):
        folder = tmp_path / str(number) / "project"
        if name == "init":
            folder.mkdir(parents=True)
            (folder / "service.xml").write_bytes(ORDERS)
        else:
            shutil.copytree(project, folder)
        reader = Reader(folder, HOSTS[0], service.root)
        for host in HOSTS:
            line = line.replace(host, service.root)
        line = line.replace("~/.config/fish/completions/", "")
        reader.run(line.replace('eval "$(csdlgen completion zsh)"', "csdlgen completion zsh"))  # bash cannot read it
        expected = next((code for text, code in CODES.items() if text in shown[number]), 0)
        assert reader.code == expected, f"{line}: {reader.code}\n{reader.printed}"


def test_the_page_is_current() -> None:
    """`python -m tests.docs.command_page` writes it."""
    assert PAGE.read_text("utf-8") == page()


@pytest.mark.parametrize("name", cli.commands)
def test_every_option_is_on_the_page(name: str) -> None:
    section = PAGE.read_text("utf-8").partition(f"## csdlgen {name}\n")[2].partition("\n## ")[0]
    options = [option for each in cli.commands[name].params for option in each.opts if option.startswith("--")]
    assert [each for each in options if f"`{each}" not in section] == []


PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
INLINE = re.compile(r"`csdlgen ([a-z]+)([^`]*)`")


@pytest.mark.parametrize("path", PAGES, ids=lambda each: each.relative_to(ROOT).as_posix())
def test_commands_in_sentences_exist_with_their_options(path: Path) -> None:
    for name, rest in INLINE.findall(prose(path)):
        assert name in cli.commands, name
        taken = {option for each in cli.commands[name].params for option in each.opts} | {"--help"}
        assert {*re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest)} <= taken, f"csdlgen {name}{rest}"
