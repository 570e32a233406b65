"""`csdlgen check --against`: what moved, what could not be decided, and that the two are not mixed up."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.cli import Ran, call, findings
from tests.support.faulty_server import ACTS, ANSWERS, FaultyServer
from tests.support.loopback import Loopback, Reply
from tests.support.project import tree
from tests.support.upstream import HOLD, SHIP, project, service

TOKEN = "a-secret-token"
LABEL = ('<Property Name="label" Type="Edm.String"/>', "")
MORE = ('<Property Name="label"', '<Property Name="weight" Type="Edm.Decimal"/><Property Name="label"')
SIGN_IN = b"<!DOCTYPE html><html><head><title>Sign in to your account</title></head><body></body></html>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with its package."""
    project(tmp_path)
    assert call("generate", cwd=tmp_path).code == 0
    return tmp_path


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as found:
        yield found


def against(folder: Path, document: bytes, *options: str) -> Ran:
    (folder / "upstream.xml").write_bytes(document)
    return call("check", "--against", "upstream.xml", *options, cwd=folder)


def over_http(folder: Path, server: Loopback, *options: str, token: str = "") -> Ran:
    url = f"{server.url}/v1/$metadata"
    return call(
        "check", "--against", url, "--insecure", *options, cwd=folder, env={"CSDLGEN_TOKEN": token} if token else {}
    )


# --- what moved -----------------------------------------------------------------------------------


def test_what_has_not_moved_is_clean(folder: Path) -> None:
    ran = against(folder, service())
    assert (ran.code, ran.err) == (0, "")
    assert "no differences" in ran.out


def test_what_breaks_is_a_finding_and_what_is_new_is_not_a_failure(folder: Path) -> None:
    ran = against(folder, service(LABEL), "--format", "json")
    assert (ran.code, findings(ran)) == (1, {"demo.box/label": "property-removed"})
    ran = against(folder, service(MORE), "--format", "json")
    assert (ran.code, findings(ran)) == (0, {"demo.box/weight": "property-added-nullable"})
    assert against(folder, service(MORE), "--fail-on", "any").code == 1
    assert against(folder, service(LABEL), "--fail-on", "never").code == 0


def test_what_is_outside_the_slice_may_move_as_it_likes(folder: Path) -> None:
    elsewhere = ('<EntityType Name="line">', '<ComplexType Name="new"/><EntityType Name="line"><!-- -->')
    assert against(folder, service(elsewhere, ('<Property Name="note"', '<Property Name="memo"'))).code == 0


def test_a_selected_operation_that_is_gone_is_a_finding(folder: Path) -> None:
    ran = against(folder, service((SHIP, "")), "--format", "json")
    assert (ran.code, findings(ran)) == (1, {"demo.order/ship()": "action-removed"})


def test_a_selected_type_that_is_gone_is_a_finding(folder: Path) -> None:
    ran = against(folder, service(('<ComplexType Name="box">', '<ComplexType Name="crate">')), "--format", "json")
    assert (ran.code, findings(ran)) == (1, {"demo.box": "complex-type-removed"})


def test_what_an_overlay_annotates_may_be_gone(folder: Path) -> None:
    ran = against(folder, service(('<Property Name="note" Type="Edm.String"/>', "")))
    assert ran.code == 0, ran.err


@pytest.mark.parametrize(
    ("theirs", "how", "code"),
    [(HOLD, "as the overlay has it", 0), (HOLD.replace("</Act", '<ReturnType Type="Edm.Int32"/></Act'), "differ", 1)],
    ids=["same", "different"],
)
def test_an_overlaid_element_that_is_published_is_reported(folder: Path, theirs: str, how: str, code: int) -> None:
    ran = against(folder, service((SHIP, SHIP + theirs)), "--fail-on", "any")
    (line,) = ran.err.splitlines()
    assert line.startswith("metadata/demo.overlay.xml:2:3: ")
    assert "note: overlay-superseded: upstream publishes demo.hold" in line
    assert how in line
    assert ran.code == code


def test_removals_and_additions_are_placed_in_the_committed_document(folder: Path) -> None:
    ran = against(folder, service(LABEL, ('<Property Name="size"', '<Property Name="length"')), "--format", "github")
    assert ran.code == 1
    lines = [line for line in ran.out.splitlines() if line.startswith(("::error", "::warning")) or "length" in line]
    assert len(lines) == 3
    assert all(" file=metadata/demo.csdl.xml,line=" in line for line in lines)
    assert "up to date" in ran.err


def test_sarif_names_no_file_but_those_of_the_repository(folder: Path) -> None:
    ran = against(folder, service(MORE, LABEL), "--format", "sarif", "--fail-on", "never")
    assert json.loads(ran.out)["version"] == "2.1.0"
    assert "upstream.xml" not in json.dumps(json.loads(ran.out)["runs"][0]["results"])


def test_what_was_accepted_is_no_failure(folder: Path) -> None:
    reason = ("--accept", "accepted.toml", "--update-accepts", "Nobody reads labels.")
    assert against(folder, service(LABEL), *reason).code == 0
    assert against(folder, service(LABEL), "--accept", "accepted.toml").code == 0
    assert against(folder, service(LABEL, ('Name="size"', 'Name="sizes"')), "--accept", "accepted.toml").code == 1


def test_an_output_that_is_not_current_is_a_difference_whatever_upstream_says(folder: Path) -> None:
    (folder / "src/demo_client/models/box.py").unlink()
    ran = against(folder, service())
    assert ran.code == 1
    assert "missing src/demo_client/models/box.py" in ran.out


def test_it_works_from_any_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (folder / "upstream.xml").write_bytes(service(LABEL))
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    ran = call(
        *("check", "--config", folder / "csdlgen.toml", "--against", folder / "upstream.xml", "--format", "json"),
        cwd=elsewhere,
    )
    assert ran.code == 1
    (finding,) = json.loads(ran.out)["findings"]
    assert (elsewhere / finding["old"]["file"]).resolve() == (folder / "metadata/demo.csdl.xml").resolve()


def test_options_on_findings_need_something_to_compare_with(folder: Path) -> None:
    assert call("check", "--fail-on", "any", cwd=folder).code == 2


# --- what cannot be decided -----------------------------------------------------------------------

WHOLE = service()
UNDECIDED: dict[str, tuple[Callable[[], Reply], str]] = {
    "500": (lambda: Reply(500, WHOLE), "fetch-status"),
    "404": (lambda: Reply(404, b"{}"), "fetch-status"),
    "hang": (lambda: Reply(act="hang"), "fetch-"),
    "cut": (lambda: Reply(act="cut"), "fetch-failed"),
    "half": (lambda: Reply(200, WHOLE, act="short"), "fetch-failed"),
    "half-a-document": (lambda: Reply(200, WHOLE[: len(WHOLE) // 2]), "not-xml"),
    "empty": (lambda: Reply(200), "not-xml"),
    "sign-in": (lambda: Reply(200, SIGN_IN, {"Content-Type": "text/html"}), "sign-in-page"),
    "json-error": (lambda: Reply.of_json({"error": {"code": "x", "message": "y"}}), "json-not-csdl"),
    "another-host": (lambda: Reply.redirect("http://127.0.0.2:9/$metadata"), "fetch-redirect"),
    "bomb": (
        lambda: Reply(200, gzip.compress(b" " * 70_000_000, 9), {"Content-Encoding": "gzip"}),
        "fetch-too-large",
    ),
    "another-service": (
        lambda: Reply(200, service(("<EntityContainer", "<!-- <EntityContainer"), ("Container>", "Container> -->"))),
        "snapshot-suspicious",
    ),
}


@pytest.mark.parametrize("case", UNDECIDED)
def test_what_is_no_document_is_neither_clean_nor_drift(folder: Path, server: Loopback, case: str) -> None:
    reply, code = UNDECIDED[case]
    server.reply(reply())
    before = tree(folder)
    ran = over_http(folder, server, "--timeout", "0.5" if case == "hang" else "60")
    assert ran.code == 2, ran
    assert code in ran.err
    assert server.url in ran.err
    assert "no differences" not in ran.out
    assert tree(folder) == before


def test_nobody_there_is_neither_clean_nor_drift(folder: Path) -> None:
    with Loopback() as gone:
        pass
    ran = over_http(folder, gone)
    assert ran.code == 2
    assert "fetch-failed" in ran.err


def test_http_has_to_be_asked_for_but_not_on_this_machine(folder: Path, server: Loopback) -> None:
    ran = call("check", "--against", "http://service.invalid/$metadata", cwd=folder)
    assert ran.code == 2
    assert "fetch-not-https" in ran.err
    server.reply(Reply(200, service()))
    assert call("check", "--against", f"{server.url}/$metadata", cwd=folder).code == 0
    assert len(server.requests) == 1


def test_a_file_that_is_missing(folder: Path) -> None:
    ran = call("check", "--against", "missing.xml", cwd=folder)
    assert ran.code == 2
    assert "file-unreadable" in ran.err


# --- over http ------------------------------------------------------------------------------------


def test_a_packed_document_is_compared(folder: Path, server: Loopback) -> None:
    server.reply(Reply(200, gzip.compress(service(LABEL)), {"Content-Encoding": "gzip"}))
    ran = over_http(folder, server, "--format", "json", token=TOKEN)
    assert (ran.code, findings(ran)) == (1, {"demo.box/label": "property-removed"})
    assert server.requests[0].header("Authorization") == f"Bearer {TOKEN}"
    assert TOKEN not in ran.out + ran.err


def test_a_token_stays_with_its_origin(folder: Path, server: Loopback) -> None:
    with Loopback(lambda _: Reply(200, service())) as other:
        server.reply(Reply.redirect(f"{other.url}/$metadata"))
        assert over_http(folder, server, token=TOKEN).code == 2
        ran = call(
            *("check", "--insecure", "--against", server.url, "--against", other.url),
            cwd=folder,
            env={"CSDLGEN_TOKEN": TOKEN},
        )
        assert ran.code == 2
        assert "fetch-token" in ran.err
        assert not other.requests


def test_after_an_update_the_server_may_say_that_nothing_has_changed(folder: Path, server: Loopback) -> None:
    url = f"{server.url}/v1/$metadata"
    server.reply(Reply(200, service(MORE), {"ETag": '"7"'}))
    assert call("update", "--insecure", "--from", url, cwd=folder).code == 0
    server.reply(Reply(304))
    ran = over_http(folder, server)
    assert (ran.code, ran.err) == (0, "")
    assert server.requests[-1].header("If-None-Match") == '"7"'


@pytest.mark.parametrize("what", ["document", "selection", "overlay"])
def test_unchanged_says_nothing_where_ours_has_changed(folder: Path, server: Loopback, what: str) -> None:
    """The slice has to be taken again, so the whole document is asked for."""
    url = f"{server.url}/v1/$metadata"
    server.reply(Reply(200, service(), {"ETag": '"7"'}))
    assert call("update", "--insecure", "--from", url, cwd=folder).code == 0
    files = {"document": "metadata/demo.csdl.xml", "selection": "csdlgen.toml", "overlay": "metadata/demo.overlay.xml"}
    edits = {"document": ("label", "tag"), "selection": ('"demo.box"', ""), "overlay": ("customer", "client")}
    place = folder / files[what]
    place.write_text(place.read_text("utf-8").replace(*edits[what]), encoding="utf-8")
    server.reply(Reply(200, service(), {"ETag": '"7"'}))
    over_http(folder, server)
    assert server.requests[-1].header("If-None-Match") is None


# --- as annotations -------------------------------------------------------------------------------


def test_output_that_is_not_current_is_annotated_with_and_without_upstream(folder: Path) -> None:
    models = folder / "src/demo_client/models/__init__.py"
    models.write_text(models.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    (folder / "src/demo_client/routes.py").unlink()
    line = (
        "::error file=src/demo_client/models/__init__.py,line=1,col=1,title=generated code is not current::"
        "edited src/demo_client/models/__init__.py, missing src/demo_client/routes.py."
        " Run `csdlgen generate` and commit what it writes."
    )
    ran = call("check", "--format", "github", cwd=folder)
    assert (ran.code, ran.out.splitlines()) == (1, [line])
    assert "missing src/demo_client/routes.py" in ran.err
    ran = against(folder, service(LABEL), "--format", "github")
    assert ran.code == 1 and ran.out.splitlines()[0] == line
    assert ran.out.splitlines()[1].startswith("::error file=metadata/demo.csdl.xml,line=")


def test_what_is_current_is_not_annotated(folder: Path) -> None:
    assert call("check", "--format", "github", cwd=folder).out == ""
    ran = call("check", "--format", "sarif", cwd=folder)
    assert ran.code == 2 and "--against" in ran.err


def test_a_documented_line_that_leads_nowhere_is_annotated(folder: Path) -> None:
    (folder / "lines.http").write_text("POST /orders/{id}/burn\n", encoding="utf-8")
    text = (folder / "csdlgen.toml").read_text(encoding="utf-8")
    text = text.replace("key-style", 'documented = ["lines.http"]\nkey-style', 1)
    (folder / "csdlgen.toml").write_text(text, encoding="utf-8")
    ran = call("check", "--format", "github", cwd=folder)
    assert ran.code == 1
    assert [each for each in ran.out.splitlines() if each.startswith("::error file=lines.http,line=1,")]


# --- the configuration ----------------------------------------------------------------------------


def test_the_configuration_of_a_package_has_the_gate(folder: Path) -> None:
    place = folder / "csdlgen.toml"
    place.write_text(
        '[drift]\nfail-on = "any"\n'
        + place.read_text(encoding="utf-8")
        + '\n[packages.demo_client.drift]\nfail-on = { read = "never" }\n',
        encoding="utf-8",
    )
    assert against(folder, service(LABEL)).code == 0
    assert against(folder, service(LABEL), "--fail-on", "breaking").code == 1
    assert call("diff", "metadata/demo.csdl.xml", "upstream.xml", "--slice", cwd=folder).code == 0
    assert call("diff", "metadata/demo.csdl.xml", "upstream.xml", cwd=folder).code == 1


def test_a_package_has_reports_in_several_formats(folder: Path) -> None:
    ran = against(folder, service(LABEL), "--format", "github", "--format", "gitlab=q.json", "--format", "junit=j.xml")
    assert ran.code == 1 and ran.out.startswith("::error file=metadata/demo.csdl.xml")
    (issue,) = json.loads((folder / "q.json").read_text(encoding="utf-8"))
    assert issue["location"]["path"] == "metadata/demo.csdl.xml"
    assert "<failure " in (folder / "j.xml").read_text(encoding="utf-8")


def test_a_report_for_programs_is_about_one_package(folder: Path) -> None:
    text = (folder / "csdlgen.toml").read_text(encoding="utf-8")
    (folder / "csdlgen.toml").write_text(text + text.replace("demo_client", "other_client"), encoding="utf-8")
    assert call("generate", cwd=folder).code == 0
    assert against(folder, service(), "--format", "text").code == 0
    for options in (("--format", "json"), ("--format", "html=page.html"), ("-o", "report.txt")):
        ran = against(folder, service(), *options)
        assert ran.code == 2 and "--package: demo_client, other_client" in ran.err
    assert against(folder, service(), "--package", "other_client", "--format", "json").code == 0


# --- servers that do everything wrong -------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("way", [*ANSWERS, *ACTS])
def test_whatever_a_server_sends_is_undecided_in_time_and_changes_nothing(folder: Path, way: str) -> None:
    before = tree(folder)
    with FaultyServer(1, [way]) as server:
        url = f"{server.url}/v1/$metadata"
        for command in (("check", "--against", url), ("update", "--from", url)):
            begun = time.monotonic()
            ran = call(*command, "--insecure", "--timeout", "1", cwd=folder)
            assert time.monotonic() - begun < 6
            assert (ran.code, ran.out) == (2, "")
            assert re.search(r"^\S+: [a-z]+(-[a-z]+)+: ", ran.err, re.MULTILINE)
            assert "Traceback" not in ran.err
    assert tree(folder) == before


ENTRIES = """
[[accept]]
rule = "property-removed"
element = "demo.box/label"
reason = "Of the first package."

[[accept]]
rule = "property-removed"
element = "demo.line/note"
reason = "Of the second package."

[[accept]]
rule = "property-removed"
element = "demo.gone/*"
reason = "Of none."

[[accept]]
rule = "property-removed"
element = "demo.*/note"
expires = 2020-01-01
reason = "Too old."
"""


def test_an_entry_is_stale_where_no_package_of_the_run_uses_it(folder: Path) -> None:
    """Packages may share an accept file. An entry that has expired is told where it would be used."""
    line = '<EntityType Name="line"><Key><PropertyRef Name="id"/></Key>'
    more = (line, f'{line}<Property Name="note" Type="Edm.String"/>')
    (folder / "metadata/demo.csdl.xml").write_bytes(service(more))
    text = (folder / "csdlgen.toml").read_text("utf-8")
    second = text.replace("demo_client", "other_client").replace('["demo.box"]', '["demo.line"]')
    (folder / "csdlgen.toml").write_text(f"{text}\n{second}", encoding="utf-8")
    (folder / "accept.toml").write_text(ENTRIES, encoding="utf-8")
    assert call("generate", cwd=folder).code == 0
    ran = against(folder, service(LABEL), "--accept", "accept.toml")
    stale = [each for each in ran.out.splitlines() if "stale" in each]
    assert [each.partition(" stale: ")[2].partition(" ")[2].split()[0] for each in stale] == [
        "demo.gone/*", "demo.gone/*", "demo.*/note",
    ], ran.out  # fmt: skip
    assert ran.code == 0, ran.out
    alone = against(folder, service(LABEL), "--accept", "accept.toml", "--package", "demo_client").out
    assert "stale: property-removed demo.line/note" in alone


def test_a_check_finds_what_a_comparison_of_the_slices_finds(folder: Path) -> None:
    """Also where the committed document has more than the package takes: what only the new slice needs of it is not
    new."""
    tag = ('<ComplexType Name="box">', '<ComplexType Name="tag"/><ComplexType Name="box">')
    more = ('<Property Name="label"', '<Property Name="tag" Type="demo.tag"/><Property Name="label"')
    committed = folder / "metadata/demo.csdl.xml"
    committed.write_bytes(service(tag))
    assert call("generate", cwd=folder).code == 0
    ran = against(folder, service(tag, more), "--format", "json", "--fail-on", "any")
    compared = call("diff", "--slice", committed, "upstream.xml", "--format", "json", "--fail-on", "any", cwd=folder)
    assert findings(ran) == findings(compared) == {"demo.box/tag": "property-added-nullable"}
    counts = [json.loads(each.out)["counts"] for each in (ran, compared)]
    assert counts[0] == counts[1]


def test_entries_of_packages_that_are_not_compared_stay(folder: Path) -> None:
    """Where the configuration names one accept file for both."""
    text = (folder / "csdlgen.toml").read_text("utf-8")
    second = text.replace("demo_client", "other_client").replace('["demo.box"]', '["demo.line"]')
    (folder / "csdlgen.toml").write_text(f"{text}\n{second}\n[drift]\naccept = 'accept.toml'\n", encoding="utf-8")
    (folder / "accept.toml").write_text(ENTRIES, encoding="utf-8")
    assert call("generate", cwd=folder).code == 0
    alone = "--package", "demo_client"
    assert "stale" not in against(folder, service(LABEL), *alone).out
    news = ('Name="size"', 'Name="sizes"')
    assert against(folder, service(LABEL, news), *alone, "--update-accepts", "We know.").code == 0
    kept = (folder / "accept.toml").read_text("utf-8")
    assert kept.startswith(ENTRIES.strip()) and "We know." in kept
    (folder / "csdlgen.toml").write_text(f"{text}\n[drift]\naccept = 'accept.toml'\n", encoding="utf-8")
    assert "stale: property-removed demo.line/note" in against(folder, service(LABEL, news)).out


def test_entries_of_packages_stay_where_the_configuration_has_another_name_or_whole_documents_are_compared(
    folder: Path,
) -> None:
    text = (folder / "csdlgen.toml").read_text("utf-8")
    second = text.replace("demo_client", "other_client").replace('["demo.box"]', '["demo.line"]')
    (folder / "named.toml").write_text(f"{text}\n{second}\n[drift]\naccept = 'accept.toml'\n", encoding="utf-8")
    (folder / "csdlgen.toml").unlink()
    accept = folder / "accept.toml"
    accept.write_text(ENTRIES, encoding="utf-8")
    named = "--config", "named.toml", "--package", "demo_client"
    assert call("generate", "--config", "named.toml", cwd=folder).code == 0
    writing = "--update-accepts", "We know."
    news = ('Name="size"', 'Name="sizes"')
    assert against(folder, service(LABEL, news), *named, *writing).code == 0
    kept = accept.read_text("utf-8")
    assert kept.startswith(ENTRIES.strip()) and "We know." in kept
    (folder / "named.toml").rename(folder / "csdlgen.toml")
    document = folder / "metadata/demo.csdl.xml"
    whole = call("diff", document, document, *writing, cwd=folder)
    assert whole.code == 0 and "stale: property-removed demo.line/note" not in whole.out
    assert accept.read_text("utf-8").startswith(ENTRIES.rpartition("[[accept]]")[0].strip())
