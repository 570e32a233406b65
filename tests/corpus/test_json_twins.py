"""The CSDL JSON documents of OASIS say what their XML twins say; where they do not, the reason stands here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from csdlgen.csdl import dump_csdl, dump_csdl_json, normalise, read_csdl
from csdlgen.edm.model import EdmModel

# A difference is the place in the model, what the XML says and what the JSON says; each must match all three patterns.
ANY = ".*"
ARGUED = {
    # Vocabularies link to their own edition first, so the two first links are the other way round.
    (
        "Org.OData.*.V1",
        r".*Core\.V1\.Links\..*rel\.value\.text",
        "latest-version|alternate",
        "latest-version|alternate",
    ),
    # Nullable has no meaning for collections of entities, is stated in neither document, and has another default.
    ("csdl-16.1", r".*\.returns\.type\.nullable", "True", "False"),
    ("miscellaneous2", r".*OddWaldos.*\.(returns|parameters/waldos)\.type\.nullable", "True", "False"),
    # The JSON was made when the term's XML still said Nullable="false".
    ("Org.OData.Core.V1", r".*ExplicitOperationBindings\.type\.nullable", "True", "False"),
    # A line feed in an attribute is a blank to every XML parser.
    ("Org.OData.Capabilities.V1", r".*ExpandByKeyRestrictions.*LongDescription\.value\.text", r"[^\n]*", r".*\n.*"),
    # CSDL JSON has no MaxLength="max".
    ("miscellaneous2", r".*parameters/Reason\.type\.facets\.max_length", "max", "None"),
    # One is written in full, one relative to its container.
    ("miscellaneous2", r".*CreatedEntities\.entity_set", r".*/Waldos", "Waldos"),
    # A path that is a string may be any string, so nothing replaces the alias in it.
    ("vocab-Org.OData.Aggregation.V1.SalesModel-sample", r".*GroupableProperties.*text", ANY, r"SalesModel\..*"),
}


def test_each_json_document_equals_its_xml_twin(corpus: Path) -> None:
    met = set()
    documents = sorted((corpus / "documents" / "oasis-json").glob("*.json"))
    for path in documents:
        ours = read_csdl(path.read_bytes(), source=path.name)
        twin = read_csdl(twin_of(path).read_bytes(), source=path.name)
        for found in differences(normalise(own_references(twin)), ours):
            reasons = [each for each in ARGUED if is_argued(each, path.stem, found)]
            assert reasons, (path.name, found)
            met.update(reasons)
    assert len(documents) == 14
    assert met == ARGUED


def is_argued(argued: tuple[str, ...], name: str, found: tuple[str, str, str]) -> bool:
    return all(re.fullmatch(each, part, re.DOTALL) for each, part in zip(argued, (name, *found), strict=True))


def twin_of(path: Path) -> Path:
    """The XML that a JSON document was made of; of two editions in the corpus, the one in the folder of the JSON."""
    documents = path.parent.parent
    places = (
        documents / "oasis-vocab" / f"{path.stem}.xml",
        documents / "oasis-examples" / f"csdl-schemas-{path.stem}.xml",
        documents / "oasis-examples" / f"{path.stem}.xml",
    )
    return next(each for each in places if each.exists())


def own_references(model: EdmModel) -> EdmModel:
    """Documents refer to documents of their own format."""
    return replace(model, references=tuple(replace(each, uri=as_json(each.uri)) for each in model.references))


def as_json(uri: str) -> str:
    return re.sub(r"\.xml$", ".json", uri) if "/" in uri else uri


def differences(one: Any, other: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Where two values differ: the place, and what stands there in each."""
    if one == other:
        return
    if type(one) is type(other) is tuple and [*map(label, one)] == [*map(label, other)]:
        for left, right in zip(one, other, strict=True):
            yield from differences(left, right, f"{path}/{label(left)}")
    elif is_dataclass(one) and type(one) is type(other):
        for each in fields(one):
            if each.compare:
                yield from differences(getattr(one, each.name), getattr(other, each.name), f"{path}.{each.name}")
    else:
        yield path, str(one), str(other)


def label(value: object) -> str:
    names = ("signature", "name", "term", "namespace", "uri", "target", "path", "property")
    return next((str(getattr(value, each)) for each in names if hasattr(value, each)), type(value).__name__)


def test_reading_what_was_written_gives_the_same(corpus: Path) -> None:
    for path in sorted((corpus / "documents" / "oasis-json").glob("*.json")):
        warnings: list[object] = []
        model = read_csdl(path.read_bytes(), source=path.name, warnings=warnings)  # type: ignore[arg-type]
        assert warnings == []
        assert normalise(model) == model
        assert read_csdl(dump_csdl_json(model).encode(), source="again.json") == model
        assert read_csdl(dump_csdl(model).encode(), source="again.xml") == model
