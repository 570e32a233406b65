"""What Core.Revisions says of elements that are on their way out."""

from __future__ import annotations

from collections.abc import Iterable

from csdlgen.edm.model import Annotation, Record
from csdlgen.edm.vocabularies import find, items, text

REMOVAL_DATES = ("RemovalDate", "Removaldate")
"""The properties with which Microsoft Graph says when a deprecated element goes."""


def deprecation(annotations: Iterable[Annotation]) -> str:
    """What there is to say of a deprecated element: since when, until when, and what the service says; empty for one
    that is not deprecated. Of several revisions the one with the earliest removal counts."""
    revisions = find(annotations, "Revisions")
    records = items(revisions.value) if revisions else ()
    ending = [each for each in records if "Deprecated" in text(each.get("Kind")).rpartition("/")[2]]
    if not ending:
        return ""
    revision = min(ending, key=lambda each: (_removal(each) or "9999", text(each.get("Date"))))
    since, removal = text(revision.get("Date"))[:10], _removal(revision)
    said = f"Deprecated{f' since {since}' if since else ''}{f', to be removed on {removal}' if removal else ''}."
    return f"{said} {text(revision.get('Description'))}".strip()


def _removal(revision: Record) -> str:
    return next((date[:10] for name in REMOVAL_DATES if (date := text(revision.get(name)))), "")
