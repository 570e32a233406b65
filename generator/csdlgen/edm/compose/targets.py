"""Annotations written out of line, brought to their elements across documents (CSDL section 14.2.2).

The reader does this within one document; this is for a target in one document and its element in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeAlias, TypeVar

from csdlgen.edm.model import Annotation, Annotations, Operation, ReturnType, Schema

_Element = TypeVar("_Element")
_Wanted: TypeAlias = Mapping[str, tuple[Annotation, ...]]
Combine: TypeAlias = Callable[[tuple[Annotation, ...], tuple[Annotation, ...]], tuple[Annotation, ...]]
"""What an element has in the end that has annotations of its own and gets others."""


def replacing(base: tuple[Annotation, ...], over: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    """Both; a term and qualifier that both have is the second's."""
    said = {(each.term, each.qualifier) for each in over}
    return (*(each for each in base if (each.term, each.qualifier) not in said), *over)


def adding(base: tuple[Annotation, ...], over: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    """Both, as the reader does with those of one document; what is equal stands there once."""
    return (*base, *(each for each in over if each not in base)) if over else base


class Targets:
    """Out-of-line annotations by target, and which of them have found theirs."""

    def __init__(self, targets: Iterable[Annotations], combine: Combine) -> None:
        self._all = tuple(targets)
        self._combine = combine
        self._by_head: dict[str, dict[str, tuple[Annotation, ...]]] = {}
        for each in self._all:
            head, _, rest = each.target.partition("/")
            found = self._by_head.setdefault(head, {})
            found[rest] = (*found.get(rest, ()), *each.annotations)
        self._used: set[str] = set()

    @property
    def missed(self) -> tuple[Annotations, ...]:
        """Those whose target is in none of the schemas that `onto` was given."""
        return tuple(each for each in self._all if each.target not in self._used)

    def onto(self, schemas: Iterable[Schema]) -> tuple[Schema, ...]:
        """The schemas with the annotations on their targets, and without those in `Schema.targets` that found one.

        A namespace is a target too, unless something of that very name is.
        """
        if not self._all:
            return tuple(schemas)
        children = [self._children(each) for each in schemas]
        whole = [self._whole(each) for each in children]
        met = {each for each in self._all if each.target in self._used}
        return tuple(replace(each, targets=tuple(left for left in each.targets if left not in met)) for each in whole)

    def _whole(self, schema: Schema) -> Schema:
        wanted = self._by_head.get(schema.namespace, {}).get("")
        if wanted is None or schema.namespace in self._used:
            return schema
        self._used.add(schema.namespace)
        return replace(schema, annotations=self._combine(schema.annotations, wanted))

    def _children(self, schema: Schema) -> Schema:
        return replace(
            schema,
            types=tuple(self._element(str(each.name), each) for each in schema.types),
            operations=tuple(self._operation(each) for each in schema.operations),
            terms=tuple(self._element(str(each.name), each) for each in schema.terms),
            containers=tuple(self._element(str(each.name), each) for each in schema.containers),
        )

    def _operation(self, operation: Operation) -> Operation:
        """Documents also spell out all parameters of an action, which is as clear as the binding one alone."""
        spelled = f"{operation.name}({','.join(str(each.type) for each in operation.parameters)})"
        for head in dict.fromkeys((operation.signature, spelled, str(operation.name))):
            operation = self._element(head, operation)
        return operation

    def _element(self, head: str, element: _Element) -> _Element:
        wanted = self._by_head.get(head)
        return self._apply(head, "", wanted, element) if wanted else element

    def _apply(self, head: str, rest: str, wanted: _Wanted, element: _Element) -> _Element:
        changed: dict[str, Any] = {}
        for each in fields(element):  # type: ignore[arg-type]
            value = getattr(element, each.name)
            if each.name == "annotations" and rest in wanted:
                self._used.add(f"{head}/{rest}".rstrip("/"))
                changed[each.name] = self._combine(value, wanted[rest])
            elif isinstance(value, tuple) and value and hasattr(value[0], "annotations") and each.name != "annotations":
                changed[each.name] = tuple(self._child(head, wanted, item) for item in value)
            elif isinstance(value, ReturnType) and "$ReturnType" in wanted:
                changed[each.name] = self._apply(head, "$ReturnType", wanted, value)
        return replace(element, **changed)  # type: ignore[type-var]

    def _child(self, head: str, wanted: _Wanted, element: Any) -> Any:
        name = getattr(element, "name", None)
        return self._apply(head, name, wanted, element) if isinstance(name, str) and name in wanted else element
