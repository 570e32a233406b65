"""Many values, made quickly.

A frozen dataclass fills itself by `object.__setattr__`, which for the tens of thousands of values of a large document
takes as long as parsing it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, fields
from functools import partial
from typing import Any, ParamSpec, TypeVar

from csdlgen.edm.model import QName

P = ParamSpec("P")
T = TypeVar("T")


new_qname = partial(tuple.__new__, QName)
"""A qualified name of its two parts, without the detour that `NamedTuple` takes."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Keeps the garbage collector off while a document becomes a few hundred thousand objects, none of them garbage.

    The collector looks at all that has been made since it last did as soon as it is on again, which for a document
    takes as long as half of reading it. So what is young is called old before; that is what thawing makes of what is
    frozen. Objects that somebody else has frozen must stay so, and then the collector has its look.
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


def maker(cls: Callable[P, T]) -> Callable[P, T]:
    """A function that makes a frozen dataclass with slots, in about a third of the time that the class takes.

    The object is one of an unfrozen twin of the class, which has the same slots, until they are filled.
    """
    found = fields(cls)  # type: ignore[arg-type]
    names = [each.name for each in found]
    defaults = {f"_{each.name}": each.default for each in found if each.default is not MISSING}
    parameters = [f"{name}=_{name}" if f"_{name}" in defaults else name for name in names]
    twin = type("Twin", cls.__bases__, {"__slots__": names})  # type: ignore[attr-defined]
    scope: dict[str, Any] = {**defaults, "Twin": twin, "Frozen": cls}
    lines = [
        f"def make({', '.join(parameters)}):",
        "    made = Twin()",
        *(f"    made.{name} = {name}" for name in names),
        "    made.__class__ = Frozen",
        "    return made",
    ]
    exec("\n".join(lines), scope)  # as dataclasses does it: of nothing but the names of our own fields
    made: Callable[P, T] = scope["make"]
    return made
