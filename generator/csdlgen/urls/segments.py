"""What a URL was read as: typed segments, the address that they make, or the rule that the URL broke.

The kinds of segments are those of the OData 4.01 URL conventions, section 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias
from uuid import UUID

from csdlgen.edm.model import Operation, QName, TypeRef

Rule: TypeAlias = Literal[
    "ambiguous-operation", "bad-encoding", "bad-key", "dot-segment", "empty-segment", "key-expected",
    "key-not-allowed", "missing-id", "not-composable", "nothing-follows", "outside-service",
    "unknown-function-arguments", "unknown-root", "unknown-segment", "wrong-cast", "wrong-key-names", "wrong-literal",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Raw:
    """A value that stays text: geo literals, JSON, and what no Python type can hold (seven fractional digits, the year
    10000, a leap second)."""

    text: str


@dataclass(frozen=True, slots=True)
class EnumValue:
    """A value of an enumeration: the names of its members (or its number), separated by commas."""

    type: QName
    members: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands for a value in a template: `{id}`, `<address>`."""

    text: str


Primitive: TypeAlias = (
    bool | int | float | Decimal | str | bytes | UUID | date | datetime | time | timedelta | Raw
)  # fmt: skip
Value: TypeAlias = Primitive | EnumValue | Placeholder | None


@dataclass(frozen=True, slots=True)
class Argument:
    """A name with its value: a part of a key (section 4.3) or a parameter of a function (section 4.5)."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Root:
    """An entity set or a singleton (section 4.3)."""

    name: str


@dataclass(frozen=True, slots=True)
class Navigation:
    """A navigation property (section 4.3)."""

    name: str


@dataclass(frozen=True, slots=True)
class PropertySegment:
    """A structural property, or a collection of its values (section 4.6), by what it holds: `primitive` stands for
    enumerations and type definitions too, `dynamic` for what an open type does not declare, or what is below a value of
    no known type."""

    name: str
    kind: Literal["complex", "primitive", "stream", "dynamic"]


@dataclass(frozen=True, slots=True)
class KeySegment:
    """A key (section 4.3.1), in the order of the model.

    `omitted` are the parts that a referential constraint determines (section 4.3.3); `alternate` is a key that an
    annotation declares beside the primary one.
    """

    parts: tuple[Argument, ...]
    omitted: tuple[str, ...] = ()
    alternate: bool = False


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A position in an ordered collection, from the end where it is negative (section 4.10)."""

    index: int


@dataclass(frozen=True, slots=True)
class Cast:
    """A type cast (section 4.11)."""

    type: QName


@dataclass(frozen=True, slots=True)
class BoundOperation:
    """The overload of a bound action or function, with the arguments that the URL gives (section 4.5)."""

    operation: Operation
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedOperation:
    """An action import or function import, with the overload that it calls (section 4.5)."""

    name: str
    operation: Operation
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterSegment:
    """`$filter(…)` (section 4.12): the members of a collection that satisfy an expression, kept as text."""

    expression: str


@dataclass(frozen=True, slots=True)
class CrossJoin:
    """`$crossjoin(…)` (section 4.15)."""

    sets: tuple[str, ...]


SystemName: TypeAlias = Literal[
    "$count", "$ref", "$value", "$each", "$query", "$batch", "$metadata", "$entity", "$all"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class System:
    """A segment that the protocol defines: `$count` (section 4.8), `$ref` (4.4), `$value` (4.7 and 4.14),
    `$each` (4.13), `$all` (4.16), …"""

    name: SystemName


Segment: TypeAlias = (
    Root | Navigation | PropertySegment | KeySegment | Ordinal | Cast | BoundOperation | ImportedOperation
    | FilterSegment | CrossJoin | System
)  # fmt: skip

EndKind: TypeAlias = Literal[
    "service", "entity", "complex", "primitive", "dynamic", "stream", "nothing", "reference", "count", "raw value",
    "each", "query", "batch", "metadata", "crossjoin", "all",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class End:
    """What an address leads to: its kind, and its type (with `collection`) where it has one."""

    kind: EndKind
    type: TypeRef | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.type}" if self.type else self.kind


@dataclass(frozen=True, slots=True)
class Address:
    """What a URL means in a model. `query` holds its options in order, decoded; aliases in arguments are resolved."""

    segments: tuple[Segment, ...]
    end: End
    query: tuple[tuple[str, str], ...] = ()
    fragment: str = ""

    @property
    def operation(self) -> Operation | None:
        """The action or function that the address ends with, None where it ends otherwise."""
        last = self.segments[-1] if self.segments else None
        return last.operation if isinstance(last, (BoundOperation, ImportedOperation)) else None

    @property
    def imported(self) -> str:
        """The name of the import that the address ends with; empty where it ends otherwise."""
        last = self.segments[-1] if self.segments else None
        return last.name if isinstance(last, ImportedOperation) else ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a URL means nothing in a model.

    `index` counts the segments behind the service root from 0, and is their number where the fault is behind the path;
    `segment` is the one at fault as written, or the URL or query that is, as `part` says; empty where the end lacks
    something. `suggestion` is the nearest known name as a question, or empty.
    """

    index: int
    segment: str
    rule: Rule
    message: str
    suggestion: str = ""
    part: Literal["segment", "query", "URL"] = "segment"

    @property
    def place(self) -> str:
        """What is at fault, as messages name it: `segment 'x'`."""
        return f"{self.part} {self.segment!r}"

    def __str__(self) -> str:
        return f"{self.place}: {self.message} ({self.rule})" + (self.suggestion and f". {self.suggestion}")
