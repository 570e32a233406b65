"""Annotations written out of line, brought to their elements across documents (CSDL section 14.2.2).

The reader does this within one document; this is for a target in one document and its element in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

from csdlgen.edm.model import Annotation, Annotations, Operation, ReturnType, Schema
from csdlgen.edm.visit import rebuilt

_Element = TypeVar("_Element")
_ByMember: TypeAlias = Mapping[str, tuple[Annotation, ...]]
"""The annotations for an element (under the empty name) and for what is in it, by name."""
Combine: TypeAlias = Callable[[tuple[Annotation, ...], tuple[Annotation, ...]], tuple[Annotation, ...]]
"""What an element has in the end that has annotations of its own and gets others."""


def replacing(base: tuple[Annotation, ...], over: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    """Both; a term and qualifier that both have is the second's."""
    overridden = {(annotation.term, annotation.qualifier) for annotation in over}
    return (*(each for each in base if (each.term, each.qualifier) not in overridden), *over)


def adding(base: tuple[Annotation, ...], over: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    """Both, as the reader does with those of one document; of equal ones the first."""
    known = {*base} if over else frozenset[Annotation]()
    return (*base, *(annotation for annotation in over if annotation not in known))


class OutOfLine:
    """Out-of-line annotations by target; remembers which targets have been found."""

    def __init__(self, targets: Iterable[Annotations], combine: Combine) -> None:
        self._all = tuple(targets)
        self._combine = combine
        by_head: dict[str, dict[str, list[Annotation]]] = {}
        for target in self._all:
            head, _, rest = target.target.partition("/")
            by_head.setdefault(head, {}).setdefault(rest, []).extend(target.annotations)
        self._by_head = {
            head: {rest: tuple(annotations) for rest, annotations in members.items()}
            for head, members in by_head.items()
        }
        self._used: set[str] = set()

    @property
    def missed(self) -> tuple[Annotations, ...]:
        """Those whose target is in none of the schemas that `onto` was given."""
        return tuple(target for target in self._all if target.target not in self._used)

    def onto(self, schemas: Iterable[Schema]) -> tuple[Schema, ...]:
        """The schemas with the annotations on their targets, and without those in `Schema.targets` that are on one.

        A namespace is a target too, unless something of that very name is.
        """
        if not self._all:
            return tuple(schemas)
        annotated = [self._schema(schema) for schema in [self._children(schema) for schema in schemas]]
        done = {target for target in self._all if target.target in self._used}
        return tuple(
            replace(schema, targets=tuple(target for target in schema.targets if target not in done))
            for schema in annotated
        )

    def _schema(self, schema: Schema) -> Schema:
        wanted = self._by_head.get(schema.namespace, {}).get("")
        if wanted is None or schema.namespace in self._used:
            return schema
        self._used.add(schema.namespace)
        return replace(schema, annotations=self._combine(schema.annotations, wanted))

    def _children(self, schema: Schema) -> Schema:
        return replace(
            schema,
            types=tuple(self._element(str(type_.name), type_) for type_ in schema.types),
            operations=tuple(self._operation(operation) for operation in schema.operations),
            terms=tuple(self._element(str(term.name), term) for term in schema.terms),
            containers=tuple(self._element(str(container.name), container) for container in schema.containers),
        )

    def _operation(self, operation: Operation) -> Operation:
        for head in dict.fromkeys((operation.signature, operation.full_signature, str(operation.name))):
            operation = self._element(head, operation)
        return operation

    def _element(self, head: str, element: _Element) -> _Element:
        wanted = self._by_head.get(head)
        return self._apply(head, "", wanted, element) if wanted else element

    def _apply(self, head: str, rest: str, wanted: _ByMember, element: _Element) -> _Element:
        def change(name: str, value: Any) -> Any:
            if name == "annotations":
                if rest not in wanted:
                    return value
                self._used.add(f"{head}/{rest}".rstrip("/"))
                return self._combine(value, wanted[rest])
            if isinstance(value, tuple) and value and hasattr(value[0], "annotations"):
                return tuple(self._child(head, wanted, item) for item in value)
            if isinstance(value, ReturnType) and "$ReturnType" in wanted:
                return self._apply(head, "$ReturnType", wanted, value)
            return value

        return rebuilt(element, change)

    def _child(self, head: str, wanted: _ByMember, element: Any) -> Any:
        name = getattr(element, "name", None)
        return self._apply(head, name, wanted, element) if isinstance(name, str) and name in wanted else element
