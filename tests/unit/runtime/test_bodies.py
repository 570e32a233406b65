"""Bodies of requests: what only responses have is left out, big numbers are all text or none, all else stays."""

from __future__ import annotations

import copy
import importlib
import json
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

OF_RESPONSES = (
    "context", "metadataEtag", "etag", "deltaLink", "nextLink", "count", "editLink", "readLink", "navigationLink",
    "associationLink", "mediaReadLink", "mediaEditLink", "mediaEtag", "mediaContentType",
)  # fmt: skip
OF_REQUESTS = ("type", "id", "bind", "removed")
PLAIN = ("name", "size", "x", "unheard", "größe")


@pytest.fixture(scope="session")
def bodies(sample: SimpleNamespace) -> Any:
    assert sample.models
    return importlib.import_module("sample_pkg._runtime.bodies")


def names(terms: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Control information of an object or of a property, with the prefix and without."""
    heads, prefixes = st.sampled_from(["", "name", "photo", "x"]), st.sampled_from(["odata.", ""])
    return st.builds("{}@{}{}".format, heads, prefixes, st.sampled_from(terms))


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
kept_names = st.sampled_from([*PLAIN, "@Core.Messages", "name@Org.Own.Term"]) | names(OF_REQUESTS)
dropped_names = names(OF_RESPONSES) | st.just("#Shop.Action")


def documents(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    kept = st.dictionaries(kept_names, children, max_size=4)
    dropped = st.dictionaries(dropped_names, children, max_size=3)
    return st.lists(children, max_size=3) | st.builds(lambda a, b: {**a, **b}, kept, dropped)


JSON = st.recursive(scalars, documents, max_leaves=12)


def expected(wire: Any) -> Any:
    """The same without what is dropped, by an independent reading of the names."""
    if isinstance(wire, list):
        return [expected(item) for item in wire]
    if not isinstance(wire, dict):
        return wire
    found = {}
    for name, value in wire.items():
        term = name.split("@")[-1].removeprefix("odata.") if "@" in name else ""
        if term in OF_RESPONSES or name.startswith("#"):
            continue
        head = name[: name.index("@")] if "@" in name else name
        found[f"{head}@odata.{term}" if term in OF_REQUESTS else name] = expected(value)
    return found


@given(JSON)
def test_only_control_information_of_responses_goes(bodies: Any, wire: Any) -> None:
    before = copy.deepcopy(wire)
    found = bodies.without_control_information(wire)
    assert found == expected(wire)
    assert json.dumps(found) == json.dumps(expected(wire))  # in the same order
    assert wire == before
    assert bodies.without_control_information(found) == found


def test_a_payload_is_a_copy_and_to_json_is_not(bodies: Any, sample: SimpleNamespace) -> None:
    data = {
        "@odata.context": "c",
        "@odata.etag": "e",
        "id": "1",
        "photo@odata.mediaReadLink": "l",
        "owner": {"name": 1},
    }
    model = sample.runtime_models.from_json(sample.models.Device, data)
    assert sample.runtime_models.to_json(model) is data and "@odata.etag" in data
    sent = bodies.payload(model, "sample.device")
    assert sent == ({"id": "1", "owner": {"name": 1}}, False)
    sent.data["owner"]["name"] = 2
    assert data["owner"] == {"name": 1}


BIG = st.integers(-(2**63), 2**63 - 1)
DECIMALS = st.decimals(min_value=Decimal("-1e30"), max_value=Decimal("1e30"), allow_nan=False)
big_wire = BIG | BIG.map(str)
decimal_wire = BIG | BIG.map(str) | DECIMALS.map(str) | st.floats(allow_nan=False, allow_infinity=False)


@given(st.none() | big_wire, st.none() | decimal_wire, st.integers(0, 9), st.booleans())
def test_big_numbers_are_text_and_the_body_says_so(
    bodies: Any, sample: SimpleNamespace, big: Any, decimal: Any, small: int, nested: bool
) -> None:
    """Whether they were assigned, came as numbers or as text; nested in what the schema does not know, too."""
    data = {"int64": big, "decimal": decimal, "int32": small, "double": 0.1}
    holder: dict[str, Any] = {"untyped": {"@odata.type": "#sample.every", **data}} if nested else data
    model = sample.runtime_models.from_json(sample.models.Every, holder)
    body = bodies.payload(model, "sample.every")
    assert body.exact is (big is not None or decimal is not None)
    sent = body.data["untyped"] if nested else body.data
    for name, value in (("int64", big), ("decimal", decimal)):
        assert sent[name] is None if value is None else isinstance(sent[name], str)
        assert value is None or Decimal(sent[name]) == Decimal(repr(value) if isinstance(value, float) else value)
        if value is not None and not isinstance(value, str):
            assert "e" not in sent[name].lower()  # the body does not say ExponentDecimals
    assert (sent["int32"], sent["double"]) == (small, 0.1)


STATED = {
    "#Int64": (5, "5"), "#Edm.Int64": (5, "5"), "Int64": ("5", "5"), "#Decimal": (1.5, "1.5"), "#Int32": (5, 5),
    "#Collection(Int64)": ([1, "2", None], ["1", "2", None]), "#Collection(Edm.Decimal)": ([2], ["2"]),
    "#String": ("5", "5"), "#Double": (1.5, 1.5), "#sample.unheard": ({"a": 5}, {"a": 5}),
    "#sample.every": ({"int64": 5, "int32": 5}, {"int64": "5", "int32": 5}),
    "#Collection(sample.every)": ([{"decimal": 5}], [{"decimal": "5"}]),
}  # fmt: skip


@given(st.lists(st.sampled_from(sorted(STATED)), max_size=5), st.sampled_from(["odata.type", "type"]), st.booleans())
def test_open_properties_go_as_the_types_that_they_state(
    bodies: Any, sample: SimpleNamespace, stated: list[str], term: str, nested: bool
) -> None:
    """OData JSON section 4.5.3: what is not declared says its type, and counts as a big number like what is."""
    data: dict[str, Any] = {"undeclared": 7}
    expected: dict[str, Any] = {"undeclared": 7}
    for number, type_ in enumerate(stated):
        value, text = STATED[type_]
        data |= {f"p{number}@{term}": type_, f"p{number}": value}
        expected |= {f"p{number}@odata.type": type_, f"p{number}": text}
    holder: dict[str, Any] = {"untyped": [data]} if nested else data
    body = bodies.payload(sample.runtime_models.from_json(sample.models.Every, copy.deepcopy(holder)), "sample.every")
    assert body.data == ({"untyped": [expected]} if nested else expected)
    big = ("Int64", "Decimal", "sample.every")
    assert body.exact is any(name in type_ for type_ in stated for name in big)


@pytest.mark.parametrize("term", ["@odata.type", "@type"])
def test_objects_of_unknown_properties_have_the_types_that_they_state(
    bodies: Any, sample: SimpleNamespace, term: str
) -> None:
    data = {"unheard": {term: "#sample.every", "int64": 5}}
    body = bodies.payload(sample.runtime_models.from_json(sample.models.Every, data), "sample.every")
    assert body == ({"unheard": {"@odata.type": "#sample.every", "int64": "5"}}, True)


def test_parameters(bodies: Any, sample: SimpleNamespace) -> None:
    part = sample.models.Part(name="x")
    part["@odata.etag"] = "e"
    body = bodies.parameters(
        ("big", "Edm.Int64", 2**53 + 1), ("all", "Collection(Edm.Decimal)", [Decimal("1.10"), None, 2]),
        ("part", "sample.part", part), ("left", "Edm.String", None), ("small", "Edm.Int32", 5),
    )  # fmt: skip
    assert body.data == {"big": "9007199254740993", "all": ["1.1", None, "2"], "part": {"name": "x"}, "small": 5}
    assert body.exact
    assert bodies.parameters(("small", "Edm.Int32", 5)) == ({"small": 5}, False)
    request = importlib.import_module("sample_pkg._runtime.requests")
    assert request.Request("POST", "/x", body=body).headers == {"Content-Type": request.EXACT}
    assert request.Request("POST", "/x", body=body) == request.Request("POST", "/x", body=body)
    assert request.Request("POST", "/x", body=body) != request.Request("POST", "/y", body=body)
