"""Fuzz targets for as long as is wanted: `python -m tests.fuzz TARGET… --minutes 60`, of all where none is named.

What is found is printed, once for each place that it comes from, and kept as a case; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.findings import CASES, keep
from tests.fuzz.table import TARGETS
from tests.fuzz.target import Input, Target, within_limits

_ROUND = 200  # inputs; a round that finds something is over


def main(arguments: list[str]) -> int:
    """Run the command line; its exit code."""
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", nargs="*", choices=[*TARGETS, []], help="one of " + ", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=60.0, help="how long, for each target (60)")
    parser.add_argument("--seed", type=int, default=0, help="where to begin (0)")
    parser.add_argument("--cases", type=Path, default=CASES, help="where findings are kept")
    given_ = parser.parse_args(arguments)
    found = 0
    for name in given_.target or TARGETS:
        found += Fuzzing(name, TARGETS[name], given_.cases).run(60 * given_.minutes, given_.seed)
    return 1 if found else 0


class _OverError(BaseException):
    """The time is over. Not an Exception, since it says nothing of an input."""


class Fuzzing:
    """The fuzzing of one target, which goes on behind what it has found."""

    def __init__(self, name: str, target: Target, folder: Path) -> None:
        self.name, self.target, self.folder = name, target, folder
        self.tried = 0
        self.known: set[str] = set()
        self.last: tuple[Input, Exception] | None = None

    def run(self, seconds: float, number: int) -> int:
        """Try inputs until the time is over; how many different findings there were."""
        end = time.monotonic() + seconds
        first = number
        while time.monotonic() < end:
            self._round(number, end)
            number += 1
        print(
            f"{self.name}: {self.tried:,} inputs (seeds {first} to {number - 1}), {len(self.known)} findings",
            flush=True,
        )
        return len(self.known)

    def _round(self, number: int, end: float) -> None:
        @seed(number)
        @settings(
            max_examples=_ROUND,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
            report_multiple_bugs=False,
        )
        @given(self.target.inputs)
        def one(parts: Input) -> None:
            if time.monotonic() > end:
                raise _OverError
            self.tried += 1
            self._try(parts)

        self.last = None
        try:
            one()
        except _OverError:
            if self.last is not None:  # and was being made smaller
                self._found(number, *self.last)
        except Exception:
            if self.last is None:  # a fault of the strategy
                raise
            self._found(number, *self.last)

    def _try(self, parts: Input) -> None:
        try:
            with within_limits(sum(map(len, parts))):
                self.target.check(*parts)
        except Exception as error:
            if _place(error) not in self.known:
                self.last = parts, error
                raise

    def _found(self, number: int, parts: Input, error: Exception) -> None:
        """Print a finding, and keep the smallest input that has it."""
        self.known.add(_place(error))
        place = keep(self.name, f"seed-{number}", parts, self.folder)
        print(f"{self.name}, seed {number}: {_place(error)}, kept in {place}", flush=True)
        traceback.print_exception(error, file=sys.stdout)
        sys.stdout.flush()


def _place(error: BaseException) -> str:
    """What went wrong and in which line of ours, which findings differ in."""
    frames = [each for each in traceback.extract_tb(error.__traceback__) if "site-packages" not in each.filename]
    last = frames[-1] if frames else None
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}" if last else type(error).__name__


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
