"""Resources against an OData server that is not ours: SAP CAP, with its data in memory.

Runs where `CSDLGEN_PEER_SERVER` names a folder in which `npm install --legacy-peer-deps` was done for @sap/cds,
@cap-js/sqlite and express; the schema is the test's own.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.request import urlopen

import pytest
from azure.core.exceptions import ResourceModifiedError, ResourceNotFoundError

from tests.support.cli import csdlgen

SCHEMA = """
service Depot @(path: '/odata/v4/depot') {
  @cds.query.limit: { max: 2 }
  entity Parts {
    key id : String(20);
    name : String;
    stock : Integer;
    weight : Decimal(9, 3);
    @odata.etag revision : Integer;
    notes : Composition of many Notes on notes.part = $self;
  }
  entity Notes { key number : Integer; key part : Association to Parts; text : String; }
}
"""
PROJECT = """{"name": "depot", "cds": {"requires": {
  "db": {"kind": "sqlite", "credentials": {"url": ":memory:"}}, "auth": {"kind": "dummy"}}}}"""
CONFIG = """
[packages.depot]
output = "out"
metadata = ["depot.xml"]
service-root = "{root}"
client = "DepotClient"

[packages.depot.select]
resources = ["Parts"]
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service root of a running server."""
    modules = Path(os.environ.get("CSDLGEN_PEER_SERVER", "")) / "node_modules"
    serve = modules / ".bin" / "cds-serve"
    if not os.environ.get("CSDLGEN_PEER_SERVER") or not serve.exists() or not shutil.which("node"):
        pytest.skip("CSDLGEN_PEER_SERVER names no folder with an installed server, or there is no Node")
    folder = tmp_path_factory.mktemp("server")
    (folder / "node_modules").symlink_to(modules.resolve())
    (folder / "package.json").write_text(PROJECT, encoding="utf-8")
    (folder / "srv").mkdir()
    (folder / "srv" / "depot.cds").write_text(SCHEMA, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["node", str(folder / "node_modules" / ".bin" / "cds-serve")]
    with (folder / "log").open("wb") as log:
        environment = {**os.environ, "PORT": str(port)}
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)
    try:
        found = f"http://localhost:{port}/odata/v4/depot"
        wait_for(f"{found}/$metadata", server, folder / "log")
        yield found
    finally:
        server.terminate()
        server.wait(10)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(150):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        with contextlib.suppress(OSError), urlopen(url):
            return
        time.sleep(0.2)
    pytest.fail(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def depot(root: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package that its metadata gives."""
    folder = tmp_path_factory.mktemp("client")
    with urlopen(f"{root}/$metadata") as response:
        (folder / "depot.xml").write_bytes(response.read())
    (folder / "csdlgen.toml").write_text(CONFIG.format(root=root), encoding="utf-8")
    ran = csdlgen("generate", cwd=folder)
    assert ran.code == 0, ran.err
    sys.path.insert(0, str(folder / "out"))
    try:
        importlib.import_module("depot.models")
        importlib.import_module("depot.aio")
        yield importlib.import_module("depot")
    finally:
        sys.path.remove(str(folder / "out"))
        for name in [name for name in sys.modules if name.partition(".")[0] == "depot"]:
            del sys.modules[name]


def test_entities_live_and_die(depot: Any) -> None:
    part = depot.models.Parts
    with depot.DepotClient(None) as client:
        made = client.parts.post(part(id="a b'ü", name="Bolt", stock=7, weight=Decimal("1.250"), revision=1))
        assert (made.name, made.stock, made.weight) == ("Bolt", 7, Decimal("1.25"))
        read = client.parts["a b'ü"].get(select=["id", "name", "revision"])
        assert (read.id, read.name, "stock" in read) == ("a b'ü", "Bolt", False)
        etag = read["@odata.etag"]
        with pytest.raises(ResourceModifiedError):
            client.parts["a b'ü"].patch(part(stock=8), if_match='W/"none of them"')
        client.parts["a b'ü"].patch(part(stock=8, name=None, revision=2), if_match=etag)
        read = client.parts["a b'ü"].get()
        assert (read.stock, read.name, "name" in read, read.weight) == (8, None, True, Decimal("1.25"))
        client.parts["a b'ü"].delete(if_match="*")
        with pytest.raises(ResourceNotFoundError):
            client.parts["a b'ü"].get()


def test_pages_and_query_options(depot: Any) -> None:
    part = depot.models.Parts
    with depot.DepotClient(None) as client:
        for number in range(5):
            client.parts.post(part(id=f"p{number}", name=f"N&{number}+", stock=number, revision=1))
        listed = client.parts.list(orderby="stock desc", filter="startswith(id,'p')", select=["id", "stock"])
        assert [each.stock for each in listed] == [4, 3, 2, 1, 0]
        pages = client.parts.list(filter="startswith(id,'p')").by_page()
        assert [len(list(page)) for page in pages] == [2, 2, 1]
        assert [each.id for each in client.parts.list(filter="name eq 'N&3+'")] == ["p3"]
        assert [each.id for each in client.parts.list(orderby=["stock"], skip=1, top=1)] == ["p1"]

    async def read() -> list[Any]:
        async with depot.aio.DepotClient(None) as client:
            return [each.stock async for each in client.parts.list(orderby="stock")]

    assert asyncio.run(read()) == [0, 1, 2, 3, 4]
