"""Pages of resources: the verbs that the builders have, where they are, and examples of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from csdlgen.reports.reference.blocks import INDEX, ReferencePage
from tests.support.reference_pages import code_in, examples_of_resource, package_at, pages_of, rows_in, sections

CONFIG = """
[packages.shop]
output = "generated"
metadata = ["shop.xml"]
service-root = "https://shop.example/v1"
client = "ShopClient"
key-style = "segment"
[packages.shop.select]
resources = ["orders", "orders/lines", "owner"]
"""
DOCUMENT = """<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="order"><Key><PropertyRef Name="id"/></Key>
 <Property Name="id" Type="Edm.String" Nullable="false"/>
 <Property Name="made" Type="Edm.DateTimeOffset"><Annotation Term="Org.OData.Core.V1.Computed"/></Property>
 <Property Name="total" Type="Edm.Decimal"/><Property Name="note" Type="Edm.String"/>
 <NavigationProperty Name="lines" Type="Collection(shop.line)" ContainsTarget="true"/></EntityType>
<EntityType Name="line"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
</EntityType>
<EntityType Name="person"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid" Nullable="false"/>
 <Property Name="name" Type="Edm.String"/></EntityType>
<EntityContainer Name="c"><EntitySet Name="orders" EntityType="shop.order">
 <Annotation Term="Org.OData.Capabilities.V1.DeleteRestrictions"><Record>
  <PropertyValue Property="Deletable" Bool="false"/></Record></Annotation></EntitySet>
 <Singleton Name="owner" Type="shop.person"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ReferencePage]:
    folder: Path = tmp_path_factory.mktemp("shop")
    (folder / "csdlgen.toml").write_text(CONFIG, encoding="utf-8")
    (folder / "shop.xml").write_text(DOCUMENT, encoding="utf-8")
    return pages_of(package_at(folder / "csdlgen.toml"))


def test_verbs_are_those_that_the_service_allows(pages: dict[str, ReferencePage]) -> None:
    assert rows_in(sections(pages[INDEX])["Resources"]) == [
        ["line", "List, Count, Create, Get, Update, Delete"],
        ["order", "List, Count, Create, Get, Update"],
        ["person", "Get, Update"],
    ]


def test_requests_and_where_they_go(pages: dict[str, ReferencePage]) -> None:
    found = sections(pages["resources/line"])
    assert code_in(found["Create"]) == "POST /orders/{orderId}/lines"
    assert code_in(found["Count"]) == "GET /orders/{orderId}/lines/$count"
    assert code_in(found["Delete"]) == "DELETE /orders/{orderId}/lines/{lineId}"
    deleting = examples_of_resource(pages["resources/line"])["Delete"].programs["sync"]
    assert 'client.orders["orderId"].lines[6].delete()' in deleting


def test_a_new_entity_has_all_that_a_client_writes(pages: dict[str, ReferencePage]) -> None:
    head, _, body = examples_of_resource(pages["resources/order"])["Create"].request.partition("\n\n")
    assert json.loads(body) == {"id": "Id value", "total": "1.5", "note": "Note value"}
    assert head.endswith("Content-Type: application/json;IEEE754Compatible=true")
    assert '"made"' in examples_of_resource(pages["resources/order"])["Get"].response


def test_a_change_has_one_property_that_is_no_key(pages: dict[str, ReferencePage]) -> None:
    changes = {
        path: json.loads(examples_of_resource(pages[path])["Update"].request.partition("\n\n")[2])
        for path in ("resources/order", "resources/line", "resources/person")
    }
    assert list(changes.values()) == [{"total": "1.5"}, {"id": 2}, {"name": "Name value"}]
