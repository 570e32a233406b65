"""What fuzzing has found, as files in `cases/TARGET/`, which the tests run again.

A case is a JSON array of the parts of an input: text where a part is UTF-8, else `{"base64": …}`.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from tests.fuzz.target import Input

CASES = Path(__file__).parent / "cases"


def keep(target: str, name: str, given: Input, folder: Path = CASES) -> Path:
    """Write an input as a case of a target; the file."""
    place = folder / target / f"{name}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps([_written(part) for part in given], indent=1) + "\n", encoding="utf-8")
    return place


def read_case(place: Path) -> Input:
    """The input that a file holds."""
    parts: list[Any] = json.loads(place.read_text(encoding="utf-8"))
    return tuple(
        part.encode("utf-8", "surrogatepass") if isinstance(part, str) else base64.b64decode(part["base64"])
        for part in parts
    )


def cases(target: str) -> list[Path]:
    """The cases of a target, by name."""
    return sorted((CASES / target).glob("*.json"))


def _written(part: bytes) -> object:
    try:
        text = part.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(part).decode()}
    return text if text.encode("utf-8", "surrogatepass") == part else {"base64": base64.b64encode(part).decode()}
