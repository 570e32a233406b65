"""`csdlgen diff`: two documents, or what a package takes of each."""

from __future__ import annotations

import click

from csdlgen.cli.findings import Asked, Compared, conclude, surfaces_of
from csdlgen.cli.options import Common, Job, jobs
from csdlgen.cli.report import print_diagnostics
from csdlgen.csdl import read_csdl
from csdlgen.drift.judge import suspicious
from csdlgen.drift.selected import only_selected
from csdlgen.edm.model import EdmModel
from csdlgen.errors import CsdlgenError, Diagnostic, failure
from csdlgen.pipeline import read_documented, read_model, summed_up
from csdlgen.project.inputs import read_source
from csdlgen.upstream.needed import still_there
from csdlgen.upstream.selected import Taken, take


def run(common: Common, old: str, new: str, asked: Asked, *, sliced: bool) -> int:
    """The command; returns its exit code: 1 where something is at or above the gate. Raises CsdlgenError where the
    documents cannot be read, or where the new one has lost too much to be believed."""
    asked.check()
    return conclude(asked, _slices(common, old, new) if sliced else _documents(old, new))


def _documents(old: str, new: str) -> Compared:
    before, after = read_source(old), read_source(new)
    warnings: list[Diagnostic] = []
    first, second = (read_model((each,), warnings=warnings) for each in (before, after))
    _believe(first, second, new)
    documents = {each.name: each.data for each in (before, after)}
    # What is left out because of its name is not compared, so it is said whatever the differences are.
    print_diagnostics(summed_up(each for each in warnings if each.code == "invalid-identifier"), documents)
    return Compared(first, second, old, new, documents)


def _slices(common: Common, old: str, new: str) -> Compared:
    from csdlgen.cli.upstream import from_here

    before, after = from_here(_job(common, old)), from_here(_job(common, new))
    (whole_before, taken_before), (whole_after, taken_after) = _taken(before), _taken(after)
    _believe(whole_before, whole_after, new)
    lacking = {each.path for each in taken_before.lacking}
    if nowhere := tuple(each for each in taken_after.lacking if each.path in lacking):
        raise CsdlgenError(*before.placed(nowhere))
    name = before.package.name
    old_slice, new_slice = taken_before.slice.model, taken_after.slice.model
    if not before.package.selection.everything:
        # What only one of the slices needs is neither new nor gone where the other document has it as well.
        old_slice, new_slice = (
            still_there(new_slice, old_slice, taken_before.whole),
            still_there(old_slice, new_slice, taken_after.whole),
        )
    resources = (*taken_before.slice.resources, *taken_after.slice.resources)
    return Compared(
        only_selected(old_slice, resources),
        only_selected(new_slice, resources),
        f"{old} ({name})",
        f"{new} ({name})",
        {each.name: each.data for job in (before, after) for each in job.inputs.all},
        before.package.limits,
        lambda: surfaces_of(before.package, taken_before.slice, taken_after.slice),
    )


def _taken(job: Job) -> tuple[EdmModel, Taken]:
    """A whole document, and what the package takes of it."""
    with job.placing():
        whole = read_model(job.inputs.documents)
        overlays = [read_csdl(each.data, source=each.name) for each in job.inputs.overlays]
        return whole, take(job.package, whole, overlays, read_documented(job.inputs.documented))


def _job(common: Common, document: str) -> Job:
    """The package meant, with one document in place of its metadata."""
    found = list(jobs(Common(common.config, common.package, (document,))))
    if len(found) != 1:
        names = ", ".join(each.package.name for each in found)
        raise click.UsageError(f"Which package? Name one with --package; configured: {names}.")
    return found[0]


def _believe(old: EdmModel, new: EdmModel, name: str) -> None:
    """Raises CsdlgenError where the new document is hardly the next version of the old one."""
    if reason := suspicious(old, new):
        remedy = "Fetch it again: it may be cut short, or be of another service."
        raise failure("snapshot-suspicious", f"too much is gone to compare: {reason}", remedy, where=name)
