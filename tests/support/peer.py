"""Servers that are not ours, and that run on Node: SAP CAP and SAP's mock server, each with its data in memory."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.support.node import installed, tool

SERVERS = Path(__file__).parent.parent / "peer" / "servers"
_LONGEST_START = 90.0  # seconds; usually one to eight
_LISTENING = re.compile(r"server listening on \{ url: '(http://[^']+)'")


@contextlib.contextmanager
def running(name: str, folder: Path) -> Iterator[str]:
    """Run a server, `shop`, `strict` or `mock`, in an empty folder; gives the root of its service.

    Raises NoNodeError and InstallationError. The server ends with the block, and where this process is killed: it ends
    when its standard input does.
    """
    modules = installed(SERVERS / name) / "node_modules"
    command = [tool("node"), *(_mock(folder) if name == "mock" else _cap(name, folder, modules))]
    (folder / "node_modules").symlink_to(modules, target_is_directory=True)
    log = folder / "log"
    # In the home folder, CAP lists the services that run on a machine.
    environment = {**os.environ, "NODE_ENV": "development", "HOME": str(folder), "USERPROFILE": str(folder)}
    environment.pop("CDS_ENV", None)
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
    try:
        yield f"{_address(server, log)}/{'travel' if name == 'mock' else 'odata/v4/shop'}"
    finally:
        server.kill()  # nothing to lose: the data is in memory
        server.communicate()


def _cap(name: str, folder: Path, modules: Path) -> list[str]:
    """The script and arguments of CAP, whose schema goes into the folder."""
    for part in ("db", "srv"):
        shutil.copytree(SERVERS / part, folder / part)
    shutil.copy(SERVERS / "server.js", folder)
    shutil.copy(SERVERS / name / "package.json", folder)
    package = modules / "@sap" / "cds"
    script = package / json.loads((package / "package.json").read_text(encoding="utf-8"))["bin"]["cds-serve"]
    return [str(script), "--port", "0"]


def _mock(folder: Path) -> list[str]:
    shutil.copytree(SERVERS / "mock" / "svc", folder / "svc")
    shutil.copy(SERVERS / "mock" / "server.js", folder)
    return ["server.js"]


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    """Where the server listens, on a port of its own choice, as soon as it does."""
    deadline = time.monotonic() + _LONGEST_START
    while time.monotonic() < deadline and server.poll() is None:
        if match := _LISTENING.search(log.read_text(encoding="utf-8")):
            return match[1]
        time.sleep(0.05)
    raise AssertionError(f"the server did not start: {log.read_text(encoding='utf-8')}")
