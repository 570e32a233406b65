"""From an empty folder to a client for mail, of the real document of Microsoft Graph v1.0."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from csdlgen.project.keys import PARTS
from tests.support.checkers import reported
from tests.support.cli import Ran, csdlgen
from tests.support.mail import MailService
from tests.support.project import tree

DOCUMENT = "graph/graph-v1.0-prod_2025-12-16_cf732603.csdl.xml"
MAIL = ("me/messages", "me/mailFolders", "GET /me/messages/{id}/attachments/{id}/$value", "POST /me/sendMail")
USE = """
import sys

from graph_mail import GraphMailClient
from graph_mail.models import EmailAddress, FileAttachment, ItemBody, Message, Recipient

with GraphMailClient(None, endpoint=sys.argv[1]) as client:
    assert [each.id for each in client.me.messages.list(top=2)] == ["m0", "m1", "m2", "m3", "m4"]
    assert [each.display_name for each in client.me.mail_folders.list()] == ["Inbox"]
    attachments = client.me.messages["m0"].attachments
    (attachment,) = attachments.list()
    assert isinstance(attachment, FileAttachment) and attachment.id
    content = attachments[attachment.id].graph_file_attachment.value.get()
    assert content == bytes(range(256)) * 40
    to = Recipient(email_address=EmailAddress(address="x@y"))
    client.me.send_mail.post(message=Message(subject="Hello", body=ItemBody(content="…"), to_recipients=[to]))
"""


class Made(NamedTuple):
    """What a run of init has made of an empty folder, and the service that it was made of."""

    folder: Path
    ran: Ran
    service: MailService


@pytest.fixture(scope="module")
def made(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("empty")
    service = MailService("microsoft.graph", (corpus / DOCUMENT).read_bytes())
    with service.server:
        source = f"{service.root}/$metadata"
        ran = csdlgen("init", "--from", source, "--name", "graph_mail", *MAIL, cwd=folder)
        assert ran.code == 0, ran.err
        yield Made(folder, ran, service)


def python(folder: Path, *arguments: str) -> None:
    ran = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(folder)},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_it_lists_pages_downloads_and_sends(made: Made) -> None:
    made.service.sent.clear()
    python(made.folder, "-c", USE, made.service.root)
    (sent,) = made.service.sent
    assert sent["Message"]["toRecipients"] == [{"emailAddress": {"address": "x@y"}}]


def test_the_first_program_works_as_it_is_printed(made: Made) -> None:
    made.service.sent.clear()
    python(
        made.folder,
        "-c",
        made.ran.out.replace("client.send(request)", "client.send(request)\n    client.send(request) #"),
    )
    assert made.service.sent == [{"Message": {"@odata.type": "#microsoft.graph.message"}}]


def test_it_is_small_and_all_routes_are_those_that_were_named(made: Made) -> None:
    package = made.folder / "graph_mail"
    files = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    own = [path for path in files if "_runtime" not in path.parts]
    # The runtime is another 59 files and 340 KB.
    assert len(own) <= 35
    assert sum(path.stat().st_size for path in own) <= 40_000
    assert csdlgen("routes", cwd=made.folder).out.splitlines()[1:] == [
        "  1 route, 1 documented",
        "  documented, 0 hops, contained  /me/sendMail",
    ]
    assert (made.folder / "metadata/graph_mail.csdl.xml").stat().st_size < 20_000
    assert csdlgen("check", cwd=made.folder).code == 0


def test_without_the_parts_that_it_may_do_without_it_is_smaller(corpus: Path, tmp_path: Path) -> None:
    root = ("--service-root", "https://graph.microsoft.com/v1.0")
    without = [option for part in PARTS for option in ("--without", part)]
    ran = csdlgen("init", "--from", corpus / DOCUMENT, *root, "--name", "graph_mail", *MAIL, *without, cwd=tmp_path)
    assert ran.code == 0, ran.err
    files = tree(tmp_path / "graph_mail").values()
    assert len(files) <= 70
    assert sum(map(len, files)) <= 265_000


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_package_and_programs_type_check(made: Made, checker: str) -> None:
    (made.folder / "use.py").write_text(USE, encoding="utf-8")
    (made.folder / "first.py").write_text(made.ran.out, encoding="utf-8")
    assert reported(checker, made.folder) == {}
