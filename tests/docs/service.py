"""An OData service in memory that the examples of the documentation talk to.

Its data is JSON: collections are lists, entities are dicts, streams are bytes. URLs have keys as segments or in
parentheses, casts are passed over. It answers GET (`$top`, `$count`, `$filter` of simple comparisons, pages), POST,
PATCH, PUT, DELETE, `$count`, `$value`, `$ref` and JSON batches; `calls` are the answers of operations, by the last
segment of the URL.
"""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from tests.support.loopback import Loopback, Reply, Seen

_PAGE = 2
_TERM = re.compile(r"(\w+) (eq|ne) (.+)|startswith\((\w+),\s*(.+)\)")


@dataclass
class DocumentedService:
    """The service below `/v1`. With `csrf` it takes changes only with the token that it gives out, as SAP's do."""

    document: bytes
    data: dict[str, Any]
    calls: dict[str, Any] = field(default_factory=dict[str, Any])
    csrf: bool = False

    def __post_init__(self) -> None:
        self.data = copy.deepcopy(self.data)
        self.server = Loopback(self.answer)
        self.made = 0

    @property
    def root(self) -> str:
        return f"{self.server.url}/v1"

    def answer(self, seen: Seen) -> Reply:
        parts = urlsplit(seen.target)
        path = unquote(parts.path).removeprefix("/v1").strip("/")
        if path == "$metadata":
            return Reply(200, self.document, {"Content-Type": "application/xml"})
        if self.csrf and (reply := self._token(seen)):
            return reply
        if path == "$batch":
            return self._batch(seen.json())
        body = seen.json() if seen.body and "json" in (seen.header("Content-Type") or "") else seen.body
        return self.respond(seen.method, path, dict(parse_qsl(parts.query)), body, seen.header("Content-Type") or "")

    def _token(self, seen: Seen) -> Reply | None:
        if (seen.header("X-CSRF-Token") or "").lower() == "fetch":
            return Reply(
                200,
                b"{}",
                {"X-CSRF-Token": "t0ken", "Set-Cookie": "session=1; path=/", "Content-Type": "application/json"},
            )
        if seen.method == "GET" or (seen.header("X-CSRF-Token"), seen.header("Cookie")) == ("t0ken", "session=1"):
            return None
        return Reply(403, b"CSRF token validation failed", {"X-CSRF-Token": "Required", "Content-Type": "text/plain"})

    def _batch(self, body: Any) -> Reply:
        replies = []
        for each in body["requests"]:
            parts = urlsplit(each["url"])
            path = unquote(parts.path).removeprefix("/v1").strip("/")
            reply = self.respond(
                each["method"], path, dict(parse_qsl(parts.query)), each.get("body"), "application/json"
            )
            one: dict[str, Any] = {"id": each["id"], "status": reply.status, "headers": dict(reply.headers)}
            replies.append({**one, "body": json.loads(reply.body)} if reply.body else one)
        return Reply.of_json({"responses": replies})

    # --- one request --------------------------------------------------------------------------------------------------

    def respond(self, method: str, path: str, options: dict[str, str], body: Any, kind: str) -> Reply:
        segments = _segments(path)
        for segment, given in self.calls.items():
            if segments and segments[-1].rpartition(".")[2] == segment:
                return Reply(202) if given is None else _reply(given(self.root) if callable(given) else given)
        try:
            holders = self._follow([each for each in segments if not each.startswith("$")])
        except KeyError:
            return Reply.of_json({"error": {"code": "ResourceNotFound", "message": f"There is no {path}."}}, 404)
        found = holders[-1]
        last = segments[-1] if segments else ""
        if last == "$count":
            return Reply(200, str(len(_filtered(found, options))).encode(), {"Content-Type": "text/plain"})
        if last == "$value" and method == "PUT":
            found["$value"] = body
            return Reply(204)
        if last == "$value" and not isinstance(found, bytes):
            return _reply(found.get("$value", b"") if isinstance(found, dict) else str(found).encode())
        if last == "$ref" or (method == "PUT" and isinstance(found, bytes)):
            return (
                self._put(holders, segments, options, body)
                if method != "GET"
                else _reply(_references(self.root, path, found))
            )
        return getattr(self, f"_{method.lower()}")(holders, segments, options, body)  # type: ignore[no-any-return]

    def _follow(self, segments: list[str]) -> list[Any]:
        """What the segments lead to, one after the other."""
        found: list[Any] = [self.data]
        for segment in segments:
            here = found[-1]
            if isinstance(here, list):
                found.append(
                    next(each for each in [*_with_key(here, segment), None] if each is not None or _absent(segment))
                )
            elif isinstance(here, dict) and segment in here:
                found.append(here[segment])
            elif "." not in segment:
                raise KeyError(segment)
        return found

    def _get(self, holders: list[Any], segments: list[str], options: dict[str, str], _: Any) -> Reply:
        found = holders[-1]
        if not isinstance(found, list):
            expanded = options.get("$expand", "")
            shown = _shown(found, expanded) if isinstance(found, dict) else {"value": found}
            return _reply(found if isinstance(found, bytes) else shown)
        chosen = _filtered(found, options)
        skip, most = int(options.get("$skip", 0)), int(options.get("$top", len(chosen)))
        page: dict[str, Any] = {"@odata.count": len(chosen)} if options.get("$count") == "true" else {}
        end = min(skip + _PAGE, most)
        page["value"] = [_shown(each, options.get("$expand", "")) for each in chosen[skip:end]]
        if end < min(most, len(chosen)):
            next_options = urlencode({**options, "$skip": end, "$top": most}, safe="$")
            page["@odata.nextLink"] = f"{self.root}/{'/'.join(segments)}?{next_options}"
        return Reply.of_json(page)

    def _post(self, holders: list[Any], segments: list[str], options: dict[str, str], body: Any) -> Reply:
        if holders[-1] and not isinstance(holders[-1][0], dict):
            holders[-1].append(body.get("value", body))
            return Reply(204)
        self.made += 1
        key = next(iter(holders[-1][0])) if holders[-1] else "id"
        made = {key: f"new-{self.made}", **body, "@odata.etag": 'W/"1"'}
        holders[-1].append(made)
        location = f"{self.root}/{'/'.join(segments)}/{made[key]}"
        return Reply.of_json(_shown(made), 201, Location=location, ETag=made["@odata.etag"])

    def _patch(self, holders: list[Any], segments: list[str], options: dict[str, str], body: Any) -> Reply:
        found = holders[-1]
        if isinstance(found, dict):
            found.update(body)
            return Reply.of_json(_shown(found))
        holders[-2][segments[-1]] = body.get("value") if isinstance(body, dict) else body
        return Reply(204)

    def _put(self, holders: list[Any], segments: list[str], options: Any, body: Any) -> Reply:
        if segments[-1] not in ("$ref", "$value"):
            holders[-2][segments[-1]] = body if isinstance(body, bytes) else body.get("value", body)
        return Reply(204)

    def _delete(self, holders: list[Any], segments: list[str], options: dict[str, str], _: Any) -> Reply:
        if isinstance(holders[-2], list):
            holders[-2].remove(holders[-1])
        else:
            holders[-2][segments[-1]] = None
        return Reply(204)


def _shown(item: Any, expanded: str = "") -> Any:
    """An item without its streams, and without the entities that it leads to where they are not expanded."""
    if not isinstance(item, dict):
        return item

    def is_part(name: str, value: Any) -> bool:
        first = value[0] if isinstance(value, list) and value else value
        is_entity = isinstance(first, dict) and next(iter(first), "").lower().endswith("id")
        return name[0] != "$" and not isinstance(value, bytes) and (not is_entity or name in expanded)

    return {name: value for name, value in item.items() if is_part(name, value)}


def _segments(path: str) -> list[str]:
    """The segments of a path; a key in parentheses is one of its own. Arguments of calls stay where they are."""
    found: list[str] = []
    for each in path.split("/") if path else []:
        key = re.fullmatch(r"([\w$]+)\((.+)\)", each)
        found += (
            [key[1], key[2]] if key and key[1][:1] != "$" and not key[2].startswith(("address=", "period=")) else [each]
        )
    return found


def _with_key(items: list[Any], key: str) -> list[Any]:
    parts = dict(part.split("=", 1) for part in key.split(",")) if "=" in key else {}
    if parts:
        wanted = {name: text.strip("'") for name, text in parts.items()}
        return [each for each in items if all(str(each.get(name)) == text for name, text in wanted.items())]
    return [each for each in items if str(next(iter(each.values()))) == key.strip("'")]


def _absent(segment: str) -> bool:
    raise KeyError(segment)


def _filtered(items: list[Any], options: dict[str, str]) -> list[Any]:
    """The items that `$filter` leaves, where it is made of comparisons joined by `and`; all of them otherwise."""
    terms = [_TERM.fullmatch(each.strip(" ()")) for each in options.get("$filter", "").split(" and ")]
    for term in terms if all(terms) else []:
        assert term is not None
        if term[4]:
            items = [each for each in items if str(each.get(term[4])).startswith(term[5].strip("'"))]
        else:
            wanted = json.loads(re.sub(r"^[\w.]*'(.*)'$", r'"\1"', term[3]))
            items = [each for each in items if (each.get(term[1]) == wanted) is (term[2] == "eq")]
    return items


def _references(root: str, path: str, found: Any) -> dict[str, Any]:
    above = path.removesuffix("/$ref")
    many = (
        [{"@odata.id": f"{root}/{above}/{next(iter(each.values()))}"} for each in found]
        if isinstance(found, list)
        else []
    )
    return {"value": many} if isinstance(found, list) else {"@odata.id": f"{root}/{above}"}


def _reply(given: Any) -> Reply:
    if isinstance(given, bytes):
        return Reply(200, given, {"Content-Type": "application/octet-stream"})
    return Reply.of_json(given)
