"""Collections as live views of JSON arrays."""

from __future__ import annotations

import copy
import importlib
import pickle
from collections.abc import MutableSequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

LAW = settings(max_examples=40, deadline=None)

NOON = "2024-01-02T12:00:00.1234567Z"


@pytest.fixture
def device(sample: SimpleNamespace) -> Any:
    data = {
        "tags": ["a", "b", "c"],
        "times": [NOON, None],
        "kinds": ["small", "huge"],
        "parts": [{"name": "x"}, {"name": "y"}],
        "grants": ["read,write", "0"],
    }
    return sample.models.from_json(sample.models.Device, data)


def test_reads_by_type(sample: SimpleNamespace, device: Any) -> None:
    part, scope, kind = sample.models.Part, sample.models.Scope, sample.models.Kind
    assert isinstance(device.tags, MutableSequence)
    assert list(device.times) == [datetime(2024, 1, 2, 12, 0, 0, 123456, UTC), None]
    assert device.kinds == [kind.SMALL, "huge"]
    assert device.parts == [part(name="x"), part(name="y")]
    assert device.grants == [{scope.READ, scope.WRITE}, frozenset()]
    assert device.parts[-1].name == "y"
    with pytest.raises(IndexError):
        device.tags[3]


def test_items_are_live(device: Any) -> None:
    device.parts[0].name = "changed"
    device.parts[0:1][0].size = 3
    assert device["parts"][0] == {"name": "changed", "size": 3}


def test_changes_reach_the_json(sample: SimpleNamespace, device: Any) -> None:
    device.tags.append("d")
    device.tags.insert(0, None)
    device.tags[1:3] = iter(["B"])
    device.tags[-1] = "D"
    assert device["tags"] == [None, "B", "c", "D"]
    del device.tags[0], device.tags[:2]
    assert device["tags"] == ["D"]
    device.parts.extend([sample.models.Part(name="z")])
    assert device["parts"][2] == {"name": "z"}
    device.grants[0] = {"other", sample.models.Scope.READ}
    assert device["grants"] == ["read,other", "0"]
    assert device.kinds.pop() == "huge"
    device.kinds.remove(sample.models.Kind.SMALL)
    assert device["kinds"] == []
    device.tags += ["E"]
    assert device.tags == ["D", "E"]


def test_other_items_keep_what_python_cannot_hold(device: Any) -> None:
    device.times.append(datetime(2025, 1, 1, tzinfo=UTC))
    device.times.reverse()
    assert device["times"] == ["2025-01-01T00:00:00Z", None, NOON]


def test_equality(sample: SimpleNamespace, device: Any) -> None:
    other = copy.deepcopy(device)
    assert device.tags == ["a", "b", "c"] == device.tags == ("a", "b", "c")
    assert device.tags == other.tags
    assert device.tags != ["a", "b"] and device.tags != ["a", "b", "x"] and device.tags != "abc" and device.tags != 5
    same = sample.models.from_json(sample.models.Device, {"times": ["2024-01-02T14:00:00.123456+02:00", None]})
    assert device.times == same.times
    with pytest.raises(TypeError):
        hash(device.tags)


def test_slices_copies_and_pickles_are_lists(device: Any) -> None:
    assert type(device.tags[::-1]) is list and device.tags[::-1] == ["c", "b", "a"]
    for copied in (copy.copy(device.tags), copy.deepcopy(device.parts), pickle.loads(pickle.dumps(device.parts))):
        assert type(copied) is list
    deep = copy.deepcopy(device.parts)
    deep[0].name = "changed"
    assert device.parts[0].name == "x"
    copy.copy(device.parts)[0].name = "live"
    assert device.parts[0].name == "live"


def test_assignment_takes_iterables_and_views(sample: SimpleNamespace, device: Any) -> None:
    device.tags = (text for text in "xy")
    assert device["tags"] == ["x", "y"]
    device.tags = []
    assert device["tags"] == []
    other = sample.models.Device(times=device.times)
    assert other["times"] == [NOON, None]
    other.times.append(None)
    assert len(device.times) == 3
    device.tags = device.kinds
    assert device["tags"] == ["small", "huge"]


@pytest.mark.parametrize("value", ["abc", b"abc", {"a": 1}, 5])
def test_assignment_refuses(device: Any, value: Any) -> None:
    with pytest.raises(TypeError, match=r"^Device\.tags: Collection\(Edm\.String\) takes a list, not "):
        device.tags = value
    assert device["tags"] == ["a", "b", "c"]


def test_wrong_items_are_refused_and_change_nothing(device: Any) -> None:
    with pytest.raises(TypeError, match=r"^Device\.tags: Edm\.String takes a str, not int 5"):
        device.tags = ["a", 5]
    with pytest.raises(TypeError, match=r"Edm\.DateTimeOffset takes an aware datetime, not str"):
        device.times[0] = NOON
    with pytest.raises(TypeError, match=r"sample\.part takes a Part, not dict"):
        device.parts.append({})
    assert device["tags"] == ["a", "b", "c"] and device["times"] == [NOON, None] and len(device.parts) == 2


def test_wrong_wires_name_the_property(sample: SimpleNamespace) -> None:
    device = sample.models.from_json(sample.models.Device, {"tags": "a", "times": [5], "parts": [5]})
    error = sample.runtime_models.WireError
    with pytest.raises(error, match=r"^Device\.tags: cannot read 'a' as Collection\(Edm\.String\)$"):
        _ = device.tags
    for read in (list, lambda view: view[0]):
        with pytest.raises(error, match=r"^Device\.times: cannot read 5 as Edm\.DateTimeOffset$"):
            read(device.times)
    with pytest.raises(error, match=r"^Device\.parts: cannot read 5 as sample\.part$"):
        _ = device.parts[0]
    assert repr(device) == "Device(tags='a', times=[5], parts=[5])"


def test_repr(device: Any) -> None:
    assert repr(device.tags) == "['a', 'b', 'c']"
    assert repr(device.parts) == "[{'name': 'x'}, {'name': 'y'}]"


@LAW
@given(
    items=st.lists(st.text() | st.none()),
    steps=st.lists(st.tuples(st.sampled_from("iadsr"), st.integers(-4, 4), st.text())),
)
def test_behaves_as_a_list(sample: SimpleNamespace, items: list[str | None], steps: list[tuple[str, int, str]]) -> None:
    device = sample.models.Device(tags=items)
    view, model = device.tags, list(items)
    for step, index, text in steps:
        for target in (view, model):
            if step == "i":
                target.insert(index, text)
            elif step == "a":
                target.append(text)
            elif step == "r":
                target.reverse()
            elif step == "s":
                target[index : index + 2] = [text]
            elif step == "d" and -len(target) <= index < len(target):
                del target[index]
        assert view == model and list(view) == model and device["tags"] == model
        assert view[index:] == model[index:] and len(view) == len(model) and (text in view) == (text in model)


@pytest.mark.parametrize("prefix", ["@odata.", "@"])
def test_an_expanded_collection_is_a_page(sample: SimpleNamespace, prefix: str) -> None:
    views = importlib.import_module("sample_pkg._runtime.collection_views")
    inner = {"more": [{"name": "a"}], f"more{prefix}nextLink": "e(1)/more?p=2", f"more{prefix}count": 3}
    for data, path in ((inner, "more"), ({"inner": inner}, "inner/sample.part/more")):
        found = views.expanded_page(data, path, "Collection(sample.part)", "https://x.example/v1/")
        assert [type(each) for each in found] == [sample.models.Part]
        assert (found[0].name, found.total_count, found.delta_link) == ("a", 3, None)
        assert found.next_link == "https://x.example/v1/e(1)/more?p=2"
        found[0].name = "b"
        assert inner["more"] == [{"name": "b"}]
        inner["more"] = [{"name": "a"}]


def test_what_was_not_expanded_is_no_empty_page(sample: SimpleNamespace) -> None:
    views = importlib.import_module("sample_pkg._runtime.collection_views")
    type_ = "Collection(sample.part)"
    for data in ({}, {"more": None}, {"inner": {"more": []}}):
        with pytest.raises(ValueError, match="more was not expanded"):
            views.expanded_page(data, "more", type_, "")
    assert list(views.expanded_page({"more": []}, "more", type_, "")) == []
    for inner in ("x", [{"more": []}], 5):
        with pytest.raises(ValueError, match="inner leads to no single object"):
            views.expanded_page({"inner": inner}, "inner/more", type_, "")
    for more in ({}, "", 0, False, "x"):  # what is no array is not an empty one
        with pytest.raises(sample.runtime_models.WireError, match="cannot read"):
            views.expanded_page({"more": more}, "more", type_, "")
    only_link = views.expanded_page({"more@odata.nextLink": "https://x.example/y"}, "more", type_, "https://x.example/")
    assert (list(only_link), only_link.next_link) == ([], "https://x.example/y")
