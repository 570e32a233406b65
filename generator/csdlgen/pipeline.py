"""The way through: from the bytes of documents to the files of a package.

Pure but for the templates, which are read where they are rendered; reading inputs and writing are at the edges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from csdlgen.check import check
from csdlgen.csdl import read_csdl
from csdlgen.csdl.xml.quick import uncollected
from csdlgen.edm.compose.merge import join
from csdlgen.edm.compose.overlay import overlay
from csdlgen.edm.model import EdmModel
from csdlgen.edm.references import unresolved
from csdlgen.errors import CsdlgenError, Diagnostic, Position, Severity, failure
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import Inputs, Source
from csdlgen.routes import Ledger, find_routes
from csdlgen.routes.documented import DocumentedLine, documented_paths, parse_http, read_lines
from csdlgen.select import Selection, Slice, select
from csdlgen.text import nearest
from csdlgen.urls import UrlLookup

if TYPE_CHECKING:
    from csdlgen.package.render import Files

_MOST_OF_A_KIND = 10


@dataclass(frozen=True, slots=True)
class Selected:
    """What a configuration selects of its metadata, before any Python."""

    slice: Slice
    ledger: Ledger
    notes: tuple[Diagnostic, ...]


def read_model(
    metadata: Iterable[Source], overlays: Iterable[Source] = (), warnings: list[Diagnostic] | None = None
) -> EdmModel:
    """The metadata as one model, with the overlays merged onto it in order; how odd things were read is added to
    `warnings`."""
    with uncollected():
        model = join([read_csdl(source.data, source=source.name, warnings=warnings) for source in metadata])
        for source in overlays:
            model = overlay(model, read_csdl(source.data, source=source.name, warnings=warnings))
        return model


def read_documented(sources: Iterable[Source]) -> tuple[DocumentedLine, ...]:
    """The documented lines of `.http` files, in order."""
    return tuple(
        line for source in sources for line in parse_http(source.data.decode("utf-8", "replace"), source=source.name)
    )


def select_package(package: PackageConfig, inputs: Inputs) -> Selected:
    """Read, overlay, select and find routes. Raises CsdlgenError with every error in what was selected; warnings about
    it are among the notes. What is wrong elsewhere in the documents is not told of."""
    if package.selection == Selection():
        message = f"package {package.name!r} selects nothing"
        raise failure("nothing-selected", message, "Name operations, types or resources, or say `everything = true`.")
    odd: list[Diagnostic] = []
    model = read_model(inputs.documents, inputs.overlays, odd)
    lines = read_documented(inputs.documented)
    unknown = [each for each in package.limits.roots if each not in _roots(model)]
    if unknown:
        raise _unknown_root(unknown[0], model, package.places.get(unknown[0]))
    read = read_lines(UrlLookup(model), lines, package.service_root)
    try:
        found = select(model, package.selection, package.limits, documented_paths(read), where=package.places)
    except CsdlgenError as error:
        raise CsdlgenError(*error.diagnostics, *_left_out(error.diagnostics, odd)) from error
    problems = check(found.model, model)
    errors = tuple(each for each in problems if each.severity is Severity.ERROR)
    lacking = unresolved(found.model, {each.namespace for each in model.schemas})
    if errors:
        raise CsdlgenError(*errors, *_left_out(errors, odd), *lacking)
    ledger = find_routes(found, package.limits, read, package.style)
    about = odd if package.selection.everything else _about(found, odd)
    warned = tuple(summed_up((*about, *found.warnings, *problems)))
    return Selected(found, ledger, (*warned, *lacking, *ledger.unresolved))


def _left_out(errors: Iterable[Diagnostic], warnings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Those warnings of the reader that are about what errors miss: something was left out because of its name."""
    said = [f"{each.path} {each.message}" for each in errors]
    for each in warnings:
        if each.code == "invalid-identifier":
            names = {each.path, each.path.partition("/")[2]} - {""}
            if any(name in text for name in names for text in said):
                yield replace(each, severity=Severity.ERROR)


def _about(found: Slice, warnings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Those warnings of the reader that are about something in the slice; of the types that routes only pass through,
    about what is left of them. Where not all warnings are at hand, the one that says so."""
    whole = {str(each) for each in (*found.models, *found.model.operations)}
    parts = {f"{container.name}/{each.name}" for container in found.model.containers for each in container.roots}
    for name in found.path_types:
        if type_ := found.model.structured(name):
            parts.update(f"{name}/{each.name}" for each in type_.properties)
            parts.update(f"{name}/{each.name}" for each in type_.navigations)
    for each in warnings:
        head, _, rest = each.path.partition("/")
        if head in whole or f"{head}/{rest.partition('/')[0]}" in parts or each.code == "more-findings":
            yield each


def summed_up(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The warnings, without those that reader and checks both have, and a number in place of too many of a kind."""
    kinds: dict[str, dict[object, Diagnostic]] = {}
    for each in found:
        if each.severity is Severity.WARNING:
            kinds.setdefault(each.code, {}).setdefault(each.where, each)
    for kind in kinds.values():
        told = tuple(kind.values())
        first = told[0]
        yield from told[:_MOST_OF_A_KIND]
        if len(told) > _MOST_OF_A_KIND:
            message = f"{len(told) - _MOST_OF_A_KIND} more like the one about {first.path}"
            yield replace(first, message=message, remedy=f"See `csdlgen explain {first.code}`.", path="", where=None)


def _roots(model: EdmModel) -> list[str]:
    return [each.name for container in model.containers for each in container.roots]


def _unknown_root(name: str, model: EdmModel, where: Position | None) -> CsdlgenError:
    remedy = nearest(name, _roots(model)) or "Name an entity set or a singleton."
    return failure("unknown-root", f"the metadata has no entity set or singleton {name!r}", remedy, where=where)


def build(package: PackageConfig, selected: Selected) -> Files:
    """The unformatted files of the package."""
    # Imported here, because jinja2 takes long to import, and most commands only read.
    from csdlgen.package.plan.package import plan_package
    from csdlgen.package.render import render

    return render(plan_package(selected.slice, selected.ledger, package))
