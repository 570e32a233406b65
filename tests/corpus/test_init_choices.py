"""What the search of `init` offers of the real document of Microsoft Graph v1.0."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdlgen.cli.choose import lines
from csdlgen.csdl import read_csdl
from csdlgen.start.choices import Choices
from csdlgen.start.wanted import choose
from csdlgen.urls import UrlLookup

DOCUMENT = "graph/graph-v1.0-prod_2025-12-16_cf732603.csdl.xml"
ROOT = "https://graph.microsoft.com/v1.0"


@pytest.fixture(scope="module")
def graph(corpus: Path) -> Choices:
    return Choices(UrlLookup(read_csdl((corpus / DOCUMENT).read_bytes(), source=DOCUMENT)), ROOT)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("messages", "me/messages"),
        ("me messages", "me/messages"),
        ("messages attachments", "me/messages/attachments"),
        ("me/messages/attachments", "me/messages/attachments"),
        ("users/messages", "users/messages"),
        ("users/{id}/messages/{id}", "users/messages"),
        ("users/mess", "users/messages"),
        ("GET /me/messages/{id}", "GET /me/messages/{id}"),
        ("POST /me/sendMail", "POST /me/sendMail"),
        (f"{ROOT}/me/messages", "me/messages"),
    ],
)
def test_what_the_documentation_names_is_offered_first(graph: Choices, text: str, first: str) -> None:
    assert next(iter(graph.offered(text))) == first


def test_casts_are_only_where_no_other_path_leads(graph: Choices) -> None:
    assert not [name for name in graph.known if "microsoft.graph.user/" in name]
    assert "me/messages/microsoft.graph.eventMessage/event" in graph.known


def test_lines_of_a_terminal_of_usual_widths_can_be_told_apart(graph: Choices) -> None:
    for columns in (60, 80, 100):
        texts = [line.partition("  ")[2].lstrip("0123456789 ") for line in lines(graph.known, columns)]
        assert len(set(texts)) == len(texts)


def test_each_path_that_is_offered_is_one_of_the_command_line(graph: Choices) -> None:
    for name in [*graph.known][::20]:
        chosen = choose(graph.lookup, [name], [], ROOT)
        assert chosen.operations or chosen.resources == (name,)
