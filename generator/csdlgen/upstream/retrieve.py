"""The documents that upstream publishes now, from the files and URLs that the user names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from csdlgen.edm.compose.merge import join
from csdlgen.edm.model import EdmModel
from csdlgen.errors import failure
from csdlgen.pipeline import read_model
from csdlgen.project.inputs import Inputs, Source, read_source
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.project.positions import errors_with_positions
from csdlgen.project.references import with_references
from csdlgen.upstream.fetch import Fetched, FetchLimits, Progress, fetch, is_url, origin, redacted
from csdlgen.upstream.lock import LockedPackages, Provenance, valid_etag

TOKEN = "CSDLGEN_TOKEN"


@dataclass(frozen=True, slots=True)
class Network:
    """How documents are fetched. `progress` makes what is called while a URL is read."""

    token: str
    insecure: bool
    timeout: float
    progress: Callable[[str], AbstractContextManager[Progress | None]]

    def fetch(self, url: str, etag: str = "") -> Fetched:
        with self.progress(url) as progress:
            limits = FetchLimits(total=self.timeout)
            return fetch(url, token=self.token, etag=etag, insecure=self.insecure, limits=limits, progress=progress)


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
            return join([*self.models, *(read_model([source]) for source in inputs.referenced)])


def retrieve(names: Sequence[str], network: Network, locked: LockedPackages, today: date) -> Retrieved:
    """The documents with these names, which are files or URLs. Raises CsdlgenError where one cannot be read."""
    urls = [name for name in names if is_url(name)]
    if network.token and len({origin(url) for url in urls}) > 1:
        remedy = f"Read them one at a time, or unset {TOKEN}."
        raise failure("fetch-token", f"the URLs are of several origins, and {TOKEN} is for one", remedy)
    etags = locked.etags() if len(urls) == len(names) else {}
    # The lock has URLs without their queries, so that one with a query has no tag.
    fetched = {url: network.fetch(url, etags.get(url, "")) for url in dict.fromkeys(urls)}
    if urls and all(response.data is None for response in fetched.values()):
        known = (origin for name in locked.names if (entry := locked.entry(name)) for origin in entry.origins)
        committed = locked.packages[0].inputs.metadata
        return Retrieved(committed, _models(committed), tuple(known), unchanged=True)
    sources, origins = [], []
    for name in names:
        etag = ""
        if name in fetched:
            response = fetched[name] if fetched[name].data is not None else network.fetch(name)
            source = Source(redacted(name), response.data or b"")
            recorded = source.name
            etag = valid_etag(response.etag) if source.name == name else ""
        else:
            source = read_source(name)
            recorded = _recorded_name(Path(name), locked.packages[0].folder)
        sources.append(source)
        origins.append(Provenance(recorded, today, source.sha256, etag))
    return Retrieved(tuple(sources), _models(sources), tuple(origins))


def _models(sources: Iterable[Source]) -> tuple[EdmModel, ...]:
    return tuple(read_model([source]) for source in sources)


def _recorded_name(file: Path, folder: Path) -> str:
    """A file as the lock names it: relative to the configuration's folder where it is below that, else its name alone,
    since other people have other folders."""
    path, home = PurePosixPath(file.resolve().as_posix()), PurePosixPath(folder.resolve().as_posix())
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else path.name
