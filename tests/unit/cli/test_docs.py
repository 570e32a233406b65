"""`csdlgen docs`: formats, --check, and what happens to files that are in the way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from tests.conftest import ROOT
from tests.support.project import flagship_project, small_project, tree


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return small_project(tmp_path)


@pytest.mark.parametrize(("form", "first"), [("html", "index.html"), ("markdown", "README.md")])
def test_both_formats_write_and_check(form: str, first: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(here)
    assert run(["docs", "--format", form, "--check"]) == 1
    assert tree(here) == before
    assert f"missing docs/reference/demo/{first}" in capsys.readouterr().out
    assert run(["docs", "--format", form]) == 0
    written = tree(here)
    assert f"docs/reference/demo/{first}" in written
    assert run(["docs", "--format", form, "--check"]) == 0
    assert run(["docs", "--format", form]) == 0
    assert tree(here) == written
    assert "0 files written" in capsys.readouterr().out


def test_examples_are_for_the_clients_that_there_are(here: Path) -> None:
    assert run(["docs", "--format", "markdown"]) == 0
    assert any(b"asyncio" in text for text in tree(here / "docs").values())
    place = here / "csdlgen.toml"
    place.write_text(place.read_text("utf-8").replace("client =", 'without = ["aio"]\nclient =', 1), encoding="utf-8")
    assert run(["docs", "--format", "markdown"]) == 0
    pages = tree(here / "docs").values()
    assert any(b"Python" in text for text in pages)
    assert not any(b"async" in text for text in pages)


def test_the_other_format_replaces_the_first(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["docs", "-o", "pages"]) == 0
    (here / "pages" / "mine.html").write_text("mine", encoding="utf-8")
    assert run(["docs", "-o", "pages", "--format", "markdown", "--check"]) == 1
    assert "stale pages/index.html" in capsys.readouterr().out
    assert run(["docs", "-o", "pages", "--format", "markdown"]) == 0
    assert [path.name for path in (here / "pages").rglob("*.html")] == ["mine.html"]
    assert "deleted" in capsys.readouterr().out


def test_pages_edited_by_hand_are_kept(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["docs"]) == 0
    page = here / "docs" / "reference" / "demo" / "index.html"
    page.write_text("mine", encoding="utf-8")
    assert run(["docs"]) == 2
    assert "file-not-ours" in capsys.readouterr().err and page.read_text(encoding="utf-8") == "mine"
    assert run(["docs", "--force"]) == 0
    assert "kept a copy" in capsys.readouterr().out
    assert page.with_name("index.html.bak").read_text(encoding="utf-8") == "mine"


def test_a_folder_with_other_files_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "site").mkdir()
    (here / "site" / "index.html").write_text("mine", encoding="utf-8")
    assert run(["docs", "-o", "site"]) == 2
    assert "output-not-ours" in capsys.readouterr().err
    assert run(["docs", "-o", "csdlgen.toml"]) == 2
    assert "output-not-a-folder" in capsys.readouterr().err


def test_a_document_without_a_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "tests" / "cases" / "routes" / "service.csdl.xml", tmp_path)
    assert run(["docs", "--metadata", "service.csdl.xml", "-o", "pages"]) == 0
    manifest = json.loads((tmp_path / "pages" / "_manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"].keys() == {"service.csdl.xml"} and "index.html" in manifest["files"]


def test_the_limit_counts_derived_routes(tmp_path: Path) -> None:
    config = flagship_project(tmp_path / "flagship")

    def page(limit: int) -> str:
        folder = tmp_path / f"pages{limit}"
        options = ["--config", str(config), "--limit", str(limit), "--format", "markdown", "-o", str(folder)]
        assert run(["docs", *options]) == 0
        return (folder / "operations" / "request_remote_assistance.md").read_text(encoding="utf-8")

    found = {limit: page(limit) for limit in (0, 1, 33, 34)}
    assert [text.count("\nPOST /") for text in found.values()] == [7, 8, 40, 41]
    assert "There are 34 more routes." in found[0] and "There is 1 more route." in found[33]
    assert "more route" not in found[34].replace("The model has more routes:", "")


def test_a_package_is_named_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["docs", "demo", "--check"]) == 1
    assert run(["docs", "demo", "--package", "other"]) == 2
    assert "Name the package once" in capsys.readouterr().err
    assert run(["docs", "dmeo"]) == 2
    assert "Did you mean 'demo'?" in capsys.readouterr().err
