"""Configuration: what it means, and that whatever is wrong with it is said with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdlgen.errors import CsdlgenError, Diagnostic, Position
from csdlgen.navigation import Limits
from csdlgen.project.config import Config, PackageConfig, parse_config
from csdlgen.python_names import MSGRAPH, PLAIN, Naming
from csdlgen.routes import UrlStyle
from csdlgen.select import Selection

LEAST = """
[packages.demo]
output = "generated"
metadata = ["a.xml"]
service-root = "https://service.example:8443/v1/"
client = "DemoClient"
"""
FULL = LEAST + """
overlays = ["b.xml"]
documented = ["c/*.http"]
scopes = []
distribution = "demo-client"
key-style = "segment"
max-files = 70
max-bytes = 200_000

[packages.demo.select]
operations = ["demo.start"]
types = ["demo.box"]
resources = ["machines"]
derived = true
odata-type = "always"

[packages.demo.routes]
roots = ["machines"]
max-hops = 0
revisits = 50
"""


def parse(text: str, source: str = "csdlgen.toml") -> Config:
    return parse_config(text, source=source)


def problems(text: str, source: str = "csdlgen.toml") -> tuple[Diagnostic, ...]:
    with pytest.raises(CsdlgenError) as caught:
        parse(text, source)
    return caught.value.diagnostics


def changed(key: str, value: str) -> str:
    """The least configuration with a key set to a TOML value."""
    kept = "".join(line for line in LEAST.splitlines(keepends=True) if not line.startswith(f"{key} "))
    return f"{kept}{key} = {value}\n"


def test_the_least_configuration_has_the_defaults_of_the_documentation() -> None:
    (package,) = parse(LEAST).packages
    assert package == PackageConfig(
        name="demo",
        output="generated",
        metadata=("a.xml",),
        service_root="https://service.example:8443/v1",
        client="DemoClient",
        scopes=("https://service.example:8443/.default",),
    )
    assert (package.style, package.odata_type, package.distribution) == (
        UrlStyle("parentheses", qualified=True),
        "derived",
        None,
    )
    assert package.limits == Limits((), 5, 1)


@pytest.mark.parametrize(("given", "naming"), [("", PLAIN), ('names = "plain"', PLAIN), ('names = "msgraph"', MSGRAPH)])
def test_names_are_plain_unless_those_of_the_official_sdk_are_asked_for(given: str, naming: Naming) -> None:
    (package,) = parse(LEAST + given).packages
    assert package.naming is naming


@pytest.mark.parametrize(
    ("selected", "resources"),
    [
        ("everything = true", ("**",)),
        ("everything = true\nresources = []", ()),
        ('everything = true\nresources = ["users/**"]', ("users/**",)),
        ('types = ["demo.box"]', ()),
    ],
)
def test_everything_brings_all_resources_unless_some_are_named(selected: str, resources: tuple[str, ...]) -> None:
    (package,) = parse(f"{LEAST}[packages.demo.select]\n{selected}\n").packages
    assert package.selection.resources == resources


@pytest.mark.parametrize(
    ("selected", "all_casts"),
    [
        ("everything = true", True),
        ('everything = true\ncasts = "own"', False),
        ('casts = "all"\nresources = ["users"]', True),
        ('resources = ["users"]', False),
    ],
)
def test_everything_brings_all_casts_unless_something_else_is_said(selected: str, all_casts: bool) -> None:
    (package,) = parse(f"{LEAST}[packages.demo.select]\n{selected}\n").packages
    assert package.selection.all_casts is all_casts


def test_every_key_is_read() -> None:
    (package,) = parse(FULL).packages
    assert (package.overlays, package.documented, package.scopes) == (("b.xml",), ("c/*.http",), ())
    assert (package.distribution, package.style, package.odata_type) == ("demo-client", UrlStyle("segment"), "always")
    assert package.selection == Selection(("demo.start",), ("demo.box",), ("machines",), False, True)
    assert package.limits == Limits(("machines",), 0, 50)
    assert (package.max_files, package.max_bytes) == (70, 200_000)


def test_derived_types_are_taken_of_all_models_or_of_those_that_are_named() -> None:
    text = FULL.replace("derived = true", 'derived = ["demo.base"]')
    (package,) = parse(text).packages
    assert package.selection.derived == ("demo.base",)
    assert package.positions["demo.base"].line == text[: text.index("demo.base")].count("\n") + 1


def test_pyproject_has_the_same_keys_below_its_prefix() -> None:
    text = FULL.replace("[packages", "[tool.csdlgen.packages")
    assert parse(text, "pyproject.toml").packages == parse(FULL).packages
    assert parse("[project]\nname = 'x'\n", "pyproject.toml").packages == ()
    assert [each.where for each in problems("tool = 1", "pyproject.toml")] == [Position("pyproject.toml", 1, 1)]
    (found,) = problems("[tool]\ncsdlgen = 1", "some/pyproject.toml")
    assert found.where == Position("some/pyproject.toml", 2, 1)


def test_packages_are_in_the_order_of_the_file() -> None:
    text = LEAST.replace("demo", "zebra") + LEAST.replace("demo", "ant")
    assert [each.name for each in parse(text).packages] == ["zebra", "ant"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("output", '""'),
        ("output", "1"),
        ("output", '"a\\u0000b"'),
        ("output", '["generated"]'),
        ("metadata", "[]"),
        ("metadata", "[1]"),
        ("metadata", '["a\\nb"]'),
        ("metadata", '"a.xml"'),
        ("overlays", '[""]'),
        ("service-root", '"service.example"'),
        ("service-root", '"ftp://service.example"'),
        ("service-root", '"https://"'),
        ("service-root", '"https://["'),
        ("service-root", '"https://service.example:port"'),
        ("service-root", '"https://service.example/?x=1"'),
        ("service-root", '"https://service.example/#x"'),
        ("service-root", '"https://user@service.example/"'),
        ("service-root", '"https://service.example/a b"'),
        ("service-root", '"https://service.example/\'"'),
        ("service-root", '"https://service.example/\\""'),
        ("service-root", '"https://service.example/\\\\"'),
        ("service-root", '"https://service.example/é"'),
        ("service-root", "[]"),
        ("client", '"Demo Client"'),
        ("client", '"class"'),
        ("client", '"None"'),
        ("client", '"_Client"'),
        ("client", '"Client"'),
        ("client", '"Request"'),
        ("client", '"Größe"'),
        ("client", "1"),
        ("scopes", '"x"'),
        ("distribution", '"a b"'),
        ("distribution", '"a\\"b"'),
        ("key-style", '"query"'),
        ("key-style", "[]"),
        ("key-style", "{}"),
        ("max-files", "0"),
        ("max-files", "true"),
        ("max-bytes", '"200 KB"'),
        ("max-bytes", "1.5"),
        ("without", '"aio"'),
        ("without", '["aio", "models"]'),
        ("select.derived", '"demo.box"'),
        ("select.derived", "[1]"),
        ("select", "1"),
        ("routes", "[]"),
        ("select.everything", "1"),
        ("select.operations", '"demo.start"'),
        ("select.odata-type", "[]"),
        ("routes.max-hops", "51"),
        ("routes.max-hops", "true"),
        ("routes.revisits", "-1"),
        ("routes.revisits", "1.0"),
    ],
)
def test_a_wrong_value_is_said_with_its_place(key: str, value: str) -> None:
    text = changed(key, value)
    (found,) = problems(text)
    line = next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(key))
    assert found.code == "config-value"
    assert found.where == Position("csdlgen.toml", line, 1 + len(key) - len(key.rpartition(".")[2]))
    assert found.message.startswith(repr(key.rpartition(".")[2]))


@pytest.mark.parametrize("name", ["class", "1", "a-b", '""', '"a.b"', '"a\\nb"', '"größe"'])
def test_a_package_name_is_an_identifier(name: str) -> None:
    (found,) = problems(LEAST.replace("packages.demo", f"packages.{name}"))
    assert found.code == "config-value" and "is not a Python identifier" in found.message


def test_places_are_those_of_the_package_meant() -> None:
    text = (
        LEAST + '\n[packages.other]\n"output" = 1\n  metadata = 2\nselect.operations = 3\nroutes = { max-hops = 99 }\n'
    )
    found = problems(text)
    positions = {each.message.split("'")[1]: each.where for each in found}
    line = text[: text.index("[packages.other]")].count("\n") + 1
    assert positions["output"] == Position("csdlgen.toml", line + 1, 1)
    assert positions["metadata"] == Position("csdlgen.toml", line + 2, 3)
    assert [each.message for each in found if each.code == "config-missing-key"] == [
        "package 'other' has no 'service-root'",
        "package 'other' has no 'client'",
    ]
    fixed = (
        text.replace("= 1", '= "x"').replace("= 2", '= ["x"]') + "service-root = 'https://x.example'\nclient = 'C'\n"
    )
    assert [each.where for each in problems(fixed)] == [
        Position("csdlgen.toml", line + 3, 8),
        Position("csdlgen.toml", line + 4, 1),
    ]


def test_what_is_selected_has_the_place_of_its_text() -> None:
    (package,) = parse(FULL).packages
    lines = FULL.splitlines()
    for text in ("demo.start", "demo.box"):
        where = package.positions[text]
        assert lines[where.line - 1][where.column - 1 :].startswith(f'"{text}"')
    two = LEAST + 'documented = ["demo.start"]\n' + FULL.replace("packages.demo", "packages.other")
    where = parse(two).packages[1].positions["demo.start"]
    assert two.splitlines()[where.line - 1] == 'operations = ["demo.start"]'


@pytest.mark.parametrize(
    ("key", "known"), [("clinet", "client"), ("max-hops", ""), ("documents", "documented"), ("Output", "output")]
)
def test_an_unknown_key_suggests_the_nearest(key: str, known: str) -> None:
    (found,) = problems(LEAST + f"{key} = 1\n")
    assert (found.code, found.path) == ("config-unknown-key", "[packages.demo]")
    assert found.where == Position("csdlgen.toml", LEAST.count("\n") + 1, 1)
    assert found.remedy == (f"Did you mean {known!r}?" if known else found.remedy)


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "a = ",
        "a = 1\na = 2",
        "a = " + "9" * 10_000,
        "a = " + "[" * 10_000,
        '"\\ud800" = 1',
        "\x00",
        "\ufeff\ufeff",
    ],
)
def test_what_is_no_toml_is_a_coded_error(text: str) -> None:
    (found,) = problems(text)
    assert found.code == "config-not-toml"


def test_two_distributions_cannot_share_a_folder() -> None:
    one = LEAST + 'distribution = "a"\n'
    (found,) = problems(one + one.replace("packages.demo", "packages.other").replace('"generated"', '"./generated"'))
    assert found.code == "config-value" and found.path == "[packages.other]"
    assert len(parse(one + LEAST.replace("packages.demo", "packages.other")).packages) == 2


# --- any document ----------------------------------------------------------------------------------------------------

KEYS = [
    "packages", "tool", "csdlgen", "demo", "output", "metadata", "overlays", "documented", "service-root", "client",
    "scopes", "distribution", "key-style", "select", "routes", "operations", "types", "resources", "everything",
    "derived", "odata-type", "roots", "max-hops", "revisits", "x",
]  # fmt: skip
keys = st.sampled_from(KEYS) | st.text(max_size=5)
values: st.SearchStrategy[Any] = st.recursive(
    st.booleans()
    | st.integers(-3, 60)
    | st.sampled_from(["https://service.example", "segment", "always", "a.xml", "Demo", "class", "", "http://["])
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=8,
)
packages = st.fixed_dictionaries(
    {},
    optional={
        "output": st.just("generated") | values,
        "metadata": st.just(["a.xml"]) | values,
        "service-root": st.just("https://service.example") | values,
        "client": st.just("DemoClient") | values,
        "select": st.fixed_dictionaries({}, optional={"operations": st.lists(st.text(max_size=5)), "derived": values}),
        "routes": st.fixed_dictionaries({}, optional={"roots": values, "max-hops": values}),
        "key-style": values,
        "distribution": values,
    },
)


def toml(value: Any) -> str:
    """A value as inline TOML; JSON strings are TOML strings once everything beyond ASCII is spelled in full."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(key)} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)


def parses_or_is_refused(text: str, source: str) -> None:
    try:
        found = parse(text, source)
    except CsdlgenError as error:
        assert error.diagnostics
        for each in error.diagnostics:
            assert each.code.startswith("config-") and each.message and each.remedy
    else:
        assert all(each.metadata and each.output and each.service_root for each in found.packages)


@given(st.dictionaries(keys, values, max_size=3), st.sampled_from(["csdlgen.toml", "pyproject.toml"]))
@settings(max_examples=150, deadline=None)
def test_any_document_parses_or_is_refused(data: dict[str, Any], source: str) -> None:
    parses_or_is_refused("\n".join(f"{toml(key)} = {toml(value)}" for key, value in data.items()), source)


@given(
    st.dictionaries(st.sampled_from(["demo", "other", "class"]) | st.text(max_size=3), packages | values, max_size=2)
)
@settings(max_examples=200, deadline=None)
def test_any_packages_parse_or_are_refused(data: dict[str, Any]) -> None:
    parses_or_is_refused(f"packages = {toml(data)}", "csdlgen.toml")


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_parses_or_is_refused(text: str) -> None:
    parses_or_is_refused(text, "csdlgen.toml")


def test_two_packages_cannot_share_a_folder_where_upper_and_lower_case_are_one() -> None:
    other = LEAST.replace("packages.demo", "packages.Demo")
    (problem,) = problems(LEAST + other)
    assert (problem.code, "'demo'" in problem.message) == ("config-value", True)
    assert len(parse(LEAST + other.replace('output = "', 'output = "other')).packages) == 2
