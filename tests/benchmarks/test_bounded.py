"""Hostile documents of growing length through each command: time and memory grow with input and output, no faster.

From 0.1 to 1 MB. Commands that read take a second or two for a document, half an hour in all; those that write a file
for each of tens of thousands of types take minutes, hours in all. So choose: `-k navigations` for a kind, `-k "diff or
routes"` for commands, and for those that read `-k "not generate and not vendor and not docs and not init and not check
and not update"`. `CSDLGEN_BOUNDED=300000` ends at 0.3 MB; `CSDLGEN_BOUNDED=10000000` goes from 1 to 10 MB.
`tests/test_growth.py` counts calls in place of seconds, with the same documents, in a few minutes.
"""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import resource
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import csdlgen
from csdlgen.cli.commands import cli
from csdlgen.cli.exit_codes import run
from tests.benchmarks.hostile import COMMANDS, PIECES, lists, prepare

LARGEST = int(os.environ.get("CSDLGEN_BOUNDED", "1000000"))
SIZES = (LARGEST // 10, LARGEST)
# What grows ten times over may take so many times that on top: memory is freed late, and caches have an end.
TIME, MEMORY = 2.5, 1.7
# What is too little to be measured, in seconds and MB.
SOME_TIME, SOME_MEMORY = 0.15, 10.0
LONGEST = 60.0
"""Seconds, after which no larger document is tried."""
OTHERS = {"explain", "completion"}
"""Commands that read no documents."""


class Taken(NamedTuple):
    """What a run took: seconds of the processor, MB of memory, bytes that went in and came out; `written` came out."""

    time: float
    memory: float
    size: int
    written: int = 0


def test_every_list_and_every_command_is_measured() -> None:
    assert {piece.makes for piece in PIECES.values()} - {""} == {*lists()}
    assert {words[0] for words in COMMANDS.values()} | OTHERS == cli.commands.keys()


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """All modules, so that what is measured is the work, in processes that are forked from this one."""
    for each in pkgutil.walk_packages(csdlgen.__path__, "csdlgen."):
        if not each.name.endswith("__main__"):
            importlib.import_module(each.name)
    importlib.import_module("black")
    gc.freeze()


def taken(folder: Path, kind: str, size: int, command: list[str]) -> Taken:
    """What it takes to run a command on a document of that size, in a process of its own."""
    read = prepare(folder, kind, size, command)
    child = os.fork()
    if not child:
        code = 99
        try:
            os.chdir(folder)
            resource.setrlimit(resource.RLIMIT_CPU, (600, 600))
            printed = os.open("printed", os.O_WRONLY | os.O_CREAT)
            for number in (1, 2):
                os.dup2(printed, number)
            sys.stdout, sys.stderr = os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", encoding="utf-8")
            gc.disable()  # as csdlgen does
            code = run(command)
            sys.stderr.flush()
        finally:
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1, 2), (folder / "printed").read_bytes()[-500:]
    written = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file() and each.suffix != ".xml")
    return Taken(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, read + written, written)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked to be measured")
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("kind", PIECES)
def test_growth(kind: str, command: list[str], tmp_path: Path) -> None:
    """What the smallest document takes is no part of it: a package has its runtime, however small the rest is."""
    start = taken(tmp_path, kind, 1, command)
    took = []
    for size in SIZES:
        ran = taken(tmp_path, kind, size, command)
        # Where the document is refused, nothing is written, and less than of the smallest one.
        size = ran.size - (start.size if ran.written >= start.written else 0)
        net = (ran.time - start.time, ran.memory - start.memory, size)
        took.append(Taken(max(net[0], SOME_TIME), max(net[1], SOME_MEMORY), net[2]))
        if ran.time > LONGEST:
            break
    (small, *_), large = took, took[-1]
    time, memory, growth = (large[at] / small[at] for at in range(3))
    sizes = f"{large.size:,} bytes, {large.time:.1f} s, {large.memory:.0f} MB"
    print(f"{kind}, {' '.join(command)}: {sizes}; × {growth:.1f}, × {time:.1f} in time, × {memory:.1f} in memory")
    assert time < TIME * max(growth, 1)
    assert memory < MEMORY * max(growth, 1)
