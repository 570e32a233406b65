"""Names of packages and roots of services, from URLs and documents."""

from __future__ import annotations

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.errors import CsdlgenError
from csdlgen.start.names import name_package, service_root
from tests.builders import entity, model
from tests.support.csdl import document

PLAIN = model(entity("thing"), sets="things: thing")


@pytest.mark.parametrize(
    ("root", "package", "client"),
    [
        ("https://graph.microsoft.com/v1.0", "graph_client", "GraphClient"),
        ("https://graph.microsoft.com/beta", "graph_client", "GraphClient"),
        ("https://services.odata.org/V4/TripPinService", "trip_pin_service_client", "TripPinServiceClient"),
        ("https://services.odata.org/V4/(S(abc))/OData/OData.svc", "test_client", "TestClient"),
        ("https://org.crm.dynamics.com/api/data/v9.2", "org_client", "OrgClient"),
        ("https://erp.example/sap/opu/odata4/sap/api-books/srvd", "srvd_client", "SrvdClient"),
        ("http://127.0.0.1:8000/v1", "test_client", "TestClient"),
        ("http://[::1]/", "test_client", "TestClient"),
        ("https://www.bücher.example/v1", "b_cher_client", "BCherClient"),
    ],
)
def test_a_package_is_named_after_what_says_something_in_the_url(root: str, package: str, client: str) -> None:
    found = name_package(None, root, PLAIN)
    assert (found.package, found.client) == (package, client)


@pytest.mark.parametrize(
    ("given", "client"), [("graph_mail", "GraphMailClient"), ("mail_client", "MailClient"), ("x", "XClient")]
)
def test_a_name_that_is_given_names_the_class(given: str, client: str) -> None:
    assert name_package(given, "https://graph.microsoft.com/v1.0", PLAIN)[:2] == (given, client)


@pytest.mark.parametrize("given", ["a b", "class", "", "größe", "1st", "async_client"])
def test_a_name_that_no_package_can_have(given: str) -> None:
    with pytest.raises(CsdlgenError) as raised:
        name_package(given, "https://graph.microsoft.com/v1.0", PLAIN)
    assert raised.value.diagnostics[0].code == "init-name"


@pytest.mark.parametrize(
    ("root", "content", "style"),
    [
        ("https://graph.microsoft.com/v1.0", "", "segment"),
        ("https://dod-graph.microsoft.us/v1.0", "", "segment"),
        ("https://graph.microsoft.com.evil.example/v1.0", "", "parentheses"),
        ("https://shop.example", '<Annotation Term="Org.OData.Capabilities.V1.KeyAsSegmentSupported"/>', "segment"),
        ("https://shop.example", '<Annotation Term="Org.OData.Capabilities.V1.KeyAsSegmentSupported" Bool="false"/>',
         "parentheses"),
        ("https://shop.example", "", "parentheses"),
    ],
)  # fmt: skip
def test_keys_are_written_as_the_service_is_known_to(root: str, content: str, style: str) -> None:
    service = read_csdl(document(f'<EntityContainer Name="c">{content}</EntityContainer>'), source="shop.xml")
    assert name_package("shop", root, service).key_style == style
    assert name_package("shop", root, service, "segment").key_style == "segment"


def test_a_document_of_microsoft_graph_from_elsewhere_is_of_graph() -> None:
    graph = read_csdl(document("", schema='Namespace="microsoft.graph"'), source="graph.xml")
    assert name_package(None, "http://127.0.0.1:1/v1.0", graph)[:4] == (
        "graph_client", "GraphClient", "http://127.0.0.1:1/v1.0", "segment",
    )  # fmt: skip


def test_the_root_of_a_service_is_in_front_of_its_metadata() -> None:
    assert service_root(None, ["a.xml", "https://a.example/v1/$metadata"]) == "https://a.example/v1"
    assert service_root("https://b.example/", ["https://a.example/v1/$metadata"]) == "https://b.example"


@pytest.mark.parametrize(
    ("given", "source"), [(None, "a.xml"), (None, "https://a.example/doc.xml"), ("a", "b"), ("", "b")]
)
def test_a_root_that_nobody_knows(given: str | None, source: str) -> None:
    with pytest.raises(CsdlgenError) as raised:
        service_root(given, [source])
    assert raised.value.diagnostics[0].code == "init-service-root"
