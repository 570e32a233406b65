"""A route: one path variant, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass

from csdlgen.edm.model import QName
from csdlgen.navigation import Path
from csdlgen.routes.restrictions import Restriction
from csdlgen.routes.template import KeyParameter
from csdlgen.text import count


@dataclass(frozen=True, slots=True)
class Route:
    """One path variant. It exists because it is documented, or it is derived from the model.

    `template` is the path with `{key}` segments, without the operation's own segment; `keys` are in path order, unique
    by name. Annotations may restrict the path.
    """

    template: str
    path: Path
    keys: tuple[KeyParameter, ...]
    documented: bool
    restrictions: tuple[Restriction, ...] = ()

    @property
    def hops(self) -> int:
        """Navigation segments after the root."""
        return self.path.hops

    @property
    def uncontained(self) -> int:
        """How many hops leave containment (CSDL section 8.4), which is all that other generators follow."""
        return self.path.uncontained

    @property
    def casts(self) -> tuple[QName, ...]:
        """The types that the path casts to."""
        return self.path.casts

    @property
    def origin(self) -> str:
        """`documented` or `derived`."""
        return "documented" if self.documented else "derived"

    @property
    def shape(self) -> tuple[str, ...]:
        """In a few words each: hops, containment, casts."""
        return (
            count(self.hops, "hop"),
            f"{self.uncontained} uncontained" if self.uncontained else "contained",
            *(f"cast to {type_}" for type_ in self.casts),
        )

    @property
    def against(self) -> tuple[str, ...]:
        """The restrictions in a few words each, each term once an element."""
        words = (f"restricted by {each.term.rpartition('.')[2]} on {each.target}" for each in self.restrictions)
        return tuple(dict.fromkeys(words))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Shape and restrictions."""
        return (*self.shape, *self.against)

    @property
    def verdict(self) -> str:
        """Origin and reasons in one line."""
        return ", ".join((self.origin, *self.reasons))
