"""What the text of a property says of queries, by the restrictions of what leads to its entities."""

from __future__ import annotations

import pytest

from csdlgen.edm.lookup import Lookup
from csdlgen.package.plan.field_text import field_facts
from csdlgen.pipeline import build, select_package
from csdlgen.project.config import parse_config
from csdlgen.project.inputs import Inputs, Source
from tests.support.csdl import document, read


def lists(term: str, name: str, *paths: str, kind: str = "PropertyPath") -> str:
    items = "".join(f"<{kind}>{path}</{kind}>" for path in paths)
    return (
        f'<Annotation Term="Org.OData.Capabilities.V1.{term}"><Record><PropertyValue Property="{name}">'
        f"<Collection>{items}</Collection></PropertyValue></Record></Annotation>"
    )


def service(of_set: str = "", of_property: str = "", of_type: str = "") -> str:
    sets = "".join(f'<EntitySet Name="{name}" EntityType="ns.Order">{of_set}</EntitySet>' for name in "abcdefg")
    return f"""
<EntityType Name="Thing"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
</EntityType>
<EntityType Name="Order" BaseType="ns.Thing"><Property Name="home" Type="ns.Place"/>
  <NavigationProperty Name="lines" Type="Collection(ns.Line)" ContainsTarget="true">{of_property}</NavigationProperty>
</EntityType>
<EntityType Name="Line" BaseType="ns.Thing"><Property Name="text" Type="Edm.String"/>{of_type}</EntityType>
<ComplexType Name="Place"><Property Name="city" Type="Edm.String"/></ComplexType>
<EntityContainer Name="C">{sets if of_set else ""}</EntityContainer>"""


def facts(content: str) -> dict[str, tuple[str, ...]]:
    return {f"{type_.name}/{name}": says for (type_, name), says in field_facts(Lookup(read(content))).items()}


@pytest.mark.parametrize(
    ("term", "name", "says"),
    [
        ("FilterRestrictions", "NonFilterableProperties", "no filter by it"),
        ("FilterRestrictions", "RequiredProperties", "filters must name it"),
        ("SortRestrictions", "NonSortableProperties", "no order by it"),
        ("SortRestrictions", "AscendingOnlyProperties", "only ascending order by it"),
        ("SortRestrictions", "DescendingOnlyProperties", "only descending order by it"),
        ("CountRestrictions", "NonCountableProperties", "not counted"),
    ],
)
def test_a_property_in_a_list(term: str, name: str, says: str) -> None:
    restricted = lists(term, name, "text")
    assert facts(service(of_property=restricted)) == {"Line/text": (f"{says} in `Order/lines`",)}
    assert facts(service(of_type=restricted)) == {"Line/text": (f"{says} in collections of `Line`",)}


def test_inherited_properties_casts_and_paths() -> None:
    unfiltered = lists("FilterRestrictions", "NonFilterableProperties", "id", "ns.Order/home/city", "home", "nothing")
    found = facts(service(of_set=unfiltered).replace("abcdefg", "a"))
    assert found["Thing/id"] == ("no filter by it in `a`, `b`, `c`, `d`, `e` and 2 more places",)
    assert found["Place/city"][0].startswith("no filter by it in `a` as `ns.Order/home/city`, ")
    assert found.keys() == {"Thing/id", "Place/city", "Order/home"}


def test_navigation_properties() -> None:
    listed = lists("ExpandRestrictions", "NonExpandableProperties", "lines", kind="NavigationPropertyPath")
    assert facts(service(of_set=listed))["Order/lines"][0].startswith("not expanded in `a`")


def test_the_text_of_a_field_says_it() -> None:
    config = parse_config(
        '[packages.shop]\noutput = "out"\nmetadata = ["m.xml"]\nservice-root = "https://x.example"\n'
        'client = "ShopClient"\n[packages.shop.select]\neverything = true\n',
        source="csdlgen.toml",
    ).packages[0]
    unfiltered = lists("FilterRestrictions", "NonFilterableProperties", "text")
    schema = document(service(of_property=unfiltered))
    files = build(config, select_package(config, Inputs((Source("m.xml", schema),), (), ())))
    text = next(text for path, text in files.items() if path.as_posix() == "shop/models/line.py")
    assert '"""No filter by it in `Order/lines`."""' in text
