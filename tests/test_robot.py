"""Clients against a server that does everything wrong.

Each call ends in time, in a result or an AzureError, and nothing that changes data arrives twice unless the service
said that it did nothing. `CSDLGEN_ROBOT=20000 pytest -n 0 tests/test_robot.py` makes as many requests with each client.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import importlib
import io
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from azure.core.exceptions import AzureError

from tests.support.faulty_server import ANSWERS, FaultyProcess
from tests.support.runtime_package import build_runtime

REQUESTS = int(os.environ.get("CSDLGEN_ROBOT", "400"))
AT_ONCE = 16
TIMEOUT = 0.6
GROWTH = 12  # MB of memory that the second half of the requests may add
SLACK = 6.0  # seconds that a busy machine may take on top
PACKAGE = "robot_pkg"
_ARENA_MAX = -8  # of malloc.h
TOKEN = "canary-key-5f1d"
OPTIONS = {"timeout": TIMEOUT, "retry_backoff_factor": 0.01, "max_response_size": 1_000_000}
KINDS = ("get", "pages", "post", "patch", "delete", "octets", "download", "batch")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    with contextlib.suppress(AttributeError, OSError):  # glibc keeps a heap for each of many threads, which grows
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
    root = tmp_path_factory.mktemp("robot")
    build_runtime(root, PACKAGE)
    sys.path.insert(0, str(root))
    try:
        names = ("aio", "batching", "client", "requests", "paging", "downloads")
        yield SimpleNamespace(**{name: importlib.import_module(f"{PACKAGE}._runtime.{name}") for name in names})
    finally:
        sys.path.remove(str(root))
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]


class Robot:
    """Makes requests of every kind, and keeps what is wrong with how they end."""

    def __init__(self, runtime: SimpleNamespace, url: str, *, is_async: bool) -> None:
        from azure.core.credentials import AzureKeyCredential

        bases = (runtime.client.Client, runtime.batching.Batching)
        if is_async:
            bases = (runtime.aio.AsyncClient, runtime.batching.AsyncBatching)
        made = type("RobotClient", bases, {"_endpoint": url, "_scopes": (), "_user_agent": "robot/1"})
        self.client: Any = made(AzureKeyCredential(TOKEN), **OPTIONS)
        self._runtime = runtime
        self.wrong: list[str] = []
        self.ends: dict[str, int] = {}

    def request(self, kind: str, number: int) -> Any:
        method, returns = {
            "get": ("GET", "Edm.Untyped"), "pages": ("GET", "Collection(Edm.Int32)"), "post": ("POST", "Edm.Untyped"),
            "patch": ("PATCH", "Edm.Untyped"), "delete": ("DELETE", None), "octets": ("GET", "Edm.Stream"),
            "download": ("GET", "Edm.Stream"), "batch": ("GET", "Edm.Untyped"),
        }[kind]  # fmt: skip
        body = {"a": "b"} if method in ("POST", "PATCH") else None
        headers = {"Robot": str(number)}
        return self._runtime.requests.Request(
            method, f"/{kind}?sig=secret", body=body, returns=returns, headers=headers
        )

    def ended(self, kind: str, begun: float, error: BaseException | None, calls: int = 1) -> None:
        taken = time.monotonic() - begun
        name = type(error).__name__ if error else "result"
        self.ends[name] = self.ends.get(name, 0) + 1
        if taken > TIMEOUT * calls + SLACK:
            self.wrong.append(f"{kind}: {name} after {taken:.1f} s: {error}")
        if error is not None and not isinstance(error, AzureError):
            self.wrong.append(f"{kind}: {error!r} from {error.__cause__!r}")
        if "secret" in str(error) or TOKEN in str(error):
            self.wrong.append(f"{kind}: shows {error}")

    def sync(self, number: int) -> None:
        kind, begun, error = KINDS[number % len(KINDS)], time.monotonic(), None
        request = self.request(kind, number)
        try:
            if kind == "pages":
                for _, _ in zip(range(9), self._runtime.paging.pages(self.client, request), strict=False):
                    pass
            elif kind == "download":
                self.client.download(request, timeout=TIMEOUT).write_to(io.BytesIO())
            elif kind == "batch":
                batch = self.client.batch()
                batch.add(request)
                batch.send(headers={"Robot": str(number)})
            else:
                self.client.send(request)
        except BaseException as caught:
            error = caught
        self.ended(kind, begun, error, 3 if kind in ("pages", "download", "batch") else 1)

    async def awaited(self, number: int) -> None:
        kind, begun, error = KINDS[number % len(KINDS)], time.monotonic(), None
        request = self.request(kind, number)
        try:
            if kind == "pages":
                seen = 0
                async for _ in self._runtime.paging.pages(self.client, request):
                    seen += 1
                    if seen == 9:
                        break
            elif kind == "download":
                await self.client.download(request, timeout=TIMEOUT).write_to(io.BytesIO())
            elif kind == "batch":
                batch = self.client.batch()
                batch.add(request)
                await batch.send(headers={"Robot": str(number)})
            else:
                await self.client.send(request)
        except BaseException as caught:
            error = caught
        self.ended(kind, begun, error, 3 if kind in ("pages", "download", "batch") else 1)


class Secrets(logging.Handler):
    """Counts what is logged, and keeps what shows a secret."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.shown: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1
        text = self.format(record)
        if TOKEN in text or "secret" in text:
            self.shown.append(text)


@contextlib.contextmanager
def watched_logs() -> Iterator[Secrets]:
    """While a test runs, and not before: pytest attaches what keeps everything to loggers that do not propagate."""
    handler = Secrets()
    loggers = [logging.getLogger(name) for name in ("azure", "urllib3", "aiohttp", "asyncio")]
    with pytest.MonkeyPatch.context() as patch:
        for logger in loggers:
            patch.setattr(logger, "handlers", [handler])
            patch.setattr(logger, "propagate", False)  # pytest would keep it all
            patch.setattr(logger, "level", logging.DEBUG)
        logging.getLogger("azure").manager._clear_cache()  # type: ignore[attr-defined]
        yield handler


class Footprint(NamedTuple):
    """Open files, sockets among them, and memory in MB."""

    files: int
    memory: int


def footprint() -> Footprint:
    gc.collect()
    with contextlib.suppress(AttributeError, OSError):  # glibc gives back what it keeps for later
        ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    return Footprint(sum(1 for _ in Path("/dev/fd").iterdir()), pages * 4 // 1024)


def run_sync(robot: Robot) -> list[Footprint]:
    found = [footprint()]
    with robot.client:
        for half in halves():
            with ThreadPoolExecutor(AT_ONCE) as pool:
                for start in range(half.start, half.stop, 1000):  # what is queued is no part of a client
                    for _ in pool.map(robot.sync, range(start, min(start + 1000, half.stop))):
                        pass
            found.append(footprint())
    return [*found, footprint()]


def run_async(robot: Robot) -> list[Footprint]:
    found = [footprint()]

    async def work() -> None:
        async with robot.client:
            for half in halves():
                queue = iter(half)

                async def one(queue: Iterator[int] = queue) -> None:
                    for number in queue:
                        await robot.awaited(number)

                await asyncio.gather(*(one() for _ in range(AT_ONCE)))
                found.append(footprint())

    asyncio.run(work())
    return [*found, footprint()]


def halves() -> tuple[range, range]:
    return range(REQUESTS // 2), range(REQUESTS // 2, REQUESTS)


@pytest.mark.parametrize("run", [run_sync, run_async], ids=["sync", "async"])
def test_every_call_ends_in_time_and_nothing_is_done_twice(
    runtime: SimpleNamespace, run: Callable[[Robot], list[Footprint]]
) -> None:
    """Of memory and sockets, what was used up half-way is compared with the end."""
    with FaultyProcess(20261129) as server, watched_logs() as logs:
        robot = Robot(runtime, server.url, is_async=run is run_async)
        start, half, whole, after = run(robot)
    print(robot.ends, *(tuple(each) for each in (start, half, whole, after)))
    assert not robot.wrong, "\n".join(map(ascii, robot.wrong))
    assert server.twice == []
    assert server.requests >= REQUESTS > len(ANSWERS)
    assert {"result", "UnreadableResponseError", "ServiceResponseTimeoutError"} <= robot.ends.keys()
    if (
        "CSDLGEN_ROBOT" in os.environ
    ):  # by hand, alone: after other tests the memory of a process says nothing of this one
        assert whole.memory <= half.memory + GROWTH
    assert whole.files <= half.files + AT_ONCE  # the most that are open at once
    assert after.files <= start.files + 1
    assert logs.count and not logs.shown
