"""A small handwritten package around the runtime, as a generator would write one."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from azure.core.pipeline.transport import AsyncHttpTransport, HttpTransport

from tests.support.loopback import Loopback, Reply
from tests.support.runtime_package import build_runtime
from tests.unit.runtime.transport import PACKAGE, Driver

RUNTIME = Path(__file__).parents[3] / "templates" / "runtime"

_LAZY = """
from importlib import import_module as _import_module
from typing import TYPE_CHECKING
{imports}
__all__ = {names!r}
_HOME = {homes!r}
TYPES = {types!r}
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        home = _HOME.get(name)
        if home is None:
            raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
        value = globals()[name] = getattr(_import_module(f".{{home}}", __name__), name)
        return value
"""


def _package(names: dict[str, str], types: dict[str, str], extra: str = "") -> str:
    """A lazy `__init__`: `names` is class -> module, `types` simple CSDL name -> class."""
    imports = "".join(f"\n    from .{home} import {name} as {name}" for name, home in names.items())
    text = _LAZY.format(imports=f"if TYPE_CHECKING:{imports}", names=sorted(names), homes=names, types=types)
    return text + extra


_OUTERMOST = """
from .._runtime.models import from_json as from_json, to_json as to_json

NAMESPACES = {"sample": "", "sample.calls": ".calls"}
"""

FILES = {
    "__init__.py": "",
    "py.typed": "",
    "models/__init__.py": _package(
        {"Entity": "entity", "Device": "device", "Phone": "phone", "Part": "part", "Every": "every"}
        | {"Kind": "kind", "Scope": "scope"},
        {"entity": "Entity", "device": "Device", "phone": "Phone", "part": "Part", "every": "Every"}
        | {"kind": "Kind", "scope": "Scope"},
        _OUTERMOST,
    ),
    "models/kind.py": '''
from enum import StrEnum

class Kind(StrEnum):
    """How big."""

    SMALL = "small"
    LARGE = "large"
    UNKNOWN_FUTURE_VALUE = "unknownFutureValue"
''',
    "models/scope.py": '''
from .._runtime.enums import FlagsEnum

class Scope(FlagsEnum):
    """What is allowed."""

    WRITE = "write"
    READ = "read"
''',
    "models/entity.py": '''
from __future__ import annotations
from .._runtime.models import Model, Prop, prop

class Entity(Model, type="sample.entity"):
    """Anything with a key."""

    id: Prop[str] = prop("id", "Edm.String")
    """The key."""
''',
    "models/part.py": '''
from __future__ import annotations
from collections.abc import MutableSequence
from .._runtime.models import Model, Prop, prop

class Part(Model, type="sample.part"):
    """A piece."""

    name: Prop[str] = prop("name", "Edm.String")
    size: Prop[int] = prop("size", "Edm.Int32")
    inner: Prop[Part] = prop("inner", "sample.part")
    more: Prop[MutableSequence[Part]] = prop("more", "Collection(sample.part)")
''',
    "models/device.py": '''
from __future__ import annotations
from collections.abc import MutableSequence, Set
from datetime import datetime
from typing import TYPE_CHECKING
from .._runtime.models import Prop, prop
from .entity import Entity
if TYPE_CHECKING:
    from .kind import Kind
    from .part import Part
    from .scope import Scope

class Device(Entity, type="sample.device", emit=True):
    """A device, with properties that are named like everything."""

    started: Prop[datetime] = prop("startDateTime", "Edm.DateTimeOffset")
    """When it started."""
    kind: Prop[Kind | str] = prop("kind", "sample.kind")
    kinds: Prop[MutableSequence[Kind | str]] = prop("kinds", "Collection(sample.kind)")
    tags: Prop[MutableSequence[str]] = prop("tags", "Collection(Edm.String)")
    times: Prop[MutableSequence[datetime]] = prop("times", "Collection(Edm.DateTimeOffset)")
    owner: Prop[Part] = prop("owner", "sample.part")
    parts: Prop[MutableSequence[Part]] = prop("parts", "Collection(sample.part)")
    things: Prop[MutableSequence[Entity]] = prop("things", "Collection(sample.entity)")
    scopes: Prop[Set[Scope | str]] = prop("scopes", "sample.scope")
    grants: Prop[MutableSequence[Set[Scope | str]]] = prop("grants", "Collection(sample.scope)")
    photo: Prop[str] = prop("photo", "Edm.Stream")
    type: Prop[str] = prop("type", "Edm.String")
    items: Prop[str] = prop("items", "Edm.String")
    copy: Prop[str] = prop("copy", "Edm.String")
    get: Prop[str] = prop("get", "Edm.String")
    mro: Prop[str] = prop("mro", "Edm.String")
    emit: Prop[int] = prop("emit", "Edm.Int32")
''',
    "models/phone.py": '''
from __future__ import annotations
from .._runtime.models import Prop, prop
from .device import Device

class Phone(Device, type="sample.phone", emit=True):
    """A device in a pocket."""

    number: Prop[str] = prop("number", "Edm.String")
''',
    "models/every.py": '''
from __future__ import annotations
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from .._runtime.models import Model, Prop, prop

class Every(Model, type="sample.every"):
    """A property of every type."""

    string: Prop[str] = prop("string", "Edm.String")
    boolean: Prop[bool] = prop("boolean", "Edm.Boolean")
    byte: Prop[int] = prop("byte", "Edm.Byte")
    s_byte: Prop[int] = prop("sByte", "Edm.SByte")
    int16: Prop[int] = prop("int16", "Edm.Int16")
    int32: Prop[int] = prop("int32", "Edm.Int32")
    int64: Prop[int] = prop("int64", "Edm.Int64")
    double: Prop[float] = prop("double", "Edm.Double")
    single: Prop[float] = prop("single", "Edm.Single")
    decimal: Prop[Decimal] = prop("decimal", "Edm.Decimal")
    guid: Prop[UUID] = prop("guid", "Edm.Guid")
    date: Prop[date] = prop("date", "Edm.Date")
    time_of_day: Prop[time] = prop("timeOfDay", "Edm.TimeOfDay")
    duration: Prop[timedelta] = prop("duration", "Edm.Duration")
    date_time_offset: Prop[datetime] = prop("dateTimeOffset", "Edm.DateTimeOffset")
    binary: Prop[bytes] = prop("binary", "Edm.Binary")
    untyped: Prop[Any] = prop("untyped", "Edm.Untyped")
    complex_type: Prop[Any] = prop("complexType", "Edm.ComplexType")
    geography_point: Prop[dict[str, Any]] = prop("geographyPoint", "Edm.GeographyPoint")
''',
    "models/calls/__init__.py": _package({"Call": "call"}, {"call": "Call"}),
    "models/calls/call.py": '''
from __future__ import annotations
from typing import TYPE_CHECKING
from ..._runtime.models import Prop, prop
from ..entity import Entity
if TYPE_CHECKING:
    from ..device import Device

class Call(Entity, type="sample.calls.call", emit=True):
    """An entity of another namespace."""

    device: Prop[Device] = prop("device", "sample.device")
''',
}


def build(root: Path) -> Path:
    """Writes `sample_pkg` under `root` and gives its folder."""
    package = root / "sample_pkg"
    shutil.copytree(RUNTIME, package / "_runtime", ignore=shutil.ignore_patterns("__pycache__"))
    (package / "_runtime" / "__init__.py").touch()
    for name, text in FILES.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return package


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds `sample_pkg` and can go on a module path."""
    return build(tmp_path_factory.mktemp("runtime")).parent


@pytest.fixture(scope="session")
def sample(root: Path) -> Iterator[SimpleNamespace]:
    """The imported package: its models, and modules of its runtime."""
    sys.path.insert(0, str(root))
    try:
        modules = {
            "models": "models",
            "calls": "models.calls",
            "runtime_models": "_runtime.models",
            "codecs": "_runtime.codecs",
            "edm_types": "_runtime.edm_types",
            "fields": "_runtime.fields",
            "functions": "_runtime.functions",
            "queries": "_runtime.queries",
            "redaction": "_runtime.redaction",
        }
        yield SimpleNamespace(**{name: importlib.import_module(f"sample_pkg.{path}") for name, path in modules.items()})
    finally:
        sys.path.remove(str(root))
        for name in [name for name in sys.modules if name.partition(".")[0] == "sample_pkg"]:
            del sys.modules[name]


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    root = tmp_path_factory.mktemp("transport")
    build_runtime(root, PACKAGE)
    sys.path.insert(0, str(root))
    try:
        names = ["aio", "batching", "builders", "client", "client_base", "origins", "paging", "requests", "retries"]
        yield SimpleNamespace(**{name: importlib.import_module(f"{PACKAGE}._runtime.{name}") for name in names})
    finally:
        sys.path.remove(str(root))
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]


@pytest.fixture(params=["sync", "aio"])
def run(request: pytest.FixtureRequest, runtime: SimpleNamespace) -> Driver:
    return Driver(request.param, runtime)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as found:
        yield found


@pytest.fixture
def other() -> Iterator[Loopback]:
    with Loopback(lambda _: Reply.of_json({"value": ["theirs"]})) as found:
        yield found


@pytest.fixture(autouse=True)
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the clients would have waited, in seconds; no test really waits."""
    waits: list[float] = []

    async def sleep(_: object, seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(HttpTransport, "sleep", lambda _, seconds: waits.append(seconds))
    monkeypatch.setattr(AsyncHttpTransport, "sleep", sleep)
    return waits
