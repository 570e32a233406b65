"""The garbage collector, kept off while a document becomes a few hundred thousand objects, none of them garbage.

Commands run without it from the start; this is for programs that read and compare models themselves. On the 4.2 MB of
Graph beta it would take as long as the reading.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Keeps the garbage collector off, unless it is already, and does not let it look at what was made meanwhile.

    As soon as it is on again the collector looks at all objects made since, so they are moved to its oldest generation
    first, which is where unfreezing puts what is frozen. Objects that somebody else has frozen stay so.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
