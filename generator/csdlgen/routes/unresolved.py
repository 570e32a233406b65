"""Why a documented line is no route of a slice."""

from __future__ import annotations

from collections.abc import Container

from csdlgen.edm.model import Operation
from csdlgen.errors import Diagnostic
from csdlgen.routes.documented import ReadLine
from csdlgen.routes.template import http_verb
from csdlgen.select import Slice
from csdlgen.urls import Address, Rejected

_READ = ("GET",)
_COLLECTION = ("GET", "POST")
_ENTITY = ("GET", "PATCH", "PUT", "DELETE")
# What can be done with the resources behind a selected one (protocol sections 11.2 and 11.4).
_VERBS = {"count": _READ, "raw value": _ENTITY, "stream": _ENTITY, "primitive": _ENTITY, "complex": _ENTITY}
_ALL = ("GET", "POST", "PUT", "PATCH", "DELETE")


def why_unresolved(line: ReadLine, slice_: Slice, operations: Container[tuple[Operation, str]]) -> Diagnostic | None:
    """What is wrong with a documented line; None where it is a route of an operation, or a request to a selected
    resource. `operations` are those of the ledger with the names of their imports, which are empty for bound ones."""
    meaning = line.meaning
    if isinstance(meaning, Rejected):
        rule = f"{meaning.message} ({meaning.rule})"
        return _problem(line, f"{meaning.place}: {rule}", meaning.suggestion)
    skipped = next((each for each in _calls(line) if (each, "") not in operations), None)
    operation = meaning.operation
    if operation is None:
        return _resource(line, meaning, slice_)
    if (operation, meaning.imported) not in operations:
        return _problem(line, f"{operation.name} is not selected", _add("operations", operation.signature))
    if skipped:
        return _problem(line, f"{skipped.name}, on the way, is not selected", _add("operations", skipped.signature))
    if line.path is None:
        return _problem(line, f"it does not call {operation.name} on an entity or a collection of entities", "")
    wanted = http_verb(operation)
    if line.line.verb != wanted:
        return _problem(line, f"its verb is {wanted}", f"Write {wanted} in place of {line.line.verb}.")
    return None


def _calls(line: ReadLine) -> list[Operation]:
    """The bound functions on the way."""
    steps = line.path.steps if line.path else ()
    return [step.call for step in steps if step.call and step.call.bound]


def _resource(line: ReadLine, meaning: Address, slice_: Slice) -> Diagnostic | None:
    """What is wrong with a request to a resource."""
    kind, path = meaning.end.kind, line.path
    if path is None or not path.steps:
        return _problem(line, f"it leads to {meaning.end}, which is neither an operation nor a resource of a path", "")
    names = "/".join(name for step in path.steps for name in step.segments)
    if path.target not in {each.target for each in slice_.resources}:
        return _problem(line, f"the resource {names} is not selected", _add("resources", names))
    entities = _COLLECTION if line.url_path and line.url_path.on_collection else _ENTITY
    allowed = entities if kind == "entity" else _VERBS.get(kind, _ALL)
    if line.line.verb not in allowed:
        listed = ", ".join(allowed)
        return _problem(line, f"its verb is none of {listed}", f"Write one of {listed} in place of {line.line.verb}.")
    return None


def _add(key: str, name: str) -> str:
    return f"Add {name!r} to select.{key}, or leave the line out."


def _problem(line: ReadLine, reason: str, remedy: str) -> Diagnostic:
    return Diagnostic(
        code="documented-route-unresolved",
        message=f"the documented line `{line.line}` does not resolve: {reason}",
        remedy=remedy or "Correct the line, or look at what the service removed.",
        where=line.line.where,
    )
