"""Annotations are read in every notation, and stand where they belong."""

from __future__ import annotations

import pytest

from csdlgen.edm.model import (
    Annotation,
    CollectionExpression,
    Constant,
    Default,
    Expression,
    Facets,
    Null,
    Operator,
    PathExpression,
    PropertyValue,
    Record,
    TypeRef,
)
from tests.support.csdl import (
    BINARY,
    CONSTANTS,
    EVERYTHING,
    only,
    q,
    read,
)


def value(written: str) -> Expression:
    """The value of an annotation that is written so."""
    (found,) = read(written).schemas[0].annotations
    return found.value


@pytest.mark.parametrize(("kind", "text"), CONSTANTS)
def test_constants_in_both_notations(kind: str, text: str) -> None:
    expected = Constant(kind, text)  # type: ignore[arg-type]
    assert value(f'<Annotation Term="self.T" {kind}="{text}"/>') == expected
    assert value(f'<Annotation Term="self.T"><{kind}>{text}</{kind}></Annotation>') == expected


def test_enumeration_members_are_normalised() -> None:
    expected = Constant("EnumMember", "ns.E/a ns.E/b")
    assert value('<Annotation Term="self.T" EnumMember="self.E/a  ns.E/b"/>') == expected
    assert value('<Annotation Term="self.T"><EnumMember>\nself.E/a ns.E/b\n</EnumMember></Annotation>') == expected


@pytest.mark.parametrize(
    "kind", ["AnnotationPath", "ModelElementPath", "NavigationPropertyPath", "Path", "PropertyPath"]
)
def test_paths_in_both_notations(kind: str) -> None:
    expected = PathExpression(kind, "a/ns.E/b@ns.T#q")  # type: ignore[arg-type]
    assert value(f'<Annotation Term="self.T" {kind}="a/self.E/b@self.T#q"/>') == expected
    assert value(f'<Annotation Term="self.T"><{kind}> a/self.E/b@self.T#q </{kind}></Annotation>') == expected


PATH = PathExpression("Path", "p")


@pytest.mark.parametrize("kind", [*BINARY, "Not", "Neg", "If", "UrlRef"])
def test_operators(kind: str) -> None:
    written = f'<{kind}><Annotation Term="self.T"/><Path>p</Path><Path>p</Path></{kind}>'
    assert value(f'<Annotation Term="self.T">{written}</Annotation>') == Operator(
        kind, (PATH, PATH), annotations=(Annotation(q("ns.T")),)  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('<Apply Function="odata.concat"><Path>p</Path></Apply>', Operator("Apply", (PATH,), "odata.concat")),
        ('<Apply Function="self.f"/>', Operator("Apply", (), "ns.f")),
        (
            '<Cast Type="Collection(self.E)" MaxLength="5"><Path>p</Path></Cast>',
            Operator("Cast", (PATH,), type=TypeRef(q("ns.E"), True, facets=Facets(max_length=5))),
        ),
        ('<IsOf Type="self.E"><Path>p</Path></IsOf>', Operator("IsOf", (PATH,), type=TypeRef(q("ns.E")))),
        ('<LabeledElement Name="l" Path="p"/>', Operator("LabeledElement", (PATH,), "l")),
        ('<LabeledElement Name="l"><Path>p</Path></LabeledElement>', Operator("LabeledElement", (PATH,), "l")),
        ("<LabeledElementReference>self.l</LabeledElementReference>", Operator("LabeledElementReference", (), "ns.l")),
        ('<Null><Annotation Term="self.T"/></Null>', Null((Annotation(q("ns.T")),))),
        ("<Collection><Path>p</Path><String/></Collection>", CollectionExpression((PATH, Constant("String", "")))),
        (
            """<Record Type="self.C"><PropertyValue Property="a" Bool="false"/>
                 <PropertyValue Property="b"><Null/><Annotation Term="self.U"/></PropertyValue>
                 <PropertyValue Property="c"/><Annotation Term="self.T"/></Record>""",
            Record(
                (
                    PropertyValue("a", Constant("Bool", "false")),
                    PropertyValue("b", Null(), (Annotation(q("ns.U")),)),
                    PropertyValue("c", Default()),
                ),
                q("ns.C"),
                (Annotation(q("ns.T")),),
            ),
        ),
    ],
)
def test_other_expressions(written: str, meant: Expression) -> None:
    assert value(f'<Annotation Term="self.T">{written}</Annotation>') == meant


def test_a_url_as_an_attribute() -> None:
    expected = Operator("UrlRef", (Constant("String", "http://x/"),))
    assert value('<Annotation Term="self.T" UrlRef="http://x/"/>') == expected
    assert value('<Annotation Term="self.T"><UrlRef><String>http://x/</String></UrlRef></Annotation>') == expected


def test_annotations_of_annotations() -> None:
    (found,) = (
        read('<Annotation Term="self.T" Qualifier="q" Int="1"><Annotation Term="self.U"/></Annotation>')
        .schemas[0]
        .annotations
    )
    assert found == Annotation(q("ns.T"), Constant("Int", "1"), "q", (Annotation(q("ns.U")),))


@pytest.mark.parametrize(
    ("target", "times"),
    [
        ("ns.E", 1),
        ("self.E/p", 1),
        ("self.E/n", 1),
        ("self.F", 1),
        ("self.F/m", 1),
        ("self.D", 1),
        ("self.a", 1),
        ("self.a(self.E)", 1),
        ("self.a(self.E)/x", 1),
        ("self.a( self.E , Edm.Int32 )/b", 1),
        ("self.f", 2),
        ("self.f()", 1),
        ("self.f()/$ReturnType", 1),
        ("self.f/$ReturnType", 2),
        ("self.f(Edm.Int32, Collection(self.E))/y", 1),
        ("self.T", 1),
        ("self.C", 1),
        ("self.C/es", 1),
        ("self.C/me", 1),
        ("self.C/ai", 1),
        ("self.C/fi", 1),
        ("ns", 1),
        ("self", 1),
    ],
)
def test_out_of_line_annotations_are_folded_onto_their_target(target: str, times: int) -> None:
    """What cannot be missed: the annotation is on as many elements as the target names, and not left over."""
    model = read(f'{EVERYTHING}<Annotations Target="{target}"><Annotation Term="x.Y"/></Annotations>')
    assert model.schemas[0].targets == ()
    assert repr(model).count("QName(namespace='x', name='Y')") == times
    at = target.strip().rpartition("/")[2]
    if at == "p":
        assert only(model, "ns.E").properties[0].annotations == (Annotation(q("x.Y")),)


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("self.Nope", "ns.Nope"),
        ("self.E/nope", "ns.E/nope"),
        ("self.f( Edm.String )", "ns.f(Edm.String)"),
        ("self.f(Edm.String)/self.T", "ns.f(Edm.String)/ns.T"),
        ("self.E/n/p", "ns.E/n/p"),
        ("self.C/es/self.E/n", "ns.C/es/ns.E/n"),
        ("self.f(", "ns.f("),
        ("", ""),
    ],
)
def test_annotations_without_their_target_stay(target: str, kept: str) -> None:
    model = read(f'{EVERYTHING}<Annotations Target="{target}"><Annotation Term="self.T" Int="1"/></Annotations>')
    (found,) = model.schemas[0].targets
    assert found.target == kept
    assert found.annotations == (Annotation(q("ns.T"), Constant("Int", "1")),)


def test_inline_annotations_come_first_and_duplicates_stay() -> None:
    content = """
        <Annotations Target="ns.C/p" Qualifier="q"><Annotation Term="x.A" Int="1"/></Annotations>
        <ComplexType Name="C"><Property Name="p" Type="Edm.Int32"><Annotation Term="x.A" Int="2"/></Property>
        </ComplexType>
        <Annotations Target="ns.C/p"><Annotation Term="x.A" Int="3"/><Annotation Term="x.A" Int="3"/></Annotations>"""
    (prop,) = only(read(content), "ns.C").properties
    assert [(each.qualifier, each.value) for each in prop.annotations] == [
        (None, Constant("Int", "2")),
        ("q", Constant("Int", "1")),
        (None, Constant("Int", "3")),
        (None, Constant("Int", "3")),
    ]


def test_annotations_of_an_overload_and_of_all_come_in_document_order() -> None:
    content = """<Annotations Target="ns.f()"><Annotation Term="x.A"/></Annotations>
        <Annotations Target="ns.f"><Annotation Term="x.B"/></Annotations>
        <Annotations Target="ns.f()"><Annotation Term="x.C"/></Annotations>"""
    first, second = read(EVERYTHING + content).operations[q("ns.f")]
    assert [each.term.name for each in first.annotations] == ["A", "B", "C"]
    assert [each.term.name for each in second.annotations] == ["B"]
