"""An OData service of the tests, on Starlette: items in memory, and batches in both formats.

    with Service() as service:
        fetch(f"{service.root}/items('a')")

It executes batches as well: each request of a batch goes through the same application as a call of its own, change sets
happen all or not at all, what depends on a failure is answered with 424. A JSON batch holds at most `limit` requests.
`throttle` makes it turn away requests for the moment. It runs in a thread, on uvicorn.

| URL below the root | what it does |
|---|---|
| `items` | GET lists, POST creates (key `id` in the body; 409 for one that is there) |
| `items('a')` | GET, PATCH, PUT, DELETE; ETags, 412 where `If-Match` names another |
| `items('a')/$value` | GET and PUT octets of any media type |
| `items('a')/parts` | GET, and POST into the list of parts |
| `items('a')/name` | any other property: GET (204 for null), PUT, PATCH, POST into lists, DELETE (null); ETags |
| `items('a')/name/$value` | GET and PUT the text by itself |
| `items('a')/name/$count` | how many items the property has, as text |
| `items('a')/links/$ref` | GET, POST, and DELETE with `$id`; URLs are relative to the context |
| `items('a')/leader/$ref` | GET (204 for none), PUT and DELETE |
| `items/ns.special` | those of the type, and `/$count` their number |
| `items/$count` | the number, as text |
| `far('a')` | 302 to the octets, on another origin if `elsewhere` is one |
| `$batch` | JSON and multipart/mixed |
"""

from __future__ import annotations

import copy
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support import service_batches


@dataclass
class Seen:
    """A request as the application got it, alone or out of a batch."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Store:
    """The data: entities by key, octets with their media types by key."""

    items: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    octets: dict[str, tuple[str, bytes]] = field(default_factory=dict[str, tuple[str, bytes]])
    links: dict[tuple[str, str], list[str]] = field(default_factory=dict[tuple[str, str], list[str]])
    version: int = 0


class Service:
    """The running service. `calls` are the HTTP calls that came in, `seen` all requests, those of batches too."""

    def __init__(self, *, formats: tuple[str, ...] = ("json", "multipart"), limit: int | None = None) -> None:
        self.store = Store()
        self.seen: list[Seen] = []
        self.calls: list[Seen] = []
        self.formats = formats
        self.limit = limit
        self.elsewhere = ""
        self.throttle: Callable[[Seen], Response | None] = lambda _: None
        app = Starlette(routes=[Route("/{path:path}", self._outer, methods=_METHODS)])
        config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        deadline = time.monotonic() + 20
        while not self._server.started:
            assert time.monotonic() < deadline, "the service did not start"
            time.sleep(0.01)
        return self

    def __exit__(self, *details: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    @property
    def root(self) -> str:
        """`http://127.0.0.1:<port>/v1`, the service root."""
        return f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}/v1"

    async def _outer(self, request: Request) -> Response:
        target = request.scope["raw_path"].decode() + (f"?{request.url.query}" if request.url.query else "")
        seen = Seen(request.method, target, dict(request.headers), await request.body())
        self.calls.append(seen)
        if request.url.path == "/v1/$batch":
            return service_batches.answer(self, seen)
        return self.handle(seen)

    def handle(self, seen: Seen) -> Response:
        """The response to one request; `path` begins with /v1/."""
        self.seen.append(seen)
        refused = self.throttle(seen)
        if refused is not None:
            return refused
        return self.respond(seen)

    def respond(self, seen: Seen) -> Response:
        """The response to a request that is not turned away."""
        path = unquote(seen.path.partition("?")[0].removeprefix("/v1/"))
        for pattern, handler in _HANDLERS:
            if match := re.fullmatch(pattern, path):
                return handler(self, seen, *match.groups())
        return error(404, "NotFound", f"no resource {path}")

    def snapshot(self) -> Store:
        return copy.deepcopy(self.store)


_METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"]


def error(status: int, code: str, message: str, **headers: str) -> Response:
    """An error as OData has it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JSONResponse({"error": {"code": code, "message": message}}, status, named)


def _entity(service: Service, key: str, status: int = 200) -> Response:
    item = service.store.items[key]
    location = {"Location": f"{service.root}/items('{key}')"} if status == 201 else {}
    return JSONResponse(item, status, {"ETag": item["@odata.etag"], **location})


def _write(service: Service, key: str, values: dict[str, Any]) -> None:
    service.store.version += 1
    service.store.items[key] = {**values, "id": key, "@odata.etag": f'W/"{service.store.version}"'}


def _collection(service: Service, seen: Seen) -> Response:
    if seen.method == "GET":
        return JSONResponse({"value": list(service.store.items.values())})
    body = seen.json()
    if body["id"] in service.store.items:
        return error(409, "Conflict", f"{body['id']} is there already")
    _write(service, body["id"], body)
    return _entity(service, body["id"], 201)


def _item(service: Service, seen: Seen, key: str) -> Response:
    found = service.store.items.get(key)
    if found is None:
        return error(404, "NotFound", f"no item {key}")
    if seen.headers.get("if-match", "*") not in ("*", found["@odata.etag"]):
        return error(412, "PreconditionFailed", "changed since")
    if seen.method == "GET":
        return _entity(service, key)
    if seen.method == "DELETE":
        del service.store.items[key]
        return Response(status_code=204)
    _write(service, key, {**(found if seen.method == "PATCH" else {}), **seen.json()})
    return _entity(service, key)


def _value(service: Service, seen: Seen, key: str) -> Response:
    if seen.method == "PUT":
        service.store.octets[key] = (seen.headers["content-type"], seen.body)
        return Response(status_code=204)
    kind, octets = service.store.octets[key]
    return Response(octets, media_type=kind)


def _parts(service: Service, seen: Seen, key: str) -> Response:
    found = service.store.items.get(key)
    if found is None:
        return error(404, "NotFound", f"no item {key}")
    if seen.method == "POST":
        found.setdefault("parts", []).append(seen.json())
        return JSONResponse(seen.json(), 201, {"Location": f"{service.root}/items('{key}')/parts('1')"})
    return JSONResponse({"value": found.get("parts", [])})


def _property(service: Service, seen: Seen, key: str, name: str) -> Response:
    found = service.store.items.get(key)
    if found is None or name not in found:
        return error(404, "NotFound", f"no {name} of item {key}")
    if seen.headers.get("if-match", "*") not in ("*", found["@odata.etag"]):
        return error(412, "PreconditionFailed", "changed since")
    value = found[name]
    if seen.method == "GET":
        if value is None:
            return Response(status_code=204)
        shown = value if isinstance(value, dict) else {"value": value}
        return JSONResponse({"@odata.context": f"{service.root}/$metadata#items('{key}')/{name}", **shown})
    sent = seen.json() if seen.method != "DELETE" else {"value": None}
    if seen.method == "POST":  # adds an item
        _write(service, key, {**found, name: [*value, sent.get("value", sent)]})
        return Response(status_code=204)
    if seen.method == "PATCH" and not isinstance(value, dict):
        return error(405, "NotAllowed", "only objects can be changed in part")
    _write(service, key, {**found, name: {**value, **sent} if seen.method == "PATCH" else sent.get("value", sent)})
    return Response(status_code=204)


def _text(service: Service, seen: Seen, key: str, name: str) -> Response:
    if seen.method == "PUT":
        if seen.headers["content-type"].partition(";")[0] != "text/plain":
            return error(415, "MediaType", "send text")
        _write(service, key, {**service.store.items[key], name: seen.body.decode()})
        return Response(status_code=204)
    return Response(str(service.store.items[key][name]), media_type="text/plain")


def _size(service: Service, seen: Seen, key: str, name: str) -> Response:
    return Response(str(len(service.store.items[key][name])), media_type="text/plain")


def _links(service: Service, seen: Seen, key: str, name: str) -> Response:
    """Links of an item, in the order in which they were added."""
    links = service.store.links.setdefault((key, name), [])
    if seen.method == "GET":
        shown = [{"@odata.id": each} for each in links]
        return JSONResponse({"@odata.context": f"{service.root}/$metadata#Collection($ref)", "value": shown})
    if seen.method == "POST":
        links.append(_relative(service, seen.json()["@odata.id"]))
        return Response(status_code=204)
    option, _, text = unquote(seen.path.partition("?")[2]).partition("=")
    if option != "$id" or _relative(service, text) not in links:
        return error(404, "NotFound", f"no such link: {text}")
    links.remove(_relative(service, text))
    return Response(status_code=204)


def _link(service: Service, seen: Seen, key: str, name: str) -> Response:
    """The one link of an item."""
    links = service.store.links
    if seen.method == "PUT":
        links[key, name] = [_relative(service, seen.json()["@odata.id"])]
    elif seen.method == "DELETE":
        del links[key, name]
    elif links.get((key, name)):
        shown = {"@odata.context": f"{service.root}/$metadata#$ref", "@odata.id": links[key, name][0]}
        return JSONResponse(shown)
    return Response(status_code=204)


def _relative(service: Service, url: str) -> str:
    return url.removeprefix(f"{service.root}/")


def _special(service: Service, seen: Seen, type_: str, count: str) -> Response:
    items = [each for each in service.store.items.values() if each.get("@odata.type") == f"#{type_}"]
    return Response(str(len(items)), media_type="text/plain") if count else JSONResponse({"value": items})


def _count(service: Service, seen: Seen) -> Response:
    return Response(str(len(service.store.items)), media_type="text/plain")


def _far(service: Service, seen: Seen, key: str) -> Response:
    root = service.elsewhere or service.root
    return Response(status_code=302, headers={"Location": f"{root}/items('{key}')/$value"})


_HANDLERS: list[tuple[str, Callable[..., Response]]] = [
    (r"items", _collection),
    (r"items/\$count", _count),
    (r"items\('([^']*)'\)", _item),
    (r"items\('([^']*)'\)/\$value", _value),
    (r"items\('([^']*)'\)/parts", _parts),
    (r"items/(ns\.\w+)(/\$count)?", _special),
    (r"items\('([^']*)'\)/(links)/\$ref", _links),
    (r"items\('([^']*)'\)/(leader)/\$ref", _link),
    (r"items\('([^']*)'\)/(\w+)", _property),
    (r"items\('([^']*)'\)/(\w+)/\$value", _text),
    (r"items\('([^']*)'\)/(\w+)/\$count", _size),
    (r"far\('([^']*)'\)", _far),
]
