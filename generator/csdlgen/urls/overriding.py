"""Which overloads of derived types stand in the way of those of their base types."""

from __future__ import annotations

from csdlgen.common.overloads import Signature
from csdlgen.edm.model import Operation, QName
from csdlgen.navigation import Graph
from csdlgen.urls.values import signature


def overriding_types(graph: Graph, operation: Operation) -> frozenset[QName]:
    """The types derived from that which an operation is bound to that have an overload of their own: calls on them mean
    that one (protocol sections 11.5.4.2 and 11.5.5.2)."""
    others = graph.model.operations.get(operation.name, ())
    binding = operation.binding
    if binding is None or len(others) < 2:
        return frozenset()
    own, derived = signature(operation), graph.derived_or_same(binding.name) - {binding.name}
    bound = ((each, each.binding) for each in others)
    return frozenset(
        at.name
        for each, at in bound
        if at and at.collection == binding.collection and at.name in derived and hides(signature(each), own)
    )


def hides(nearer: Signature, other: Signature) -> bool:
    """Whether no call on the type that `nearer` is bound to can mean the other, which is bound to a base type of it."""
    same = (nearer.name, nearer.kind) == (other.name, other.kind)
    return same and (nearer.kind == "action" or {*nearer.parameters} == {*other.parameters})
