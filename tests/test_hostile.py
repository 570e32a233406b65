"""Whatever a document or a configuration says, it stays text: no schema string reaches generated code as code, and none
reaches a report as anything but text.

Every place for a text of a document that has all of CSDL (see `tests/hostile/places.py`) takes payloads in ten styles:
all places that change no more than a text at once, with every command in every format; all others one by one. The
reader may refuse the result; if a package comes out of it, every module is parsed, and imported in a process that
notices when a payload runs. `CSDLGEN_EVERY_PAYLOAD=1` makes a document of its own for each place and each style, which
takes hours.
"""

from __future__ import annotations

import ast
import io
import json
import os
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import cycle, pairwise
from pathlib import Path, PurePosixPath
from types import FrameType
from typing import Any

import click
import pytest

from csdlgen.cli.commands import cli
from csdlgen.csdl import read_csdl
from csdlgen.csdl.json.scribe import Scribe
from csdlgen.csdl.json.write import dump_csdl_json
from csdlgen.csdl.xml.context import Context
from csdlgen.edm import vocabularies
from csdlgen.edm.visit import elements, path_of
from csdlgen.errors import CsdlgenError
from csdlgen.package.render import Files
from csdlgen.pipeline import build, select_package
from csdlgen.project.config import PackageConfig, parse_config
from csdlgen.project.inputs import Inputs, Source
from tests.hostile import places
from tests.hostile.commands import COMMANDS, Command, comparison, shapes
from tests.hostile.places import HERE, NOTATIONS, Change, Place
from tests.hostile.styles import NAMES, STYLES
from tests.support.cli import call

pytestmark = pytest.mark.slow

EVERY = bool(os.environ.get("CSDLGEN_EVERY_PAYLOAD"))
CONFIG = """
[packages.NAME]
output = "generated"
metadata = ["service.csdl.xml"]
service-root = "https://service.example/v1"
client = "DemoClient"
scopes = ["https://service.example/.default"]
distribution = "demo"
[packages.NAME.select]
everything = true
"""


def config(name: str, text: str = CONFIG) -> PackageConfig:
    return parse_config(text.replace("NAME", name), source="csdlgen.toml").packages[0]


def generated(package: PackageConfig, document: bytes, overlays: tuple[Source, ...] = ()) -> Files | None:
    """The files of the package, None where the inputs are refused."""
    try:
        inputs = Inputs((Source("service.csdl.xml", document),), overlays, ())
        return build(package, select_package(package, inputs))
    except CsdlgenError:
        return None


def plain(place: Place, text: str) -> str:
    return text


def selected_names(package: PackageConfig, document: bytes) -> tuple[object, ...] | None:
    """What a document is about: what it defines, with the types; None where it is refused."""
    try:
        found = select_package(package, Inputs((Source("service.csdl.xml", document),), (), ()))
    except CsdlgenError:
        return None
    named = tuple(
        (path_of(parent, each), getattr(each, "type", None)) for parent, each in elements(*found.slice.model.schemas)
    )
    return named, tuple(str(route) for entry in found.ledger.entries for route in entry.routes)


@cache
def inert(notation: str) -> frozenset[str]:
    """The kinds of places where any text changes what a document says, but nothing of what it is about."""
    package, write = config("demo"), NOTATIONS[notation]
    about = selected_names(package, write(plain))
    assert about

    def is_inert(kind: str) -> bool:
        document = write(lambda place, text: f"{STYLES['new lines']}{place[1]}" if place[0] == kind else text)
        return selected_names(package, document) == about

    return frozenset(filter(is_inert, places.kinds(notation)))


def hostile(style: str, kinds: frozenset[str]) -> Change:
    return lambda place, text: f"P{place[1]} {STYLES[style]}" if place[0] in kinds else text


def harmless_text(kinds: frozenset[str]) -> Change:
    return lambda place, text: f"P{place[1]} text" if place[0] in kinds else text


@cache
def comments(source: str) -> frozenset[str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return frozenset(each.string for each in tokens if each.type == tokenize.COMMENT)


@cache
def words(source: str) -> frozenset[str]:
    """Every identifier that code uses, which texts in quotes are not."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        for _, value in ast.iter_fields(node):
            if isinstance(value, str) and not isinstance(node, ast.Constant):
                found.add(value)
    return frozenset(found)


@cache
def harmless() -> tuple[frozenset[str], frozenset[str]]:
    """The comments and the words of the package without any payload."""
    files = generated(config("demo"), places.everything())
    assert files
    sources = [text for path, text in files.items() if path.suffix == ".py"]
    return frozenset().union(*map(comments, sources)), frozenset().union(*map(words, sources))


def check(files: Files) -> dict[str, str]:
    """The modules of a package by path, seen to parse, to have our comments only, and none of the payload's words."""
    known, _ = harmless()
    modules = {str(path): text for path, text in files.items() if path.suffix == ".py"}
    for text in modules.values():
        assert comments(text) <= known
        assert not words(text) & {"PWNED", "SystemExit", "os", "cycler"}
    if PurePosixPath("pyproject.toml") in files:
        assert tomllib.loads(files[PurePosixPath("pyproject.toml")])["project"]["version"]
    return modules


def imported(variants: dict[str, dict[str, str]]) -> None:
    ran = subprocess.run(
        [sys.executable, "-B", str(HERE / "importer.py")],
        input=json.dumps(variants),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def project(folder: Path, service: bytes, other: bytes) -> Path:
    """A folder with a configuration, its document, the same as CSDL JSON, and the same without anything odd."""
    folder.mkdir(exist_ok=True)
    (folder / "csdlgen.toml").write_text(CONFIG.replace("NAME", "demo"), encoding="utf-8")
    (folder / "accept.toml").write_text("", encoding="utf-8")
    documents = {"service.csdl.xml": service, "other.csdl.json": other, "plain.csdl.xml": places.everything()}
    for name, data in documents.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def harmless_shapes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The shapes of all reports on documents whose texts are plain words."""
    documents = [write(harmless_text(inert(notation))) for notation, write in NOTATIONS.items()]
    results, found = shapes(project(tmp_path_factory.mktemp("harmless"), *documents))
    assert {each.code for each in results} == {0, 1}
    return found


# --- that nothing is forgotten ----------------------------------------------------------------------------------------


def test_every_field_of_the_model_has_a_place() -> None:
    found, kinds = places.filled()
    assert set(places.text_fields()) <= found
    assert places.kinds_of_expressions() <= kinds
    assert {each.__name__ for each in places.classes()} - {"EdmModel"} <= {name for name, _ in found} | {"Default"}


def test_every_attribute_that_the_readers_know_has_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    known: set[tuple[str, str]] = set()
    attributes, members = Context.attributes, Scribe.members

    def seen(ctx: Context, node: Any, names: frozenset[str] = frozenset()) -> dict[str, str]:
        known.update((node.tag.rpartition("}")[2], name) for name in names)
        return attributes(ctx, node, names)

    def watched(scribe: Scribe, node: Any, value: Any, table: Any, others: frozenset[str] = frozenset()) -> None:
        known.update(("", name) for name in (*table, *others))
        members(scribe, node, value, table, others)

    monkeypatch.setattr(Context, "attributes", seen)
    read_csdl(places.in_xml(plain), source="everything.csdl.xml")
    written = {tuple(kind.split("/")) for kind in places.kinds("xml")}
    written |= {(tag, name) for tag in ("PropertyValue", "LabeledElement") for name in _kinds_of_constants()}
    facets = {"MaxLength", "Precision", "Scale", "SRID", "Unicode"}  # each stands somewhere, not at every element
    assert {(tag, name) for tag, name in known if name not in facets | {"Nullable"}} <= written
    assert facets <= {name for _, name in written}
    monkeypatch.undo()
    known.clear()
    monkeypatch.setattr(Scribe, "members", watched)
    document = places.in_json(plain)
    read_csdl(document, source="everything.csdl.json")
    assert not {name for _, name in known if f'"{name}"' not in document.decode()}


def test_every_term_that_is_looked_for_is_in_the_document(tmp_path: Path) -> None:
    asked: set[tuple[str, str]] = set()

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is vocabularies.find.__code__:
            asked.update((frame.f_locals["vocabulary"], term) for term in frame.f_locals["terms"])

    document = places.everything()
    folder = project(tmp_path / "here", document.replace(b'MaxLength="', b'MaxLength="1'), places.in_json(plain))
    sys.setprofile(watch)
    try:
        for arguments in (["generate"], ["docs"], ["diff", "plain.csdl.xml", "service.csdl.xml"], ["inspect"]):
            assert call(*arguments, cwd=folder).code < 2
    finally:
        sys.setprofile(None)
    assert len(asked) > 25
    text = document.decode()
    short = {vocabularies.CORE: "Core"}
    assert not {term for term in asked if f'"{short.get(term[0], term[0])}.{term[1]}"' not in text}


def _kinds_of_constants() -> set[str]:
    """What annotations have in attributes: values of properties of records, of fewer kinds, may have them as well."""
    return {kind.partition("/")[2] for kind in places.kinds("xml") if kind.startswith("Annotation/")} | {"UrlRef"}


def test_every_command_and_every_format_is_run() -> None:
    run = {each.arguments[0] for each in COMMANDS}
    assert set(cli.commands) - {"explain", "completion"} <= run  # which read no document
    for name in run:
        given = {
            value for each in COMMANDS if each.arguments[0] == name
            for option, value in pairwise(each.arguments) if option == "--format"
        }  # fmt: skip
        assert formats(name) <= given | {"text", "html"}


def formats(command: str) -> set[str]:
    """What a command takes as `--format` without a file."""
    types = [each.type for each in cli.commands[command].params if each.name == "form"]
    return {choice for each in types if isinstance(each, click.Choice) for choice in each.choices}


# --- documents --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_a_text_is_a_text_in_the_package_and_in_every_report(
    style: str, tmp_path: Path, harmless_shapes: dict[str, set[str]]
) -> None:
    documents = [write(hostile(style, inert(notation))) for notation, write in NOTATIONS.items()]
    results, found = shapes(project(tmp_path / "hostile", *documents))
    assert {each.code for each in results} <= {0, 1}
    for name, shape in found.items():
        assert shape <= harmless_shapes[name], name
    folder = tmp_path / "hostile" / "generated" / "demo"
    paths = sorted(folder.rglob("*.py"))
    assert len(paths) > 20
    imported(
        {"demo": check({PurePosixPath(path.relative_to(folder.parent)): path.read_text("utf-8") for path in paths})}
    )


def _alone() -> Iterator[tuple[str, str, str, int | None]]:
    """Notation, kind, style, and the number of a place, None for all of the kind: each kind of place that changes what
    a document is about, in some styles; with CSDLGEN_EVERY_PAYLOAD every place in every style."""
    styles = cycle((*STYLES, *NAMES))
    for notation in NOTATIONS:
        if EVERY:
            yield from ((notation, kind, style, number) for kind, number in places.places(notation) for style in STYLES)
        else:
            kinds = [kind for kind in places.kinds(notation) if kind not in inert(notation)]
            yield from ((notation, kind, next(styles), None) for kind in kinds for _ in range(3))


def _placed(notation: str, kind: str, style: str, number: int | None) -> bytes:
    payload = {**STYLES, **NAMES}[style]
    return NOTATIONS[notation](
        lambda place, text: payload if place[0] == kind and number in (None, place[1]) else text
    )  # fmt: skip


def test_a_payload_where_a_name_must_be_is_refused_or_is_a_name() -> None:
    variants, refused = {}, 0
    for number, (notation, kind, style, place) in enumerate(_alone()):
        name = f"v{number}"
        files = generated(config(name), _placed(notation, kind, style, place))
        if files is None:
            refused += 1
            continue
        try:
            variants[name] = check(files)
        except (AssertionError, SyntaxError) as error:
            raise AssertionError(f"{notation} {kind} {style}: {error}") from error
        if len(variants) == 100:
            imported(variants)
            variants.clear()
    assert variants and refused > 50
    imported(variants)


def test_every_report_says_what_is_wrong_with_a_payload_where_a_name_must_be(tmp_path: Path) -> None:
    folder = project(tmp_path / "alone", places.everything(), places.in_json(plain))
    commands = []
    for number, (notation, kind, style, place) in enumerate(_alone()):
        if EVERY or number % 3 == 0:
            name = f"{number}.{notation}"
            (folder / name).write_bytes(_placed(notation, kind, style, place))
            commands.append(Command(("inspect", "--metadata", name, "--format", "json"), "json"))
            commands.append(Command(("routes", "--metadata", name, "--format", "markdown"), "markdown"))
            commands.append(comparison(name, "diff", "plain.csdl.xml", name))
            commands.append(comparison(f"{name}-back", "check", "--against", name))
    results, _ = shapes(folder, commands)
    assert {each.code for each in results} == {0, 1, 2}
    assert all(": " in each.err for each in results if each.code == 2)


@pytest.mark.parametrize("style", NAMES)
def test_an_odd_name_is_a_name(style: str) -> None:
    variants = {}
    for number, wanted in enumerate(places.defined()):
        name = f"v{number}"
        files = generated(config(name), places.in_names(lambda each, it=wanted: NAMES[style] if each == it else each))
        if files is not None:
            variants[name] = check(files)
    assert len(variants) > 10
    imported(variants)


@pytest.mark.parametrize("style", NAMES)
def test_odd_names_are_names_in_every_report(style: str, tmp_path: Path) -> None:
    """All at once, as far as they can be names."""
    can_be = {
        name for name in places.defined()
        if generated(config("demo"), places.in_names(lambda each, it=name: NAMES[style] if each == it else each))
    } - {"machine", "start", "machines", "demo"}  # fmt: skip
    numbers = {name: number for number, name in enumerate(places.defined())}
    document = places.in_names(lambda each: f"{NAMES[style]}{numbers[each]}" if each in can_be else each)
    folder = project(tmp_path / "names", document, dump_csdl_json(read_csdl(document, source="x")).encode())
    results, _ = shapes(folder)
    assert {each.code for each in results} <= {0, 1, 2} and not results[0].code
