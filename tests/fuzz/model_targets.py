"""Targets from documents to packages and reports: reading, overlays, selections, generation, comparison."""

from __future__ import annotations

import importlib
import itertools
import json
import os
import warnings
from contextlib import suppress
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from csdlgen.csdl import dump_csdl, dump_csdl_json, normalise, read_csdl
from csdlgen.drift import compare
from csdlgen.edm.compose.merge import without_aliases
from csdlgen.edm.compose.overlay import overlay
from csdlgen.edm.model import EdmModel, Facets, Property
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
from tests.fuzz.documents import CANARY, ODD, described, json_documents, rich_documents, spoilt, versions, xml_documents
from tests.fuzz.drift_laws import check_changes
from tests.fuzz.loading import importable
from tests.fuzz.model_laws import check_closed, check_union
from tests.fuzz.package_laws import check_models, check_routes, check_texts
from tests.fuzz.spellings import in_json, in_two_documents, in_xml
from tests.fuzz.target import Input, Target, documented
from tests.support.edits import EDITS, Edit, edited
from tests.support.patch import normal
from tests.support.shuffled import shuffled

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


def check_reading(data: bytes, *spellings: bytes) -> None:
    """A document is refused, or its model is written and read again in both formats; other spellings of it are the same
    model, of which it is written again as it was."""
    model = _read(data)
    if model is None:
        assert not spellings
        return
    assert read_csdl(dump_csdl(model).encode(), source="") == model
    normal = normalise(model)
    assert read_csdl(dump_csdl_json(model).encode(), source="") == normal
    if spellings:  # so the document is one of ours
        write = dump_csdl_json if data.startswith(b"{") else dump_csdl
        assert write(model).encode() == data
    for each in spellings:
        assert normalise(read_csdl(each, source="")) == normal


def check_overlay(*parts: bytes) -> None:
    """Overlays are refused, or give a model that has the elements of all, and that can be written, without the aliases
    of its documents, and read."""
    found = _read(*parts)
    if found is None:
        return
    model = without_aliases(found)
    assert read_csdl(dump_csdl(model).encode(), source="") == model
    merged, *overlays = (read_csdl(part, source="") for part in parts)
    for each in overlays:
        before, merged = merged, overlay(merged, each)
        check_union(before, each, merged)
    assert merged == found


@st.composite
def _overlaid(draw: DrawFn) -> Input:
    if draw(st.integers(0, 2)) == 0:
        return draw(in_two_documents())
    base = draw(xml_documents())
    one = st.one_of(versions(base), versions(base), xml_documents(), json_documents())
    return (base, *draw(st.lists(one, min_size=1, max_size=2)))


# --- selections ------------------------------------------------------------------------------------------------------


def _words(data: bytes) -> dict[str, list[str]]:
    """What may be named of a document, by what it is named for; nothing of one that is refused."""
    try:
        model = read_csdl(data, source="")
    except CsdlgenError:
        return {}
    roots = [each.name for container in model.containers for each in container.roots]
    types = list(model.types.values())
    members = [each.name for type_ in types for each in getattr(type_, "navigations", ())]
    operations = [each for schema in model.schemas for each in schema.operations]
    derived = {each.name for each in types if getattr(each, "base", None)}
    bound = [each for each in operations if each.binding and each.binding.name in derived] * 2
    names = [str(each.name) for each in types]
    paths = [f"{root}/{member}" for root in roots for member in (*members, "*", "**", *names)][:40]
    return {
        "operations": [each for some in (*operations, *bound) for each in (str(some.name), some.signature)],
        "types": [*names, *map(str, sorted(derived))],
        "resources": [*roots, *roots, *roots, *paths],
    }


def _names(draw: DrawFn, words: dict[str, list[str]], kind: str) -> list[str]:
    """Some names of a kind; few of them are of another kind or none at all, since one such has all refused."""
    known = words.get(kind) or list(ODD)
    if draw(st.integers(0, 9)) == 0:
        known = [*known, *itertools.chain.from_iterable(words.values()), *ODD]
    return draw(st.lists(st.sampled_from(known), max_size=3)) if words.get(kind) or draw(st.booleans()) else []


@st.composite
def _selected(draw: DrawFn) -> Input:
    data = draw(rich_documents())
    words = _words(data)
    kinds = draw(st.sampled_from((("operations",), ("operations",), ("operations", "types", "resources"))))
    wanted: dict[str, Any] = dict.fromkeys(("operations", "types", "resources"), ())
    wanted |= {name: _names(draw, words, name) for name in kinds}
    wanted["everything"] = draw(st.integers(0, 7)) == 0
    wanted["derived"] = draw(st.booleans()) if draw(st.booleans()) else _names(draw, words, "types")
    wanted["all_casts"] = draw(st.booleans())
    wanted["hops"] = draw(st.integers(0, 3))
    return data, json.dumps(wanted).encode("utf-8", "surrogatepass")


def check_selection(data: bytes, wanted: bytes) -> None:
    """A selection is refused, or gives a slice that is read again as it is, has all that it names, gives itself where
    the same is selected of it, and is the same whatever the order of declarations."""
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
    check_closed(model, found.model, everything=chosen["everything"])
    assert select(model, Selection(**chosen), limits) == found
    if found.model.schemas and not isinstance(chosen["derived"], tuple):  # whose bases need not be there
        again = select(found.model, Selection(**chosen), limits)
        assert (again.model, again.models, again.path_types) == (found.model, found.models, found.path_types)
    other = select(shuffled(model, Random(len(data))), Selection(**chosen), limits)
    assert (other.models, other.path_types, other.casts) == (found.models, found.path_types, found.casts)
    assert normal(other.model) == normal(found.model)


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
    data = draw(st.one_of(xml_documents(), described(draw(rich_documents()))))
    words = {kind: [each for each in some if each.isprintable()] for kind, some in _words(data).items()}
    everything = draw(st.integers(0, 2)) < 2
    text = _CONFIGURATION.format(
        names=json.dumps(draw(st.sampled_from(("plain", "msgraph")))),
        style=json.dumps(draw(st.sampled_from(("parentheses", "segment")))),
        operations=json.dumps([] if everything else _printable(draw, words, "operations")),
        types=json.dumps([] if everything else _printable(draw, words, "types")),
        resources=json.dumps(_printable(draw, words, "resources")),
        everything=json.dumps(everything),
        hops=draw(st.integers(0, 3)),
    )
    return data, text.encode()


def _printable(draw: DrawFn, words: dict[str, list[str]], kind: str) -> list[str]:
    """Names that a configuration may have."""
    return [each for each in _names(draw, words, kind) if each.isprintable()]


def check_generation(data: bytes, configuration: bytes) -> None:
    """A package is refused, or all of its modules are imported, say what the slice says, and nothing of the document
    runs."""
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
    own = {str(path): text for path, text in files.items() if path.suffix == ".py" and "_runtime" not in path.parts}
    for path, text in own.items():
        with warnings.catch_warnings(action="error"):  # of escapes that are none
            refuse_foreign_code(text, path)
    check_texts(selected, own.values())
    with importable(files, "fuzzed") as modules:
        for name in modules:
            importlib.import_module(name)
        check_models(selected, "fuzzed")
        check_routes(selected, "fuzzed")
    assert CANARY not in os.environ


# --- comparison ------------------------------------------------------------------------------------------------------


_OF_VALUES = 6 * (
    Edit("nullable", (Property,), lambda each: _retyped(each, nullable=not each.type.nullable)),
    Edit("shorten", (Property,), lambda each: _retyped(each, facets=Facets(max_length=1))),
    Edit("lengthen", (Property,), lambda each: _retyped(each, facets=Facets(max_length=9000))),
)
"""Edits of what values a property may have, which verdicts are about; many, since there are many others."""


def _retyped(prop: Property, **changed: Any) -> Property | None:
    made = replace(prop, type=replace(prop.type, **changed))
    is_text = prop.type.name.name == "String" or "facets" not in changed
    return made if made != prop and is_text and not prop.type.collection else None


@st.composite
def _two_versions(draw: DrawFn) -> Input:
    """Two documents, of which the second came of the first by an edit of its model or of its text, or not at all."""
    old = draw(xml_documents())
    if draw(st.booleans()):
        with suppress(CsdlgenError):
            model = read_csdl(old, source="")
            found = edited(model, draw(st.sampled_from((*EDITS, *_OF_VALUES))), draw(st.integers(0, 50)))
            return dump_csdl(model).encode(), dump_csdl(found[0] if found else model).encode()
    return old, draw(st.one_of(versions(old), versions(old), xml_documents()))


def check_comparison(old: bytes, new: bytes) -> None:
    """Two documents are compared, either way, and what is found is written in every format."""
    before, after = _read(old), _read(new)
    if before is None or after is None:
        return
    assert compare(before, before) == ()
    check_changes(before, after)
    findings = document_pair(before, after).findings(date(2026, 1, 1))
    report = Report(findings, "old.xml", "new.xml", version="1")
    for write in WRITERS.values():
        assert isinstance(write(report), str)


def _one(documents: st.SearchStrategy[bytes]) -> st.SearchStrategy[Input]:
    return documents.map(lambda data: (data,))


TARGETS = {
    "xml": Target(st.one_of(_one(spoilt(xml_documents())), in_xml()), check_reading, 150),
    "json": Target(st.one_of(_one(spoilt(json_documents())), in_json()), check_reading, 150),
    "overlay": Target(_overlaid(), check_overlay, 100),
    "select": Target(_selected(), check_selection, 100),
    "generate": Target(_configured(), check_generation, 25),
    "diff": Target(_two_versions(), check_comparison, 60),
}
