"""Each document of the corpus read once, for all tests that look at what came of it."""

from __future__ import annotations

import gc
import os
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from csdlgen.check import check
from csdlgen.csdl import read_csdl
from csdlgen.edm.model import ComplexType, EdmModel, EntityType, EnumType, TypeDefinition
from csdlgen.edm.references import unresolved
from csdlgen.errors import CsdlgenError, Diagnostic
from tests.corpus.account import unaccounted


@dataclass(frozen=True)
class Surveyed:
    """What came of a document; `dropped` is what its tree says and its model does not, and the other way round."""

    refused: tuple[Diagnostic, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    dropped: tuple[str, ...] = ()


def folder() -> Path | None:
    named = os.environ.get("CSDLGEN_CORPUS")
    return Path(named).resolve() if named and Path(named).is_dir() else None


@cache
def names() -> list[str]:
    """Every file of the corpus that is, or might be taken for, CSDL."""
    root = folder()
    found = [] if root is None else [each for part in ("documents", "graph") for each in (root / part).rglob("*")]
    return sorted(each.relative_to(root or "").as_posix() for each in found if each.is_file())


def documents(corpus: Path) -> list[Path]:
    """All of them but those in CSDL JSON."""
    folders = (corpus / "documents", corpus / "graph")
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in found if path.suffix not in (".json", ".xsd")]


def each_document(metafunc: pytest.Metafunc) -> None:
    """Gives a test with an argument `document` the name of each; one that is skipped where there is no corpus."""
    if "document" in metafunc.fixturenames:
        skip = pytest.mark.skip(reason="CSDLGEN_CORPUS names no folder with real documents")
        metafunc.parametrize("document", names() or [pytest.param("none", marks=skip)])


def data_of(name: str) -> bytes:
    return ((folder() or Path()) / name).read_bytes()


@cache
def survey(name: str) -> Surveyed:
    data = data_of(name)
    warnings: list[Diagnostic] = []
    gc.disable()  # hundreds of thousands of objects, of which none is garbage
    try:
        model = read_csdl(data, source=name, warnings=warnings)
        dropped = () if name.endswith(".json") else tuple(unaccounted(ET.fromstring(data), warnings, model))
        found = (*check(model), *unresolved(model))
        return Surveyed((), counts_of(model), tuple(warnings), found, dropped)
    except CsdlgenError as error:
        return Surveyed(error.diagnostics)
    finally:
        gc.enable()


def counts_of(model: EdmModel) -> tuple[tuple[str, int], ...]:
    """How many there are of each kind of element."""
    found: Counter[str] = Counter(references=len(model.references), schemas=len(model.schemas))
    words = {EntityType: "entity", ComplexType: "complex", EnumType: "enum", TypeDefinition: "definition"}
    for schema in model.schemas:
        found.update(words[type(each)] for each in schema.types)
        found.update(each.kind for each in schema.operations)
        found.update(term=len(schema.terms), container=len(schema.containers), target=len(schema.targets))
        for each in schema.types:
            found["member"] += len(each.members) if isinstance(each, EnumType) else 0
            if isinstance(each, (EntityType, ComplexType)):
                found.update(property=len(each.properties), navigation=len(each.navigations))
        for container in schema.containers:
            sizes = {"set": container.sets, "singleton": container.singletons, "import": container.imports}
            found.update({kind: len(held) for kind, held in sizes.items()})
    return tuple(sorted((kind, number) for kind, number in found.items() if number))
