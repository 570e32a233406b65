"""Types as properties, parameters and results refer to them (CSDL sections 7.1 and 7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from csdlgen.edm.model.base import QName


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
