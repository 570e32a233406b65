"""The ledger as text, Markdown and `.http` lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdlgen.reports.routes.listing import Line, Listing


def count(number: int, noun: str) -> str:
    """`1 route`, `2 routes`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def heading(listing: Listing) -> str:
    """What the listing is about, in a line."""
    bound = f", bound to {listing.bound or 'nothing'}" if listing.signature else ""
    return f"{listing.verb} {listing.name}{bound}"


def as_text(listing: Listing) -> str:
    """One line a route with its verdict in front."""
    return "\n".join(_text(listing))


def _text(listing: Listing) -> Iterator[str]:
    yield heading(listing)
    for permission in listing.permissions:
        yield f"  {permission.scheme}: {', '.join(permission.scopes)}"
    yield f"  {number_of_routes(listing)}, {listing.documented} documented"
    yield from rows(listing.lines, words=True)
    if listing.rest:
        yield f"  {listing.rest} (--limit N or --all)"
    yield from cut_text(listing)


def number_of_routes(listing: Listing) -> str:
    """`12 routes`, or `more than 1100 routes` where not all were counted."""
    return f"{'' if listing.counted else 'more than '}{count(len(listing.lines) + listing.more, 'route')}"


def rows(lines: Iterable[Line], *, words: bool) -> Iterator[str]:
    """A line a route: its verdict, `words` beginning with documented or derived, its URL, what is said against it."""
    found = list(lines)
    routes = [line.route for line in found]
    shapes = columns(", ".join(((route.origin,) if words else ()) + route.shape) for route in routes)
    for line, shape in zip(found, shapes, strict=True):
        against = f"  ({', '.join(line.route.against)})" if line.route.against else ""
        yield f"  {shape}  {line.url}{against}"


def cut_text(listing: Listing) -> Iterator[str]:
    """What lies just beyond the limits."""
    if listing.cuts is None:
        return
    yield "  cut:" if listing.cut_lines else "  nothing lies just beyond the limits"
    for (_, url), reason in zip(listing.cut_lines, columns(each.reason for each, _ in listing.cut_lines), strict=True):
        yield f"  {reason}  {url}"
    if listing.cuts.more:
        yield f"  and {'' if listing.cuts.counted else 'at least '}{listing.cuts.more} more"


def columns(texts: Iterable[str]) -> list[str]:
    """The texts, as wide as the widest."""
    found = list(texts)
    width = max(map(len, found), default=0)
    return [each.ljust(width) for each in found]


def as_markdown(listing: Listing) -> str:
    """A heading, and a table of the routes."""
    rows = [f"### {_cell(heading(listing))}", ""]
    rows += [f"- {_cell(each.scheme)}: {', '.join(map(_code, each.scopes))}" for each in listing.permissions]
    rows += [""] * bool(listing.permissions)
    rows += ["| request | verdict | reasons |", "|---|---|---|"]
    for each in listing.lines:
        route = each.route
        rows.append(f"| {_code(f'{each.verb} {each.url}')} | {route.origin} | {_cell(', '.join(route.reasons))} |")
    if listing.rest:
        rows += ["", listing.rest]
    if listing.cuts is not None:
        rows += ["", "| cut | why |", "|---|---|"]
        rows += [f"| {_code(url)} | {_cell(each.reason)} |" for each, url in listing.cut_lines]
        more = f"and {'' if listing.cuts.counted else 'at least '}{listing.cuts.more} more"
        rows += ["", more] if listing.cuts.more else []
    return "\n".join(rows)


def _cell(text: str) -> str:
    """Text that means nothing to Markdown."""
    plain = "".join(f"\\{each}" if each in "\\`*_{}[]<>#|!~" else each for each in text)
    return " ".join(plain.split())


def _code(text: str) -> str:
    return "`" + " ".join(text.replace("`", "'").replace("|", "\\|").split()) + "`"


def as_http(listing: Listing) -> str:
    """Request lines as `documented` takes them, each with its verdict as a comment above."""
    found = [f"# {heading(listing)}"]
    for each in listing.lines:
        found += [f"# {each.route.verdict}", f"{each.verb} {each.url}"]
    if listing.rest:
        found.append(f"# {listing.rest}")
    found += [f"# cut, {each.reason}: {url}" for each, url in listing.cut_lines]
    return "\n".join(" ".join(each.split()) for each in found)
