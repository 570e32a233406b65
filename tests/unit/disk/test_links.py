"""Links on the way to what is written: those that lead out of the project are refused, a user's own are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csdlgen.disk.documents import replacing, write_documents
from csdlgen.disk.links import refuse_links_out
from csdlgen.errors import CsdlgenError
from tests.support.project import tree


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, beside one that is not the project's."""
    (tmp_path / "outside").mkdir()
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def link(place: str, target: str) -> None:
    Path(place).parent.mkdir(parents=True, exist_ok=True)
    Path(place).symlink_to(target, target_is_directory=True)


def refused(folder: str | Path) -> str:
    with pytest.raises(CsdlgenError) as caught:
        refuse_links_out(Path(folder))
    assert caught.value.diagnostics[0].code == "output-link"
    return caught.value.diagnostics[0].message


@pytest.mark.parametrize("where", ["metadata", "metadata/inner", "metadata/not/there"])
def test_a_link_that_leads_out_of_the_project_is_named(where: str, project: Path) -> None:
    link("metadata", "../outside")
    message = "metadata is a link that leads out of the project"
    assert (refused(where), refused(project / where)) == (message, message)


def write(path: Path) -> None:
    write_documents({path: "new"}, (), path.parents[1])


def rewrite(path: Path) -> None:
    with replacing(path) as replace:
        replace(b"new")


@pytest.mark.parametrize("put", [write, rewrite])
@pytest.mark.parametrize("target", ["../outside", "../not-there"])
def test_nothing_is_written_and_no_folder_made_behind_it(
    put: Callable[[Path], None], target: str, project: Path
) -> None:
    link("metadata", target)
    before = tree(project.parent)
    with pytest.raises(CsdlgenError, match="output-link"):
        put(Path("metadata/inner/x.xml"))
    assert tree(project.parent) == before
    assert not (project.parent / "not-there").exists()


def test_links_within_a_project_are_followed(project: Path) -> None:
    (project / "packages/one").mkdir(parents=True)
    link("generated", "packages/one")
    assert write_documents({Path("generated/x"): "new"}, (), Path("generated")) == ()
    assert (project / "packages/one/x").read_text() == "new"


def test_a_project_is_the_whole_work_tree(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the configuration, and the current folder, are below its top."""
    (project / ".git").mkdir()
    (project / "shared").mkdir()
    (project / "service").mkdir()
    (project / "service/pyproject.toml").touch()
    monkeypatch.chdir("service")
    link("generated", "../shared")
    refuse_links_out(Path("generated"))
    link("metadata", "../../outside")
    refused("metadata")


def test_without_git_it_is_the_folder_of_the_configuration(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "csdlgen.toml").touch()
    (project / "below").mkdir()
    (project / "shared").mkdir()
    monkeypatch.chdir("below")
    link("generated", "../shared")
    refuse_links_out(Path("generated"))
    link("metadata", "../../outside")
    refused("metadata")


def test_a_link_behind_a_link_counts_where_it_stands(project: Path) -> None:
    link("real/metadata", "../../outside")
    link("generated", "real")
    refused("generated/metadata")


def test_links_to_a_project_are_not_in_it(tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `/tmp` on macOS."""
    (tmp_path / "linked").symlink_to(project, target_is_directory=True)
    monkeypatch.chdir(tmp_path / "linked")
    refuse_links_out(Path("generated"))
    refuse_links_out(tmp_path / "linked/generated")
    monkeypatch.chdir(tmp_path / "outside")
    refuse_links_out(tmp_path / "linked/generated")


def test_links_in_a_circle_lead_nowhere(project: Path) -> None:
    link("one", "two")
    link("two", "one")
    with pytest.raises(CsdlgenError, match="output-unwritable"):
        write_documents({Path("one/x"): "new"}, (), Path("one"))
