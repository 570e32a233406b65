"""What is found first in a service of which somebody knows a word."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.edm.vocabularies import description
from csdlgen.start.choices import choices, found
from csdlgen.urls import UrlLookup
from tests.builders import entity, model

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
        ("me", ["me", "me/messages", "me/mailFolders", "users/messages"]),
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
def test_each_name_is_found_once_and_only_where_the_text_is(text: str, names: list[str]) -> None:
    wanted = text.strip().strip("/").casefold()
    result = found(dict.fromkeys(names, ""), text)
    assert len(set(result)) == len(result)
    assert {name for name in names if wanted in name.casefold()} >= {*result}
    assert {name for name in names if "." not in name and wanted in name.casefold()} <= {*result}


def test_operations_and_a_path_for_each_step_can_be_chosen() -> None:
    made = model(entity("box", "size: Edm.Int32"), sets="boxes: box")
    known = choices(UrlLookup(made))
    assert list(known) == ["boxes"] and known["boxes"] == description(())
