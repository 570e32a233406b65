"""Names of git revisions, and what they mean: files of a revision, read by git and by nothing that the name says."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from csdlgen.errors import CsdlgenError, Diagnostic
from csdlgen.project import git as git_module
from csdlgen.project.git import RevisionName, find_revision, revision_name
from csdlgen.project.inputs import Inputs, Source, read_named
from csdlgen.project.references import with_references
from tests.support.repository import commit, git
from tests.unit.project.test_references import schema, to


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, which is the current folder, with two commits on `main`."""
    (tmp_path / "metadata" / "more").mkdir(parents=True)
    (tmp_path / "metadata" / "x.xml").write_bytes(b"old")
    (tmp_path / "metadata" / "-x.xml").write_bytes(b"dashed")
    commit(tmp_path, "one")
    (tmp_path / "metadata" / "x.xml").write_bytes(b"new")
    commit(tmp_path, "two")
    (tmp_path / "metadata" / "x.xml").write_bytes(b"edited")
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def read(name: str, *documents: str, folder: Path = Path()) -> dict[str, bytes]:
    return {source.path: source.data for source in read_named(name, documents, folder)}


def refused(name: str) -> Diagnostic:
    with pytest.raises(CsdlgenError) as caught:
        read(name)
    (found,) = caught.value.diagnostics
    assert found.remedy.endswith((".", "?"))
    assert found.where
    return found


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("main:metadata/x.xml", ("", "main", "metadata/x.xml")),
        ("HEAD~3:x.xml", ("", "HEAD~3", "x.xml")),
        ("v1:a:b.xml", ("", "v1", "a:b.xml")),
        ("main@{2026-05-03 10:00}:x.xml", ("", "main@{2026-05-03 10:00}", "x.xml")),
        ("HEAD^{/a: b}:x.xml", ("", "HEAD^{/a: b}", "x.xml")),
        ("-h:x.xml", ("", "-h", "x.xml")),
        ("c:x.xml", ("", "c", "x.xml")),
        (".#main", (".", "main", "")),
        (".#main:x.xml", (".", "main", "x.xml")),
    ],
)
def test_a_name_is_taken_apart(name: str, parts: tuple[str, str, str]) -> None:
    assert revision_name(name) == RevisionName(*parts)
    assert str(revision_name(name)) == name


@pytest.mark.parametrize(
    "name", ["x.xml", "a/b.xml", "C:\\x.xml", "c:/x.xml", ":x.xml", "main:", "x#y", "nowhere#main", ".#", "", "*.xml"]
)
def test_what_is_no_revision_is_a_file(name: str) -> None:
    assert revision_name(name) is None


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_file_of_such_a_name_wins(repository: Path) -> None:
    (repository / "main:metadata").mkdir()
    (repository / "main:metadata" / "x.xml").write_bytes(b"the file")
    assert read("main:metadata/x.xml") == {"main:metadata/x.xml": b"the file"}
    (repository / ".git#main").write_bytes(b"another")
    assert read(".git#main") == {".git#main": b"another"}


# --- what is read ---------------------------------------------------------------------------------


def test_a_file_of_a_revision_is_what_was_committed(repository: Path) -> None:
    assert read("main:metadata/x.xml") == {"main:metadata/x.xml": b"new"}
    assert read("HEAD~1:metadata/x.xml") == {"HEAD~1:metadata/x.xml": b"old"}
    assert read("main:metadata/-x.xml") == {"main:metadata/-x.xml": b"dashed"}


def test_paths_are_from_the_top_unless_they_begin_with_a_dot(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "metadata" / "more")
    assert read("main:metadata/x.xml") == {"main:metadata/x.xml": b"new"}
    assert read("main:../x.xml") == {"main:../x.xml": b"new"}


def test_another_repository_is_named_in_front(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    commit(other)
    monkeypatch.chdir(other)
    for place in ("..", "../.git"):
        assert read(f"{place}#main:metadata/x.xml") == {f"{place}#main:metadata/x.xml": b"new"}
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))  # as in a hook
    assert read("..#main:metadata/x.xml") == {"..#main:metadata/x.xml": b"new"}


def test_a_bare_repository_will_do(repository: Path) -> None:
    git(repository, "clone", "--quiet", "--bare", ".", "bare.git")
    assert read("bare.git#main:metadata/x.xml") == {"bare.git#main:metadata/x.xml": b"new"}


def test_a_revision_alone_means_the_configured_documents(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {".git#main:metadata/x.xml": b"new", ".git#main:metadata/-x.xml": b"dashed"}
    folder = repository / "metadata"
    assert read(".git#main", "x.xml", "more/../-x.xml", folder=folder) == wanted
    assert refused(".git#main").code == "git-no-such-file"


# --- what is refused ------------------------------------------------------------------------------


def test_in_a_clone_without_such_a_branch_that_of_the_server_is_named(repository: Path) -> None:
    git(repository, "branch", "topic/main")
    git(repository, "clone", "--quiet", ".", "clone")
    git(repository / "clone", "checkout", "--quiet", "--detach")
    git(repository / "clone", "branch", "--delete", "--force", "main")
    git(repository / "clone", "update-ref", "refs/remotes/a/main", "HEAD")
    assert refused("clone/.git#main:metadata/x.xml").remedy == "Did you mean 'origin/main'?"
    assert read("clone/.git#origin/main:metadata/x.xml")


def test_in_a_shallow_clone_the_rest_of_the_history_is_missing(repository: Path) -> None:
    git(repository, "tag", "before", "HEAD~1")
    git(repository, "clone", "--quiet", "--depth", "1", repository.as_uri(), "clone")
    assert "`fetch-depth: 0`" in refused("clone/.git#before:metadata/x.xml").remedy


def test_what_is_not_there_is_said_with_a_suggestion(repository: Path) -> None:
    unknown = refused("mian:metadata/x.xml")
    assert (unknown.code, unknown.remedy) == ("git-unknown-revision", "Did you mean 'main'?")
    assert refused("0123456:x.xml").remedy.startswith("Fetch it, or check the name")
    missing = refused("main:x.xml")
    assert (missing.code, missing.remedy) == ("git-no-such-file", "Did you mean 'metadata/x.xml'?")
    assert "a folder" in refused("main:metadata").message
    assert refused("main:../x.xml").code == "git-failed"  # it leaves the repository


@pytest.mark.parametrize(
    "revision", ["--help", "-h", "--all", "--git-dir=x", "--output=written", "main main", "main..main", "^main", "a\nb"]
)
def test_a_revision_is_never_an_option(revision: str, repository: Path) -> None:
    before = sorted(repository.rglob("*"))
    assert refused(f"{revision}:metadata/x.xml").code in ("git-unknown-revision", "git-no-such-file")
    assert sorted(repository.rglob("*")) == before


def test_a_path_is_never_a_second_question(repository: Path) -> None:
    """Paths go to a git that reads lines."""
    assert refused("main:metadata/x.xml\nmain:metadata/-x.xml").code == "git-no-such-file"


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert refused("main:x.xml").code == "git-no-repository"


def test_no_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository / "nowhere"))
    assert refused("main:metadata/x.xml").code == "git-missing"


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a script of a Unix shell")
@pytest.mark.parametrize(
    ("script", "said"),
    [("sleep 10", "not answered"), ("echo 'fatal: detected dubious ownership' >&2; exit 128", "dubious")],
)
def test_a_git_that_hangs_or_fails(script: str, said: str, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_module, "_SECONDS", 0.3)
    program = repository / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    failed = refused("main:metadata/x.xml")
    assert failed.code == "git-failed" and said in failed.message


def test_a_file_that_is_too_large_is_not_read(repository: Path) -> None:
    revision = find_revision(RevisionName("", "main", ""))
    assert revision.read("metadata/x.xml", 3) == b"new"
    with pytest.raises(CsdlgenError) as caught:
        revision.read("metadata/x.xml", 2)
    assert [each.code for each in caught.value.diagnostics] == ["file-too-large"]


# --- references -----------------------------------------------------------------------------------


def test_references_are_looked_up_in_the_revision(repository: Path) -> None:
    refs = repository / "project" / "refs"
    refs.mkdir(parents=True)
    (refs / "a.xml").write_bytes(schema("a", to("b", "b.xml")))
    (refs / "called-otherwise.xml").write_bytes(schema("b"))
    (refs / "b.txt").write_bytes(schema("b"))
    (repository / "project" / "main.xml").write_bytes(schema("main", to("a", "a.xml")))
    commit(repository)
    for path in refs.iterdir():
        path.unlink()
    (refs / "a.xml").write_bytes(schema("a"))
    base = repository / "project"
    committed = with_references(Inputs(tuple(read_named("HEAD:project/main.xml")), (), ()), ("refs",), base)
    assert [each.name for each in committed.referenced] == [
        "HEAD:project/refs/a.xml",
        "HEAD:project/refs/called-otherwise.xml",
    ]
    now = with_references(
        Inputs((Source("main.xml", (base / "main.xml").read_bytes(), base),), (), ()), ("refs",), base
    )
    assert [each.name for each in now.referenced] == ["refs/a.xml"]
    with pytest.raises(CsdlgenError) as caught:
        with_references(committed, ("nowhere",), base)
    assert [each.code for each in caught.value.diagnostics] == ["git-no-such-file"]
