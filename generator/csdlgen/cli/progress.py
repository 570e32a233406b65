"""What a terminal shows while somebody waits: a bar while a URL is read, and a line while something takes long.

Both are on stderr, on terminals only, and not with -q.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from csdlgen.cli.options import NetworkOptions
from csdlgen.cli.printing import is_quiet

if TYPE_CHECKING:
    from csdlgen.upstream.fetch import Progress
    from csdlgen.upstream.sources import Network

_PATIENCE = 2.0  # in seconds
_BEAT = 0.5
_CLEAR = "\r\x1b[K"


def _watched() -> bool:
    return not is_quiet() and bool(getattr(sys.stderr, "isatty", lambda: False)())


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say what is being done, and for how long, once that takes more than two seconds. Nothing else may be printed
    within."""
    if not _watched():
        yield
        return
    done = threading.Event()
    ticker = threading.Thread(target=_tick, args=(what, done, time.monotonic()), daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()


def _tick(what: str, done: threading.Event, start: float) -> None:
    if done.wait(_PATIENCE):
        return
    while True:
        sys.stderr.write(f"{_CLEAR}{what} … {time.monotonic() - start:.0f} s")
        sys.stderr.flush()
        if done.wait(_BEAT):
            break
    sys.stderr.write(_CLEAR)
    sys.stderr.flush()


def network_of(options: NetworkOptions) -> Network:
    """The network as options and environment want it used, with a progress bar on terminals."""
    from csdlgen.upstream.sources import TOKEN, Network

    return Network(os.environ.get(TOKEN, ""), options.insecure, options.timeout, _progress)


@contextmanager
def _progress(url: str) -> Iterator[Progress | None]:
    from csdlgen.upstream.fetch import origin

    if not _watched():
        yield None
        return
    with click.progressbar(length=1, label=f"reading {origin(url).host}", file=sys.stderr) as bar:

        def update(received: int, total: int) -> None:
            bar.length = max(total, received, 1)
            bar.update(received - bar.pos)

        yield update
