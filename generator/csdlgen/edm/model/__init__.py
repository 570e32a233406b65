"""The Entity Data Model as values: what a CSDL document means, with nothing of how it was written.

Everything here is frozen and compared by structure. Types refer to each other by qualified name, never by object, so
a slice is a filter and two readings of one document are equal. Names are fully qualified: aliases are resolved by
the reader. Annotations stand on the element that they annotate, whether the document wrote them inline or out of
line (CSDL 4.01 section 14.2); those whose target is in no schema of the model stay in `Schema.annotations`.

`location` is carried for diagnostics and never compared.
"""

from csdlgen.edm.model.annotations import (
    Annotation,
    Annotations,
    CollectionExpression,
    Constant,
    ConstantKind,
    Default,
    Expression,
    Null,
    Operator,
    OperatorKind,
    PathExpression,
    PathKind,
    PropertyValue,
    Record,
)
from csdlgen.edm.model.base import EDM, PLACE, Document, Placed, QName
from csdlgen.edm.model.container import (
    EntityContainer,
    EntitySet,
    NavigationPropertyBinding,
    OperationImport,
    Singleton,
)
from csdlgen.edm.model.document import EdmModel, Include, IncludeAnnotations, Reference, Schema
from csdlgen.edm.model.operations import Operation, Parameter, ReturnType, Term
from csdlgen.edm.model.type_reference import NO_FACETS, Facets, TypeRef
from csdlgen.edm.model.types import (
    ComplexType,
    EntityType,
    EnumType,
    Member,
    NavigationProperty,
    OnDelete,
    Property,
    PropertyRef,
    ReferentialConstraint,
    StructuredType,
    Type,
    TypeDefinition,
)

__all__ = [
    "EDM",
    "NO_FACETS",
    "PLACE",
    "Annotation",
    "Annotations",
    "CollectionExpression",
    "ComplexType",
    "Constant",
    "ConstantKind",
    "Default",
    "Document",
    "EdmModel",
    "EntityContainer",
    "EntitySet",
    "EntityType",
    "EnumType",
    "Expression",
    "Facets",
    "Include",
    "IncludeAnnotations",
    "Member",
    "NavigationProperty",
    "NavigationPropertyBinding",
    "Null",
    "OnDelete",
    "Operation",
    "OperationImport",
    "Operator",
    "OperatorKind",
    "Parameter",
    "PathExpression",
    "PathKind",
    "Placed",
    "Property",
    "PropertyRef",
    "PropertyValue",
    "QName",
    "Record",
    "Reference",
    "ReferentialConstraint",
    "ReturnType",
    "Schema",
    "Singleton",
    "StructuredType",
    "Term",
    "Type",
    "TypeDefinition",
    "TypeRef",
]
