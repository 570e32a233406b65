"""Each rule of reading URLs by an example; what real services make of them is in tests/corpus."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import get_args
from uuid import UUID

import pytest

from csdlgen.edm.model import EDM, QName
from csdlgen.urls import Address, Rejected, Rule, UrlLookup, match_url
from csdlgen.urls.segments import BoundOperation, EnumValue, ImportedOperation, KeySegment, Raw, Value
from tests.support.csdl import read
from tests.support.urls import describe
from tests.unit.urls.service import OTHERS, SERVICE

GUID = "01234567-89ab-cdef-0123-456789abcdef"
REJECTED: list[tuple[str, Rule, int]] = [
    ("users/x/mail/sized", "ambiguous-operation", 3),
    ("users/%4", "bad-encoding", 1),
    ("users?a=%C3", "bad-encoding", 1),
    ("\ud800", "bad-encoding", 0),
    ("users('a'b')", "bad-key", 0),
    ("users('a')b", "bad-key", 0),
    ("users(('a')", "bad-key", 0),
    ("users('a'))", "bad-key", 0),
    ("users(id=)", "bad-key", 0),
    ("users(id='a',)", "bad-key", 0),
    ("users/./x", "dot-segment", 1),
    ("users/%2E", "dot-segment", 1),
    ("users//x", "empty-segment", 1),
    ("orders/x/owner", "key-expected", 2),
    ("orders/x/y", "wrong-literal", 2),
    ("kInt16/next", "key-expected", 1),
    ("orders/x", "key-expected", 2),
    ("me/addresses/city", "key-expected", 2),
    ("me(1)", "key-not-allowed", 0),
    ("users('a')('b')", "key-not-allowed", 0),
    ("bare('x')", "key-not-allowed", 0),
    ("bare/x", "key-not-allowed", 1),
    ("$entity", "missing-id", 0),
    ("me/ns.close/mail", "not-composable", 2),
    ("me/ns.Admin/pick()/city", "not-composable", 3),
    ("me/mail/x", "nothing-follows", 2),
    ("users/$each/mail", "nothing-follows", 2),
    ("me/$count", "nothing-follows", 1),
    ("me/photo/$value", "nothing-follows", 2),
    ("$metadata/users", "nothing-follows", 1),
    ("me/close(why='x')", "unknown-function-arguments", 1),
    ("me/pick(m=1)", "unknown-function-arguments", 1),
    ("me/pick(n=1,n=2)", "unknown-function-arguments", 1),
    ("me/pick(1)", "unknown-function-arguments", 1),
    ("people", "unknown-root", 0),
    ("lost()", "unknown-root", 0),
    ("near(at='1')", "wrong-literal", 0),
    ("users/tinted(with=red,text='x')", "wrong-literal", 1),
    ("users/tinted(with=ns.Number'red',text='x')", "wrong-literal", 1),
    ("near()/mail", "unknown-function-arguments", 0),
    ("near(at=null)('x')", "not-composable", 0),
    ("$entity/mail?$id=x", "nothing-follows", 1),
    ("$all/x", "nothing-follows", 1),
    ("$all/ns.User/x", "nothing-follows", 2),
    ("$count", "unknown-root", 0),
    ("me/home/citty", "unknown-segment", 2),
    ("me/home/code", "unknown-segment", 2),
    ("users/ns.Nobody", "unknown-segment", 1),
    ("me/$values", "unknown-segment", 1),
    ("me/ns.Order", "wrong-cast", 1),
    ("users/ns.Admin('x')/ns.Order", "wrong-cast", 2),
    ("users(mail='x')", "wrong-key-names", 0),
    ("orders('x')", "wrong-key-names", 0),
    ("users(1)", "wrong-literal", 0),
    ("users(@k)", "wrong-literal", 0),
    ("users(null)", "wrong-literal", 0),
]  # fmt: skip


@pytest.mark.parametrize(("url", "rule", "index"), REJECTED)
def test_a_url_breaks_a_rule_at_a_segment(url: str, rule: Rule, index: int) -> None:
    found = match_url(SERVICE, url)
    assert isinstance(found, Rejected), describe(found)
    assert (found.rule, found.index) == (rule, index), found


def test_every_rule_can_be_broken() -> None:
    assert {rule for _, rule, _ in REJECTED} | {"outside-service"} == set(get_args(Rule))
    found = match_url(SERVICE, "https://example.org/v2/users", root="https://example.org/v1")
    assert isinstance(found, Rejected) and found.rule == "outside-service"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("usrs/x", "segment 'usrs': "),
        ("users?a=%C3", "query 'a=%C3': "),
        ("https://elsewhere.example/x", "URL 'https://elsewhere.example/x': it is not below the service root "),
    ],
)
def test_a_rejection_says_whether_a_segment_a_query_or_the_url_is_at_fault(url: str, said: str) -> None:
    assert str(match_url(SERVICE, url, root="https://service.example/v1")).startswith(said)


@pytest.mark.parametrize(
    ("url", "suggestion", "message"),
    [
        ("usrs", "Did you mean 'users'?", "'usrs'"),
        ("me/home/citty", "Did you mean 'city'?", "ns.Address has no 'citty'"),
        ("me/home/code", "Did you mean 'ns.Postal/code'?", "ns.Postal, which derives from it, has"),
        ("me/$valu", "Did you mean '$value'?", "'$valu'"),
        ("users(i='x')", "Did you mean 'id'?", "(id) or (post)"),
        ("me/pick(k=1)", "", "(n,m)"),
        ("users/" + "x" * 9000 + "(", "", ""),
    ],
)
def test_a_rejection_says_what_was_there_and_what_was_meant(url: str, suggestion: str, message: str) -> None:
    found = match_url(SERVICE, url, dynamic=False)
    if isinstance(found, Rejected):
        assert found.suggestion == suggestion
        assert message in found.message
        assert len(found.message) < 400


MEANT = [
    ("", "-> service"),
    ("/users/", "root users | -> entity Collection(ns.User)"),
    ("users?$top=1#x", "root users | -> entity Collection(ns.User)"),
    ("users(post='a@b')", "root users | alternate key post='a@b' | -> entity ns.User"),
    ("users(@k)?@k=%27a%27", "root users | key id='a' | -> entity ns.User"),
    ("me/orders(7)", "root me | navigation orders | key number=7 without user | -> entity ns.Order"),
    ("me/orders/7/owner",
     "root me | navigation orders | key number=7 without user | navigation owner | -> entity ns.User"),
    ("me/orders(number=7,user='x')", "root me | navigation orders | key user='x',number=7 | -> entity ns.Order"),
    ("me/pick", "root me | function ns.pick() | -> entity ns.User"),
    ("me/self.pick()/mail", "root me | function ns.pick() | property mail | -> primitive Edm.String"),
    ("me/pick(n=1)", "root me | function ns.pick(n=1) | -> entity Collection(ns.Order)"),
    ("me/pick(m=2,n=1)(user='x',number=3)",
     "root me | function ns.pick(n=1,m=2) | key user='x',number=3 | -> entity ns.Order"),
    ("me/pick?n=4", "root me | function ns.pick() | -> entity ns.User"),
    ("me/Admin/pick", "root me | cast ns.Admin | function ns.pick() | -> complex ns.Address"),
    ("users/ns.Admin/reports/ns.Admin",
     "root users | cast ns.Admin | key id='reports' | cast ns.Admin | -> entity ns.Admin"),
    ("users/tinted(with='red,blue',text=@t)/x",
     "root users | function ns.tinted(with=ns.Colour'red,blue',text=null) | key id='x' | -> entity ns.User"),
    ("users/$filter(mail eq '/')", "bad-key at 1"),
    ("users/$filter(mail eq '%2F')/$count", "root users | filter $filter(mail eq '/') | $count | -> count"),
    ("me/anything/goes/$value", "root me | dynamic anything | dynamic goes | $value | -> raw value"),
    ("near?@at=geography'SRID=4326;Point(1 2)'",
     "import near(at=geography'SRID=4326;Point(1 2)') | -> entity ns.User"),
    ("$entity/ns.User?$id=x", "$entity | cast ns.User | -> entity ns.User"),
    ("me/any/x", "root me | property any | dynamic x | -> dynamic"),
    ("me/tags/0", "root me | property tags | position 0 | -> primitive Edm.String"),
    ("me/mail/twin.sized", "root me | property mail | function twin.sized() | -> primitive Edm.Int32"),
    ("me/home/Postal/code", "root me | complex home | cast ns.Postal | property code | -> primitive Edm.Int32"),
    ("paints/red,blue/2020-01-01", "root paints | key colour=ns.Colour'red,blue',at=2020-01-01 | -> entity ns.Paint"),
    ("paints(colour=self.Colour'1',at=2020-01-01)",
     "root paints | key colour=ns.Colour'1',at=2020-01-01 | -> entity ns.Paint"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "meaning"), MEANT)
def test_a_url_means_something(url: str, meaning: str) -> None:
    assert describe(match_url(SERVICE, url)) == meaning


PARTIAL = """<EntityType Name="T" BaseType="other.Base"><Property Name="value" Type="other.Value"/>
  <NavigationProperty Name="there" Type="Collection(other.Thing)"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="ts" EntityType="ns.T"/></EntityContainer>"""


@pytest.mark.parametrize(
    ("url", "meaning"),
    [
        ("ts/x", "root ts | key x | -> entity ns.T"),
        ("ts('x')/inherited", "root ts | key 'x' | dynamic inherited | -> dynamic"),
        ("ts(a=1,b='x')/there/7", "root ts | key a=1,b='x' | navigation there | key 7 | -> entity other.Thing"),
        ("ts/x/value/y/$value", "root ts | key x | property value | dynamic y | $value | -> raw value"),
    ],
)
def test_what_the_model_does_not_know_is_kept_as_text(url: str, meaning: str) -> None:
    assert describe(match_url(UrlLookup(read(PARTIAL)), url)) == meaning


def test_an_address_that_ends_in_an_operation_has_it() -> None:
    for url, name in (("me/close", "close"), ("reset", "reset"), ("me/pick()/mail", ""), ("", "")):
        found = match_url(SERVICE, url)
        assert isinstance(found, Address)
        assert (found.operation.name.name if found.operation else "") == name


def test_the_query_is_kept_decoded_and_the_fragment_is_cut_off() -> None:
    found = match_url(SERVICE, "users?$filter=a%20eq%20%27%26%27&b&&=c#frag?x")
    assert isinstance(found, Address)
    assert found.query == (("$filter", "a eq '&'"), ("b", ""), ("", "c"))
    assert found.fragment == "frag?x"


TEMPLATES = [
    "users/{id}",
    "users/{id | userPrincipalName}",
    "users/<id>",
    "users('{id}')",
    "users({id})",
    "users(id={id})",
    "users(id='{id}')",
    "users(id='<id>')",
    "users/{id}/orders/{number}/owner",
    "users/{id}/orders/{user},{number}",
    "users/{id}|{upn}/mail",
    "me/pick({n})",
    "me/pick(n={n}, m={m})",
    "me/pick(n=n-value)",
    "users/tinted(with=ns.Colour'{colour}',text='{text}')",
    "users/tinted",
    "users?$filter=100%",
]


@pytest.mark.parametrize("url", TEMPLATES)
def test_placeholders_stand_for_values_in_templates_alone(url: str) -> None:
    assert isinstance(match_url(SERVICE, url, templates=True), Address)
    wrong = match_url(SERVICE, url)
    as_text = isinstance(wrong, Address) and all(
        isinstance(part.value, str)
        for each in wrong.segments
        if isinstance(each, (KeySegment, BoundOperation))
        for part in (each.parts if isinstance(each, KeySegment) else each.arguments)
    )
    assert isinstance(wrong, Rejected) or as_text


@pytest.mark.parametrize(
    ("url", "rule", "index"),
    [
        ("me/{id}", "key-not-allowed", 1),
        ("users/orders/{id}", "key-expected", 1),
        ("users/Tinted", "key-expected", 1),
        ("me/home/{x}", "key-not-allowed", 2),
    ],
)
def test_templates_have_slips_too(url: str, rule: Rule, index: int) -> None:
    found = match_url(SERVICE, url, templates=True, dynamic=False)
    assert isinstance(found, Rejected)
    assert (found.rule, found.index) == (rule, index)


def test_dynamic_properties_are_accepted_unless_asked_otherwise() -> None:
    assert isinstance(match_url(SERVICE, "me/whatever"), Address)
    assert isinstance(match_url(SERVICE, "me/home/whatever"), Rejected)
    assert isinstance(match_url(SERVICE, "me/whatever", dynamic=False), Rejected)


LITERALS: list[tuple[str, str, Value]] = [
    ("Boolean", "true", True),
    ("Boolean", "False", False),
    ("Byte", "255", 255),
    ("SByte", "-128", -128),
    ("Int16", "+7", 7),
    ("Int64", "-9223372036854775808", -(2**63)),
    ("Guid", GUID.upper(), UUID(GUID)),
    ("Date", "2020-02-29", date(2020, 2, 29)),
    ("Date", "-0044-03-15", Raw("-0044-03-15")),
    ("Date", "12020-01-01", Raw("12020-01-01")),
    ("DateTimeOffset", "2020-01-02T03:04Z", datetime(2020, 1, 2, 3, 4, tzinfo=UTC)),
    ("DateTimeOffset", "2020-01-02T03:04:05.5-08:30",
     datetime(2020, 1, 2, 3, 4, 5, 500000, timezone(-timedelta(hours=8, minutes=30)))),
    ("DateTimeOffset", "2020-01-02T03:04:05.1234567Z", Raw("2020-01-02T03:04:05.1234567Z")),
    ("DateTimeOffset", "2016-12-31T23:59:60Z", Raw("2016-12-31T23:59:60Z")),
    ("TimeOfDay", "07:59:59.999000000", time(7, 59, 59, 999000)),
    ("Duration", "duration'P1DT2H3M4.5S'", timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
    ("Duration", "'-PT1S'", timedelta(seconds=-1)),
    ("Duration", "P1D", timedelta(days=1)),
    ("Duration", "P999999999999D", Raw("P999999999999D")),
    ("Decimal", "1.10", Decimal("1.10")),
    ("Decimal", "1e-3", Decimal("0.001")),
    ("Decimal", "INF", Raw("INF")),
    ("Double", "-INF", float("-inf")),
    ("Single", "3", 3.0),
    ("Binary", "binary'T0RhdGE'", b"OData"),
    ("Binary", "binary'_-8='", b"\xff\xef"),
]  # fmt: skip
WRONG = [
    ("Boolean", "1"), ("Byte", "256"), ("Byte", "-1"), ("SByte", "128"), ("Int16", "32768"), ("Int16", "1.0"),
    ("Int16", "٣"), ("Int64", "9223372036854775808"), ("Int64", "0" * 5000), ("Int64", "5L"), ("Guid", f"guid'{GUID}'"),
    ("Guid", GUID[1:]), ("Date", "2020-02-30"), ("Date", "2020-13-01"), ("Date", "20-01-01"),
    ("DateTimeOffset", "2020-01-02T03:04"), ("DateTimeOffset", "2020-01-02T24:00:00Z"),
    ("DateTimeOffset", "2020-01-02T03:04:05.1234567890123Z"), ("TimeOfDay", "7:00"), ("Duration", "P"),
    ("Duration", "P1DT"), ("Duration", "duration'P1Y'"), ("Duration", "time'P1D'"), ("Decimal", "1."),
    ("Decimal", "1e9999999999"), ("Double", "inf"), ("Binary", "T0RhdGE"),
    ("Binary", "binary'A'"),
]  # fmt: skip


def argument(type_: str, literal: str) -> Address | Rejected:
    """`all(…)` with a literal of one type, and null for all others."""
    (function,) = SERVICE.model.operations[QName("ns", "all")]
    given = {each.name: "null" for each in function.parameters} | {f"p{type_}": "@v"}
    url = f"all({','.join(f'{name}={value}' for name, value in given.items())})"
    return match_url(SERVICE, f"{url}?@v={literal.replace('+', '%2B')}")


@pytest.mark.parametrize(("type_", "literal", "value"), LITERALS)
def test_literals_become_python_values(type_: str, literal: str, value: Value) -> None:
    found = argument(type_, literal)
    assert isinstance(found, Address), found
    (called,) = found.segments
    assert isinstance(called, ImportedOperation)
    read = {each.name: each.value for each in called.arguments}[f"p{type_}"]
    assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize(("type_", "literal"), WRONG)
def test_wrong_literals_are_rejected(type_: str, literal: str) -> None:
    found = argument(type_, literal)
    assert isinstance(found, Rejected)
    assert found.rule == "wrong-literal"
    assert f"no {EDM}.{type_}" in found.message


def test_literals_of_every_kind_are_tried() -> None:
    assert {type_ for type_, _, _ in LITERALS} >= set(OTHERS)
    assert {type_ for type_, _ in WRONG} >= {"Binary", "Decimal", "Double"}


def test_members_of_enumerations_are_typed() -> None:
    found = match_url(SERVICE, "paints/red/2020-01-01")
    assert isinstance(found, Address)
    key = found.segments[-1]
    assert isinstance(key, KeySegment)
    assert key.parts[0].value == EnumValue(QName("ns", "Colour"), "red")
