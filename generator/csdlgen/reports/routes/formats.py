"""Lists of routes as JSON, text, Markdown and `.http` lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdlgen.reports.markdown import code, escaped
from csdlgen.reports.routes.listing import MOST_LISTED, ListedRoute, RouteList
from csdlgen.text import count, printable


def as_data(routes: RouteList) -> dict[str, object]:
    """A list of routes as a dictionary of JSON values."""
    operation = {"operation": routes.name, "signature": routes.signature}
    data: dict[str, object] = {
        **(operation if routes.signature else {"type": routes.name}),
        "verb": routes.verb,
        **({"binding": routes.bound or None} if routes.signature else {}),
        "permissions": {permission.scheme: list(permission.scopes) for permission in routes.permissions},
        "keys": [
            {
                "collection": keys.collection,
                "type": str(keys.type),
                "key": list(keys.key),
                "alternate": [list(names) for names in keys.alternate],
            }
            for keys in routes.keys
        ],
        "routes": [_route(line) for line in routes.lines],
        **({"more": {"routes": routes.more, "counted": routes.counted}} if routes.more else {}),
    }
    if routes.cuts:
        data["cut"] = {
            "routes": [{"path": url, "limit": cut.why, "reason": cut.reason} for cut, url in routes.cut_lines],
            "more": routes.cuts.more,
            "counted": routes.cuts.counted,
        }
    return data


def _route(line: ListedRoute) -> dict[str, object]:
    route = line.route
    return {
        "verb": line.verb,
        "template": line.url,
        "keys": [key.name for key in route.keys],
        "documented": route.documented,
        "hops": route.hops,
        "uncontained": route.uncontained,
        "casts": [str(cast) for cast in route.casts],
        "restrictions": [{"term": mark.term, "target": mark.target, "says": mark.says} for mark in route.restrictions],
        "reasons": list(route.reasons),
    }


# --- text -----------------------------------------------------------------------------------------


def as_text(routes: RouteList) -> str:
    """A heading, permissions, and a line for each route, which begins with the route's verdict."""
    return "\n".join(map(printable, _text(routes)))


def _text(routes: RouteList) -> Iterator[str]:
    yield heading(routes)
    for permission in routes.permissions:
        yield f"  {permission.scheme}: {', '.join(permission.scopes)}"
    yield f"  {number_of_routes(routes)}, {routes.documented} documented"
    yield from rows(routes.lines, with_origin=True)
    if routes.rest:
        most = len(routes.lines) >= MOST_LISTED
        yield f"  {routes.rest} ({f'{MOST_LISTED:,} are listed at most' if most else '--limit N or --all'})"
    yield from cut_text(routes)


def heading(routes: RouteList) -> str:
    """What the routes lead to, in a line."""
    bound = f", bound to {routes.bound or 'nothing'}" if routes.signature else ""
    return f"{routes.verb} {routes.name}{bound}"


def number_of_routes(routes: RouteList) -> str:
    """`12 routes`, or `more than 1,100 routes` where not all were counted."""
    return f"{'' if routes.counted else 'more than '}{count(len(routes.lines) + routes.more, 'route')}"


def rows(lines: Iterable[ListedRoute], *, with_origin: bool) -> Iterator[str]:
    """A line for each route: its verdict, which may begin with `documented` or `derived`, its URL, its restrictions."""
    lines = tuple(lines)
    verdicts = (((line.route.origin,) if with_origin else ()) + line.route.shape for line in lines)
    for line, verdict in zip(lines, columns(map(", ".join, verdicts)), strict=True):
        against = f"  ({', '.join(line.route.against)})" if line.route.against else ""
        yield f"  {verdict}  {line.url}{against}"


def cut_text(routes: RouteList) -> Iterator[str]:
    """What is just beyond the limits."""
    if routes.cuts is None:
        return
    yield "  cut:" if routes.cut_lines else "  nothing is just beyond the limits"
    for (_, url), reason in zip(routes.cut_lines, columns(cut.reason for cut, _ in routes.cut_lines), strict=True):
        yield f"  {reason}  {url}"
    if routes.more_cuts:
        yield f"  {routes.more_cuts}"


def columns(texts: Iterable[str]) -> list[str]:
    """The texts, padded to the width of the widest."""
    padded = list(texts)
    width = max(map(len, padded), default=0)
    return [text.ljust(width) for text in padded]


# --- Markdown and .http ---------------------------------------------------------------------------


def as_markdown(routes: RouteList) -> str:
    """A heading, permissions, and a table of the routes."""
    lines = [f"### {escaped(heading(routes))}", ""]
    for permission in routes.permissions:
        lines.append(f"- {escaped(permission.scheme)}: {', '.join(map(code, permission.scopes))}")
    lines += [""] * bool(routes.permissions)
    lines += ["| request | verdict | reasons |", "|---|---|---|"]
    for line in routes.lines:
        request, reasons = code(f"{line.verb} {line.url}"), escaped(", ".join(line.route.reasons))
        lines.append(f"| {request} | {line.route.origin} | {reasons} |")
    if routes.rest:
        lines += ["", routes.rest]
    if routes.cuts is not None:
        lines += ["", "| cut | why |", "|---|---|"]
        lines += [f"| {code(url)} | {escaped(cut.reason)} |" for cut, url in routes.cut_lines]
        lines += ["", routes.more_cuts] if routes.more_cuts else []
    return "\n".join(lines)


def as_http(routes: RouteList) -> str:
    """Request lines as `documented` in the configuration takes them, each after a comment with its verdict. Odd names
    may have blanks and percent signs, which such lines have as escapes."""
    lines = [f"# {heading(routes)}"]
    for line in routes.lines:
        lines += [f"# {line.route.verdict}", f"{line.verb} {line.url.replace('%', '%25').replace(' ', '%20')}"]
    if routes.rest:
        lines.append(f"# {routes.rest}")
    lines += [f"# cut, {cut.reason}: {url}" for cut, url in routes.cut_lines]
    return "\n".join(" ".join(line.split()) for line in lines)
