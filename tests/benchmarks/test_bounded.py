"""Hostile documents of growing length through each command: time and memory grow with input and output, no faster.

From 0.1 to 1 MB; `CSDLGEN_BOUNDED=10000000 pytest -n 0 tests/benchmarks/test_bounded.py` goes on to 10 MB, which takes
hours.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from csdlgen.cli.commands import cli
from tests.benchmarks.hostile import PIECES, document, lists

LARGEST = int(os.environ.get("CSDLGEN_BOUNDED", "1000000"))
SIZES = [size for size in (100_000, 1_000_000, 10_000_000) if size <= LARGEST]
# What grows ten times over may take so many times that on top: memory is freed late, and caches have an end.
TIME, MEMORY = 2.5, 1.7
# What is too little to be measured, in seconds and MB.
SOME_TIME, SOME_MEMORY = 0.15, 10.0
LONGEST = 60.0
"""Seconds, after which no larger document is tried."""
ROOT = "https://service.example/odata"
CONFIG = f"""[packages.p]
output = "out"
metadata = ["new.xml"]
service-root = "{ROOT}"
client = "ServiceClient"

[packages.p.select]
everything = true
"""
NEW = ("--metadata", "new.xml")
COMMANDS = {
    "inspect": ["inspect", *NEW],
    "inspect a type": ["inspect", "d.t", *NEW],
    "search": ["inspect", "--search", "0", *NEW],
    "list": ["list"],
    "routes": ["routes", "--all"],
    "routes to a type": ["routes", "d.t", "--all"],
    "match": ["routes", "--match", "/s/1/n"],
    "slice": ["slice"],
    "generate": ["generate"],
    "vendor": ["vendor", "v"],
    "docs": ["docs"],
    "init": ["init", "--from", "new.xml", "--service-root", ROOT, "--name", "begun", "s"],
    "check": ["check", "--against", "new.xml"],
    "update": ["update", "--from", "new.xml"],
    "diff": ["diff", "old.xml", "new.xml"],
    "diff of the renamed": ["diff", "new.xml", "renamed.xml", "--format", "json"],
    "diff of the reversed": ["diff", "new.xml", "old.xml", "--format", "sarif"],
    "history": ["history", "old.xml", "new.xml", "old.xml"],
}
OTHERS = {"explain", "completion"}
"""Commands that read no documents."""


class Taken(NamedTuple):
    """What a run took: seconds of the processor, MB of memory, bytes that went in and came out."""

    time: float
    memory: float
    size: int


def test_every_list_and_every_command_is_measured() -> None:
    assert {piece.makes for piece in PIECES.values()} - {""} == {*lists()}
    assert {words[0] for words in COMMANDS.values()} | OTHERS == cli.commands.keys()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    shutil.rmtree(tmp_path, ignore_errors=True)


def prepare(folder: Path, kind: str, size: int, command: list[str]) -> int:
    """A project with documents of that kind; how many bytes the new one has."""
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    text = document(kind, size)
    renamed = text.replace('Name="p', 'Name="q').replace('Name="a', 'Name="r').replace('Name="f"', 'Name="g"')
    for name, content in (("new", text), ("old", document(kind, 1)), ("renamed", renamed)):
        (folder / f"{name}.xml").write_text(content, encoding="utf-8")
    if command[0] != "init":
        (folder / "csdlgen.toml").write_text(CONFIG, encoding="utf-8")
    return len(text)


def taken(folder: Path, kind: str, size: int, command: list[str]) -> Taken:
    """What it takes to run a command on a document of that size."""
    read = prepare(folder, kind, size, command)
    with (folder / "printed").open("wb") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "csdlgen", *command],
            cwd=folder,
            stdout=printed,
            stderr=printed,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (600, 600)),
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    said = (folder / "printed").read_bytes()[-500:]
    assert process.returncode in (0, 1, 2), said
    written = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file() and each.suffix != ".xml")
    return Taken(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, read + written)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("kind", PIECES)
def test_growth(kind: str, command: list[str], folder: Path) -> None:
    start = taken(folder, kind, 1, command)
    took = []
    for size in SIZES:
        run = taken(folder, kind, size, command)
        took.append(Taken(max(run.time - start.time, SOME_TIME), max(run.memory - start.memory, SOME_MEMORY), run.size))
        if run.time > LONGEST:
            break
    (small, *_), large = took, took[-1]
    growth, time, memory = (large[at] / small[at] for at in (2, 0, 1))
    sizes = f"{large.size:,} bytes, {large.time:.1f} s, {large.memory:.0f} MB"
    print(f"{kind}, {' '.join(command)}: {sizes}; × {growth:.1f}, × {time:.1f} in time, × {memory:.1f} in memory")
    assert time < TIME * max(growth, 1)
    assert memory < MEMORY * max(growth, 1)
