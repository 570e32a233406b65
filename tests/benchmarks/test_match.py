"""What reading a URL costs: against cutting it up, and over its length, which a stranger chooses."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.urls import UrlLookup, match_url
from tests.benchmarks.packages import BETA
from tests.benchmarks.race import Race
from tests.benchmarks.report import Goal

ROUNDS = 9
TIMES = 2000
URLS = (
    "https://graph.microsoft.com/beta/deviceManagement/managedDevices/42/requestRemoteAssistance",
    "https://graph.microsoft.com/beta/users('42')/mailFolders/inbox/messages/a%2Bb%3D/attachments/$count?$filter=a",
    "https://graph.microsoft.com/beta/reports/getTeamsUserActivityCounts(period='D7')",
)
ROOT = "https://graph.microsoft.com/beta"
# How a piece is repeated until the URL is so long; each could be made quadratic by a reader that looks back or ahead.
HOSTILE = {
    "segments": ("me", "/manager"),
    "keys": ("me/mailFolders/1", "/childFolders/2"),
    "quotes in a key": ("users('", "''"),
    "an open quote": ("users(", "'"),
    "open parentheses": ("users", "("),
    "pairs of parentheses": ("users", "()"),
    "commas": ("users(a=1", ",a=1"),
    "open braces": ("users({", "{"),
    "braces with commas": ("users(x={}", ",{(,)}"),
    "brackets with quotes": ("users([", '["\\"",'),
    "percent signs": ("users/", "%25"),
    "bad escapes": ("users/", "%"),
    "a long name": ("users/1/", "messages"),
    "a long number": ("me/mailFolders/1/messages/2/attachments(", "9"),
    "options": ("users?", "a=b&"),
    "slashes": ("users", "/"),
    "dots": ("users/", "a."),
    "dynamic properties": ("me", "/colour"),
    "arguments": ("reports/getTeamsUserActivityCounts(", "period='D7',"),
    "a date": ("reports/getTeamsUserActivityUserDetail(date=1", "0"),
    "casts": ("me", "/microsoft.graph.user"),
}


@pytest.fixture(scope="module")
def service(corpus: Path) -> Iterator[UrlLookup]:
    """All of Graph beta, which the collector need not look through again and again: none of it is garbage."""
    found = UrlLookup(read_csdl((corpus / BETA).read_bytes(), source=BETA))
    gc.collect()
    gc.freeze()
    yield found
    gc.unfreeze()


@pytest.mark.parametrize("url", URLS, ids=["action", "keys", "function"])
def test_match(race: Race, service: UrlLookup, url: str) -> None:
    def split() -> None:
        for _ in range(TIMES):
            url.split("/")

    def match() -> None:
        for _ in range(TIMES // 20):
            match_url(service, url, root=ROOT)

    name = url.removeprefix(f"{ROOT}/")[:32]
    race(
        f"match_url in all of Graph beta, {name}…",
        Goal(400),
        match,
        split,
        against="str.split",
        rounds=ROUNDS,
        times=(TIMES // 20, TIMES),
    )


@pytest.mark.parametrize("what", HOSTILE)
def test_cost_over_length_is_linear(race: Race, service: UrlLookup, what: str) -> None:
    start, piece = HOSTILE[what]

    def of(length: int) -> str:
        return start + piece * ((length - len(start)) // len(piece))

    short, long = of(1024), of(8192)

    def match(url: str, times: int) -> None:
        for _ in range(times):
            match_url(service, url)

    race(
        f"8 KB of {what}",
        Goal(12),
        lambda: match(long, 10),
        lambda: match(short, 80),
        against="1 KB of the same",
        rounds=ROUNDS,
        times=(10, 80),
    )
