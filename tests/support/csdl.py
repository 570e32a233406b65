"""CSDL documents in a few words, and what reading them gives."""

from __future__ import annotations

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.edm.model import (
    ComplexType,
    EdmModel,
    EntityType,
    QName,
    TypeRef,
)
from csdlgen.errors import CsdlgenError, Diagnostic, Severity

EDM = "http://docs.oasis-open.org/odata/ns/edm"
STRING = TypeRef(QName("Edm", "String"))
INT = TypeRef(QName("Edm", "Int32"))


def document(content: str, *, head: str = "", schema: str = 'Namespace="ns" Alias="self"') -> bytes:
    """A document with one schema."""
    return (
        '<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">'
        f'{head}<edmx:DataServices><Schema xmlns="{EDM}" {schema}>{content}</Schema></edmx:DataServices></edmx:Edmx>'
    ).encode()


def read(content: str, **keywords: str) -> EdmModel:
    return read_csdl(document(content, **keywords), source="test.xml")


def q(name: str) -> QName:
    return QName.parse(name)


def problems(data: bytes | str) -> tuple[Diagnostic, ...]:
    """The diagnostics that reading raises."""
    with pytest.raises(CsdlgenError) as raised:
        read_csdl(data.encode() if isinstance(data, str) else data, source="test.xml")
    return raised.value.diagnostics


def problem(data: bytes | str) -> Diagnostic:
    (found,) = problems(data)
    assert found.severity is Severity.ERROR
    assert found.remedy
    return found


def only(model: EdmModel, name: str) -> EntityType | ComplexType:
    found = model.structured(q(name))
    assert found is not None
    return found


CONSTANTS = [
    ("Binary", "T0RhdGE"),
    ("Bool", "true"),
    ("Date", "2000-01-01"),
    ("DateTimeOffset", "2000-01-01T16:00:00.0000000Z"),
    ("Decimal", "3.14"),
    ("Duration", "P7D"),
    ("Float", "1e400"),
    ("Guid", "21EC2020-3AEA-1069-A2DD-08002B30309D"),
    ("Int", "42"),
    ("String", " a b "),
    ("TimeOfDay", "21:45:00"),
]


BINARY = ["And", "Or", "Eq", "Ne", "Gt", "Ge", "Lt", "Le", "Has", "In", "Add", "Sub", "Mul", "Div", "DivBy", "Mod"]


EVERYTHING = """
  <EntityType Name="E"><Property Name="p" Type="Edm.Int32"/><NavigationProperty Name="n" Type="ns.E"/></EntityType>
  <EnumType Name="F"><Member Name="m" Value="1"/></EnumType>
  <TypeDefinition Name="D" UnderlyingType="Edm.String"/>
  <Action Name="a" IsBound="true"><Parameter Name="b" Type="ns.E"/><Parameter Name="x" Type="Edm.Int32"/>
    <ReturnType Type="ns.E"/></Action>
  <Function Name="f"><ReturnType Type="ns.E"/></Function>
  <Function Name="f"><Parameter Name="x" Type="Edm.Int32"/><Parameter Name="y" Type="Collection(ns.E)"/>
    <ReturnType Type="ns.E"/></Function>
  <Term Name="T" Type="Edm.String"/>
  <EntityContainer Name="C"><EntitySet Name="es" EntityType="ns.E"/><Singleton Name="me" Type="ns.E"/>
    <ActionImport Name="ai" Action="ns.a"/><FunctionImport Name="fi" Function="ns.f"/></EntityContainer>
"""


def nested(tags: str, times: int) -> bytes:
    """An annotation with elements in each other: `a><b c='d'` stands for `<a><b c='d'>…</b></a>`."""
    names = [each.split()[0] for each in tags.split("><")]
    closing = "".join(f"</{name}>" for name in reversed(names))
    return document(f'<Annotation Term="a.b">{f"<{tags}>" * times}{closing * times}</Annotation>')


def annotated(written: str) -> tuple[str, ...]:
    """Annotations with an expression in each place that it may stand in."""
    return (
        f'<Annotation Term="a.b">{written}</Annotation>',
        f'<Annotation Term="a.b"><Collection>{written}</Collection></Annotation>',
        f'<Annotation Term="a.b"><If>{written}{written}<Annotation Term="a.b"/></If></Annotation>',
        f'<Annotation Term="a.b"><Record><PropertyValue Property="p">{written}</PropertyValue></Record></Annotation>',
    )
