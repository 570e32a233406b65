"""Names of the CSDL XML vocabulary: namespaces, element tags, and expression kinds by tag.

A tag is the namespace in braces and the local name, as parsers give it.
"""

from __future__ import annotations

from typing import get_args

from csdlgen.edm.model import ConstantKind, OperatorKind, PathKind

EDMX_NS = "http://docs.oasis-open.org/odata/ns/edmx"
EDM_NS = "http://docs.oasis-open.org/odata/ns/edm"
OWN_NAMESPACES = frozenset((EDMX_NS, EDM_NS))


def edm(name: str) -> str:
    """The tag of an element of the `edm` namespace."""
    return f"{{{EDM_NS}}}{name}"


def edmx(name: str) -> str:
    """The tag of an element of the `edmx` namespace."""
    return f"{{{EDMX_NS}}}{name}"


EDMX = edmx("Edmx")
DATA_SERVICES = edmx("DataServices")
REFERENCE = edmx("Reference")
INCLUDE = edmx("Include")
INCLUDE_ANNOTATIONS = edmx("IncludeAnnotations")

SCHEMA = edm("Schema")
ENTITY_TYPE = edm("EntityType")
COMPLEX_TYPE = edm("ComplexType")
ENUM_TYPE = edm("EnumType")
TYPE_DEFINITION = edm("TypeDefinition")
ACTION = edm("Action")
FUNCTION = edm("Function")
TERM = edm("Term")
ENTITY_CONTAINER = edm("EntityContainer")
ANNOTATION = edm("Annotation")
ANNOTATIONS = edm("Annotations")

PROPERTY = edm("Property")
NAVIGATION_PROPERTY = edm("NavigationProperty")
REFERENTIAL_CONSTRAINT = edm("ReferentialConstraint")
ON_DELETE = edm("OnDelete")
KEY = edm("Key")
PROPERTY_REF = edm("PropertyRef")
MEMBER = edm("Member")
PARAMETER = edm("Parameter")
RETURN_TYPE = edm("ReturnType")

ENTITY_SET = edm("EntitySet")
SINGLETON = edm("Singleton")
ACTION_IMPORT = edm("ActionImport")
FUNCTION_IMPORT = edm("FunctionImport")
BINDING = edm("NavigationPropertyBinding")

COLLECTION = edm("Collection")
RECORD = edm("Record")
PROPERTY_VALUE = edm("PropertyValue")
NULL = edm("Null")

# Keyed by attribute name, then by element tag: the two notations of section 14.3.
CONSTANT_KINDS: dict[str, ConstantKind] = {kind: kind for kind in get_args(ConstantKind)}
PATH_KINDS: dict[str, PathKind] = {kind: kind for kind in get_args(PathKind)}
CONSTANT_TAGS: dict[str, ConstantKind] = {edm(kind): kind for kind in CONSTANT_KINDS.values()}
PATH_TAGS: dict[str, PathKind] = {edm(kind): kind for kind in PATH_KINDS.values()}
OPERATOR_TAGS: dict[str, OperatorKind] = {edm(kind): kind for kind in get_args(OperatorKind)}


def local(tag: str) -> str:
    """`{namespace}Name` -> `Name`."""
    return tag.rpartition("}")[2]


def namespace_of(tag: str) -> str:
    """`{namespace}Name` -> `namespace`, empty for a tag without one."""
    return tag.rpartition("}")[0].removeprefix("{")


def is_own(tag: str) -> bool:
    """Whether an element belongs to CSDL; those of other vocabularies may stand anywhere and mean nothing here."""
    return namespace_of(tag) in OWN_NAMESPACES
