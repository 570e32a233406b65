"""Properties, links and casts as resources, on a service that runs, with clients of both kinds."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.async_paging import AsyncItemPaged
from azure.core.exceptions import ResourceModifiedError
from azure.core.paging import ItemPaged

from tests.support.checkers import marked, reported
from tests.support.cli import csdlgen
from tests.support.csdl import document
from tests.support.service import Service, Store

USAGE = Path(__file__).parent / "properties_usage.py"
CONFIG = """
[packages.kept]
output = "out"
metadata = ["m.xml"]
service-root = "https://service.example/v1"
client = "KeptClient"
[packages.kept.select]
everything = true
resources = ["**", "items/home", "items/tags", "items/places", "items/size", "items/base"]
"""


def _refusing(*names: str) -> str:
    """Restrictions by the verbs that they refuse: `Update`, `Insert`, …"""
    return "".join(
        f'<Annotation Term="Org.OData.Capabilities.V1.{name}Restrictions"><Record>'
        f'<PropertyValue Property="{name.removesuffix("e")}able" Bool="false"/></Record></Annotation>'
        for name in names
    )


_BY_PATCH = (
    '<Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record><PropertyValue Property="UpdateMethod"'
    ' EnumMember="Org.OData.Capabilities.V1.HttpMethod/PATCH"/></Record></Annotation>'
)
SCHEMA = f"""
<EntityType Name="item"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
  <Property Name="name" Type="Edm.String"><Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record/>
  </Annotation></Property>
  <Property Name="size" Type="Edm.Int64"/><Property Name="int" Type="Edm.Int32"/>
  <Property Name="home" Type="ns.address"/><Property Name="tags" Type="Collection(Edm.String)"/>
  <Property Name="places" Type="Collection(ns.address)"/><Property Name="base" Type="ns.station"/>
  <Property Name="kind" Type="ns.kind"/><Property Name="photo" Type="Edm.Stream"/>
  <Property Name="made" Type="Edm.DateTimeOffset">{_refusing("Update")}</Property>
  <Property Name="stamp" Type="ns.address">{_refusing("Update", "Read")}</Property>
  <Property Name="log" Type="Collection(ns.address)">{_refusing("Update", "Insert")}</Property>
  <Property Name="queue" Type="Collection(Edm.String)">{_refusing("Update")}</Property>
  <Property Name="half" Type="ns.address">{_BY_PATCH}</Property>
  <Property Name="dock" Type="ns.station">{_refusing("Update")}</Property>
  <NavigationProperty Name="links" Type="Collection(ns.item)"/><NavigationProperty Name="leader" Type="ns.item"/>
</EntityType>
<EntityType Name="special" BaseType="ns.item"><Property Name="rank" Type="Edm.Int32"/></EntityType>
<ComplexType Name="address"><Property Name="street" Type="Edm.String"/><Property Name="zip" Type="Edm.String"/>
</ComplexType>
<ComplexType Name="station"><Property Name="code" Type="Edm.String"/>
  <NavigationProperty Name="crew" Type="Collection(ns.item)"/></ComplexType>
<ComplexType Name="port" BaseType="ns.station"><Property Name="depth" Type="Edm.Int32"/>
  <NavigationProperty Name="tug" Type="ns.item"/></ComplexType>
<EnumType Name="kind"><Member Name="big" Value="0"/><Member Name="small" Value="1"/></EnumType>
<EntityContainer Name="C"><EntitySet Name="items" EntityType="ns.item"/></EntityContainer>
"""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("properties")
    (root / "csdlgen.toml").write_text(CONFIG, encoding="utf-8")
    (root / "m.xml").write_bytes(document(SCHEMA, schema='Namespace="ns"'))
    ran = csdlgen("generate", cwd=root)
    assert ran.code == 0, ran.err
    return root / "out"


@pytest.fixture(scope="module")
def kept(generated: Path) -> Iterator[SimpleNamespace]:
    sys.path.insert(0, str(generated))
    try:
        names = {"root": "kept", "aio": "kept.aio", "models": "kept.models"}
        yield SimpleNamespace(**{name: importlib.import_module(each) for name, each in names.items()})
    finally:
        sys.path.remove(str(generated))
        for name in [name for name in sys.modules if name.partition(".")[0] == "kept"]:
            del sys.modules[name]


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    with Service() as found:
        yield found


@pytest.fixture
def service(running: Service) -> Service:
    """The service with items `a`, special, and `b`."""
    running.store, running.seen = Store(), []
    values: dict[str, dict[str, Any]] = {
        "a": {
            "@odata.type": "#ns.special", "rank": 1, "name": "A/ü", "size": 2**60, "int": 7, "kind": "big",
            "home": {"street": "S", "zip": "Z"}, "tags": ["x", "y"], "places": [{"street": "P"}], "base": {"code": "c"},
        },
        "b": {"name": None, "home": None},
    }  # fmt: skip
    for key, each in values.items():
        running.store.version += 1
        running.store.items[key] = {**each, "id": key, "@odata.etag": f'W/"{running.store.version}"'}
    return running


Run = Callable[[Callable[[Any], Any]], Any]


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest, kept: SimpleNamespace, service: Service) -> Run:
    """Makes a call with a client; of a listing the items as a list."""

    def sync(call: Callable[[Any], Any]) -> Any:
        with kept.root.KeptClient(None, endpoint=service.root) as client:
            found = call(client)
            return list(found) if isinstance(found, ItemPaged) else found

    async def awaited(call: Callable[[Any], Any]) -> Any:
        async with kept.aio.KeptClient(None, endpoint=service.root) as client:
            found = call(client)
            return [each async for each in found] if isinstance(found, AsyncItemPaged) else await found

    return sync if request.param == "sync" else lambda call: asyncio.run(awaited(call))


# --- properties -----------------------------------------------------------------------------------------------------


def test_a_complex_value_is_read_changed_replaced_and_cleared(
    run: Run, service: Service, kept: SimpleNamespace
) -> None:
    items, address = service.store.items, kept.models.Address
    home = run(lambda client: client.items["a"].property(kept.models.Item.home).get())
    assert (type(home), home.street, home.zip) == (address, "S", "Z")
    home.street = "T"
    assert run(lambda client: client.items["a"].home.patch(home)) is None
    assert (service.seen[-1].method, service.seen[-1].json()) == ("PATCH", {"street": "T"})
    assert items["a"]["home"] == {"street": "T", "zip": "Z"}
    run(lambda client: client.items["a"].home.put(address(zip="Y")))
    assert items["a"]["home"] == {"zip": "Y"}
    run(lambda client: client.items["a"].home.delete())
    assert items["a"]["home"] is None
    assert run(lambda client: client.items["b"].home.get()) is None


def test_a_primitive_value_is_read_replaced_and_cleared(run: Run, service: Service, kept: SimpleNamespace) -> None:
    item, items = kept.models.Item, service.store.items
    assert run(lambda client: client.items["a"].property(item.size).get()) == 2**60
    run(lambda client: client.items["a"].size.put(5))
    assert service.seen[-1].headers["content-type"] == "application/json;IEEE754Compatible=true"
    assert (service.seen[-1].json(), items["a"]["size"]) == ({"value": "5"}, "5")
    kind = run(lambda client: client.items["a"].property(item.kind).get())
    assert kind is kept.models.Kind.BIG
    run(lambda client: client.items["a"].property(item.kind).put(kept.models.Kind.SMALL))
    assert items["a"]["kind"] == "small"
    run(lambda client: client.items["a"].name.delete())
    assert items["a"]["name"] is None
    assert run(lambda client: client.items["a"].name.get()) is None
    with pytest.raises(TypeError, match="delete sets the property to null"):
        run(lambda client: client.items["a"].name.put(None))


def test_the_text_of_a_value_by_itself(run: Run, service: Service) -> None:
    assert run(lambda client: client.items["a"].name.value.get()) == "A/ü".encode()
    run(lambda client: client.items["a"].name.value.put("ö".encode()))
    assert service.store.items["a"]["name"] == "ö"
    assert run(lambda client: client.items["a"].size.value.get()) == str(2**60).encode()


def test_collections_are_listed_counted_and_replaced(run: Run, service: Service, kept: SimpleNamespace) -> None:
    item, items = kept.models.Item, service.store.items
    assert run(lambda client: client.items["a"].property(item.tags).list(top=5)) == ["x", "y"]
    assert service.seen[-1].path.endswith("/tags?%24top=5") or service.seen[-1].path.endswith("/tags?$top=5")
    (place,) = run(lambda client: client.items["a"].places.list())
    assert (type(place), place.street) == (kept.models.Address, "P")
    assert run(lambda client: client.items["a"].property(item.tags).count.get()) == 2
    run(lambda client: client.items["a"].tags.put(["z"]))
    assert items["a"]["tags"] == ["z"]
    run(lambda client: client.items["a"].places.put([kept.models.Address(zip="1"), place]))
    assert items["a"]["places"] == [{"zip": "1"}, {"street": "P"}]
    run(lambda client: client.items["a"].places.post(kept.models.Address(zip="2")))
    run(lambda client: client.items["a"].tags.post("y"))
    assert (items["a"]["places"][2], items["a"]["tags"]) == ({"zip": "2"}, ["z", "y"])


def test_a_change_may_depend_on_the_version_of_the_entity(run: Run, service: Service) -> None:
    with pytest.raises(ResourceModifiedError):
        run(lambda client: client.items["a"].name.put("N", if_match='W/"0"'))
    with pytest.raises(ResourceModifiedError):
        run(lambda client: client.items["a"].home.delete(if_match='W/"0"'))
    run(lambda client: client.items["a"].tags.put([], if_match=service.store.items["a"]["@odata.etag"]))
    assert service.store.items["a"]["tags"] == []


def test_a_complex_value_that_leads_on_has_the_verbs_as_well(run: Run, service: Service, kept: SimpleNamespace) -> None:
    base = run(lambda client: client.items["a"].base.get(select="code"))
    assert (type(base), base.code) == (kept.models.Station, "c")
    run(lambda client: client.items["a"].base.patch(kept.models.Station(code="d")))
    assert service.store.items["a"]["base"] == {"code": "d"}
    with kept.root.KeptClient(None) as client:
        assert client.items["a"].base.crew.list.to_request().url == "/items('a')/base/crew"
        port = client.items["a"].base.ns_port.get.to_request()
        assert (port.url, type(port.load({"depth": 3}))) == ("/items('a')/base/ns.port", kept.models.Port)
        assert client.items["a"].base.ns_port.tug.get.to_request().url == "/items('a')/base/ns.port/tug"


def test_paths_of_fields_and_what_has_none(kept: SimpleNamespace) -> None:
    item, address = kept.models.Item, kept.models.Address
    with kept.root.KeptClient(None) as client:
        street = client.items["1"].property(item.home / address.street)
        assert street.get.to_request().url == "/items('1')/home/street"
        assert not hasattr(client.items["1"], "kind")  # neither named nor annotated
        with pytest.raises(TypeError, match="a stream"):
            client.items["1"].property(item.photo)


# --- links ----------------------------------------------------------------------------------------------------------


def test_links_are_added_read_and_removed(run: Run, service: Service) -> None:
    links = service.store.links
    run(lambda client: client.items["a"].links.ref.post(client.items["b"]))
    run(lambda client: client.items["a"].links.ref.post(f"{service.root}/items('a')"))
    assert links["a", "links"] == ["items('b')", "items('a')"]
    found = run(lambda client: client.items["a"].links.ref.list())
    assert found == [f"{service.root}/items('b')", f"{service.root}/items('a')"]
    run(lambda client: client.items["a"].links.ref.delete(client.items["b"]))
    run(lambda client: client.items["a"].links.ref.delete(found[1]))
    assert links["a", "links"] == []


def test_what_is_no_link_says_so(run: Run) -> None:
    """A model does not know where it is, and neither does nothing."""
    for target in (None, object(), {"@odata.id": "items('b')"}):
        with pytest.raises(TypeError, match="a link takes a builder or a URL, not"):
            run(lambda client, target=target: client.items["a"].links.ref.post(target))


def test_nothing_is_no_content(run: Run) -> None:
    """It would be stored as the empty one."""
    with pytest.raises(TypeError, match="content must be bytes"):
        run(lambda client: client.items["a"].name.value.put(None))
    with pytest.raises(TypeError, match="content must be bytes"):
        run(lambda client: client.items["a"].photo.put(None))


def test_the_link_of_a_single_property(run: Run, service: Service) -> None:
    assert run(lambda client: client.items["a"].leader.ref.get()) is None
    run(lambda client: client.items["a"].leader.ref.put(client.items["b"]))
    assert run(lambda client: client.items["a"].leader.ref.get()) == f"{service.root}/items('b')"
    run(lambda client: client.items["a"].leader.ref.delete())
    assert service.store.links == {}


def test_entities_are_linked_when_they_are_created(run: Run, service: Service, kept: SimpleNamespace) -> None:
    item, bind = kept.models.Item, kept.models.bind

    def create(client: Any) -> Any:
        made = item(id="c")
        bind(made, item.leader, client.items["a"])
        bind(made, item.links, [client.items["b"], "https://elsewhere.example/items('z')"])
        return client.items.post(made)

    run(create)
    assert service.seen[-1].json() == {
        "id": "c",
        "leader@odata.bind": f"{service.root}/items('a')",
        "links@odata.bind": [f"{service.root}/items('b')", "https://elsewhere.example/items('z')"],
    }


def test_what_cannot_be_linked_is_refused(kept: SimpleNamespace) -> None:
    item, made = kept.models.Item, kept.models.Item(id="c")
    with pytest.raises(TypeError, match="leader takes one builder or URL"):
        kept.models.bind(made, item.leader, ["x"])
    with pytest.raises(TypeError, match="links takes a list"):
        kept.models.bind(made, item.links, "x")
    with pytest.raises(ValueError, match="Item has no property 'leader/name'"):
        kept.models.bind(made, item.leader / item.name, "x")
    assert kept.models.to_json(made) == {"id": "c"}


# --- restrictions -----------------------------------------------------------------------------------------------------


def test_what_cannot_be_written_has_no_verbs_that_write(kept: SimpleNamespace) -> None:
    with kept.root.KeptClient(None) as client:
        item = client.items["a"]
        assert _verbs(item.made) == {"get"}
        assert item.made.get.to_request().url == "/items('a')/made"
        assert _verbs(item.made.value) == {"get"}
        assert item.made.value.get.to_request().url == "/items('a')/made/$value"
        assert _verbs(item.stamp) == {"get"}
        assert _verbs(item.log) == {"list"}
        assert item.log.count.get.to_request().url == "/items('a')/log/$count"
        assert _verbs(item.name) == {"get", "put", "delete"}
        assert _verbs(item.home) == {"get", "patch", "put", "delete"}
        assert _verbs(item.queue) == {"list", "put", "post"}


def test_of_verbs_that_stay_the_description_says_what_the_service_refuses(kept: SimpleNamespace) -> None:
    cls = type(kept.root.KeptClient(None).items["a"])
    texts = {name: " ".join(getattr(cls, name).__doc__.split()) for name in ("made", "stamp", "queue", "half", "dock")}
    assert texts == {
        "made": "The property `made`.",
        "stamp": "The property `stamp`. The service does not allow `get`.",
        "queue": "The property `queue`. The service does not allow `put`.",
        "half": "The property `half`. The service does not allow `put`.",
        "dock": "What `dock` leads to. The service does not allow `delete`, `patch` or `put`.",
    }


def _verbs(builder: Any) -> set[str]:
    return {name for name in dir(builder) if hasattr(getattr(builder, name), "to_request")}


# --- casts ----------------------------------------------------------------------------------------------------------


def test_resources_are_cast_to_what_derives_from_them(run: Run, kept: SimpleNamespace) -> None:
    (special,) = run(lambda client: client.items.ns_special.list())
    assert (type(special), special.rank) == (kept.models.Special, 1)
    assert run(lambda client: client.items.ns_special.count.get()) == 1
    with kept.root.KeptClient(None) as client:
        assert client.items["a"].ns_special.get.to_request().url == "/items('a')/ns.special"
        linked = client.items["a"].links.ns_special
        assert linked.ref and linked.count.get.to_request().url == "/items('a')/links/ns.special/$count"


@pytest.mark.slow
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_both_checkers_know_the_types(checker: str, generated: Path) -> None:
    (generated / "usage.py").write_text(USAGE.read_text(encoding="utf-8"), encoding="utf-8")
    assert len(marked(USAGE)) > 8
    assert reported(checker, generated) == {"usage.py": marked(USAGE)}
