"""What every value of a model shares: how it is declared, its name, its position, and references to types."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """A class decorator: a slotted dataclass, compared and hashed by its fields, which type checkers take for frozen.

    It is not frozen at run time, because a document becomes tens of thousands of values and a frozen dataclass takes
    three times as long to fill.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)


def position() -> Any:
    """The field for the position of a value in its document, which is neither compared nor shown."""
    return field(default=None, compare=False, repr=False)


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


@value
class Facets:
    """Type facets (section 7.2); None is what the document leaves out.

    `max_length` is `"max"` or a number; `scale` is `"variable"`, `"floating"` or a number; `srid` is `"variable"` or a
    number.
    """

    max_length: int | Literal["max"] | None = None
    precision: int | None = None
    scale: int | Literal["variable", "floating"] | None = None
    srid: int | Literal["variable"] | None = None
    unicode: bool | None = None


NO_FACETS = Facets()


@value
class TypeRef:
    """The type of a property, parameter or result: a name, single or collection, nullable, with facets.

    For a collection `nullable` speaks of its items (section 7.2.1).
    """

    name: QName
    collection: bool = False
    nullable: bool = True
    facets: Facets = NO_FACETS

    def __str__(self) -> str:
        return f"Collection({self.name})" if self.collection else str(self.name)
