"""URLs of real services, each with the reading or the broken rule that the specification asks for; see `urls.txt`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.urls import Rejected, UrlLookup, match_url
from tests.support.urls import KeyStyle, describe, write_url

pytestmark = pytest.mark.slow

TABLE = Path(__file__).parent / "urls.txt"
ROOTS = {"trippin": "https://services.odata.org/TripPinRESTierService"}
DOCUMENTS = {
    "trippin": ("documents/services/odata2ts-trippin.xml", "Trippin"),
    "northwind": ("documents/olingo/northwind-metadata.xml", "NorthwindModel"),
    "demo": ("documents/services/odata.org-v4-ODataDemo.xml", "ODataDemo"),
    "wcf": (
        "documents/services/microsoft-odatawcfservice-v4.xml",
        "Microsoft.Test.OData.Services.ODataWCFService",
    ),
    "cap": ("documents/services/sap-cap-library-v4.xml", "Library.Service"),
    "dynamics": ("documents/services/dynamics365-dataverse-crm_2020-09-01.xml", "Microsoft.Dynamics.CRM"),
    "aliases": ("documents/oasis-examples/key-aliases.xml", "key.aliases"),
    "enums": (
        "documents/odata.net/MultipleKeysEnumKeyServiceCsdl.xml",
        "Microsoft.OData.E2E.TestCommon.Common.Server.MultipleKeys",
    ),
    "graph": ("graph/graph-beta_2021-07-13_496c7d38.csdl.xml", "microsoft.graph"),
}


def cases() -> list[tuple[str, str, str]]:
    """The lines of the table as (document, URL, meaning)."""
    found, document = [], ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            document = line[3:]
        elif line and not line.startswith("#"):
            url, _, meaning = line.partition(" -> ")
            found.append((document, url, meaning))
    return found


@cache
def service(path: Path) -> UrlLookup:
    return UrlLookup(read_csdl(path.read_bytes(), source=path.name))


def test_the_table_is_long_enough_and_has_each_document() -> None:
    assert len(cases()) >= 60
    assert {document for document, _, _ in cases()} == set(DOCUMENTS)
    assert len(set(cases())) == len(cases())


@pytest.mark.parametrize(("name", "url", "meaning"), cases())
def test_a_url_means_what_the_specification_says(corpus: Path, name: str, url: str, meaning: str) -> None:
    path, namespace = DOCUMENTS[name]
    where = service(corpus / path)
    found = match_url(where, url.replace("~.", f"{namespace}."), root=ROOTS.get(name, ""))
    assert describe(found) == meaning.replace("~.", f"{namespace}."), found
    if isinstance(found, Rejected):
        assert found.message
        return
    styles: tuple[KeyStyle, ...] = ("segment", "parentheses")
    for style in styles:
        assert match_url(where, write_url(where, found, style)) == found
