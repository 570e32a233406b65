"""The pages of resources: how entities of a type are listed, read, created, changed and deleted, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from csdlgen.edm.model import Property, QName, TypeRef
from csdlgen.edm.vocabularies import access
from csdlgen.navigation import Path
from csdlgen.package.plan.files import IEEE754
from csdlgen.package.plan.resources import verbs_at
from csdlgen.reports.reference.blocks import Block, CodeBlock, Heading, Paragraph, ReferencePage, Span, said
from csdlgen.reports.reference.common import JSON, Documented, about, as_json
from csdlgen.reports.reference.samples import Samples
from csdlgen.routes import Route, Routes
from csdlgen.text import count


@dataclass(frozen=True, slots=True)
class _VerbText:
    """A verb of resources: its heading, its method, the segment behind the resource, and the response."""

    title: str
    method: str
    status: str
    segment: str = ""
    of_many: bool = False


_VERBS = {
    "list": _VerbText("List", "GET", "200 OK", of_many=True),
    "count": _VerbText("Count", "GET", "200 OK", "/$count", of_many=True),
    "post": _VerbText("Create", "POST", "201 Created", of_many=True),
    "get": _VerbText("Get", "GET", "200 OK"),
    "patch": _VerbText("Update", "PATCH", "204 No Content"),
    "put": _VerbText("Replace", "PUT", "204 No Content"),
    "delete": _VerbText("Delete", "DELETE", "204 No Content"),
}


def resource_pages(documented: Documented) -> Iterator[ReferencePage]:
    """A page for each type whose entities are read and written."""
    routes = Routes(documented.graph, documented.config.limits, documented.types.style)
    by_type: dict[QName, dict[str, list[Path]]] = {}
    rooted = filter(lambda path: path.is_rooted, documented.types.resources)
    for path in sorted(rooted, key=lambda each: each.hops):
        for verb in verbs_at(documented.types, path):
            by_type.setdefault(path.target, {}).setdefault(verb, []).append(path)
    for name, verbs in sorted(by_type.items()):
        blocks = tuple(_blocks(documented, routes, name, verbs))
        yield ReferencePage(documented.page_of_resource(name), f"{name.name} resource", blocks)


def _blocks(documented: Documented, routes: Routes, name: QName, verbs: dict[str, list[Path]]) -> Iterator[Block]:
    type_ = documented.annotator.model.types[name]
    yield Paragraph((Span("Namespace: "), Span(name.namespace, code=True)))
    yield from about(type_.annotations)
    yield Paragraph((Span("Properties: see "), *documented.type_name(name), Span(".")))
    for verb, said_of in _VERBS.items():
        if verb in verbs:
            shown = verbs[verb][: documented.most + 1]
            found = [routes.route(path, collection=said_of.of_many) for path in shown]
            yield Heading(said_of.title)
            yield CodeBlock("http", "\n".join(f"{said_of.method} {each.template}{said_of.segment}" for each in found))
            if more := len(verbs[verb]) - len(shown):
                yield Paragraph(said(f"There {'is' if more == 1 else 'are'} {count(more, 'more route')}."))
            yield from _example(documented, name, verb, found[0])


def _example(documented: Documented, name: QName, verb: str, route: Route) -> Iterator[Block]:
    text = _VERBS[verb]
    samples = Samples(documented.annotator, documented.config.odata_type)
    body = _body(documented, samples, name, verb)
    url = f"{documented.config.service_root.rstrip('/')}{route.template}{text.segment}"
    lines = [f"{text.method} {url}"]
    if body is not None:
        lines += [f"Content-Type: {IEEE754 if samples.any_big else JSON}", "", as_json(body)]
    yield Heading("Request", 3)
    yield CodeBlock("http", "\n".join(lines))
    for is_async, title in documented.snippets.clients:
        yield Heading(title, 3)
        yield CodeBlock("python", documented.snippets.resource(verb, route, name, body, is_async=is_async))
    yield Heading("Response", 3)
    yield CodeBlock("http", "\n".join((f"HTTP/1.1 {text.status}", *_answer(documented, name, verb))))


def _body(documented: Documented, samples: Samples, name: QName, verb: str) -> dict[str, Any] | None:
    """What is sent: a whole entity, or to change it one property."""
    if verb not in ("post", "put", "patch"):
        return None
    whole: dict[str, Any] = samples.of_type(TypeRef(name), name.name) or {}
    return whole if verb != "patch" else _one_change(documented, samples, name, whole)


def _one_change(documented: Documented, samples: Samples, name: QName, whole: dict[str, Any]) -> dict[str, Any]:
    """The first property that can be changed alone; all where there is none."""
    lookup = documented.graph.lookup
    key = {prop.name for _, prop in lookup.key(name)}
    for prop in lookup.members(name).values():
        if isinstance(prop, Property) and prop.name in whole and prop.name not in key and not access(prop.annotations):
            samples.any_big = False
            samples.of(prop)
            return {each: value for each, value in whole.items() if each in ("@odata.type", prop.name)}
    return whole


def _answer(documented: Documented, name: QName, verb: str) -> Iterable[str]:
    if verb == "count":
        return ("Content-Type: text/plain", "", "8")
    if _VERBS[verb].status == "204 No Content":
        return ()
    samples = Samples(documented.annotator, documented.config.odata_type, is_response=True)
    entity = samples.of_type(TypeRef(name), name.name) or {}
    shown = {"value": [entity]} if verb == "list" else entity
    return (f"Content-Type: {IEEE754 if samples.any_big else JSON}", "", as_json(shown))
