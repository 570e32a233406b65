"""Which keys may come twice on a path, so that the official Graph SDK numbers them: `by_group_id1`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from csdlgen.edm.model import QName
from csdlgen.routes import key_parameters

if TYPE_CHECKING:
    from csdlgen.package.plan.builder_types import BuilderTypes


def repeated_keys(types: BuilderTypes) -> frozenset[QName]:
    """The types of collections whose key may come behind a key of the same name on a path. Paths go on from contained
    entities, casts, and what composable functions give; a link is the last step."""
    named: dict[tuple[str, ...], set[QName]] = {}
    for name in types.collections:
        if name in types.homes and (key := tuple(each.name for each in key_parameters(types.graph, name))):
            named.setdefault(key, set()).add(name)
    onward = {name: frozenset(_onward(types, name)) for name in types.homes}
    ends = {name: {step.target for step in types.graph.steps(name) if step.collection} for name in types.homes}
    found: set[QName] = set()
    for alike in named.values():
        seen, waiting = set(alike), list(alike)
        while waiting:
            here = waiting.pop()
            found |= alike & ends[here]
            found |= {name for name, many in onward[here] if many} & alike
            fresh = {name for name, _ in onward[here]} - seen
            seen |= fresh
            waiting += fresh
    return frozenset(found)


def _onward(types: BuilderTypes, name: QName) -> Iterator[tuple[QName, bool]]:
    """What paths go on to from one entity of a type, and whether to a collection."""
    ends = [(step.target, step.collection) for step in types.graph.steps(name) if step.contained]
    for many in (False, True):
        for operation, declaring in types.nearest(name, collection=many).items():
            overloads = types.operations(declaring, collection=many)[operation]
            given = filter(None, map(types.leads_to, overloads))
            ends += [(each.name, each.collection) for each in given]
    for target, many in (*ends, (name, False)):
        for each in (target, *types.casts(target)):
            if each in types.homes:
                yield each, many
