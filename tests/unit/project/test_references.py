"""References are looked up in search folders, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from csdlgen.errors import CsdlgenError
from csdlgen.pipeline import read_model
from csdlgen.project import references as referenced
from csdlgen.project.inputs import Inputs, Source, path_from_here
from csdlgen.project.references import with_references
from tests.support.csdl import document


def to(namespace: str, uri: str) -> str:
    return f'<edmx:Reference Uri="{uri}"><edmx:Include Namespace="{namespace}"/></edmx:Reference>'


def schema(namespace: str, *references: str) -> bytes:
    return document('<ComplexType Name="box"/>', head="".join(references), schema=f'Namespace="{namespace}"')


def found(folder: Path, *references: str, folders: tuple[str, ...] = ("refs",)) -> list[str]:
    inputs = with_references(Inputs((Source("main.xml", schema("main", *references)),), (), ()), folders, folder)
    assert [each.name for each in inputs.all] == ["main.xml", *(each.name for each in inputs.referenced)]
    return [each.name for each in inputs.referenced]


@pytest.fixture
def refs(tmp_path: Path) -> Path:
    folder = tmp_path / "refs"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    "uri", ["a.xml", "./a.xml", "https://x.example/deep/a.xml?x=/b.xml#/c.xml", "../../a.xml", "/etc/a.xml", "%61.xml"]
)
def test_a_document_is_found_by_the_end_of_its_url(refs: Path, uri: str) -> None:
    (refs / "a.xml").write_bytes(schema("a"))
    (refs / "0.xml").write_bytes(schema("a"))
    assert found(refs.parent, to("a", uri)) == ["refs/a.xml"]


def test_a_document_is_found_by_its_namespace_where_it_is_called_otherwise(refs: Path) -> None:
    (refs / "a.xml").write_bytes(schema("b"))
    (refs / "mentions.xml").write_bytes(schema("c", to("a", "a.xml")))
    (refs / "z.csdl").write_bytes(schema("a"))
    (refs / "broken.xml").write_bytes(b'<Schema Namespace="a">')
    assert found(refs.parent, to("a", "a.xml")) == ["refs/z.csdl"]
    assert found(refs.parent, to("a", "http://[nowhere")) == ["refs/z.csdl"]


def test_references_are_followed_and_each_document_is_taken_once(refs: Path) -> None:
    (refs / "a.xml").write_bytes(schema("a", to("b", "b.xml"), to("main", "main.xml"), to("gone", "gone.xml")))
    (refs / "b.xml").write_bytes(schema("b", to("a", "a.xml")))
    (refs / "main.xml").write_bytes(schema("main", to("a", "a.xml")))
    assert found(refs.parent, to("a", "a.xml"), to("b", "b.xml")) == ["refs/a.xml", "refs/b.xml"]


def test_documents_of_annotations_are_found_by_name(refs: Path) -> None:
    said = '<Annotations Target="main.box"><Annotation Term="t.said"/></Annotations>'
    (refs / "notes.xml").write_bytes(document(said, schema='Namespace="notes"'))
    wanted = '<edmx:Reference Uri="x/notes.xml"><edmx:IncludeAnnotations TermNamespace="t"/></edmx:Reference>'
    inputs = Inputs((Source("main.xml", schema("main", wanted)),), (), ())
    inputs = with_references(inputs, ("refs",), refs.parent)
    assert read_model(inputs.documents).schemas[0].types[0].annotations


def test_folders_are_searched_in_order_and_overlays_refer_too(refs: Path) -> None:
    (refs.parent / "more").mkdir()
    (refs / "a.xml").write_bytes(schema("a"))
    (refs.parent / "more" / "a.xml").write_bytes(schema("a", to("b", "b.xml")))
    assert found(refs.parent, to("a", "a.xml"), folders=("more", "refs")) == ["more/a.xml"]
    over = Source("over.xml", schema("over", to("a", "a.xml")))
    inputs = with_references(Inputs((Source("main.xml", schema("main")),), (over,), ()), ("refs",), refs.parent)
    assert [each.name for each in inputs.referenced] == ["refs/a.xml"]


def test_without_folders_nothing_is_looked_up(refs: Path) -> None:
    (refs / "a.xml").write_bytes(schema("a"))
    assert found(refs.parent, to("a", "refs/a.xml"), folders=()) == []


@pytest.mark.parametrize("uri", ["../secret.xml", "..%2Fsecret.xml", "..\\secret.xml", "secret.xml", "..", "", "%00"])
def test_nothing_outside_the_folders_is_read(refs: Path, uri: str) -> None:
    (refs.parent / "secret.xml").write_bytes(schema("a"))
    (refs / "secret.xml").symlink_to(refs.parent / "secret.xml")
    (refs / "deeper").mkdir()
    (refs / "deeper" / "secret.xml").write_bytes(schema("a"))
    assert found(refs.parent, to("a", uri)) == []


def test_a_document_that_cannot_be_read_is_reported_where_it_is_named(refs: Path) -> None:
    (refs / "a.xml").write_bytes(b"<html>")
    inputs = with_references(
        Inputs((Source("main.xml", schema("main", to("a", "a.xml"))),), (), ()), ("refs",), refs.parent
    )
    with pytest.raises(CsdlgenError) as raised:
        read_model(inputs.documents)
    (diagnostic,) = raised.value.diagnostics
    assert (diagnostic.code, diagnostic.where) == ("sign-in-page", path_from_here(refs.parent, "refs/a.xml"))


def test_metadata_that_cannot_be_read_is_left_to_the_reader(refs: Path) -> None:
    inputs = Inputs((Source("main.xml", b"no"),), (), ())
    assert with_references(inputs, ("refs",), refs.parent) == inputs


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CsdlgenError) as raised:
        found(tmp_path, folders=("nowhere",))
    (diagnostic,) = raised.value.diagnostics
    assert (diagnostic.code, diagnostic.where) == ("file-unreadable", path_from_here(tmp_path, "nowhere"))


def test_the_number_of_documents_is_bounded(refs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(referenced, "_MOST", 3)
    for number in range(3):
        (refs / f"{number}.xml").touch()
    assert found(refs.parent, to("a", "a.xml")) == []
    (refs / "3.xml").touch()
    with pytest.raises(CsdlgenError) as raised:
        found(refs.parent)
    assert raised.value.diagnostics[0].code == "too-many-references"


def test_several_metadata_options_and_folders_of_the_configuration(
    refs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Documents given are named from the current folder, search folders from the configuration's."""
    (refs / "a.xml").write_bytes(schema("a"))
    (refs.parent / "csdlgen.toml").write_text(
        '[packages.demo]\noutput = "out"\nmetadata = ["none.xml"]\nreferences = ["refs"]\nclient = "DemoClient"\n'
        'service-root = "https://service.example"\n[packages.demo.select]\neverything = true\n'
    )
    here = refs.parent / "here"
    here.mkdir()
    (here / "one.xml").write_bytes(schema("one", to("two", "two.xml"), to("a", "a.xml")))
    (here / "two.xml").write_bytes(schema("two"))
    monkeypatch.chdir(here)
    assert run(["slice", "--metadata", "one.xml", "--metadata", "two.xml"]) == 0
    printed = capsys.readouterr().out
    assert [f'Namespace="{each}">' in printed for each in ("one", "two", "a")] == [True] * 3
    (refs / "a.xml").write_bytes(b"<html>")
    assert run(["slice", "--metadata", "one.xml", "--metadata", "two.xml"]) == 2
    assert capsys.readouterr().err.startswith("../refs/a.xml: sign-in-page")
