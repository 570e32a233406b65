"""The ledger as JSON has it."""

from __future__ import annotations

from csdlgen.reports.routes.listing import Line, Listing


def as_data(listing: Listing) -> dict[str, object]:
    """A listing as a dictionary of JSON values."""
    is_type = not listing.signature
    named = {"type": listing.name} if is_type else {"operation": listing.name, "signature": listing.signature}
    found: dict[str, object] = {
        **named,
        "verb": listing.verb,
        **({} if is_type else {"binding": listing.bound or None}),
        "permissions": {each.scheme: list(each.scopes) for each in listing.permissions},
        "keys": [
            {
                "collection": each.collection,
                "type": str(each.type),
                "key": list(each.key),
                "alternate": [list(names) for names in each.alternate],
            }
            for each in listing.keys
        ],
        "routes": [_route(each) for each in listing.lines],
        **({"more": {"routes": listing.more, "counted": listing.counted}} if listing.more else {}),
    }
    if listing.cuts:
        found["cut"] = {
            "routes": [{"path": url, "limit": each.why, "reason": each.reason} for each, url in listing.cut_lines],
            "more": listing.cuts.more,
            "counted": listing.cuts.counted,
        }
    return found


def _route(line: Line) -> dict[str, object]:
    route = line.route
    return {
        "verb": line.verb,
        "template": line.url,
        "keys": [each.name for each in line.route.keys],
        "documented": route.documented,
        "hops": route.hops,
        "uncontained": route.uncontained,
        "casts": [str(each) for each in route.casts],
        "restrictions": [{"term": each.term, "target": each.target, "says": each.says} for each in route.restrictions],
        "reasons": list(route.reasons),
    }
