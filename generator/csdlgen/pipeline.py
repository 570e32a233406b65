"""The way through: from the bytes of documents to the files of a package.

Pure but for the templates, which are read where they are rendered; reading inputs and writing are at the edges.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from csdlgen.config import PackageConfig
from csdlgen.csdl import read_csdl
from csdlgen.documented import DocumentedLine, parse_http
from csdlgen.edm.checks import check
from csdlgen.edm.model import EdmModel
from csdlgen.errors import CsdlgenError, Diagnostic, Position, Severity, failure, nearest
from csdlgen.inputs import Inputs, Source
from csdlgen.overlay import overlay
from csdlgen.plan.package import plan_package
from csdlgen.render import Files, render
from csdlgen.routes import Ledger, find_routes
from csdlgen.select import Slice, select


@dataclass(frozen=True, slots=True)
class Selected:
    """What a configuration selects of its metadata, before any Python."""

    slice: Slice
    ledger: Ledger
    notes: tuple[Diagnostic, ...]


def read_model(metadata: Iterable[Source], overlays: Iterable[Source] = ()) -> EdmModel:
    """The metadata as one model, with the overlays merged onto it in order."""
    models = [read_csdl(source.data, source=source.name) for source in metadata]
    model = models[0]
    for other in models[1:]:
        model = _joined(model, other)
    for source in overlays:
        model = overlay(model, read_csdl(source.data, source=source.name))
    return model


def _joined(first: EdmModel, second: EdmModel) -> EdmModel:
    """Several documents as one model; a namespace belongs to one document."""
    known = {each.namespace for each in first.schemas}
    for schema in second.schemas:
        if schema.namespace in known:
            message = f"two metadata documents define the namespace {schema.namespace}"
            raise failure("duplicate-namespace", message, "Make the second one an overlay.", where=schema.location)
    references = tuple(dict.fromkeys((*first.references, *second.references)))
    return EdmModel((*first.schemas, *second.schemas), references, max(first.version, second.version))


def read_documented(sources: Iterable[Source]) -> tuple[DocumentedLine, ...]:
    """The documented lines of `.http` files, in order."""
    return tuple(
        line for source in sources for line in parse_http(source.data.decode("utf-8", "replace"), source=source.name)
    )


def select_package(package: PackageConfig, inputs: Inputs) -> Selected:
    """Read, overlay, select and find routes. Raises CsdlgenError with every error in what was selected; what is wrong
    elsewhere in the documents is a note."""
    model = read_model(inputs.metadata, inputs.overlays)
    lines = read_documented(inputs.documented)
    unknown = [each for each in package.limits.roots if each not in _roots(model)]
    if unknown:
        raise _unknown_root(unknown[0], model, package.places.get(unknown[0]))
    found = select(
        model, package.selection, package.limits, tuple(line.segments for line in lines), where=package.places
    )
    problems = check(found.model, model.types)
    errors = tuple(each for each in problems if each.severity is Severity.ERROR)
    if errors:
        raise CsdlgenError(*errors)
    ledger = find_routes(found, package.limits, lines, package.key_style)
    return Selected(found, ledger, (*problems, *ledger.unresolved))


def _roots(model: EdmModel) -> list[str]:
    return [each.name for container in model.containers for each in container.roots]


def _unknown_root(name: str, model: EdmModel, where: Position | None) -> CsdlgenError:
    remedy = nearest(name, _roots(model)) or "Name an entity set or a singleton."
    return failure("unknown-root", f"the metadata has no entity set or singleton {name!r}", remedy, where=where)


def build(package: PackageConfig, selected: Selected) -> Files:
    """The unformatted files of the package."""
    return render(plan_package(selected.slice, selected.ledger, package))
