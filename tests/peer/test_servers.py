"""The servers themselves: they run with fresh data, and end with whoever started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT
from tests.peer.conftest import Service

STARTER = """
import sys, time
from pathlib import Path
from tests.support.peer import running
with running(sys.argv[1], Path(sys.argv[2])) as root:
    print(root, flush=True)
    time.sleep(600)
"""


def test_both_servers_serve_one_schema(service: Service) -> None:
    names = {resource.name for resource in service.metadata.resources}
    assert {"Products", "Config", "Papers", "Products_texts"} <= names
    assert {"echo", "say", "leaf"} <= {operation.name for operation in service.metadata.operations}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_server_ends_with_the_process_that_started_it(service: Service, tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTER, service.name, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as starter:
        assert starter.stdout is not None
        root = urlsplit(starter.stdout.readline().strip())
        assert _answers(root.port or 0)
        os.kill(starter.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while _answers(root.port or 0):
        assert time.monotonic() < deadline, "the server outlived the process that started it"
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = HTTPConnection("localhost", port, timeout=5)
    try:
        connection.request("GET", "/odata/v4/shop/Config")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
