"""Hostile documents of growing length through each command: time and memory grow with input and output, no faster."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.unit.csdl.test_formats import HEAD, SCHEMA, TAIL

KEY = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>'
TYPE = f'<EntityType Name="t">{KEY}{{}}</EntityType>'
SET = '<EntityContainer Name="c">{}<EntitySet Name="s" EntityType="d.t"/></EntityContainer>'
BINDING = '<Parameter Name="b" Type="d.t"/>'
PARAMETER, RETURNS = '<Parameter Name="p{0}" Type="Edm.String"/>', '<ReturnType Type="Edm.String"/>'
# What is repeated, where in a document that is.
LISTS = {
    "properties": TYPE.format("{list}") + SET.format(""),
    "types": TYPE.format("") + "{list}" + SET.format(""),
    "sets": TYPE.format("") + SET.format("{list}"),
}
PIECES = {
    "properties": ("properties", '<Property Name="p{0}" Type="Edm.String"/>'),
    "names that fold to one": ("properties", '<Property Name="a{1}" Type="Edm.String"/>'),
    "mistakes": ("properties", '<Property Name="p{0}" Type="d.none"/>'),
    "annotations": ("properties", '<Annotation Term="Core.Description" Qualifier="q{0}" String="x"/>'),
    "duplicates": ("properties", '<Property Name="p" Type="Edm.String"/>'),
    "types": ("types", '<ComplexType Name="c{0}"/>'),
    "chains of base types": ("types", '<ComplexType Name="c{0}" BaseType="d.c{2}"/>'),
    "actions": ("types", f'<Action Name="a{{0}}" IsBound="true">{BINDING}</Action>'),
    "overloads": ("types", f'<Function Name="f" IsBound="true">{BINDING}{PARAMETER}{RETURNS}</Function>'),
    "sets": ("sets", '<EntitySet Name="s{0}" EntityType="d.t"/>'),
}
COMMANDS = {
    "inspect": ["inspect", "--metadata", "new.xml"],
    "routes": ["routes", "d.t", "--metadata", "new.xml", "--all"],
    "slice": ["slice", "--metadata", "new.xml"],
    "diff": ["diff", "old.xml", "new.xml"],
    "diff of the renamed": ["diff", "new.xml", "renamed.xml"],
}
MEMORY = 8 << 30


def document(kind: str, size: int) -> str:
    place, piece = PIECES[kind]
    number = max(size // len(piece), 1)
    folded = (format(each, "b").replace("0", "x").replace("1", "X") for each in range(1 << 20, (1 << 20) + number))
    pieces = "".join(piece.format(each, fold, max(each - 1, 0)) for each, fold in enumerate(folded))
    return f"{HEAD}{SCHEMA}{LISTS[place].format(list=pieces)}{TAIL}"


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("kind", PIECES)
def test_growth(kind: str, command: list[str], tmp_path: Path) -> None:
    """From 0.3 to 10 MB, while less than a minute is needed; what is larger than the limits of documents is refused."""
    took: list[tuple[int, float]] = []
    for size in (300_000, 1_000_000, 3_000_000, 10_000_000):
        text = document(kind, size)
        renamed = text.replace('Name="p', 'Name="q').replace('Name="a', 'Name="r')
        for name, content in (("new", text), ("old", document(kind, 1)), ("renamed", renamed)):
            (tmp_path / f"{name}.xml").write_text(content, encoding="utf-8")
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "csdlgen", *command],
            cwd=tmp_path,
            capture_output=True,
            timeout=300,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        )
        assert done.returncode in (0, 1, 2), done.stderr[-500:]
        took.append((len(text) + len(done.stdout) + len(done.stderr), time.perf_counter() - start))
        print(f"{kind}, {' '.join(command)}: {len(text):,} bytes, {took[-1][1]:.1f} s")
        if took[-1][1] > 60:
            break
    (small, fast), (large, slow) = took[0], took[-1]
    assert slow / fast < 2.5 * large / small
