"""Which verbs the service allows, by annotations of sets, singletons and navigation properties, and what the builders
of a package then have."""

from __future__ import annotations

import ast

import pytest

from csdlgen.navigation import Graph
from csdlgen.pipeline import build, select_package
from csdlgen.project.config import parse_config
from csdlgen.project.inputs import Inputs, Source
from csdlgen.routes import Allowed, VerbRestrictions, refused_of_property
from tests.support.csdl import document, read

ALL = {"list", "post", "count", "get", "patch", "delete"}


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
        (term("CountRestrictions", value("Countable", "false")), ALL - {"count"}),
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


def test_a_property_that_a_set_does_not_count() -> None:
    listed = '<PropertyValue Property="NonCountableNavigationProperties"><Collection><NavigationPropertyPath>lines'
    uncounted = term("CountRestrictions", f"{listed}</NavigationPropertyPath></Collection></PropertyValue>")
    found = {each.place: each.verbs for each in allowed(service(uncounted), "lines")}
    assert found == {"orders/lines": ALL - {"count"}, "drafts/lines": ALL, "current/lines": ALL}


@pytest.mark.parametrize(
    ("annotation", "refused"),
    [
        ("", set()),
        (term("UpdateRestrictions", value("Updatable", "false")), {"patch", "put", "delete"}),
        (term("UpdateRestrictions", value("Updatable", "flag", "Path")), set()),
        (term("UpdateRestrictions", value("UpdateMethod", f"{METHOD}/PATCH", "EnumMember")), {"put"}),
        (term("UpdateRestrictions", value("UpdateMethod", BOTH, "EnumMember")), set()),
        (term("DeleteRestrictions", value("Deletable", "false")), {"delete"}),
        (term("ReadRestrictions", value("Readable", "false")), {"get"}),
        (term("InsertRestrictions", value("Insertable", "false")), set()),
        ('<Annotation Term="Org.OData.Core.V1.Computed"/>', {"patch", "put", "delete"}),
    ],
)
def test_what_a_structural_property_says(annotation: str, refused: set[str]) -> None:
    property_ = f'<Property Name="state" Type="Edm.String">{annotation}</Property>'
    graph = Graph(read(f'<EntityType Name="Order">{property_}</EntityType>'))
    (prop,) = next(iter(graph.model.types.values())).properties  # type: ignore[union-attr]
    assert refused_of_property(prop.annotations, collection=False) == refused


# --- sets that properties are bound to --------------------------------------------------------------------------------

CLOSED = term("InsertRestrictions", value("Insertable", "false")) + term(
    "UpdateRestrictions", value("Updatable", "false")
)


def bound(of_target: str = CLOSED, of_property: str = "", path: str = "buyers", target: str = "people") -> str:
    """A service with orders whose buyers are in the set `people`."""
    return f"""
<EntityType Name="Order"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.Int32" Nullable="false"/><Property Name="at" Type="ns.Place"/>
  <NavigationProperty Name="buyers" Type="Collection(ns.Person)">{of_property}</NavigationProperty>
  <NavigationProperty Name="notes" Type="Collection(ns.Person)" ContainsTarget="true"/>
</EntityType>
<EntityType Name="Rush" BaseType="ns.Order">
  <NavigationProperty Name="rider" Type="ns.Person"/></EntityType>
<ComplexType Name="Place"><NavigationProperty Name="keeper" Type="ns.Person"/></ComplexType>
<EntityType Name="Person"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>
<EntityContainer Name="C"><EntitySet Name="orders" EntityType="ns.Order">
    <NavigationPropertyBinding Path="{path}" Target="{target}"/></EntitySet>
  <EntitySet Name="people" EntityType="ns.Person">{of_target}</EntitySet></EntityContainer>"""


def bound_places(content: str) -> dict[str, dict[str, set[str]]]:
    """The places behind orders, each with the sets that its entities are in and what those do not allow."""
    graph = Graph(read(content))
    order = graph.roots["orders"].target
    steps = (*graph.roots.values(), *graph.steps(order), *graph.casting(order))
    restrictions = VerbRestrictions(graph, steps, replaces=False)
    found = [each for step in steps if step.declaring for each in restrictions.of_step(step)]
    assert all(each.verbs == ALL for each in found)
    return {each.place: {one.place: ALL - one.verbs for one in each.bound} for each in found}


def test_what_a_set_says_is_known_of_the_properties_that_are_bound_to_it_and_takes_nothing_from_them() -> None:
    found = {place: sets for place, sets in bound_places(bound()).items() if sets}
    assert found == {"Order/buyers": {"people": {"post", "patch"}}}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("ns.Rush/rider", "Rush/rider"),
        ("at/keeper", "Place/keeper"),
        ("ns.Order/buyers", "Order/buyers"),
        ("buyers/ns.Person", "Order/buyers"),
        ("notes", ""),  # contained, so in no set
        ("nothing", ""),
        ("at", ""),
    ],
)
def test_binding_paths_lead_through_casts_and_complex_properties(path: str, place: str) -> None:
    found = bound_places(bound(path=path))
    assert {name for name, sets in found.items() if sets} == ({place} if place else set())


@pytest.mark.parametrize(("target", "known"), [("ns.C/people", True), ("nobody", False), ("orders/notes", False)])
def test_targets_of_bindings_are_sets(target: str, known: bool) -> None:
    assert bool(bound_places(bound(target=target))["Order/buyers"]) is known


def test_what_a_property_says_itself_goes_before_what_the_set_says() -> None:
    can_insert = term("InsertRestrictions", value("Insertable", "true"))
    assert bound_places(bound(of_property=can_insert))["Order/buyers"] == {"people": {"patch"}}


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


def generated(content: str, path: str, config: str = CONFIG) -> str:
    """A file of the package."""
    package = parse_config(config, source="csdlgen.toml").packages[0]
    files = build(package, select_package(package, Inputs((Source("m.xml", document(content)),), (), ())))
    return next(text for name, text in files.items() if name.as_posix() == path)


def builders(content: str, config: str = CONFIG) -> dict[str, tuple[list[str], str]]:
    """The classes of builders of the type Order and Line: their base classes, and their docstrings."""
    return {
        name: (bases, text)
        for module in ("order", "line")
        for name, (bases, text) in classes(generated(content, f"shop/builders/{module}.py", config)).items()
    }


def classes(text: str) -> dict[str, tuple[list[str], str]]:
    """The classes of a module: their base classes, and their docstrings."""
    found = {}
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


def test_what_is_counted_nowhere_has_no_count() -> None:
    uncounted = term("CountRestrictions", value("Countable", "false"))
    bases, text = builders(service(of_property=uncounted))["LineCollectionBuilder"]
    assert bases == ["Listable[S, 'Line']", "Creatable[S, 'Line']"]
    assert text == "A collection of `Line`. The service does not count them, so that `list` takes no `count`."
    bases, text = builders(service(uncounted))["OrderCollectionBuilder"]
    assert bases[0] == "Countable[S]"
    assert text == "A collection of `Order`. The service does not allow `count` in `orders`."


def test_of_a_set_that_a_property_is_bound_to_the_description_says_what_it_refuses() -> None:
    found = classes(generated(bound(), "shop/builders/person.py"))
    bases, text = found["LinkedPersonCollectionBuilder"]
    assert "Creatable[S, 'Person']" in bases
    assert text == (
        "A collection of `Person` that a property only links to. `Order/buyers` leads to entities of `people`, where"
        " the service does not allow `post`."
    )
    assert found["LinkedPersonBuilder"][1].endswith("of `people`, where the service does not allow `patch`.")


def test_queries_that_the_set_refuses_are_named_where_a_property_leads_to_it() -> None:
    no_filter = term("FilterRestrictions", value("Filterable", "false")) + term("TopSupported", "").replace(
        "><Record></Record></Annotation>", ' Bool="false"/>'
    )
    text = generated(bound(of_target=no_filter), "shop/builders/order.py")
    assert "No `filter`, `top` in `people`." in text
    can_filter = term("FilterRestrictions", value("Filterable", "true"))
    text = generated(bound(of_target=no_filter, of_property=can_filter), "shop/builders/order.py")
    assert "No `top` in `people`." in text
