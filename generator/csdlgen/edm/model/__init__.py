"""The Entity Data Model as values: what a CSDL document means, with nothing of how it was written.

Values are compared by structure. Types refer to each other by qualified name, never by object, so a slice is a filter
and two readings of one document are equal. Names are fully qualified: the reader resolves aliases. Annotations are on
the element that they annotate, whether the document wrote them inline or out of line (CSDL 4.01 section 14.2); those
whose target is in no schema of the model are in `Schema.targets`.

`location` is the position in the document, for diagnostics; it is never compared.
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
from csdlgen.edm.model.base import EDM, NO_FACETS, Facets, QName, TypeRef
from csdlgen.edm.model.document import EdmModel, Include, IncludeAnnotations, Reference, Schema
from csdlgen.edm.model.elements import (
    ComplexType,
    EntityContainer,
    EntitySet,
    EntityType,
    EnumType,
    Member,
    NavigationProperty,
    NavigationPropertyBinding,
    OnDelete,
    Operation,
    OperationImport,
    Parameter,
    Property,
    PropertyRef,
    ReferentialConstraint,
    ReturnType,
    Singleton,
    StructuredType,
    Term,
    Type,
    TypeDefinition,
)

__all__ = [
    "EDM",
    "NO_FACETS",
    "Annotation",
    "Annotations",
    "CollectionExpression",
    "ComplexType",
    "Constant",
    "ConstantKind",
    "Default",
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
