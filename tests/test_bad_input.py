"""The inputs that are bad in known ways, each by its number through the real command or a generated client.

Most are a row of `DOCUMENTS`: what is read, and how the command ends, with code and place. Those that need more than a
document, such as a disk or a server, name the tests that hold them in `ELSEWHERE`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.cli import call
from tests.support.csdl import EDM, document
from tests.support.loopback import Loopback, Reply
from tests.support.project import tree
from tests.test_hostile import CONFIG

KEY = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>'
THING = f'<EntityType Name="thing">{KEY}</EntityType>'
CONTAINER = '<EntityContainer Name="service"><EntitySet Name="things" EntityType="ns.thing"/></EntityContainer>'
EDMX = "http://docs.oasis-open.org/odata/ns/edmx"


@dataclass(frozen=True)
class Case:
    """An input by its number: the document, the exit code, the diagnostic with its place, and what is said besides."""

    number: int
    data: bytes
    code: str = ""
    place: str = ""
    says: str = ""
    exit: int = 2


def thing(content: str, more: str = "", head: str = "") -> bytes:
    """A document with a set of things, which have more members, and more beside them."""
    type_ = f'<EntityType Name="thing">{KEY}{content}</EntityType>'
    return document(f"{type_}{more}{CONTAINER}", head=head)


def doctype(text: str) -> bytes:
    return text.encode() + thing("")


def referring(uri: str) -> bytes:
    inner = '<edmx:Include Namespace="other" Alias="o"/>'
    return thing("", head=f'<edmx:Reference Uri="{uri}">{inner}</edmx:Reference>')


def described(text: str) -> bytes:
    return thing(f'<Annotation Term="Org.OData.Core.V1.Description" String="{text}"/>')


def named(*names: str) -> bytes:
    return thing("".join(f'<Property Name="{name}" Type="Edm.String"/>' for name in names))


OLD = thing("").replace(EDM.encode(), b"http://schemas.microsoft.com/ado/2009/11/edm")
NESTED = document(f'<Annotation Term="a.b">{"<Not>" * 300}{"</Not>" * 300}</Annotation>')
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
CIRCLE = '<ComplexType Name="a" BaseType="ns.b"/><ComplexType Name="b" BaseType="ns.a"/>'
ALIASES = thing("").replace(b'Alias="self"', b'Alias="other"').replace(
    b"</edmx:DataServices>", f'<Schema xmlns="{EDM}" Namespace="other"/></edmx:DataServices>'.encode()
)  # fmt: skip
ENUM = '<EnumType Name="mode"><Member Name="a" Value="{}"/><Member Name="{}" Value="{}"/></EnumType>'

DOCUMENTS = [
    Case(1, b"", "not-xml", "service.csdl.xml", "empty"),
    Case(2, thing("")[:-40], "not-xml", "service.csdl.xml:1:", "truncated"),
    Case(3, b'{"error": {"code": "Unauthorized"}}', "json-not-csdl", "service.csdl.xml", "Unauthorized"),
    Case(4, b"<!DOCTYPE html><html><body>Sign in</body></html>", "sign-in-page", "service.csdl.xml", "sign-in"),
    Case(5, doctype("<!DOCTYPE x>"), "doctype-refused", "service.csdl.xml:1:1"),
    Case(6, doctype(LAUGHS), "doctype-refused", "service.csdl.xml:1:1"),
    Case(7, doctype('<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "doctype-refused", "service.csdl.xml:1:1"),
    Case(8, doctype("<!DOCTYPE x>").decode().encode("utf-16"), "doctype-refused", "service.csdl.xml"),
    Case(8, b'<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE x+AD4-', "not-xml", "service.csdl.xml", "UTF-7"),
    Case(9, described("%").replace(b"%", b"\xff"), "not-xml", "service.csdl.xml:1:", "UTF-8"),
    Case(10, described("%").replace(b"%", b"\0"), "not-xml", "service.csdl.xml:1:", "NUL"),
    Case(10, described("&#1;"), "not-xml", "service.csdl.xml:1:", "invalid character"),
    Case(11, NESTED, "too-deep", "service.csdl.xml:1:", "256"),
    Case(12, described("x" * 11_000_000), "not-xml", "service.csdl.xml", "10 MB"),
    Case(13, thing("", head='<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///x"/>'), exit=0),
    Case(13, referring("https://evil.example/x.xml"), exit=0),
    Case(14, referring("file:///etc/passwd"), exit=0),
    Case(14, referring("http://169.254.169.254/latest"), exit=0),
    Case(15, OLD, "odata-version-unsupported", "service.csdl.xml:1:", "3.0"),
    Case(16, thing("").partition(b"<Schema")[0] + b"</edmx:DataServices></edmx:Edmx>", "no-schema", "service.csdl.xml"),
    Case(17, thing("", THING), "duplicate-name", "service.csdl.xml:1:", "service.csdl.xml:1:"),
    Case(17, named("a", "a"), "duplicate-property", "service.csdl.xml:1:", "service.csdl.xml:1:"),
    Case(18, thing('<Property Name="p" Type="ns.thin"/>'), "unknown-type", "service.csdl.xml:1:", "'ns.thing'?", 0),
    Case(19, thing("", CIRCLE), "base-cycle", "service.csdl.xml:1:", "ns.a -> ns.b -> ns.a"),
    Case(20, ALIASES, "alias-clash", "service.csdl.xml:1:", "other"),
    *(Case(21, named(n), "invalid-identifier", "service.csdl.xml:1", exit=0) for n in ("../../x", "..%2f/", "C:\\")),
    *(Case(22, thing("", f'<ComplexType Name="{name}"/>'), exit=0) for name in ("con", "NUL", "aux")),
    Case(23, named("User", "user", "ﬁle", "file"), exit=0),
    Case(24, named("class", "__init__", "self", "list", "None"), exit=0),
    Case(25, thing("", f'<ComplexType Name="{"n" * 300}"/>'), "long-name", "service.csdl.xml:1:", "300", 0),
    Case(26, described('&quot;&quot;&quot; {x} {{7*7}} &#13;&#10;import os \u202e \\'), exit=0),
    Case(27, thing("", ENUM.format("1;import os", "b", 2)), "invalid-value", "service.csdl.xml:1:", "1;import os"),
    Case(27, thing("", ENUM.format("1", "a", 2)), "duplicate-name", "service.csdl.xml:1:"),
    Case(27, thing("", ENUM.format("9" * 30, "b", 2)), "invalid-value", "service.csdl.xml:1:"),
    Case(28, thing('<Property Name="p" Type="Edm.Int32" DefaultValue="many"/>'), exit=0),
]  # fmt: skip

ELSEWHERE = {
    29: "unit.runtime.test_primitives:test_reads",
    30: "unit.runtime.test_literals:test_keys_survive_the_url",
    31: "unit.runtime.test_paging:test_a_next_link_to_another_origin_is_refused",
    32: "unit.runtime.test_retries:test_waiting_is_capped_each_time_and_in_all",
    33: "test_writing:test_a_full_disk_at_each_step_loses_nothing",
    35: "test_writing:test_after_a_kill_before_each_step_a_rerun_ends_in_the_same_bytes",
}
"""Number → the test that holds it, of clients and of kills."""


@pytest.mark.parametrize("case", DOCUMENTS, ids=lambda case: f"{case.number}-{case.code or 'fine'}")
def test_a_bad_document_ends_as_it_should(case: Case, tmp_path: Path) -> None:
    (tmp_path / "csdlgen.toml").write_text(CONFIG.replace("NAME", "demo"), encoding="utf-8")
    (tmp_path / "service.csdl.xml").write_bytes(thing(""))
    assert call("generate", cwd=tmp_path).code == 0
    before = tree(tmp_path / "generated")
    assert len(before) > 20
    (tmp_path / "service.csdl.xml").write_bytes(case.data)
    ran = call("generate", cwd=tmp_path)
    assert ran.code == case.exit, ran.err
    if case.code:
        line = next(line for line in ran.err.splitlines() if f"{case.code}: " in line)
        assert line.startswith(case.place)
        assert case.says in ran.err
    if case.exit:
        assert tree(tmp_path / "generated") == before


def project(folder: Path) -> Path:
    (folder / "csdlgen.toml").write_text(CONFIG.replace("NAME", "demo"), encoding="utf-8")
    (folder / "service.csdl.xml").write_bytes(thing(""))
    return folder


def refused_33(folder: Path) -> str:
    (folder / "generated").write_text("mine")
    return "output-unwritable"


def refused_34(folder: Path) -> str:
    assert call("generate", cwd=folder).code == 0
    (folder / "generated/demo/_client.py").write_text("mine")
    return "edited"


def refused_36(folder: Path) -> str:
    (folder / "generated/demo").mkdir(parents=True)
    (folder / "generated/demo/mine.py").write_text("mine")
    return "mine"


@pytest.mark.parametrize("prepare", [refused_33, refused_34, refused_36])
def test_what_is_in_the_way_of_the_output_stays(prepare: Callable[[Path], str], tmp_path: Path) -> None:
    prepare(project(tmp_path))
    before = tree(tmp_path)
    ran = call("generate", cwd=tmp_path)
    assert (ran.code, tree(tmp_path)) == (2, before), ran.err
    assert "generated" in ran.err and "Traceback" not in ran.err


def test_upstream_that_cannot_be_read_is_neither_clean_nor_a_finding(tmp_path: Path) -> None:
    """37: nobody there, and a server that fails."""
    assert call("generate", cwd=project(tmp_path)).code == 0
    assert call("check", "--against", "http://127.0.0.1:1/x", cwd=tmp_path).code == 2
    with Loopback(lambda seen: Reply(503)) as server:
        ran = call("check", "--against", server.url, cwd=tmp_path)
    assert ran.code == 2 and "503" in ran.err


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("everything = true", "everythin = true", "config-unknown-key"),
        ("everything = true", 'types = ["ns.thin"]', "unknown-type"),
        ("everything = true", 'resources = ["thing"]', "unknown-resource"),
    ],
)
def test_what_is_misspelt_is_suggested(old: str, new: str, code: str, tmp_path: Path) -> None:
    """38: keys, and a slice that matches nothing."""
    place = project(tmp_path) / "csdlgen.toml"
    place.write_text(place.read_text("utf-8").replace(old, new), encoding="utf-8")
    ran = call("generate", cwd=tmp_path)
    assert ran.code == 2
    assert ran.err.startswith("csdlgen.toml:") and f"{code}: " in ran.err and "Did you mean" in ran.err


def test_every_input_has_a_test() -> None:
    here = {33, 34, 36, 37, 38}
    assert {*range(1, 39)} == {case.number for case in DOCUMENTS} | set(ELSEWHERE) | here
    for place in ELSEWHERE.values():
        module, _, name = place.partition(":")
        assert callable(getattr(importlib.import_module(f"tests.{module}"), name))
