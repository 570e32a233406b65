"""Upstream at the edge: its documents from files and URLs, the packages they concern, and the lock."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from csdlgen import __version__
from csdlgen.cli.network import Network
from csdlgen.cli.options import Common, Job, jobs
from csdlgen.errors import failure
from csdlgen.project.inputs import Inputs, Source, read_config, read_source
from csdlgen.upstream.fetch import Fetched, Limits, Progress, fetch, is_url, origin, shown
from csdlgen.upstream.lock import NAME, Lock, Locked, Origin, digest_of_selection, parse_lock, sent_back
from csdlgen.upstream.update import origin_name, sha256

TOKEN = "CSDLGEN_TOKEN"


# --- the packages ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Service:
    """The packages that are made from the same documents, and what the lock has on these."""

    jobs: tuple[Job, ...]
    lock_place: Path
    lock: Lock

    @property
    def names(self) -> tuple[str, ...]:
        """The documents as the configuration names them."""
        return self.jobs[0].package.metadata

    def place(self, name: str) -> Path:
        return self.jobs[0].folder / name

    def key(self, name: str) -> str:
        """A document as the lock names it: from the lock's folder."""
        try:
            return Path(os.path.relpath(self.place(name), self.lock_place.parent)).as_posix()
        except ValueError:  # another drive
            return self.place(name).name

    def locked(self, name: str) -> Locked | None:
        return self.lock.documents.get(self.key(name))

    @property
    def selection(self) -> str:
        """The digest of all that decides what is taken of upstream."""
        beside = (each for job in self.jobs for each in (*job.inputs.overlays, *job.inputs.documented))
        return digest_of_selection((job.package for job in self.jobs), beside)

    def tags(self) -> dict[str, str]:
        """The entity tags by URL, where what was made of the document is still what would be made of it."""
        found: dict[str, str] = {}
        there = {each.name: each.data for each in self.jobs[0].inputs.metadata}
        for name in self.names:
            entry, data = self.locked(name), there.get(name)
            if entry is None or data is None or entry.sha256 != sha256(data.decode("utf-8", "surrogateescape")):
                return {}
            if entry.selection != self.selection or entry.generator != f"csdlgen {__version__}":
                return {}
            found |= {each.source: each.etag for each in entry.origins if each.etag}
        return found


def service(options: Common, names: tuple[str, ...] = (), *, absent: bool = False) -> Service:
    """The packages that a command line means, by name where any are named.

    Raises click's error of usage where they are made from several documents that do not belong together.
    """
    found = tuple(jobs(options, names, absent=absent))
    metadata = found[0].package.metadata
    if any(each.package.metadata != metadata for each in found):
        told = ", ".join(each.package.name for each in found)
        raise click.UsageError(
            f"Which package? They are made from different documents; name one with --package: {told}."
        )
    place = found[0].folder / Path(metadata[0]).parent / NAME
    lock = Lock()
    if place.is_file():
        name = Path(os.path.relpath(place)).as_posix()
        lock = parse_lock(read_source(name).data.decode("utf-8", "replace"), name)
    return Service(found, place, lock)


def siblings(options: Common) -> tuple[str, ...]:
    """The names of all packages that share documents with those that a command line means.

    Raises CsdlgenError with `update-documents` where one of them has other documents besides.
    """
    config, _ = read_config(options.config, Path.cwd())
    wanted = [each for each in config.packages if options.package in (None, each.name)]
    names = {name for each in wanted for name in each.metadata}
    found = [each for each in config.packages if names & {*each.metadata}]
    for each in found:
        if options.package is not None and each.metadata != wanted[0].metadata:
            message = f"package {each.name!r} shares some of the documents, but not all"
            raise failure("update-documents", message, "Give both the same `metadata`, or different documents.")
    return tuple(each.name for each in found)


def from_here(job: Job) -> Job:
    """The same job, with its files named as one opens them from the current folder."""

    def named(sources: Iterable[Source]) -> tuple[Source, ...]:
        return tuple(replace(each, name=_relative(each.name, job)) for each in sources)

    inputs = job.inputs
    inputs = Inputs(*map(named, (inputs.metadata, inputs.overlays, inputs.documented, inputs.referenced)))
    return replace(job, inputs=inputs, given=frozenset(each.name for each in inputs.all))


def _relative(name: str, job: Job) -> str:
    if name in job.given:
        return name
    try:
        return Path(os.path.relpath(job.folder / name)).as_posix()
    except ValueError:  # another drive
        return str(job.folder / name)


# --- the documents --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrived:
    """The documents of upstream, and where each is from; `same` where every server said that nothing has changed, in
    which case they are those of the repository."""

    sources: tuple[Source, ...]
    origins: tuple[Origin, ...]
    same: bool = False


def beside(here: Job, arrived: Arrived) -> Job:
    """A job that knows upstream's documents, too, for places in them."""
    sources = (*here.inputs.metadata, *(each for each in arrived.sources if each not in here.inputs.all))
    given = here.given | {each.name for each in sources}
    return replace(here, inputs=replace(here.inputs, metadata=sources), given=given)


def retrieve(names: Sequence[str], network: Network, owner: Service, today: date) -> Arrived:
    """The documents that are given as files and URLs. Raises CsdlgenError where one cannot be had."""
    token = os.environ.get(TOKEN, "")
    urls = [name for name in names if is_url(name)]
    if token and len({origin(url) for url in urls}) > 1:
        remedy = f"Read them one at a time, or unset {TOKEN}."
        raise failure("fetch-token", "URLs of several origins are given, and one token", remedy)
    tags = owner.tags() if len(urls) == len(names) else {}
    tags = {url: tags.get(url, "") for url in urls}  # a URL with a query is never in the lock
    fetched = {url: _fetch(url, network, token, tags[url]) for url in dict.fromkeys(urls)}
    if urls and all(each.data is None for each in fetched.values()):
        committed = from_here(owner.jobs[0]).inputs.metadata
        known = (each for name in owner.names if (entry := owner.locked(name)) for each in entry.origins)
        return Arrived(committed, tuple(known), same=True)
    taken = {each.name for job in owner.jobs for each in from_here(job).inputs.all}
    sources, origins = [], []
    for name in names:
        if name in fetched:
            found = fetched[name] if fetched[name].data is not None else _fetch(name, network, token, "")
            source = Source(shown(name), found.data or b"")
            place, etag = source.name, sent_back(found.etag) if source.name == name else ""
        else:
            source, etag = read_source(name), ""
            path = Path(name).resolve()
            place = origin_name(path.as_posix(), owner.jobs[0].folder.resolve().as_posix())
        clash = source.name in taken and not is_url(name)
        sources.append(replace(source, name=str(Path(name).resolve())) if clash else source)
        origins.append(Origin(place, today, source.sha256, etag))
    return Arrived(tuple(sources), tuple(origins))


def _fetch(url: str, network: Network, token: str, etag: str) -> Fetched:
    with _progress(url) as progress:
        limits = Limits(total=network.timeout)
        return fetch(url, token=token, etag=etag, insecure=network.insecure, limits=limits, progress=progress)


@contextmanager
def _progress(url: str) -> Iterator[Progress | None]:
    """A progress bar, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=f"reading {origin(url).host}", file=sys.stderr) as bar:

        def told(done: int, of: int) -> None:
            bar.length = max(of, done, 1)
            bar.update(done - bar.pos)

        yield told
