"""The documents that others refer to, searched for in folders: those on the disk, or for documents of a git revision
those of the same revision. Never over the network, never outside the folders.

A reference names its document by a URL that need not exist, and files often have other names. So the file with the name
at the end of the URL is tried first, then whichever file of the folders defines the namespace.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from csdlgen.csdl import read_csdl
from csdlgen.edm.model import EdmModel, Reference
from csdlgen.edm.references import missing
from csdlgen.errors import CsdlgenError, failure
from csdlgen.project.git import Revision
from csdlgen.project.inputs import Inputs, Source, path_from_here, read_revision, read_source

_MOST = 2000
# A schema in XML, and what may be one in JSON. Reading the document shows whether it is one.
_DEFINES = re.compile(rb"""<(?:\w+:)?Schema\b[^<>]*?\bNamespace\s*=\s*["']([^"']+)|"([\w.]+)"\s*:\s*\{""")
_SUFFIXES = frozenset((".xml", ".csdl", ".edmx", ".json"))


def with_references(inputs: Inputs, folders: Iterable[str], base: Path) -> Inputs:
    """The inputs with the documents that they refer to, directly or not, found in the folders (named from `base`).

    Documents that are not found or cannot be read are no error here: reading them for the model reports that. Raises
    CsdlgenError for a folder that cannot be read, and where there are too many files.
    """
    revision = next((source.revision for source in inputs.metadata if source.revision), None)
    found = (_files_of(revision, folder, base) if revision else _files(folder, base) for folder in folders)
    names = [name for names in found for name in names]
    if len(names) > _MOST:
        message = f"the folders of `references` have more than {_MOST} documents"
        raise failure("too-many-references", message, "Name a folder that has only what is needed.")
    return replace(inputs, referenced=tuple(_Search(inputs, names, base, revision).follow())) if names else inputs


def _files(folder: str, base: Path) -> Iterator[str]:
    """The files of a folder that may be CSDL, named like the folder."""
    root = (base / folder).resolve()
    try:
        names = sorted(path.name for path in root.iterdir() if path.suffix.lower() in _SUFFIXES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remedy, where = "Check the folders named in `references`.", path_from_here(base, folder)
        raise failure("file-unreadable", f"cannot read folder {folder!r}: {reason}", remedy, where=where) from error
    for name in names:
        # A link may lead out of the folder.
        if (root / name).resolve().is_relative_to(root) and (root / name).is_file():
            yield (Path(folder) / name).as_posix()


def _files_of(revision: Revision, folder: str, base: Path) -> Iterator[str]:
    """The same for a git revision, as paths from the top of the repository."""
    top = revision.from_top(base, folder)
    for name in revision.files(top):
        if PurePosixPath(name).suffix.lower() in _SUFFIXES:
            yield PurePosixPath(top, name).as_posix()


def _read(source: Source) -> EdmModel | None:
    try:
        return read_csdl(source.data, source=source.name)
    except CsdlgenError:
        return None


def _namespaces(model: EdmModel | None) -> set[str]:
    return {schema.namespace for schema in model.schemas} if model else set()


class _Search:
    """A search among files: each is read once, when it is first needed, and no document is found twice."""

    def __init__(self, inputs: Inputs, names: list[str], base: Path, revision: Revision | None) -> None:
        given = (*inputs.metadata, *inputs.overlays)
        self._names, self._base, self._revision = names, base, revision
        self._given = [model for source in given if (model := _read(source)) is not None]
        self._known = {namespace for model in self._given for namespace in _namespaces(model)}
        self._taken = {source.data for source in given}
        self._sources: dict[str, Source] = {}
        self._models: dict[str, EdmModel | None] = {}

    def follow(self) -> Iterator[Source]:
        """The documents that the inputs, and those that are found, refer to, nearest first."""
        waiting = deque(self._given)
        while waiting:
            for reference in waiting.popleft().references:
                for name in self._documents(reference):
                    source, model = self._source(name), self._model(name)
                    if source.data in self._taken:
                        continue
                    self._taken.add(source.data)
                    if model is not None:
                        self._known |= _namespaces(model)
                        waiting.append(model)
                    yield source

    def _documents(self, reference: Reference) -> Iterator[str]:
        """The files that a reference needs, among them one of the right name that cannot be read: reading it for the
        model reports why."""
        lacking = {include.namespace for include in missing(reference, self._known)}
        named = self._with_name_of(reference.uri) if lacking or reference.include_annotations else ()
        for name in named:
            model = self._model(name)
            defined = lacking if model is None else lacking & _namespaces(model)
            if defined or (model and reference.include_annotations):
                yield name
                lacking -= defined
        for namespace in sorted(lacking):
            candidates = self._mentioning.get(namespace, ())
            defining = (name for name in candidates if namespace in _namespaces(self._model(name)))
            yield from (name for name in (next(defining, None),) if name is not None)

    def _with_name_of(self, uri: str) -> list[str]:
        try:
            last = unquote(urlsplit(uri).path).rpartition("/")[2]
        except ValueError:  # not a URL
            return []
        return [name for name in self._names if Path(name).name == last]

    @cached_property
    def _mentioning(self) -> dict[str, list[str]]:
        """The files that seem to define a namespace, in the order of the folders."""
        names: dict[str, list[str]] = {}
        for name in self._names:
            for in_xml, in_json in dict.fromkeys(_DEFINES.findall(self._source(name).data)):
                names.setdefault((in_xml or in_json).decode("utf-8", "replace"), []).append(name)
        return names

    def _source(self, name: str) -> Source:
        if name not in self._sources:
            revision = self._revision
            self._sources[name] = read_revision(revision, name) if revision else read_source(name, self._base)
        return self._sources[name]

    def _model(self, name: str) -> EdmModel | None:
        if name not in self._models:
            self._models[name] = _read(self._source(name))
        return self._models[name]
