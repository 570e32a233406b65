"""Models in a warm process: decoding, encoding, reading attributes."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from timeit import Timer
from typing import Any

import pytest
from graph_remote_assistance.models import RemoteAssistanceReporting, from_json, to_json

from tests.benchmarks.race import Race
from tests.benchmarks.report import Goal
from tests.payloads import FULL_REPORT

_IN_A_ROW = 100  # reads per turn of a loop, so that the loop itself hardly counts
_TURNS = 50


def _page() -> dict[str, Any]:
    context = "https://graph.microsoft.com/beta/$metadata#Collection(microsoft.graph.remoteAssistanceReporting)"
    return {"@odata.context": context, "value": [FULL_REPORT | {"id": f"{number:036}"} for number in range(1000)]}


def test_decode_a_page(race: Race) -> None:
    body = json.dumps(_page(), ensure_ascii=False).encode()

    def ours() -> list[RemoteAssistanceReporting]:
        return [from_json(RemoteAssistanceReporting, each) for each in json.loads(body)["value"]]

    assert ours()[999].helper_first_name == "Adèle"
    goal = Goal(1.15)
    race("decode 1,000 entities", goal, ours, lambda: json.loads(body), against="json.loads", rounds=61)


def test_encode_a_page(race: Race) -> None:
    page = _page()
    models = [from_json(RemoteAssistanceReporting, each) for each in page["value"]]

    def ours() -> str:
        return json.dumps({**page, "value": list(map(to_json, models))})

    assert ours() == json.dumps(page)
    race("encode 1,000 entities", Goal(1.15), ours, lambda: json.dumps(page), against="json.dumps", rounds=61)


def _repeated(statement: str, **names: Any) -> Callable[[], float]:
    timer = Timer("; ".join([statement] * _IN_A_ROW), globals=names)
    return lambda: timer.timeit(_TURNS)


def _read(race: Race, what: str, limit: float, model: Any, attribute: str, wire: str) -> None:
    times = _TURNS * _IN_A_ROW
    race(
        f"read an attribute: {what}",
        Goal(limit),
        _repeated(f"model.{attribute}", model=model),
        _repeated(f"data.get({wire!r})", data=to_json(model)),
        against="dict.get",
        rounds=151,
        times=(times, times),
    )


@pytest.mark.parametrize(
    ("what", "limit", "attribute", "wire"),
    [
        ("text", 6, "helper_email", "helperEmail"),
        ("enum", 10, "helper_enrollment_state", "helperEnrollmentState"),
        ("date-time", 13, "start_date_time", "startDateTime"),
    ],
)
def test_read_an_attribute(race: Race, what: str, limit: float, attribute: str, wire: str) -> None:
    report = from_json(RemoteAssistanceReporting, dict(FULL_REPORT))
    assert type(getattr(report, attribute)).__name__ in {"str", "EnrollmentState", "datetime"}
    _read(race, what, limit, report, attribute, wire)


@pytest.mark.usefixtures("nested")
def test_read_a_nested_model(race: Race) -> None:
    models: Any = import_module("bench_nested.models")
    ticket = models.from_json(models.Ticket, {"id": "1", "owner": {"name": "Adèle"}})
    assert ticket.owner.name == "Adèle"
    _read(race, "nested", 17, ticket, "owner", "owner")
