"""A document is read whatever names are in it: odd ones are kept as they are, unusable ones leave out what has them.

The matrix: every kind of name that CSDL has, by every spelling, in both formats.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.check import check
from csdlgen.csdl import dump_csdl, dump_csdl_json, normalise, read_csdl
from csdlgen.edm.model import EdmModel, EntityType, EnumType
from csdlgen.errors import Diagnostic, Severity
from tests.support.csdl import EDM, document, only, problem, q

ODD = (
    "request-id", "Copy$", "Order.Default", "DB Details", "2nd", "a&b", "100%", "a+b", "~a!*", "ä-ö", "²", "PagedOf`1",
    "-", "Copy$Of$", "microsoft.graph.x", "a:b",
)  # fmt: skip
ODD_IN_JSON = ("Collection(Text)", "C#", "a = b", "Amount (USD)", "what?", "a;b|c", "{id}", "^", "[0]")
UNUSABLE = (
    "", "a/b", "../../x", "a..b", "it's", 'say "x"', "a\\b", "<b>", "a\nb", "a\tb", "a\r", "\u0085", "a\u2028b",
)  # fmt: skip
UNUSABLE_IN_URLS = (".a", "a.", " a", "a ", "$a", "a(b)", "a,b", "a=b", "a#b", "a?b", "a@b", "{id}", "a;b", "a|b")

E = '<EntityType Name="E"><Key><PropertyRef Name="k"/></Key><Property Name="k" Type="Edm.String"/>{0}</EntityType>'
SERVICE = E.format("") + '<EntityContainer Name="C">{0}</EntityContainer>'
FUNCTION = '<Function Name="f"><ReturnType Type="Edm.String"/></Function>'
OPERATION = E.format("") + '<{0} Name={1} IsBound="true"><Parameter Name="b" Type="ns.E"/></{0}>'


def _types(model: EdmModel) -> list[str]:
    return [each.name for each in model.types]


def _operations(model: EdmModel) -> list[str]:
    return [each.name for each in model.operations]


def _parameters(model: EdmModel) -> list[str]:
    return [each.name for overloads in model.operations.values() for one in overloads for each in one.parameters]


def _members(model: EdmModel) -> list[str]:
    return [each.name for one in model.types.values() if isinstance(one, EnumType) for each in one.members]


def _roots(model: EdmModel) -> list[str]:
    return [each.name for one in model.containers for each in one.roots]


def _imports(model: EdmModel) -> list[str]:
    return [each.name for one in model.containers for each in one.imports]


def _aliases(model: EdmModel) -> list[str | None]:
    return [part.alias for one in model.types.values() if isinstance(one, EntityType) for part in one.key or ()]


KINDS: dict[str, tuple[str, Callable[[EdmModel], list[str] | list[str | None]]]] = {
    "entity type": ("<EntityType Name={0}/>", _types),
    "complex type": ("<ComplexType Name={0}/>", _types),
    "enumeration": ("<EnumType Name={0}/>", _types),
    "type definition": ('<TypeDefinition Name={0} UnderlyingType="Edm.String"/>', _types),
    "navigation property": (
        E.format('<NavigationProperty Name={0} Type="ns.E"/>'),
        lambda model: [each.name for each in only(model, "ns.E").navigations],
    ),
    "action": (OPERATION.format("Action", "{0}"), _operations),
    "function": ('<Function Name={0}><ReturnType Type="Edm.String"/></Function>', _operations),
    "parameter": ('<Action Name="a"><Parameter Name={0} Type="Edm.String"/></Action>', _parameters),
    "term": (
        '<Term Name={0} Type="Edm.String"/>',
        lambda model: [each.name.name for schema in model.schemas for each in schema.terms],
    ),
    "container": ("<EntityContainer Name={0}/>", lambda model: [each.name.name for each in model.containers]),
    "entity set": (SERVICE.format('<EntitySet Name={0} EntityType="ns.E"/>'), _roots),
    "singleton": (SERVICE.format('<Singleton Name={0} Type="ns.E"/>'), _roots),
    "action import": (
        '<Action Name="a"/><EntityContainer Name="C"><ActionImport Name={0} Action="ns.a"/></EntityContainer>',
        _imports,
    ),
    "function import": (
        FUNCTION + '<EntityContainer Name="C"><FunctionImport Name={0} Function="ns.f"/></EntityContainer>',
        _imports,
    ),
    "alias of a key part": (
        """<ComplexType Name="X"><Property Name="y" Type="Edm.String"/></ComplexType><EntityType Name="E">
           <Key><PropertyRef Name="x/y" Alias={0}/></Key><Property Name="x" Type="ns.X"/></EntityType>""",
        _aliases,
    ),
}
JSON_KINDS: dict[str, tuple[str, Callable[[EdmModel], list[str] | list[str | None]]]] = {
    "property": (
        E.format('<Property Name={0} Type="Edm.String"/>'),
        lambda model: [each.name for each in only(model, "ns.E").properties],
    ),
    "member": ("<EnumType Name='N'><Member Name={0}/></EnumType>", _members),
}
ALL = {**KINDS, **JSON_KINDS}


def written(pattern: str, name: str) -> bytes:
    """A document with a name in its place; what XML would make a blank of is escaped."""
    return document(pattern.format(quoteattr(name, {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})))


def reading(data: bytes) -> tuple[EdmModel, list[Diagnostic]]:
    """The model, and what was said about names."""
    found: list[Diagnostic] = []
    model = read_csdl(data, source="test", warnings=found)
    assert all(each.severity is Severity.WARNING and each.where and each.remedy for each in found)
    return model, [each for each in found if each.code in ("odd-name", "invalid-identifier")]


def there(kind: str, model: EdmModel, name: str) -> bool:
    return any(each in (name, q(f"ns.{name}"), ("ns", name)) for each in ALL[kind][1](model))


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("kind", ALL)
def test_an_odd_name_is_kept_with_a_warning(kind: str, name: str) -> None:
    model, found = reading(written(ALL[kind][0], name))
    assert there(kind, model, name)
    assert [each.code for each in found] == ["odd-name"]
    assert repr(name) in found[0].message
    assert read_csdl(dump_csdl(model).encode(), source="again") == model
    again, diagnostics = reading(dump_csdl_json(model).encode())
    assert again == normalise(model)
    assert [each.code for each in diagnostics] == ["odd-name"]


@pytest.mark.parametrize("name", [*ODD_IN_JSON, *(each for each in UNUSABLE_IN_URLS if "," not in each)])
@pytest.mark.parametrize("kind", JSON_KINDS)
def test_what_has_a_meaning_in_urls_has_none_in_json(kind: str, name: str) -> None:
    model, found = reading(written(JSON_KINDS[kind][0], name))
    assert there(kind, model, name) and len(found) == 1
    assert read_csdl(dump_csdl(model).encode(), source="again") == model
    assert read_csdl(dump_csdl_json(model).encode(), source="again") == normalise(model)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *((kind, name) for kind in ALL for name in UNUSABLE),
        *((kind, name) for kind in KINDS for name in UNUSABLE_IN_URLS),
        ("member", "a,b"),
    ],
)
def test_what_has_an_unusable_name_is_left_out_with_a_warning(kind: str, name: str) -> None:
    model, found = reading(written(ALL[kind][0], name))
    assert not there(kind, model, name)
    assert {each.code for each in found} == {"invalid-identifier"}
    assert repr(name) in found[0].message
    assert all("\n" not in f"{each.message}{each.path}" for each in found)
    if kind == "parameter":
        assert not model.operations  # with a parameter less, calls would be wrong
    if kind == "alias of a key part":
        assert not any(part for one in model.types.values() if isinstance(one, EntityType) for part in one.key or ())
    assert check(model) is not None


@pytest.mark.parametrize("name", [*ODD, "System", "odata", "Transient", "System.x-y"])
def test_an_odd_namespace_and_what_refers_to_it(name: str) -> None:
    """Types refer to each other by the namespace and by an alias."""
    data = document(
        f"<ComplexType Name='A'><Property Name='b' Type={quoteattr(f'{name}.B')}/></ComplexType>"
        f"<ComplexType Name='B' BaseType='self.A'/>",
        schema=f"Namespace={quoteattr(name)} Alias='self'",
    )
    model, found = reading(data)
    # dots are what namespaces have
    assert [each.code for each in found] == [] if name.replace(".", "").isidentifier() and "." in name else ["odd-name"]
    assert check(model) == ()
    assert {each.namespace for each in model.types} == {name}
    assert read_csdl(dump_csdl(model).encode(), source="again") == model
    assert read_csdl(dump_csdl_json(model).encode(), source="again") == normalise(model)


@pytest.mark.parametrize("name", ["Edm", *UNUSABLE, *UNUSABLE_IN_URLS])
def test_an_unusable_namespace_leaves_out_the_schema(name: str) -> None:
    quoted = quoteattr(name, {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})
    other = f'<Schema xmlns="{EDM}" Namespace="ns"><ComplexType Name="kept"/></Schema>'
    data = document("<ComplexType Name='lost'/>", schema=f"Namespace={quoted}")
    model, found = reading(data.replace(b"</edmx:DataServices>", other.encode() + b"</edmx:DataServices>"))
    assert [str(each) for each in model.types] == ["ns.kept"]
    assert [each.code for each in found] == ["invalid-identifier"]
    assert problem(data).code == "invalid-identifier"  # where no other schema is left to read


@pytest.mark.parametrize("name", [*ODD, *UNUSABLE, *UNUSABLE_IN_URLS])
@pytest.mark.parametrize("element", ["schema", "include"])
def test_an_alias_is_used_where_it_can_be(name: str, element: str) -> None:
    alias = quoteattr(name, {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})
    head = '<edmx:Reference Uri="u"><edmx:Include Namespace="other" Alias={}/></edmx:Reference>'
    target = "ns" if element == "schema" else "other"
    content = f"<ComplexType Name='A' BaseType={quoteattr(f'{name}.B')}/>"
    data = document(
        content if name in ODD else "",
        head=head.format(alias) if element == "include" else "",
        schema=f"Namespace='ns' Alias={alias}" if element == "schema" else "Namespace='ns'",
    )
    model, found = reading(data)
    assert [each.code for each in found] == ["odd-name" if name in ODD else "invalid-identifier"]
    if name in ODD:
        assert only(model, "ns.A").base == q(f"{target}.B")


@pytest.mark.parametrize("name", [*ODD, *(each for each in UNUSABLE if each.isprintable() and each)])
def test_the_name_of_a_term_from_elsewhere_stops_nobody(name: str) -> None:
    model, found = reading(document(f"<Annotation Term={quoteattr(f'org.example.{name}')} Bool='true'/>"))
    (annotation,) = model.schemas[0].annotations
    assert str(annotation.term) == f"org.example.{name}"
    assert [each.code for each in found] == [] if name in ("Order.Default", "microsoft.graph.x") else ["odd-name"]


def test_names_with_dots_are_found_by_what_refers_to_them() -> None:
    data = document("""<ComplexType Name="Order.Default"/><ComplexType Name="C" BaseType="self.Order.Default"/>
           <ComplexType Name="D" BaseType="ns.Order.Default"/>
           <Annotations Target="ns.Order.Default"><Annotation Term="a.b"/></Annotations>
           <Annotations Target="self.Order.Default"><Annotation Term="a.c"/></Annotations>""")
    model, _ = reading(data)
    wanted = model.named("ns.Order.Default")
    assert wanted == ("ns", "Order.Default")
    assert only(model, "ns.C").base == only(model, "ns.D").base == wanted
    found = model.structured(wanted)
    assert found is not None and [str(each.term) for each in found.annotations] == ["a.b", "a.c"]
    assert check(model) == ()


def test_members_count_on_over_what_is_left_out() -> None:
    model, _ = reading(
        document("<EnumType Name='N'><Member Name='a'/><Member Name='b/c'/><Member Name='d'/></EnumType>")
    )
    found = model.types[q("ns.N")]
    assert isinstance(found, EnumType)
    assert [(each.name, each.value) for each in found.members] == [("a", 0), ("d", 2)]


@given(st.sampled_from(sorted(ALL)), st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))))
def test_any_name_is_kept_or_left_out_and_never_half(kind: str, name: str) -> None:
    """Whatever the name: the document is read, what is kept is written and read as it was, what is not is reported."""
    model, found = reading(written(ALL[kind][0], name))
    if there(kind, model, name):
        assert {each.code for each in found} <= {"odd-name"}
        assert read_csdl(dump_csdl(model).encode(), source="again") == model
        assert read_csdl(dump_csdl_json(model).encode(), source="again") == normalise(model)
    else:
        assert {each.code for each in found} == {"invalid-identifier"}


def test_an_alias_of_what_cannot_be_a_namespace_stands_for_nothing() -> None:
    """The names with it stay as they are, and are read again as the same."""
    include = '<edmx:Reference Uri="x"><edmx:Include Namespace=" " Alias="Core"/></edmx:Reference>'
    noted = '<ComplexType Name="T"><Annotation Term="Core.Description" String="A text."/></ComplexType>'
    model, found = reading(document(noted, head=include))
    assert [each.code for each in found] == ["invalid-identifier"]
    assert only(model, "ns.T").annotations[0].term == q("Core.Description")
    assert read_csdl(dump_csdl(model).encode(), source="") == model


def test_an_alias_that_is_the_namespace_of_the_built_in_types_takes_none_of_them() -> None:
    """Read as an alias, it would leave every property without a type."""
    model, found = reading(document(SERVICE.format(""), schema='Namespace="ns" Alias="Edm"'))
    assert [(each.code, "'Edm'" in each.message) for each in found] == [("odd-name", True)]
    assert [str(each.type.name) for each in only(model, "ns.E").properties] == ["Edm.String"]
    again = read_csdl(dump_csdl(model).encode(), source="again")
    assert only(again, "ns.E") == only(model, "ns.E")
