"""CSDL JSON: where what it reads as is from, what is wrong with it, and documents that nobody writes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.csdl import dump_csdl, locate, normalise, read_csdl
from csdlgen.edm.model import (
    Annotation,
    ComplexType,
    Constant,
    QName,
)
from csdlgen.errors import CsdlgenError, Diagnostic, Location, Position
from tests.support.csdl import nested, problem, problems, q
from tests.support.csdl_json import again, csdl
from tests.unit.csdl.json.test_both_formats import HEAD_JSON, TWINS

T = QName("a", "b")


def test_encodings() -> None:
    text = '{"$Version": "4.01", "ns": {"@a.b": "é"}}'
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        model = read_csdl(b" \n" * (encoding == "utf-8") + text.encode(encoding), source="x")
        assert model.schemas[0].annotations == (Annotation(T, Constant("String", "é")),)


# --- places ---


def test_positions() -> None:
    data = b"""{
  "$Version": "4.01",
  "ns": {
    "E": {
      "$Kind": "EntityType",
      "not ok": {"$Type": "a(b)"}, "say \\"{\\"": {"$Type": "a(b)"}
    },
    "f": [{"$Kind": "Function"}, {"$Kind": "Action", "$IsBound": 1}]
  }
}"""
    assert [each.where for each in problems(data)] == [Position("test.xml", 8, 34)]
    first, second = problems(data.replace(b": 1}", b": true}"))
    assert (first.code, first.path, first.where) == ("invalid-value", "ns.E/not ok", Position("test.xml", 6, 7))
    assert second.where == Position("test.xml", 6, 36)


def test_locate_finds_what_locations_name() -> None:
    data = csdl({"C": {"$Kind": "ComplexType", "p": {"@a.b": [1, {"q": 2}]}}})
    declared = read_csdl(data, source="x").types[q("ns.C")]
    assert isinstance(declared, ComplexType)
    prop = declared.properties[0]
    for element, written in ((declared, b'"C"'), (prop, b'"p"'), (prop.annotations[0], b'"@a.b"')):
        assert isinstance(element.location, Location)
        number = element.location.element
        assert locate(data, [number, 10_000]) == {number: (1, data.index(written) + 1)}
    assert locate(data, []) == {}
    assert locate(b'{"', [0]) == {}


# --- what is wrong ---

SET = {"$Kind": "EntityContainer"}
WRONG: list[tuple[str, Any, str, str]] = [
    ("no $Kind", {"E": {}}, "missing-attribute", "$Kind"),
    ("unknown $Kind", {"E": {"$Kind": "Entity"}}, "invalid-value", "'Entity'"),
    ("$Kind no string", {"E": {"$Kind": []}}, "invalid-value", "an array"),
    ("type in an array", {"E": [{"$Kind": "EntityType"}]}, "invalid-value", "overloads"),
    ("operation in no array", {"f": {"$Kind": "Function"}}, "invalid-value", "single"),
    ("child no object", {"E": 5}, "invalid-value", "'E' is 5"),
    ("overload no object", {"f": [None]}, "invalid-value", "null"),
    ("property no object", {"E": {"$Kind": "EntityType", "p": "x"}}, "invalid-value", "'x'"),
    ("property of no kind", {"E": {"$Kind": "EntityType", "p": {"$Kind": "EnumType"}}}, "invalid-value", "EnumType"),
    ("$Type no string", {"C": {"$Kind": "ComplexType", "p": {"$Type": 1}}}, "invalid-value", "$Type is 1"),
    ("$Type no type", {"C": {"$Kind": "ComplexType", "p": {"$Type": "x(y)"}}}, "invalid-value", "x(y)"),
    ("$Nullable no boolean", {"C": {"$Kind": "ComplexType", "p": {"$Nullable": "true"}}}, "invalid-value", "$Nullable"),
    ("$Collection", {"C": {"$Kind": "ComplexType", "p": {"$Collection": 1}}}, "invalid-value", "$Collection is 1"),
    ("$MaxLength", {"C": {"$Kind": "ComplexType", "p": {"$MaxLength": 1.5}}}, "invalid-value", "1.5"),
    ("$MaxLength no number", {"C": {"$Kind": "ComplexType", "p": {"$MaxLength": True}}}, "invalid-value", "a number"),
    ("$DefaultValue", {"C": {"$Kind": "ComplexType", "p": {"$DefaultValue": {}}}}, "invalid-value", "an object"),
    ("$Key no array", {"E": {"$Kind": "EntityType", "$Key": "ID"}}, "invalid-value", "$Key"),
    ("$Key of objects", {"E": {"$Kind": "EntityType", "$Key": [{"a": "b", "c": "d"}]}}, "invalid-value", "$Key"),
    ("no target", {"C": {"$Kind": "ComplexType", "n": {"$Kind": "NavigationProperty"}}}, "missing-attribute", "$Type"),
    ("no underlying type", {"D": {"$Kind": "TypeDefinition"}}, "missing-attribute", "$UnderlyingType"),
    ("member no number", {"E": {"$Kind": "EnumType", "a": None}}, "invalid-value", "'a'"),
    ("member a fraction", {"E": {"$Kind": "EnumType", "a": 1.5}}, "invalid-value", "1.5"),
    ("no parameter name", {"f": [{"$Kind": "Action", "$Parameter": [{}]}]}, "missing-attribute", "$Name"),
    ("parameters no array", {"f": [{"$Kind": "Action", "$Parameter": {}}]}, "invalid-value", "an array"),
    ("result no object", {"f": [{"$Kind": "Action", "$ReturnType": "x"}]}, "invalid-value", "$ReturnType"),
    ("no type of a set", {"C": {**SET, "s": {"$Collection": True}}}, "missing-attribute", "$Type"),
    ("child of a container", {"C": {**SET, "s": []}}, "invalid-value", "'s'"),
    ("binding no string", {"C": {**SET, "s": {"$Type": "a.b", "$NavigationPropertyBinding": {"n": 1}}}},
     "invalid-value", "'n' is 1"),
    ("$AppliesTo", {"T": {"$Kind": "Term", "$AppliesTo": "Property"}}, "invalid-value", "$AppliesTo"),
    ("targets", {"$Annotations": []}, "invalid-value", "$Annotations"),
    ("target", {"$Annotations": {"a.b": 1}}, "invalid-value", "a.b"),
    ("operands no array", {"@a.b": {"$And": True}}, "invalid-value", "$And"),
    ("path no string", {"@a.b": {"$Path": ["x"]}}, "invalid-value", "$Path"),
    ("record type no string", {"@a.b": {"@type": 1}}, "invalid-value", "@type"),
    ("label without a name", {"@a.b": {"$LabeledElement": 1}}, "missing-attribute", "$Name"),
    ("no term", {"@": 1}, "invalid-identifier", "''"),
    ("control character", {"@a.b": "a\0b"}, "invalid-value", "control"),
    ("half a character", {"@a.b": ["\ud800"]}, "invalid-value", "half"),
    ("control character in a name", {"@a.b": {"a\x01": 1}}, "invalid-value", "control"),
    ("schema no object", [], "invalid-value", "'ns' is an array"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "code", "text"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_wrong_documents(schema: Any, code: str, text: str) -> None:
    others = {} if isinstance(schema, dict) else {"other": {}}
    found = problem(csdl(schema, **others))
    assert (found.code, text in found.message) == (code, True), found
    assert isinstance(found.where, Position)


def test_wrong_envelopes() -> None:
    assert problem(b'{"$Version": 4.01, "ns": {}}').code == "invalid-value"
    assert problem(csdl({}, **{"$EntityContainer": {}})).code == "invalid-value"
    assert problem(csdl({}, **{"$Reference": []})).code == "invalid-value"
    assert problem(csdl({}, **{"$Reference": {"u": 1}})).code == "invalid-value"
    assert problem(csdl({}, **{"$Reference": {"u": {"$Include": [{}]}}})).code == "missing-attribute"
    assert problem(csdl({}, **{"$Reference": {"u\0": {}}})).code == "invalid-value"
    found = problem(b'{"ns": {},\n "$Version": "3.0"}')
    assert (found.code, found.where) == ("odata-version-unsupported", Position("test.xml", 2, 2))
    assert "3.0" in found.message


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b'{"$Version": "4.01",\n "ns": {]}', 2, 9),
        (b'{"$Version": "4.01",\n "ns": {"@a.b": NaN}}', 2, 17),
        (b'{"$Version": "4.01",\n "ns": {"@a.b": -Infinity}}', 2, 17),
        (b'{"$Version": "4.01"', 1, 20),
        (b'{"$Version": "4.01"} x', 1, 22),
        (b'{"$Version": "4.01",\n "\xff"}', 2, 3),
    ],
)
def test_malformed_json(data: bytes, line: int, column: int) -> None:
    found = problem(data)
    assert (found.code, found.where) == ("json-not-csdl", Position("test.xml", line, column))


def test_json_of_other_kinds() -> None:
    for data in (b"{}", b'{"error": {}}', b'{"error": ', b'{"a": {"$Version": "4.01"}}'):
        assert problem(data).code == "json-not-csdl"


def test_names_that_are_there_twice() -> None:
    def warned(schema: str) -> list[str]:
        warnings: list[Diagnostic] = []
        read_csdl(f'{{"$Version": "4.01", "ns": {schema}}}'.encode(), source="x", warnings=warnings)
        return [each.code for each in warnings]

    twice = '{"$Version": "4.01", "ns": {"E": {"$Kind": "EnumType"%s}, "E": {"$Kind": "EnumType"}}}'
    assert "1:" in problem((twice % "").encode()).message
    assert problem((twice % ', "$IsFlags": true, "$IsFlags": true').encode()).code == "duplicate-name"
    assert problem(b'{"$Version": "4.01", "ns": {"E": {"$Kind": "EnumType", "a": 1, "a": 2}}}').code == "duplicate-name"
    assert warned('{"@a.b": 1, "@a.b": 2}') == ["duplicate-name"]
    assert warned('{"C": {"$Kind": "EntityContainer", "s": {"$Type": "a.b"}, "s": {"$Type": "a.b"}}}') == [
        "duplicate-name"
    ]
    assert warned('{"C": {"$Kind": "ComplexType", "p": {}, "p": {}}}') == ["duplicate-name"]


@pytest.mark.parametrize(
    "schema",
    [
        {"C": {"$Kind": "ComplexType", "$HasStream": True}},
        {"C": {"$Kind": "ComplexType", "p": {"other": 1}}},
        {"C": {"$Kind": "ComplexType", "p@a.b": 1}},
        {"E": {"$Kind": "EnumType", "b@a.b@a.c": 1}},
        {"C": {"$Kind": "ComplexType", "n": {"$Kind": "NavigationProperty", "$Type": "a.b",
                                             "$ReferentialConstraint": {"@a.b": 1}}}},
        {"@a.b": {"$Path": "x", "p": 1}},
        {"@a.b": {"$And": [], "$Or": []}},
        {"@a.b": {"$Unknown": 1}},
        {"$Unknown": 1},
        {"$Annotations": {"a.b": {"p": 1}}},
    ],
)  # fmt: skip
def test_what_is_not_known_is_passed_over_with_a_warning(schema: Any) -> None:
    warnings: list[Diagnostic] = []
    read_csdl(csdl(schema), source="x", warnings=warnings)
    assert [each.code for each in warnings] == ["unknown-attribute"]
    assert isinstance(warnings[0].where, Location)


# --- hostile ---


def test_the_deepest_document_comes_back() -> None:
    model = read_csdl(nested("Not", 199), source="x")
    assert again(model) == model


@pytest.mark.parametrize("depth", [200, 250, 5_000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"$Not":', "}"), ('{"a":', "}")])
def test_nesting_that_no_document_has(depth: int, opening: str, closing: str) -> None:
    data = f'{{"$Version":"4.01","ns":{{"@a.b":{opening * depth}1{closing * depth}}}}}'
    assert problem(data).code == "too-deep"


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4)
    | st.sampled_from(["EntityType", "EnumType", "Action", "EntityContainer", "Term", "Edm.Decimal", "\ud800"])
)
KEYS = st.text(max_size=3) | st.sampled_from(
    [
        *("$Kind", "$Type", "$Collection", "$Nullable", "$Key", "$Path", "$Not", "$And", "$Null", "$Cast", "$Name"),
        *("$LabeledElement", "$Operands", "$Annotations", "$Include", "$Parameter", "$ReturnType", "$Scale"),
        *("@a.b", "@a.b#q", "@a.b#q@a.c", "p@a.b", "@type", "%24", "\0", "p", "E"),
    ]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


def survives(data: bytes) -> None:
    """A document is refused with a place and a remedy, or comes back from both formats."""
    try:
        model = read_csdl(data, source="x")
    except CsdlgenError as error:
        assert all(each.where and each.remedy for each in error.diagnostics)
        return
    assert again(model) == normalise(model)
    assert read_csdl(dump_csdl(model).encode(), source="x") == model


@given(st.dictionaries(st.sampled_from(["ns", "$Reference", "$EntityContainer", "other"]), VALUES))
@settings(max_examples=200)
def test_any_json(content: dict[str, Any]) -> None:
    survives(json.dumps({"$Version": "4.01", "n": {}, **content}).encode())


def sites(value: Any) -> list[tuple[Any, Any]]:
    """Every member and item below a value: what holds it, and under which name or number."""
    found: list[tuple[Any, Any]] = []
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            found += [(value, key), *sites(value[key])]
    return found


@given(st.sampled_from([schema for _, schema, _ in TWINS]), st.floats(0, 1, exclude_max=True), VALUES)
@settings(max_examples=300)
def test_a_document_with_any_value_anywhere(schema: Any, where: float, value: Any) -> None:
    changed = json.loads(json.dumps({"$Version": "4.01", **HEAD_JSON, "ns": {"$Alias": "self", **schema}}))
    places = sites(changed)
    holder, key = places[int(where * len(places))]
    holder[key] = value
    survives(json.dumps(changed).encode())


@given(st.binary(max_size=40), st.sampled_from([b"{", b'{"$Version":"4.01",', b'{"$Version":"4.01","ns":{']))
@settings(max_examples=200)
def test_any_bytes(data: bytes, head: bytes) -> None:
    survives(head + data)
