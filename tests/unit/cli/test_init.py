"""`csdlgen init`: from an empty folder to a client that works, or nothing at all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import csdlgen.cli.init
from csdlgen.disk.folder_lock import locked
from tests.support.cli import Ran, call
from tests.support.mail import CONTENT, MailService, mail_document
from tests.support.project import tree

ROOT = "https://mail.example/v1"
MAIL = ("me/messages", "me/folders", "GET /me/messages/{id}/attachments/{id}/$value", "POST /me/sendMail")
USE = """
from mail_client import MailClient
from mail_client.aio import MailClient as AsyncMailClient
from mail_client.models import FileAttachment, ItemBody, Message

import asyncio
import sys

root = sys.argv[1]
with MailClient(None, endpoint=root) as client:
    assert [each.id for each in client.me.messages.list()] == ["m0", "m1", "m2", "m3", "m4"]
    assert [each.display_name for each in client.me.folders.list()] == ["Inbox"]
    attachments = client.me.messages["m0"].attachments
    (attachment,) = attachments.list()
    assert isinstance(attachment, FileAttachment)
    content = attachments[attachment.id].mail_file_attachment.value.get()
    assert content == bytes(range(256)) * 40
    client.me.send_mail.post(message=Message(subject="Hello", body=ItemBody(content="…")))


async def main() -> None:
    async with AsyncMailClient(None, endpoint=root) as client:
        assert [each.id async for each in client.me.messages.list()] == ["m0", "m1", "m2", "m3", "m4"]


asyncio.run(main())
"""


@pytest.fixture
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document of the service as a file."""
    place = tmp_path_factory.mktemp("downloads") / "mail.xml"
    place.write_bytes(mail_document())
    return place


@pytest.fixture(scope="module")
def service() -> Iterator[MailService]:
    mails = MailService()
    with mails.server:
        yield mails


def init(folder: Path, source: Path | str, *wanted: str) -> Ran:
    return call("init", "--from", source, "--service-root", ROOT, *wanted, cwd=folder)


def python(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    ran = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def on_disk(package: Path) -> str:
    """The size of a package as messages have it."""
    files = tree(package)
    return f"{len(files):,} files, {sum(map(len, files.values())):,} bytes"


# --- what comes out -------------------------------------------------------------------------------


def test_sizes_are_those_on_disk_with_all_parts_and_without_those_that_may_be_left_out(
    tmp_path: Path, source: Path
) -> None:
    ran = init(tmp_path, source, *MAIL)
    said, package = " ".join(ran.err.split()), tmp_path / "mail_client"
    assert f"wrote ./mail_client: {on_disk(package)}, of which" in said
    place = tmp_path / "csdlgen.toml"
    text = place.read_text("utf-8")
    place.write_text(text.replace("# without =", "without ="), encoding="utf-8")
    assert call("generate", cwd=tmp_path).code == 0
    assert f"without aio, batch and routes: {on_disk(package)} (see `without` in csdlgen.toml)" in said
    assert f"# parts that you may not need: {on_disk(package)} without them\n" in text


def test_every_command_counts_the_files_that_there_are(tmp_path: Path, source: Path) -> None:
    said = [init(tmp_path, source, *MAIL).err]
    files = f"{len(tree(tmp_path / 'mail_client'))} files"
    said += [call(*command, cwd=tmp_path).out for command in (["generate"], ["generate", "--check"], ["check"])]
    said.append(call("vendor", tmp_path / "other", cwd=tmp_path).out)
    vendored = f"{len(tree(tmp_path / 'other'))} files"
    for text, expected in zip(said, [f"wrote ./mail_client: {files},", *[f": up to date, {files}"] * 3], strict=False):
        assert expected in text
    assert f": {vendored} written, 0 unchanged;" in " ".join(said[-1].split())
    again = call("vendor", tmp_path / "other", "--check", cwd=tmp_path).out
    assert f": up to date, {vendored}" in " ".join(again.split())


def test_parts_are_left_out_that_are_named(tmp_path: Path, source: Path) -> None:
    ran = init(tmp_path, source, *MAIL, "--without", "routes", "--without", "aio", "--without", "batch")
    assert ran.code == 0 and "not need" not in ran.err
    text = (tmp_path / "csdlgen.toml").read_text("utf-8")
    assert tomllib.loads(text)["packages"]["mail_client"]["without"] == ["aio", "batch", "routes"]
    assert f"wrote ./mail_client: {on_disk(tmp_path / 'mail_client')}," in " ".join(ran.err.split())
    assert call("check", cwd=tmp_path).code == 0


def test_an_empty_folder_becomes_a_client_that_lists_pages_downloads_and_sends(
    tmp_path: Path, service: MailService
) -> None:
    ran = call("init", "--from", f"{service.root}/$metadata", "--name", "mail_client", *MAIL, cwd=tmp_path)
    assert ran.code == 0, ran.err
    service.sent.clear()
    python(tmp_path, "-c", USE, service.root)
    assert [each["message"]["subject"] for each in service.sent] == ["Hello"]
    assert len(CONTENT) > 10_000
    (tmp_path / "first.py").write_text(ran.out, encoding="utf-8")
    python(tmp_path, "first.py")
    assert len(service.sent) == 1, "a program to try changes nothing"
    files = {name for name in tree(tmp_path) if not name.startswith("mail_client/")}
    assert files == {
        "csdlgen.toml",
        "first.py",
        "metadata/csdlgen.lock",
        "metadata/mail_client.csdl.xml",
        "metadata/mail_client.http",
    }
    origin = json.loads((tmp_path / "metadata/csdlgen.lock").read_text("utf-8"))["documents"]["mail_client.csdl.xml"]
    assert origin["from"][0]["source"] == f"{service.root}/$metadata"


def test_what_init_wrote_is_what_generate_check_and_update_would_write(tmp_path: Path, source: Path) -> None:
    assert init(tmp_path, source, "--name", "mail_client", *MAIL).code == 0
    before = tree(tmp_path)
    assert call("generate", "--check", cwd=tmp_path).code == 0
    assert call("check", cwd=tmp_path).code == 0
    assert call("check", "--against", source, "--fail-on", "any", cwd=tmp_path).code == 0
    ran = call("update", "--from", source, cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert tree(tmp_path) == before


def test_the_configuration_says_what_was_chosen(tmp_path: Path, source: Path) -> None:
    ran = init(tmp_path, source, "--name", "mail_client", *MAIL)
    text = (tmp_path / "csdlgen.toml").read_text("utf-8")
    package = tomllib.loads(text)["packages"]["mail_client"]
    cast = "me/messages/attachments/mail.fileAttachment"
    assert package == {
        "output": ".",
        "metadata": ["metadata/mail_client.csdl.xml"],
        "documented": ["metadata/mail_client.http"],
        "service-root": ROOT,
        "client": "MailClient",
        "key-style": "segment",
        "select": {
            "operations": ["mail.sendMail"],
            "resources": ["me/messages/attachments", cast, "me/messages", "me/folders"],
            "types": [],
        },
        "routes": {"roots": ["me"], "max-hops": 0, "casts": False},
    }
    assert (tmp_path / "metadata/mail_client.http").read_text("utf-8") == "POST /me/sendMail\n"
    files, size = _size(tmp_path / "mail_client")
    said = " ".join(ran.err.split())
    assert f"wrote ./mail_client: {files} files, {size:,} bytes" in said
    assert f"{files} files now" in text and f"{size:,} bytes now" in text
    assert "keys in segments (its document has KeyAsSegmentSupported)" in said
    assert "mail.attachment has no octets" in said
    cut = (tmp_path / "metadata/mail_client.csdl.xml").read_text("utf-8")
    assert "unrelated" not in cut and "linkAttachment" not in cut


def _size(folder: Path) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return len(sizes), sum(sizes)


def test_the_budget_that_is_proposed_is_enough(tmp_path: Path, source: Path) -> None:
    assert init(tmp_path, source, "me/messages").code == 0
    place = tmp_path / "csdlgen.toml"
    text = place.read_text("utf-8")
    assert text.count("# max-") == 2
    place.write_text(text.replace("# max-", "max-"), encoding="utf-8")
    assert call("check", cwd=tmp_path).code == 0


def test_the_same_choice_gives_the_same_bytes(tmp_path: Path, source: Path) -> None:
    trees = []
    for name in "ab":
        (tmp_path / name).mkdir()
        assert init(tmp_path / name, source, *MAIL).code == 0
        trees.append(tree(tmp_path / name))
    assert trees[0] == trees[1]


def test_a_pyproject_gets_a_table_and_keeps_the_rest(tmp_path: Path, source: Path) -> None:
    own = "# mine\n[project]\nname = 'mine'\n\n\n"
    (tmp_path / "pyproject.toml").write_text(own, encoding="utf-8")
    (tmp_path / "src").mkdir()
    ran = init(tmp_path, source, "--name", "mail_client", "me/messages")
    assert ran.code == 0, ran.err
    text = (tmp_path / "pyproject.toml").read_text("utf-8")
    assert text.startswith(own.rstrip() + "\n\n")
    assert tomllib.loads(text)["tool"]["csdlgen"]["packages"]["mail_client"]["output"] == "src"
    assert (tmp_path / "src/mail_client/__init__.py").is_file() and not (tmp_path / "csdlgen.toml").exists()
    assert call("check", cwd=tmp_path).code == 0


def test_lines_of_a_file_are_kept_as_documented_routes(tmp_path: Path, source: Path) -> None:
    (tmp_path / "wanted.http").write_text("# mail\nPOST /users/{id}/sendMail\nGET /me/messages\n", encoding="utf-8")
    ran = init(tmp_path, source, "--name", "mail_client", "wanted.http")
    assert ran.code == 0, ran.err
    kept = (tmp_path / "metadata/mail_client.http").read_text("utf-8")
    assert kept == "POST /users/{id}/sendMail\nGET /me/messages\n"
    routes = call("routes", cwd=tmp_path).out
    assert "documented, 0 hops, contained  /users/{userId}/sendMail" in routes
    assert call("check", cwd=tmp_path).code == 0


# --- nothing comes out ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (["me/mesages"], "init-unknown"),
        (["--name", "a b", "me"], "init-name"),
        (["--service-root", "mail.example", "me"], "init-service-root"),
        (["GET me/messages"], "http-line"),
        (["missing.http"], "file-unreadable"),
    ],
)
def test_a_failure_leaves_nothing_behind(tmp_path: Path, source: Path, wanted: list[str], code: str) -> None:
    ran = init(tmp_path, source, *wanted)
    assert (ran.code, tree(tmp_path)) == (2, {}), ran
    assert f"{code}: " in ran.err


def test_without_anything_wanted_there_is_no_question_outside_of_a_terminal(tmp_path: Path, source: Path) -> None:
    ran = init(tmp_path, source)
    assert (ran.code, tree(tmp_path)) == (2, {})
    assert "What is wanted?" in ran.err


def test_a_file_does_not_say_where_the_service_is(tmp_path: Path, source: Path) -> None:
    ran = call("init", "--from", source, "me/messages", cwd=tmp_path)
    assert (ran.code, tree(tmp_path)) == (2, {})
    assert "init-service-root" in ran.err and "--service-root" in ran.err


def test_a_dry_run_says_all_and_writes_nothing(tmp_path: Path, source: Path) -> None:
    ran = init(tmp_path, source, "--dry-run", "--name", "mail_client", *MAIL)
    assert (ran.code, tree(tmp_path), [*tmp_path.iterdir()]) == (0, {}, [])
    assert "would write csdlgen.toml" in ran.err and "would write ./mail_client: " in ran.err
    wet = init(tmp_path, source, "--name", "mail_client", *MAIL)
    assert ran.err.replace("would write", "wrote").split() == wet.err.split()
    assert ran.out == wet.out


@pytest.mark.parametrize(
    "own", ["[project]\r\nname = 'mine'\r\n", "\ufeff[project]\nname = 'mine'\n", "# \x85\n", "", "\n\n"]
)
def test_a_pyproject_keeps_its_octets_and_its_ends_of_lines(tmp_path: Path, source: Path, own: str) -> None:
    (tmp_path / "pyproject.toml").write_bytes(own.encode())
    ran = init(tmp_path, source, "--name", "mail_client", "me/messages")
    assert ran.code == 0, ran.err
    found = (tmp_path / "pyproject.toml").read_bytes().decode()
    assert found.startswith(own.strip("\n")) and "[tool.csdlgen.packages.mail_client]" in found
    assert ("\r\n" in own) == ("\r" in found) and found.count("\r\n") in (0, found.count("\n"))
    assert call("check", cwd=tmp_path).code == 0


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (b"[project]\nname = '\xe9'\n", "pyproject.toml: config-not-toml: the file is not UTF-8"),
        ("[project]\n".encode("utf-16"), "pyproject.toml: config-not-toml: the file is not UTF-8"),
        (b"[tool.csdlgen]\npackages = {}\n", "pyproject.toml: init-exists: no table can be added to what it has"),
        (b"[tool]\ncsdlgen = {}\n", "pyproject.toml: init-exists: no table can be added to what it has"),
    ],
)
def test_a_pyproject_that_cannot_have_a_table_stays_as_it_is(
    tmp_path: Path, source: Path, own: bytes, message: str
) -> None:
    (tmp_path / "pyproject.toml").write_bytes(own)
    ran = init(tmp_path, source, "--name", "mail_client", "me/messages")
    assert (ran.code, tree(tmp_path)) == (2, {"pyproject.toml": own}), ran
    assert message in ran.err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("csdlgen.toml", "[packages]\n"),
        ("pyproject.toml", "[tool.csdlgen.packages.mail_client]\noutput='.'\nmetadata=['a']\nservice-root='https://a'\nclient='A'\n"),
        ("metadata/mail_client.csdl.xml", "<mine/>"),
        ("mail_client/mine.py", "mine = 1\n"),
        ("mail_client", "a file"),
        ("pyproject.toml", "not toml"),
        ("pyproject.toml", "tool = {}\n"),
    ],
)  # fmt: skip
def test_what_is_there_is_never_written_over(tmp_path: Path, source: Path, name: str, text: str) -> None:
    place = tmp_path / name
    place.parent.mkdir(exist_ok=True)
    place.write_text(text, encoding="utf-8")
    ran = init(tmp_path, source, "--name", "mail_client", "me/messages")
    assert (ran.code, tree(tmp_path)) == (2, {name: text.encode()}), ran


def test_a_disk_that_fails_half_way_has_nothing_of_it(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'mine'\n", encoding="utf-8")
    before = tree(tmp_path)

    def fail(*_: object, **__: object) -> None:
        assert (tmp_path / "metadata/csdlgen.lock").is_file(), "the documents are there by now"
        raise KeyboardInterrupt

    monkeypatch.setattr("csdlgen.incremental.write", fail)
    ran = init(tmp_path, source, *MAIL)
    assert (ran.code, tree(tmp_path)) == (130, before)
    assert [each.name for each in tmp_path.iterdir()] == ["pyproject.toml"]


# --- in a terminal --------------------------------------------------------------------------------


def test_in_a_terminal_one_searches_and_chooses(tmp_path: Path, source: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "csdlgen", "init", "--from", str(source), "--service-root", ROOT]
    with subprocess.Popen(
        [*command, "--name", "mail_client"], cwd=tmp_path, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs
    ) as running:
        os.close(theirs)
        said = _answer(ours, ["nonsense", "mess", "1", "somebody wrote", "", "sendmail", "1", ""])
        assert running.wait(60) == 0, said
    assert "Nothing has that" in said
    assert said.count("  1  me/messages: What somebody wrote.") == 2, said
    package = tomllib.loads((tmp_path / "csdlgen.toml").read_text("utf-8"))["packages"]["mail_client"]
    assert package["select"]["resources"] == ["me/messages"]
    assert package["select"]["operations"] == ["mail.sendMail"]


def _answer(terminal: int, answers: list[str]) -> str:
    """Type each answer once a question is there; what was printed."""
    said = ""
    waiting = list(answers)
    while True:
        try:
            data = os.read(terminal, 10_000)
        except OSError:  # the other side has closed it
            data = b""
        if not data:
            return said
        said += data.decode("utf-8", "replace")
        if waiting and said.rstrip(" ").endswith(":"):  # older click writes the blank elsewhere
            os.write(terminal, waiting.pop(0).encode() + b"\n")
            said += " "


def test_the_command_that_the_configuration_names_reads_the_same_document(tmp_path: Path, source: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    (tmp_path / "mail.xml").write_bytes(source.read_bytes())
    assert init(folder, "../mail.xml", *MAIL).code == 0
    (command,) = re.findall("`csdlgen (update .*?)`", (folder / "csdlgen.toml").read_text("utf-8"))
    assert call(*command.split(), "--check", cwd=folder).code == 0


def test_a_second_run_takes_nothing_back_of_what_the_first_is_writing(tmp_path: Path, source: Path) -> None:
    with locked(tmp_path, ".csdlgen-init-lock"):
        (tmp_path / "metadata").mkdir()
        (tmp_path / "metadata/of_the_first.txt").write_bytes(b"")
        ran = init(tmp_path, source, "--name", "mail_client", *MAIL)
        assert (ran.code, "output-locked" in ran.err) == (2, True), ran.err
    assert tree(tmp_path) == {"metadata/of_the_first.txt": b""}


def test_a_project_file_that_changes_meanwhile_is_left_alone(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "pyproject.toml"
    place.write_text('[project]\nname = "mine"\n', encoding="utf-8")
    prepare = csdlgen.cli.init._prepare

    def meanwhile(*arguments: Any) -> Any:
        place.write_text('[project]\nname = "other"\n', encoding="utf-8")
        return prepare(*arguments)

    monkeypatch.setattr(csdlgen.cli.init, "_prepare", meanwhile)
    ran = init(tmp_path, source, "--name", "mail_client", *MAIL)
    assert (ran.code, "init-exists" in ran.err) == (2, True), ran.err
    assert tree(tmp_path) == {"pyproject.toml": b'[project]\nname = "other"\n'}
