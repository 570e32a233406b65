"""Round trips of the generated models: what was read is what is written back."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from graph_remote_assistance.models import (
    EnrollmentState,
    Entity,
    RemoteAssistanceReporting,
    RemoteAssistanceSessionType,
    WireError,
    from_json,
    to_json,
)
from hypothesis import given
from hypothesis import strategies as st

from tests import payloads

EXAMPLES = {
    "example of 2021, 20 properties": payloads.REPORT_BODY_2021["reportingPayload"],
    "later example, 23 properties": payloads.REPORT_BODY_LATER["reportingPayload"],
    "newest resource page, 27 properties": payloads.FULL_REPORT,
}
SIZES = dict(zip(EXAMPLES, (20, 23, 27), strict=True))


@pytest.mark.parametrize("name", EXAMPLES)
def test_json_to_model_to_json(name: str) -> None:
    text = json.dumps(EXAMPLES[name], ensure_ascii=False)
    model = from_json(RemoteAssistanceReporting, json.loads(text))
    assert json.dumps(to_json(model), ensure_ascii=False) == text
    assert len([key for key in to_json(model) if not key.startswith("@")]) == SIZES[name]


@pytest.mark.parametrize("name", EXAMPLES)
def test_reading_every_attribute_changes_nothing(name: str) -> None:
    data = copy.deepcopy(EXAMPLES[name])
    model = from_json(RemoteAssistanceReporting, data)
    for attribute in RemoteAssistanceReporting.__annotations__:
        getattr(model, attribute)
    assert list(data.items()) == list(EXAMPLES[name].items())


def test_seven_fractional_digits_stay() -> None:
    text = "2016-12-31T23:58:46.7156189-08:00"
    model = from_json(RemoteAssistanceReporting, {"startDateTime": text})
    offset = timezone(timedelta(hours=-8))
    assert model.start_date_time == datetime(2016, 12, 31, 23, 58, 46, 715618, tzinfo=offset)
    assert model["startDateTime"] == text
    assert to_json(model) == {"startDateTime": text}


@pytest.mark.parametrize("mark", ["", "#"])
@pytest.mark.parametrize("declared", [Entity, RemoteAssistanceReporting])
def test_the_type_annotation_chooses_the_class(mark: str, declared: type[Entity]) -> None:
    data = {"@odata.type": f"{mark}microsoft.graph.remoteAssistanceReporting", "id": "1"}
    model = from_json(declared, data)
    assert type(model) is RemoteAssistanceReporting
    assert to_json(model) is data


def test_an_unknown_type_keeps_its_data() -> None:
    data = {"@odata.type": "#microsoft.graph.somethingNew", "id": "1", "new": [1, {"deep": None}]}
    model = from_json(Entity, data)
    assert type(model) is Entity
    assert to_json(model) == data


def test_unknown_properties_and_members_stay() -> None:
    data = {
        "@odata.context": "https://graph.microsoft.com/beta/$metadata#x",
        "id": "1",
        "remoteAssistanceSessionType": "teleportation",
        "helperEnrollmentState": "enrolled",
        "brandNew": {"nested": [1, 2.5, None, "x"]},
    }
    model = from_json(RemoteAssistanceReporting, data)
    assert model.remote_assistance_session_type == "teleportation"
    assert type(model.remote_assistance_session_type) is str
    assert model.helper_enrollment_state is EnrollmentState.ENROLLED
    assert model["brandNew"] == {"nested": [1, 2.5, None, "x"]}
    assert to_json(model) is data


def test_null_and_absence_are_kept_apart() -> None:
    model = from_json(RemoteAssistanceReporting, {"helperEmail": None})
    assert model.helper_email is None
    assert model.sharer_email is None
    assert "helperEmail" in model
    assert "sharerEmail" not in model
    model.sharer_email = None
    assert to_json(model) == {"helperEmail": None, "sharerEmail": None}
    del model.helper_email
    assert to_json(model) == {"sharerEmail": None}


def test_a_constructor_writes_the_type_and_what_it_was_given() -> None:
    model = RemoteAssistanceReporting(
        id="1",
        start_date_time=datetime(2026, 11, 21, 18, 30, tzinfo=UTC),
        remote_assistance_session_type=RemoteAssistanceSessionType.FULL_CONTROL,
        helper_email=None,
    )
    assert list(to_json(model).items()) == [
        ("@odata.type", "#microsoft.graph.remoteAssistanceReporting"),
        ("id", "1"),
        ("startDateTime", "2026-11-21T18:30:00Z"),
        ("remoteAssistanceSessionType", "fullControl"),
        ("helperEmail", None),
    ]


def test_a_wrong_shape_says_type_property_and_value() -> None:
    model = from_json(RemoteAssistanceReporting, {"startDateTime": 5, "helperEmail": ["x"]})
    with pytest.raises(WireError, match=r"RemoteAssistanceReporting\.start_date_time: cannot read 5 as Edm\.DateTimeO"):
        _ = model.start_date_time
    with pytest.raises(WireError, match=r"RemoteAssistanceReporting\.helper_email: cannot read \['x'\] as Edm\.String"):
        _ = model.helper_email


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        RemoteAssistanceReporting(start_date_time=datetime(2026, 1, 1))
    model = from_json(RemoteAssistanceReporting, {"startDateTime": "2026-01-01T00:00:00"})
    with pytest.raises(WireError):
        _ = model.start_date_time


def test_names_that_do_not_exist_are_refused() -> None:
    with pytest.raises(TypeError, match="helper_mail"):
        RemoteAssistanceReporting(helper_mail="x")  # type: ignore[call-arg]  # pyright: ignore
    model = RemoteAssistanceReporting()
    with pytest.raises(AttributeError):
        model.helper_mail = "x"  # type: ignore[attr-defined]  # pyright: ignore


def test_copies_pickles_and_equality() -> None:
    model = from_json(RemoteAssistanceReporting, dict(payloads.FULL_REPORT))
    for other in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert other == model
        other.helper_email = "other@contoso.com"
        assert other != model
    assert "helper_email=" in repr(model)


def test_attributes_match_patterns() -> None:
    match from_json(RemoteAssistanceReporting, dict(payloads.FULL_REPORT)):
        case RemoteAssistanceReporting(remote_assistance_session_type=RemoteAssistanceSessionType() as kind):
            assert kind in RemoteAssistanceSessionType
        case _:
            raise AssertionError("no pattern matched")


# --- each property: Python value → wire → Python value ---

AWARE = st.datetimes(
    min_value=datetime(1, 1, 2),
    max_value=datetime(9999, 12, 30),
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
PLAIN = st.text(st.characters(exclude_categories=["Cs"]))
BY_ANNOTATION: dict[str, st.SearchStrategy[Any]] = {
    "Prop[str]": PLAIN,
    "Prop[datetime]": AWARE,
    "Prop[EnrollmentState | str]": st.sampled_from(EnrollmentState) | st.just("somethingNew"),
    "Prop[RemoteAssistanceSessionType | str]": st.sampled_from(RemoteAssistanceSessionType) | st.just("somethingNew"),
}
ATTRIBUTES = {
    name: annotation for cls in (Entity, RemoteAssistanceReporting) for name, annotation in cls.__annotations__.items()
}


def test_the_model_has_all_documented_properties() -> None:
    assert len(ATTRIBUTES) == 27
    assert set(ATTRIBUTES.values()) == set(BY_ANNOTATION)


@pytest.mark.parametrize("name", ATTRIBUTES)
@given(data=st.data())
def test_a_value_survives_the_wire(name: str, data: st.DataObject) -> None:
    value = data.draw(st.none() | BY_ANNOTATION[ATTRIBUTES[name]])
    model = RemoteAssistanceReporting(**{name: value})
    wire = json.loads(json.dumps(to_json(model)))
    read = from_json(RemoteAssistanceReporting, wire)
    assert getattr(read, name) == value
    assert read == model


KNOWN = [key for key in payloads.FULL_REPORT if not key.startswith("@")]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(KNOWN) | PLAIN.filter(lambda key: key != "@odata.type"), JSON, max_size=8))
def test_any_object_survives_the_model(data: dict[str, Any]) -> None:
    text = json.dumps(data)
    model = from_json(RemoteAssistanceReporting, json.loads(text))
    repr(model)
    assert json.dumps(to_json(model)) == text
