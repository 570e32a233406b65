"""What documents may write in several ways with one meaning is no difference."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given

from csdlgen.csdl import dump_csdl, dump_csdl_json, normalise, read_csdl
from csdlgen.drift import compare
from csdlgen.drift.change import every_change
from csdlgen.edm.model import EdmModel, Facets, QName, TypeDefinition, TypeRef
from tests.models import models
from tests.support.csdl import read
from tests.support.schemas import entity, prop
from tests.unit.drift.test_compare_laws import thorough

GEOGRAPHY = ("Geography", "GeographyPoint", "GeographyLineString", "GeographyPolygon", "GeographyCollection")
# By the name of a built-in type: what its absent facets mean (CSDL XML sections 7.2.2 to 7.2.6).
DEFAULTS: dict[str, dict[str, Any]] = {
    "String": {"max_length": "max", "unicode": True},
    "Binary": {"max_length": "max"},
    "Stream": {"max_length": "max"},
    "Decimal": {"scale": 0},
    **{each: {"precision": 0} for each in ("DateTimeOffset", "Duration", "TimeOfDay")},
    **{each: {"srid": 4326} for each in GEOGRAPHY},
    **{each.replace("Geography", "Geometry"): {"srid": 0} for each in GEOGRAPHY},
}
FACETS = {"max_length": "MaxLength", "unicode": "Unicode", "scale": "Scale", "precision": "Precision", "srid": "SRID"}


def stated(value: Any) -> Any:
    """A part of a model with all defaults of facets written out."""
    if isinstance(value, TypeRef):
        return replace(value, facets=facets(value.facets, value.name))
    if isinstance(value, TypeDefinition):
        value = replace(value, facets=facets(value.facets, value.underlying))
    if isinstance(value, tuple) and not isinstance(value, QName):
        return tuple(map(stated, value))
    if not is_dataclass(value) or isinstance(value, Facets):
        return value
    changed = {each.name: stated(getattr(value, each.name)) for each in fields(value) if each.name != "location"}
    return replace(value, **changed)  # type: ignore[type-var]


def facets(given_: Facets, type_: QName) -> Facets:
    missing = DEFAULTS.get(type_.name, {}) if type_.namespace == "Edm" else {}
    return replace(given_, **{name: value for name, value in missing.items() if getattr(given_, name) is None})


@thorough
@given(models())
def test_defaults_that_are_written_out_are_no_difference(model: EdmModel) -> None:
    assert compare(model, stated(model)) == ()
    assert compare(stated(model), model) == ()


@thorough
@given(models())
def test_the_format_of_a_document_is_no_difference(model: EdmModel) -> None:
    xml = read_csdl(dump_csdl(model).encode(), source="m.xml")
    json = read_csdl(dump_csdl_json(normalise(model)).encode(), source="m.json")
    assert compare(xml, json) == ()
    assert compare(json, xml) == ()


@pytest.mark.parametrize("type_", DEFAULTS)
def test_each_default_as_a_document_writes_it(type_: str) -> None:
    for name, value in DEFAULTS[type_].items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        without, with_it = prop(f"Edm.{type_}"), prop(f"Edm.{type_}", **{FACETS[name]: text})
        assert compare(read(entity(without)), read(entity(with_it))) == ()


@pytest.mark.parametrize(
    ("facet", "value", "type_"),
    [
        ("Scale", "1", "Decimal"),
        ("Precision", "0", "Decimal"),  # which otherwise has any precision
        ("Precision", "1", "Duration"),
        ("Unicode", "false", "String"),
        ("MaxLength", "0", "String"),
        ("SRID", "0", "GeographyPoint"),
        ("SRID", "4326", "GeometryPoint"),
        ("SRID", "variable", "GeometryPoint"),
    ],
)
def test_what_is_no_default_is_a_difference(facet: str, value: str, type_: str) -> None:
    without, with_it = prop(f"Edm.{type_}"), prop(f"Edm.{type_}", **{facet: value})
    assert len(list(every_change(compare(read(entity(without)), read(entity(with_it)))))) == 1
