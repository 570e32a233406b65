"""The text of a first configuration: TOML that says what was chosen, whatever that is."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdlgen.project.config import parse_config
from csdlgen.size import Size
from csdlgen.start.configuration import Layout, Sizes, configuration
from csdlgen.start.names import Names
from csdlgen.start.wanted import Chosen

NAMES = Names("mail_client", "MailClient", "https://mail.example/v1", "segment", "as asked for")
LAYOUT = Layout("src", "metadata/mail_client.csdl.xml", "metadata/mail_client.http")
CHOSEN = Chosen(("ns.send",), ("ns.box",), ("me", "me/mails"), (), ("me",), 0, casts=False, notes=())


def written(
    chosen: Chosen = CHOSEN, *, prefix: str = "", without: tuple[str, ...] = (), sizes: Sizes | None = None
) -> str:
    source = "https://mail.example/v1/$metadata"
    return configuration(NAMES, chosen, LAYOUT, [source], prefix=prefix, without=without, sizes=sizes)


def table(text: str) -> dict[str, Any]:
    found = tomllib.loads(text)["packages"]["mail_client"]
    assert isinstance(found, dict)
    return found


def test_what_is_written_is_what_is_read() -> None:
    (config,) = parse_config(written(), source="csdlgen.toml").packages
    assert (config.name, config.output, config.client) == ("mail_client", "src", "MailClient")
    assert (config.selection.operations, config.selection.types) == (("ns.send",), ("ns.box",))
    assert config.selection.resources == ("me", "me/mails")
    assert (config.limits.roots, config.limits.max_hops, config.limits.casts) == (("me",), 0, -1)


def test_casts_are_left_to_the_default_where_something_named_needs_one() -> None:
    assert table(written(replace(CHOSEN, casts=True)))["routes"] == {"roots": ["me"], "max-hops": 0}


def test_types_that_others_derive_from_are_offered_in_a_comment() -> None:
    text = written(replace(CHOSEN, bases=("ns.box", "ns.item")))
    assert '# derived = ["ns.box", "ns.item"]' in text
    on = text.replace("# derived", "derived")
    assert table(on)["select"]["derived"] == ["ns.box", "ns.item"]
    assert "# derived" not in written()


@pytest.mark.parametrize(
    ("size", "files", "size_in_bytes"),
    [(Size(85, 331_723), 110, 400_000), (Size(1, 9), 1, 10), (Size(9999, 99_999), 12_000, 120_000)],
)
def test_a_budget_is_offered_with_some_room(size: Size, files: int, size_in_bytes: int) -> None:
    found = table(written(sizes=Sizes(size, size)).replace("# max-", "max-"))
    assert (found["max-files"], found["max-bytes"]) == (files, size_in_bytes)
    assert found["max-files"] >= size.files and found["max-bytes"] >= size.bytes


def test_parts_that_may_be_left_out_are_offered_with_what_is_left() -> None:
    sizes = Sizes(Size(85, 331_723), Size(65, 210_100))
    text = written(sizes=sizes)
    assert "# parts that you may not need: 65 files, 210,100 bytes without them\n" in text
    assert table(text.replace("# without =", "without ="))["without"] == ["aio", "batch", "routes"]
    assert "without =" not in written()
    (config,) = parse_config(written(without=("batch",), sizes=sizes), source="csdlgen.toml").packages
    assert config.without == {"batch"}
    assert "also not need" in written(without=("batch",), sizes=sizes)
    assert "# without" not in written(without=("aio", "batch", "routes"), sizes=sizes)


def test_in_a_pyproject_the_tables_have_its_prefix() -> None:
    assert tomllib.loads(written(prefix="tool.csdlgen."))["tool"]["csdlgen"] == tomllib.loads(written())


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1), max_size=4))
def test_any_name_stays_what_it_is(names: list[str]) -> None:
    found = table(written(replace(CHOSEN, resources=tuple(names), operations=tuple(names[:1]))))
    assert found["select"] == {"operations": names[:1], "resources": names, "types": ["ns.box"]}


def test_a_source_cannot_end_its_comment() -> None:
    text = configuration(NAMES, CHOSEN, LAYOUT, ["a\n[evil]\n.xml"], prefix="")
    assert set(tomllib.loads(text)) == {"packages"}
