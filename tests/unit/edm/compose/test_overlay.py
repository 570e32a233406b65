"""Overlays: what they add, what they may repeat, and what they may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csdlgen.csdl import dump_csdl, dump_csdl_json, read_csdl
from csdlgen.edm.compose.overlay import overlay
from csdlgen.edm.model import ComplexType, Constant, EdmModel, EntityType, EnumType, Operation, QName
from csdlgen.edm.vocabularies import description
from csdlgen.errors import CsdlgenError, Diagnostic, Location, Severity

TYPE = '<ComplexType Name="box"><Property Name="size" Type="Edm.Int32"/></ComplexType>'
ENUM = '<EnumType Name="mode"><Member Name="gentle" Value="0"/></EnumType>'
ENTITY = (
    '<EntityType Name="machine"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>'
    '<NavigationProperty Name="next" Type="demo.machine"><OnDelete Action="Cascade"/></NavigationProperty></EntityType>'
)
START = '<Action Name="start" IsBound="true"><Parameter Name="on" Type="demo.machine"/>{}</Action>'
RETURN = '<ReturnType Type="demo.box"/>'
SETS = '<EntityContainer Name="service"><EntitySet Name="machines" EntityType="demo.machine"/></EntityContainer>'
ALL = TYPE + ENUM + ENTITY + START.format(RETURN) + SETS


def model(content: str, source: str = "base", namespace: str = "demo") -> EdmModel:
    head = '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
    schema = f'<Schema Namespace="{namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">{content}</Schema>'
    return read_csdl(f"{head}{schema}</edmx:DataServices></edmx:Edmx>".encode(), source=source)


def over(content: str, base: str = ALL) -> EdmModel:
    return overlay(model(base), model(content, "over"))


def problems(content: str, base: str = ALL) -> tuple[Diagnostic, ...]:
    with pytest.raises(CsdlgenError) as caught:
        over(content, base)
    return caught.value.diagnostics


def said(text: str) -> str:
    return f'<Annotation Term="Org.OData.Core.V1.Description" String="{text}"/>'


def on(target: str, text: str) -> str:
    return f'<Annotations Target="{target}">{said(text)}</Annotations>'


def start(found: EdmModel) -> Operation:
    return found.operations[QName("demo", "start")][0]


def test_an_empty_overlay_changes_nothing() -> None:
    assert over("") == model(ALL)


def test_new_elements_come_behind_those_of_the_metadata() -> None:
    found = over(
        '<ComplexType Name="new"/><Action Name="stop"/><EntityContainer Name="service">'
        '<Singleton Name="press" Type="demo.machine"/><ActionImport Name="stop" Action="demo.stop"/></EntityContainer>'
    )
    assert [each.name for each in found.types] == ["box", "mode", "machine", "new"]
    (container,) = found.containers
    assert [each.name for each in container.sets] == ["machines"]
    assert [each.name for each in container.singletons] == ["press"]
    assert [each.name for each in container.imports] == ["stop"]


def test_a_new_namespace_is_added() -> None:
    found = overlay(model(ALL), model(TYPE, "over", "demo.inner"))
    assert [each.namespace for each in found.schemas] == ["demo", "demo.inner"]


def test_another_overload_is_no_conflict() -> None:
    found = over('<Action Name="start" IsBound="true"><Parameter Name="on" Type="Collection(demo.machine)"/></Action>')
    assert [each.signature for each in found.operations[QName("demo", "start")]] == [
        "demo.start(demo.machine)",
        "demo.start(Collection(demo.machine))",
    ]


def test_an_equal_definition_may_be_repeated() -> None:
    assert over(ALL) == model(ALL)


def test_a_repeated_definition_brings_its_annotations() -> None:
    result = f'<ReturnType Type="demo.box">{said("the result")}</ReturnType>'
    entity = ENTITY.replace('"Cascade"/>', f'"Cascade">{said("gone too")}</OnDelete>').replace(
        '"Edm.String"/>', f'"Edm.String">{said("the key")}</Property>'
    )
    found = over(
        TYPE.replace("</Complex", f"{said('a box')}</Complex")
        + entity
        + START.format(result).replace('"demo.machine"/>', f'"demo.machine">{said("what to start")}</Parameter>')
        + ENUM.replace('"0"/>', f'"0">{said("gently")}</Member>')
    )
    machine, mode = found.types[QName("demo", "machine")], found.types[QName("demo", "mode")]
    assert isinstance(machine, EntityType) and isinstance(mode, EnumType)
    assert description(found.types[QName("demo", "box")].annotations) == "a box"
    assert description(machine.properties[0].annotations) == "the key"
    assert machine.navigations[0].on_delete
    assert description(machine.navigations[0].on_delete.annotations) == "gone too"
    assert description(mode.members[0].annotations) == "gently"
    assert description(start(found).parameters[0].annotations) == "what to start"
    returns = start(found).returns
    assert returns and description(returns.annotations) == "the result"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TYPE.replace("Int32", "Int64"), "demo.box"),
        (TYPE.replace("size", "length"), "demo.box"),
        (TYPE.replace("Complex", "Entity"), "demo.box"),
        (ENUM.replace('"0"', '"1"'), "demo.mode"),
        (ENTITY.replace("Cascade", "None"), "demo.machine"),
        (START.format(""), "demo.start(demo.machine)"),
        (SETS.replace("demo.machine", "demo.other"), "machines"),
    ],
)
def test_a_different_definition_is_an_error_that_names_both_places(content: str, name: str) -> None:
    error, note = problems(content)
    assert (error.code, error.severity, note.severity) == ("overlay-conflict", Severity.ERROR, Severity.NOTE)
    assert error.path == note.path == name
    assert isinstance(error.where, Location) and isinstance(note.where, Location)
    assert (error.where.source, note.where.source) == ("over", "base")


@pytest.mark.parametrize(
    "target",
    [
        "demo.box", "demo.box/size", "demo.mode/gentle", "demo.machine/next", "demo.start", "demo.start(demo.machine)",
        "demo.start(demo.machine)/on", "demo.start(demo.machine)/$ReturnType", "demo.service", "demo.service/machines",
    ],
)  # fmt: skip
def test_an_annotation_reaches_its_target(target: str) -> None:
    assert over(on(target, "said")) == overlay(model(ALL), model(on(target, "said"), "over"))
    assert "said" in repr(over(on(target, "said"))) and "said" not in repr(model(ALL))


def test_what_the_metadata_annotates_may_be_defined_by_the_overlay() -> None:
    found = overlay(model(on("demo.box/size", "said") + on("demo.gone", "left")), model(TYPE, "over"))
    box = found.types[QName("demo", "box")]
    assert isinstance(box, ComplexType) and description(box.properties[0].annotations) == "said"
    assert [each.target for each in found.schemas[0].targets] == ["demo.gone"]
    assert read_csdl(dump_csdl(found).encode(), source="") == found


def test_an_annotation_replaces_the_one_of_its_term_and_qualifier_only() -> None:
    other = '<Annotation Term="demo.other" String="kept"/>'
    tablet = said("tablet").replace(" String", ' Qualifier="Tablet" String')
    base = TYPE.replace("</Complex", f"{said('old')}{other}{tablet}</Complex")
    found = over(on("demo.box", "new"), base).types[QName("demo", "box")].annotations
    assert {(each.term.name, each.qualifier, each.value) for each in found} == {
        ("Description", None, Constant("String", "new")),
        ("Description", "Tablet", Constant("String", "tablet")),
        ("other", None, Constant("String", "kept")),
    }
    assert len(found) == 3


@pytest.mark.parametrize(
    ("target", "remedy"),
    [
        ("demo.bx", "Did you mean 'demo.box'?"),
        ("demo.box/siz", "Did you mean 'size'?"),
        ("demo.mode/gentel", "Did you mean 'gentle'?"),
        ("demo.box/wholly-unlike", "Correct the target, or remove the annotation."),
        ("demo.start(demo.box)", "Did you mean 'demo.start(demo.machine)'?"),
        ("demo.start(demo.machine)/onn", "Did you mean 'on'?"),
        ("demo.servcie", "Did you mean 'demo.service'?"),
        ("other.thing", "Correct the target, or remove the annotation."),
    ],
)
def test_an_unknown_target_is_an_error_with_a_suggestion(target: str, remedy: str) -> None:
    (found,) = problems(on(target, "said"))
    assert (found.code, found.path, found.remedy) == ("overlay-target", target, remedy)
    assert isinstance(found.where, Location) and found.where.source == "over"


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = problems(
        TYPE.replace("Int32", "Int64") + ENUM.replace('"0"', '"1"') + on("demo.x", "a") + on("demo.y", "b")
    )
    assert [each.code for each in found] == ["overlay-conflict"] * 4 + ["overlay-target"] * 2


@pytest.mark.parametrize("write", [dump_csdl, dump_csdl_json])
@pytest.mark.parametrize("alias_of", ["schema", "include"])
@pytest.mark.parametrize("brings", ["schema", "include"])
def test_what_an_overlay_makes_of_a_document_can_be_read_again(
    write: Callable[[EdmModel], str], alias_of: str, brings: str
) -> None:
    def document(content: str, attributes: str, include: str) -> EdmModel:
        text = f"""<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
        <edmx:Reference Uri="x.xml"><edmx:Include {include}/></edmx:Reference><edmx:DataServices>
        <Schema {attributes} xmlns="http://docs.oasis-open.org/odata/ns/edm">{content}</Schema></edmx:DataServices>
        </edmx:Edmx>"""
        return read_csdl(text.encode(), source="x")

    aliased, bare = 'Namespace="{0}" Alias="short"', 'Namespace="{0}"'
    base = document(
        ALL,
        (aliased if alias_of == "schema" else bare).format("demo"),
        (aliased if alias_of == "include" else bare).format("elsewhere"),
    )
    given = bare.format("short"), bare.format("another")
    added = document(TYPE, *(given if brings == "schema" else given[::-1]))
    merged = overlay(base, added)
    assert read_csdl(write(merged).encode(), source="again") == merged
