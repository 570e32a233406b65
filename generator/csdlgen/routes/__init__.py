"""The route ledger: every path variant of every operation of a slice, with what is known about it.

A route is a path (see `paths`) with the operation's segment behind it, and a verdict with reasons. Routes of an
operation are ordered: documented before derived, then fewer hops, then fewer uncontained ones, then fewer casts, then
by name. A restriction marks a route
and does not move it: what a service says of itself is advice, and the order is that of the generated package, which
derives it from the model's shape.
"""

from csdlgen.routes.alternate import CollectionKeys, collection_keys
from csdlgen.routes.derive import ResourceRoutes, Routes, resource_routes
from csdlgen.routes.ledger import Ledger, OperationRoutes, find_routes
from csdlgen.routes.permissions import Permission, permissions
from csdlgen.routes.restrictions import Restriction
from csdlgen.routes.template import KeyParameter, UrlStyle, bound_segment, call_template, key_parameters, key_template
from csdlgen.routes.verdict import Route, Verdict

__all__ = [
    "CollectionKeys",
    "KeyParameter",
    "Ledger",
    "OperationRoutes",
    "Permission",
    "ResourceRoutes",
    "Restriction",
    "Route",
    "Routes",
    "UrlStyle",
    "Verdict",
    "bound_segment",
    "call_template",
    "collection_keys",
    "find_routes",
    "key_parameters",
    "key_template",
    "permissions",
    "resource_routes",
]
