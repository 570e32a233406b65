"""Documents that were cut for a selection, and what is said once that is another one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csdlgen.upstream.cut import update_command
from csdlgen.upstream.lock import LOCK_NAME
from tests.support.cli import Ran, call, findings
from tests.support.upstream import overlay, project, service

SOURCE = "upstream.xml"
UPDATE = f"`csdlgen update --from {SOURCE}`"
ONLY = "metadata/demo.csdl.xml has only what was selected when csdlgen cut it; " + UPDATE + " cuts it anew."
CHANGED = "selection-changed: since this document was cut, the selection, the limits of routes, an overlay or a"
NEWS = ('<Property Name="label"', '<Property Name="weight" Type="Edm.Decimal"/><Property Name="label"')
LABEL = ('<Property Name="label" Type="Edm.String"/>', "")
BASE = ('<EntityType Name="line">', '<EntityType Name="part"/><EntityType Name="line" BaseType="demo.part">')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose document csdlgen has cut from the service as it is."""
    project(tmp_path).unlink()
    (tmp_path / SOURCE).write_bytes(service())
    assert call("update", "--from", SOURCE, cwd=tmp_path).code == 0
    assert call("check", cwd=tmp_path).code == 0
    return tmp_path


def edit(folder: Path, old: str, new: str, name: str = "csdlgen.toml") -> None:
    place = folder / name
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new), encoding="utf-8")


def against(folder: Path, *options: str) -> Ran:
    return call("check", "--against", SOURCE, "--fail-on", "any", *options, cwd=folder)


def _more_hops(folder: Path) -> None:
    edit(
        folder,
        "[packages.demo_client.select]",
        "[packages.demo_client.routes]\nmax-hops=9\n[packages.demo_client.select]",
    )


def _less(folder: Path) -> None:
    edit(folder, '"demo.ship", ', "")


def _annotation(folder: Path) -> None:
    edit(folder, "What the customer said.", "What they said.", "metadata/demo.overlay.xml")


@pytest.mark.parametrize("change", [_more_hops, _less, _annotation])
def test_a_check_says_that_the_document_is_not_what_an_update_would_write(
    change: Callable[[Path], None], folder: Path
) -> None:
    change(folder)
    assert call("generate", cwd=folder).code == 0
    ran = call("check", cwd=folder)
    assert ran.code == 1
    assert f"metadata/demo.csdl.xml: {CHANGED}" in ran.err
    assert ran.err.rstrip().endswith(f"Run {UPDATE}, which cuts it anew.")
    assert "::error title=selection-changed::" in call("check", "--format", "github", cwd=folder).out
    assert call("update", "--from", SOURCE, cwd=folder).code == 0
    assert call("check", cwd=folder) == Ran(0, call("check", cwd=folder).out, "")
    assert against(folder).code == 0


@pytest.mark.parametrize("arguments", [["generate"], ["generate", "--check"], ["vendor", "copy"]])
def test_whoever_generates_from_it_is_warned(arguments: list[str], folder: Path) -> None:
    """What was added to the selection may be missing; the package is written all the same."""
    assert "selection-changed" not in call(*arguments, cwd=folder).err
    _more_hops(folder)
    outdated = int("--check" in arguments)
    ran = call(*arguments, cwd=folder)
    assert (ran.code, ran.err.count(f"metadata/demo.csdl.xml: warning: {CHANGED}")) == (outdated, 1), ran.err
    assert UPDATE in ran.err
    below = folder / "below"
    below.mkdir(exist_ok=True)
    assert f"../metadata/demo.csdl.xml: warning: {CHANGED}" in call(*arguments, cwd=below).err
    assert "selection-changed" not in call(*arguments, "--metadata", folder / SOURCE, cwd=folder).err
    (folder / "metadata" / LOCK_NAME).write_text("{}", encoding="utf-8")
    ran = call(*arguments, cwd=folder)
    assert (ran.code, "selection-changed" in ran.err) == (outdated, False), ran.err


def test_nothing_is_said_of_other_documents_and_of_what_another_version_has_cut(folder: Path) -> None:
    _less(folder)
    assert call("generate", cwd=folder).code == 0
    assert "selection-changed" not in call("check", "--metadata", SOURCE, cwd=folder).err
    edit(folder, '"generator": "csdlgen ', '"generator": "csdlgen 0.', f"metadata/{LOCK_NAME}")
    assert call("check", cwd=folder).code == 0


def test_the_order_of_a_selection_is_no_change(folder: Path) -> None:
    edit(folder, '["demo.ship", "demo.hold"]', '["demo.hold", "demo.ship", "demo.hold"]')
    assert call("generate", cwd=folder).code == 0
    assert "selection-changed" not in call("check", cwd=folder).err


def test_line_ends_of_overlays_are_no_change(folder: Path) -> None:
    place = folder / "metadata/demo.overlay.xml"
    place.write_bytes(overlay().replace(b"\n", b"\r\n"))
    assert call("generate", cwd=folder).code == 0
    assert call("check", cwd=folder).code == 0


def test_a_package_is_checked_with_those_that_share_its_document(folder: Path) -> None:
    text = (folder / "csdlgen.toml").read_text("utf-8")
    second = text.replace("demo_client", "other_client").replace('["demo.box"]', '["demo.box", "demo.line"]')
    (folder / "csdlgen.toml").write_text(text + second, encoding="utf-8")
    assert call("update", "--from", SOURCE, cwd=folder).code == 0
    for options in ((), ("--package", "demo_client"), ("--package", "other_client")):
        assert call("check", *options, cwd=folder).code == 0
    edit(folder, ', "demo.line"', "")
    ran = call("check", "--package", "demo_client", cwd=folder)
    assert (ran.code, CHANGED in ran.err) == (1, True), "its document is that of the other one"


# --- what only the change brings in ---------------------------------------------------------------


@pytest.fixture
def wider(folder: Path) -> Path:
    """The same where the selection has the lines of orders now, and a type that derives from another one."""
    edit(folder, 'types = ["demo.box"]', 'types = ["demo.box"]\nresources = ["orders/lines"]')
    return folder


def test_what_the_change_brings_in_is_no_change_of_upstream(wider: Path) -> None:
    (wider / SOURCE).write_bytes(service(BASE))
    ran = call("update", "--from", SOURCE, cwd=wider)
    assert (ran.code, ran.out) == (0, "")
    assert "note: selection-changed" in ran.err
    assert "only what both selections have is compared" in ran.err
    ran = call("update", "--from", SOURCE, cwd=wider)
    assert (ran.code, "selection-changed" in ran.err) == (0, False)


def test_what_upstream_changes_of_what_was_there_is_reported(wider: Path) -> None:
    (wider / SOURCE).write_bytes(service(LABEL))
    ran = call("update", "--from", SOURCE, "--dry-run", cwd=wider)
    assert "`demo.box/label`" in ran.out and "1 breaking." in ran.out


def test_a_comparison_counts_only_what_both_selections_have(folder: Path) -> None:
    _more_hops(folder)
    edit(folder, '["demo.ship", "demo.hold"]', '["demo.hold"]')
    assert call("generate", cwd=folder).code == 0
    ran = against(folder, "--format", "json")
    assert (ran.code, findings(ran)) == (1, {})
    assert "selection-changed" in ran.err and "only what both selections have is compared" in ran.err
    (folder / SOURCE).write_bytes(service(LABEL))
    assert findings(against(folder, "--format", "json")) == {"demo.box/label": "property-removed"}


def test_with_everything_selected_too_the_old_part_is_compared(folder: Path) -> None:
    edit(folder, 'types = ["demo.box"]', "everything = true")
    edit(folder, 'operations = ["demo.ship", "demo.hold"]\n', "")
    ran = call("update", "--from", SOURCE, "--dry-run", cwd=folder)
    assert (ran.code, ran.out) == (0, "")


# --- names beyond the cut -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('["demo.box"]', '["demo.line"]', "unknown-type"),
        ('["demo.box"]', '["demo.box"]\nderived = ["demo.line"]', "unknown-type"),
        ('["demo.box"]', '["demo.box"]\nresources = ["orders/lines"]', "unknown-resource"),
        ('"demo.hold"]', '"demo.hold", "demo.shop"]', "unknown-operation"),
        (
            "[packages.demo_client.select]",
            "[packages.demo_client.routes]\nroots = ['lines']\n[packages.demo_client.select]",
            "unknown-root",
        ),
    ],
)
def test_of_names_that_a_cut_document_lacks_the_remedy_is_to_cut_it_anew(
    old: str, new: str, code: str, folder: Path
) -> None:
    edit(folder, old, new)
    for command in (("generate",), ("check",), ("routes",), ("list",), ("slice",), ("check", "--against", SOURCE)):
        ran = call(*command, cwd=folder)
        assert ran.code == 2
        assert f"{code}: " in ran.err
        assert ran.err.rstrip().endswith(ONLY)
    (folder / "metadata" / LOCK_NAME).unlink()
    assert ONLY not in call("generate", cwd=folder).err


def test_upstream_itself_is_asked_by_an_update(folder: Path) -> None:
    edit(folder, '["demo.box"]', '["demo.lime"]')
    ran = call("update", "--from", SOURCE, cwd=folder)
    assert ran.code == 1
    assert "Did you mean 'demo.line'?" in ran.err and ONLY not in ran.err


def test_routes_of_an_operation_that_was_not_selected(folder: Path) -> None:
    ran = call("routes", "demo.shipp", cwd=folder)
    assert ran.err.rstrip().endswith(f"Did you mean 'ship'? {ONLY}")


def test_an_unreadable_lock_changes_nothing_about_such_an_error(folder: Path) -> None:
    (folder / "metadata" / LOCK_NAME).write_text("{", encoding="utf-8")
    edit(folder, '["demo.box"]', '["demo.bax"]')
    assert call("generate", cwd=folder).err.rstrip().endswith("Did you mean 'demo.box'?")


def test_an_overlay_about_what_was_not_selected(folder: Path) -> None:
    edit(folder, 'Target="demo.order/note"', 'Target="demo.line/id"', "metadata/demo.overlay.xml")
    ran = call("generate", cwd=folder)
    assert "overlay-target" in ran.err and ONLY in ran.err
    assert call("update", "--from", SOURCE, cwd=folder).code == 0


def test_a_command_is_one_that_shells_take() -> None:
    assert update_command(["x.xml", "https://a.example/$metadata"]) == (
        "csdlgen update --from x.xml --from 'https://a.example/$metadata'"
    )
