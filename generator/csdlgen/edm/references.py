"""References to other documents (CSDL section 3.2): which of them a model still lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from csdlgen.edm.model import Annotation, Constant, EdmModel, Include, QName, Reference
from csdlgen.errors import Diagnostic, Severity

_WELL_KNOWN = re.compile(r"Org\.OData\.[A-Za-z]+\.V[0-9]+")
_NAME = re.compile(r"[^\s(),/@#]+")


def missing(reference: Reference, known: Collection[str]) -> tuple[Include, ...]:
    """What a reference includes of namespaces other than those `known`."""
    return tuple(each for each in reference.includes if each.namespace not in known)


def unresolved(model: EdmModel, known: Collection[str] = ()) -> tuple[Diagnostic, ...]:
    """`reference-unresolved` for every included namespace that is in neither `model` nor `known`, and that the model
    uses: a warning, or a note where it uses nothing but terms, which need not be at hand to be read.

    The vocabularies of OASIS (`Org.OData.Core.V1`) need no document.
    """
    there = {*known, *(each.namespace for each in model.schemas)}
    lacking: dict[str, tuple[Reference, Include]] = {}
    for reference in model.references:
        for include in missing(reference, there):
            if not _WELL_KNOWN.fullmatch(include.namespace):
                lacking.setdefault(include.namespace, (reference, include))
    if not lacking:
        return ()
    used: dict[str, bool] = {}
    for namespace, as_term in _namespaces(model.schemas):
        used[namespace] = used.get(namespace, True) and as_term
    return tuple(_lacks(*lacking[namespace], terms=used[namespace]) for namespace in lacking if namespace in used)


def _lacks(reference: Reference, include: Include, *, terms: bool) -> Diagnostic:
    used = "terms of it are applied" if terms else "it is used"
    return Diagnostic(
        code="reference-unresolved",
        message=f"no document at hand defines the namespace {include.namespace}, and {used}",
        remedy=f"Add the referenced document {reference.uri!r} to the metadata, or its folder to `references`.",
        path=include.namespace,
        where=include.location,
        severity=Severity.NOTE if terms else Severity.WARNING,
    )


def _namespaces(value: Any) -> Iterator[tuple[str, bool]]:
    """The namespace of every name in a part of a model, and whether the name is that of a term."""
    if isinstance(value, QName):
        yield value.namespace, False
    elif isinstance(value, str):
        if "." in value:
            yield from ((name.rpartition(".")[0], False) for name in _NAME.findall(value))
    elif isinstance(value, tuple):
        for each in value:
            yield from _namespaces(each)
    elif isinstance(value, Annotation):
        yield value.term.namespace, True
        yield from _namespaces((value.value, value.annotations))
    elif isinstance(value, Constant):
        yield from _namespaces(value.text) if value.kind == "EnumMember" else ()
    elif is_dataclass(value):
        for name in _parts(value.__class__):
            yield from _namespaces(getattr(value, name))


_NEITHER = {"location", "namespace", "alias", "default"}


@cache
def _parts(kind: Any) -> tuple[str, ...]:
    """The fields that may name something elsewhere."""
    return tuple(each.name for each in fields(kind) if each.name not in _NEITHER)
