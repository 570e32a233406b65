"""Routes explained: which URL to call, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import fill

from csdlgen.navigation import Step
from csdlgen.reports.routes.formats import columns, cut_text, number_of_routes, rows
from csdlgen.reports.routes.listing import RouteList
from csdlgen.text import count, times

_WIDTH = 100


def as_explanation(routes: RouteList) -> str:
    """In paragraphs: what the routes lead to, which one to use, permissions, why each exists, what each hop is, keys,
    restrictions, what is cut."""
    parts = (_what, _use, _permissions, _why, _routes, _hops, _keys, _restricted, _cut)
    blocks = ("\n".join(part(routes)) for part in parts)
    return "\n\n".join(filter(None, blocks))


def _paragraph(text: str) -> str:
    return fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _what(routes: RouteList) -> Iterator[str]:
    article = "an" if routes.kind[:1] in "aeiou" else "a"
    bound = f", bound to {routes.bound}" if routes.bound else ""
    yield _paragraph(f"{routes.name} is {article} {routes.kind}{bound}.")
    if routes.about:
        yield _paragraph(routes.about)


def _use(routes: RouteList) -> Iterator[str]:
    if not routes.lines:
        yield "No route leads there within the limits."
        return
    unrestricted = (line for line in routes.lines if not line.route.restrictions)
    best = next(unrestricted, routes.lines[0])
    route = best.route
    yield "Use this one:"
    yield f"  {best.verb} {best.url}"
    if not route.path.steps:
        yield "It is called at the root of the service."
        return
    why = "it is documented" if route.documented else "none is documented, and it takes the fewest hops"
    hops = f"{count(route.hops, 'hop') if route.hops else 'no hop'} from {route.path.steps[0].name}"
    leaving = f"leaving containment on {count(route.uncontained, 'hop')}"
    inside = leaving if route.uncontained else "in containment all the way"
    not_first = "" if best is routes.lines[0] else "; annotations restrict those before it in the list"
    yield _paragraph(f"Because {why}: {hops}, {inside}{not_first}.")


def _permissions(routes: RouteList) -> Iterator[str]:
    if routes.permissions:
        yield "Permissions, least privileged first:"
        for permission in routes.permissions:
            yield f"  {permission.scheme}: {', '.join(permission.scopes) or 'none'}"


def _why(routes: RouteList) -> Iterator[str]:
    shown = [line.route for line in routes.lines]
    if len(shown) < 2:
        return
    contained = sum(not route.uncontained for route in shown)
    cast = sum(bool(route.casts) for route in shown)
    limits = routes.limits
    roots = ", ".join(limits.roots) if limits.roots else "every entity set and singleton"
    back = f"come back to a type at most {times(limits.revisits)}" if limits.revisits else "never come back to a type"
    stay = "stay" if contained > 1 else "stays"
    them = f"the first {len(shown)}" if routes.more else "them"
    text = (
        f"There are {number_of_routes(routes)}: {routes.documented} documented, the others follow from the model"
        f" alone. They begin at {roots}, take at most {count(limits.max_hops, 'hop')}, and {back}."
        f" {contained or 'None'} of {them} {stay} in containment, which is all that most generators follow."
    )
    yield _paragraph(f"{text} {cast} {'needs' if cast == 1 else 'need'} a cast to a derived type." if cast else text)


def _routes(routes: RouteList) -> Iterator[str]:
    for word, title in (("documented", "Documented:"), ("derived", "Derived:")):
        lines = [line for line in routes.lines if line.route.origin == word and line.route.path.steps]
        if lines:
            yield title
        yield from rows(lines, with_origin=False)
    if routes.rest:
        yield f"  {routes.rest}"


def _hops(routes: RouteList) -> Iterator[str]:
    steps = dict.fromkeys(step for line in routes.lines for step in line.route.path.steps)
    if steps:
        yield "What each hop is:"
    for name, step in zip(columns("/".join(step.segments) for step in steps), steps, strict=True):
        yield f"  {name}  {_hop(step)}"


def _hop(step: Step) -> str:
    if step.declaring is None:
        return f"an entity set of {step.target}" if step.collection else f"a singleton, {step.target}"
    number = "several" if step.collection else "one"
    contained = "contained in it" if step.contained else "not contained in it"
    cast = f", cast to {' and '.join(map(str, step.casts))}," if step.casts else ""
    source = f"{'/'.join(name for _, name in step.through)} of {step.through[0][0]}" if step.through else step.declaring
    return f"from {source}{cast} to {number} {step.target}, {contained}"


def _keys(routes: RouteList) -> Iterator[str]:
    unusual = [keys for keys in routes.keys if len(keys.key) > 1 or keys.alternate]
    if unusual:
        yield "Keys:"
    for keys in unusual:
        others = "".join(f", or {' and '.join(names)}" for names in keys.alternate)
        yield f"  {keys.collection}: {' and '.join(keys.key) or 'no key'}{others}"


def _restricted(routes: RouteList) -> Iterator[str]:
    restrictions = Counter(mark for line in routes.lines for mark in dict.fromkeys(line.route.restrictions))
    if restrictions:
        yield "Restricted by annotations:"
    for restriction, number in restrictions.items():
        yield f"  {restriction.term} on {restriction.target}: {restriction.says} ({count(number, 'route')})"


def _cut(routes: RouteList) -> Iterator[str]:
    lines = list(cut_text(routes))
    if lines and routes.cut_lines:
        yield "What is cut because it is just beyond the limits:"
        yield from lines[1:]
    elif lines:
        yield "Nothing is cut: nothing is just beyond the limits."
