"""Several documents as one model."""

from __future__ import annotations

import pytest

from csdlgen.csdl import dump_csdl, read_csdl
from csdlgen.edm.compose.merge import join
from csdlgen.edm.model import Annotation, Constant, EdmModel, QName
from csdlgen.edm.references import unresolved
from csdlgen.errors import CsdlgenError, Location, Severity
from tests.support.csdl import EVERYTHING, document, read

OTHER = 'Namespace="other" Alias="self"'
BOX = '<ComplexType Name="box"><Property Name="size" Type="Edm.Int32"/></ComplexType>'
SAID = '<Annotation Term="t.said" String="{}"/>'
REFERENCE = '<edmx:Reference Uri="{}"><edmx:Include Namespace="{}" Alias="v"/></edmx:Reference>'


def named(content: str, source: str, **keywords: str) -> EdmModel:
    return read_csdl(document(content, **keywords), source=source)


def on(target: str) -> str:
    return f'<Annotations Target="{target}">{SAID.format("x")}</Annotations>'


def test_one_document_is_its_own_model() -> None:
    model = read(EVERYTHING)
    assert join([model]) is model
    assert join([]) == EdmModel()


def test_documents_stand_in_the_order_given() -> None:
    first, second = read(BOX), read(BOX, schema=OTHER)
    found = join([first, second])
    assert [each.namespace for each in found.schemas] == ["ns", "other"]
    assert set(found.types) == {QName("ns", "box"), QName("other", "box")}


def test_aliases_do_not_reach_other_documents() -> None:
    """Both say `self`, and one of them writes the alias of the other for something else."""
    first = read(BOX, head=REFERENCE.format("v.xml", "vocabulary"))
    second = read(BOX.replace("</C", f"{SAID.replace('t.', 'v.').format('y')}</C"), schema=OTHER)
    found = join([first, second])
    assert {each.alias for each in found.schemas} == {None}
    assert found.references[0].includes[0].alias is None
    assert read_csdl(dump_csdl(found).encode(), source="again") == found


def test_a_namespace_in_two_documents_has_the_elements_of_both() -> None:
    one = BOX + '<EntityContainer Name="C"><Singleton Name="a" Type="ns.e"/></EntityContainer><Function Name="f"/>'
    two = (
        '<EntityType Name="e"/><EntityContainer Name="C" Extends="ns.D"><EntitySet Name="b" EntityType="ns.e"/>'
        '</EntityContainer><Action Name="f"/><Term Name="T" Type="Edm.String"/>'
    )
    (schema,) = join([read(one), read(two)]).schemas
    assert [each.name.name for each in schema.types] == ["box", "e"]
    assert [each.kind for each in schema.operations] == ["function", "action"]
    assert [each.name.name for each in schema.terms] == ["T"]
    (container,) = schema.containers
    assert (container.extends, [each.name for each in container.roots]) == (QName("ns", "D"), ["b", "a"])


def test_equal_definitions_are_one_with_the_annotations_of_both() -> None:
    one, two = (read(BOX.replace("</C", f"{SAID.format(text)}</C")) for text in ("x", "y"))
    found = join([one, two, one]).types[QName("ns", "box")].annotations
    assert found == tuple(Annotation(QName("t", "said"), Constant("String", text)) for text in ("x", "y"))
    assert join([read(EVERYTHING), read(EVERYTHING)]).types == read(EVERYTHING).types


def test_what_a_document_has_twice_stays_there_twice() -> None:
    twice = '<Term Name="T" Type="Edm.String"/><Term Name="T" Type="Edm.Int32"/>'
    for pair in ([read(twice), read(BOX)], [read(BOX), read(twice)]):
        assert len(join(pair).schemas[0].terms) == 2


@pytest.mark.parametrize(
    ("one", "two", "name"),
    [
        (BOX, BOX.replace("Int32", "Int64"), "ns.box"),
        (BOX, BOX.replace("Complex", "Entity"), "ns.box"),
        (
            '<Function Name="f"><ReturnType Type="Edm.Int32"/></Function>',
            '<Function Name="f"><ReturnType Type="Edm.Int64"/></Function>',
            "ns.f()",
        ),
        (
            '<EntityContainer Name="C" Extends="ns.D"/>',
            '<EntityContainer Name="C" Extends="ns.E"/>',
            "ns.C",
        ),
        (
            '<EntityContainer Name="C"><Singleton Name="a" Type="ns.e"/></EntityContainer>',
            '<EntityContainer Name="C"><Singleton Name="a" Type="ns.f"/></EntityContainer>',
            "a",
        ),
    ],
)
def test_two_definitions_are_an_error_with_both_places(one: str, two: str, name: str) -> None:
    with pytest.raises(CsdlgenError) as raised:
        join([named(one, "one.xml"), named(two, "two.xml")])
    error, note = raised.value.diagnostics
    assert (error.code, note.code, error.path, note.path) == ("duplicate-name", "duplicate-name", name, name)
    assert (error.severity, note.severity) == (Severity.ERROR, Severity.NOTE)
    assert isinstance(error.where, Location) and isinstance(note.where, Location)
    assert (error.where.source, note.where.source) == ("two.xml", "one.xml")


@pytest.mark.parametrize(
    "target",
    [
        "ns.E", "ns.E/p", "ns.E/n", "ns.F/m", "ns.D", "ns.a", "ns.a(ns.E)", "ns.a(ns.E,Edm.Int32)", "ns.a(ns.E)/x",
        "ns.f()", "ns.f(Edm.Int32,Collection(ns.E))/$ReturnType", "ns.T", "ns.C", "ns.C/es", "ns.C/me", "ns.C/ai",
        "ns.C/fi", "ns",
    ],
)  # fmt: skip
def test_annotations_reach_their_target_in_another_document(target: str) -> None:
    apart = join([read(EVERYTHING), read(on(target), schema=OTHER)])
    assert apart.schemas[0] == join([read(EVERYTHING + on(target)), EdmModel()]).schemas[0]
    assert apart.schemas[0] != join([read(EVERYTHING), EdmModel()]).schemas[0]
    assert apart.schemas[1].targets == ()
    assert join([read(on(target), schema=OTHER), read(EVERYTHING)]).schemas[1] == apart.schemas[0]


def test_annotations_without_a_target_stay() -> None:
    found = join([read(EVERYTHING), read(on("ns.E") + on("ns.X"), schema=OTHER)])
    assert [each.target for each in found.schemas[1].targets] == ["ns.X"]


def test_references_are_kept_once() -> None:
    heads = [REFERENCE.format("v.xml", "vocabulary"), REFERENCE.replace("v", "w").format("v.xml", "vocabulary")]
    found = join([read("", head=heads[0]), read("", head=heads[1], schema=OTHER)])
    assert [each.uri for each in found.references] == ["v.xml"]


@pytest.mark.parametrize(
    ("content", "severity"),
    [
        ('<Annotation Term="v.said"/>', Severity.NOTE),
        ('<Annotation Term="t.said"><EnumMember>v.E/m</EnumMember></Annotation>', Severity.WARNING),
        ('<Annotation Term="t.said" Path="p/v.T/q"/>', Severity.WARNING),
        ('<ComplexType Name="b" BaseType="v.T"/>', Severity.WARNING),
        ('<ComplexType Name="b"><Property Name="p" Type="Collection(v.T)"/></ComplexType>', Severity.WARNING),
        ('<Annotation Term="v.said"/><ComplexType Name="b" BaseType="v.T"/>', Severity.WARNING),
        ('<EntityContainer Name="C" Extends="v.D"/>', Severity.WARNING),
        (on("v.T"), Severity.WARNING),
    ],
)
def test_a_dangling_reference_is_a_diagnostic_where_it_is_used(content: str, severity: Severity) -> None:
    model = named(content, "one.xml", head=REFERENCE.format("v.xml", "vocabulary"))
    (found,) = unresolved(model)
    assert (found.code, found.severity, found.path) == ("reference-unresolved", severity, "vocabulary")
    assert found.where == Location("one.xml", 2)
    assert "v.xml" in found.remedy
    assert unresolved(model, {"vocabulary"}) == ()
    assert unresolved(join([model, read("", schema='Namespace="vocabulary"')])) == ()


@pytest.mark.parametrize("namespace", ["vocabulary", "Org.OData.Core.V1"])
def test_a_reference_is_not_missed_where_it_is_not_needed(namespace: str) -> None:
    used = '<Annotation Term="v.said"/>' if namespace.startswith("Org.") else '<Annotation Term="t.said" String="v.T"/>'
    assert unresolved(read(used, head=REFERENCE.format("v.xml", namespace))) == ()
