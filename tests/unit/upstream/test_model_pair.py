"""Findings between two models, with locations that readers of the old documents alone can use."""

from __future__ import annotations

from datetime import date

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.drift.finding import every
from csdlgen.edm.model import EdmModel
from csdlgen.project.inputs import Source
from csdlgen.project.positions import positions
from csdlgen.upstream.model_pair import document_pair, located_in
from tests.support.csdl import document

OLD = """
  <EntityType Name="order"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="note" Type="Edm.String"/>
  </EntityType>
  <EntityType Name="orderLine"/>
  <Action Name="ship" IsBound="true"><Parameter Name="it" Type="demo.order"/></Action>
  <EntityContainer Name="service"><EntitySet Name="orders" EntityType="demo.order"/></EntityContainer>
"""
NOTE, SHIP, ORDERS = '<Property Name="note"', '<Action Name="ship"', '<EntitySet Name="orders"'


def read(text: str, name: str) -> tuple[EdmModel, Source]:
    source = Source(name, document(text, schema='Namespace="demo"'))
    return read_csdl(source.data, source=name), source


@pytest.mark.parametrize(
    ("before", "after", "path", "tag"),
    [
        ('"note" Type="Edm.String"', '"note" Type="Edm.Int32"', "demo.order/note", NOTE),
        (NOTE, '<Property Name="more" Type="Edm.String"/>' + NOTE, "demo.order/more", '<EntityType Name="order">'),
        ("/></Action>", '/><Parameter Name="how" Type="Edm.String"/></Action>', "demo.order/ship()/how", SHIP),
        (ORDERS, '<Singleton Name="me" Type="demo.order"/>' + ORDERS, "demo.service/me", "<EntityContainer"),
        (SHIP, '<ComplexType Name="orderLines"/>' + SHIP, "demo.orderLines", "<Schema"),
    ],
    ids=["changed", "added-member", "added-parameter", "added-child", "added-type"],
)
def test_what_is_new_has_the_location_of_what_it_would_be_in(before: str, after: str, path: str, tag: str) -> None:
    assert OLD.count(before) == 1
    old, source = read(OLD, "old.xml")
    new, _ = read(OLD.replace(before, after), "new.xml")
    findings = [*every(located_in(document_pair(old, new).findings(date(2026, 1, 1)), old, "old"))]
    (finding,) = (finding for finding in findings if finding.path == path)
    assert {where.source for each in findings for where in (each.old, each.new) if where} == {"old.xml"}
    position = positions([finding.new], [source])[finding.new]  # type: ignore[index]
    line = source.data.decode().split("\n")[position.line - 1]
    assert line[position.column - 1 :].startswith(tag)
    # The same the other way round: what is gone has the location of what it was in.
    findings = [*every(located_in(document_pair(new, old).findings(date(2026, 1, 1)), old, "new"))]
    (gone,) = (finding for finding in findings if finding.path == path)
    assert {where.source for each in findings for where in (each.old, each.new) if where} == {"old.xml"}
    assert gone.new == finding.new
