"""A client of a generated package against a server whose answers are hostile, under an audit hook: run by
test_hostile_answers.py with the folder of the package, the address of the server, and how many answers it has.

Standard output is a JSON array with what became of each answer: the class of the error, or what was read as JSON.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

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


def calls(client: Any, models: Any) -> Iterator[Callable[[], Any]]:
    """What is asked for: each is answered in the same way."""
    machine = client.machines["1"]
    yield lambda: [*client.machines.list(page_size=2)]
    yield machine.get
    yield lambda: machine.patch(models.Machine(label="x"))
    yield lambda: client.machines.post(models.Machine(label="x"))
    yield machine.delete
    yield machine.picture.download
    yield machine.start.post


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
    return None if value is None else type(value).__name__


def main(folder: str, url: str, count: int) -> None:
    logging.getLogger().addHandler(Recorder())
    logging.getLogger().setLevel(logging.DEBUG)
    sys.path.insert(0, folder)
    package, models = importlib.import_module("demo"), importlib.import_module("demo.models")
    importlib.import_module("azure.core.pipeline.transport")
    importlib.import_module("requests")
    watch(int(url.rpartition(":")[2]))
    found: list[list[Any]] = []
    for number in range(count):
        with package.DemoClient(
            None,
            endpoint=f"{url}/{number}",
            authentication_policy=Authentication(),
            retry_total=0,
            timeout=5.0,
        ) as client:
            outcomes: list[Any] = []
            for call in calls(client, models):
                try:
                    outcomes.append(read(call(), models))
                except Exception as error:
                    outcomes.append(
                        f"{type(error).__name__}{'' if isinstance(error, AzureError) else ' is no AzureError'}"
                    )
                    messages.append(f"{error}")
            found.append(outcomes)
    json.dump([found, messages], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
