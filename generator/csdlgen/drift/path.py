"""Where an element is in a model: the steps from the model to it, each with a kind, a name and what else identifies it.

Paths are equal exactly when they mean the same element of two readings of one document, so that they serve as keys
across versions. They print as the annotation targets of CSDL do (section 14.2.2), but for operations, which print as
they are called: `microsoft.graph.user/mail`, `microsoft.graph.managedDevice/wipe()`, `ns.Container/set`.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

from csdlgen.edm.model import QName

ElementKind: TypeAlias = Literal[
    "reference", "include", "include-annotations", "schema", "entity-type", "complex-type", "enum-type",
    "type-definition", "property", "navigation", "constraint", "on-delete", "member", "operation", "parameter",
    "returns", "term", "container", "entity-set", "singleton", "import", "binding", "target", "annotation",
    "record-annotation", "value",
]  # fmt: skip
TYPES: frozenset[str] = frozenset(("entity-type", "complex-type", "enum-type", "type-definition"))
STRUCTURED: frozenset[str] = frozenset(("entity-type", "complex-type"))
MEMBERS: frozenset[str] = frozenset(("property", "navigation"))
ROOTS: frozenset[str] = frozenset(("entity-set", "singleton", "import"))
_QUALIFIED = TYPES | {"term", "container"}


class ElementStep(NamedTuple):
    """One step. `key` distinguishes elements of one name (the binding and parameters of an overload, a term and its
    qualifier); `which` counts those that nothing distinguishes, in an order that only their content gives."""

    kind: ElementKind
    name: str
    key: tuple[Any, ...] = ()
    which: int = 0


class ElementPath(NamedTuple):
    """The steps from the model to an element; none for the model itself."""

    steps: tuple[ElementStep, ...] = ()

    def to(self, step: ElementStep) -> ElementPath:
        return ElementPath((*self.steps, step))

    @property
    def parent(self) -> ElementPath:
        return ElementPath(self.steps[:-1])

    @property
    def kind(self) -> ElementKind | Literal["model"]:
        return self.steps[-1].kind if self.steps else "model"

    @property
    def name(self) -> str:
        return self.steps[-1].name if self.steps else ""

    @property
    def qualified(self) -> QName:
        """The qualified name of a child of a schema, or of the child of a schema that this is in."""
        return QName(self.steps[0].name, self.steps[1].name)

    def within(self, other: ElementPath) -> bool:
        """Whether this is `other` or below it."""
        return self.steps[: len(other.steps)] == other.steps

    def __str__(self) -> str:
        text = ""
        for step in self.steps:
            text = _joined(text, step) + (f"[{step.which}]" if step.which else "")
        return text or "$Document"


def item_type(type_: str) -> str:
    """The name of a type without `Collection(` around it."""
    return type_.removeprefix("Collection(").removesuffix(")")


def _joined(before: str, step: ElementStep) -> str:
    if step.kind in _QUALIFIED:
        return f"{before}.{step.name}"
    if step.kind == "operation":
        return _operation(before, step)
    if step.kind in ("annotation", "record-annotation"):
        return f"{before}@{step.name}"
    if step.kind == "reference":
        return f"$Reference({step.name})"
    fixed = {"on-delete": "$OnDelete", "returns": "$ReturnType"}
    return f"{before}/{fixed.get(step.kind, step.name)}" if before else step.name


def _operation(namespace: str, step: ElementStep) -> str:
    binding, parameters = step.key
    called = f"{step.name}({','.join(parameters or ())})"
    if binding is None:
        return f"{namespace}.{called}"
    home = item_type(binding).rpartition(".")[0]
    return f"{binding}/{called}" if home == namespace else f"{binding}/{namespace}.{called}"
