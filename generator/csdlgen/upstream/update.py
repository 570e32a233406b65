"""What an update writes: the documents of a package anew, the lock, and a paragraph on what moved. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import PurePosixPath

from csdlgen import __version__
from csdlgen.csdl import dump_csdl
from csdlgen.drift.finding import Finding, Verdict, every
from csdlgen.edm.model import EdmModel
from csdlgen.errors import Diagnostic, failure
from csdlgen.reports.drift.markdown import code, escaped
from csdlgen.reports.drift.report import counts, worst, worst_first
from csdlgen.reports.drift.words import spoken, summary
from csdlgen.upstream.lock import Locked, Origin
from csdlgen.upstream.needed import published

_LONGEST = 25


def pairs(names: Sequence[str], upstream: int) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Which of so many upstream documents go into which of ours: one each, in order, or all into the only one.

    Raises CsdlgenError with `update-documents` where that cannot be told.
    """
    if any(mark in name for name in names for mark in "*?[") or not names:
        remedy = "Name each document under `metadata`."
        raise failure("update-documents", "a pattern does not say which document to write", remedy)
    if len(names) == 1:
        return ((names[0], tuple(range(upstream))),)
    if len(names) != upstream:
        message = f"{len(names)} documents are configured, and {upstream} given"
        raise failure("update-documents", message, "Give --from once for each, in the order of `metadata`.")
    return tuple((name, (number,)) for number, name in enumerate(names))


def documents(
    pairing: Iterable[tuple[str, EdmModel]], slices: Sequence[EdmModel], overlays: Sequence[EdmModel]
) -> dict[str, str]:
    """The text of each document of ours, from the upstream model that it is a part of."""
    return {name: dump_csdl(published(slices, model, overlays)) for name, model in pairing}


def sha256(text: str) -> str:
    """The SHA-256 of a document, in hexadecimal, however its lines end: version control may change that."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "surrogateescape")).hexdigest()


def locked(text: str, origins: Iterable[Origin], selection: str) -> Locked:
    """The entry of the lock for a document that is about to be written."""
    return Locked(tuple(origins), selection, f"csdlgen {__version__}", sha256(text))


def origin_name(name: str, folder: str) -> str:
    """A file as the lock names it: from the configuration's folder where it is below that, else its name alone, since
    nobody else has the same folders."""
    path, home = PurePosixPath(name), PurePosixPath(folder)
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else path.name


def refusal() -> Diagnostic:
    """Says that nothing was written, after the errors on what is selected and gone."""
    return Diagnostic(
        code="update-lacking",
        message="nothing was written, since upstream no longer has what is selected",
        remedy="Correct the selection, or remove what is gone for good; then update again.",
    )


def edited_since(name: str, where: str) -> Diagnostic:
    """Says that a document of ours is not as it was written."""
    return Diagnostic(
        code="document-edited",
        message=f"{name} was edited since csdlgen wrote it",
        remedy="Move the edit into an overlay, or run with --force, which keeps a copy as *.bak.",
        where=where,
    )


def changelog(title: str, origins: Iterable[Origin], findings: Sequence[Finding], today: date) -> str:
    """A section in Markdown: where from, how much moved, and what of it may matter to somebody, worst first."""
    where = " and ".join(code(each.source) for each in origins)
    lines = [f"### {escaped(title)}, {today.isoformat()}", "", f"From {where}: {summary(counts(findings), 0)}."]
    told = [each for each in worst_first(findings) if worst(each) > Verdict.NEUTRAL]
    if told:
        lines += ["", *map(_bullet, told[:_LONGEST])]
    if len(told) > _LONGEST:
        lines.append(f"- … and {len(told) - _LONGEST} more")
    return "\n".join(lines)


def _bullet(finding: Finding) -> str:
    more = sum(1 for _ in every(finding.children))
    followed = f" ({more} more follow{'s' if more == 1 else ''} from it)" if more else ""
    message = escaped(finding.message.rstrip("."))
    return f"- **{spoken(finding.verdicts)}**: {code(finding.path)}: {message} ({code(finding.rule)}){followed}"
