"""Which verbs the service allows, by annotations of sets, singletons and navigation properties, and what the builders
of a package then have."""

from __future__ import annotations

import ast

import pytest

from csdlgen.navigation import Graph
from csdlgen.pipeline import build, select_package
from csdlgen.project.config import parse_config
from csdlgen.project.inputs import Inputs, Source
from csdlgen.routes import Allowed, VerbRestrictions
from tests.support.csdl import document, read

ALL = {"list", "post", "get", "patch", "delete"}


def term(name: str, content: str) -> str:
    return f'<Annotation Term="Org.OData.Capabilities.V1.{name}"><Record>{content}</Record></Annotation>'


def value(name: str, given: str, kind: str = "Bool") -> str:
    return f'<PropertyValue Property="{name}" {kind}="{given}"/>'


METHOD = "Org.OData.Capabilities.V1.HttpMethod"
BOTH = f"{METHOD}/PATCH {METHOD}/PUT"


def service(of_set: str = "", of_property: str = "", of_singleton: str = "") -> str:
    return f"""
<EntityType Name="Order"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.Int32" Nullable="false"/>
  <NavigationProperty Name="lines" Type="Collection(ns.Line)" ContainsTarget="true">{of_property}</NavigationProperty>
</EntityType>
<EntityType Name="Line"><Key><PropertyRef Name="no"/></Key>
  <Property Name="no" Type="Edm.Int64" Nullable="false"/></EntityType>
<EntityContainer Name="C"><EntitySet Name="orders" EntityType="ns.Order">{of_set}</EntitySet>
  <EntitySet Name="drafts" EntityType="ns.Order"/>
  <Singleton Name="current" Type="ns.Order">{of_singleton}</Singleton></EntityContainer>"""


def allowed(content: str, name: str, *, replaces: bool = False) -> tuple[Allowed, ...]:
    graph = Graph(read(content))
    order = next(each.target for each in graph.roots.values())
    steps = (*graph.roots.values(), *graph.steps(order))
    return VerbRestrictions(graph, steps, replaces).of_step(next(each for each in steps if each.name == name))


@pytest.mark.parametrize(
    ("annotation", "verbs"),
    [
        ("", ALL),
        (term("InsertRestrictions", value("Insertable", "false")), ALL - {"post"}),
        (term("InsertRestrictions", value("Insertable", "true")), ALL),
        (term("InsertRestrictions", value("Insertable", "flag", "Path")), ALL),
        (term("UpdateRestrictions", value("Updatable", "false")), ALL - {"patch"}),
        (term("UpdateRestrictions", value("UpdateMethod", f"{METHOD}/PUT", "EnumMember")), ALL - {"patch"} | {"put"}),
        (term("UpdateRestrictions", value("UpdateMethod", BOTH, "EnumMember")), ALL | {"put"}),
        (term("DeleteRestrictions", value("Deletable", "false")), ALL - {"delete"}),
        (term("ReadRestrictions", value("Readable", "false")), ALL - {"list", "get"}),
        (
            term("ReadRestrictions", '<PropertyValue Property="ReadByKeyRestrictions"><Record>'
                 + value("Readable", "false") + "</Record></PropertyValue>"),
            ALL - {"get"},
        ),
    ],
)  # fmt: skip
def test_what_a_set_says(annotation: str, verbs: set[str]) -> None:
    assert allowed(service(annotation), "orders") == (Allowed("orders", frozenset(verbs)),)
    assert allowed(service(of_property=annotation), "lines") == (Allowed("Order/lines", frozenset(verbs)),)


def test_put_by_setting_unless_the_service_names_methods() -> None:
    (found,) = allowed(service(), "orders", replaces=True)
    assert found.verbs == ALL | {"put"}
    only_patch = term("UpdateRestrictions", value("UpdateMethod", f"{METHOD}/PATCH", "EnumMember"))
    (found,) = allowed(service(only_patch), "orders", replaces=True)
    assert found.verbs == ALL


RESTRICTED = term(
    "NavigationRestrictions",
    '<PropertyValue Property="RestrictedProperties"><Collection><Record>'
    + value("NavigationProperty", "lines", "NavigationPropertyPath")
    + f'<PropertyValue Property="InsertRestrictions"><Record>{value("Insertable", "false")}</Record></PropertyValue>'
    + "</Record></Collection></PropertyValue>",
)


def test_a_restricted_property_speaks_of_what_is_behind_its_set_alone() -> None:
    found = {each.place: each.verbs for each in allowed(service(RESTRICTED), "lines")}
    assert found == {"orders/lines": ALL - {"post"}, "drafts/lines": ALL, "current/lines": ALL}


# --- what is generated ----------------------------------------------------------------------------------------------

CONFIG = """
[packages.shop]
output = "out"
metadata = ["m.xml"]
service-root = "https://service.example/v4"
client = "ShopClient"
[packages.shop.select]
everything = true
"""


def builders(content: str, config: str = CONFIG) -> dict[str, tuple[list[str], str]]:
    """The classes of builders of the type Order and Line: their base classes, and their docstrings."""
    package = parse_config(config, source="csdlgen.toml").packages[0]
    files = build(package, select_package(package, Inputs((Source("m.xml", document(content)),), (), ())))
    found = {}
    for path, text in files.items():
        if path.as_posix() in ("shop/builders/order.py", "shop/builders/line.py"):
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.ClassDef):
                    docstring = " ".join((ast.get_docstring(node) or "").split())
                    found[node.name] = ([ast.unparse(each) for each in node.bases], docstring)
    return found


def test_a_verb_that_is_allowed_nowhere_is_not_there() -> None:
    nothing = "".join(
        term(f"{name}Restrictions", value(flag, "false"))
        for name, flag in (("Insert", "Insertable"), ("Update", "Updatable"), ("Delete", "Deletable"))
    )
    found = builders(service(of_property=nothing))
    assert found["LineBuilder"] == (["Readable[S, 'Line']"], "One `Line`.")
    assert found["LineCollectionBuilder"][0] == ["Countable[S]", "Listable[S, 'Line']"]


def test_of_a_verb_that_some_places_do_not_allow_the_description_says_where() -> None:
    bases, text = builders(service(term("InsertRestrictions", value("Insertable", "false"))))["OrderCollectionBuilder"]
    assert "Creatable[S, 'Order']" in bases
    assert text == "A collection of `Order`. The service does not allow `post` in `orders`."
    bases, text = builders(service(of_singleton=term("UpdateRestrictions", value("Updatable", "false"))))[
        "OrderSingletonBuilder"
    ]
    assert bases == ["OrderNavigation[S]", "Readable[S, 'Order']"]


def test_put_is_there_where_it_is_asked_for() -> None:
    assert "Replaceable[S, 'Order']" not in builders(service())["OrderBuilder"][0]
    assert "Replaceable[S, 'Order']" in builders(service(), f"{CONFIG}replace = true\n")["OrderBuilder"][0]
