"""`csdlgen check --against`: what the repository has, compared with what upstream publishes now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from csdlgen.cli.findings import Asked, Compared, conclude, surfaces_of
from csdlgen.cli.network import Network
from csdlgen.cli.options import Common, Job
from csdlgen.cli.report import print_diagnostics
from csdlgen.cli.upstream import Arrived, Service, beside, from_here, retrieve, service
from csdlgen.drift.selected import only_selected
from csdlgen.drift.suspicious import suspicious
from csdlgen.edm.compose.merge import join
from csdlgen.edm.model import EdmModel
from csdlgen.errors import failure
from csdlgen.generate import generate
from csdlgen.pipeline import Selected, read_documented, read_model
from csdlgen.project.inputs import Inputs, Source
from csdlgen.project.references import with_references
from csdlgen.upstream.needed import still_there
from csdlgen.upstream.selected import Taken, anchored, take

# Of these, readers want places in the repository's files, and of no others.
_OF_THE_REPOSITORY = ("github", "sarif")


def run(options: Common, names: tuple[str, ...], asked: Asked, network: Network) -> int:
    """Check the repository, then compare; 1 where either finds something, CsdlgenError where it cannot be decided."""
    asked.check()
    owner = service(options)
    if len(owner.jobs) > 1 and (asked.form != "text" or asked.output or asked.update_accepts is not None):
        told = ", ".join(each.package.name for each in owner.jobs)
        raise click.UsageError(f"Which package? One report is about one; name it with --package: {told}.")
    arrived = retrieve(names, network, owner, date.today())
    code = 0
    for job in owner.jobs:
        here = from_here(job)
        selected = here.select()
        print_diagnostics(selected.notes)
        code |= _current(job, selected, quiet=asked.form != "text")
        taken = compared_with(here, arrived)
        print_diagnostics(here.placed(taken.superseded))
        code |= conclude(asked, _compared(owner, here, selected, taken, arrived, asked.form))
    return code


def _current(job: Job, selected: Selected, *, quiet: bool) -> int:
    """Whether the output is current, and documented routes resolve. To stderr where stdout is for a program."""
    found = generate(job.package, job.inputs, selected, job.output)
    for change in found.changes:
        click.echo(f"{change.kind} {job.package.output}/{change.path}", err=quiet)
    if not found.changes:
        click.echo(f"{job.package.output}/{job.package.name}: up to date, {len(found.files)} files", err=quiet)
    return int(bool(found.changes or selected.ledger.unresolved))


def compared_with(here: Job, arrived: Arrived) -> Taken:
    """What the package takes of upstream. Raises CsdlgenError where that has lost too much to be believed."""
    with beside(here, arrived).placing():
        upstream = joined(here, arrived, read_upstream(arrived))
        refuse_suspicious(read_model(here.inputs.documents), upstream, arrived)
        overlays = [read_model([each]) for each in here.inputs.overlays]
        return take(here.package, upstream, overlays, read_documented(here.inputs.documented))


def read_upstream(arrived: Arrived) -> tuple[EdmModel, ...]:
    """The documents of upstream, each as a model."""
    return tuple(read_model([each]) for each in arrived.sources)


def joined(here: Job, arrived: Arrived, models: Sequence[EdmModel]) -> EdmModel:
    """The documents of upstream, with those that they refer to, as one model."""
    inputs = with_references(Inputs(arrived.sources, (), ()), here.package.references, here.folder)
    return join([*models, *(read_model([each]) for each in inputs.referenced)])


def refuse_suspicious(committed: EdmModel, upstream: EdmModel, arrived: Arrived) -> None:
    """Raise CsdlgenError where upstream is hardly what the committed documents are a part of."""
    reason = suspicious(committed, upstream)
    if reason:
        remedy = "Look at the document. If the service has become so small, run `csdlgen update --force`."
        raise failure("snapshot-suspicious", f"not believed: {reason}", remedy, where=arrived.sources[0].name)


def comparable(here: Job, old: EdmModel, taken: Taken) -> EdmModel:
    """What to compare an old slice with; of a selection of everything, everything."""
    new = taken.slice.model
    return new if here.package.selection.everything else still_there(old, new, taken.whole)


def _compared(owner: Service, here: Job, selected: Selected, taken: Taken, arrived: Arrived, form: str) -> Compared:
    committed, upstream = selected.slice.model, comparable(here, selected.slice.model, taken)
    documents: tuple[Source, ...] = (*arrived.sources, *here.inputs.all)
    if form in _OF_THE_REPOSITORY:
        upstream, documents = anchored(upstream, committed), here.inputs.all
    resources = (*selected.slice.resources, *taken.slice.resources)
    return Compared(
        only_selected(committed, resources),
        only_selected(upstream, resources),
        " + ".join(each.name for each in here.inputs.metadata),
        " + ".join(dict.fromkeys(each.name for each in arrived.sources)),
        {each.name: each.data for each in documents},
        here.package.limits,
        lambda: surfaces_of(here.package, selected.slice, taken.slice),
    )
