"""Targets from documents to packages and reports: reading, overlays, selections, generation, comparison."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from csdlgen.csdl import dump_csdl, dump_csdl_json, normalise, read_csdl
from csdlgen.drift import compare
from csdlgen.edm.compose.merge import without_aliases
from csdlgen.edm.model import EdmModel
from csdlgen.errors import CsdlgenError, Diagnostic
from csdlgen.navigation import Limits
from csdlgen.package.barrier import refuse_foreign_code
from csdlgen.pipeline import build, read_model, select_package
from csdlgen.project.config import parse_config
from csdlgen.project.inputs import Inputs, Source
from csdlgen.reports.drift import WRITERS
from csdlgen.reports.drift.report import Report
from csdlgen.select import Selection, select
from csdlgen.upstream.model_pair import document_pair
from tests.fuzz.documents import CANARY, ODD, json_documents, spoilt, versions, xml_documents
from tests.fuzz.target import Input, Target, documented

_NAME = "service.csdl"


def _read(*parts: bytes) -> EdmModel | None:
    """The model of a document with overlays, None where they are refused."""
    warnings: list[Diagnostic] = []
    sources = [Source(f"{number}.{_NAME}", part) for number, part in enumerate(parts)]
    try:
        model = read_model(sources[:1], sources[1:], warnings)
    except CsdlgenError as error:
        documented(error.diagnostics)
        return None
    if warnings:
        documented(tuple(warnings))
    return model


# --- reading ---------------------------------------------------------------------------------------------------------


def check_reading(data: bytes) -> None:
    """A document is refused, or its model is written and read again in both formats."""
    model = _read(data)
    if model is None:
        return
    assert read_csdl(dump_csdl(model).encode(), source="") == model
    assert read_csdl(dump_csdl_json(model).encode(), source="") == normalise(model)


def check_overlay(*parts: bytes) -> None:
    """Overlays are refused, or give a model that can be written, without the aliases of its documents, and read."""
    found = _read(*parts)
    if found is not None:
        model = without_aliases(found)
        assert read_csdl(dump_csdl(model).encode(), source="") == model


@st.composite
def _overlaid(draw: DrawFn) -> Input:
    base = draw(xml_documents())
    one = st.one_of(versions(base), versions(base), xml_documents(), json_documents())
    return (base, *draw(st.lists(one, min_size=1, max_size=2)))


# --- selections ------------------------------------------------------------------------------------------------------


def _words(data: bytes) -> list[str]:
    """What may be named of a document, and what may not."""
    try:
        model = read_csdl(data, source="")
    except CsdlgenError:
        return list(ODD)
    roots = [each.name for container in model.containers for each in container.roots]
    members = [each.name for type_ in model.types for each in getattr(type_, "navigations", ())]
    operations = [each for schema in model.schemas for each in schema.operations]
    names = [*(str(each.name) for each in model.types), *(str(each.name) for each in operations)]
    signatures = [each.signature for each in operations]
    paths = [f"{root}/{member}" for root in roots for member in (*members, "*", "**", *names)][:40]
    return [*names, *names, *signatures, *roots, *roots, *paths, *ODD]


@st.composite
def _selected(draw: DrawFn) -> Input:
    data = draw(xml_documents())
    words = st.lists(st.sampled_from(_words(data)), max_size=3)
    wanted: dict[str, Any] = {name: draw(words) for name in ("operations", "types", "resources")}
    wanted["everything"] = draw(st.integers(0, 3)) == 0
    wanted["derived"] = draw(st.one_of(st.booleans(), words))
    wanted["all_casts"] = draw(st.booleans())
    wanted["hops"] = draw(st.integers(0, 3))
    return data, json.dumps(wanted).encode("utf-8", "surrogatepass")


def check_selection(data: bytes, wanted: bytes) -> None:
    """A selection is refused, or gives a slice that is read again as it is, without errors."""
    model = _read(data)
    if model is None:
        return
    given = json.loads(wanted)
    limits = Limits(max_hops=given.pop("hops"))
    chosen: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    try:
        found = select(model, Selection(**chosen), limits)
    except CsdlgenError as error:
        documented(error.diagnostics)
        return
    if found.model.schemas:
        assert read_csdl(dump_csdl(found.model).encode(), source="") == found.model
    known, taken = ({each.name for each in some.types} for some in (model, found.model))
    for type_ in found.model.types:
        needed = {getattr(type_, "base", None), *(each.type.name for each in getattr(type_, "properties", ()))}
        assert needed & known <= taken, (type_.name, needed & known - taken)
    again = select(model, Selection(**chosen), limits)
    assert again == found


# --- packages --------------------------------------------------------------------------------------------------------

_CONFIGURATION = """
[packages.fuzzed]
output = "generated"
metadata = ["0.service.csdl"]
service-root = "https://service.example/v1"
client = "FuzzedClient"
scopes = []
distribution = "fuzzed"
names = {names}
key-style = {style}
[packages.fuzzed.select]
operations = {operations}
types = {types}
resources = {resources}
everything = {everything}
[packages.fuzzed.routes]
max-hops = {hops}
"""


@st.composite
def _configured(draw: DrawFn) -> Input:
    data = draw(xml_documents())
    words = st.lists(st.sampled_from([each for each in _words(data) if each.isprintable()]), max_size=2)
    everything = draw(st.integers(0, 2)) < 2
    text = _CONFIGURATION.format(
        names=json.dumps(draw(st.sampled_from(("plain", "msgraph")))),
        style=json.dumps(draw(st.sampled_from(("parentheses", "segment")))),
        operations=json.dumps([] if everything else draw(words)),
        types=json.dumps([] if everything else draw(words)),
        resources=json.dumps(draw(words)),
        everything=json.dumps(everything),
        hops=draw(st.integers(0, 3)),
    )
    return data, text.encode()


def check_generation(data: bytes, configuration: bytes) -> None:
    """A package is refused, or all of its modules are imported, and nothing of the document runs."""
    try:
        package = parse_config(configuration.decode(), source="csdlgen.toml").packages[0]
        inputs = Inputs((Source(f"0.{_NAME}", data),), (), ())
        selected = select_package(package, inputs)
        files = build(package, selected)
    except CsdlgenError as error:
        documented(error.diagnostics)
        return
    if selected.notes:
        documented(selected.notes)
    with _on_disk(files) as modules:
        for name in modules:
            importlib.import_module(name)
        models = importlib.import_module("fuzzed.models")
        for name in models.__all__:
            getattr(models, name)
    assert CANARY not in os.environ


@contextmanager
def _on_disk(files: Any) -> Iterator[list[str]]:
    """While files are in a folder that modules are found in; the names of the generated modules."""
    folder = Path(tempfile.mkdtemp())
    modules: list[str] = []
    try:
        for path, text in files.items():
            place = folder / PurePosixPath(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
            if path.suffix == ".py" and "_runtime" not in path.parts:
                with warnings.catch_warnings(action="error"):  # of escapes that are none
                    refuse_foreign_code(text, str(path))
                modules.append(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
        sys.path.insert(0, str(folder))
        importlib.invalidate_caches()
        yield modules
    finally:
        sys.path[:] = [each for each in sys.path if each != str(folder)]
        for name in [each for each in sys.modules if each.partition(".")[0] == "fuzzed"]:
            del sys.modules[name]
        sys.path_importer_cache.pop(str(folder), None)
        shutil.rmtree(folder, ignore_errors=True)


# --- comparison ------------------------------------------------------------------------------------------------------


@st.composite
def _two_versions(draw: DrawFn) -> Input:
    old = draw(xml_documents())
    return old, draw(st.one_of(versions(old), versions(old), xml_documents()))


def check_comparison(old: bytes, new: bytes) -> None:
    """Two documents are compared, either way, and what is found is written in every format."""
    before, after = _read(old), _read(new)
    if before is None or after is None:
        return
    assert compare(before, before) == ()
    assert bool(compare(before, after)) == bool(compare(after, before))
    findings = document_pair(before, after).findings(date(2026, 1, 1))
    report = Report(findings, "old.xml", "new.xml", version="1")
    for write in WRITERS.values():
        assert isinstance(write(report), str)


def _one(documents: st.SearchStrategy[bytes]) -> st.SearchStrategy[Input]:
    return documents.map(lambda data: (data,))


TARGETS = {
    "xml": Target(_one(spoilt(xml_documents())), check_reading, 150),
    "json": Target(_one(spoilt(json_documents())), check_reading, 150),
    "overlay": Target(_overlaid(), check_overlay, 100),
    "select": Target(_selected(), check_selection, 100),
    "generate": Target(_configured(), check_generation, 25),
    "diff": Target(_two_versions(), check_comparison, 60),
}
