"""`csdlgen diff` and `csdlgen history`: two documents or a series of them, or what a package takes of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import click

from csdlgen.cli.drift_options import DriftOptions
from csdlgen.cli.drift_report import Compared, drift_report, report_drift, settled, validate
from csdlgen.cli.options import PackageOptions, only_one
from csdlgen.cli.printing import print_diagnostics, print_result, write_result
from csdlgen.cli.progress import working
from csdlgen.edm.model import EdmModel
from csdlgen.errors import CsdlgenError, Diagnostic
from csdlgen.pipeline import read_model, summed_up
from csdlgen.project.inputs import Source
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.project.positions import with_positions
from csdlgen.reports.drift.history import WRITERS
from csdlgen.reports.plain import plain
from csdlgen.upstream.model_pair import document_pair, refuse_suspicious, slice_pair
from csdlgen.upstream.sources import NamedSources
from csdlgen.upstream.take import Taken, take_of


def run(options: PackageOptions, old: str, new: str, drift: DriftOptions, *, sliced: bool) -> int:
    """Compare and report; 1 where something is at or above the gate. Raises CsdlgenError where the documents cannot be
    read, or where the new one has lost too much to be plausible."""
    validate(drift)
    (compared,) = _comparisons(options, (old, new), sliced=sliced)
    return report_drift(drift, compared, config=options.config)


def run_history(options: PackageOptions, names: Sequence[str], drift: DriftOptions, *, form: str, sliced: bool) -> int:
    """Compare each document with the one before it, and report on all; 0, since a history is judged by nobody. Raises
    CsdlgenError as `run` does."""
    if len(names) < 2:
        raise click.UsageError("A history needs two documents or more, the oldest first.")
    reports = []
    for compared in _comparisons(options, names, sliced=sliced):
        judged = replace(settled(drift, compared.package), accept=None)
        reports.append(drift_report(judged, compared))
    text = WRITERS[form](reports)
    if drift.output:
        write_result(drift.output, f"{plain(text, form)}\n".encode())
    else:
        print_result(text, form)
    return 0


@dataclass(frozen=True, slots=True)
class _ReadDocument:
    """A document, and the package that takes a part of it, if one does."""

    name: str
    model: EdmModel
    sources: tuple[Source, ...]
    part: tuple[ConfiguredPackage, Taken] | None = None


def _comparisons(options: PackageOptions, names: Sequence[str], *, sliced: bool) -> Iterator[Compared]:
    """Each document compared with the one before it; each is read once."""
    named = options.sources()
    named.network.urls(names)
    by_package = sliced or options.package or options.config
    documents = (_read_part(options, name) if by_package else _read(named, name) for name in names)
    for old, new in pairwise(documents):
        remedy = "Fetch it again: it may be incomplete, or of another service."
        refuse_suspicious(old.model, new.model, where=new.name, remedy=remedy)
        yield _compared(old, new)


def _compared(old: _ReadDocument, new: _ReadDocument) -> Compared:
    if not (old.part and new.part):
        return Compared(document_pair(old.model, new.model), old.name, new.name, old.sources, new.sources)
    (package, old_taken), (_, new_taken) = old.part, new.part
    missing_before = {problem.path for problem in old_taken.lacking}
    if in_neither := tuple(problem for problem in new_taken.lacking if problem.path in missing_before):
        raise CsdlgenError(*in_neither)
    name = package.config.name
    pair = slice_pair(package.config, old_taken.slice, new_taken.slice, new_taken.whole, old_taken.whole)
    return Compared(pair, f"{old.name} ({name})", f"{new.name} ({name})", old.sources, new.sources, package)


def _read(named: NamedSources, name: str) -> _ReadDocument:
    sources, warnings = tuple(named.read([name])), list[Diagnostic]()
    with working("reading"):
        model = read_model(sources, warnings=warnings)
    # Elements that are left out because of their names are not compared, which has to be reported in any case.
    left_out = summed_up(warning for warning in warnings if warning.code == "invalid-identifier")
    print_diagnostics(with_positions(left_out, sources))
    return _ReadDocument(_shown(sources), model, sources)


def _read_part(options: PackageOptions, name: str) -> _ReadDocument:
    """What the package takes of one document in place of its metadata."""
    package = only_one(replace(options, metadata=(name,)).packages())
    with working("reading"):
        model = read_model(package.inputs.documents)
    part = package, take_of(package, model)
    return _ReadDocument(_shown(package.inputs.metadata), model, package.inputs.all, part)


def _shown(sources: Sequence[Source]) -> str:
    return " + ".join(source.path for source in sources)
