"""Two models to compare: two documents, or what a package takes of each; and the findings between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from csdlgen.drift import compare, judge
from csdlgen.drift.change import Change
from csdlgen.drift.finding import Finding, Policy
from csdlgen.drift.judge import suspicious
from csdlgen.drift.python_drift import Surfaces, touched
from csdlgen.drift.selected import only_selected
from csdlgen.edm.model import ComplexType, EdmModel, EntityType
from csdlgen.errors import Location, failure
from csdlgen.garbage_collector import uncollected
from csdlgen.navigation import Limits
from csdlgen.package.plan.public_names import python_names, python_names_of
from csdlgen.pipeline import read_model
from csdlgen.project.config import PackageConfig
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.select import Slice
from csdlgen.upstream.retrieve import Retrieved
from csdlgen.upstream.take import Taken, take_of
from csdlgen.upstream.trim import still_there


@dataclass(frozen=True, slots=True)
class ModelPair:
    """An old and a new model, with the limits of the package that takes them. `names` gives the Python names in both,
    as far as changes between the models may concern these."""

    old: EdmModel
    new: EdmModel
    names: Callable[[tuple[Change, ...]], Surfaces]
    limits: Limits | None = None

    def findings(self, today: date, policy: Policy = "graph") -> tuple[Finding, ...]:
        """The findings between the models, judged by a policy."""
        with uncollected():
            changes = compare(self.old, self.new)
            surfaces = self.names(changes) if changes else None
            judged = judge(
                changes, self.old, self.new, policy=policy, today=today, limits=self.limits, surfaces=surfaces
            )
        # Commands apply this rule to whole documents before they compare. A slice may well lose most of what it has.
        return tuple(finding for finding in judged if finding.rule != "snapshot-suspicious")


def document_pair(old: EdmModel, new: EdmModel) -> ModelPair:
    """Two documents as they are."""

    def names(changes: tuple[Change, ...]) -> Surfaces:
        types = touched(changes, old, new)
        return Surfaces(python_names_of(old, types), python_names_of(new, types))

    return ModelPair(old, new, names)


def slice_pair(
    package: PackageConfig,
    old: Slice,
    new: Slice,
    new_whole: EdmModel,
    old_whole: EdmModel,
    *,
    other_selection: bool = False,
) -> ModelPair:
    """What a package takes of two documents, which are given too.

    An element that only one of the slices needs is neither new nor removed where the other document has it as well.
    Where the old document was cut for an `other_selection`, what it does not have is not new.
    """

    def names(_: tuple[Change, ...]) -> Surfaces:
        style, naming, linked = package.style, package.naming, package.deletes_linked
        return Surfaces(*(python_names(part, style, naming, deletes_linked=linked) for part in (old, new)))

    old_model, new_model = old.model, new.model
    if other_selection:
        new_model = still_there(old.model, old.model, new_whole)
    elif not package.selection.everything:
        old_model = still_there(new.model, old.model, old_whole)
        new_model = still_there(old.model, new.model, new_whole)
    resources = (*old.resources, *new.resources)
    return ModelPair(only_selected(old_model, resources), only_selected(new_model, resources), names, package.limits)


def refuse_suspicious(old: EdmModel, new: EdmModel, *, where: str, remedy: str) -> None:
    """Raise CsdlgenError where the new document can hardly be the next version of the old one."""
    if reason := suspicious(old, new):
        raise failure("snapshot-suspicious", f"too much is missing to compare: {reason}", remedy, where=where)


@dataclass(frozen=True, slots=True)
class PackageChange:
    """A package, what it takes of upstream now, and the pair of that and what it took before."""

    package: ConfiguredPackage
    taken: Taken
    models: ModelPair


def compare_package(
    package: ConfiguredPackage,
    retrieved: Retrieved,
    *,
    force: bool = False,
    earlier: bool = False,
    other_selection: bool = False,
) -> PackageChange:
    """What a package takes of upstream, beside what it takes of the committed documents. With `earlier` the documents
    that were retrieved are the old ones of both; with `other_selection` the committed ones were cut for another
    selection.

    Raises CsdlgenError where the committed documents can hardly be a part of upstream, unless `force` is given.
    """
    committed, upstream = read_model(package.inputs.documents), retrieved.joined(package)
    if not force:
        remedy = "Check the document. If the service really lost that much, run `csdlgen update --force`."
        old, new = (upstream, committed) if earlier else (committed, upstream)
        refuse_suspicious(old, new, where=retrieved.sources[0].path, remedy=remedy)
    ours, taken = take_of(package, committed), take_of(package, upstream, retrieved.sources)
    before, after = (taken, ours) if earlier else (ours, taken)
    wholes = (after.whole, before.whole)
    models = slice_pair(package.config, before.slice, after.slice, *wholes, other_selection=other_selection)
    return PackageChange(package, taken, models)


# --- locations ------------------------------------------------------------------------------------


def located_in(findings: Iterable[Finding], model: EdmModel, side: Literal["old", "new"]) -> tuple[Finding, ...]:
    """The findings with locations in one of the models alone, for readers who have no other document: an element that
    is not in it has the location of what it would be in."""
    locations = dict(_locations(model))

    def located(finding: Finding) -> Finding:
        here, there = (finding.old, finding.new) if side == "old" else (finding.new, finding.old)
        where = here or (there and _nearest_location(finding.path, locations))
        return replace(finding, old=None, new=where, children=tuple(map(located, finding.children)))

    return tuple(map(located, findings))


def _locations(model: EdmModel) -> Iterator[tuple[str, Location | None]]:
    """The location of the main elements, by path as findings print it; of operations without their parameters."""
    for schema in model.schemas:
        yield schema.namespace, schema.location
        for type_ in schema.types:
            yield str(type_.name), type_.location
            if isinstance(type_, (EntityType, ComplexType)):
                yield from ((f"{type_.name}/{prop.name}", prop.location) for prop in type_.properties)
                yield from ((f"{type_.name}/{member.name}", member.location) for member in type_.navigations)
        for operation in schema.operations:
            name = f"{operation.binding}/{operation.name.name}" if operation.binding else str(operation.name)
            yield f"{name}(", operation.location
        for container in schema.containers:
            yield str(container.name), container.location
            for child in (*container.roots, *container.imports):
                yield f"{container.name}/{child.name}", child.location


def _nearest_location(path: str, locations: dict[str, Location | None]) -> Location | None:
    """The location of the longest known part that a path begins with; of the first schema where there is none."""
    known = (
        part
        for part in locations
        if path.startswith(part) and (part.endswith("(") or path[len(part) : len(part) + 1] in "/.@(")
    )
    return locations.get(max(known, key=len, default=next(iter(locations), "")))
