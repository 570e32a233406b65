"""What an update writes: the trimmed documents, the lock, and a section of a changelog; all of it worked out before
anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from csdlgen.csdl import dump_csdl
from csdlgen.drift.finding import Finding, Verdict, every
from csdlgen.edm.compose.merge import join
from csdlgen.errors import CsdlgenError, Diagnostic, failure
from csdlgen.incremental import Generated, generate
from csdlgen.pipeline import read_model, select_package
from csdlgen.project.inputs import Source, path_from_here, read_config, read_source
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.project.references import with_references
from csdlgen.reports.drift.report import counts, worst, worst_first
from csdlgen.reports.drift.words import spoken, summary
from csdlgen.reports.markdown import code, escaped
from csdlgen.upstream.lock import (
    GENERATOR,
    Lock,
    LockedDocument,
    LockedPackages,
    Provenance,
    dump_lock,
    renewed,
    text_sha256,
)
from csdlgen.upstream.model_pair import PackageChange
from csdlgen.upstream.retrieve import Retrieved
from csdlgen.upstream.trim import trimmed

_LONGEST_CHANGELOG = 25
Pairing: TypeAlias = tuple[tuple[str, tuple[int, ...]], ...]
"""The committed documents by name, each with the numbers of the upstream documents that go into it."""


def sharing_documents(config_file: str | None, package: str | None) -> tuple[str, ...]:
    """The names of all packages that share documents with one package, or with any where none is named.

    Raises CsdlgenError with `update-documents` where a package shares some of its documents only.
    """
    config, _ = read_config(config_file, Path.cwd())
    wanted = [other for other in config.packages if package in (None, other.name)]
    documents = {name for other in wanted for name in other.metadata}
    sharing = [other for other in config.packages if documents & {*other.metadata}]
    for other in sharing:
        if package is not None and other.metadata != wanted[0].metadata:
            message = f"package {other.name!r} shares only some of the documents"
            raise failure("update-documents", message, "Give both the same `metadata`, or different documents.")
    return tuple(other.name for other in sharing)


def pair_documents(names: Sequence[str], upstream: int) -> Pairing:
    """Which of so many upstream documents go into which committed one: one each, in order, or all into a single one.

    Raises CsdlgenError with `update-documents` where that is not clear.
    """
    if any(mark in name for name in names for mark in "*?[") or not names:
        remedy = "Name each document under `metadata`."
        raise failure("update-documents", "a pattern does not say which document to write", remedy)
    if len(names) == 1:
        return ((names[0], tuple(range(upstream))),)
    if len(names) != upstream:
        message = f"{len(names)} documents are configured, but {upstream} given"
        raise failure("update-documents", message, "Give --from once for each document, in the order of `metadata`.")
    return tuple((name, (number,)) for number, name in enumerate(names))


def nothing_written() -> Diagnostic:
    """Follows the errors about selected names that upstream no longer has."""
    return Diagnostic(
        code="update-lacking",
        message="nothing was written, because upstream no longer has everything that is selected",
        remedy="Correct the selection, or remove from it what is gone for good; then update again.",
    )


# --- what is written ------------------------------------------------------------------------------


def trimmed_documents(pairing: Pairing, retrieved: Retrieved, changes: Sequence[PackageChange]) -> dict[str, str]:
    """The text of each committed document, by name."""
    slices = [change.taken.slice.model for change in changes]
    overlays = [read_model([source]) for change in changes for source in change.package.inputs.overlays]
    return {
        name: dump_csdl(trimmed(slices, join([retrieved.models[number] for number in numbers]), overlays))
        for name, numbers in pairing
    }


def new_lock(locked: LockedPackages, pairing: Pairing, retrieved: Retrieved, texts: Mapping[str, str]) -> Lock:
    """The lock for documents that are about to be written."""
    entries = dict(locked.lock.documents)
    for name, numbers in pairing:
        old = locked.entry(name)
        origins = old.origins if retrieved.unchanged and old else tuple(retrieved.origins[number] for number in numbers)
        new = LockedDocument(origins, locked.selection, GENERATOR, text_sha256(texts[name]))
        entries[locked.key(name)] = renewed(old, new)
    return Lock(entries)


@dataclass(frozen=True, slots=True)
class ChangedFiles:
    """The documents and the lock, as far as they differ from what is on the disk; those to `keep` a copy of."""

    texts: Mapping[Path, str]
    keep: frozenset[Path]


def changed_files(locked: LockedPackages, texts: Mapping[str, str], lock: Lock, *, force: bool) -> ChangedFiles:
    """What is to be written. Raises CsdlgenError for documents that were edited since csdlgen wrote them, unless
    `force` is given."""
    changed: dict[Path, str] = {}
    keep: list[Path] = []
    edited: list[Diagnostic] = []
    folder = locked.packages[0].folder
    for name, text in texts.items():
        path, entry = locked.document_path(name), locked.entry(name)
        existing = _text_of(name, folder)
        if existing is not None and text_sha256(existing) == text_sha256(text):
            continue
        changed[path] = text
        if existing is not None and (entry is None or entry.sha256 != text_sha256(existing)):
            keep.append(path)
            if entry is not None:
                edited.append(_edited(name, path_from_here(folder, name)))
    if edited and not force:
        raise CsdlgenError(*edited)
    if _text_of(locked.path.name, locked.path.parent) != dump_lock(lock):
        changed[locked.path] = dump_lock(lock)
    return ChangedFiles(changed, frozenset(keep))


def _text_of(name: str, folder: Path) -> str | None:
    if not (folder / name).exists():
        return None
    return read_source(name, folder).data.decode("utf-8", "surrogateescape")


def _edited(name: str, where: str) -> Diagnostic:
    return Diagnostic(
        code="document-edited",
        message=f"{name} was edited since csdlgen wrote it",
        remedy="Move the edit into an overlay, or run with --force, which keeps a copy as *.bak.",
        where=where,
    )


def generate_from(package: ConfiguredPackage, texts: Mapping[str, str], *, force: bool) -> Generated:
    """The package as it is generated from the new documents, with every check that generating has."""
    config, folder = package.config, package.folder
    metadata = tuple(Source(name, texts[name].encode(), folder) for name in config.metadata)
    inputs = with_references(replace(package.inputs, metadata=metadata, referenced=()), config.references, folder)
    generated = generate(replace(package, inputs=inputs), select_package(config, inputs))
    generated.refuse(force=force)
    return generated


# --- the changelog --------------------------------------------------------------------------------


def changelog(title: str, origins: Iterable[Provenance], findings: Sequence[Finding], today: date) -> str:
    """A section in Markdown: where upstream was read, how many changes there are, and those with an effect, worst
    first."""
    where = " and ".join(code(origin.source) for origin in origins)
    lines = [f"### {escaped(title)}, {today.isoformat()}", "", f"From {where}: {summary(counts(findings), 0)}."]
    notable = [finding for finding in worst_first(findings) if worst(finding) > Verdict.NEUTRAL]
    if notable:
        lines += ["", *map(_bullet, notable[:_LONGEST_CHANGELOG])]
    if len(notable) > _LONGEST_CHANGELOG:
        lines.append(f"- … and {len(notable) - _LONGEST_CHANGELOG} more")
    return "\n".join(lines)


def _bullet(finding: Finding) -> str:
    more = sum(1 for _ in every(finding.children))
    followed = f" ({more} more follow{'s' if more == 1 else ''} from it)" if more else ""
    message = escaped(finding.message.rstrip("."))
    return f"- **{spoken(finding.verdicts)}**: {code(finding.path)}: {message} ({code(finding.rule)}){followed}"
