"""The types of reports: texts, numbers and flags, from which both text and JSON are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each kind a schema or container has, or of each code a severity."""

    name: str
    alias: str | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Branch:
    """A segment of a path, or several with a complex property or a cast in front; what it leads to, and what
    follows."""

    name: str
    type: str
    collection: bool
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What the documents hold; `references` are the URIs of other documents, `tree` the paths from the entity sets and
    singletons."""

    version: str
    schemas: tuple[Counts, ...]
    containers: tuple[Counts, ...]
    references: tuple[str, ...]
    diagnostics: tuple[Counts, ...]
    tree: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberReport:
    """A property, navigation property, parameter or result. `details` are further facts, such as `key` or
    `MaxLength=20`; `inherited` is the base type that declares it, None for one of the type's own."""

    name: str
    type: str
    nullable: bool
    details: tuple[str, ...] = ()
    description: str = ""
    inherited: str | None = None


@dataclass(frozen=True, slots=True)
class MemberValue:
    """A member of an enumeration."""

    name: str
    value: int
    description: str


@dataclass(frozen=True, slots=True)
class TypeUse:
    """An element that has a type: what it is (`parameter`), its path in the model, and the type as written there."""

    kind: str
    where: str
    type: str


@dataclass(frozen=True, slots=True)
class TypeReport:
    """A type in full. `bases` are nearest first, `derived` the directly derived types, `operations` the signatures of
    what is bound to it or to a base type, or to a collection of them."""

    name: str
    kind: str
    description: str
    flags: tuple[str, ...] = ()
    underlying: str | None = None
    bases: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    properties: tuple[MemberReport, ...] = ()
    navigation: tuple[MemberReport, ...] = ()
    values: tuple[MemberValue, ...] = ()
    operations: tuple[str, ...] = ()
    used: tuple[TypeUse, ...] = ()
    derived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OverloadReport:
    """One overload of an operation; `permissions` are scopes by security scheme, least privileged first."""

    signature: str
    kind: str
    binding: str | None
    parameters: tuple[MemberReport, ...]
    returns: MemberReport | None
    details: tuple[str, ...]
    permissions: dict[str, tuple[str, ...]]
    description: str


@dataclass(frozen=True, slots=True)
class OperationReport:
    """All overloads of an operation, and the imports by which it is called where it is unbound."""

    name: str
    overloads: tuple[OverloadReport, ...]
    imports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermReport:
    """A vocabulary term."""

    name: str
    type: str
    nullable: bool
    details: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class PathReport:
    """Where a path leads, and what continues from there: navigation and `operations` (after a key, where the path ends
    in a collection), and what is bound to the collection itself; operations by signature. `tree` are the paths below.
    """

    path: str
    type: str
    collection: bool
    key: tuple[str, ...]
    navigation: tuple[MemberReport, ...]
    operations: tuple[str, ...]
    collection_operations: tuple[str, ...]
    tree: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """Something whose name or description holds the text searched for."""

    name: str
    description: str


Report: TypeAlias = Summary | TypeReport | OperationReport | TermReport | PathReport
