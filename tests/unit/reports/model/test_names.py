"""What `csdlgen inspect` says of a model, and what it need not import to say it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from csdlgen.cli.exit_codes import run
from csdlgen.edm.model import EdmModel, Schema, Term, TypeRef
from csdlgen.errors import CsdlgenError
from csdlgen.reports.model import describe, search, summarize
from csdlgen.reports.model.reports import OperationReport, PathReport, TermReport, TypeReport
from tests.builders import action, complex_type, definition, entity, enum, model, q
from tests.conftest import ROOT

SHOP = model(
    entity("record", abstract=True),
    entity(
        "order", "state: state", "lines: line*", "parts => order*", "customer -> customer", base="record", open=True
    ),
    entity("express", base="order"),
    entity("customer", "orders -> order*", base="record", has_stream=True),
    complex_type("line", "weight: weight"),
    enum("state", "new", "paid", flags=True),
    definition("weight", "Edm.Decimal"),
    action("cancel", "order", reason="Edm.String"),
    action("cancel", "order*"),
    action("archive", "record", returns="line"),
    sets="orders: order, customers: customer",
    singletons="me: customer",
)


def type_(name: str) -> TypeReport:
    found = describe(SHOP, name)
    assert isinstance(found, TypeReport)
    return found


def path(name: str) -> PathReport:
    found = describe(SHOP, name)
    assert isinstance(found, PathReport)
    return found


def test_a_type_has_the_members_of_its_base_types() -> None:
    found = type_("order")
    assert (found.kind, found.bases, found.flags, found.key) == ("entity type", ("test.record",), ("open",), ("id",))
    assert [(each.name, each.inherited) for each in found.properties] == [
        ("id", "test.record"),
        ("state", None),
        ("lines", None),
    ]
    assert found.properties[0].details == ("key",)
    assert [(each.name, each.details) for each in found.navigation] == [("parts", ("contained",)), ("customer", ())]
    assert found.derived == ("test.express",)


def test_a_type_has_the_operations_bound_to_its_base_types_and_collections() -> None:
    everything = ("test.cancel(test.order)", "test.cancel(Collection(test.order))", "test.archive(test.record)")
    assert type_("express").operations == everything


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("line", [("property", "test.order/lines"), ("result", "test.archive(test.record)")]),
        ("state", [("property", "test.order/state")]),
        ("weight", [("property", "test.line/weight")]),
        (
            "customer",
            [("navigation property", "test.order/customer"), ("entity set", "customers"), ("singleton", "me")],
        ),
    ],
)
def test_a_type_is_told_where_it_is_used(name: str, used: list[tuple[str, str]]) -> None:
    assert [(each.kind, each.where) for each in type_(name).used] == used


def test_an_enumeration_has_its_values() -> None:
    found = type_("test.state")
    assert [(each.name, each.value) for each in found.values] == [("new", 0), ("paid", 1)]
    assert (found.flags, found.underlying) == (("IsFlags",), "Edm.Int32")


def test_an_operation_has_every_overload() -> None:
    found = describe(SHOP, "cancel")
    assert isinstance(found, OperationReport)
    assert [(each.binding, [one.name for one in each.parameters]) for each in found.overloads] == [
        ("test.order", ["reason"]),
        ("Collection(test.order)", []),
    ]


@pytest.mark.parametrize("name", ["customers/orders", "/customers/{key}/orders", "customers/{id}/orders"])
def test_a_path_tells_what_continues(name: str) -> None:
    found = path(name)
    assert (found.path, found.type, found.collection) == ("/customers/{key}/orders", "test.order", True)
    assert [each.name for each in found.navigation] == ["parts", "customer"]
    assert found.operations == ("test.cancel(test.order)", "test.archive(test.record)")
    assert found.collection_operations == ("test.cancel(Collection(test.order))",)


def test_a_path_may_end_in_an_operation_or_be_a_root() -> None:
    assert describe(SHOP, "me/orders/cancel") == describe(SHOP, "test.cancel")
    assert path("me").path == path("/me").path == "/me"


def test_an_alias_stands_for_its_namespace() -> None:
    aliased = EdmModel((replace(SHOP.schemas[0], alias="t"),))
    assert describe(aliased, "t.order") == describe(SHOP, "test.order")


def test_a_term() -> None:
    term = Term(q("rank"), TypeRef(q("Edm.Byte")), default="3", applies_to=("EntityType", "Property"))
    found = describe(EdmModel((Schema("test", terms=(term,)),)), "rank")
    assert isinstance(found, TermReport)
    assert found.details == ("default '3'", "applies to EntityType Property")


@pytest.mark.parametrize(
    ("name", "code", "remedy"),
    [
        ("custommer", "unknown-name", "Did you mean 'test.customer'?"),
        ("customer/orders", "unknown-name", "Did you mean 'customers'?"),
        ("me/order", "unknown-name", "Did you mean 'orders'?"),
        ("zzz", "unknown-name", "Look for a part of it with --search."),
        ("/", "unknown-name", "What can follow there: orders, customers, me."),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, code: str, remedy: str) -> None:
    with pytest.raises(CsdlgenError) as caught:
        describe(SHOP, name)
    assert [(each.code, each.remedy) for each in caught.value.diagnostics] == [(code, remedy)]


def test_an_ambiguous_name_lists_the_candidates() -> None:
    twice = EdmModel((*SHOP.schemas, Schema("other", types=(replace(enum("order"), name=q("other.order")),))))
    with pytest.raises(CsdlgenError, match="ambiguous-name") as caught:
        describe(twice, "order")
    assert caught.value.diagnostics[0].remedy == "Give the qualified name: test.order, other.order."


def test_search_groups_by_kind() -> None:
    found = {kind: [each.name for each in hits] for kind, hits in search(SHOP, "ORD").items()}
    assert found == {
        "entity type": ["test.record", "test.order"],
        "navigation property": ["test.customer/orders"],
        "entity set": ["orders"],
    }
    assert search(SHOP, "test.order").keys() == {"entity type", "property", "navigation property"}


def test_a_summary_counts() -> None:
    found = summarize(EdmModel((*SHOP.schemas, Schema("odd", types=(complex_type("c", "p: nowhere"),)))))
    assert found.schemas[0].counts["entity types"] == 4
    assert found.containers[0].counts == {"entity sets": 2, "singletons": 1, "imports": 0}
    assert [(each.name, each.counts) for each in found.diagnostics] == [("error", {"unknown-type": 1})]


@pytest.mark.parametrize("arguments", [[], ["shop.order"], ["cancel"], ["orders"], ["priority"], ["--search", "ord"]])
def test_both_formats_print_everything(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    document = str(ROOT / "tests" / "cases" / "inspect-type" / "service.csdl.xml")
    for form in ("text", "json"):
        assert run(["inspect", "--metadata", document, "--format", form, *arguments]) == 0
        out = capsys.readouterr().out
        assert all(line.isprintable() for line in out.split("\n"))
    assert json.loads(out)


def test_the_configuration_adds_its_overlays(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(["inspect", "reportRemoteAssistance"]) == 0
    assert run(["inspect", "--metadata", "metadata/graph-beta.csdl.xml", "reportRemoteAssistance"]) == 2
    assert "microsoft.graph.reportRemoteAssistance" in capsys.readouterr().out


def test_a_name_and_a_search_are_one_too_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", "x", "--search", "y"]) == 2
    assert "not both" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["inspect", "--metadata", "service.csdl.xml", "shop.order"]])
def test_looking_does_not_load_what_generating_needs(arguments: list[str]) -> None:
    program = (
        "import sys; from csdlgen.cli.exit_codes import run\n"
        f"assert run({arguments!r}) == 0\n"
        "print(sorted({'jinja2', 'black', 'csdlgen.package', 'csdlgen.disk'} & set(sys.modules)))"
    )
    folder: Path = ROOT / "tests" / "cases" / "inspect-type"
    ran = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, timeout=60)
    assert ran.stdout.splitlines()[-1:] == ["[]"], ran.stderr
