"""Python in processes of their own: cold, but with warm byte code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_LONGEST = 600.0  # seconds
_MEMORY = """
with open("/proc/self/status") as status:
    print("{0}", next(line for line in status if line.startswith("{0}")).split()[1])
"""


@dataclass(frozen=True, slots=True)
class Python:
    """This interpreter without the user's site-packages; `path` goes in front of the import path.

    Byte code is kept in `cache`, so that a first run warms every module for those that follow, whatever the
    environment says about writing byte code and whether or not site-packages can be written to.
    """

    cache: Path
    path: tuple[Path, ...] = ()

    def command(self, *arguments: str, folder: Path | None = None) -> Callable[[], str]:
        """A function that runs it to the end and returns what it printed; RuntimeError unless it exits with 0."""
        environment = self._environment()

        def run() -> str:
            done = subprocess.run(
                [sys.executable, "-s", *arguments],
                env=environment,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_LONGEST,
            )
            if done.returncode:
                raise RuntimeError(f"{arguments[:3]} exited with {done.returncode}:\n{done.stdout}{done.stderr}")
            return done.stdout

        return run

    def program(self, text: str) -> Callable[[], str]:
        return self.command("-c", text)

    def resident(self, text: str) -> int:
        """Resident memory at the end of a program, in bytes. Linux only."""
        return self._memory(text, "VmRSS")

    def peak(self, text: str) -> int:
        """The most resident memory that a program had at any time, in bytes. Linux only."""
        return self._memory(text, "VmHWM")

    def _memory(self, text: str, which: str) -> int:
        printed = self.program(f"{text}\n{_MEMORY.format(which)}")()
        return int(printed.rpartition(which)[2]) * 1024

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return {**kept, "PYTHONPYCACHEPREFIX": str(self.cache), "PYTHONPATH": os.pathsep.join(map(str, self.path))}


def csdlgen(python: Python, folder: Path, *arguments: str) -> Callable[[], str]:
    """A csdlgen command line, run in a folder."""
    return python.command("-m", "csdlgen", *arguments, folder=folder)


def parse(python: Python, document: Path) -> Callable[[], str]:
    """The floor under whatever reads a document: lxml parsing it, and nothing else."""
    return python.command("-c", "import sys, lxml.etree; lxml.etree.parse(sys.argv[1])", str(document))
