"""A service much like Microsoft Graph, of the tests, for what servers that are not ours do not have.

Its URLs have keys as segments; its entities are by path in `store.items`: `users/u1`, `users/u1/messages/m1`. It
executes batches as `Service` does.

| URL below the root | what it does |
|---|---|
| `users` | GET in pages (`Prefer: odata.maxpagesize`, else 3), `$count=true`; POST, also deep and binding |
| `users/$count`, `users/ns.employee`, `users/u1/ns.employee` | the number; those of a type |
| `users/delta()` | all that changed since a deltaLink, two a page, `@removed` for what was deleted |
| `users/u1` | GET with `$expand=messages` (two, and a nextLink); PATCH and PUT, also create, and deep; DELETE |
| `users(upn='x@y')` | the same by the alternate key |
| `users/u1/messages/m1` | contained entities |
| `users/u1/manager`, `/$ref` | a link: GET, PUT, DELETE |
| `groups/g1/members`, `/$ref`, `/u1/$ref` | links: GET, POST, DELETE with `$id` |
| `users/u1/photo`, `users/u1/messages/m1/$value` | streams: GET, PUT, DELETE; ETags |
| `usage(period='D7')` | a function that gives a stream |
| `users/u1/boss()` | a composable function: the manager, and on |
| `users/u1/home`, `/move` | a complex value: GET, PATCH; an action that is bound to it, with `If-Match` |

Entities have ETags, with `If-Match` and `If-None-Match`. `Prefer: return=minimal` makes POST answer with 204.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, unquote

from starlette.responses import JSONResponse, Response

from tests.support.service import Seen, Service, error

ENTITY_SETS = ("users", "groups")
CONTAINED = {"messages"}
LINKS = {"manager": False, "members": True}  # whether to many
STREAMS = {"photo", "$value"}
USAGE = b"a line of usage\n" * 40_000
_PARTS = {"$ref", "$count", "delta()", "home", "move"}
_ALTERNATE = re.compile(r"(\w+)\((\w+)='([^']*)'\)")


@dataclass
class Place:
    """What a URL names: a collection or an entity by its path in the store, narrowed to a type, and what of it."""

    collection: str = ""
    entity: str = ""
    owner: str = ""
    type: str = ""
    part: str = ""

    @property
    def link(self) -> tuple[str, str]:
        return self.owner, self.collection.rpartition("/")[2]


class Directory(Service):
    """The service; `gone` are the paths of entities that were deleted, each with the version of the data since then."""

    def __init__(self, *, limit: int | None = 20) -> None:
        super().__init__(formats=("json",), limit=limit)
        self.gone: list[tuple[int, str]] = []

    def respond(self, seen: Seen) -> Response:
        path, _, query = seen.path.removeprefix("/v1/").partition("?")
        options = {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
        if path.startswith("usage("):
            return Response(USAGE, media_type="text/csv", headers={"X-Period": path[14:-2]})
        place = self._place(path)
        if place is None:
            return error(404, "NotFound", f"no resource {path}")
        if place.part in ("home", "move"):
            return self._home(seen, place)
        if place.part in STREAMS:
            return self._stream(seen, place)
        if place.part == "$ref":
            return self._ref(seen, place, options)
        return self._entity(seen, place, options) if place.entity else self._collection(seen, place, options)

    # --- URLs ---------------------------------------------------------------------------------------------------------

    def _place(self, path: str) -> Place | None:
        place = Place()
        for segment in map(_named, path.split("/")):
            if match := _ALTERNATE.fullmatch(unquote(segment)):
                found = [each for each in self.children(match[1]) if self.store.items[each].get(match[2]) == match[3]]
                place = Place(entity=found[0] if found else f"{match[1]}/-")
            elif segment == "boss()":
                place = Place(entity=self.store.links.get((place.entity, "manager"), ["-"])[0])
            elif segment.startswith("ns."):
                place.type = f"#{segment}"
            elif segment in STREAMS or segment in _PARTS:
                place.part = segment
            elif place.collection:
                owner, name = place.link
                if LINKS.get(name):
                    place = Place(entity=f"users/{segment}", owner=owner, collection=place.collection)
                else:
                    place = Place(entity=f"{place.collection}/{segment}")
            elif segment in (*ENTITY_SETS, *CONTAINED, *LINKS):
                base = f"{place.entity}/" if place.entity else ""
                place = Place(collection=f"{base}{segment}", owner=place.entity)
                if LINKS.get(segment) is False:
                    targets = self.store.links.get(place.link, [])
                    place.entity = targets[0] if targets else "-"
            else:
                return None
        return place

    def children(self, collection: str) -> list[str]:
        """The paths of the entities in a collection."""
        pattern = re.compile(re.escape(collection) + "/[^/]+")
        return [path for path in self.store.items if pattern.fullmatch(path)]

    # --- collections --------------------------------------------------------------------------------------------------

    def _collection(self, seen: Seen, place: Place, options: dict[str, str]) -> Response:
        owner, name = place.link
        linked = self.store.links.get((owner, name), [])
        paths = linked if name in LINKS else self.children(place.collection)
        if place.type:
            paths = [path for path in paths if self.store.items[path].get("@odata.type") == place.type]
        if place.part == "$count":
            return Response(str(len(paths)), media_type="text/plain")
        if place.part == "delta()":
            return self._delta(place.collection, options)
        if seen.method == "POST":
            return self._create(seen, f"{place.collection}/{_named(seen.json()['id'])}", always=False)
        wanted = re.search(r"odata\.maxpagesize=(\d+)", seen.headers.get("prefer", ""))
        size, skip = int(wanted[1]) if wanted else 3, int(options.get("$skip", "0"))
        shown: dict[str, Any] = {"@odata.count": len(paths)} if options.get("$count") == "true" else {}
        shown["value"] = [self.store.items[path] for path in paths[skip : skip + size]]
        if skip + size < len(paths):
            url = seen.path.partition("?")[0].removeprefix("/v1/")
            shown["@odata.nextLink"] = f"{self.root}/{url}?$skip={skip + size}"
        return JSONResponse(shown)

    def _delta(self, collection: str, options: dict[str, str]) -> Response:
        since, skip = int(options.get("$deltatoken", "0")), int(options.get("$skiptoken", "0"))
        changed = [item for path in self.children(collection) if _version(item := self.store.items[path]) > since]
        gone = [path for version, path in self.gone if version > since > 0 and path not in self.store.items]
        removed = [{"id": _id(path), "@removed": {"reason": "deleted"}} for path in gone]
        shown: dict[str, Any] = {"value": [*changed, *removed][skip : skip + 2]}
        base = f"{self.root}/{collection}/delta()"
        if skip + 2 < len(changed) + len(removed):
            shown["@odata.nextLink"] = f"{base}?$deltatoken={since}&$skiptoken={skip + 2}"
        else:
            shown["@odata.deltaLink"] = f"{base}?$deltatoken={self.store.version}"
        return JSONResponse(shown)

    # --- entities -----------------------------------------------------------------------------------------------------

    def _entity(self, seen: Seen, place: Place, options: dict[str, str]) -> Response:
        path, found = place.entity, self.store.items.get(place.entity)
        if place.type and (found is None or found.get("@odata.type") != place.type):
            return error(404, "NotFound", f"no {place.type} {path}")
        if path == "-":
            return Response(status_code=204)
        if_match, if_none_match = seen.headers.get("if-match"), seen.headers.get("if-none-match")
        if found is None and seen.method in ("PATCH", "PUT") and if_match is None:
            return self._create(seen, path, always=True)
        if found is None:
            return error(404 if if_match is None else 412, "NotFound", f"no entity {path}")
        etag: str = found["@odata.etag"]
        if if_none_match in ("*", etag):
            return Response(status_code=304) if seen.method == "GET" else error(412, "Exists", "it is there")
        if if_match not in (None, "*", etag):
            return error(412, "PreconditionFailed", "changed since")
        if seen.method == "DELETE":
            self._remove(path)
            return Response(status_code=204)
        if seen.method in ("PATCH", "PUT"):
            self._write(path, {**(found if seen.method == "PATCH" else {}), **seen.json()})
        return self._shown(path, options.get("$expand", ""))

    def _create(self, seen: Seen, path: str, *, always: bool) -> Response:
        if path in self.store.items and not always:
            return error(409, "Conflict", f"{path} is there already")
        self._write(path, seen.json())
        url = f"{self.root}/{path}"
        named = {"Location": url, "OData-EntityId": url}
        if "return=minimal" in seen.headers.get("prefer", ""):
            return Response(status_code=204, headers={**named, "ETag": self.store.items[path]["@odata.etag"]})
        return self._shown(path, "", 201, named)

    def _shown(self, path: str, expand: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
        item = dict(self.store.items[path])
        if expand:
            inner = [self.store.items[each] for each in self.children(f"{path}/messages")]
            item["messages"] = inner[:2]
            if len(inner) > 2:
                item["messages@odata.nextLink"] = f"{self.root}/{path}/messages?$skip=2"
        return JSONResponse(item, status, {"ETag": item["@odata.etag"], **(headers or {})})

    def _write(self, path: str, values: dict[str, Any]) -> None:
        """Store an entity, and what is inside of it or linked to it in the same body."""
        self.store.version += 1
        own = {"id": _id(path), "@odata.etag": f'W/"{self.store.version}"'}
        for name in CONTAINED & values.keys():
            for each in self.children(f"{path}/{name}"):
                del self.store.items[each]
            for each in values[name]:
                self._write(f"{path}/{name}/{_named(each['id'])}", each)
        for name, url in self._bound(values):
            self.store.links[path, name] = [url.removeprefix(f"{self.root}/")]
        left_out = {*CONTAINED, *(name for name in values if name.endswith("@odata.bind"))}
        self.store.items[path] = {**{k: v for k, v in values.items() if k not in left_out}, **own}

    def _bound(self, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for name, url in values.items():
            if name.endswith("@odata.bind"):
                yield name.removesuffix("@odata.bind"), url

    def _remove(self, path: str) -> None:
        self.store.version += 1
        self.gone.append((self.store.version, path))
        for each in [each for each in self.store.items if each == path or each.startswith(f"{path}/")]:
            del self.store.items[each]

    def _home(self, seen: Seen, place: Place) -> Response:
        """A complex value of an entity, and the action that is bound to it."""
        found = self.store.items[place.entity]
        if seen.headers.get("if-match", "*") not in ("*", found["@odata.etag"]):
            return error(412, "PreconditionFailed", "changed since")
        home: dict[str, Any] = found.get("home") or {}
        if seen.method != "GET":
            home = {**home, **seen.json()}
            self._write(place.entity, {**found, "home": home})
        return JSONResponse(home)

    # --- links and streams --------------------------------------------------------------------------------------------

    def _ref(self, seen: Seen, place: Place, options: dict[str, str]) -> Response:
        links = self.store.links.setdefault(place.link, [])
        many = LINKS[place.link[1]]
        if seen.method == "GET":
            shown = [{"@odata.id": f"{self.root}/{each}"} for each in links]
            return JSONResponse({"value": shown} if many else shown[0]) if shown or many else Response(status_code=204)
        if seen.method == "DELETE":
            gone = options["$id"].removeprefix(f"{self.root}/") if "$id" in options else place.entity
            if gone not in links:
                return error(404, "NotFound", f"no link to {gone}")
            links.remove(gone)
        else:
            target = seen.json()["@odata.id"].removeprefix(f"{self.root}/")
            links[:] = [*links, target] if many else [target]
        return Response(status_code=204)

    def _stream(self, seen: Seen, place: Place) -> Response:
        key = f"{place.entity}/{place.part}"
        kind, octets = self.store.octets.get(key, ("", b""))
        if seen.headers.get("if-match", "*") not in ("*", f'"{len(octets)}"'):
            return error(412, "PreconditionFailed", "changed since")
        if seen.method == "PUT":
            self.store.octets[key] = (seen.headers["content-type"], seen.body)
        elif seen.method == "DELETE":
            del self.store.octets[key]
        elif key in self.store.octets:
            return Response(octets, media_type=kind, headers={"ETag": f'"{len(octets)}"'})
        return Response(status_code=204)


def _named(key: str) -> str:
    """A key, encoded in whatever way, as it stands in paths."""
    return quote(unquote(key), safe="$()=',@")


def _id(path: str) -> str:
    """The key of the entity with that path."""
    return unquote(path.rpartition("/")[2])


def _version(item: dict[str, Any]) -> int:
    return int(item["@odata.etag"][3:-1])
