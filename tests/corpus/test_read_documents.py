"""How real documents are read: each alone, and those that refer to each other as one model."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from csdlgen.check import check
from csdlgen.csdl import dump_csdl, read_csdl
from csdlgen.edm.compose.merge import join
from csdlgen.edm.model import EnumType, TypeDefinition
from csdlgen.edm.references import unresolved
from csdlgen.errors import CsdlgenError, Position
from csdlgen.pipeline import read_model
from csdlgen.project.inputs import Inputs, read_source
from csdlgen.project.references import with_references
from tests.corpus.survey import documents
from tests.support.csdl import problem


def test_every_real_document_is_read_or_refused_by_name(corpus: Path) -> None:
    refused: dict[str, str] = {}
    for path in documents(corpus):
        try:
            read_csdl(path.read_bytes(), source=path.name)
        except CsdlgenError as error:
            refused[path.name] = error.diagnostics[0].code
            assert all(isinstance(each.where, Position) for each in error.diagnostics), path
    legacy = {path.name for path in (corpus / "documents" / "legacy-v2v3").iterdir()}
    assert {name for name, code in refused.items() if code == "odata-version-unsupported"} == legacy
    assert {name: code for name, code in refused.items() if name not in legacy} == {
        "OData.csdl": "missing-attribute",
        "fromdoc1-metadata.xml": "missing-attribute",
    }


def test_old_versions_are_named(corpus: Path) -> None:
    versions = {"Northwind-V3.xml": "3.0", "Aruba.csdl": "1.0"}
    for path in sorted((corpus / "documents" / "legacy-v2v3").iterdir()):
        found = problem(path.read_bytes())
        assert found.message.startswith(f"OData version {versions.get(path.name, '2.0')} is not supported")


def test_locations_of_a_real_document_are_its_elements(corpus: Path) -> None:
    path = next((corpus / "graph").glob("graph-beta-bleu_*"))
    elements = list(ET.fromstring(path.read_bytes()).iter())
    model = read_csdl(path.read_bytes(), source="x")
    for each in model.types.values():
        members = (
            () if isinstance(each, TypeDefinition) else each.members if isinstance(each, EnumType) else each.properties
        )
        for member in (each, *members):
            assert member.location is not None
            name = member.name if isinstance(member.name, str) else member.name.name
            assert elements[member.location.element].get("Name") == name


# --- several as one model ---


def test_the_documents_of_redfish_are_one_model(corpus: Path) -> None:
    paths = sorted((corpus / "documents" / "redfish-2021.4").iterdir())
    assert len(paths) == 95
    model = join([read_csdl(path.read_bytes(), source=path.name) for path in paths])
    names = {each.namespace for each in model.schemas}
    assert len(names) == len(model.schemas) > 2000
    assert len(model.types) == sum(len(each.types) for each in model.schemas)
    assert read_csdl(dump_csdl(model).encode(), source="one") == model
    lacking = {each.path for each in unresolved(model)}
    unknown = {each.path for each in check(model) if each.code == "unknown-type"}
    assert lacking and unknown
    assert not lacking & names


@pytest.mark.parametrize("name", ["MultiReferenceModel.xml", "MultiReferenceModelRelativeUri.xml"])
def test_the_documents_of_odata_net_resolve(corpus: Path, name: str) -> None:
    folder = corpus / "documents" / "multi-ref-mrm"
    alone = Inputs((read_source(name, folder),), (), ())
    assert unresolved(read_model(alone.documents))
    assert any(each.code == "unknown-type" for each in check(read_model(alone.documents)))
    inputs = with_references(alone, (".",), folder)
    assert sorted(each.name for each in inputs.referenced) == [
        f"MultiReferenceModel{each}.xml" for each in ("CoreTerms", "DeviceModelTerms", "GPS", "Location", "Map")
    ]
    model = read_model(inputs.documents)
    assert not unresolved(model)
    assert not any(each.code == "unknown-type" for each in check(model))


def test_one_document_of_redfish_leads_to_the_others(corpus: Path) -> None:
    folder = corpus / "documents" / "redfish-2021.4"
    inputs = with_references(Inputs((read_source("ServiceRoot_v1.xml", folder),), (), ()), (".",), folder)
    assert len(inputs.referenced) > 60
    read_model(inputs.documents)
