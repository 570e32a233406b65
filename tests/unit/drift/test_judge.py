"""What changes are said to mean: verdicts, tags, fingerprints, and what follows from them."""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from csdlgen.drift import compare, judge
from csdlgen.drift.change import every_change
from csdlgen.drift.finding import AXES, POLICIES, Finding, Policy, Verdict, every, fingerprint
from csdlgen.drift.judge import suspicious
from csdlgen.drift.rules import RULES
from csdlgen.edm.model import EdmModel
from csdlgen.navigation import Limits
from tests.support.csdl import read
from tests.support.drift import case
from tests.support.schemas import action, entity, entity_set, enum, nav, note, prop, revisions
from tests.support.shuffled import shuffled
from tests.unit.drift.test_compare_laws import often, pairs

TODAY = date(2026, 1, 1)


def judged(old: str | EdmModel, new: str | EdmModel, **said: object) -> tuple[Finding, ...]:
    models = [read(each) if isinstance(each, str) else each for each in (old, new)]
    return judge(compare(*models), *models, **{"today": TODAY, **said})  # type: ignore[arg-type]


def outline(findings: tuple[Finding, ...]) -> list[object]:
    return [[f"{each.rule} {each.path}", *outline(each.children)] for each in findings]


def only(findings: tuple[Finding, ...], rule: str) -> Finding:
    (found,) = (each for each in every(findings) if each.rule == rule)
    return found


# --- policies ---------------------------------------------------------------------------------------------------------


def test_graph_is_the_catalogue_and_strict_knows_no_danger() -> None:
    for rule in RULES.values():
        assert rule.under("graph") == rule.verdicts
        for axis in AXES:
            mild, hard = (getattr(rule.under(policy), axis) for policy in ("graph", "strict"))
            assert hard == (Verdict.BREAKING if mild is Verdict.DANGEROUS else mild)


@pytest.mark.parametrize(
    ("rule", "read", "write", "python"),
    [
        # Its list of safe changes has no enumeration members, and non-null properties only with defaults.
        ("enum-member-added-after-sentinel", "dangerous", "additive", "dangerous"),
        ("property-added-non-nullable", "additive", "breaking", "additive"),
        ("navigation-added-required", "additive", "breaking", "additive"),
        # It asks clients to expect unknown derived types, and names these two among what breaks.
        ("derived-type-added", "additive", "additive", "additive"),
        ("parameters-reordered", "neutral", "breaking", "neutral"),
        ("property-type-widened", "breaking", "breaking", "breaking"),
    ],
)
def test_odata_is_section_5_2_by_its_letter(rule: str, read: str, write: str, python: str) -> None:
    assert [str(each) for each in RULES[rule].under("odata")] == [read, write, python]


def test_a_policy_changes_verdicts_and_nothing_else() -> None:
    old, new = enum("a=0 unknownFutureValue=1"), enum("a=0 unknownFutureValue=1 b=2")
    by_policy = {policy: judged(old, new, policy=policy) for policy in POLICIES}
    verdicts: dict[Policy, Verdict] = {policy: found[0].verdicts.read for policy, found in by_policy.items()}
    assert verdicts == {"odata": Verdict.DANGEROUS, "graph": Verdict.ADDITIVE, "strict": Verdict.ADDITIVE}
    same = {replace(found[0], verdicts=by_policy["graph"][0].verdicts) for found in by_policy.values()}
    assert len(same) == 1


# --- fingerprints -----------------------------------------------------------------------------------------------------


def prints(findings: tuple[Finding, ...]) -> list[str]:
    return sorted(each.fingerprint for each in every(findings))


def test_words_have_no_part_in_fingerprints(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {rule: prints(judged(*case(rule))) for rule in RULES}
    other = {code: replace(rule, message="?") for code, rule in RULES.items()}
    for module in ("judge", "rules"):
        monkeypatch.setattr(sys.modules[f"csdlgen.drift.{module}"], "RULES", other)
    assert {rule: prints(judged(*case(rule))) for rule in RULES} == before


def test_the_layout_of_documents_has_no_part_in_fingerprints() -> None:
    for rule in RULES:
        moved = (shuffled(each, random.Random(1)) for each in case(rule))
        assert prints(judged(*moved)) == prints(judged(*case(rule)))


def test_what_was_and_is_there_tells_fingerprints_apart() -> None:
    given = [("a", "b"), ("b", "a"), ("a", None), (None, "a"), ("", "a"), ("a", ""), ("ab", ""), (None, None)]
    made = {fingerprint("rule", "path", *each) for each in given}
    made |= {fingerprint("rule", "other", "a", "b"), fingerprint("other", "path", "a", "b")}
    assert len(made) == len(given) + 2
    assert fingerprint("rule", "path", "a \n b", None) == fingerprint("rule", "path", "a b", None)


@often
@given(pairs())
def test_every_change_is_a_finding_and_no_two_are_alike(pair: tuple[EdmModel, EdmModel]) -> None:
    """Whatever two models have in them; and with routes and names, none of which are changes."""
    changes = compare(*pair)
    found = list(every(judge(changes, *pair, today=TODAY, limits=Limits(max_hops=2))))
    outline = {(each.rule, str(each.change.path)) for each in found if each.change}
    missing = {(each.rule, str(each.path)) for each in every_change(changes)} - outline
    assert {kind for kind, _ in missing} <= {"property-became-computed", "property-no-longer-computed"}
    often = Counter(each.fingerprint for each in found)
    assert not [(each.rule, each.path, each.before, each.after) for each in found if often[each.fingerprint] > 1]


# --- one finding for what is said twice -------------------------------------------------------------------------------

READ_ONLY = note("Permissions", ' EnumMember="Org.OData.Core.V1.Permission/Read"')


def test_computed_and_read_only_are_said_once() -> None:
    old, new = entity(prop()), entity(prop(content=note("Computed") + READ_ONLY))
    assert outline(judged(old, new)) == [["property-became-computed ns.T/p"]]
    assert outline(judged(new, old)) == [["property-no-longer-computed ns.T/p"]]


def test_a_parameter_of_another_type_and_number_is_one_finding() -> None:
    old, new = (entity() + action(f"it:ns.T a:{type_}") for type_ in ("Edm.Guid", "Collection(Edm.Date)"))
    found = only(judged(old, new), "parameter-type-changed")
    assert (found.before, found.after) == ("Edm.Guid", "Collection(Edm.Date)")


def test_what_is_annotated_from_elsewhere_is_the_element() -> None:
    old = entity(prop())
    said = f'<Annotations Target="ns.T/p">{revisions("2027-01-01")}</Annotations>'
    found = only(judged(old, old + said), "deprecation-added")
    assert (found.path, found.message) == ("ns.T/p", "the element is deprecated now (removal date 2027-01-01)")


# --- tags -------------------------------------------------------------------------------------------------------------


def revised(kind: str, day: date, name: str = "Date") -> str:
    record = (
        f'<PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/{kind}"/>'
        f'<PropertyValue Property="{name}" Date="{day}"/>'
    )
    return note("Revisions", "", f"<Collection><Record>{record}</Record></Collection>")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (entity(prop(content=revisions())), entity(), "property-removed"),
        (entity(prop() + revisions()), entity(revisions()), "property-removed"),
        (entity(revisions()), "", "entity-type-removed"),
        (
            f'{entity(prop("ns.E"))}{enum("a=0").replace("</Enum", f"{revisions()}</Enum")}',
            f'{entity()}{enum("a=0").replace("</Enum", f"{revisions()}</Enum")}',
            "property-removed",
        ),
        (entity(revisions()) + action(), entity(revisions()), "action-removed"),
        (
            f'{entity(prop())}<Annotations Target="ns.T/p">{revisions()}</Annotations>',
            entity(),
            "property-removed",
        ),
        (
            f'{entity()}{action()}<Annotations Target="ns.f(ns.T)">{revisions()}</Annotations>',
            entity(),
            "action-removed",
        ),
    ],
)
def test_what_was_deprecated_is_announced(old: str, new: str, rule: str) -> None:
    found = only(judged(old, new), rule)
    assert found.tags == ("announced",)
    assert found.verdicts == RULES[rule].verdicts, "a tag never softens"


def test_what_was_not_deprecated_is_not_announced() -> None:
    old = entity(prop() + prop(name="q", content=revisions()))
    assert [each.tags for each in judged(old, old.replace(prop(), ""))] == [()]
    assert only(judged(entity(revisions()), entity(prop() + revisions())), "property-added-nullable").tags == ()
    sooner = entity(prop(content=revisions())), entity(prop(content=revisions("2027-01-01")))
    assert only(judged(*sooner), "removal-date-earlier").tags == ()


@pytest.mark.parametrize(("days", "recent"), [(0, True), (60, True), (61, False), (-1, False)])
def test_what_was_added_within_sixty_days_is_recent(days: int, recent: bool) -> None:
    added = revised("Added", TODAY - timedelta(days=days))
    for old, new in ((entity(prop(content=added)), entity()), (entity(prop() + added), entity(added))):
        assert only(judged(old, new), "property-removed").tags == (("recent",) if recent else ())


def test_what_was_there_before_has_returned() -> None:
    found = judged(entity(), entity(prop() + prop(name="q")), gone={"ns.T/p"})
    assert {each.path: each.tags for each in found} == {"ns.T/p": ("returned",), "ns.T/q": ()}


def test_what_should_be_gone_is_a_finding_of_the_calendar() -> None:
    model = entity(prop(content=revisions("2025-12-31")) + prop(name="q", content=revisions("2026-01-01")))
    model += entity(revised("Added", date(2020, 1, 1), "RemovalDate"), Name="U")
    old = entity(prop(content=revisions()) + prop(name="q")) + entity(Name="U")
    found = only(judged(old, model), "removal-date-passed")
    assert (found.path, found.after) == ("ns.T/p", "2025-12-31")
    assert found.new is not None
    assert found.change is None
    assert not judged(model, model), "what was overdue before is no change"


# --- routes -----------------------------------------------------------------------------------------------------------

LEND = action()
SHELF = '<EntityType Name="S"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>{}</EntityType>'
BOOKS = nav("Collection(ns.T)", "books", ContainsTarget="true")


def service(sets: str, shelf: str = "", operations: str = LEND) -> str:
    return f'{entity()}{SHELF.format(shelf)}{operations}<EntityContainer Name="C">{sets}</EntityContainer>'


TS, SS = entity_set(), entity_set("Ss", type_="ns.S")


def routes(findings: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    """The routes among findings: the rule and the path of what brought them about, and their text."""
    return {
        (above.rule, each.rule, each.before or each.after)
        for above in every(findings)
        for each in above.children
        if each.rule.startswith("route-")
    }


@pytest.mark.parametrize(
    ("old", "new", "forth", "back"),
    [
        (service(SS), service(SS + TS), "entity-set-added", "entity-set-removed"),
        (service(SS), service(SS, BOOKS), "navigation-added", "navigation-removed"),
    ],
)
def test_routes_stand_under_what_brings_and_takes_them(old: str, new: str, forth: str, back: str) -> None:
    route = "/Ts/{tId}" if "set" in forth else "/Ss/{sId}/books/{tId}"
    assert routes(judged(old, new, limits=Limits())) == {(forth, "route-added", route)}
    assert routes(judged(new, old, limits=Limits())) == {(back, "route-removed", route)}


def test_a_route_that_is_renamed_goes_and_comes_under_one_change() -> None:
    found = judged(service(TS), service(TS.replace("Ts", "ts")), limits=Limits())
    cause = "entity-set-casing-changed"
    assert routes(found) == {(cause, "route-removed", "/Ts/{tId}"), (cause, "route-added", "/ts/{tId}")}


def test_routes_of_a_collection_have_no_key_at_their_end() -> None:
    bound = action("it:Collection(ns.T)")
    found = judged(service(SS, operations=bound), service(SS + TS, operations=bound), limits=Limits())
    assert routes(found) == {("entity-set-added", "route-added", "/Ts")}


def test_routes_matter_within_limits_and_where_both_models_have_operations() -> None:
    for old, new, limits in (
        (service(SS), service(SS + TS), None),
        (service(SS), service(SS, BOOKS), Limits(max_hops=0)),
        (service(SS), service(SS + TS), Limits(roots=("Ss",))),
        (service(SS, operations=""), service(SS + TS), Limits()),
    ):
        assert not routes(judged(old, new, limits=limits))


def test_a_route_out_of_containment_is_still_there() -> None:
    old, new = (service(SS, each) for each in (BOOKS, BOOKS.replace(' ContainsTarget="true"', "")))
    cause, route = "navigation-containment-removed", "/Ss/{sId}/books/{tId}"
    assert routes(judged(old, new, limits=Limits())) == {(cause, "route-became-ref-only", route)}
    assert not routes(judged(new, old, limits=Limits()))


def test_many_routes_are_a_few_and_a_number() -> None:
    many = "".join(nav("ns.T", f"n{number}") for number in range(25))
    (found,) = (each for each in judged(service(many), service(many + SS, many)) if each.rule == "entity-set-added")
    assert found.children == ()
    found = only(judged(service("", many), service(SS, many), limits=Limits(max_hops=1)), "entity-set-added")
    assert len(found.children) == 11
    assert found.children[-1].message == "there is a new route: 15 more like it"
    assert len({each.fingerprint for each in found.children}) == 11


# --- documents not to be believed -------------------------------------------------------------------------------------


def types(number: int, name: str = "T{}") -> str:
    return "".join(f'<ComplexType Name="{name.format(each)}"/>' for each in range(number))


OPERATIONS = "".join(action("", bound="false", Name=f"f{number}") for number in range(5))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (types(10), types(5), "5 of 10 types are gone"),
        (types(10), types(6), ""),
        (types(9), "", ""),
        (types(10), types(10, "t{}"), ""),
        (service(TS), entity() + SHELF.format("") + LEND, "the entity container is gone"),
        ("", service(TS), ""),
        (OPERATIONS, "", "all 5 operations are gone"),
        (OPERATIONS, action("", bound="false", Name="f0"), ""),
    ],
)
def test_suspicious_documents(old: str, new: str, reason: str) -> None:
    assert suspicious(read(old), read(new)) == reason
    first = [each.message for each in judged(old, new) if each.rule == "snapshot-suspicious"]
    assert first == ([reason] if reason else [])
