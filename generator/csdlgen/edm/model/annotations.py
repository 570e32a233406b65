"""Annotations and their expressions (CSDL section 14)."""

from __future__ import annotations

from typing import Literal, TypeAlias

from csdlgen.edm.model.base import QName, TypeRef, position, value
from csdlgen.errors import Location

ConstantKind: TypeAlias = Literal[
    "Binary", "Bool", "Date", "DateTimeOffset", "Decimal", "Duration", "EnumMember", "Float", "Guid", "Int", "String",
    "TimeOfDay",
]  # fmt: skip
PathKind: TypeAlias = Literal[
    "AnnotationPath", "ModelElementPath", "NavigationPropertyPath", "Path", "PropertyPath"
]  # fmt: skip
OperatorKind: TypeAlias = Literal[
    "And", "Or", "Not", "Eq", "Ne", "Gt", "Ge", "Lt", "Le", "Has", "In", "Add", "Sub", "Neg", "Mul", "Div", "DivBy",
    "Mod", "Apply", "Cast", "If", "IsOf", "LabeledElement", "LabeledElementReference", "UrlRef",
]  # fmt: skip


@value
class Constant:
    """A constant expression (section 14.3): its kind and its text as written."""

    kind: ConstantKind
    text: str


@value
class PathExpression:
    """A model path or value path (section 14.4.1), alias-normalised."""

    kind: PathKind
    path: str


@value
class CollectionExpression:
    """A collection of expressions (section 14.4.6)."""

    items: tuple[Expression, ...] = ()


@value
class PropertyValue:
    """One property of a record."""

    name: str
    value: Expression
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class Record:
    """A record (section 14.4.12)."""

    values: tuple[PropertyValue, ...] = ()
    type: QName | None = None
    annotations: tuple[Annotation, ...] = ()

    def get(self, name: str) -> Expression | None:
        """The value of a property, or None where the record does not set it."""
        return next((each.value for each in self.values if each.name == name), None)


@value
class Null:
    """`edm:Null` (section 14.4.11)."""

    annotations: tuple[Annotation, ...] = ()


@value
class Operator:
    """Every other dynamic expression (sections 14.4.2 to 14.4.13): its kind, what it applies to, in order.

    `name` is the function of `Apply` and the label of `LabeledElement` and its reference; `type` the type of `Cast`
    and `IsOf`.
    """

    kind: OperatorKind
    operands: tuple[Expression, ...] = ()
    name: str | None = None
    type: TypeRef | None = None
    annotations: tuple[Annotation, ...] = ()


@value
class Default:
    """The value of an annotation that states none: the term's default, or true, or null (section 14.2.1)."""


Expression: TypeAlias = Constant | PathExpression | CollectionExpression | Record | Null | Operator | Default


@value
class Annotation:
    """A term applied to a model element (section 14.2)."""

    term: QName
    value: Expression = Default()
    qualifier: str | None = None
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()


@value
class Annotations:
    """Annotations whose target is in none of the schemas at hand; `target` is alias-normalised (section 14.2.2)."""

    target: str
    annotations: tuple[Annotation, ...] = ()
    location: Location | None = position()
