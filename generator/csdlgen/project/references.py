"""The documents that others refer to, looked up in search folders. Never over the network, never outside the folders.

A reference names its document by a URL that need not exist, and files are often called otherwise: so the file with the
name at the URL's end is asked first, then whichever file of the folders defines the namespace.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csdlgen.csdl import read_csdl
from csdlgen.edm.model import EdmModel, Reference
from csdlgen.edm.references import missing
from csdlgen.errors import CsdlgenError, failure
from csdlgen.project.inputs import Inputs, Source, path_from_here, read_source

_MOST = 2000
# A schema in XML, and what may be one in JSON; whether it is one, reading the document tells.
_DEFINES = re.compile(rb"""<(?:\w+:)?Schema\b[^<>]*?\bNamespace\s*=\s*["']([^"']+)|"([\w.]+)"\s*:\s*\{""")
_SUFFIXES = frozenset((".xml", ".csdl", ".edmx", ".json"))


def with_references(inputs: Inputs, folders: Iterable[str], base: Path) -> Inputs:
    """The inputs with what their references lead to, found in the folders (named from `base`) and followed from there.

    What is not found is no error here, nor are documents that cannot be read: reading them for the model says so.
    Raises CsdlgenError for a folder that cannot be read, and where there are too many files.
    """
    names = tuple(folders)
    if not names:
        return inputs
    given = (*inputs.metadata, *inputs.overlays)
    models = [model for source in given if (model := _model(source)) is not None]
    known = {schema.namespace for model in models for schema in model.schemas}
    search = _Search(_Library(names, base), known, {each.data for each in given})
    return replace(inputs, referenced=tuple(search.follow(models)))


def _model(source: Source) -> EdmModel | None:
    try:
        return read_csdl(source.data, source=source.name)
    except CsdlgenError:
        return None


class _Library:
    """The files of the search folders that may be CSDL, by name as configured; read once, when first asked for."""

    def __init__(self, folders: Iterable[str], base: Path) -> None:
        self._base = base
        self._names = [name for folder in folders for name in self._files(folder)]
        if len(self._names) > _MOST:
            message = f"the folders of `references` have more than {_MOST} documents"
            raise failure("too-many-references", message, "Name a folder that has only what is needed.")
        self._sources: dict[str, Source] = {}
        self._defining: dict[str, list[str]] | None = None

    def _files(self, folder: str) -> Iterator[str]:
        root = (self._base / folder).resolve()
        try:
            names = sorted(path.name for path in root.iterdir() if path.suffix.lower() in _SUFFIXES)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            remedy, where = "Check the folders named in `references`.", path_from_here(self._base, folder)
            raise failure("file-unreadable", f"cannot read folder {folder!r}: {reason}", remedy, where=where) from error
        for name in names:  # a link may lead elsewhere
            if (root / name).resolve().is_relative_to(root) and (root / name).is_file():
                yield (Path(folder) / name).as_posix()

    def read(self, name: str) -> Source:
        """A file of the folders."""
        if name not in self._sources:
            self._sources[name] = read_source(name, self._base)
        return self._sources[name]

    def called(self, uri: str) -> list[str]:
        """The files that have the name at the end of a URL, in the order of the folders."""
        try:
            last = unquote(urlsplit(uri).path).rpartition("/")[2]
        except ValueError:  # no URL
            return []
        return [each for each in self._names if Path(each).name == last]

    def defining(self, namespace: str) -> list[str]:
        """The files that seem to define a namespace, in the order of the folders."""
        if self._defining is None:
            self._defining = {}
            for name in self._names:
                for found in dict.fromkeys(_DEFINES.findall(self.read(name).data)):
                    self._defining.setdefault((found[0] or found[1]).decode("utf-8", "replace"), []).append(name)
        return self._defining.get(namespace, [])


@dataclass(slots=True)
class _Search:
    """One look-up: the namespaces known so far, and the documents at hand, none of which is taken again."""

    library: _Library
    known: set[str]
    taken: set[bytes]
    models: dict[str, EdmModel | None] = field(default_factory=dict)

    def follow(self, models: Iterable[EdmModel]) -> Iterator[Source]:
        """The documents that these and those found refer to, nearest first."""
        waiting = deque(models)
        while waiting:
            for reference in waiting.popleft().references:
                for name in self._documents(reference):
                    source, model = self.library.read(name), self._model(name)
                    if source.data in self.taken:
                        continue
                    self.taken.add(source.data)
                    if model is not None:
                        self.known.update(each.namespace for each in model.schemas)
                        waiting.append(model)
                    yield source

    def _documents(self, reference: Reference) -> Iterator[str]:
        """The files that a reference needs. One that is called as it says but cannot be read is among them, so that
        reading it says why."""
        lacking = {each.namespace for each in missing(reference, self.known)}
        called = self.library.called(reference.uri) if lacking or reference.include_annotations else ()
        for name in called:
            model = self._model(name)
            defined = lacking if model is None else lacking.intersection(each.namespace for each in model.schemas)
            if defined or (model and reference.include_annotations):
                yield name
                lacking -= defined
        for namespace in sorted(lacking):
            found = (name for name in self.library.defining(namespace) if self._defines(name, namespace))
            yield from (name for name in (next(found, None),) if name is not None)

    def _defines(self, name: str, namespace: str) -> bool:
        model = self._model(name)
        return model is not None and any(each.namespace == namespace for each in model.schemas)

    def _model(self, name: str) -> EdmModel | None:
        if name not in self.models:
            self.models[name] = _model(self.library.read(name))
        return self.models[name]
