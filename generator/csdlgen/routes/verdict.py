"""A route and what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass

from csdlgen.edm.model import QName
from csdlgen.navigation import Path
from csdlgen.routes.restrictions import Restriction
from csdlgen.routes.template import KeyParameter


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a route exists: it is documented, or derived from the model; it stays in containment (CSDL section 8.4),
    which is all that other generators follow, or leaves it on some of its hops; it needs casts; annotations restrict
    it."""

    documented: bool
    hops: int
    uncontained: int
    casts: tuple[QName, ...] = ()
    restrictions: tuple[Restriction, ...] = ()

    @property
    def word(self) -> str:
        return "documented" if self.documented else "derived"

    @property
    def shape(self) -> tuple[str, ...]:
        """In a few words each: hops, containment, casts."""
        return (
            f"{self.hops} hop{'' if self.hops == 1 else 's'}",
            f"{self.uncontained} uncontained" if self.uncontained else "contained",
            *(f"cast to {each}" for each in self.casts),
        )

    @property
    def against(self) -> tuple[str, ...]:
        """The same of restrictions, each term once an element."""
        said = (f"restricted by {each.term.rpartition('.')[2]} on {each.target}" for each in self.restrictions)
        return tuple(dict.fromkeys(said))

    @property
    def reasons(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.shape, *self.against)

    def __str__(self) -> str:
        return ", ".join((self.word, *self.reasons))


@dataclass(frozen=True, slots=True)
class Route:
    """One path variant.

    `template` is the path with `{key}` segments, without the operation's own segment; `keys` are in path order, unique
    by name.
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
    def verdict(self) -> Verdict:
        """What text, JSON and Markdown say of the route."""
        path = self.path
        return Verdict(self.documented, path.hops, path.uncontained, path.casts, self.restrictions)
