"""Actions and functions (CSDL section 12), and vocabulary terms (section 14.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from csdlgen.edm.model.annotations import Annotation
from csdlgen.edm.model.base import Document, Placed, QName, where
from csdlgen.edm.model.type_reference import TypeRef


@dataclass(frozen=True, slots=True)
class Parameter(Placed):
    """A parameter of an action or function; the first of a bound one is the binding parameter (section 12.9)."""

    name: str
    type: TypeRef
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class ReturnType(Placed):
    """What an operation returns (section 12.8)."""

    type: TypeRef
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()


@dataclass(frozen=True, slots=True)
class Operation(Placed):
    """One overload of an action or function (sections 12.1 to 12.4)."""

    name: QName
    kind: Literal["action", "function"]
    bound: bool = False
    parameters: tuple[Parameter, ...] = ()
    returns: ReturnType | None = None
    composable: bool = False
    entity_set_path: str | None = None
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()

    @property
    def binding(self) -> TypeRef | None:
        """The type of the binding parameter of a bound operation."""
        return self.parameters[0].type if self.bound and self.parameters else None

    @property
    def nonbinding_parameters(self) -> tuple[Parameter, ...]:
        """The parameters that a caller gives: all but the binding parameter (section 12.9)."""
        return self.parameters[1:] if self.bound else self.parameters

    @property
    def signature(self) -> str:
        """The overload as an annotation target spells it (section 14.2.2): `ns.op(ns.bound,Edm.String)`.

        Actions are told apart by their binding parameter alone, functions by all of their parameters.
        """
        return self._spelled(self.parameters if self.kind == "function" else self.parameters[: int(self.bound)])

    @property
    def full_signature(self) -> str:
        """The signature with the types of all parameters, which documents give actions too."""
        return self._spelled(self.parameters)

    def _spelled(self, parameters: tuple[Parameter, ...]) -> str:
        return f"{self.name}({','.join(str(parameter.type) for parameter in parameters)})"


@dataclass(frozen=True, slots=True)
class Term(Placed):
    """A vocabulary term (section 14.1)."""

    name: QName
    type: TypeRef
    default: str | None = None
    base_term: QName | None = None
    applies_to: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    document: Document | None = where()
    element: Any = where()
