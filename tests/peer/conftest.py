"""Servers of CAP that run, the packages that csdlgen makes of their metadata, and clients of both kinds."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from azure.core.pipeline import PipelineRequest
from azure.core.pipeline.policies import SansIOHTTPPolicy

from tests.peer.directory import DIRECTORY, fill
from tests.peer.metadata import Metadata, Resource, read_metadata
from tests.support.cli import csdlgen
from tests.support.directory import Directory
from tests.support.node import InstallationError, NoNodeError
from tests.support.peer import running

_EXACT = "application/json;IEEE754Compatible=true"
_CONFIG = """
[packages.{name}_client]
output = "out"
metadata = ["{name}.xml"]
service-root = "{root}"
client = "PeerClient"
key-style = "{style}"

[packages.{name}_client.select]
everything = true
replace = true
resources = {resources}
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests last, so that a background installation of the servers has time to finish."""
    items.sort(key=lambda item: item.path.is_relative_to(Path(__file__).parent))


@dataclass(frozen=True)
class Answer:
    """What a server said; `body` is decoded JSON, text for other content, None for none."""

    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Service:
    """A running server and the package for it."""

    name: str
    root: str
    metadata: Metadata
    package: ModuleType

    def ask(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """A request past the generated client; `path` is encoded already, and follows the service root
        unless it begins with /odata/."""
        url = urlsplit(self.root)
        connection = HTTPConnection(url.hostname or "", url.port or 80, timeout=30)
        try:
            given = {"Accept": _EXACT, **({} if body is None else {"Content-Type": _EXACT}), **(headers or {})}
            content = None if body is None else json.dumps(body)
            connection.request(method, path if path.startswith("/odata/") else url.path + path, content, given)
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        fields = {name.lower(): value for name, value in response.getheaders()}
        is_json = "json" in fields.get("content-type", "")
        return Answer(response.status, fields, json.loads(text) if is_json else text.decode() or None)


class Sent(NamedTuple):
    """A request of a client as it goes out; `body` is decoded JSON, None for none and for octets."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: Any


class Peer:
    """A client of a service, sync or async, that tests call alike.

    `do` gives the result of a verb, awaited where it has to be, and `items` all that a list goes through.
    """

    def __init__(self, service: Service, kind: str, runner: asyncio.Runner) -> None:
        self.service = service
        self.name = service.name
        self.is_async = kind == "async"
        self.models: Any = importlib.import_module(f"{service.package.__name__}.models")
        self._runner = runner
        module = service.package if kind == "sync" else importlib.import_module(f"{service.package.__name__}.aio")
        self.sent: list[str] = []
        """The URLs of all requests so far, as they go out."""
        self.requests: list[Sent] = []
        """The same requests with all that they have."""
        policies = [_Recorder(self.sent, self.requests)]
        self.client: Any = module.PeerClient(None, endpoint=service.root, retry_total=0, per_call_policies=policies)

    def do(self, value: Any) -> Any:
        return self._runner.run(_awaited(value)) if inspect.isawaitable(value) else value

    def items(self, paged: Any) -> list[Any]:
        paged = self.do(paged)
        return self._runner.run(_gathered(paged)) if hasattr(paged, "__aiter__") else list(paged)

    def together(self, calls: Sequence[Callable[[], Any]]) -> list[Any]:
        """The results of calls made at once, in threads or as tasks, in their order."""
        if self.is_async:
            return self._runner.run(_together(calls))
        with ThreadPoolExecutor(8) as threads:
            return list(threads.map(lambda call: call(), calls))

    def pages(self, paged: Any) -> list[list[Any]]:
        """The items by page."""
        by_page = paged.by_page()
        if hasattr(by_page, "__aiter__"):
            return [self.items(page) for page in self.items(by_page)]
        return [list(page) for page in by_page]

    def send(self, request: Any, **options: Any) -> Any:
        """The result of a request that a verb describes, sent with options of one call, such as `headers`."""
        return self.do(self.client.send(request, **options))

    def builder(self, resource: Resource) -> Any:
        """The client's builder for an entity set or a singleton, by the URL that it stands for."""
        for name in dir(type(self.client)):
            if name.startswith("_") or not isinstance(getattr(type(self.client), name), property):
                continue
            builder = getattr(self.client, name)
            if getattr(builder, "_path", "") == f"/{resource.name}":
                return builder
        raise AssertionError(f"nothing on the client leads to /{resource.name}")

    def model(self, qualified: str) -> Any:
        return getattr(self.models, qualified.rpartition(".")[2])

    def close(self) -> None:
        self.do(self.client.close())


class _Recorder(SansIOHTTPPolicy[Any, Any]):
    def __init__(self, urls: list[str], requests: list[Sent]) -> None:
        self._urls = urls
        self._requests = requests

    def on_request(self, request: PipelineRequest[Any]) -> None:
        sent = request.http_request
        is_json = sent.headers.get("Content-Type", "").startswith("application/json")
        self._urls.append(sent.url)
        body = json.loads(sent.content) if is_json and sent.content else None
        self._requests.append(Sent(sent.method, sent.url, dict(sent.headers), body))


async def _awaited(value: Any) -> Any:
    return await value


async def _together(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    return await asyncio.gather(*(call() for call in calls))


async def _gathered(items: Any) -> list[Any]:
    return [item async for item in items]


def _running(name: str, folders: pytest.TempPathFactory) -> Iterator[Service]:
    """A server that is not ours with fresh data, and the package for what it says of itself."""
    try:
        with running(name, folders.mktemp(name)) as root:
            url = urlsplit(root)
            connection = HTTPConnection(url.hostname or "", url.port or 80, timeout=30)
            connection.request("GET", f"{url.path}/$metadata")
            text = connection.getresponse().read()
            connection.close()
            yield from generated(name, root, text, folders.mktemp("client"))
    except NoNodeError as error:
        pytest.skip(f"servers need Node: {error}")
    except InstallationError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"servers could not be installed: {error}")


@pytest.fixture(scope="session", params=["shop", "strict"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A server, once a session; `strict` is the same service on CAP 7."""
    yield from _running(request.param, tmp_path_factory)


@pytest.fixture(scope="session")
def mock_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """SAP's mock server, which has enumerations, complex and derived types, and containment."""
    yield from _running("mock", tmp_path_factory)


@pytest.fixture(params=["sync", "async"])
def peer(service: Service, request: pytest.FixtureRequest) -> Iterator[Peer]:
    """A sync and an async client; the server's data is reset first."""
    yield from _connected(service, request.param)


@pytest.fixture(params=["sync", "async"])
def mock(mock_service: Service, request: pytest.FixtureRequest) -> Iterator[Peer]:
    """The same for SAP's mock server."""
    yield from _connected(mock_service, request.param)


def _connected(service: Service, kind: str) -> Iterator[Peer]:
    assert service.ask("POST", "/reset", {}).status == 204
    with asyncio.Runner() as runner:
        made = Peer(service, kind, runner)
        yield made
        made.close()


@pytest.fixture(scope="session")
def directory_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Directory, Service]]:
    """The service of the tests for what the others do not have."""
    with Directory() as running_here:
        found = generated("directory", running_here.root, DIRECTORY, tmp_path_factory.mktemp("client"), style="segment")
        for service in found:
            yield running_here, service


@pytest.fixture(params=["sync", "async"])
def directory(
    directory_service: tuple[Directory, Service], request: pytest.FixtureRequest
) -> Iterator[tuple[Directory, Peer]]:
    """That service with fresh data, and a client of it."""
    running_here, service = directory_service
    fill(running_here)
    with asyncio.Runner() as runner:
        made = Peer(service, request.param, runner)
        yield running_here, made
        made.close()


def generated(name: str, root: str, text: bytes, folder: Path, *, style: str = "parentheses") -> Iterator[Service]:
    """Generate the package of a service from its metadata, and import it for the while."""
    package = f"{name}_client"
    metadata = read_metadata(text)
    (folder / f"{name}.xml").write_bytes(text)
    direct = [resource.name for resource in metadata.resources]
    resources = json.dumps(direct if name in ("shop", "strict") else ["**"])
    config = _CONFIG.format(name=name, root=root, resources=resources, style=style)
    (folder / "csdlgen.toml").write_text(config, encoding="utf-8")
    ran = csdlgen("generate", cwd=folder)
    assert ran.code == 0, ran.err
    sys.path.insert(0, str(folder / "out"))
    try:
        yield Service(name, root, metadata, importlib.import_module(package))
    finally:
        sys.path.remove(str(folder / "out"))
        for module in [module for module in sys.modules if module.partition(".")[0] == package]:
            del sys.modules[module]
