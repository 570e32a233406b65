"""The way through: from the bytes of documents to the files of a package.

Pure but for the templates, which are read where they are rendered; reading inputs and writing are at the edges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from csdlgen.check import check
from csdlgen.csdl import read_csdl
from csdlgen.edm.compose.base_types import refuse_long_chains
from csdlgen.edm.compose.merge import join
from csdlgen.edm.compose.overlay import overlay
from csdlgen.edm.model import EdmModel
from csdlgen.edm.references import unresolved
from csdlgen.errors import CsdlgenError, Diagnostic, Severity, failure
from csdlgen.garbage_collector import uncollected
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import Inputs, Source
from csdlgen.project.positions import errors_with_positions, with_positions
from csdlgen.routes import Ledger, find_routes, without_routes
from csdlgen.routes.documented import DocumentedLine, documented_paths, parse_http, read_lines
from csdlgen.select import Selection, Slice, select
from csdlgen.text import nearest
from csdlgen.urls import UrlLookup

if TYPE_CHECKING:
    from csdlgen.package.render import Files

_MOST_OF_A_CODE = 10


@dataclass(frozen=True, slots=True)
class Selected:
    """What a configuration selects of its metadata, before any Python."""

    slice: Slice
    ledger: Ledger
    notes: tuple[Diagnostic, ...]


def read_model(
    metadata: Iterable[Source], overlays: Iterable[Source] = (), warnings: list[Diagnostic] | None = None
) -> EdmModel:
    """The metadata as one model, with the overlays merged onto it in order; what the reader warns of is added to
    `warnings`. Raises CsdlgenError with positions for documents that cannot be read or do not fit together."""
    metadata, overlays = tuple(metadata), tuple(overlays)
    with errors_with_positions((*metadata, *overlays)), uncollected():
        model = join([read_csdl(source.data, source=source.path, warnings=warnings) for source in metadata])
        for source in overlays:
            model = overlay(model, read_csdl(source.data, source=source.path, warnings=warnings))
        refuse_long_chains(model)
        return model


def read_documents(inputs: Inputs) -> tuple[EdmModel, tuple[Diagnostic, ...]]:
    """The whole model of a package, overlays included, and what the reader warns of."""
    warnings: list[Diagnostic] = []
    model = read_model(inputs.documents, inputs.overlays, warnings)
    return model, with_positions(summed_up(warnings), inputs.all)


def read_documented(sources: Iterable[Source]) -> tuple[DocumentedLine, ...]:
    """The documented lines of `.http` files, in order."""
    return tuple(
        line for source in sources for line in parse_http(source.data.decode("utf-8", "replace"), source=source.path)
    )


def select_package(package: PackageConfig, inputs: Inputs) -> Selected:
    """Read, overlay, select and find routes.

    Raises CsdlgenError with every error in what was selected; warnings about it are among the notes. Errors elsewhere
    in the documents are not reported.
    """
    if package.selection == Selection():
        message = f"package {package.name!r} selects nothing"
        raise failure("nothing-selected", message, "Name operations, types or resources, or say `everything = true`.")
    with errors_with_positions(inputs.all):
        selected = _select(package, inputs)
    return replace(selected, notes=with_positions(selected.notes, inputs.all))


def _select(package: PackageConfig, inputs: Inputs) -> Selected:
    warnings: list[Diagnostic] = []
    model = read_model(inputs.documents, inputs.overlays, warnings)
    lines = read_documented(inputs.documented)
    roots = [root.name for container in model.containers for root in container.roots]
    for name in package.limits.roots:
        if name not in roots:
            message = f"the metadata has no entity set or singleton {name!r}"
            remedy = nearest(name, roots) or "Name an entity set or a singleton."
            raise failure("unknown-root", message, remedy, where=package.positions.get(name))
    read = read_lines(UrlLookup(model), lines, package.service_root)
    try:
        slice_ = select(model, package.selection, package.limits, documented_paths(read), where=package.positions)
    except CsdlgenError as error:
        raise CsdlgenError(*error.diagnostics, *_left_out(error.diagnostics, warnings)) from error
    problems = check(slice_.model, model)
    errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    lacking = unresolved(slice_.model, {schema.namespace for schema in model.schemas})
    if errors:
        raise CsdlgenError(*errors, *_left_out(errors, warnings), *lacking)
    ledger = find_routes(slice_, package.limits, read, package.style)
    everything = package.selection.everything
    about = warnings if everything else (*_about(slice_, warnings), *without_routes(ledger, slice_))
    notes = tuple(summed_up((*about, *slice_.warnings, *problems)))
    return Selected(slice_, ledger, (*notes, *lacking, *ledger.unresolved))


def _left_out(errors: Iterable[Diagnostic], warnings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The warnings of the reader about elements that it left out because of their names, and that errors mention."""
    texts = [f"{error.path} {error.message}" for error in errors]
    for warning in warnings:
        if warning.code == "invalid-identifier":
            names = {warning.path, warning.path.partition("/")[2]} - {""}
            if any(name in text for name in names for text in texts):
                yield replace(warning, severity=Severity.ERROR)


def _about(slice_: Slice, warnings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The warnings of the reader about something in the slice, and the one that says that there are more.

    Of types that routes only pass through, those about the members that the slice has.
    """
    whole = {str(name) for name in (*slice_.models, *slice_.model.operations)}
    parts = {f"{container.name}/{root.name}" for container in slice_.model.containers for root in container.roots}
    for name in slice_.path_types:
        if type_ := slice_.model.structured(name):
            parts.update(f"{name}/{member.name}" for member in type_.properties)
            parts.update(f"{name}/{member.name}" for member in type_.navigations)
    for warning in warnings:
        head, _, rest = warning.path.partition("/")
        if head in whole or f"{head}/{rest.partition('/')[0]}" in parts or warning.code == "more-findings":
            yield warning


def summed_up(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The warnings among diagnostics: each once, and of a code with very many the first ones and a count."""
    by_code: dict[str, dict[object, Diagnostic]] = {}
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.WARNING:
            by_code.setdefault(diagnostic.code, {}).setdefault(diagnostic.where, diagnostic)
    for by_position in by_code.values():
        first, *others = by_position.values()
        yield from (first, *others[: _MOST_OF_A_CODE - 1])
        if (left := len(by_position) - _MOST_OF_A_CODE) > 0:
            message, remedy = f"{left} more like the one about {first.path}", f"See `csdlgen explain {first.code}`."
            yield replace(first, message=message, remedy=remedy, path="", where=None)


def build(package: PackageConfig, selected: Selected, templates: Iterable[Source] = ()) -> Files:
    """The unformatted files of the package; `templates` of the user's take the place of those of the same names. Raises
    CsdlgenError for templates that cannot be used."""
    # Imported here, because jinja2 takes long to import, and most commands only read.
    from csdlgen.package.own_templates import OwnTemplate
    from csdlgen.package.plan.files import plan_package
    from csdlgen.package.render import render

    own = {PurePosixPath(each.name).name: OwnTemplate(each.path, each.data) for each in templates}
    return render(plan_package(selected.slice, selected.ledger, package), own=own)
