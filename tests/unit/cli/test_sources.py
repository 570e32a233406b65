"""Files, URLs and git revisions: every command takes any of them where it takes a document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cli import Ran, call, findings
from tests.support.loopback import Loopback, Reply
from tests.support.project import tree
from tests.support.repository import commit
from tests.support.upstream import project, service

DOCUMENT = "metadata/demo.csdl.xml"
LABEL = ('<Property Name="label" Type="Edm.String"/>', "")
GONE = {"demo.box/label": "property-removed"}
SOURCES = ["file", "url", "revision", "repository"]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as found:
        found.handler = lambda _: Reply(200, service(LABEL))
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with a project, in which a branch `next` has a document without the property `label`."""
    project(tmp_path)
    assert call("generate", cwd=tmp_path).code == 0
    before = (tmp_path / DOCUMENT).read_bytes()
    (tmp_path / DOCUMENT).write_bytes(service(LABEL))
    (tmp_path / "upstream.xml").write_bytes(service(LABEL))
    commit(tmp_path)
    (tmp_path / DOCUMENT).write_bytes(before)
    return tmp_path


@pytest.fixture
def named(folder: Path, server: Loopback) -> dict[str, str]:
    """The document without the property, by the kind of source."""
    return {
        "file": "upstream.xml",
        "url": f"{server.url}/$metadata",
        "revision": f"main:{DOCUMENT}",
        "repository": f".git#main:{DOCUMENT}",
    }


@pytest.mark.parametrize("kind", SOURCES)
def test_diff(kind: str, named: dict[str, str], folder: Path) -> None:
    ran = call("diff", DOCUMENT, named[kind], "--format", "json", cwd=folder)
    assert (ran.code, findings(ran)) == (1, GONE), ran.err
    back = call("diff", named[kind], DOCUMENT, "--slice", cwd=folder)
    assert back.code == 0, back.err
    assert "property-added-nullable" in back.out
    assert named[kind] in back.out


@pytest.mark.parametrize("kind", SOURCES)
def test_check_against(kind: str, named: dict[str, str], folder: Path) -> None:
    ran = call("check", "--against", named[kind], "--format", "json", cwd=folder)
    assert (ran.code, findings(ran)) == (1, GONE), ran.err


@pytest.mark.parametrize("kind", SOURCES)
def test_update_from(kind: str, named: dict[str, str], folder: Path) -> None:
    ran = call("update", "--from", named[kind], cwd=folder)
    assert ran.code == 0, ran.err
    assert b'"label"' not in (folder / DOCUMENT).read_bytes()
    assert f'"source": "{named[kind]}"' in (folder / "metadata" / "csdlgen.lock").read_text("utf-8")
    before = tree(folder)
    assert call("update", "--from", named[kind], "--check", cwd=folder).code == 0
    assert tree(folder) == before


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize(
    "command",
    [["inspect", "box"], ["slice", "--no-cut"], ["routes"], ["generate", "--check"], ["check"]],
    ids=lambda command: command[0],
)
def test_metadata_of_every_command(kind: str, command: list[str], named: dict[str, str], folder: Path) -> None:
    """With another document in place of the configured one the answer is about that one, whatever its kind."""
    wanted = call(*command, "--metadata", "upstream.xml", cwd=folder)
    ran = call(*command, "--metadata", named[kind], cwd=folder)
    assert (ran.code, ran.out) == (wanted.code, wanted.out), ran.err
    assert ran.code in (0, 1)
    assert ran.out != call(*command, cwd=folder).out or command == ["routes"]


def test_a_revision_alone_means_the_configured_documents_which_are_the_old_ones(folder: Path) -> None:
    added = {"demo.box/label": "property-added-nullable"}
    ran = call("check", "--against", ".git#main", "--format", "json", cwd=folder)
    assert (ran.code, findings(ran)) == (0, added), ran.err
    assert call("check", "--against", ".git#HEAD~9", cwd=folder).code == 2
    below = folder / "src"
    assert findings(call("check", "--against", "..#main", "--format", "json", cwd=below)) == added


def test_what_a_branch_takes_away_is_found_against_the_main_branch(folder: Path) -> None:
    commit(folder)
    (folder / DOCUMENT).write_bytes(service(LABEL))
    assert call("generate", cwd=folder).code == 0
    ran = call("check", "--against", ".git#main", "--format", "json", cwd=folder)
    assert (ran.code, findings(ran)) == (1, GONE), ran.err


def annotated(ran: Ran) -> list[tuple[str, str]]:
    """File and line of the annotations of findings; empty where they have none."""
    heads = [line.partition("::")[2].partition("::")[0] for line in ran.out.splitlines() if line.startswith("::")]
    found = [dict(each.split("=", 1) for each in head.split(" ", 1)[1].split(",")) for head in heads]
    drift = [each for each in found if each["title"] != "Schema drift"]
    return [(each.get("file", ""), each.get("line", "")) for each in drift]


def line_of(text: str, place: Path) -> str:
    (number,) = (number for number, line in enumerate(place.read_text("utf-8").splitlines(), 1) if text in line)
    return str(number)


def test_annotations_are_in_files_of_the_work_tree(folder: Path) -> None:
    """On a branch that adds a property, then on one that takes it away: there at what it was in."""
    added = (DOCUMENT, line_of('Name="label"', folder / DOCUMENT))
    commands = (["check", "--against", ".git#main"], ["diff", f"main:{DOCUMENT}", DOCUMENT])
    for command in commands:
        assert annotated(call(*command, "--format", "github", cwd=folder)) == [added]
    commit(folder)
    (folder / DOCUMENT).write_bytes(service(LABEL))
    assert call("generate", cwd=folder).code == 0
    gone = (DOCUMENT, line_of('ComplexType Name="box"', folder / DOCUMENT))
    for command in commands:
        ran = call(*command, "--format", "github", cwd=folder)
        assert annotated(ran) == [gone], ran.out
        assert "property-removed" in ran.out
    back = call("diff", DOCUMENT, f"main:{DOCUMENT}", "--format", "github", cwd=folder)
    assert annotated(back) == [gone]
    issues = json.loads(call(*commands[0], "--format", "gitlab", cwd=folder).out)
    assert {each["location"]["path"] for each in issues} == {DOCUMENT}


def test_an_annotation_has_no_file_where_neither_document_is_one(folder: Path, server: Loopback) -> None:
    url = f"{server.url}/$metadata"
    commit(folder)
    ran = call("diff", f"main:{DOCUMENT}", url, "--format", "github", cwd=folder)
    assert ran.code == 1 and annotated(ran) == [("", "")]


def test_errors_in_a_revision_have_its_name_and_a_place(folder: Path) -> None:
    (folder / "broken.xml").write_bytes(b"<edmx:Edmx>")
    commit(folder)
    ran = call("diff", "main:broken.xml", DOCUMENT, cwd=folder)
    assert ran.code == 2
    assert ran.err.startswith("main:broken.xml:1:")


def test_a_url_is_read_once_and_a_token_goes_to_one_origin(folder: Path, server: Loopback) -> None:
    url = f"{server.url}/$metadata"
    assert call("diff", url, url, cwd=folder).code == 0
    assert len(server.requests) == 1
    ran = call("diff", url, "https://service.invalid/$metadata", cwd=folder, env={"CSDLGEN_TOKEN": "abc"})
    assert ran.code == 2 and "fetch-token" in ran.err
    assert len(server.requests) == 1


def test_http_of_another_machine_has_to_be_asked_for(folder: Path) -> None:
    for command in (["diff", DOCUMENT], ["inspect", "--metadata"], ["routes", "--metadata"], ["slice", "--metadata"]):
        ran = call(*command, "http://service.invalid/$metadata", cwd=folder)
        assert ran.code == 2 and "fetch-not-https" in ran.err, command
