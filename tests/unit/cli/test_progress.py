"""What a terminal shows while something takes long, and that nothing else sees it."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from csdlgen.cli import progress
from csdlgen.cli.progress import working

pty = pytest.importorskip("pty", reason="terminals of Unix")
SLOW = "import time; from csdlgen.cli import progress; progress._PATIENCE, progress._BEAT = 0.05, 0.05\n"


def on_a_terminal(code: str) -> bytes:
    """What a program prints on a terminal that is its stderr."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", SLOW + code], stderr=theirs, stdout=subprocess.PIPE) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                chunk = os.read(ours, 1000)
            except OSError:  # Linux reports the end so
                break
            if not chunk:
                break
            shown += chunk
        assert process.wait(60) == 0
    os.close(ours)
    return shown


def test_a_terminal_is_informed_and_the_line_goes_away() -> None:
    shown = on_a_terminal("with progress.working('comparing'): time.sleep(0.3)").decode()
    assert "comparing … 0 s" in shown
    assert shown.endswith("\r\x1b[K")


def test_what_is_quick_shows_nothing() -> None:
    assert on_a_terminal("progress._PATIENCE = 5\nwith progress.working('comparing'): pass") == b""


def test_an_error_ends_it() -> None:
    shown = on_a_terminal("try:\n with progress.working('x'): time.sleep(0.3); 1 / 0\nexcept ZeroDivisionError: pass")
    assert shown.decode().endswith("\r\x1b[K")


def test_nobody_else_is_informed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.01)
    with working("comparing"):
        time.sleep(0.1)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(progress, "is_quiet", lambda: True)
    with working("comparing"):
        time.sleep(0.1)
    assert capsys.readouterr().err == ""
