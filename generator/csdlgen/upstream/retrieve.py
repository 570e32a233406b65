"""The documents that upstream publishes now, from the files, URLs and git revisions that the user names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from csdlgen.edm.compose.base_types import refuse_long_chains
from csdlgen.edm.compose.merge import join
from csdlgen.edm.model import EdmModel
from csdlgen.pipeline import read_model
from csdlgen.project.inputs import Inputs, Source, read_named
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.project.positions import errors_with_positions
from csdlgen.project.references import with_references
from csdlgen.upstream.fetch import is_url, redacted
from csdlgen.upstream.lock import LockedPackages, Provenance, valid_etag
from csdlgen.upstream.sources import Network


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The documents of upstream as bytes and models, and where each was read. Where every server said that nothing has
    changed, they are `unchanged`: the committed documents."""

    sources: tuple[Source, ...]
    models: tuple[EdmModel, ...]
    origins: tuple[Provenance, ...]
    unchanged: bool = False

    def joined(self, package: ConfiguredPackage) -> EdmModel:
        """The documents, with those that they refer to in the folders of a package, as one model."""
        inputs = with_references(Inputs(self.sources, (), ()), package.config.references, package.folder)
        with errors_with_positions(inputs.documents):
            model = join([*self.models, *(read_model([source]) for source in inputs.referenced)])
            refuse_long_chains(model)
            return model


def retrieve(names: Sequence[str], network: Network, locked: LockedPackages, today: date) -> Retrieved:
    """The documents with these names, which are files, URLs or git revisions. Raises CsdlgenError where one cannot be
    read."""
    urls = network.urls(names)
    etags = locked.etags() if all(map(is_url, names)) else {}
    # The lock has URLs without their queries, so that one with a query has no tag.
    fetched = {url: network.fetch(url, etags.get(url, "")) for url in urls}
    if urls and all(response.data is None for response in fetched.values()):
        known = (origin for name in locked.names if (entry := locked.entry(name)) for origin in entry.origins)
        committed = locked.packages[0].inputs.metadata
        return Retrieved(committed, _models(committed), tuple(known), unchanged=True)
    sources, origins = [], []
    folder = locked.packages[0].folder
    for name in names:
        if name in fetched:
            response = fetched[name] if fetched[name].data is not None else network.fetch(name)
            source = Source(redacted(name), response.data or b"")
            etag = valid_etag(response.etag) if source.name == name else ""
            sources.append(source)
            origins.append(Provenance(source.name, today, source.sha256, etag))
            continue
        for source in read_named(name, locked.names, folder):
            recorded = source.name if source.revision else _recorded_name(Path(source.name), folder)
            sources.append(source)
            origins.append(Provenance(recorded, today, source.sha256))
    return Retrieved(tuple(sources), _models(sources), tuple(origins))


def _models(sources: Iterable[Source]) -> tuple[EdmModel, ...]:
    return tuple(read_model([source]) for source in sources)


def _recorded_name(file: Path, folder: Path) -> str:
    """A file as the lock names it: relative to the configuration's folder where it is below that, else its name alone,
    since other people have other folders."""
    path, home = PurePosixPath(file.resolve().as_posix()), PurePosixPath(folder.resolve().as_posix())
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else path.name
