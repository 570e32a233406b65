"""`csdlgen update`: documents, lock and package in one go, or nothing at all."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from tests.support.cli import Ran, call
from tests.support.loopback import Loopback, Reply
from tests.support.project import tree
from tests.support.upstream import HOLD, SHIP, project, service

LABEL = ('<Property Name="label" Type="Edm.String"/>', "")
DOCUMENT, LOCK = "metadata/demo.csdl.xml", "metadata/csdlgen.lock"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose document csdlgen has written."""
    project(tmp_path)
    ran = update(tmp_path, service())
    assert ran.code == 0, ran
    assert f"kept a copy: {DOCUMENT}.bak" in ran.err
    (tmp_path / f"{DOCUMENT}.bak").unlink()
    return tmp_path


def update(folder: Path, document: bytes, *options: str) -> Ran:
    place = folder / "upstream" / "service.xml"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(document)
    return call("update", "--from", "upstream/service.xml", *options, cwd=folder)


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The files that two states of a folder do not share, but for what was given to update."""
    return {name for name in {*before, *after} if before.get(name) != after.get(name)} - {"upstream/service.xml"}


# --- one go ---------------------------------------------------------------------------------------


def test_what_upstream_changes_is_in_documents_lock_package_and_changelog(folder: Path) -> None:
    before = tree(folder)
    ran = update(folder, service(LABEL))
    assert ran.code == 0, ran
    after = tree(folder)
    manifest, box = "src/demo_client/_manifest.json", "src/demo_client/models/box.py"
    assert changed(before, after) == {DOCUMENT, LOCK, manifest, box}
    assert b"label" not in after[DOCUMENT] + after[box]
    head, blank, sums, *bullets = ran.out.splitlines()
    assert head == f"### demo\\_client, {date.today().isoformat()}"
    assert (blank, sums) == ("", "From `upstream/service.xml`: 1 breaking.")
    assert re.fullmatch(r"- \*\*breaking\*\*: `demo\.box/label`: .* \(`property-removed`\)", bullets[-1])
    assert call("check", cwd=folder).code == 0


def test_a_second_update_changes_nothing_and_says_nothing(folder: Path) -> None:
    before = tree(folder)
    ran = update(folder, service())
    assert (ran.code, ran.out) == (0, "")
    assert changed(before, tree(folder)) == set()


def test_the_same_document_on_another_day_keeps_its_day(folder: Path) -> None:
    text = (folder / LOCK).read_text("utf-8")
    (folder / LOCK).write_text(text.replace(date.today().isoformat(), "2020-02-29"), encoding="utf-8")
    before = tree(folder)
    assert update(folder, service()).code == 0
    assert changed(before, tree(folder)) == set()
    assert update(folder, service(LABEL)).code == 0
    assert "2020-02-29" not in (folder / LOCK).read_text("utf-8")


def test_a_dry_run_writes_nothing_and_says_all(folder: Path) -> None:
    before = tree(folder)
    dry = update(folder, service(LABEL), "--dry-run")
    assert changed(before, tree(folder)) == set()
    wet = update(folder, service(LABEL))
    assert dry.out == wet.out
    *wrote, summary = wet.err.splitlines()
    assert dry.err.splitlines() == [line.replace("wrote", "would write") for line in wrote]
    assert len(wrote) == 4
    files = len(tree(folder / "src" / "demo_client"))
    assert summary == f"src/demo_client: 2 files written, {files - 2} unchanged; 2 types, 2 operations"


def test_a_check_is_a_dry_run_with_an_exit_code(folder: Path) -> None:
    before = tree(folder)
    dry, check = (update(folder, service(LABEL), option) for option in ("--dry-run", "--check"))
    assert (dry.code, check.code) == (0, 1)
    assert (check.out, check.err) == (dry.out, dry.err)
    assert changed(before, tree(folder)) == set()
    assert update(folder, service(), "--check").code == 0


def test_it_makes_the_document_where_there_is_none(folder: Path) -> None:
    before = tree(folder)
    for name in (DOCUMENT, LOCK):
        (folder / name).unlink()
    ran = update(folder, service())
    assert ran.code == 0, ran
    assert changed(before, tree(folder)) == set()


def test_a_run_that_was_killed_before_the_package_is_finished_by_the_next(folder: Path) -> None:
    """Within the package it is as with `generate`."""
    before = tree(folder)
    assert update(folder, service(LABEL)).code == 0
    after = tree(folder)
    for written in ({DOCUMENT}, {DOCUMENT, LOCK}):
        for name in changed(before, after) - written:
            (folder / name).write_bytes(before[name])
        assert update(folder, service(LABEL)).code == 0
        assert tree(folder) == after


def test_a_wider_selection_is_taken(folder: Path) -> None:
    place = folder / "csdlgen.toml"
    place.write_text(place.read_text("utf-8").replace('["demo.box"]', '["demo.box", "demo.line"]'), encoding="utf-8")
    before = (folder / DOCUMENT).read_bytes()
    assert call("check", cwd=folder).code in (1, 2)
    assert update(folder, service()).code == 0
    assert (folder / DOCUMENT).read_bytes() != before
    assert call("check", "--against", "upstream/service.xml", "--fail-on", "any", cwd=folder).code == 0


# --- overlays -------------------------------------------------------------------------------------


def test_what_only_the_overlay_has_is_not_written(folder: Path) -> None:
    text = (folder / DOCUMENT).read_text("utf-8")
    assert "hold" not in text
    assert "customer" not in text
    assert '"note"' in text, "what the overlay annotates has to be there"
    assert '"lines"' not in text, "nothing needs it"


def test_what_upstream_publishes_as_the_overlay_has_it_is_written_and_reported(folder: Path) -> None:
    ran = update(folder, service((SHIP, SHIP + HOLD)))
    assert ran.code == 0
    assert "overlay-superseded" in ran.err
    assert "hold" in (folder / DOCUMENT).read_text("utf-8")


def test_what_upstream_publishes_differently_is_for_people_to_decide(folder: Path) -> None:
    before = tree(folder)
    ran = update(folder, service((SHIP, SHIP + HOLD.replace("</Act", '<ReturnType Type="Edm.Int32"/></Act'))))
    assert ran.code == 2
    assert "overlay-conflict" in ran.err
    assert changed(before, tree(folder)) == set()


# --- or nothing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "said"),
    [((SHIP, ""), "demo.ship"), (('Name="box"', 'Name="crate"'), "demo.box")],
    ids=["operation", "type"],
)
def test_nothing_is_written_where_something_selected_is_gone(folder: Path, edit: tuple[str, str], said: str) -> None:
    before = tree(folder)
    ran = update(folder, service(edit))
    assert ran.code == 1
    assert "update-lacking" in ran.err
    assert said in ran.err
    assert "-removed`" in ran.out
    assert changed(before, tree(folder)) == set()


def test_nothing_is_written_where_upstream_is_not_believed(folder: Path) -> None:
    before = tree(folder)
    gone = service(("<EntityContainer", "<!-- <EntityContainer"), ("Container>", "Container> -->"))
    ran = update(folder, gone)
    assert (ran.code, changed(before, tree(folder))) == (2, set())
    assert "snapshot-suspicious" in ran.err


@pytest.mark.parametrize("what", ["src/demo_client/models/box.py", DOCUMENT])
def test_what_was_edited_by_hand_is_not_lost(folder: Path, what: str) -> None:
    place = folder / what
    place.write_bytes(place.read_bytes() + b"\n")
    before = tree(folder)
    ran = update(folder, service(LABEL))
    assert (ran.code, changed(before, tree(folder))) == (2, set())
    assert what in ran.err
    ran = update(folder, service(LABEL), "--force")
    assert ran.code == 0
    assert (folder / f"{what}.bak").read_bytes() == before[what]
    assert call("check", cwd=folder).code == 0


def test_line_ends_are_no_edits(folder: Path) -> None:
    place = folder / DOCUMENT
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    assert update(folder, service(LABEL)).code == 0


@pytest.mark.parametrize("text", ["", "{}", "<<<<<<< ours", '{"version": 2, "documents": {}}'])
def test_a_lock_that_is_none_is_not_written_over(folder: Path, text: str) -> None:
    (folder / LOCK).write_text(text, encoding="utf-8")
    ran = update(folder, service(LABEL))
    assert ran.code == 2
    assert f"{LOCK}: lock-unreadable" in ran.err
    assert (folder / LOCK).read_text("utf-8") == text


def test_metadata_is_what_it_writes_and_not_what_it_reads(folder: Path) -> None:
    ran = call("update", "--metadata", DOCUMENT, "--from", DOCUMENT, cwd=folder)
    assert ran.code == 2
    assert "--from" in ran.err


# --- several --------------------------------------------------------------------------------------


def two_packages(folder: Path, second: str) -> None:
    place = folder / "csdlgen.toml"
    text = place.read_text("utf-8")
    other = text.replace("demo_client", "second_client").replace('types = ["demo.box"]', 'types = ["demo.mode"]')
    place.write_text(text + other.replace('["metadata/demo.csdl.xml"]', second), encoding="utf-8")


@pytest.mark.parametrize("package", [(), ("--package", "demo_client")])
def test_packages_of_one_document_are_updated_together(folder: Path, package: tuple[str, ...]) -> None:
    two_packages(folder, '["metadata/demo.csdl.xml"]')
    assert update(folder, service(LABEL), *package).code == 0
    text = (folder / DOCUMENT).read_text("utf-8")
    assert '"box"' in text
    assert '"mode"' in text
    assert call("check", cwd=folder).code == 0


def test_packages_of_different_documents_are_not_taken_for_one_service(folder: Path) -> None:
    two_packages(folder, '["metadata/other.csdl.xml"]')
    assert update(folder, service()).code == 2
    assert "--package" in update(folder, service()).err
    assert update(folder, service(LABEL), "--package", "demo_client").code == 0
    assert not (folder / "metadata/other.csdl.xml").exists()


def test_a_document_that_is_shared_in_part_is_not_written(folder: Path) -> None:
    two_packages(folder, '["metadata/demo.csdl.xml", "metadata/other.csdl.xml"]')
    ran = update(folder, service(), "--package", "demo_client")
    assert ran.code == 2
    assert "update-documents" in ran.err


@pytest.mark.parametrize(("configured", "given", "code"), [(1, 2, 0), (2, 2, 0), (2, 1, 2), (2, 3, 2)])
def test_several_documents(tmp_path: Path, configured: int, given: int, code: int) -> None:
    """Operations in a document of their own; both go into one, or each into its own."""
    project(tmp_path)
    names = ["metadata/demo.csdl.xml", "metadata/actions.csdl.xml"][:configured]
    place = tmp_path / "csdlgen.toml"
    place.write_text(
        place.read_text("utf-8").replace('["metadata/demo.csdl.xml"]', json.dumps(names)), encoding="utf-8"
    )
    types = service((SHIP, ""))
    actions = re.sub(rb"<EntityType.*</EnumType>|<EntityContainer.*</EntityContainer>", b"", service(), flags=re.DOTALL)
    empty = re.sub(rb"<Action.*</Action>", b"", actions, flags=re.DOTALL)
    (tmp_path / DOCUMENT).unlink()
    parts = []
    for number, data in enumerate([types, actions, empty][:given]):
        (tmp_path / f"{number}.xml").write_bytes(data)
        parts += ["--from", f"{number}.xml"]
    ran = call("update", *parts, cwd=tmp_path)
    assert ran.code == code, ran
    if code == 0:
        own = [(tmp_path / name).read_text("utf-8") for name in names]
        assert ['Name="ship"' in text for text in own] == [True] if configured == 1 else [False, True]
        lock = json.loads((tmp_path / LOCK).read_text("utf-8"))["documents"]
        assert sorted(lock) == sorted(Path(name).name for name in names)
        assert sum(len(each["from"]) for each in lock.values()) == given
        against = [option.replace("--from", "--against") for option in parts]
        assert call("check", *against, "--fail-on", "any", cwd=tmp_path).code == 0


# --- the lock -------------------------------------------------------------------------------------


def test_the_lock_says_where_from_without_secrets(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    def source() -> str:
        (entry,) = json.loads((folder / LOCK).read_text("utf-8"))["documents"].values()
        (found,) = entry["from"]
        return str(found["source"])

    assert source() == "upstream/service.xml"
    elsewhere = tmp_path_factory.mktemp("private") / "mine.xml"
    elsewhere.write_bytes(service())
    assert call("update", "--from", elsewhere, cwd=folder).code == 0
    assert source() == "mine.xml"
    with Loopback(lambda _: Reply(200, service(), {"ETag": '"7"'})) as server:
        url = f"{server.url}/$metadata"
        ran = call("update", "--insecure", "--from", f"{url}?sig=s3cret#s3cret", cwd=folder)
        assert ran.code == 0, ran
        assert source() == url
        assert "etag" not in (folder / LOCK).read_text("utf-8"), "a tag is that of the whole URL"
        assert call("update", "--insecure", "--from", url, cwd=folder).code == 0
    assert not any(b"s3cret" in data or b"private" in data for data in tree(folder).values())
