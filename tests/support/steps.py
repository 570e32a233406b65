"""Every step of a program that changes the disk, so that something can happen before each: a kill, a full disk."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

_STEPS = (
    "chmod", "fsync", "ftruncate", "link", "mkdir", "open", "rename", "replace", "rmdir", "symlink", "sync", "truncate",
    "unlink", "write",
)  # fmt: skip
_WRITES = os.O_CREAT | os.O_WRONLY | os.O_RDWR

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked to be killed")


@contextmanager
def disturbed(at: int, happen: Callable[[], Any], *, half: bool = True) -> Iterator[Callable[[], int]]:
    """Makes something happen before the step of that number; gives what says how many steps there were so far. Of
    bytes that are being written, half are there already, unless the step is going to be taken after all."""
    done = 0

    def disturb(original: Callable[..., Any], name: str) -> Callable[..., Any]:
        def step(*arguments: Any, **options: Any) -> Any:
            nonlocal done
            if name == "open" and not (len(arguments) > 1 and arguments[1] & _WRITES):
                return original(*arguments, **options)
            done += 1
            if done == at:
                if half and name == "write":
                    original(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                happen()
            return original(*arguments, **options)

        return step

    with pytest.MonkeyPatch.context() as patch:
        for name in _STEPS:
            if hasattr(os, name):
                patch.setattr(os, name, disturb(getattr(os, name), name))
        yield lambda: done


def steps_of(work: Callable[[], object]) -> int:
    """How many steps it takes."""
    with disturbed(0, lambda: None) as steps:
        work()
    return steps()


def dies(work: Callable[[], object], at: int) -> bool:
    """Do it in a process that kills itself before a step; whether it came that far."""
    child = os.fork()
    if not child:
        code = 1
        try:
            with disturbed(at, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                work()
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or status == 0
    return os.WIFSIGNALED(status)


def in_a_child(work: Callable[[], object], what: str) -> None:
    """Do it in a process of its own, so that nothing of it stays in this one. Raises AssertionError with what it
    raised, and what it was about."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reads)
            work()
        except BaseException:
            with os.fdopen(writes, "w", encoding="utf-8", errors="replace") as pipe:
                pipe.write(traceback.format_exc())
        finally:
            os._exit(0)
    os.close(writes)
    with os.fdopen(reads, encoding="utf-8") as pipe:
        said = pipe.read()
    assert os.waitpid(child, 0)[1] == 0
    assert not said, f"{what}: {said}"
