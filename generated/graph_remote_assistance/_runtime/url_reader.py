# ruff: noqa
# fmt: off
"""Reading a URL segment by segment: the operation that it calls, by which path, with
which keys (OData URL conventions, section 4).

What a segment may be depends on the type alone that those before it have led to. Only
operations and the ways to them are known here, so the URL of a resource is no route.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .graph import Graph
from .overloads import argument, fitting
from .paths import KeyPart, Leg, Path, Step
from .url_syntax import BrokenRuleError, shortened, split_call, split_list

if TYPE_CHECKING:
    from .routes import Operation

_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_NO_OPERATION = "this is a resource, and only operations have routes"


class Meaning(NamedTuple):
    """An operation, the path to what it is called on, and the values of that path's keys
    in order."""

    operation: Operation
    path: Path
    values: tuple[Any, ...]


class UrlReader:
    """Where the segments so far have led, and the path that they are."""

    def __init__(self, graph: Graph, options: Mapping[str, str]) -> None:
        self._graph = graph
        self._options = options  # query options, among them parameter aliases
        self._type: str = ""  # of the entity or collection; empty at first
        self._many = False  # a collection, whose key has not followed yet
        self._cast: str = ""  # what the entity was cast to
        self._front: tuple[str, ...] = ()  # complex properties and casts of them since
        self._inside: str = ""  # the type of the last of those
        self._pending: list[str] = []  # first parts of a key in segments of their own
        self._legs: list[Leg] = []
        self._values: list[Any] = []  # of the keys and arguments on the path
        # The operation of the last segment, with the values of its parameters.
        self._called: tuple[Operation, dict[KeyPart, Any]] | None = None

    def path(self) -> Path:
        """The path of all segments, with the function that the last one calls, if any."""
        if self._called is not None:
            self._continue()
        return Path(tuple(self._legs), self._cast)

    def meaning(self) -> Meaning:
        """What all segments mean. Raises BrokenRuleError where they call nothing."""
        if self._pending:
            raise BrokenRuleError("the last parts of the key are missing")
        if self._called is None or self._front:
            known = self._graph.callable(self._type, self._many)
            names = {each.segment for some in known.values() for each in some}
            here = f" (here: {', '.join(sorted(names))})" if names else ""
            message = f"the path ends before an operation: {_NO_OPERATION}{here}"
            raise BrokenRuleError(message)
        path = Path(tuple(self._legs), self._cast)
        return Meaning(self._called[0], path, tuple(self._values))

    def read(self, text: str, *, system: bool) -> None:
        """Takes the next segment, decoded; `system` where it begins with a dollar sign
        that is not encoded. Raises BrokenRuleError."""
        if not text:
            raise BrokenRuleError("a segment is empty")
        if text in (".", ".."):
            raise BrokenRuleError(f"{text!r} cannot be a key")
        if self._called is not None:
            self._continue()
        if system and not self._pending:
            raise BrokenRuleError(_NO_OPERATION)
        name = text.partition("(")[0].rstrip() if "(" in text else text
        if self._many:
            self._behind_entities(text, name)
        elif self._type:
            self._behind_entity(text, name)
        else:
            self._root(text, name)

    def _root(self, text: str, name: str) -> None:
        step = self._graph.roots.get(name)
        imported = self._graph.imported.get(name)
        if step is not None:
            self._go(step, split_call(text)[1])
        elif imported:
            self._call(imported, split_call(text)[1])
        else:
            known = [*self._graph.roots, *self._graph.imported]
            raise BrokenRuleError(
                "no entity set, singleton or import has this name", name, known
            )

    def _behind_entities(self, text: str, name: str) -> None:
        """An operation, a cast, or a key in segments of its own (section 4.3.6)."""
        if not self._pending:
            overloads = self._graph.callable(self._type, True).get(name)
            if overloads is not None:
                self._call(overloads, split_call(text)[1])
                return
            if "." in name and self._casts(text, name):
                return
        self._pending.append(text)
        parts = self._short_key()
        if not parts:
            raise BrokenRuleError(f"{self._type} has no key")
        if len(self._pending) >= len(parts):
            texts = dict(zip(parts, self._pending, strict=True))
            self._pending = []
            self._take_key(texts, bare=True)

    def _behind_entity(self, text: str, name: str) -> None:
        """A navigation property, what is in front of one, an operation or a cast."""
        graph, type_ = self._graph, self._inside or self._type
        steps = graph.steps(type_)
        step = steps.get(name)
        if step is not None:
            self._go(step, split_call(text)[1])
            return
        inner = graph.property(type_, name)
        if inner is not None and name == text:
            self._front, self._inside = (*self._front, name), inner
            return
        callable_ = {} if self._inside else graph.callable(type_, False)
        if name in callable_:
            self._call(callable_[name], split_call(text)[1])
        elif not self._casts(text, name):
            message = (
                f"{type_} has no navigation property and no operation of this name"
            )
            known = [*steps, *callable_]
            raise BrokenRuleError(message, name, known)

    def _casts(self, text: str, name: str) -> bool:
        """Takes a cast (section 4.11); false for what names no type.

        A name in a namespace of the service that is none of its types is refused, rather
        than taken for a key. Simple names will do behind one entity (OData 4.01).
        """
        graph, type_ = self._graph, self._inside or self._type
        if "." in name:
            target = graph.qualified(name)
        else:
            target = f"{type_.rpartition('.')[0]}.{name}"
            if not graph.derives(target, type_):
                return False
        if target is None:
            return False
        if not graph.knows(target):
            last = target.rpartition(".")[2]
            if target != name or not _IDENTIFIER.fullmatch(last):
                return False
            message = f"{target} is neither an operation nor a type on any path"
            raise BrokenRuleError(message)
        if not graph.derives(target, type_):
            raise BrokenRuleError(f"{target} does not derive from {type_}")
        if self._inside and target != type_:
            # Of several casts in a row the last counts.
            before = self._front[:-1] if "." in self._front[-1] else self._front
            self._front, self._inside = (*before, target), target
        elif target != type_:
            self._type = self._cast = target
        self._keyed(split_call(text)[1])
        return True

    def _go(self, step: Step, groups: tuple[str, ...]) -> None:
        """Takes a step, with its key where there is one in parentheses."""
        if self._cast or self._front:
            cast = (self._cast,) if self._cast else ()
            step = step._replace(segments=(*cast, *self._front, *step.segments))
        self._legs.append(Leg(step, None))
        self._type, self._many = step.target, step.many
        self._cast, self._front, self._inside = "", (), ""
        self._keyed(groups)

    # --- keys (section 4.3) ----------------------------------------------------------

    def _short_key(self) -> tuple[KeyPart, ...]:
        """The parts of the key that no referential constraint determines."""
        primary = self._graph.key(self._type)
        omitted = self._legs[-1].step.omitted
        return tuple(each for each in primary if each.name not in omitted) or primary

    def _keyed(self, groups: tuple[str, ...]) -> None:
        """Takes the key in parentheses behind a segment."""
        if not groups:
            return
        predicate, *more = groups
        if not self._many or more:
            message = "only a collection takes a key, and only one"
            raise BrokenRuleError(message)
        from .url_values import key_in_parentheses  # most keys are segments

        others = self._graph.alternate(self._legs[-1].step)
        primary = self._graph.key(self._type)
        texts = key_in_parentheses(predicate, primary, self._short_key(), others)
        self._take_key(texts, bare=False)

    def _take_key(self, texts: Mapping[KeyPart, str], *, bare: bool) -> None:
        for part, text in texts.items():
            self._values.append(self._value(text, part.type, bare=bare))
        self._legs[-1] = self._legs[-1]._replace(key=tuple(texts))
        self._many = False

    # --- operations (section 4.5) ----------------------------------------------------

    def _call(self, overloads: Sequence[Operation], groups: tuple[str, ...]) -> None:
        """Takes the first of the overloads whose arguments can be read."""
        given = split_list(groups[0]) if groups else None
        names = None if given is None else [name for name, _ in given]
        problem: BrokenRuleError | None = None
        for operation in fitting(
            overloads, lambda each: each.signature, names, self._options
        ):
            try:
                arguments = self._arguments(operation, dict(given or ()))
            except BrokenRuleError as error:
                problem = problem or error
            else:
                self._called = operation, arguments
                break
        else:
            assert problem is not None
            raise problem
        if groups[1:]:
            self._continue()
            self._keyed(groups[1:])

    def _arguments(
        self, operation: Operation, given: Mapping[str, str]
    ) -> dict[KeyPart, Any]:
        values: dict[KeyPart, Any] = {}
        for part in operation.arguments:
            optional = part.name in operation.optional
            text = argument(part.name, given, self._options, optional=optional)
            if text is not None:
                nullable = part.name not in operation.not_null
                values[part] = self._value(text, part.type, nullable=nullable)
        return values

    def _continue(self) -> None:
        """Goes on behind a composable function (CSDL section 12.7)."""
        assert self._called is not None
        operation, given = self._called
        if not operation.leads_to:
            message = f"nothing can follow {operation.segment} on a route"
            raise BrokenRuleError(message)
        self._values += given.values()
        self._called = None
        many = operation.leads_to.startswith("Collection(")
        target = operation.leads_to[11:-1] if many else operation.leads_to
        segments = (operation.segment,)
        self._go(Step(segments, target, many, False, parameters=tuple(given)), ())

    def _value(
        self, text: str, type_: str, *, bare: bool = False, nullable: bool = False
    ) -> Any:
        """A literal, or what an alias stands for (section 5.3.1), by its type; a name in
        braces, as templates have it, stands for itself."""
        if bare and type_ == "Edm.String":
            return text
        from .url_literals import is_template  # most keys are texts
        from .url_values import read_literal

        if text[:1] == "@" and not bare:
            text = self._options.get(text, "null").strip()
        if nullable and text == "null":
            return None
        try:
            if text == "null" and not bare:
                raise ValueError("null is not allowed")
            return read_literal(self._graph, text, type_, bare=bare)
        except ValueError as error:
            if is_template(text):
                return text
            message = f"{shortened(text)!r} is not a valid {type_}: {error}"
            raise BrokenRuleError(message) from error
