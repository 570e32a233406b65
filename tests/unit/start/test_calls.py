"""The first calls of a package: Python that works with its names."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from csdlgen.disk.documents import write_documents
from csdlgen.navigation import Limits
from csdlgen.pipeline import build, select_package
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import Inputs, Source
from csdlgen.routes import UrlStyle
from csdlgen.select import Selection
from csdlgen.start.calls import FirstCalls, first_calls
from tests.support.checkers import reported
from tests.support.csdl import document
from tests.support.mail import mail_document

CONFIG = PackageConfig(
    name="mail_client",
    output=".",
    metadata=("mail.xml",),
    service_root="https://mail.example/v1",
    client="MailClient",
    scopes=(),
    style=UrlStyle("segment", qualified=False),
    limits=Limits(max_hops=1),
)
_KEY = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.{}" Nullable="false"/>'
_VALUES = (
    "String",
    "Boolean",
    "Binary",
    "Double",
    "Decimal",
    "Guid",
    "Date",
    "TimeOfDay",
    "DateTimeOffset",
    "Duration",
    "Int64",
)
ODD = document(
    f'<EntityType Name="list">{_KEY.format("Guid")}'
    '<NavigationProperty Name="class" Type="Collection(ns.part)" ContainsTarget="true"/></EntityType>'
    f'<EntityType Name="part">{_KEY.format("Int32")}</EntityType>'
    '<ComplexType Name="empty"/><EnumType Name="mode"><Member Name="none" Value="0"/></EnumType>'
    '<Action Name="set"><Parameter Name="mode" Type="ns.mode" Nullable="false"/>'
    '<Parameter Name="with" Type="ns.empty" Nullable="false"/>'
    '<Parameter Name="all" Type="Collection(Edm.Int32)" Nullable="false"/>'
    + "".join(f'<Parameter Name="v{each}" Type="Edm.{each}" Nullable="false"/>' for each in _VALUES)
    + '<ReturnType Type="Edm.String"/></Action>'
    '<Function Name="parts"><ReturnType Type="Collection(ns.part)"/></Function>'
    '<EntityContainer Name="c"><EntitySet Name="lists" EntityType="ns.list"/><ActionImport Name="set" Action="ns.set"/>'
    '<FunctionImport Name="parts" Function="ns.parts"/></EntityContainer>'
)  # fmt: skip


def calls(
    selection: Selection, data: bytes | None = None, *, identity: bool = False
) -> tuple[FirstCalls, dict[str, str]]:
    config = replace(CONFIG, selection=selection)
    selected = select_package(config, Inputs((Source("mail.xml", data or mail_document()),), (), ()))
    files = {str(path): text for path, text in build(config, selected).items()}
    return first_calls(config, selected, identity=identity), files


@pytest.mark.parametrize("name", ["client", "Print", "islice", "date", "timedelta"])
def test_no_item_takes_the_name_of_what_the_program_needs(name: str) -> None:
    data = document(
        f'<EntityType Name="{name}">{_KEY.format("Date")}</EntityType>'
        f'<EntityContainer Name="c"><EntitySet Name="things" EntityType="ns.{name}"/></EntityContainer>'
    )
    code = calls(Selection(resources=("things",)), data)[0].code
    assert body(code)[:2] == ["for each in islice(client.things.list(top=5), 5):", "    print(each.id)"]
    assert body(code)[2] == "print(client.things[date(2016, 12, 31)].get())"


def body(code: str) -> list[str]:
    return [line.removeprefix("    ") for line in code.partition("as client:\n")[2].splitlines()]


@pytest.mark.parametrize(
    ("selection", "lines"),
    [
        (
            Selection(resources=("me/messages",)),
            ["for message in islice(client.me.messages.list(top=5), 5):", "    print(message.id)",
             'print(client.me.messages["messageId"].get())'],
        ),
        (
            Selection(("mail.sendMail",), resources=("users/messages", "users")),
            ["for user in islice(client.users.list(top=5), 5):", "    print(user.id)",
             "request = client.me.send_mail.post.to_request(message=Message())",
             "print(request.method, request.url)  # `client.send(request)` sends it"],
        ),
        (
            Selection(("mail.sendMail",)),
            ["request = client.me.send_mail.post.to_request(message=Message())",
             "print(request.method, request.url)  # `client.send(request)` sends it"],
        ),
        (
            Selection(("mail.count",), resources=("me",)),
            ['print(client.me.folders["folderId"].count.get(since=date(2016, 12, 31)))',
             "print(client.me.get())"],
        ),
        (Selection(types=("mail.itemBody",)), ["print(client.endpoint)"]),
    ],
)  # fmt: skip
def test_there_are_two_calls_where_there_is_anything_to_call(selection: Selection, lines: list[str]) -> None:
    found, _ = calls(selection)
    assert body(found.code) == lines
    ast.parse(found.code)


def test_a_credential_is_imported_where_one_is_wanted() -> None:
    found, _ = calls(Selection(resources=("me",)), identity=True)
    assert found.requires == ("azure-core", "azure-identity")
    assert "from azure.identity import DefaultAzureCredential\n" in found.code
    assert "MailClient(DefaultAzureCredential())" in found.code


PROGRAMS = {
    "mail": (Selection(("mail.sendMail", "mail.count"), resources=("me/messages",)), None),
    "odd": (Selection(("ns.set", "ns.parts")), ODD),
    "keys": (Selection(resources=("lists/class",)), ODD),
}


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """The folder with a package and a program for it."""
    found, files = calls(*PROGRAMS[request.param])
    assert len(body(found.code)) >= 2
    root = tmp_path / "code"
    write_documents({root / path: text for path, text in files.items()} | {root / "first.py": found.code}, (), root)
    yield root
    for name in [each for each in sys.modules if each.split(".")[0] == "mail_client"]:
        del sys.modules[name]


@pytest.mark.slow
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_type_checkers_know_every_name_of_the_first_program(program: Path, checker: str) -> None:
    assert reported(checker, program) == {}
