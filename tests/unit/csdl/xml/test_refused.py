"""Nothing that is not CSDL XML gets any further, and what is merely odd is read with a warning."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.csdl.xml import context
from csdlgen.edm.model import (
    Annotation,
    Constant,
    OnDelete,
    Record,
    ReturnType,
)
from csdlgen.errors import CsdlgenError, Diagnostic, Position, Severity
from tests.support.csdl import (
    EDM,
    EVERYTHING,
    INT,
    document,
    nested,
    only,
    problem,
    problems,
    q,
    read,
)

HOSTILE: list[tuple[str, bytes | str, str, str]] = [
    ("empty", b"", "not-xml", "empty"),
    ("blank", b" \n\t", "not-xml", "empty"),
    ("byte order mark alone", b"\xef\xbb\xbf", "not-xml", "empty"),
    ("text", "hello", "not-xml", "neither XML nor JSON"),
    ("truncated", document("")[:-30], "not-xml", "truncated"),
    ("bad UTF-8", document('<Annotation Term="a.b" String="%"/>').replace(b"%", b"\xff"), "not-xml", "UTF-8"),
    ("NUL", document("%").replace(b"%", b"\0"), "not-xml", "NUL"),
    ("control character", document('<Annotation Term="a.b" String="&#1;"/>'), "not-xml", "invalid character"),
    ("unknown entity", document('<Annotation Term="a.b" String="&e;"/>'), "not-xml", "entity"),
    ("UTF-7", b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-', "not-xml", "UTF-7"),
    ("EBCDIC", b'<?xml version="1.0" encoding="cp037"?><a/>', "not-xml", "cp037"),
    ("wrong encoding", b'<?xml version="1.0" encoding="UTF-16"?><a/>', "not-xml", "encoding"),
    ("unbound prefix", "<edmx:Edmx/>", "not-xml", "prefix"),
    ("two roots", "<a/><b/>", "not-xml", "junk"),
    ("duplicate attribute", "<a b='1' b='2'/>", "not-xml", "duplicate"),
    ("page", "\n<!DOCTYPE html><html><br></html>", "sign-in-page", "sign-in"),
    ("page without doctype", "\ufeff<HTML><body>", "sign-in-page", "sign-in"),
    ("XHTML", '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "sign-in-page", "sign-in"),
    ("XHTML with doctype", '<?xml version="1.0"?><!DOCTYPE html><html/>', "sign-in-page", "sign-in"),
    ("JSON error", '{"error": {"code": "Unauthorized"}}', "json-not-csdl", "Unauthorized"),
    ("JSON list", "[]", "json-not-csdl", "JSON"),
    ("CSDL JSON", '{"$Version": "4.01"}', "no-schema", "CSDL JSON"),
    ("doctype", "<!DOCTYPE a><a/>", "doctype-refused", "DOCTYPE"),
    ("external", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "doctype-refused", "DOCTYPE"),
    ("entities", '<!DOCTYPE a [<!ENTITY e "x"><!ENTITY f "&e;&e;">]><a b="&f;"/>', "doctype-refused", "DOCTYPE"),
    ("UTF-16 doctype", "<!DOCTYPE a [<!ENTITY e 'x'>]><a/>".encode("utf-16"), "doctype-refused", "DOCTYPE"),
    ("other root", "<a/>", "not-edmx", "'a'"),
    ("edmx without namespace", '<Edmx Version="4.0"/>', "not-edmx", "Edmx"),
    ("version 3", document("").replace(b'"4.0"', b'"3.0"'), "odata-version-unsupported", "OData version 3.0"),
    ("version 5", document("").replace(b'"4.0"', b'"5.0"'), "odata-version-unsupported", "OData version 5.0"),
    (
        "namespace of version 1",
        '<Schema xmlns="http://schemas.microsoft.com/ado/2006/04/edm"/>',
        "odata-version-unsupported",
        "OData version 1.0",
    ),
    (
        "old schema in a new envelope",
        document("").replace(EDM.encode(), b"http://schemas.microsoft.com/ado/2009/11/edm"),
        "odata-version-unsupported",
        "OData version 3.0",
    ),
    ("no schema", document("").replace(f'"{EDM}"'.encode(), b'"urn:other"'), "no-schema", "Schema"),
    ("no data services", '<x:Edmx xmlns:x="http://docs.oasis-open.org/odata/ns/edmx"/>', "no-schema", "Schema"),
    ("namespace", document("", schema=""), "missing-attribute", "Schema without Namespace"),
    ("type without name", document("<EntityType/>"), "missing-attribute", "EntityType without Name"),
    (
        "line feed in a type",
        document('<ComplexType Name="C"><Property Name="p" Type="a&#10;b"/></ComplexType>'),
        "invalid-identifier",
        r"'a\nb'",
    ),
    ("no base type", document('<ComplexType Name="C" BaseType=""/>'), "invalid-identifier", "''"),
    (
        "nested collection",
        document('<ComplexType Name="C"><Property Name="p" Type="Collection(Collection(a.b))"/></ComplexType>'),
        "invalid-value",
        "no type",
    ),
    ("line feed in a term", document('<Annotation Term="a.b&#10;c"/>'), "invalid-identifier", r"'a.b\nc'"),
    ("boolean", document('<EntityType Name="E" Abstract="yes"/>'), "invalid-value", "'yes'"),
    (
        "facet",
        document('<TypeDefinition Name="T" UnderlyingType="Edm.String" MaxLength="-1"/>'),
        "invalid-value",
        "'-1'",
    ),
    (
        "value",
        document('<EnumType Name="E"><Member Name="m" Value="1;import os"/></EnumType>'),
        "invalid-value",
        "'1;import os'",
    ),
    (
        "digits of other scripts",
        document('<EnumType Name="E"><Member Name="m" Value="١"/></EnumType>'),
        "invalid-value",
        "Value",
    ),
    (
        "overflow",
        document('<EnumType Name="E"><Member Name="m" Value="9223372036854775808"/></EnumType>'),
        "invalid-value",
        "9223372036854775807",
    ),
    ("annotation", document('<Annotation String="x"/>'), "missing-attribute", "Annotation without Term"),
    ("annotations", document("<Annotations/>"), "missing-attribute", "Annotations without Target"),
    (
        "alias clash",
        document("", head='<edmx:Reference Uri="u"><edmx:Include Namespace="x" Alias="self"/></edmx:Reference>'),
        "alias-clash",
        "'self'",
    ),
    (
        "alias that is a namespace",
        document("", head='<edmx:Reference Uri="u"><edmx:Include Namespace="x" Alias="ns"/></edmx:Reference>'),
        "alias-clash",
        "'ns'",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code", "text"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_what_is_no_csdl_is_refused_by_name(data: bytes | str, code: str, text: str) -> None:
    found = problem(data)
    assert found.code == code
    assert text in found.message
    assert "\n" not in found.message
    assert found.where == "test.xml" or (isinstance(found.where, Position) and found.where.source == "test.xml")


OLD_NAVIGATION = '<NavigationProperty Name="n{0}" Relationship="ns.R" FromRole="a" ToRole="b"/>'
OLD_IMPORT = '<FunctionImport Name="f{0}" EntitySet="es" {1}/>'
OLD = {
    "navigation properties": (OLD_NAVIGATION, ""),
    "imports with a result": ("", OLD_IMPORT.replace("{1}", 'ReturnType="ns.E"')),
    "imports with a method": ("", OLD_IMPORT.replace("{1}", 'm:HttpMethod="GET" xmlns:m="urn:m"')),
    "imports with parameters": (
        "",
        OLD_IMPORT.format("{0}", "").replace("/>", '><Parameter Name="p"/></FunctionImport>'),
    ),
    "all of it": (OLD_NAVIGATION, OLD_IMPORT.replace("{1}", 'HttpMethod="POST"')),
}


@pytest.mark.parametrize("kind", OLD)
def test_version_3_in_the_namespaces_of_version_4_is_refused_once(kind: str) -> None:
    """However many elements cannot be read, and whatever else there is."""
    navigation, imported = ("".join(each.format(number, "") for number in range(96)) for each in OLD[kind])
    content = f"""<EntityType Name="E">{navigation}</EntityType>
      <Association Name="R"><End Role="a" Type="ns.E" Multiplicity="*"/></Association>
      <EntityContainer Name="C"><AssociationSet Name="s" Association="ns.R"/>{imported}</EntityContainer>"""
    found = problem(document(content))
    assert found.code == "odata-version-unsupported"
    assert isinstance(found.where, Position)
    assert ("96 elements" in found.message) == (kind != "all of it")


def test_an_error_of_version_4_is_not_taken_for_version_3() -> None:
    """Associations that a converter has left behind hurt nobody, so they do not say of what version a document is."""
    content = """<EntityType Name="E"><NavigationProperty Name="n"/></EntityType><Association Name="R"/>
      <EntityContainer Name="C"><FunctionImport Name="f"/></EntityContainer>"""
    assert [each.code for each in problems(document(content))] == ["missing-attribute", "missing-attribute"]
    assert warned('<Association Name="R"/>') == ["unknown-element"]


@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_read(code: str) -> None:
    text = document('<Annotation Term="a.b" String="é"/>').decode()
    data = text.encode(code) if code in ("utf-16", "utf-8-sig") else ("\ufeff" + text).encode(code)
    assert read_csdl(data, source="x").schemas[0].annotations[0].value == Constant("String", "é")


def test_no_entity_is_expanded_and_no_file_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    data = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}">]><a>&e;</a>'
    assert "secret" not in problem(data).message.replace(str(secret), "")


def test_a_type_defined_twice_names_both_places() -> None:
    found = problem(document('\n<ComplexType Name="C"/>\n <EnumType Name="C"/>'))
    assert found.code == "duplicate-name"
    assert found.where == Position("test.xml", 3, 2)
    assert "test.xml:2:1" in found.message


def test_a_member_defined_twice_names_both_places() -> None:
    found = problem(document('<EnumType Name="E">\n<Member Name="a"/>\n<Member Name="a"/></EnumType>'))
    assert (found.code, found.where) == ("duplicate-name", Position("test.xml", 3, 1))
    assert "test.xml:2:1" in found.message


def test_one_mistake_does_not_hide_another() -> None:
    found = problems(document('<EntityType Name="E"><NavigationProperty Name="n" ContainsTarget="odd"/></EntityType>'))
    assert [each.code for each in found] == ["missing-attribute", "invalid-value"]


def test_errors_are_collected() -> None:
    found = problems(document('<EntityType/><EntityType Name="E"><Property Name="p"/></EntityType><Term/>'))
    assert [each.code for each in found] == ["missing-attribute", "missing-attribute", "missing-attribute"]


def test_equal_mistakes_are_reported_where_they_stand() -> None:
    content = '<ComplexType Name="C"><Property Name="a"/><Property Name="b"/></ComplexType>'
    assert [each.path for each in problems(document(content))] == ["ns.C/a", "ns.C/b"]


@pytest.mark.parametrize(
    "tag",
    ["Not", "Collection", "Record><PropertyValue Property='p'", "LabeledElement Name='n'", "Annotation Term='a.b'"],
)
def test_deep_nesting_is_refused(tag: str) -> None:
    found = problem(nested(tag, 300))
    assert found.code == "too-deep"
    assert isinstance(found.where, Position)
    assert problem(nested(tag, 100_000)).code == "too-deep"


def test_the_deepest_that_is_read() -> None:
    assert read_csdl(nested("Not", 199), source="x") == read_csdl(nested("Not", 199), source="y")
    assert problem(nested("Not", 200)).code == "too-deep"


@pytest.mark.parametrize("tag", ["x", "x:x xmlns:x='x'", "Schema Namespace='a'"])
def test_ignored_elements_may_be_as_deep_as_the_parser_accepts(tag: str) -> None:
    warnings: list[Diagnostic] = []
    read_csdl(nested(tag, 250), source="x", warnings=warnings)
    assert {each.code for each in warnings} <= {"unknown-element"}
    error = problem(nested(tag, 100_000))
    assert (error.code, isinstance(error.where, Position)) == ("too-deep", True)


def test_a_huge_attribute_is_refused() -> None:
    model = read_csdl(document(f'<Annotation Term="a.b" String="{"x" * 9_000_000}"/>'), source="x")
    assert isinstance(value := model.schemas[0].annotations[0].value, Constant) and len(value.text) == 9_000_000
    error = problem(document(f'<Annotation Term="a.b" String="{"x" * 11_000_000}"/>'))
    assert error.code == "not-xml"
    assert "longer than 10 MB" in error.message


def test_prefixes_without_a_namespace_are_refused_where_they_are() -> None:
    error = problem(document('\n<ComplexType Name="C" x:a="1"/>'))
    assert (error.code, isinstance(error.where, Position) and error.where.line) == ("not-xml", 2)
    assert "unbound prefix" in error.message
    assert warned('<o:X xmlns:o="relative/namespace"/>') == []


def test_character_references_are_text() -> None:
    text = """<Annotation Term="a.b" String="&amp;lt;&lt;&#38;#65;&#65;"/>
        <Annotation Term="a.c"><String>&amp;amp;</String></Annotation>"""
    values = [each.value for each in read(text).schemas[0].annotations]
    assert values == [Constant("String", "&lt;<&#65;A"), Constant("String", "&amp;")]


def warned(content: str) -> list[str]:
    """The codes of the warnings for a document that is read."""
    found: list[Diagnostic] = []
    read_csdl(document(content), source="x", warnings=found)
    assert all(each.severity is Severity.WARNING and each.where and each.remedy for each in found)
    return [each.code for each in found]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('<ComplexType Name="C"><Property Name="request-id" Type="Edm.String"/></ComplexType>', "odd-name"),
        (f'<ComplexType Name="{"x" * 300}"/>', "long-name"),
        ('<ComplexType Name="C"><Propety Name="p"/></ComplexType>', "unknown-element"),
        ('<ComplexType Name="C" abstract="true"/>', "unknown-attribute"),
        ('<ComplexType Name="C"><Property Name="p" Type="Int32"/></ComplexType>', "unqualified-type"),
        ('<ComplexType Name="C" HasStream="odd"/>', "unknown-attribute"),
        ('<Term Name="T" Type="Edm.String"/><Term Name="T" Type="Edm.String"/>', "duplicate-name"),
        (
            """<EntityContainer Name="C"><Singleton Name="s" Type="ns.E"/><Singleton Name="s" Type="ns.E"/>
               </EntityContainer>""",
            "duplicate-name",
        ),
        ('<Annotation Term="a.b"><Strng>x</Strng></Annotation>', "unknown-element"),
        ('<Annotation Term="a.b" Int="1"><Int>2</Int></Annotation>', "unknown-element"),
    ],
)
def test_what_is_odd_is_read_with_a_warning(content: str, code: str) -> None:
    assert warned(content) == [code]


def test_what_may_stand_once_counts_where_it_stands_first() -> None:
    twice = """
        <Function Name="f"><ReturnType Type="Edm.Int32"/><ReturnType Type="Edm.String"/></Function>
        <EntityType Name="E"><NavigationProperty Name="n" Type="ns.E">
          <OnDelete Action="Cascade"/><OnDelete Action="None"/></NavigationProperty></EntityType>"""
    assert warned(twice) == ["unknown-element", "unknown-element"]
    model = read(twice)
    assert model.operations[q("ns.f")][0].returns == ReturnType(INT)
    assert only(model, "ns.E").navigations[0].on_delete == OnDelete("Cascade")


@pytest.mark.parametrize(("count", "listed", "last"), [(10, 10, "unknown-element"), (13, 11, "more-findings")])
def test_warnings_that_are_not_kept_are_counted(
    count: int, listed: int, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert context._MOST[Severity.WARNING] == 10_000
    monkeypatch.setitem(context._MOST, Severity.WARNING, 10)
    found = warned("<Colour/>" * count)
    assert (len(found), found[-1]) == (listed, last)


@pytest.mark.parametrize(("count", "listed"), [(100, 100), (103, 101)])
def test_errors_that_are_not_listed_are_counted(count: int, listed: int) -> None:
    errors = problems(document("<EntityType/>" * count))
    assert len(errors) == listed
    assert ("3 more errors" in errors[-1].message) == (count == 103)


def test_a_value_that_cannot_be_read_is_no_default() -> None:
    model = read("""<Annotation Term="a.b"><Strng>x</Strng></Annotation>
        <Annotation Term="a.c"><Record><PropertyValue Property="p"><Strng/></PropertyValue></Record></Annotation>""")
    assert model.schemas[0].annotations == (Annotation(q("a.c"), Record()),)


def test_names_of_other_scripts_are_identifiers() -> None:
    assert warned('<ComplexType Name="Größe"><Property Name="長さ" Type="Edm.Int32"/></ComplexType>') == []
    assert warned('<ComplexType Name="²"/>') == ["odd-name"]


def test_true_of_some_services_is_true() -> None:
    assert read('<Action Name="a" IsBound="True"/>').operations[q("ns.a")][0].bound


def test_nothing_but_our_errors_comes_out() -> None:
    """Damaged documents: bytes changed, cut and doubled at random."""
    whole = document(
        EVERYTHING + '<Annotations Target="ns.E/p"><Annotation Term="a.b"><Null/></Annotation></Annotations>'
    )
    dice = random.Random(4)
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(data))
            data[at : at + dice.choice((0, 1, 1, 9))] = dice.choice(
                (b"", b"<", b'"', b"\xff", bytes((dice.randrange(256),)))
            )
        try:
            read_csdl(bytes(data), source="x")
        except CsdlgenError as error:
            assert all(each.code for each in error.diagnostics)
