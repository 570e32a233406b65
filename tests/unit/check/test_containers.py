"""Checks of operations, entity containers and annotations: what is reported, where, and what is not."""

from __future__ import annotations

import pytest

from csdlgen.check import check
from csdlgen.errors import Diagnostic, Location, Severity
from tests.support.csdl import read

ERROR, WARNING = Severity.ERROR, Severity.WARNING
ID = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>'
ENTITY = (
    f'<EntityType Name="E">{ID}<NavigationProperty Name="n" Type="ns.E"/><Property Name="c" Type="ns.X"/></EntityType>'
    '<EntityType Name="D" BaseType="ns.E"><NavigationProperty Name="m" Type="ns.E"/></EntityType>'
    '<ComplexType Name="X"><NavigationProperty Name="n" Type="ns.E"/></ComplexType>'
    '<EnumType Name="N"><Member Name="a"/></EnumType>'
)
TERM = '<Annotation Term="Org.OData.Core.V1.Description" String="x"/>'


def checked(content: str, **keywords: str) -> tuple[Diagnostic, ...]:
    found = check(read(content, **keywords))
    assert all(each.remedy and isinstance(each.where, Location) for each in found)
    return found


def container(inner: str, attributes: str = "") -> str:
    return f'{ENTITY}<EntityContainer Name="S" {attributes}>{inner}</EntityContainer>'


def bound(path: str, target: str = "es") -> str:
    binding = f'<NavigationPropertyBinding Path="{path}" Target="{target}"/>'
    return container(f'<EntitySet Name="es" EntityType="ns.E">{binding}</EntitySet>')


def function(path: str, attributes: str = 'IsBound="true"') -> str:
    inner = '<Parameter Name="of" Type="ns.E"/><ReturnType Type="ns.E"/>'
    return f'{ENTITY}<Function Name="f" {attributes} EntitySetPath="{path}">{inner}</Function>'


def overloads(kind: str, *parameters: str, attributes: str = "") -> str:
    result = '<ReturnType Type="Edm.Int32"/>'
    return "".join(
        f'<{kind} Name="o" {attributes}>'
        + "".join(f'<Parameter Name="p{n}" Type="{type_}"/>' for n, type_ in enumerate(each.split()))
        + f"{result}</{kind}>"
        for each in parameters
    )


def doubles(kind: str, attributes: str, *names: str) -> str:
    """An operation with parameters of these names, bound by the first of them."""
    parameters = "".join(f'<Parameter Name="{name}" Type="ns.E"/>' for name in names)
    return f'<{kind} Name="o" {attributes}>{parameters}<ReturnType Type="Edm.Int32"/></{kind}>'


def annotated(target: str) -> str:
    rest = (
        '<Action Name="a" IsBound="true"><Parameter Name="e" Type="ns.E"/>'
        '<Parameter Name="x" Type="Edm.Int32"/></Action>'
        '<Term Name="T" Type="Edm.String"/><EntityContainer Name="S"><EntitySet Name="es" EntityType="ns.E"/>'
        "</EntityContainer>"
    )
    return f'{ENTITY}{rest}<Annotations Target="{target}">{TERM}</Annotations>'


BOUND = 'IsBound="true"'


@pytest.mark.parametrize(
    ("content", "code", "severity", "path"),
    [
        (container('<EntitySet Name="x" EntityType="ns.X"/>'), "wrong-type-kind", ERROR, "ns.S/x"),
        (container('<Singleton Name="x" Type="Edm.String"/>'), "wrong-type-kind", ERROR, "ns.S/x"),
        ('<EntityType Name="K"/>' + container('<EntitySet Name="k" EntityType="ns.K"/>'),
         "missing-key", WARNING, "ns.S/k"),
        (f'<EntityType Name="K" Abstract="true">{ID}</EntityType>'
         + container('<EntitySet Name="k" EntityType="ns.K"/>'),
         "abstract-entity-set", WARNING, "ns.S/k"),
        (bound("gone"), "binding-unknown", WARNING, "ns.S/es"),
        (bound("id"), "binding-unknown", WARNING, "ns.S/es"),
        (bound("n", "E"), "binding-unknown", WARNING, "ns.S/es"),
        (bound("n", "ns.S/gone"), "binding-unknown", WARNING, "ns.S/es"),
        (bound("n", "es/gone"), "binding-unknown", WARNING, "ns.S/es"),
        (bound("ns.Gone/n"), "binding-unknown", WARNING, "ns.S/es"),
        (container('<FunctionImport Name="i" Function="ns.gone"/>'), "import-unknown-operation", WARNING, "ns.S/i"),
        ('<Action Name="o"/>' + container('<FunctionImport Name="i" Function="ns.o"/>'),
         "import-unknown-operation", WARNING, "ns.S/i"),
        (overloads("Action", "ns.E", attributes=BOUND) + container('<ActionImport Name="i" Action="ns.o"/>'),
         "import-unknown-operation", WARNING, "ns.S/i"),
        ('<Action Name="o"/>' + container('<ActionImport Name="i" Action="ns.o" EntitySet="gone"/>'),
         "binding-unknown", WARNING, "ns.S/i"),
        (container("", 'Extends="ns.Gone"'), "extends-unknown", WARNING, "ns.S"),
        (container('<EntitySet Name="x" EntityType="ns.E"/><Singleton Name="x" Type="ns.E"/>'),
         "duplicate-name", WARNING, "ns.S/x"),
        (container('<Singleton Name="x" Type="ns.E"/>', 'Extends="ns.B"')
         + '<EntityContainer Name="B"><EntitySet Name="x" EntityType="ns.E"/></EntityContainer>',
         "duplicate-name", WARNING, "ns.S/x"),
        (function("me/n"), "operation-entity-set-path-invalid", WARNING, "ns.f"),
        (function("of/gone"), "operation-entity-set-path-invalid", WARNING, "ns.f"),
        (function("of/id"), "operation-entity-set-path-invalid", WARNING, "ns.f"),
        (function("of/n", ""), "operation-entity-set-path-invalid", WARNING, "ns.f"),
        (overloads("Function", "Edm.Int32 Edm.Date", "Edm.Int32 Edm.Date"), "colliding-overloads", WARNING, "ns.o"),
        (overloads("Action", "", "Edm.Int32"), "colliding-overloads", WARNING, "ns.o"),
        (ENTITY + overloads("Action", "ns.E", "ns.E Edm.Int32", attributes=BOUND),
         "colliding-overloads", WARNING, "ns.o"),
        (overloads("Action", "") + overloads("Function", ""), "unbound-overload-kinds", WARNING, "ns.o"),
        *((ENTITY + doubles(kind, attributes, "n", "x", "y", "x"), "duplicate-name", ERROR, "ns.o/x")
          for kind in ("Action", "Function") for attributes in ("", BOUND)),
        *((annotated(target), "annotation-target-unknown", WARNING, target)
          for target in ("ns.Gone", "ns.E/gone", "ns.N/b", "ns.a(ns.D)", "ns.a(ns.E)/y", "ns.S/gone", "ns.S/es/gone",
                         "ns.T/x", "other.E", "Gone")),
    ],
)  # fmt: skip
def test_findings(content: str, code: str, severity: Severity, path: str) -> None:
    (found,) = checked(content)
    assert (found.code, found.severity, found.path) == (code, severity, path)


@pytest.mark.parametrize(
    "content",
    [
        '<EntityType Name="K"/>' + container('<Singleton Name="k" Type="ns.K"/>'),
        *(bound(path) for path in ("n", "c/n", "ns.D/m", "n/n", "c/ns.X/n")),
        *(bound("n", target) for target in ("ns.S/es", "es/n", "es/ns.D/m", "other.S/es")),
        bound("n", "es/ns.X/n"),  # Graph writes the type of a segment before it
        container('<EntitySet Name="x" EntityType="Edm.EntityType"/>'),
        container('<Singleton Name="y" Type="ns.E"><NavigationPropertyBinding Path="n" Target="x"/></Singleton>',
                  'Extends="ns.B"')
        + '<EntityContainer Name="B"><EntitySet Name="x" EntityType="ns.E"/></EntityContainer>',
        *(function(path) for path in ("of", "of/n", "of/ns.D/m")),
        *(ENTITY + doubles(kind, BOUND, "x", "x") for kind in ("Action", "Function")),
        overloads("Function", "Edm.Int32", "Edm.Int32 Edm.Date", ""),
        ENTITY + overloads("Action", "ns.E", "ns.D", "Collection(ns.E)", attributes=BOUND),
        ENTITY + overloads("Action", "ns.E", attributes=BOUND) + overloads("Function", "ns.E", attributes=BOUND),
        *(annotated(target)
          for target in ("ns.E", "ns.E/n/n", "ns.D/n", "ns.N/a", "ns.a(ns.E)", "ns.a/x", "ns.a(ns.E,Edm.Int32)/x",
                         "ns.S/es", "ns.S/es/n", "ns.S/es/@Core.Description", "ns.T", "ns",
                         "ns.E/id/@Core.Description")),
    ],
)  # fmt: skip
def test_what_is_right_is_not_reported(content: str) -> None:
    assert checked(content) == ()


def test_what_is_in_a_referenced_document_is_not_reported() -> None:
    head = '<edmx:Reference Uri="o.xml"><edmx:Include Namespace="other" Alias="o"/></edmx:Reference>'
    content = (
        f'<Annotations Target="o.E">{TERM}</Annotations><Term Name="T" Type="o.T"/><EntityContainer Name="S"'
        ' Extends="o.S"><FunctionImport Name="i" Function="o.f" EntitySet="es"/></EntityContainer>'
    )
    assert checked(content, head=head) == ()


def test_a_slice_is_held_against_the_whole() -> None:
    whole = read(bound("n"))
    binding = '<NavigationPropertyBinding Path="n" Target="es"/>'
    roots = f'<EntityContainer Name="S"><EntitySet Name="es" EntityType="ns.E">{binding}</EntitySet></EntityContainer>'
    part = read(f'<EntityType Name="E">{ID}</EntityType>{roots}')
    assert [each.code for each in check(part)] == ["binding-unknown"]
    assert check(part, whole) == ()


@pytest.mark.parametrize(("length", "outside"), [(1, 0), (2, 0), (3, 0), (2, 2), (1, 1)])
def test_containers_in_a_circle_are_reported_as_such_once(length: int, outside: int) -> None:
    inner = '<EntitySet Name="s{0}" EntityType="ns.E"/>'
    names = [f"c{number}" for number in range(length)]
    circle = "".join(
        f'<EntityContainer Name="{name}" Extends="ns.{names[(n + 1) % length]}">{inner.format(n)}</EntityContainer>'
        for n, name in enumerate(names)
    )
    leading = "".join(f'<EntityContainer Name="a{n}" Extends="ns.c0"/>' for n in range(outside))
    (found,) = checked(ENTITY + leading + circle)
    assert (found.code, found.severity) == ("extends-cycle", WARNING)
    assert found.message.endswith(" -> ".join(f"ns.{name}" for name in (*names, "c0")))
