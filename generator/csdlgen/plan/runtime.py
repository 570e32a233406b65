"""Which modules of the runtime a package needs: only those that the types it uses ask for."""

from __future__ import annotations

from collections.abc import Iterator

from csdlgen.edm.model import EDM, ComplexType, EntityType, EnumType, Operation, QName, TypeRef
from csdlgen.plan.annotations import Annotator
from csdlgen.plan.targets import Targets

_ALWAYS = (
    "__init__", "aio", "builder", "client", "codec", "edm", "graph", "keys", "lazy", "match", "memory", "model",
    "overloads", "policies", "predicates", "props", "request", "routes", "search", "sequences", "url_literals",
    "url_syntax", "walk", "wire",
)  # fmt: skip
_BY_TYPE = {
    "Binary": ("octets", "checks"),
    "Byte": ("numeric", "checks"),
    "Date": ("times", "checks"),
    "DateTimeOffset": ("instants",),
    "Decimal": ("numeric", "checks"),
    "Double": ("numeric", "checks"),
    "Duration": ("times", "checks"),
    "Guid": ("octets", "checks"),
    "Int16": ("numeric", "checks"),
    "Int32": ("numeric", "checks"),
    "Int64": ("numeric", "checks"),
    "SByte": ("numeric", "checks"),
    "Single": ("numeric", "checks"),
    "Stream": ("streams",),
    "TimeOfDay": ("times", "checks"),
}
_COLLECTION = ("views", "checks")
_FLAGS = ("flags", "checks")


def runtime_modules(targets: Targets) -> frozenset[str]:
    """The runtime modules of a package, by name."""
    annotator = targets.annotator
    found = set(_ALWAYS)
    for used in _used(targets):
        if used.collection:
            found.update(_COLLECTION)
        name = annotator.underlying(used.name)
        if name.namespace == EDM:
            found.update(_BY_TYPE.get(name.name, ()))
    if any(isinstance(each := annotator.model.types[name], EnumType) and each.flags for name in annotator.homes):
        found.update(_FLAGS)
    if _writes_literals(targets):
        found.add("predicates")
    if targets.resources:
        found.add("query")
    if any(map(targets.collection_verbs, targets.homes)):
        found.update(("listing", "paging", *_COLLECTION))
    return frozenset(found)


def has_big_numbers(targets: Targets) -> bool:
    """Whether the package reads numbers that JSON numbers round."""
    names = {targets.annotator.underlying(each.name) for each in _used(targets)}
    return not names.isdisjoint((QName(EDM, "Decimal"), QName(EDM, "Int64")))


def _used(targets: Targets) -> Iterator[TypeRef]:
    """Every type that generated code names: of properties, parameters, results and keys."""
    annotator: Annotator = targets.annotator
    for name in annotator.homes:
        type_ = annotator.model.types[name]
        if isinstance(type_, (EntityType, ComplexType)):
            yield from (each.type for each in type_.properties)
            yield from (each.type for each in type_.navigations if each.type.name in annotator.homes)
    for overloads in annotator.model.operations.values():
        for operation in overloads:
            yield from _of_operation(operation)
    for name in targets.path_types:
        yield from (TypeRef(each.type) for each in targets.key(name))


def _writes_literals(targets: Targets) -> bool:
    """Whether a URL has literals: keys in parentheses, keys of several parts, calls of functions."""
    functions = any(each.kind == "function" for found in targets.model.operations.values() for each in found)
    several = any(len(targets.key(name)) > 1 for name in targets.path_types)
    return functions or several or targets.style.keys == "parentheses"


def _of_operation(operation: Operation) -> Iterator[TypeRef]:
    yield from (each.type for each in operation.parameters[int(operation.bound) :])
    if operation.returns:
        yield operation.returns.type
