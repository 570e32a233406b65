"""What somebody wants, in words of their own, and the least that it takes."""

from __future__ import annotations

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.errors import CsdlgenError, Diagnostic
from csdlgen.routes.documented import parse_http
from csdlgen.start.wanted import Chosen, choose
from csdlgen.urls import UrlLookup
from tests.support.mail import mail_document

ROOT = "https://mail.example/v1"
LOOKUP = UrlLookup(read_csdl(mail_document(), source="mail.xml"))


def chosen(*texts: str, lines: str = "") -> Chosen:
    return choose(LOOKUP, texts, parse_http(lines, source="wanted.http"), ROOT)


def problem(*texts: str, lines: str = "") -> Diagnostic:
    with pytest.raises(CsdlgenError) as raised:
        chosen(*texts, lines=lines)
    (found,) = raised.value.diagnostics
    assert found.code == "init-unknown"
    return found


@pytest.mark.parametrize(
    ("text", "resource"),
    [
        ("me/messages", "me/messages"),
        ("/me/messages", "me/messages"),
        ("me", "me"),
        ("users", "users"),
        ("users/{id}/messages/{id}", "users/messages"),
        ("users/messages", "users/messages"),
        (f"{ROOT}/me/messages?$top=5", "me/messages"),
        ("me/messages/$count", "me/messages"),
        ("me/friends/{id}/$ref", "me/friends"),
        ("users/messages/body", "users/messages/body"),
        ("users/*", "users/*"),
        ("me/**", "me/**"),
    ],
)
def test_a_path_is_a_resource_without_its_keys(text: str, resource: str) -> None:
    found = chosen(text)
    assert (found.resources, found.operations, found.types) == ((resource,), (), ())
    assert found.roots == (resource.partition("/")[0],)


@pytest.mark.parametrize(
    "text", ["sendMail", "mail.sendMail", "mail.sendMail(mail.user)", "mail.sendMail( mail.user )"]
)
def test_an_operation_by_name_has_the_shortest_routes(text: str) -> None:
    found = chosen(text)
    assert (found.operations, found.resources) == (("mail.sendMail",), ())
    assert (found.roots, found.hops, found.casts) == (("me", "users"), 0, False)


def test_routes_begin_where_something_else_that_was_named_does() -> None:
    assert chosen("sendMail", "me/messages").roots == ("me",)
    assert chosen("me/messages", "users", "sendMail").roots == ("me", "users")


def test_an_operation_by_its_path_has_that_route() -> None:
    found = chosen("users/{id}/friends/{id}/sendMail")
    assert (found.operations, found.roots, found.hops) == (("mail.sendMail",), ("users",), 1)
    found = chosen("me/folders/count")
    assert (found.operations, found.roots, found.hops) == (("mail.count",), ("me",), 1)


def test_resources_do_not_lengthen_the_routes_of_operations() -> None:
    assert chosen("me/sendMail", "me/messages/attachments").hops == 0
    assert chosen("me/messages/attachments").hops == 2


@pytest.mark.parametrize(("text", "type_"), [("itemBody", "itemBody"), ("mail.itemBody", "itemBody"), ("user", "user")])
def test_a_type_by_name(text: str, type_: str) -> None:
    assert chosen(text).types == (f"mail.{type_}",)


def test_every_request_line_is_kept_as_it_was_given() -> None:
    content = "/me/messages/{id}/attachments/{id}/$value"
    lines = ("POST /users/{id | name}/sendMail", "GET /me/messages/{id}", f"GET {content}")
    found = chosen(lines="".join(f"{line}\n" for line in lines))
    assert found.lines == lines
    cast = "me/messages/attachments/mail.fileAttachment"
    assert found.resources == ("me/messages", "me/messages/attachments", cast)
    assert found.operations == ("mail.sendMail",)
    (note,) = found.notes
    assert note == (
        f"the package calls /me/messages/{{id}}/attachments/{{id}}/mail.fileAttachment/$value in place of {content}:"
        " only entities of the type mail.fileAttachment have content, not every mail.attachment"
    )


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("me/mesages", "Did you mean 'messages'?"),
        ("sendmail", "Did you mean 'mail.sendMail'?"),
        ("mail.itembody", "Did you mean 'mail.itemBody'?"),
        ("me/messages/{id}/body/content", "Look for its name with `csdlgen inspect --metadata FILE --search TEXT`."),
        ("zzz", "Look for its name with `csdlgen inspect --metadata FILE --search TEXT`."),
    ],
)
def test_what_is_unknown_is_named_with_the_nearest_name(text: str, remedy: str) -> None:
    found = problem(text)
    assert repr(text) in found.message
    assert found.remedy == remedy


def test_a_line_that_means_nothing_is_named_with_its_place() -> None:
    found = problem(lines="GET /me/messages\nGET /me/mesages\n")
    assert found.where == ("wanted.http", 2, 1)
