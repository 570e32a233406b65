"""What tools show of a package: names that are for users, and what is deprecated."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from typing_extensions import deprecated as deprecated
else:

    def deprecated(message: str) -> Callable[[T], T]:
        """Marks a class or a function that the service has deprecated, so that checkers
        report its use (PEP 702); its documentation ends with the message.

        Nothing is warned of at run time: what a service sends has to be read in any case.
        """

        def mark(it: Any) -> Any:
            doc = it.__doc__ or ""
            indent = re.search(r"\n( +)\S", doc)
            margin = indent[1] if indent else ""
            it.__doc__ = f"{doc.rstrip()}\n\n{margin}{message}".lstrip()
            it.__deprecated__ = message
            return it

        return mark


def public_dir(self: object) -> list[str]:
    """`__dir__` without names of one underscore; those with two are Python's."""
    return [name for name in object.__dir__(self) if is_shown(name)]


def is_shown(name: str) -> bool:
    """Whether a name is for users, or one of Python's own."""
    return not name.startswith("_") or name.startswith("__")
