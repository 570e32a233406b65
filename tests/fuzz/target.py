"""What a fuzzing target is, and the limits that each of its inputs is held to."""

from __future__ import annotations

import contextlib
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis.strategies import SearchStrategy

from csdlgen.drift.rules import RULES
from csdlgen.errors import Diagnostic
from csdlgen.explain.pages import codes

Input = tuple[bytes, ...]
"""What a target is given: one document, or several things in an order of its own."""


class Target(NamedTuple):
    """Something that has to take whatever it is given.

    `check` returns for an input that had a result, or was refused as is documented; whatever it raises is a finding.
    `examples` are as many as CI tries.
    """

    inputs: SearchStrategy[Input]
    check: Callable[..., None]
    examples: int


class TooMuchError(AssertionError):
    """More time or memory than the size of an input allows."""


class _OutOfTime(BaseException):
    """Not an Exception, so that nothing on the way takes it for an error of its own."""


SECONDS, SECONDS_PER_MB = 4.0, 20.0
"""Processor time that a small input may take, and what large ones may take more."""
MEMORY, MEMORY_PER_OCTET = 150_000_000, 500
_OWN = Path("/proc/self")


@contextlib.contextmanager
def within_limits(size: int) -> Iterator[None]:
    """TooMuchError for what takes longer, or more memory, than an input of `size` octets may; where the platform can
    tell."""
    seconds = SECONDS + SECONDS_PER_MB * size / 1e6
    before, began = _reset_peak(), time.process_time()
    try:
        with _ended_after(3 * seconds):
            yield
    except _OutOfTime:
        raise TooMuchError(f"no end after {3 * seconds:.0f} s for {size} octets") from None
    taken, grown = time.process_time() - began, _memory("VmHWM") - before
    if taken > seconds:
        raise TooMuchError(f"{taken:.1f} s for {size} octets")
    if grown > MEMORY + MEMORY_PER_OCTET * size:
        raise TooMuchError(f"{grown // 1_000_000} MB for {size} octets")


@contextlib.contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: Any) -> None:
        raise _OutOfTime

    old = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


def _reset_peak() -> int:
    """Let the peak of memory begin anew (proc(5), `clear_refs`); the memory that is used now."""
    with contextlib.suppress(OSError):
        (_OWN / "clear_refs").write_text("5")
    return _memory("VmRSS")


def _memory(name: str) -> int:
    """A line of /proc/self/status in octets, 0 where there is none."""
    try:
        found = re.search(rf"{name}:\s+(\d+) kB", (_OWN / "status").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def documented(diagnostics: tuple[Diagnostic, ...]) -> None:
    """AssertionError for a refusal without a code that has a page, or without text or remedy."""
    assert diagnostics
    for each in diagnostics:
        assert each.code in codes() or each.code in RULES, f"{each.code} has no page"
        assert each.message, each
        assert each.remedy, each
