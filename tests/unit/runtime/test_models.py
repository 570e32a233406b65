"""Models as views over the JSON they came from."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

LAW = settings(max_examples=40, deadline=None)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
TEXT = "2024-01-02T03:04:05.1234567Z"


def device(sample: SimpleNamespace, data: dict[str, Any]) -> Any:
    return sample.models.from_json(sample.models.Device, data)


def test_wraps_without_copying(sample: SimpleNamespace) -> None:
    data = {"startDateTime": TEXT, "@odata.etag": "x", "unknown": [1]}
    model = device(sample, data)
    assert sample.models.to_json(model) is data
    assert model.started == datetime(2024, 1, 2, 3, 4, 5, 123456, UTC)
    assert model["startDateTime"] == TEXT and model["@odata.etag"] == "x"
    assert json.dumps(data) == json.dumps({"startDateTime": TEXT, "@odata.etag": "x", "unknown": [1]})


def test_unset_null_and_absent(sample: SimpleNamespace) -> None:
    model = device(sample, {})
    assert model.started is None and model.tags is None and "startDateTime" not in model
    model.started = None
    assert "startDateTime" in model and model["startDateTime"] is None
    del model.started
    assert "startDateTime" not in model
    del model.started
    model["x"] = 1
    assert "x" in model and 5 not in model
    del model["x"]
    with pytest.raises(KeyError):
        model["x"]
    with pytest.raises(KeyError):
        del model["x"]


def test_constructor(sample: SimpleNamespace) -> None:
    now = datetime(2024, 1, 2, tzinfo=UTC)
    model = sample.models.Device(started=now, id=None, type="t", items="i", copy="c", get="g", mro="m", emit=3)
    assert list(sample.models.to_json(model).items()) == [
        ("@odata.type", "#sample.device"),
        ("startDateTime", "2024-01-02T00:00:00Z"),
        *{"id": None, "type": "t", "items": "i", "copy": "c", "get": "g", "mro": "m", "emit": 3}.items(),
    ]
    assert (model.type, model.items, model.copy, model.get, model.mro) == ("t", "i", "c", "g", "m")
    assert sample.models.to_json(sample.models.Part()) == {}
    with pytest.raises(TypeError, match="Device has no property 'startDateTime'"):
        sample.models.Device(startDateTime=now)
    with pytest.raises(TypeError, match="Device has no property 'self'"):
        sample.models.Device(self=1)
    with pytest.raises(TypeError):
        sample.models.Device("x")


def test_only_properties_can_be_set(sample: SimpleNamespace) -> None:
    for model in (sample.models.Device(), sample.models.Phone(), sample.models.Part()):
        with pytest.raises(AttributeError):
            model.typo = 1
        with pytest.raises(AttributeError):
            _ = model.typo


def test_no_public_names(sample: SimpleNamespace) -> None:
    assert [name for name in dir(sample.runtime_models.Model) if not name.startswith("__")] == []
    assert [name for name in dir(sample.models.Part()) if not name.startswith("_")] == ["inner", "more", "name", "size"]


def test_somebodys_subclass(sample: SimpleNamespace) -> None:
    class Mine(sample.models.Device):  # type: ignore[misc,name-defined]
        id = sample.runtime_models.prop("identity", "Edm.Guid")

        def greet(self) -> str:
            return f"hello {self.type}"

    model = Mine(type="x")
    assert model.greet() == "hello x" and model["@odata.type"] == "#sample.device"
    assert device(sample, {"identity": "x"}).id is None
    with pytest.raises(sample.runtime_models.WireError, match=r"^Mine\.id: cannot read 'x' as Edm\.Guid$"):
        _ = sample.models.from_json(Mine, {"@odata.type": "#sample.device", "identity": "x"}).id


def test_nested_models_are_live(sample: SimpleNamespace) -> None:
    model = device(sample, {"owner": {"name": "a"}})
    model.owner.name = "b"
    assert model["owner"] == {"name": "b"}
    part = sample.models.Part(name="c")
    model.owner = part
    part.size = 3
    assert model["owner"] == {"name": "c", "size": 3} and model.owner == part


def test_enums_are_open(sample: SimpleNamespace) -> None:
    kind = sample.models.Kind
    model = device(sample, {"kind": "large"})
    assert model.kind is kind.LARGE
    model["kind"] = "huge"
    assert model.kind == "huge" and type(model.kind) is str
    for value in (kind.SMALL, "small", "huge"):
        model.kind = value
        assert model.kind == value and type(model["kind"]) is str
    for wrong in (5, sample.models.Scope.READ):
        with pytest.raises(TypeError, match=r"^Device\.kind: sample\.kind takes a Kind or a str, not "):
            model.kind = wrong
    model["kind"] = 5
    assert model.kind == "5"
    unfit: list[Any] = [True, 0.5, [], {}]
    for wire in unfit:
        model["kind"] = wire
        with pytest.raises(sample.runtime_models.WireError, match=r"^Device\.kind: cannot read"):
            _ = model.kind


def test_flags_are_sets(sample: SimpleNamespace) -> None:
    scope = sample.models.Scope
    model = device(sample, {"scopes": "read, other,write"})
    assert model.scopes == {scope.READ, scope.WRITE, "other"}
    for given_, wire in (
        ({scope.READ, scope.WRITE}, "write,read"),
        (["z", "read", "a"], "read,a,z"),
        (set(), "0"),
    ):
        model.scopes = given_
        assert model["scopes"] == wire and model.scopes == set(given_)
    for wrong in ("read", scope.READ, 5, {5}):
        with pytest.raises(TypeError, match=r"^Device\.scopes: sample\.scope takes "):
            model.scopes = wrong
    with pytest.raises(ValueError, match="single flags"):
        model.scopes = {"a,b"}
    model["scopes"] = 3
    assert model.scopes == {"3"}
    for unfit in (True, 0.5, [], {}):
        model["scopes"] = unfit
        with pytest.raises(sample.runtime_models.WireError):
            _ = model.scopes


def test_streams_read_the_media_link(sample: SimpleNamespace) -> None:
    model = device(sample, {"photo@odata.mediaReadLink": "https://example.org/p"})
    assert model.photo == "https://example.org/p" and device(sample, {}).photo is None
    with pytest.raises(AttributeError, match=r"Device\.photo"):
        model.photo = "x"
    with pytest.raises(AttributeError, match=r"Device\.photo"):
        del model.photo


def test_errors_name_the_property(sample: SimpleNamespace) -> None:
    model = device(sample, {"startDateTime": 5, "id": 5, "owner": "x"})
    error = sample.runtime_models.WireError
    with pytest.raises(error, match=r"^Device\.started: cannot read 5 as Edm\.DateTimeOffset$"):
        _ = model.started
    with pytest.raises(error, match=r"^Entity\.id: cannot read 5 as Edm\.String$"):
        _ = model.id
    with pytest.raises(error, match=r"^Device\.owner: cannot read 'x' as sample\.part$"):
        _ = model.owner
    with pytest.raises(TypeError, match=r"^Device\.started: .*aware datetime, not str .*\(model\['startDateTime'\] = "):
        model.started = TEXT
    with pytest.raises(ValueError, match=r"^Device\.started: .* naive"):
        model.started = datetime(2024, 1, 2)
    with pytest.raises(TypeError, match=r"^Device\.owner: sample\.part takes a Part, not Device"):
        model.owner = sample.models.Device()
    assert model["startDateTime"] == 5
    model["id"] = ["x" * 10**6]
    with pytest.raises(error) as caught:
        _ = model.id
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("data", [None, [], "x", 5, [{}]])
def test_only_objects_are_wrapped(sample: SimpleNamespace, data: Any) -> None:
    with pytest.raises(sample.runtime_models.WireError, match="as Device"):
        sample.models.from_json(sample.models.Device, data)


def test_equality_copy_and_pickle(sample: SimpleNamespace) -> None:
    model = sample.models.Phone(owner=sample.models.Part(name="a"), number="1")
    assert model == sample.models.Phone(owner=sample.models.Part(name="a"), number="1")
    assert model != sample.models.Phone() and model != sample.models.to_json(model)
    assert device(sample, {}) != sample.models.from_json(sample.models.Entity, {})
    with pytest.raises(TypeError):
        hash(model)
    for copied in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert copied == model and type(copied) is sample.models.Phone
        copied.number = "2"
        assert model.number == "1"
    copy.copy(model).owner.name = "shared"
    assert model.owner.name == "shared"
    copy.deepcopy(model).owner.name = "apart"
    assert model.owner.name == "shared"


def test_is_not_iterable(sample: SimpleNamespace) -> None:
    with pytest.raises(TypeError):
        list(sample.models.Device())


def test_pattern_matching(sample: SimpleNamespace) -> None:
    kinds = sample.models
    match device(sample, {"id": "x", "kind": "large", "owner": {"name": "n"}}):
        case kinds.Device(id=key, kind=kinds.Kind.LARGE, owner=kinds.Part(name=name)):
            assert (key, name) == ("x", "n")
        case _:
            pytest.fail("no match")


def test_repr(sample: SimpleNamespace) -> None:
    model = sample.models.Phone(owner=sample.models.Part(name="a"), tags=["b"], kind="large")
    model["startDateTime"] = TEXT
    assert repr(model) == (
        f"Phone(owner={{'name': 'a'}}, tags=['b'], kind='large', started={TEXT!r},"
        " **{'@odata.type': '#sample.phone'})"
    )


def test_repr_never_raises(sample: SimpleNamespace) -> None:
    class Rude:
        def __repr__(self) -> str:
            raise RuntimeError

    model = device(sample, {"owner": 5, "parts": [{"name": {}}, None, 3], "kind": {}, "scopes": 1, "started": []})
    model["x"] = Rude()
    assert "owner=5" in repr(model) and "**<dict>" in repr(model)
    part = sample.models.Part()
    part.inner = part
    part.more = [part, part]
    assert repr(part).startswith("Part(inner={'inner': {...}, 'more': [{...}, {...}]}, more=[")
    deep: dict[str, Any] = {}
    for _ in range(3000):
        deep = {"inner": deep, "other": deep}
    assert len(repr(sample.models.from_json(sample.models.Part, deep))) < 10**6


TYPED = ["#sample.phone", "sample.phone", "https://example.org/$metadata#sample.phone"]


@pytest.mark.parametrize("named", TYPED)
def test_takes_the_class_from_the_data(sample: SimpleNamespace, named: str) -> None:
    data = {"@odata.type": named, "number": "5"}
    for declared in (sample.models.Entity, sample.models.Device, sample.models.Phone):
        for _ in range(2):
            assert type(sample.models.from_json(declared, data)) is sample.models.Phone
    holder = device(sample, {"things": [data, {"@odata.type": "#sample.calls.call"}, {"id": "x"}]})
    assert [type(one) for one in holder.things] == [sample.models.Phone, sample.calls.Call, sample.models.Entity]


@pytest.mark.parametrize(
    "named", ["#sample.unknown", "sample.part", "#sample.entity", "sample.kind", "x", "", 5, [], {}, None, True]
)
def test_falls_back_to_the_declared_type(sample: SimpleNamespace, named: Any) -> None:
    data = {"@odata.type": named, "number": "5"}
    for _ in range(2):
        model = device(sample, data)
        assert type(model) is sample.models.Device
        assert sample.models.to_json(model) is data and model["number"] == "5"


def test_hostile_type_names_do_not_fill_memory(sample: SimpleNamespace) -> None:
    declared = sample.models.Part
    for n in range(3000):
        sample.models.from_json(declared, {"@odata.type": f"#sample.x{n}"})
        sample.models.from_json(sample.models.Every, {"@odata.type": f"https://x{n}#sample.every"})
    sample.models.from_json(declared, {"@odata.type": "#" + "x" * 10_000})
    assert len(declared.__variants__) <= 1000 >= len(sample.models.Every.__variants__)
    assert max(len(name or "") for name in declared.__variants__) < 300
    assert type(sample.models.from_json(declared, {"@odata.type": "#sample.part"})) is declared
    assert type(sample.models.from_json(declared, {"@odata.type": "#sample.y"})) is declared


def test_modules_are_imported_when_needed(root: Path) -> None:
    script = """if True:
        import sys
        from sample_pkg.models import Device, Entity, from_json
        def loaded(name): return "sample_pkg.models." + name in sys.modules
        assert not any(map(loaded, ["part", "phone", "kind", "calls", "calls.call"]))
        model = from_json(Device, {"owner": {}, "kind": "large"})
        assert not loaded("part") and not loaded("kind")
        model.owner, model.kind
        assert loaded("part") and loaded("kind") and not loaded("phone")
        assert type(from_json(Entity, {"@odata.type": "#sample.calls.call"})).__name__ == "Call"
        assert loaded("calls.call")
        assert not {"uuid", "decimal", "dataclasses", "inspect"} & set(sys.modules)
        """
    subprocess.run([sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(root)!r})\n{script}"], check=True)


@LAW
@given(data=st.dictionaries(st.text() | st.sampled_from(["id", "kind", "owner", "parts", "@odata.type"]), JSON))
def test_any_object_survives(sample: SimpleNamespace, data: dict[str, Any]) -> None:
    before = json.dumps(data)
    model = sample.models.from_json(sample.models.Entity, data)
    assert sample.models.to_json(model) is data
    for name in type(model).__props__:
        with suppress(sample.runtime_models.WireError):
            getattr(model, name)
    assert repr(model).startswith(type(model).__name__)
    assert json.dumps(data) == before
    assert copy.deepcopy(model) == model


@LAW
@given(names=st.sets(st.sampled_from(["read", "write", "x", "y"])))
def test_flags_that_are_set_are_read(sample: SimpleNamespace, names: set[str]) -> None:
    model = sample.models.Device(scopes=names)
    assert model.scopes == names
    assert model["scopes"] == sample.models.Device(scopes=sorted(names))["scopes"]
