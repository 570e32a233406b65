"""What was written to a model since it was read, whichever way it was written, and what an update sends of it."""

from __future__ import annotations

import copy
import importlib
import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.runtime_package import build_runtime

PACKAGE = "changes_pkg"
MODELS = """
from .._runtime.models import Model, prop
TYPES = {"part": ".Part", "order": ".Order", "rush": ".Rush"}
NAMESPACES = {"sample": ""}

class Part(Model, type="sample.part"):
    name = prop("name", "Edm.String")
    number = prop("number", "Edm.Int32", "computed")
    inner = prop("inner", "sample.part")
    more = prop("more", "Collection(sample.part)")

class Order(Model, type="sample.order"):
    id = prop("id", "Edm.String", "immutable")
    made = prop("made", "Edm.DateTimeOffset", "computed")
    title = prop("title", "Edm.String")
    size = prop("size", "Edm.Int64")
    part = prop("part", "sample.part")
    parts = prop("parts", "Collection(sample.part)")
    tags = prop("tags", "Collection(Edm.String)")
    anything = prop("anything", "Edm.Untyped")
    place = prop("place", "Edm.GeographyPoint")
    many = prop("many", "Collection(Edm.Untyped)")

class Rush(Order, type="sample.rush", emit=True):
    until = prop("until", "Edm.Date")
"""


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    root = tmp_path_factory.mktemp("changes")
    build_runtime(root, PACKAGE)
    (root / PACKAGE / "models").mkdir()
    (root / PACKAGE / "models" / "__init__.py").write_text(MODELS, encoding="utf-8")
    sys.path.insert(0, str(root))
    try:
        rooms = ("bodies", "changes", "models")
        found = {name: importlib.import_module(f"{PACKAGE}._runtime.{name}") for name in rooms}
        models = importlib.import_module(f"{PACKAGE}.models")
        yield SimpleNamespace(
            **found, Order=models.Order, Part=models.Part, Rush=models.Rush, changes_of=found["models"].changes
        )
    finally:
        sys.path.remove(str(root))
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]


def data() -> dict[str, Any]:
    return {
        "@odata.context": "$metadata#orders/$entity",
        "@odata.etag": 'W/"1"',
        "id": "7",
        "made": "2024-01-02T03:04:05Z",
        "title": "first",
        "title@Org.Own.Term": "x",
        "size": "9",
        "part": {"name": "p", "number": 1, "inner": {"name": "i"}, "more": [{"name": "m"}]},
        "parts": [{"name": "a", "number": 2}, {"name": "b", "more": [{"name": "c"}]}],
        "tags": ["x", "y"],
        "anything": {"a": [1, {"b": 2}]},
        "place": {"type": "Point", "coordinates": [1.0, 2.0]},
        "many": [{"a": 1}, [1]],
        "open": {"deep": {"er": [1]}},
    }


Operation = tuple[str, Callable[[Any, Any], Any], set[str]]

WRITES: list[Operation] = [
    ("an attribute", lambda m, _: setattr(m, "title", "t"), {"title"}),
    ("the value that it had", lambda m, _: setattr(m, "title", m.title), {"title"}),
    ("a null", lambda m, _: setattr(m, "size", None), {"size"}),
    ("a subscript", lambda m, _: m.__setitem__("open", 1), {"open"}),
    ("a new name", lambda m, _: m.__setitem__("peer@odata.bind", "/peers/1"), {"peer@odata.bind"}),
    ("del of an attribute", lambda m, _: m.__delattr__("size"), set()),
    ("del of a subscript", lambda m, _: m.__delitem__("open"), set()),
    ("a nested attribute", lambda m, _: setattr(m.part, "name", "q"), {"part"}),
    ("a deeper one", lambda m, _: setattr(m.part.inner, "name", "q"), {"part"}),
    ("of a collection in it", lambda m, _: setattr(m.part.more[0], "name", "q"), {"part"}),
    ("a nested del", lambda m, _: m.part.__delattr__("name"), {"part"}),
    ("a nested subscript", lambda m, _: m.part.__setitem__("else", 5), {"part"}),
    ("a whole complex value", lambda m, r: setattr(m, "part", r.Part(name="n")), {"part"}),
    ("append", lambda m, _: m.tags.append("z"), {"tags"}),
    ("clear", lambda m, _: m.tags.clear(), {"tags"}),
    ("item", lambda m, _: m.tags.__setitem__(0, "w"), {"tags"}),
    ("slice", lambda m, _: m.tags.__setitem__(slice(0, 1), ["w", "v"]), {"tags"}),
    ("reverse", lambda m, _: m.tags.reverse(), {"tags"}),
    ("+=", lambda m, _: m.tags.__iadd__(["u"]), {"tags"}),
    ("pop", lambda m, _: m.parts.pop(), {"parts"}),
    ("append of a model", lambda m, r: m.parts.append(r.Part(name="n")), {"parts"}),
    ("of an item", lambda m, _: setattr(m.parts[0], "name", "n"), {"parts"}),
    ("of an item on the way", lambda m, _: [setattr(each, "name", "n") for each in m.parts], {"parts"}),
    ("of an item's item", lambda m, _: setattr(m.parts[-1].more[0], "name", "n"), {"parts"}),
    ("bare JSON", lambda m, _: m["open"]["deep"]["er"].append(2), {"open"}),
    ("bare JSON of a known name", lambda m, _: m["part"].__setitem__("name", "raw"), {"part"}),
    ("bare JSON of a nested model", lambda m, _: m.part["inner"].__setitem__("name", "raw"), {"part"}),
    ("untyped", lambda m, _: m.anything["a"][1].__setitem__("b", 3), {"anything"}),
    ("GeoJSON", lambda m, _: m.place["coordinates"].append(3.0), {"place"}),
    ("an untyped item", lambda m, _: m.many[0].__setitem__("a", 3), {"many"}),
    ("an untyped item on the way", lambda m, _: list(m.many)[1].append(3), {"many"}),
]
READS: list[Operation] = [
    ("attributes", lambda m, _: [getattr(m, name) for name in type(m).__props__], set()),
    ("subscripts", lambda m, _: [m[name] for name in data() if name in m], set()),
    ("nested", lambda m, _: (m.part and m.part.inner, m.parts and [each.more for each in m.parts]), set()),
    ("copies", lambda m, _: (copy.copy(m), copy.deepcopy(m), pickle.dumps(m), repr(m), m == m), set()),
    ("unset again", lambda m, _: m.__delattr__("until") if hasattr(type(m), "until") else None, set()),
]


@pytest.mark.parametrize(("written", "names"), [each[1:] for each in WRITES], ids=[each[0] for each in WRITES])
def test_each_way_to_write_counts_for_its_property_alone(
    runtime: SimpleNamespace, written: Callable[[Any, Any], Any], names: set[str]
) -> None:
    model = runtime.models.from_json(runtime.Order, data())
    assert runtime.changes_of(model) == {}
    written(model, runtime)
    found = runtime.changes_of(model)
    assert set(found) == names
    assert found == {name: model.__wire__.get(name) for name in found}


@given(st.lists(st.sampled_from(WRITES + READS), max_size=8))
def test_changes_make_the_entity_what_the_model_is(runtime: Any, operations: list[Operation]) -> None:
    """Merged into what was read, the changes give what the model has; and nothing else is in them."""
    read = data()
    model = runtime.models.from_json(runtime.Order, copy.deepcopy(read))
    touched: set[str] = set()
    for _, operation, names in operations:
        try:
            operation(model, runtime)
        except (AttributeError, KeyError, IndexError, TypeError):
            continue  # what it is about was deleted or replaced before
        touched |= names
    found = runtime.changes_of(model)
    assert set(found) <= touched
    deleted = read.keys() - model.__wire__.keys()  # which an update leaves as it is
    assert {**read, **found} == {**model.__wire__, **{name: read[name] for name in deleted}}
    for other in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert runtime.changes_of(other) == found


def test_a_model_that_was_constructed_is_all_change(runtime: SimpleNamespace) -> None:
    model = runtime.Rush(title="t", parts=[runtime.Part(name="n", number=5)])
    assert runtime.changes_of(model) == model.__wire__
    del model.title
    assert set(runtime.changes_of(model)) == {"@odata.type", "parts"}


def test_what_was_deleted_is_not_sent(runtime: SimpleNamespace) -> None:
    """`del` takes a property out of what is sent, None clears it."""
    model = runtime.models.from_json(runtime.Order, data())
    model.title, model["new"], model.size = "again", 1, None
    del model.title, model["new"], model.tags, model["open"]
    assert runtime.changes_of(model) == {"size": None}
    model.title = "at last"
    assert runtime.changes_of(model) == {"title": "at last", "size": None}
    (entry,) = model.__journal__.values()
    assert entry.names == {"title", "new", "size", "tags", "open"}


def test_what_was_taken_out_changes_nothing(runtime: SimpleNamespace) -> None:
    model = runtime.models.from_json(runtime.Order, data())
    part, tags, item = model.part, model.tags, model.parts[0]
    model.part, model.tags = None, None
    part.name, item.name = "detached", "in"
    tags.append("detached")
    assert runtime.changes_of(model) == {"part": None, "tags": None, "parts": model["parts"]}
    assert runtime.changes_of(part) == {"name": "detached"}


def test_a_part_knows_its_own_changes_however_it_is_reached(runtime: SimpleNamespace) -> None:
    model = runtime.models.from_json(runtime.Order, data())
    model.parts[1].name = "n"
    assert runtime.changes_of(model.parts[1]) == {"name": "n"}
    assert runtime.changes_of(model.parts[0]) == {}
    (own,) = pickle.loads(pickle.dumps([model.parts[1]]))
    assert runtime.changes_of(own) == {"name": "n"}
    assert not hasattr(own, "__owner__")  # or all of the order would be in the pickle


def test_a_part_may_become_part_of_another(runtime: SimpleNamespace) -> None:
    model = runtime.models.from_json(runtime.Order, data())
    part = runtime.Part(name="n")
    model.part = part
    part.name = "later"
    assert runtime.changes_of(model) == {"part": {"name": "later"}}


def test_items_of_pages_do_not_keep_each_other(runtime: SimpleNamespace) -> None:
    views = importlib.import_module(f"{PACKAGE}._runtime.collection_views")
    page = views.page("Collection(sample.order)", {"value": [data(), data()]}, "https://s/orders")
    first, second = page
    first.title = "t"
    assert runtime.changes_of(first) == {"title": "t"}
    assert runtime.changes_of(second) == {}
    assert not hasattr(first, "__owner__")


# --- bodies ----------------------------------------------------------------------------------------------------------


def test_an_update_sends_what_changed(runtime: SimpleNamespace) -> None:
    model = runtime.models.from_json(runtime.Order, data())
    model.size = 10
    assert runtime.bodies.update(model, "sample.order") == ({"size": "10"}, True)
    model.part.name = "q"
    body = runtime.bodies.update(model, "sample.order").data
    assert body == {"size": "10", "part": {"name": "q", "inner": {"name": "i"}, "more": [{"name": "m"}]}}


def test_an_update_may_send_all(runtime: SimpleNamespace) -> None:
    model = runtime.models.from_json(runtime.Order, data())
    body = runtime.bodies.update(model, "sample.order", whole=True).data
    left_out = {"@odata.context", "@odata.etag", "id", "made"}
    assert set(body) == set(data()) - left_out
    assert body["parts"] == [{"name": "a"}, {"name": "b", "more": [{"name": "c"}]}]
    created = runtime.bodies.payload(model, "sample.order").data
    assert set(created) - set(body) == {"id"}  # immutable, but not computed


def test_nothing_is_dropped_that_somebody_assigned(runtime: SimpleNamespace) -> None:
    model = runtime.models.from_json(runtime.Order, data())
    model.id, model.made = "8", model.made
    model.parts[0].number = 3
    new = runtime.Part(name="n", number=4)
    model.parts.append(new)
    for whole in (False, True):
        body = runtime.bodies.update(model, "sample.order", whole=whole).data
        assert (body["id"], body["made"]) == ("8", "2024-01-02T03:04:05Z")
        assert [each.get("number") for each in body["parts"]] == [3, None, 4]
    given_ = runtime.Order(id="1", made=model.made, parts=[runtime.Part(number=1), model.parts[1]])
    expected = {"id": "1", "made": "2024-01-02T03:04:05Z", "parts": [{"number": 1}, data()["parts"][1]]}
    assert runtime.bodies.payload(given_, "sample.order").data == expected


def _in_place(order: Any, part: Any) -> None:
    order.part = part


def _in_a_list(order: Any, part: Any) -> None:
    order.parts = [part]


def _from_a_generator(order: Any, part: Any) -> None:
    order.parts = (each for each in [part])


def _from_values(order: Any, part: Any) -> None:
    order.parts = {"a": part}.values()


def _in_a_slice(order: Any, part: Any) -> None:
    order.parts = [type(part)(name="before")]
    order.parts[:] = iter([part])


def _appended(order: Any, part: Any) -> None:
    order.parts = []
    order.parts.append(part)


def _in_a_part(order: Any, part: Any) -> None:
    outer = type(part)()
    outer.inner = part
    order.part = outer


def _in_two(order: Any, part: Any) -> None:
    order.part = part
    type(order)(id="other").part = part


def _in_another_before(order: Any, part: Any) -> None:
    other = type(order)(id="other", part=part)
    order.part = other.part


def _in_the_list_of_another(order: Any, part: Any) -> None:
    other = type(order)(id="other", parts=[part])
    order.parts = other.parts


MOVES = [
    _in_place,
    _in_a_list,
    _from_a_generator,
    _from_values,
    _in_a_slice,
    _appended,
    _in_a_part,
    _in_two,
    _in_another_before,
    _in_the_list_of_another,
]
LATER = MOVES[:8]  # those of which the part knows


@pytest.mark.parametrize("move", MOVES)
def test_what_was_assigned_to_a_part_goes_where_the_part_goes(runtime: SimpleNamespace, move: Any) -> None:
    model = runtime.models.from_json(runtime.Order, {"id": "7"})
    part = runtime.Part(name="n", inner=runtime.Part(number=5))
    move(model, part)
    body = runtime.bodies.update(model, "sample.order").data
    assert "'number': 5" in repr(body)  # computed, and assigned all the same


@pytest.mark.parametrize("move", LATER)
def test_what_is_assigned_to_a_part_afterwards_is_sent(runtime: SimpleNamespace, move: Any) -> None:
    model = runtime.models.from_json(runtime.Order, {"id": "7"})
    part = runtime.Part()
    move(model, part)
    part.inner = runtime.Part()
    part.inner.number = 5
    part.number = 6
    body = runtime.bodies.update(model, "sample.order").data
    assert "'number': 5" in repr(body) and "'number': 6" in repr(body)
    model.part, model.parts = None, []
    part.name = "alone"
    expected = {"inner": {"number": 5}, "number": 6, "name": "alone"}
    assert runtime.bodies.update(part, "sample.part").data == expected


def test_a_part_of_many_models_keeps_none_of_them(runtime: SimpleNamespace) -> None:
    part = runtime.Part(name="shared")
    for n in range(9):
        runtime.Order(id=str(n), part=part)
    notes = runtime.changes.journal(part)
    assert len(notes) <= 2  # of the part, and of the first that it went into


def test_a_part_may_hold_what_holds_it(runtime: SimpleNamespace) -> None:
    outer, inner = runtime.Part(name="o"), runtime.Part(name="i")
    outer.inner = inner
    inner.inner = outer
    outer.more = [inner]
    inner.number = 5
    assert runtime.changes_of(outer)["name"] == "o"
    assert copy.deepcopy(outer).inner.inner.name == "o"


def test_an_update_of_nothing_says_so(runtime: SimpleNamespace) -> None:
    model = runtime.models.from_json(runtime.Order, data())
    with pytest.raises(ValueError, match="nothing was assigned to this Order since it was read"):
        runtime.bodies.update(model, "sample.order")
    with pytest.raises(TypeError, match=r"takes a Order, not dict"):
        runtime.bodies.update({"title": "x"}, "sample.order")


def test_the_type_goes_with_the_changes_of_a_derived_entity(runtime: SimpleNamespace) -> None:
    model = runtime.models.from_json(runtime.Order, {"@odata.type": "#sample.rush", **data()})
    assert type(model) is runtime.Rush
    model.title, model["open@odata.type"], model["open"] = "t", "#Int64", 5
    body = runtime.bodies.update(model, "sample.order").data
    assert body == {"@odata.type": "#sample.rush", "title": "t", "open@odata.type": "#Int64", "open": "5"}


def test_journals_hold_what_was_written_and_no_more(runtime: SimpleNamespace, tmp_path: Path) -> None:
    model = runtime.models.from_json(runtime.Order, data())
    for _, operation, _ in READS[:1]:
        operation(model, runtime)
    entries = getattr(model, "__journal__", {})
    lent = {name for entry in entries.values() for name in entry.lent}
    assert lent == {"anything", "place"}  # bare JSON, of which nobody tells; no other value is copied
    assert not any(entry.names for entry in entries.values())
