"""Both clients of a generated package against a server whose answers are hostile, under an audit hook: run by
test_hostile_answers.py with the folder of the package, the address of the server, and how many answers it has.

Standard output is a JSON array: what became of each answer with the sync client, and with the async one (the class of
the error, or what was read as JSON), the seconds of the slowest call, and all that errors and logs said.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from azure.core.exceptions import AzureError
from azure.core.pipeline.policies import SansIOHTTPPolicy

FORBIDDEN = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.putenv", "os.remove")
FORBIDDEN += ("os.rename", "os.mkdir", "os.rmdir", "webbrowser.", "pty.")
TOKEN = "SECRET-TOKEN"
messages: list[str] = []


class Authentication(SansIOHTTPPolicy[Any, Any]):
    """The token as every policy gives it, over http as well."""

    def on_request(self, request: Any) -> None:
        request.http_request.headers["Authorization"] = f"Bearer {TOKEN}"


OPTIONS: dict[str, Any] = {"authentication_policy": Authentication(), "retry_total": 0, "timeout": 5.0}


class Recorder(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        messages.append(record.getMessage())


def watch(port: int) -> None:
    """From now on nothing runs, writes, or connects to anything but the server."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[1], str) and {*arguments[1]} & {*"wax+"}
        elsewhere = event == "socket.connect" and arguments[1][:2] != ("127.0.0.1", port)
        if writes or elsewhere or event.startswith(FORBIDDEN):
            sys.stderr.write(f"{event} {arguments!r}")
            sys.stderr.flush()
            importlib.import_module("os")._exit(9)

    sys.addaudithook(hook)


class Call(NamedTuple):
    """A call; `joined` makes one value of what it gives piece by piece, None where it gives one value."""

    make: Callable[[], Any]
    joined: Callable[[list[Any]], Any] | None = None


def calls(client: Any, models: Any) -> Iterator[Call]:
    """What is asked for: each is answered in the same way."""
    machine = client.machines["1"]
    yield Call(lambda: client.machines.list(page_size=2), list)
    yield Call(machine.get)
    yield Call(lambda: machine.patch(models.Machine(label="x")))
    yield Call(lambda: client.machines.post(models.Machine(label="x")))
    yield Call(machine.delete)
    yield Call(machine.picture.download, b"".join)
    yield Call(machine.start.post)


def read(value: Any, models: Any) -> Any:
    """Every attribute of what came, and the JSON that it came from."""
    if isinstance(value, list):
        return [read(each, models) for each in value]
    if isinstance(value, models.Machine):
        for name in (name for name in dir(models.Machine) if not name.startswith("_")):
            try:
                repr(getattr(value, name))
            except Exception as error:
                messages.append(f"{type(error).__name__}: {error}")
        return models.to_json(value)
    return value.hex() if isinstance(value, bytes) else None if value is None else type(value).__name__


def ended(error: Exception) -> str:
    messages.append(f"{error}")
    return f"{type(error).__name__}{'' if isinstance(error, AzureError) else ' is no AzureError'}"


class Outcomes(list[Any]):
    """What the calls for one answer came to, and the seconds of the slowest of them."""

    slowest = 0.0

    def took(self, begun: float) -> None:
        self.slowest = max(self.slowest, time.monotonic() - begun)


def ask(made: Any, models: Any, url: str, count: int) -> list[Outcomes]:
    """What the sync client makes of each answer."""
    found: list[Outcomes] = []
    for number in range(count):
        outcomes = Outcomes()
        with made(None, endpoint=f"{url}/{number}", **OPTIONS) as client:
            for call in calls(client, models):
                begun = time.monotonic()
                try:
                    given = call.make()
                    outcomes.append(read(call.joined([*given]) if call.joined else given, models))
                except Exception as error:
                    outcomes.append(ended(error))
                outcomes.took(begun)
        found.append(outcomes)
    return found


async def ask_async(made: Any, models: Any, url: str, count: int) -> list[Outcomes]:
    """What the async client makes of each answer."""
    found: list[Outcomes] = []
    for number in range(count):
        outcomes = Outcomes()
        async with made(None, endpoint=f"{url}/{number}", **OPTIONS) as client:
            for call in calls(client, models):
                begun = time.monotonic()
                try:
                    given = call.make()
                    value = call.joined([each async for each in given]) if call.joined else await given
                    outcomes.append(read(value, models))
                except Exception as error:
                    outcomes.append(ended(error))
                outcomes.took(begun)
        found.append(outcomes)
    return found


def main(folder: str, url: str, count: int) -> None:
    logging.getLogger().addHandler(Recorder())
    logging.getLogger().setLevel(logging.DEBUG)
    sys.path.insert(0, folder)
    package, models = importlib.import_module("demo"), importlib.import_module("demo.models")
    aio = importlib.import_module("demo.aio")
    for name in ("azure.core.pipeline.transport", "requests", "aiohttp"):
        importlib.import_module(name)
    watch(int(url.rpartition(":")[2]))
    both = (
        ask(package.DemoClient, models, url, count),
        asyncio.run(ask_async(aio.DemoClient, models, url, count)),
    )
    slowest = max(each.slowest for found in both for each in found)
    json.dump([*both, slowest, messages], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
