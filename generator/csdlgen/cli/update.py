"""`csdlgen update`: the documents of the repository, the lock and the packages anew from what upstream publishes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from csdlgen.cli.against import comparable, joined, read_upstream, refuse_suspicious
from csdlgen.cli.findings import surfaces_of
from csdlgen.cli.network import Network
from csdlgen.cli.options import Common, Job
from csdlgen.cli.report import print_diagnostics
from csdlgen.cli.upstream import Arrived, Service, beside, from_here, retrieve, service, siblings
from csdlgen.disk.manifest import NAME as MANIFEST
from csdlgen.disk.replace import put
from csdlgen.disk.write import WriteReport, refuse, write
from csdlgen.drift import compare
from csdlgen.drift.finding import Finding
from csdlgen.drift.judge import judge
from csdlgen.drift.selected import only_selected
from csdlgen.edm.compose.merge import join
from csdlgen.edm.model import EdmModel
from csdlgen.errors import CsdlgenError
from csdlgen.generate import Generated, generate
from csdlgen.pipeline import Selected, read_documented, read_model
from csdlgen.project.inputs import Source
from csdlgen.project.references import with_references
from csdlgen.upstream.lock import Lock, dump_lock, renewed
from csdlgen.upstream.selected import Taken, take
from csdlgen.upstream.update import changelog, documents, edited_since, locked, pairs, refusal, sha256


@dataclass(frozen=True, slots=True)
class _Moved:
    """A package before and after: its job as configured, what it takes of upstream, what is said of the difference."""

    job: Job
    taken: Taken
    overlays: tuple[EdmModel, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A package that only has to be written."""

    job: Job
    selected: Selected
    found: Generated


def run(options: Common, names: tuple[str, ...], network: Network, *, force: bool, dry_run: bool) -> int:
    """Work out everything, then write it. 1, with nothing written, where upstream no longer has what is selected;
    CsdlgenError, with nothing written, where it cannot be done."""
    if options.metadata:
        raise click.UsageError("update writes the configured documents; give what to read with --from.")
    today = date.today()
    service(options, absent=True)  # which service is meant
    owner = service(replace(options, package=None), absent=True, names=siblings(options))
    pairing = pairs(owner.names, len(names))
    arrived = retrieve(names, network, owner, today)
    if arrived.same:
        pairing = tuple((name, (number,)) for number, name in enumerate(owner.names))
    with beside(from_here(owner.jobs[0]), arrived).placing():
        models = read_upstream(arrived)
    moved = tuple(_moved(each, arrived, models, today, force=force) for each in owner.jobs)
    if lacking := tuple(diagnostic for each in moved for diagnostic in each.taken.lacking):
        _print_changelog(moved, arrived, today)
        print_diagnostics((*lacking, refusal()))
        return 1
    texts = _texts(pairing, models, moved)
    lock = _lock(owner, pairing, arrived, texts)
    ready = tuple(_ready(each.job, texts, force=force) for each in moved)
    _write(owner, texts, lock, ready, force=force, dry_run=dry_run)
    if any(each.findings for each in moved):
        _print_changelog(moved, arrived, today)
    return 0


def _moved(job: Job, arrived: Arrived, models: tuple[EdmModel, ...], today: date, *, force: bool) -> _Moved:
    """Compare what the package took with what it would take now."""
    here = from_here(job)
    with beside(here, arrived).placing():
        committed, upstream = read_model(here.inputs.documents), joined(here, arrived, models)
        if not force:
            refuse_suspicious(committed, upstream, arrived)
        overlays = tuple(read_model([each]) for each in here.inputs.overlays)
        lines = read_documented(here.inputs.documented)
        before = take(here.package, committed, overlays, lines).slice
        taken = take(here.package, upstream, overlays, lines)
    print_diagnostics(here.placed(taken.superseded))
    resources = (*before.resources, *taken.slice.resources)
    old, new = (only_selected(each, resources) for each in (before.model, comparable(here, before.model, taken)))
    changes = compare(old, new)
    surfaces = surfaces_of(here.package, before, taken.slice) if changes else None
    findings = judge(changes, old, new, today=today, limits=job.package.limits, surfaces=surfaces)
    return _Moved(job, taken, overlays, findings)


def _texts(
    pairing: tuple[tuple[str, tuple[int, ...]], ...], models: tuple[EdmModel, ...], moved: tuple[_Moved, ...]
) -> dict[str, str]:
    parts = ((name, join([models[number] for number in numbers])) for name, numbers in pairing)
    overlays = [over for each in moved for over in each.overlays]
    return documents(parts, [each.taken.slice.model for each in moved], overlays)


def _lock(
    owner: Service, pairing: tuple[tuple[str, tuple[int, ...]], ...], arrived: Arrived, texts: Mapping[str, str]
) -> Lock:
    entries = dict(owner.lock.documents)
    for name, numbers in pairing:
        old = owner.locked(name)
        origins = [arrived.origins[number] for number in numbers]
        if arrived.same and old:
            origins = [*old.origins]
        entries[owner.key(name)] = renewed(old, locked(texts[name], origins, owner.selection))
    return Lock(entries)


def _ready(job: Job, texts: Mapping[str, str], *, force: bool) -> _Ready:
    """The package as it would be generated from the new documents, with every check that generating has."""
    metadata = tuple(Source(name, texts[name].encode()) for name in job.package.metadata)
    inputs = replace(job.inputs, metadata=metadata, referenced=())
    inputs = with_references(inputs, job.package.references, job.folder)
    selected = replace(job, inputs=inputs).select()
    found = generate(job.package, inputs, selected, job.output)
    refuse(found.files, job.output, job.package.name, force=force)
    return _Ready(job, selected, found)


# --- writing --------------------------------------------------------------------------------------


def _write(
    owner: Service, texts: Mapping[str, str], lock: Lock, ready: tuple[_Ready, ...], *, force: bool, dry_run: bool
) -> None:
    """Write the documents and the lock, then the packages, each as far as it differs."""
    existing = {name: _existing(owner.place(name)) for name in texts}
    changed = {name: text for name, text in texts.items() if existing[name] is None or not _same(existing[name], text)}
    edited = [name for name in changed if existing[name] is not None and _is_edited(owner, name, existing[name] or "")]
    if edited and not force:
        raise CsdlgenError(*(edited_since(name, _shown(owner.place(name))) for name in edited))
    foreign = [name for name in changed if existing[name] is not None and (name in edited or not owner.locked(name))]
    files = {owner.place(name): text for name, text in changed.items()}
    if _existing(owner.lock_place) != dump_lock(lock):
        files[owner.lock_place] = dump_lock(lock)
    if dry_run:
        for place in files:
            click.echo(f"would write {_shown(place)}", err=True)
        for each in ready:
            for change in each.found.changes:
                if change.path.name != MANIFEST:
                    click.echo(f"would {_VERBS[change.kind]} {each.job.package.output}/{change.path}", err=True)
        return
    for place in put(files, {owner.place(name) for name in foreign}, owner.lock_place) if files else ():
        click.echo(f"kept a copy: {_shown(place)}", err=True)
    for place in files:
        click.echo(f"wrote {_shown(place)}", err=True)
    for each in ready:
        job, found = each.job, each.found
        report = write(found.files, found.manifest, job.output, job.package.name, force=force)
        for line in _written(job, report):
            click.echo(line, err=True)


_VERBS = {"missing": "write", "changed": "write", "stale": "delete"}


def _written(job: Job, report: WriteReport) -> Iterator[str]:
    output = job.package.output
    yield from (f"deleted {output}/{path}" for path in report.deleted)
    yield from (f"kept a copy: {output}/{path}" for path in report.backups)
    yield from (f"wrote {output}/{path}" for path in report.written)
    if not (report.written or report.deleted):
        yield f"{output}/{job.package.name}: up to date, {report.unchanged} files"


def _existing(place: Path) -> str | None:
    try:
        return place.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None


def _same(one: str | None, other: str) -> bool:
    """Whether two texts are one, however their lines end."""
    return one is not None and sha256(one) == sha256(other)


def _is_edited(owner: Service, name: str, text: str) -> bool:
    entry = owner.locked(name)
    return entry is not None and entry.sha256 != sha256(text)


def _shown(place: Path) -> str:
    try:
        return Path(os.path.relpath(place)).as_posix()
    except ValueError:  # another drive
        return str(place)


def _print_changelog(moved: tuple[_Moved, ...], arrived: Arrived, today: date) -> None:
    """One section for each package, to stdout: it is the result."""
    sections = (changelog(each.job.package.name, arrived.origins, each.findings, today) for each in moved)
    click.echo("\n\n".join(sections))
