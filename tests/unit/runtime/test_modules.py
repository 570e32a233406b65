"""Which modules of the runtime a type needs, so that packages can leave the others out."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
import shutil
import sys
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

RUNTIME = Path(__file__).parents[3] / "templates" / "runtime"
ALWAYS = {"codec", "edm", "model", "props", "wire"}
NUMERIC = {"numeric", "checks"}
TIMES = {"times", "checks"}
OCTETS = {"octets", "checks"}
VIEWS = {"views", "checks"}
FLAGS = {"flags", "checks"}
NOON = datetime(2024, 1, 2, 12, tzinfo=UTC)

# the type, what it needs beyond ALWAYS, a value
CASES: list[tuple[str, set[str], Any]] = [
    ("Edm.String", set(), "x"),
    ("Edm.Boolean", set(), True),
    ("Edm.Untyped", set(), [1, {"a": None}]),
    ("Edm.PrimitiveType", set(), 5),
    ("Edm.ComplexType", set(), {}),
    ("Edm.EntityType", set(), {"id": "x"}),
    ("Edm.GeographyPoint", set(), {"type": "Point"}),
    ("Edm.Geometry", set(), {"type": "Point"}),
    ("Edm.Stream", {"streams"}, None),
    ("Edm.DateTimeOffset", {"instants"}, NOON),
    ("Edm.Date", TIMES, date(2024, 1, 2)),
    ("Edm.TimeOfDay", TIMES, time(1, 2)),
    ("Edm.Duration", TIMES, timedelta(1)),
    *((f"Edm.{name}", NUMERIC, 5) for name in ("Byte", "SByte", "Int16", "Int32", "Int64")),
    ("Edm.Double", NUMERIC, 0.5),
    ("Edm.Single", NUMERIC, 0.5),
    ("Edm.Decimal", NUMERIC, Decimal("0.5")),
    ("Edm.Guid", OCTETS, UUID(int=5)),
    ("Edm.Binary", OCTETS, b"x"),
    ("slim.kind", set(), "small"),
    ("slim.scope", FLAGS, {"read"}),
    ("slim.box", set(), None),
    ("Collection(Edm.String)", VIEWS, ["x"]),
    ("Collection(Edm.Guid)", VIEWS | OCTETS, [UUID(int=5)]),
    ("Collection(Edm.DateTimeOffset)", VIEWS | {"instants"}, [NOON, None]),
    ("Collection(slim.box)", VIEWS, []),
    ("Collection(slim.scope)", VIEWS | FLAGS, [{"read", "other"}]),
]
MODELS = """
from __future__ import annotations
from enum import StrEnum
from typing import Any
from .._runtime.model import Model, from_json, prop, register, to_json
{imported}
TYPES = {{"kind": "Kind", "scope": "Scope", "box": "Box"}}
register({{"slim": __name__}})

class Kind(StrEnum):
    SMALL = "small"

class Box(Model, type="slim.box"):
    value: Any = prop("value", {type!r})
    text: str | None = prop("text", "Edm.String")
"""
SCOPE = """
from .._runtime.flags import FlagsEnum

class Scope(FlagsEnum):
    READ = "read"
"""


def build(root: Path, name: str, type_: str, modules: set[str]) -> Any:
    """Imports a package whose runtime has `modules` and nothing else; gives its models."""
    runtime, models = root / name / "_runtime", root / name / "models"
    for folder in (runtime, models):
        folder.mkdir(parents=True)
    for folder in (root / name, runtime):
        (folder / "__init__.py").touch()
    for module in modules:
        shutil.copyfile(RUNTIME / f"{module}.py", runtime / f"{module}.py")
    text = MODELS.format(imported=SCOPE if "flags" in modules else "", type=type_)
    (models / "__init__.py").write_text(text, encoding="utf-8")
    return importlib.import_module(f"{name}.models")


@pytest.mark.parametrize(("type_", "needed", "value"), CASES, ids=[case[0] for case in CASES])
def test_a_type_takes_these_modules_and_no_others(
    type_: str, needed: set[str], value: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    name = f"slim_{CASES.index((type_, needed, value))}"
    try:
        models = build(tmp_path, name, type_, ALWAYS | needed)
        box = models.Box(text="t") if value is None else models.Box(value=value, text="t")
        again = models.from_json(models.Box, json.loads(json.dumps(models.to_json(box))))
        assert again == box and again.value == value and repr(again).startswith("Box(")
        for copied in (copy.copy(box), copy.deepcopy(box), pickle.loads(pickle.dumps(box))):
            assert copied == box
        codec = sys.modules[f"{name}._runtime.codec"].codec(type_)
        if type_ not in ("Edm.Stream", "slim.box"):
            assert codec.load(codec.dump(value)) == value
        with pytest.raises((ValueError, TypeError, AttributeError)):
            again.value = object()
        prefix = f"{name}._runtime."
        assert {found.removeprefix(prefix) for found in sys.modules if found.startswith(prefix)} == ALWAYS | needed
    finally:
        for loaded in [found for found in sys.modules if found.partition(".")[0] == name]:
            del sys.modules[loaded]


def test_every_module_of_the_models_is_in_the_table() -> None:
    """A new module of this half has to say who needs it; the rest is for builders, routes and clients."""
    others = {"__init__", "aio", "builder", "casts", "client", "graph", "keys", "policies", "request", "routes"}
    others |= {"lazy", "listing", "paging", "predicates", "query"}
    listed = ALWAYS.union(*(needed for _, needed, _ in CASES))
    assert {path.stem for path in RUNTIME.glob("*.py")} - others == listed
