"""Packages that targets of the runtime use: each is built once for a process, in a folder that goes with it."""

from __future__ import annotations

import atexit
import importlib
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from azure.core.pipeline.transport import HttpTransport

from csdlgen.navigation import Limits
from csdlgen.routes import UrlStyle
from tests.support.matchers import package_routes
from tests.support.runtime_package import build_runtime
from tests.unit.runtime.conftest import build
from tests.unit.runtime.test_batch import MODELS
from tests.unit.urls.service import SERVICE

LIMITS = Limits(max_hops=2)
ROOT = "https://service.example/v1"


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="csdlgen-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sys.path.insert(0, str(folder))
    return folder


@cache
def routes(style: UrlStyle) -> Any:
    """The routes of a package of the service that has everything that URLs may hold."""
    return package_routes(SERVICE.model, _folder(), LIMITS, style)


@cache
def sample() -> SimpleNamespace:
    """Modules of a package with models that have properties of every type."""
    name = "fuzzed_sample"
    build(_folder() / "built").rename(_folder() / name)
    modules = ("models", "_runtime.codecs", "_runtime.literals", "_runtime.models", "_runtime.changes")
    found = {each.rpartition(".")[2]: importlib.import_module(f"{name}.{each}") for each in modules[1:]}
    return SimpleNamespace(**found | {"package": importlib.import_module(f"{name}.models")})


@cache
def client() -> SimpleNamespace:
    """Modules of a package whose clients never wait."""
    name = "fuzzed_client"
    build_runtime(_folder(), name)
    models = _folder() / name / "models"
    models.mkdir()
    (models / "__init__.py").write_text(MODELS, encoding="utf-8")
    names = ("client", "requests", "paging", "batch", "batching", "batch_response", "batch_parts")
    found = SimpleNamespace(**{each: importlib.import_module(f"{name}._runtime.{each}") for each in names})
    found.batch.time = SimpleNamespace(sleep=lambda _: None)
    attributes = {"_scopes": ("x",), "_user_agent": "fuzz/1", "_endpoint": ROOT}
    found.Client = type("FuzzedClient", (found.client.Client, found.batching.Batching), attributes)
    return found


class Answers(HttpTransport[Any, Any]):
    """A transport that gives prepared answers, the last one for ever, and keeps the URLs that it was asked for."""

    def __init__(self, answers: list[tuple[int, dict[str, str], bytes]]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.sent: list[tuple[str, bytes]] = []
        """The types and contents of the requests."""

    def send(self, request: Any, **_: Any) -> Any:
        """The next answer."""
        runtime = client()
        self.asked.append(request.url)
        self.sent.append((request.headers.get("Content-Type", ""), request.content or b""))
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        return runtime.batch_response.PartResponse(request, runtime.batch_parts.PartAnswer(*answer))

    def sleep(self, duration: float) -> None:
        """No time goes by."""

    def open(self) -> None:
        """Nothing is opened."""

    def close(self) -> None:
        """Nothing is open."""

    def __enter__(self) -> Answers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
