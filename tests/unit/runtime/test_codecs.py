"""Which modules of the runtime a program imports for a type: those that the type needs, and no others."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.support.runtime_package import build_runtime

ALWAYS = {"changes", "codecs", "models", "properties"}
CONVERTED = {"primitives"}
VIEWS = {"collection_views"}
ENUMS = {"enums"}
NOON = datetime(2024, 1, 2, 12, tzinfo=UTC)

# the type, the modules beyond ALWAYS that are imported for it, a value
CASES: list[tuple[str, set[str], Any]] = [
    ("Edm.String", set(), "x"),
    ("Edm.Boolean", set(), True),
    ("Edm.Untyped", CONVERTED, [1, {"a": None}]),
    ("Edm.PrimitiveType", CONVERTED, 5),
    ("Edm.ComplexType", CONVERTED, {}),
    ("Edm.EntityType", CONVERTED, {"id": "x"}),
    ("Edm.GeographyPoint", set(), {"type": "Point"}),
    ("Edm.Geometry", set(), {"type": "Point"}),
    ("Edm.Stream", set(), None),
    ("Edm.DateTimeOffset", CONVERTED, NOON),
    ("Edm.Date", CONVERTED, date(2024, 1, 2)),
    ("Edm.TimeOfDay", CONVERTED, time(1, 2)),
    ("Edm.Duration", CONVERTED, timedelta(1)),
    *((f"Edm.{name}", CONVERTED, 5) for name in ("Byte", "SByte", "Int16", "Int32", "Int64")),
    ("Edm.Double", CONVERTED, 0.5),
    ("Edm.Single", CONVERTED, 0.5),
    ("Edm.Decimal", CONVERTED, Decimal("0.5")),
    ("Edm.Guid", CONVERTED, UUID(int=5)),
    ("Edm.Binary", CONVERTED, b"x"),
    ("slim.kind", ENUMS, "small"),
    ("slim.scope", ENUMS, {"read"}),
    ("slim.box", set(), None),
    ("Collection(Edm.String)", VIEWS, ["x"]),
    ("Collection(Edm.Guid)", VIEWS | CONVERTED, [UUID(int=5)]),
    ("Collection(Edm.DateTimeOffset)", VIEWS | CONVERTED, [NOON, None]),
    ("Collection(slim.box)", VIEWS, []),
    ("Collection(slim.scope)", VIEWS | ENUMS, [{"read", "other"}]),
]
MODELS = """
from __future__ import annotations
from enum import StrEnum
from typing import Any
from .._runtime.models import Model, from_json, prop, to_json
{imported}
TYPES = {{"kind": "Kind", "scope": "Scope", "box": "Box"}}
NAMESPACES = {{"slim": ""}}

class Kind(StrEnum):
    SMALL = "small"

class Box(Model, type="slim.box"):
    value: Any = prop("value", {type!r})
    text: str | None = prop("text", "Edm.String")
"""
SCOPE = """
from .._runtime.enums import FlagsEnum

class Scope(FlagsEnum):
    READ = "read"
"""


def write(root: Path, name: str, type_: str, *, flags: bool) -> None:
    """Writes a package with a model that has a property of the type."""
    models = root / name / "models"
    models.mkdir(parents=True)
    build_runtime(root, name)
    text = MODELS.format(imported=SCOPE if flags else "", type=type_)
    (models / "__init__.py").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("type_", "needed", "value"), CASES, ids=[case[0] for case in CASES])
def test_a_type_imports_these_modules_and_no_others(
    type_: str, needed: set[str], value: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    name = f"slim_{CASES.index((type_, needed, value))}"
    try:
        write(tmp_path, name, type_, flags="scope" in type_)
        models = importlib.import_module(f"{name}.models")
        box = models.Box(text="t") if value is None else models.Box(value=value, text="t")
        again = models.from_json(models.Box, json.loads(json.dumps(models.to_json(box))))
        assert again == box and again.value == value and repr(again).startswith("Box(")
        for copied in (copy.copy(box), copy.deepcopy(box), pickle.loads(pickle.dumps(box))):
            assert copied == box
        codec = sys.modules[f"{name}._runtime.codecs"].codec(type_)
        if type_ not in ("Edm.Stream", "slim.box"):
            assert codec.load(codec.dump(value)) == value
        with pytest.raises((ValueError, TypeError, AttributeError)):
            again.value = object()
        prefix = f"{name}._runtime."
        assert {found.removeprefix(prefix) for found in sys.modules if found.startswith(prefix)} == ALWAYS | needed
    finally:
        for loaded in [found for found in sys.modules if found.partition(".")[0] == name]:
            del sys.modules[loaded]


EACH_ALONE = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(f"alone._runtime.{name}")
    for loaded in [each for each in sys.modules if each.partition(".")[0] == "alone"]:
        del sys.modules[loaded]
"""


def test_every_module_imports_by_itself(tmp_path: Path) -> None:
    """None leans on what another has imported."""
    write(tmp_path, "alone", "Edm.String", flags=False)
    names = sorted(path.stem for path in (tmp_path / "alone" / "_runtime").glob("*.py"))
    ran = subprocess.run([sys.executable, "-c", EACH_ALONE, *names], cwd=tmp_path, capture_output=True, check=False)
    assert len(names) > 30 and ran.returncode == 0, ran.stderr.decode()
