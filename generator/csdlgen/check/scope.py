"""What every check looks things up in, made once a run, and how it reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeAlias, TypeVar

from csdlgen.edm.builtin import EDM_TYPES
from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import EDM, EdmModel, EntityType, QName, ReturnType
from csdlgen.errors import Diagnostic, Location, Severity
from csdlgen.text import nearest

# Looking for a similar name among thousands takes milliseconds: enough for people, too much for hostile documents.
_MAX_SUGGESTIONS = 20
# Real types have up to 36 base types; without a limit, a chain of thousands would take millions of comparisons.
_MAX_ANCESTORS = 100


class _Located(Protocol):
    @property
    def location(self) -> Location | None: ...


At: TypeAlias = _Located | str
"""An element, or the path of something in it that has no place of its own, such as a part of a key."""


def error(code: str, message: str, remedy: str, *at: At) -> Diagnostic:
    """What cannot be read in any sensible way. `at` is the element that it is about, behind those that it is in."""
    return _diagnostic(code, message, remedy, at, Severity.ERROR)


def warning(code: str, message: str, remedy: str, *at: At) -> Diagnostic:
    """What breaks a rule and is read all the same; message or remedy say how."""
    return _diagnostic(code, message, remedy, at, Severity.WARNING)


def note(code: str, message: str, remedy: str, *at: At) -> Diagnostic:
    """What is allowed, and often a slip."""
    return _diagnostic(code, message, remedy, at, Severity.NOTE)


def _diagnostic(code: str, message: str, remedy: str, at: tuple[At, ...], severity: Severity) -> Diagnostic:
    path = "/".join(filter(None, (each if isinstance(each, str) else _name(each) for each in at)))
    places = (each.location for each in reversed(at) if not isinstance(each, str))
    where = next((place for place in places if place), None)
    return Diagnostic(code=code, message=message, remedy=remedy, path=path, where=where, severity=severity)


def _name(element: _Located) -> str:
    return "$ReturnType" if isinstance(element, ReturnType) else str(getattr(element, "name", ""))


def spelled(name: QName) -> str:
    """A name as the document has it: a simple one without a dot before it."""
    return str(name) if name.namespace else name.name


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_Element = TypeVar("_Element", bound=_Named)


def repeated(elements: Iterable[_Element], inherited: Iterable[str] = ()) -> Iterator[_Element]:
    """Those elements whose name an earlier one has, or is inherited."""
    seen = set(inherited)
    for element in elements:
        if element.name in seen:
            yield element
        seen.add(element.name)


@dataclass
class Scope:
    """A model to check, and the whole that it may have been cut from: names are looked up there, but for types, which
    a slice must have itself."""

    model: EdmModel
    whole: EdmModel
    _suggested: dict[str, str] = field(default_factory=dict)

    @cached_property
    def lookup(self) -> Lookup:
        """The look-ups of the whole."""
        return Lookup(self.whole, _MAX_ANCESTORS)

    @cached_property
    def own(self) -> Lookup:
        """The look-ups of the model to check."""
        return self.lookup if self.whole is self.model else Lookup(self.model, _MAX_ANCESTORS)

    @cached_property
    def known(self) -> frozenset[QName]:
        """The names of all types that there are."""
        return frozenset((*self.model.types, *(QName(EDM, name) for name in EDM_TYPES)))

    @cached_property
    def entities(self) -> frozenset[QName]:
        """The names of all entity types."""
        names = (name for name, type_ in self.model.types.items() if isinstance(type_, EntityType))
        return frozenset((QName(EDM, "EntityType"), *names))

    def is_elsewhere(self, namespace: str) -> bool:
        """Whether a namespace is in a document that is only referred to."""
        return namespace in self.lookup.documents_elsewhere

    def suggest(self, name: str, known: Iterable[str]) -> str:
        """The nearest of the known names as a question; empty where none is near, or enough have been looked for."""
        if name not in self._suggested:
            if len(self._suggested) >= _MAX_SUGGESTIONS:
                return ""
            self._suggested[name] = nearest(name, known)
        return self._suggested[name]

    def suggest_type(self, name: QName) -> str:
        """The document that has the namespace of a type that is missing, else the nearest known type."""
        uri = self.lookup.documents_elsewhere.get(name.namespace)
        if uri is not None:
            return f"Add the referenced document {uri!r} to the metadata."
        return self.suggest(spelled(name), self._type_names) or "Define it, or add the document that does."

    @cached_property
    def _type_names(self) -> list[str]:
        return [str(name) for name in self.known | frozenset(self.whole.types)]

    @cached_property
    def targets(self) -> list[str]:
        """What annotations may have as a target by name: types, operations, containers and terms."""
        whole, lookup = self.whole, self.lookup
        return [str(name) for name in (*whole.types, *whole.operations, *lookup.containers, *lookup.terms)]
