"""The route ledger: every path variant of every operation of a slice, with what is known about it.

A route is a navigation path (see `navigation`) with the operation's segment behind it. Routes of an operation are
ordered: documented before derived, then fewer hops, then fewer uncontained ones, then fewer casts, then by name. A
restriction marks a route and does not move it: what a service says of itself is advice, and the order is that of the
generated package, which derives it from the model's shape.
"""

from csdlgen.routes.derive import ResourceRoutes, Routes, resource_routes
from csdlgen.routes.ledger import Ledger, OperationRoutes, find_routes, without_routes
from csdlgen.routes.restrictions import Permission, Restriction, permissions
from csdlgen.routes.route import Route
from csdlgen.routes.template import (
    CollectionKeys,
    KeyParameter,
    UrlStyle,
    bound_segment,
    call_template,
    collection_keys,
    http_verb,
    key_parameters,
)
from csdlgen.routes.verb_restrictions import VERBS, Allowed, VerbRestrictions, refused_of_property

__all__ = [
    "VERBS",
    "Allowed",
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
    "VerbRestrictions",
    "bound_segment",
    "call_template",
    "collection_keys",
    "find_routes",
    "http_verb",
    "key_parameters",
    "permissions",
    "refused_of_property",
    "resource_routes",
    "without_routes",
]
