"""`csdlgen diff`: two documents, or what a package takes of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from csdlgen.cli.drift_report import Compared, report_drift, validate
from csdlgen.cli.options import DriftOptions, PackageOptions, only_one
from csdlgen.cli.printing import print_diagnostics
from csdlgen.cli.progress import working
from csdlgen.edm.model import EdmModel
from csdlgen.errors import CsdlgenError, Diagnostic
from csdlgen.pipeline import read_model, summed_up
from csdlgen.project.inputs import Source
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.project.positions import with_positions
from csdlgen.upstream.model_pair import document_pair, refuse_suspicious, slice_pair
from csdlgen.upstream.take import take_of


def run(options: PackageOptions, old: str, new: str, drift: DriftOptions, *, sliced: bool) -> int:
    """Compare and report; 1 where something is at or above the gate. Raises CsdlgenError where the documents cannot be
    read, or where the new one has lost too much to be plausible."""
    validate(drift)
    options.sources().network.urls((old, new))
    by_package = sliced or options.package or options.config
    return report_drift(drift, _slices(options, old, new) if by_package else _documents(options, old, new))


def _documents(options: PackageOptions, old: str, new: str) -> Compared:
    sources = options.sources()
    before, after = sources.read([old]), sources.read([new])
    warnings: list[Diagnostic] = []
    with working("reading"):
        first, second = (read_model(documents, warnings=warnings) for documents in (before, after))
    old, new = _shown(before), _shown(after)
    _refuse(first, second, new)
    # Elements that are left out because of their names are not compared, which has to be reported in any case.
    left_out = summed_up(warning for warning in warnings if warning.code == "invalid-identifier")
    print_diagnostics(with_positions(left_out, (*before, *after)))
    return Compared(document_pair(first, second), old, new, before, after)


def _slices(options: PackageOptions, old: str, new: str) -> Compared:
    before, after = _package(options, old), _package(options, new)
    with working("reading"):
        first, second = read_model(before.inputs.documents), read_model(after.inputs.documents)
    old, new = _shown(before.inputs.metadata), _shown(after.inputs.metadata)
    _refuse(first, second, new)
    old_taken, new_taken = take_of(before, first), take_of(after, second)
    missing_before = {problem.path for problem in old_taken.lacking}
    if in_neither := tuple(problem for problem in new_taken.lacking if problem.path in missing_before):
        raise CsdlgenError(*in_neither)
    name = before.config.name
    pair = slice_pair(before.config, old_taken.slice, new_taken.slice, new_taken.whole, old_taken.whole)
    return Compared(pair, f"{old} ({name})", f"{new} ({name})", before.inputs.all, after.inputs.all)


def _package(options: PackageOptions, document: str) -> ConfiguredPackage:
    """The package, with one document in place of its metadata."""
    return only_one(replace(options, metadata=(document,)).packages())


def _shown(sources: Sequence[Source]) -> str:
    return " + ".join(source.path for source in sources)


def _refuse(old: EdmModel, new: EdmModel, name: str) -> None:
    remedy = "Fetch it again: it may be incomplete, or of another service."
    refuse_suspicious(old, new, where=name, remedy=remedy)
