"""What a package has: its operations with their routes, its resources with their verbs, its types. As text and data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice

from csdlgen.edm.model import ComplexType, EntityType, EnumType
from csdlgen.navigation import Path
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.resources import verbs_at
from csdlgen.routes import VERBS, Ledger, OperationRoutes
from csdlgen.select import Slice
from csdlgen.text import count

_MOST_COUNTED = 1000
_KINDS = {EntityType: "entity type", ComplexType: "complex type", EnumType: "enumeration"}


@dataclass(frozen=True, slots=True)
class ListedOperation:
    """An operation: `routes` are all of its routes, or of very many the number that was `counted` at most."""

    signature: str
    kind: str
    verb: str
    routes: int
    counted: bool
    documented: int


@dataclass(frozen=True, slots=True)
class ListedResource:
    """A path to entities that are read and written, as `select.resources` names it, with the verbs that builders have
    there."""

    path: str
    type: str
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedType:
    """A type that has a model."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a package has; `properties` are those that are read and written by themselves."""

    package: str
    operations: tuple[ListedOperation, ...]
    resources: tuple[ListedResource, ...]
    properties: tuple[str, ...]
    types: tuple[ListedType, ...]


def contents(package: str, part: Slice, ledger: Ledger, types: BuilderTypes) -> Contents:
    """What the package of a slice has, each kind sorted by name."""
    resources = (_resource(path, types) for path in part.resources if path.is_rooted)
    known = (part.model.types[name] for name in part.models)
    return Contents(
        package,
        tuple(sorted(map(_operation, ledger.entries), key=lambda each: each.signature)),
        tuple(sorted(resources, key=lambda each: each.path)),
        tuple(sorted(f"{owner}/{name}" for owner, name in part.properties)),
        tuple(
            sorted(
                (ListedType(str(each.name), _KINDS.get(type(each), "type definition")) for each in known),
                key=lambda each: each.name,
            )
        ),
    )


def _operation(entry: OperationRoutes) -> ListedOperation:
    operation = entry.operation
    routes = sum(1 for _ in islice(entry.routes, _MOST_COUNTED + 1))
    return ListedOperation(
        operation.signature,
        operation.kind,
        entry.verb,
        min(routes, _MOST_COUNTED),
        routes <= _MOST_COUNTED,
        len(entry.documented),
    )


def _resource(path: Path, types: BuilderTypes) -> ListedResource:
    verbs = verbs_at(types, path) - {"count"}  # which is a path of its own, `$count`
    segments = [segment for step in path.steps for segment in step.segments]
    text = "/".join([*segments, str(path.cast)] if path.cast else segments)
    return ListedResource(text, str(path.target), tuple(verb for verb in VERBS if verb in verbs))


def contents_data(found: Contents) -> dict[str, object]:
    """The contents as JSON has them."""
    return asdict(found)


def contents_text(found: Contents) -> Iterator[str]:
    """The contents in lines."""
    yield found.package
    yield from _section(
        count(len(found.operations), "operation"),
        [(each.verb, each.signature, _routes(each)) for each in found.operations],
    )
    yield from _section(
        count(len(found.resources), "resource"),
        [(each.path, ", ".join(each.verbs), each.type) for each in found.resources],
    )
    yield from _section(count(len(found.properties), "property", "properties"), [(each,) for each in found.properties])
    yield from _section(count(len(found.types), "type"), [(each.kind, each.name) for each in found.types])


def _routes(operation: ListedOperation) -> str:
    total = f"{'' if operation.counted else 'more than '}{count(operation.routes, 'route')}"
    return f"{total}, {operation.documented} documented" if operation.documented else total


def _section(title: str, rows: list[tuple[str, ...]]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield title
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
