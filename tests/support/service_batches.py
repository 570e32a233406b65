"""How the service of the tests executes batches, in JSON and as multipart/mixed; written from the specification and not
from the client, whose wire format it judges (OData Protocol section 11.7, OData JSON section 19)."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from tests.support.service import Seen, Service


@dataclass
class Inner:
    """A request of a batch."""

    id: str
    seen: Seen
    group: str
    depends_on: list[str]


def answer(service: Service, seen: Seen) -> Response:
    """The response to a batch."""
    from tests.support.service import error

    kind = seen.headers["content-type"]
    if kind.startswith("application/json") and "json" in service.formats:
        return _json(service, seen)
    if kind.startswith("multipart/mixed") and "multipart" in service.formats:
        return _multipart(service, seen)
    return error(415, "UnsupportedMediaType", f"no batches in {kind}")


def _execute(service: Service, requests: list[Inner]) -> dict[str, Response]:
    """The responses by id, in the order of execution; a change set in which something fails leaves no trace."""
    from tests.support.service import error

    done: dict[str, Response] = {}
    places: dict[str, str] = {}
    index = 0
    while index < len(requests):
        group = requests[index].group
        end = index + 1
        while group and end < len(requests) and requests[end].group == group:
            end += 1
        before, members = service.snapshot(), requests[index:end]
        for each in members:
            failed = [name for name in each.depends_on if done[name].status_code >= 400]
            each.seen.path = _resolved(each.seen.path, places)
            each.seen.body = _linked(each.seen.body, places)
            found = error(424, "FailedDependency", str(failed)) if failed else service.handle(each.seen)
            done[each.id] = found
            if "location" in found.headers:
                places[each.id] = found.headers["location"].removeprefix(service.root)
        failures = [each.id for each in members if done[each.id].status_code >= 400]
        if group:
            done[group] = done[failures[0]] if failures else Response()
            if failures:
                service.store = before
                for each in members:
                    if each.id != failures[0]:
                        done[each.id] = error(424, "FailedDependency", "the change set failed")
        index = end
    return done


def _resolved(path: str, places: dict[str, str]) -> str:
    match = re.match(r"/v1/\$(\w+)(.*)", path)
    return f"/v1{places[match[1]]}{match[2]}" if match and match[1] in places else path


def _linked(body: bytes, places: dict[str, str]) -> bytes:
    for name, place in places.items():
        body = body.replace(f'"@odata.id":"${name}"'.encode(), f'"@odata.id":"{place}"'.encode())
    return body


# --- JSON ------------------------------------------------------------------------------------------------------------


def _json(service: Service, seen: Seen) -> Response:
    from tests.support.service import Seen, error

    given: list[dict[str, Any]] = seen.json()["requests"]
    if service.limit is not None and len(given) > service.limit:
        return error(400, "BatchTooBig", f"{len(given)} requests")
    if len({each["id"] for each in given}) != len(given):
        return error(400, "BadBatch", "ids are not unique")
    known: set[str] = set()
    requests: list[Inner] = []
    for each in given:
        headers = each.get("headers", {})
        assert all(name == name.lower() for name in headers)
        depends_on = each.get("dependsOn", [])
        if not known.issuperset(depends_on):
            return error(400, "BadBatch", f"{each['id']} depends on what does not come before it")
        url = each["url"]
        assert not url.startswith("/")
        body = _octets(each["body"], headers.get("content-type", "")) if "body" in each else b""
        inner = Seen(each["method"], f"/v1/{url}", headers, body)
        requests.append(Inner(each["id"], inner, each.get("atomicityGroup", ""), depends_on))
        known |= {each["id"], each.get("atomicityGroup", "")}
    done = _execute(service, requests)
    responses = [_json_response(each, done[each.id]) for each in requests]
    return JSONResponse({"responses": responses[::-1]})  # any order is allowed


def _octets(body: Any, kind: str) -> bytes:
    if "json" in kind:
        return json.dumps(body).encode()
    return body.encode() if kind.startswith("text/") else base64.urlsafe_b64decode(body)


def _json_response(request: Inner, response: Response) -> dict[str, Any]:
    kind = response.headers.get("content-type", "")
    content = bytes(response.body)
    found: dict[str, Any] = {"id": request.id, "status": response.status_code, "headers": dict(response.headers)}
    if request.group:
        found["atomicityGroup"] = request.group
    if "json" in kind:
        found["body"] = json.loads(content)
    elif content:
        text = kind.startswith("text/")
        found["body"] = content.decode() if text else base64.urlsafe_b64encode(content).decode().rstrip("=")
    return found


# --- multipart -------------------------------------------------------------------------------------------------------


def _multipart(service: Service, seen: Seen) -> Response:
    requests: list[Inner] = []
    order: list[str] = []
    text = b"Content-Type: " + seen.headers["content-type"].encode() + b"\r\n\r\n" + seen.body
    for number, part in enumerate(_payload(message_from_bytes(text))):
        group = f"c{number}" if part.is_multipart() else ""
        for inner in _payload(part) if group else [part]:
            assert inner.get_content_type() == "application/http"
            name = inner["Content-ID"] or f"n{number}"
            requests.append(Inner(name, _seen(inner.get_payload(decode=True)), group, []))
            order += [] if group else [name]
        order += [group] if group else []
    done = _execute(service, requests)
    bodies: list[bytes] = []
    for name in order:
        members = [each.id for each in requests if each.group == name]
        if members and done[name].status_code < 400:
            bodies.append(b"Content-Type: multipart/mixed; boundary=set\r\n\r\n" + _joined(done, members[::-1], "set"))
        else:
            bodies.append(_http(name, done[name]))
    content = b"".join(b"--whole\r\n" + body + b"\r\n" for body in bodies) + b"--whole--\r\n"
    return Response(content, media_type='multipart/mixed; boundary="whole"')


def _payload(message: Any) -> list[Any]:
    found: list[Any] = message.get_payload()
    return found


def _seen(octets: bytes) -> Seen:
    from tests.support.service import Seen

    head, _, body = octets.partition(b"\r\n\r\n")
    line, *fields = head.decode("latin-1").split("\r\n")
    method, url, version = line.split(" ")
    assert version == "HTTP/1.1"
    assert not url.startswith("/")
    headers = dict(each.split(": ", 1) for each in fields)
    return Seen(method, f"/v1/{url}", {name.lower(): value for name, value in headers.items()}, body)


def _joined(done: dict[str, Response], names: list[str], boundary: str) -> bytes:
    mark = b"--" + boundary.encode()
    return b"".join(mark + b"\r\n" + _http(name, done[name]) + b"\r\n" for name in names) + mark + b"--\r\n"


def _http(name: str, response: Response) -> bytes:
    head = f"Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: {name}\r\n\r\n"
    lines = [f"HTTP/1.1 {response.status_code} Whatever"]
    lines += [f"{key}: {value}" for key, value in response.headers.items()]
    return (head + "\r\n".join([*lines, "", ""])).encode("latin-1") + bytes(response.body)
