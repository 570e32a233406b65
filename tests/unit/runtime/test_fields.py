"""Fields: what a model class has as its attributes, paths, tests of items, and what is read along with entities."""

from __future__ import annotations

import copy
import inspect
import pickle
import pydoc
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

Built = Callable[[Any, Any], object]

CASES: list[tuple[str, Built]] = [
    ("startDateTime", lambda m, f: m.Device.started),
    ("photo", lambda m, f: m.Device.photo),
    ("number", lambda m, f: m.Phone.number),
    ("owner/inner/name", lambda m, f: m.Device.owner / m.Part.inner / m.Part.name),
    ("owner/size add 1 gt 5", lambda m, f: (m.Device.owner / m.Part.size) + 1 > 5),
    ("parts/any()", lambda m, f: m.Device.parts.any()),
    ("not parts/any()", lambda m, f: ~m.Device.parts.any()),
    ("parts/any(each:each/name eq 'x')", lambda m, f: m.Device.parts.any(lambda part: part / m.Part.name == "x")),
    ("tags/all(each:startswith(each,'x'))", lambda m, f: m.Device.tags.all(lambda tag: tag.startswith("x"))),
    ("kinds/any(each:each eq sample.kind'small')", lambda m, f: m.Device.kinds.any(lambda k: k == m.Kind.SMALL)),
    ("grants/any(each:each has sample.scope'read')", lambda m, f: m.Device.grants.any(lambda g: g.has(m.Scope.READ))),
    (
        "parts/any(each:each/more/all(each1:each1/size gt each/size or name eq each1/name))",
        lambda m, f: m.Device.parts.any(
            lambda part: (part / m.Part.more).all(
                lambda more: (more / m.Part.size > part / m.Part.size) | (m.Part.name == more / m.Part.name)
            )
        ),
    ),
    (
        "parts/any(each:each/size gt 1) and tags/any(each:each eq 'x')",
        lambda m, f: (
            m.Device.parts.any(lambda part: part / m.Part.size > 1) & m.Device.tags.any(lambda tag: tag == "x")
        ),
    ),
    (
        "parts/any(each:each/size gt 1 and (a eq 1))",
        lambda m, f: m.Device.parts.any(lambda part: (part / m.Part.size > 1) & "a eq 1"),
    ),
    ("parts/$count gt 5", lambda m, f: m.Device.parts.count() > 5),
    ("parts/$count($filter=size gt 5) gt 1", lambda m, f: m.Device.parts.count(m.Part.size > 5) > 1),
    ("sample.phone/number", lambda m, f: f.of_type(m.Phone) / m.Phone.number),
    ("things/sample.phone", lambda m, f: m.Device.things.of_type(m.Phone)),
    (
        "things/sample.phone/any(each:each/number eq '1')",
        lambda m, f: m.Device.things.of_type(m.Phone).any(lambda phone: phone / m.Phone.number == "1"),
    ),
    ("device/sample.phone/number", lambda m, f: m.calls.Call.device.of_type(m.Phone) / m.Phone.number),
    ("isof(sample.phone)", lambda m, f: f.isof(m.Phone)),
    ("$it/id eq 'x'", lambda m, f: f.it(m.Device) / m.Device.id == "x"),
    ("startswith($this,'x')", lambda m, f: f.this(str).startswith("x")),
    ("total gt 5", lambda m, f: f.field("total", Decimal) > 5),
    ("owner", lambda m, f: m.Device.owner.expand()),
    (
        "owner($select=name,size;$expand=inner)",
        lambda m, f: m.Device.owner.expand(select=[m.Part.name, "size"], expand=m.Part.inner),
    ),
    ("owner($levels=max)", lambda m, f: m.Device.owner.expand(levels="max")),
    (
        "parts($filter=name eq 'a;b)';$orderby=name desc,size;$top=5;$skip=0;$count=true;$search=x;$levels=2)",
        lambda m, f: m.Device.parts.expand(
            filter=m.Part.name == "a;b)",
            orderby=[m.Part.name.desc(), m.Part.size],
            top=5,
            skip=0,
            count=True,
            search="x",
            levels=2,
        ),
    ),
    (
        "parts($expand=inner($expand=inner($select=name)),more)",
        lambda m, f: m.Device.parts.expand(
            expand=(m.Part.inner.expand(expand=m.Part.inner.expand(select=m.Part.name)), m.Part.more)
        ),
    ),
    (
        "parts($compute=size mul 2 as twice;$select=name,twice)",
        lambda m, f: m.Device.parts.expand(compute=(m.Part.size * 2).as_("twice"), select=[m.Part.name, "twice"]),
    ),
    ("things/sample.phone($select=number)", lambda m, f: m.Device.things.of_type(m.Phone).expand(select="number")),
]


@pytest.fixture
def models(sample: SimpleNamespace) -> SimpleNamespace:
    """The sample's models, with those of its subpackage as `calls`."""
    return SimpleNamespace(**{name: getattr(sample.models, name) for name in sample.models.__all__}, calls=sample.calls)


@pytest.mark.parametrize(("text", "build"), CASES, ids=[case[0] for case in CASES])
def test_text(models: SimpleNamespace, sample: SimpleNamespace, text: str, build: Built) -> None:
    assert str(build(models, sample.fields)) == text


def test_tests_that_fail_leave_no_trace(models: SimpleNamespace) -> None:
    def broken(part: Any) -> Any:
        raise LookupError(str(part))

    for _ in range(2):
        with pytest.raises(LookupError, match=r"^each$"):
            models.Device.parts.any(broken)


def test_a_test_gives_a_condition(models: SimpleNamespace) -> None:
    with pytest.raises(TypeError, match="<Field each/name> is no condition"):
        models.Device.parts.any(lambda part: part / models.Part.name)


def test_nothing_but_a_field_goes_on_from_a_field(models: SimpleNamespace) -> None:
    for other in (2, "name", None, models.Part):
        with pytest.raises(TypeError, match="unsupported operand"):
            models.Device.owner / other


def test_instances_are_as_before(models: SimpleNamespace) -> None:
    device = models.Device(id="1", parts=[models.Part(name="x")])
    assert device.id == "1" and device.started is None
    match device:
        case models.Device(id="1", tags=None):
            pass
        case _:
            raise AssertionError(device)
    for again in (copy.deepcopy(device), pickle.loads(pickle.dumps(device))):
        assert again == device and again.parts[0].name == "x"


def test_derived_classes_share_fields(models: SimpleNamespace) -> None:
    assert models.Phone.id is models.Device.id is models.Entity.id

    class Own(models.Phone):  # type: ignore[misc, name-defined]
        pass

    assert Own.number is models.Phone.number
    assert Own.__type__ == "sample.phone"


def test_documentation_tools_can_look_at_models(models: SimpleNamespace) -> None:
    assert "started = <Field startDateTime>" in pydoc.plain(pydoc.render_doc(models.Device))
    assert dict(inspect.getmembers(models.Device))["started"] is models.Device.started
    assert inspect.signature(models.Device)


def test_fields_can_be_copied_and_pickled(models: SimpleNamespace) -> None:
    made = models.Device.started > datetime(2024, 1, 2, tzinfo=UTC)
    for again in (copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert (str(again), again.rank, type(again)) == (str(made), made.rank, type(made))
