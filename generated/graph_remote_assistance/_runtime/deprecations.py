# ruff: noqa
# fmt: off
"""Marks what the service has deprecated, so that checkers report its use (PEP 702).

Nothing is warned of at run time: what a service sends has to be read in any case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from typing_extensions import deprecated as deprecated
else:

    def deprecated(message: str) -> Callable[[T], T]:
        """Decorates a class or a function, whose documentation then ends with it."""

        def mark(it: Any) -> Any:
            indent = re.search(r"\n( +)\S", it.__doc__)
            margin = indent[1] if indent else ""
            it.__doc__ = f"{it.__doc__.rstrip()}\n\n{margin}{message}"
            it.__deprecated__ = message
            return it

        return mark
