"""The ledger explained, as one would to a colleague who asks which URL to call."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from csdlgen.navigation import Step
from csdlgen.reports.routes.listing import Line, Listing
from csdlgen.reports.routes.text import columns, count, cut_text, number_of_routes, rows
from csdlgen.text import times

_WIDTH = 100


def as_explanation(listing: Listing) -> str:
    """What it is, which route to use, whose permission it takes, why each route exists, what each hop is, what is
    cut."""
    parts = (_what, _use, _permissions, _why, _routes, _hops, _keys, _restricted, _cut)
    blocks = ("\n".join(part(listing)) for part in parts)
    return "\n\n".join(filter(None, blocks))


def _paragraph(text: str) -> str:
    return fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _what(listing: Listing) -> Iterator[str]:
    article = "an" if listing.kind[:1] in "aeiou" else "a"
    bound = f", bound to {listing.bound}" if listing.bound else ""
    yield _paragraph(f"{listing.name} is {article} {listing.kind}{bound}.")
    if listing.about:
        yield _paragraph(listing.about)


def _best(listing: Listing) -> Line | None:
    """The first route that nothing is said against, else the first."""
    free = (each for each in listing.lines if not each.route.restrictions)
    return next(free, next(iter(listing.lines), None))


def _use(listing: Listing) -> Iterator[str]:
    best = _best(listing)
    if best is None:
        yield "No route leads there within the limits."
        return
    route = best.route
    yield "Use this one:"
    yield f"  {best.verb} {best.url}"
    if not best.route.path.steps:
        yield "It is called at the root of the service."
        return
    first = listing.lines[0] is best
    why = "it is documented" if route.documented else "none is documented, and it takes the fewest hops"
    after = f"{_hop_count(route.hops)} from {route.path.steps[0].name}"
    inside = "in containment all the way" if not route.uncontained else f"{_leaving(route.uncontained)}"
    not_first = "" if first else "; annotations restrict those before it in the list"
    yield _paragraph(f"Because {why}: {after}, {inside}{not_first}.")


def _hop_count(hops: int) -> str:
    return "no hop" if not hops else count(hops, "hop")


def _leaving(uncontained: int) -> str:
    return f"leaving containment on {count(uncontained, 'hop')}"


def _permissions(listing: Listing) -> Iterator[str]:
    if listing.permissions:
        yield "Permissions, least privileged first:"
        for each in listing.permissions:
            yield f"  {each.scheme}: {', '.join(each.scopes) or 'none'}"


def _why(listing: Listing) -> Iterator[str]:
    routes = [line.route for line in listing.lines]
    if len(routes) < 2:
        return
    contained = sum(not route.uncontained for route in routes)
    cast = sum(bool(route.casts) for route in routes)
    limits = listing.limits
    roots = ", ".join(limits.roots) if limits.roots else "every entity set and singleton"
    back = f"come back to a type at most {times(limits.revisits)}" if limits.revisits else "never come back to a type"
    stay = "stay" if contained > 1 else "stays"
    shown = f"the first {len(routes)}" if listing.more else "them"
    text = (
        f"There are {number_of_routes(listing)}: {listing.documented} documented, the others follow from the model"
        f" alone. They begin at {roots}, take at most {count(limits.max_hops, 'hop')}, and {back}."
        f" {contained or 'None'} of {shown} {stay} in containment, which is all that generators which follow nothing"
        f" else would find."
    )
    yield _paragraph(f"{text} {cast} {'needs' if cast == 1 else 'need'} a cast to a derived type." if cast else text)


def _routes(listing: Listing) -> Iterator[str]:
    for word, title in (("documented", "Documented:"), ("derived", "Derived:")):
        lines = [each for each in listing.lines if each.route.origin == word and each.route.path.steps]
        if lines:
            yield title
        yield from rows(lines, words=False)
    if listing.rest:
        yield f"  {listing.rest}"


def _hops(listing: Listing) -> Iterator[str]:
    steps = dict.fromkeys(step for line in listing.lines for step in line.route.path.steps)
    if steps:
        yield "What each hop is:"
    names = columns("/".join(each.segments) for each in steps)
    for name, each in zip(names, steps, strict=True):
        yield f"  {name}  {_hop(each)}"


def _hop(step: Step) -> str:
    if step.declaring is None:
        return f"an entity set of {step.target}" if step.collection else f"a singleton, {step.target}"
    number = "several" if step.collection else "one"
    kept = "contained in it" if step.contained else "not contained in it"
    cast = f", once cast to {' and '.join(map(str, step.casts))}" if step.casts else ""
    source = f"{'/'.join(name for _, name in step.through)} of {step.through[0][0]}" if step.through else step.declaring
    return f"from {source}{cast} to {number} {step.target}, {kept}"


def _keys(listing: Listing) -> Iterator[str]:
    several = [each for each in listing.keys if len(each.key) > 1 or each.alternate]
    if several:
        yield "Keys:"
    for each in several:
        others = "".join(f", or {_joined(names)}" for names in each.alternate)
        yield f"  {each.collection}: {_joined(each.key) or 'no key'}{others}"


def _joined(names: tuple[str, ...]) -> str:
    return " and ".join(names)


def _restricted(listing: Listing) -> Iterator[str]:
    said = dict.fromkeys(each for line in listing.lines for each in line.route.restrictions)
    if said:
        yield "Restricted by annotations:"
    for each in said:
        number = sum(each in line.route.restrictions for line in listing.lines)
        yield f"  {each.term} on {each.target}: {each.says} ({count(number, 'route')})"


def _cut(listing: Listing) -> Iterator[str]:
    found = list(cut_text(listing))
    if found and listing.cut_lines:
        yield "What is cut, being just beyond the limits:"
        yield from found[1:]
    elif found:
        yield "Nothing is cut: nothing lies just beyond the limits."
