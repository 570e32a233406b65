"""What a name on the command line means: a file, a URL, or a document of a git revision. The one place that decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from csdlgen.errors import failure
from csdlgen.project.inputs import Source, read_named
from csdlgen.upstream.fetch import Fetched, FetchLimits, Progress, fetch, is_url, origin, redacted

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

    def urls(self, names: Iterable[str]) -> list[str]:
        """The URLs among names, each once. Raises CsdlgenError where they are of several origins, and there is a token,
        which is meant for one."""
        urls = list(dict.fromkeys(name for name in names if is_url(name)))
        if self.token and len({origin(url) for url in urls}) > 1:
            remedy = f"Read them one at a time, or unset {TOKEN}."
            raise failure("fetch-token", f"the URLs are of several origins, and {TOKEN} is for one", remedy)
        return urls


@dataclass(slots=True)
class NamedSources:
    """Documents that are named on the command line; each URL is read once, however often it is asked for."""

    network: Network
    _fetched: dict[str, Source] = field(default_factory=dict)

    def read(self, names: Iterable[str], documents: tuple[str, ...] = (), folder: Path = Path()) -> tuple[Source, ...]:
        """The documents with these names, in order. A git revision without a path means the configured `documents`,
        named from a folder. Raises CsdlgenError where one cannot be read."""
        names = tuple(names)
        for url in self.network.urls(names):
            if url not in self._fetched:
                self._fetched[url] = Source(redacted(url), self.network.fetch(url).data or b"")
        return tuple(
            source
            for name in names
            for source in ([self._fetched[name]] if is_url(name) else read_named(name, documents, folder))
        )
