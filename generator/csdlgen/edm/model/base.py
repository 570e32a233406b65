"""What everything in a model has: names, and places that mean nothing."""

from __future__ import annotations

from dataclasses import field
from typing import Any, NamedTuple, Protocol

from csdlgen.errors import Location


class QName(NamedTuple):
    """A qualified name: namespace and simple identifier (CSDL section 15.4)."""

    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.namespace}.{self.name}"

    @classmethod
    def parse(cls, text: str) -> QName:
        """`microsoft.graph.user` → `QName("microsoft.graph", "user")`; no dot gives an empty namespace."""
        namespace, _, name = text.rpartition(".")
        return cls(namespace, name)


EDM = "Edm"


def where() -> Any:
    """One of the two fields of `PLACE`."""
    return field(default=None, compare=False, repr=False)


PLACE = frozenset(("document", "element"))
"""Fields that say where an element stands, and nothing of what it means."""


class Document(Protocol):
    """What elements were read from; it knows where each of them stands."""

    def location(self, element: Any, /) -> Location:
        """Where `element` stands, which is whatever the document knows elements by."""
        ...


class Placed:
    """An element of a document."""

    __slots__ = ()
    document: Document | None
    element: Any

    @property
    def location(self) -> Location | None:
        """Where the element stands, which is found out now; None for one that was not read."""
        return None if self.document is None else self.document.location(self.element)
