"""Queries in a warm process: building filters from fields."""

from __future__ import annotations

from datetime import UTC, datetime
from statistics import median
from timeit import repeat
from typing import Any

from graph_remote_assistance.models import RemoteAssistanceReporting as Report
from graph_remote_assistance.models import RemoteAssistanceSessionType as SessionType

from tests.benchmarks.race import Race
from tests.benchmarks.report import Goal, Row

_TIMES = 2000
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
FIVE_TERMS = (
    "startswith(helperEmail,'A') and startDateTime gt 2026-11-29T12:00:00Z and helperOs eq 'Windows' and"
    " remoteAssistanceSessionType eq microsoft.graph.remoteAssistanceSessionType'fullControl' and sharerEmail ne null"
)


def five_terms() -> Any:
    return (
        Report.helper_email.startswith("A")
        & (Report.start_date_time > NOON)
        & (Report.helper_os == "Windows")
        & (Report.remote_assistance_session_type == SessionType.FULL_CONTROL)
        & Report.sharer_email.is_not(None)
    )


def test_build_a_filter(race: Race) -> None:
    assert str(five_terms()) == FIVE_TERMS
    seconds = [each / _TIMES for each in repeat(five_terms, number=_TIMES, repeat=31)]
    best = (min(seconds), 20e-6)
    race.add(Row("build a filter of five terms", median(seconds), 20e-6, "20 µs", Goal(1), best=best))
