"""What is found first in a service of which somebody knows a word."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.csdl import read_csdl
from csdlgen.edm.vocabularies import description
from csdlgen.start.choices import Choices, found
from csdlgen.start.wanted import choose
from csdlgen.urls import UrlLookup
from tests.builders import entity, model
from tests.support.csdl import document

KNOWN = {
    "mail.sendMail": "Send a message in one go.",
    "mail.box.reply": "",
    "mail.graph.HTTPRoute": "",
    "me": "Whoever is signed in.",
    "me/messages": "",
    "me/messages/attachments": "",
    "me/messages/mail.fileAttachment": "",
    "me/mailFolders": "",
    "me/mailFolders/childFolders": "",
    "me/mailFolders/messages": "",
    "me/inferenceMailClassification": "",
    "users": "",
    "users/messages": "",
    "users/sent_mail_items": "",
    "users/emails": "",
    "users/voicemail": "",
    "größen": "",
}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        # The name itself, whichever way it is given; the shorter path first.
        ("messages", ["me/messages", "users/messages", "me/mailFolders/messages", "me/messages/attachments"]),
        ("me/messages", ["me/messages", "me/messages/attachments"]),
        ("SENDMAIL", ["mail.sendMail"]),
        ("mail.sendMail", ["mail.sendMail"]),
        ("/me/mailFolders/", ["me/mailFolders", "me/mailFolders/messages", "me/mailFolders/childFolders"]),
        ("me", ["me", "me/messages", "me/mailFolders", "me/inferenceMailClassification"]),
        # Then what begins a segment, then a word, then anything.
        (
            "mail",
            [
                *("me/mailFolders", "me/mailFolders/messages", "me/mailFolders/childFolders"),
                *("mail.sendMail", "users/sent_mail_items", "me/inferenceMailClassification"),
                *("users/emails", "users/voicemail"),
            ],
        ),
        ("folders", ["me/mailFolders", "me/mailFolders/messages", "me/mailFolders/childFolders"]),
        ("attach", ["me/messages/attachments", "me/messages/mail.fileAttachment"]),
        ("route", ["mail.graph.HTTPRoute"]),
        ("GRÖ", ["größen"]),
        # Namespaces count only for who writes a dot.
        ("graph", []),
        ("mail.f", ["me/messages/mail.fileAttachment"]),
        ("box.r", ["mail.box.reply"]),
        # Descriptions come last.
        ("signed in", ["me"]),
        ("go", ["mail.sendMail"]),
        ("nothing at all", []),
        # Of several words all, in any order.
        ("me messages", ["me/messages", "me/mailFolders/messages", "users/messages"]),
        ("attach mess", ["me/messages/attachments", "me/messages/mail.fileAttachment"]),
        ("message send", ["mail.sendMail"]),
        ("users attachments", []),
    ],
)
def test_what_is_meant_is_found_first(text: str, first: list[str]) -> None:
    names = found(KNOWN, text)
    assert names[: len(first)] == first
    assert bool(names) == bool(first)


def test_the_order_of_a_document_decides_nothing() -> None:
    some = ["me/mailFolders", "mail.sendMail", "users/emails", "users/voicemail", "me/mailFolders/messages"]
    assert len({tuple(found(dict.fromkeys(names, ""), "mail")) for names in permutations(some)}) == 1


@given(st.text(max_size=4), st.lists(st.text(st.sampled_from("aAbB./_ß"), max_size=8), unique=True))
def test_each_name_is_found_once_and_only_where_the_words_are(text: str, names: list[str]) -> None:
    words = [word.strip("/") for word in text.casefold().split()]
    result = found(dict.fromkeys(names, ""), text)
    assert len(set(result)) == len(result)
    having = {name for name in names if all(word in name.casefold() for word in words)}
    assert having >= {*result}
    assert {name for name in having if "." not in name} <= {*result}


# --- of a model -----------------------------------------------------------------------------------

_KEY = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>'
_SERVICE = f"""
  <EntityType Name="thing" Abstract="true">{_KEY}</EntityType>
  <EntityType Name="user" BaseType="ns.thing">
    <NavigationProperty Name="messages" Type="Collection(ns.message)" ContainsTarget="true"/>
    <NavigationProperty Name="friends" Type="Collection(ns.user)"/></EntityType>
  <EntityType Name="device" BaseType="ns.thing">
    <NavigationProperty Name="slots" Type="Collection(ns.file)" ContainsTarget="true"/></EntityType>
  <EntityType Name="message">{_KEY}
    <NavigationProperty Name="files" Type="Collection(ns.file)" ContainsTarget="true"/>
    <Annotation Term="Org.OData.Core.V1.Description" String="What somebody wrote."/></EntityType>
  <EntityType Name="file" HasStream="true">{_KEY}</EntityType>
  <Action Name="send" IsBound="true"><Parameter Name="it" Type="ns.user"/>
    <Annotation Term="Org.OData.Core.V1.Description" String="Off it goes."/></Action>
  <EntityContainer Name="service">
    <EntitySet Name="all" EntityType="ns.thing"/>
    <EntitySet Name="people" EntityType="ns.user"/><Singleton Name="who" Type="ns.user"/>
  </EntityContainer>
"""
ROOT = "https://mail.example/v1"


@pytest.fixture(scope="module")
def service() -> Choices:
    return Choices(UrlLookup(read_csdl(document(_SERVICE), source="service.xml")), ROOT)


def test_operations_and_a_path_for_each_step_can_be_chosen() -> None:
    made = model(entity("box", "size: Edm.Int32"), sets="boxes: box")
    known = Choices(UrlLookup(made), ROOT).known
    assert list(known) == ["boxes"] and known["boxes"] == description(())


def test_each_step_is_on_the_shortest_path_without_casts_and_with_one_where_no_other_leads_there(
    service: Choices,
) -> None:
    # By name `all`, which leads there with a cast, comes first, and `people` before `who`.
    assert [*service.known] == [
        *("ns.send", "all", "who", "people", "who/friends", "who/messages", "who/messages/files"),
        "all/ns.device/slots",
    ]


def test_a_chain_of_types_is_followed_for_twenty_steps() -> None:
    step = '<NavigationProperty Name="n{0}" Type="ns.t{1}" ContainsTarget="true"/>'
    types = (f'<EntityType Name="t{i}">{_KEY}{step.format(i, (i + 1) % 30)}</EntityType>' for i in range(30))
    container = '<EntityContainer Name="c"><Singleton Name="s" Type="ns.t0"/></EntityContainer>'
    chain = Choices(UrlLookup(read_csdl(document("".join(types) + container), source="x")), ROOT)
    assert max(name.count("/") for name in chain.known) == 19
    assert len(chain.known) == 20
    last = max(chain.known, key=len)
    assert next(iter(chain.offered(f"{last}/n19/n2"))) == f"{last}/n19/n20", "further ones are taken all the same"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        # As the command line takes it, whether it is on the list or not.
        ("who/messages/files", {"who/messages/files": ""}),
        ("people/messages", {"people/messages": "What somebody wrote."}),
        ("/people/{id}/messages/{id}/files/", {"people/messages/files": ""}),
        ("all/ns.user/messages", {"all/ns.user/messages": "What somebody wrote."}),
        (f"{ROOT}/people/messages", {"people/messages": "What somebody wrote."}),
        ("GET /who/messages/{id}", dict.fromkeys(["GET /who/messages/{id}", "who/messages"], "What somebody wrote.")),
        ("POST /people/{id}/send", {"POST /people/{id}/send": "Off it goes."}),
        ("people/{id}/send", {"people/{id}/send": "Off it goes."}),
        ("people/**", {"people/**": ""}),
        ("people messages files", {"people/messages/files": ""}),
        # Else what begins so, behind a path that is there.
        ("people/mess", {"people/messages": "What somebody wrote.", "people": ""}),
        ("people mess", {"people/messages": "What somebody wrote.", "people": ""}),
        ("people/messages/f", {"people/messages/files": ""}),
        ("who/messages/f", {"who/messages/files": "", "who/messages": "What somebody wrote."}),
        ("people/some-id", {"people": ""}),
        ("people/{id}/messages/{id}/f", {"people/messages/files": ""}),
        ("who messages", {"who/messages": "What somebody wrote.", "who/messages/files": ""}),
    ],
)
def test_a_path_is_offered_first_as_the_command_line_takes_it(
    service: Choices, text: str, first: dict[str, str]
) -> None:
    offered = service.offered(text)
    assert [*offered.items()][: len(first)] == [*first.items()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("who/mesages", "'mesages'"),
        ("who/mesages", "Did you mean 'messages'?"),
        ("GET who/nothing", "GET who/nothing"),
        ("POST /who/nothing", "segment 'nothing'"),
        ("xyz", "Nothing has that in"),
        ("x y z", "Nothing has all of that in"),
    ],
)
def test_why_nothing_is_offered_is_said(service: Choices, text: str, said: str) -> None:
    assert service.offered(text) == {}
    assert said in service.missing(text)


@pytest.mark.parametrize(
    "text", ["/", "//", "*", "**", "{}", "GET ", "GET /", "?", "a?b=c d", "%", "()", "q/**/q", "#/"]
)
def test_odd_texts_are_no_errors(service: Choices, text: str) -> None:
    assert service.offered(text) or service.missing(text)


def test_all_that_is_offered_is_known_to_the_command_line(service: Choices) -> None:
    for name in service.offered("/"):
        chosen = choose(service.lookup, [name], [], ROOT)
        assert chosen.operations or chosen.resources == (name,)
