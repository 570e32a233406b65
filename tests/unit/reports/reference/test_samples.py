"""Sample values: the same ones every time, of the right type, like those of Microsoft Graph's pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from csdlgen.edm.model import EdmModel, Facets, Parameter, TypeRef
from csdlgen.package.plan.files import builder_types
from csdlgen.python_names import PLAIN
from csdlgen.reports.reference.python_values import Imports, PythonValues
from csdlgen.reports.reference.samples import Samples
from csdlgen.routes import UrlStyle
from csdlgen.select import everything
from tests.builders import complex_type, definition, entity, enum, model, q, ref

MODEL = model(
    entity("person", "name: Edm.String", "colour: colour", "home: place", "boss: person", "tags: Edm.String*"),
    complex_type("place", "street: Edm.String", "next: place"),
    complex_type("shop", "opened: Edm.DateTimeOffset", base="place"),
    replace(complex_type("shape"), abstract=True),
    complex_type("circle", "radius: Edm.Double", base="shape"),
    enum("colour", "red", "green"),
    enum("only", "one"),
    enum("rights", "read", "write", flags=True),
    definition("weight", "Edm.Decimal"),
    sets="people: person",
)


def samples(model_: EdmModel = MODEL, odata_type: str = "derived", *, is_response: bool = False) -> Samples:
    types = builder_types(everything(model_), UrlStyle(), PLAIN)
    return Samples(types.annotator, odata_type, is_response=is_response)


@pytest.mark.parametrize(
    ("type_", "json", "python"),
    [
        ("Edm.String", "Helper Os value", '"Helper Os value"'),
        ("Edm.String*", ["Helper Os value"], '["Helper Os value"]'),
        ("Edm.Boolean", True, "True"),
        ("Edm.Int32", 8, "8"),
        ("Edm.Int64", "8", "8"),
        ("Edm.Double", 1.5, "1.5"),
        ("Edm.Decimal", "1.5", 'Decimal("1.5")'),
        ("weight", "1.5", 'Decimal("1.5")'),
        ("Edm.Date", "2016-12-31", "date(2016, 12, 31)"),
        ("Edm.TimeOfDay", "11:58:36", "time(11, 58, 36)"),
        ("Edm.Duration", "PT1H30M", "timedelta(hours=1, minutes=30)"),
        ("Edm.Binary", "YmluYXJ5", 'b"binary"'),
        ("colour", "green", "Colour.GREEN"),
        ("only", "one", "Only.ONE"),
        ("rights", "write", "{Rights.WRITE}"),
        ("place", {"street": "Street value"}, 'Place(street="Street value")'),
    ],
)
def test_a_sample_as_json_and_as_python(type_: str, json: Any, python: str) -> None:
    found = samples()
    assert found.of_type(ref(type_), "helperOs") == json
    assert found.any_big == (type_ in ("Edm.Int64", "Edm.Decimal", "weight"))
    written = PythonValues(found.annotator, "demo", Imports()).of(ref(type_), json, indent=0)
    assert str(written) == python


@pytest.mark.parametrize(
    ("type_", "text", "python"),
    [
        ("Edm.TimeOfDay", "11:58:36.25", 'time.fromisoformat("11:58:36.25")'),
        ("Edm.TimeOfDay", "11:58", 'time.fromisoformat("11:58")'),
        ("Edm.Date", "2016-02-03", "date(2016, 2, 3)"),
        ("Edm.DateTimeOffset", "2016-12-31T00:00:00Z", 'datetime.fromisoformat("2016-12-31T00:00:00Z")'),
    ],
)
def test_what_is_more_than_its_numbers_is_read(type_: str, text: str, python: str) -> None:
    assert str(PythonValues(samples().annotator, "demo", Imports()).of(ref(type_), text, indent=0)) == python


def test_an_end_is_after_a_start() -> None:
    def at(name: str) -> str:
        text: str = samples().of_type(ref("Edm.DateTimeOffset"), name)
        return text

    assert at("startDateTime") == at("sendDateTime") == "2016-12-31T23:58:46.7156189-08:00"
    assert at("endDateTime") == "2017-01-01T00:03:30.9241974-08:00"


def test_a_text_is_not_too_long() -> None:
    short = TypeRef(q("Edm.String"), facets=Facets(max_length=6))
    assert samples().of(Parameter("helperEmail", short)) == "Helper"


def test_what_contains_itself_ends() -> None:
    person = samples().of_type(ref("person"), "x")
    assert person["home"] == {"street": "Street value"} and "boss" not in person


def test_a_type_that_is_abstract_is_shown_as_one_that_is_not() -> None:
    written = {"@odata.type": "#test.circle", "radius": 1.5}
    assert samples().of_type(ref("shape"), "x") == written
    assert samples(is_response=True).of_type(ref("shape"), "x") == written
    assert samples(is_response=True).of_type(ref("circle"), "x") == {"radius": 1.5}
    values = PythonValues(samples().annotator, "demo", Imports())
    assert str(values.of(ref("shape"), written, indent=0)) == "Circle(radius=1.5)"


def test_the_type_is_said_as_the_client_says_it() -> None:
    assert "@odata.type" in samples().of_type(ref("shop"), "x")
    assert "@odata.type" not in samples(odata_type="never").of_type(ref("shop"), "x")
    assert samples(odata_type="always").of_type(ref("place"), "x")["@odata.type"] == "#test.place"
    assert samples(odata_type="never").of_type(ref("shape"), "x") == {}


def test_names_that_an_example_uses_are_kept() -> None:
    clashing = model(complex_type("client", "a: Edm.String"), complex_type("uUID", "a: Edm.Guid"))
    annotator = builder_types(everything(clashing), UrlStyle(), PLAIN).annotator
    imports = Imports()
    values = PythonValues(annotator, "demo", imports)
    text = values.of(ref("uUID"), {"a": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}, indent=0)
    assert str(text) == 'UUID_(a=UUID("3f2504e0-4f89-41d3-9a0c-0305e82c3301"))'
    assert [str(line) for line in imports.lines()] == [
        "from uuid import UUID",
        "",
        "from demo.models import UUID as UUID_",
    ]
