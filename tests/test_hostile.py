"""Whatever a document or a configuration says, it stays text: no schema string reaches generated code as code.

Every attribute and every text of a document that has all of CSDL is replaced by a payload, one at a time and wherever
the same name stands. The reader may refuse the result; if a package comes out of it, every module is parsed, and
imported in a process that notices when the payload runs.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import json
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.errors import CsdlgenError, Diagnostic
from csdlgen.package.render import Files
from csdlgen.pipeline import build, select_package
from csdlgen.project.config import PackageConfig, parse_config
from csdlgen.project.inputs import Inputs, Source

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent / "hostile"
RUN = 'import os; os.environ["PWNED"]="1"'
PAYLOADS = {
    "docstring": f'"""\n{RUN}\n"""',
    "call": "'); raise SystemExit #",
    "everything": (
        f'\\\'");__import__("os").environ.update(PWNED="1")#\r\n{RUN}\r\n\u2028{RUN}\u0085{RUN}\n'
        '{__import__("os")}{{7*7}}{% raw %}%s\\N{BULLET}\\x00\u202e"""\\'
    ),
    "dunder": "__getattr__",
    # What is odd but may be a name, in URLs and in JSON alone; as a name it is renamed, and its text is a literal.
    "odd": "raise SystemExit: x`$%s%%",
    "odd in JSON": "x = (lambda: [SystemExit][0])(); y = {7*7} # z",
}
UNUSABLE = {"docstring", "call", "everything"}
"""The payloads that cannot be names."""
# Attributes that hold a name of something defined here, which others refer to.
DEFINED = ["demo", "demo.inner", "machine", "part", "box", "mode", "weight", "start", "find", "version", "label", "id"]
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


def has_left_out(document: bytes) -> bool:
    """Whether something in the document is left out because of its name."""
    warnings: list[Diagnostic] = []
    with contextlib.suppress(CsdlgenError):
        read_csdl(document, source="service.csdl.xml", warnings=warnings)
    return any(each.code == "invalid-identifier" for each in warnings)


def document() -> ElementTree.Element:
    return ElementTree.fromstring((HERE / "everything.csdl.xml").read_bytes())


def attributes(root: ElementTree.Element) -> Iterator[tuple[int, str | None]]:
    """Every place for text: number of the element and attribute, None for what is between the tags."""
    for number, element in enumerate(root.iter()):
        yield from ((number, key) for key in element.attrib)
        if element.text and element.text.strip():
            yield number, None


def replaced(payload: str) -> Iterator[tuple[str, bytes]]:
    """The documents with one text replaced, and with one name replaced wherever it stands."""
    root = document()
    for number, key in attributes(root):
        changed = copy.deepcopy(root)
        element = list(changed.iter())[number]
        if key is None:
            element.text = payload
        else:
            element.set(key, payload)
        yield f"{element.tag.rpartition('}')[2]}/{key} of element {number}", ElementTree.tostring(changed)
    for name in DEFINED:
        changed = copy.deepcopy(root)
        for element in changed.iter():
            for key, value in element.attrib.items():
                element.set(key, _renamed(value, name, payload))
        yield f"{name} everywhere", ElementTree.tostring(changed)


def _renamed(value: str, name: str, payload: str) -> str:
    if value == name:
        return payload
    parts = value.replace("(", "/(/").replace(")", "/)").split("/")
    found = [
        part.removesuffix(name) + payload if part == name or part.endswith(f".{name}") else
        part.replace(f"{name}.", f"{payload}.", 1) if part.startswith(f"{name}.") else part
        for part in parts
    ]  # fmt: skip
    return "/".join(found).replace("/(/", "(").replace("/)", ")")


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
    files = generated(config("demo"), (HERE / "everything.csdl.xml").read_bytes())
    assert files
    sources = [text for path, text in files.items() if path.suffix == ".py"]
    return frozenset().union(*map(comments, sources)), frozenset().union(*map(words, sources))


def check(files: Files) -> dict[str, str]:
    """The modules of a package by path, seen to parse, to have our comments only, and none of the payload's words."""
    known, _ = harmless()
    modules = {str(path): text for path, text in files.items() if path.suffix == ".py"}
    for text in modules.values():
        assert comments(text) <= known
        assert not words(text) & {"environ", "PWNED", "SystemExit", "os"}
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


def test_the_document_has_every_place_that_it_should() -> None:
    files = generated(config("demo"), (HERE / "everything.csdl.xml").read_bytes())
    assert files
    imported({"demo": check(files)})
    assert len(list(attributes(document()))) > 140


@pytest.mark.parametrize("kind", PAYLOADS)
def test_no_text_of_a_document_becomes_code(kind: str) -> None:
    variants = {}
    left_out = 0
    for number, (place, data) in enumerate(replaced(PAYLOADS[kind])):
        name = f"v{number}"
        files = generated(config(name), data)
        left_out += has_left_out(data)
        if files is not None:
            try:
                variants[name] = check(files)
            except (AssertionError, SyntaxError) as error:
                raise AssertionError(f"{place}: {error}") from error
    assert variants and (left_out > 40) == (kind in UNUSABLE)
    imported(variants)


def test_an_overlay_is_read_like_any_document() -> None:
    data = (HERE / "everything.csdl.xml").read_bytes()
    variants = {}
    for number, payload in enumerate(PAYLOADS.values()):
        root = ElementTree.Element("{http://docs.oasis-open.org/odata/ns/edmx}Edmx", Version="4.0")
        services = ElementTree.SubElement(root, "{http://docs.oasis-open.org/odata/ns/edmx}DataServices")
        edm = "{http://docs.oasis-open.org/odata/ns/edm}"
        schema = ElementTree.SubElement(services, f"{edm}Schema", Namespace="demo")
        target = ElementTree.SubElement(schema, f"{edm}Annotations", Target="demo.machine")
        ElementTree.SubElement(target, f"{edm}Annotation", Term="Org.OData.Core.V1.Description", String=payload)
        files = generated(config(f"o{number}"), data, (Source("overlay", ElementTree.tostring(root)),))
        assert files
        variants[f"o{number}"] = check(files)
    imported(variants)


@pytest.mark.parametrize(
    "key", ["service-root", "client", "scopes", "distribution", "output", "metadata", "overlays", "documented", "NAME"]
)
def test_no_value_of_a_configuration_becomes_code(key: str) -> None:
    data = (HERE / "everything.csdl.xml").read_bytes()
    for number, payload in enumerate(PAYLOADS.values()):
        for wanted in (payload, f"https://service.example/{payload}"):
            value = json.dumps(wanted)
            value = f"[{value}]" if key in ("scopes", "metadata", "overlays", "documented") else value
            if key == "NAME":
                text = CONFIG.replace("packages.NAME", f"packages.{value}")
            else:
                kept = [line for line in CONFIG.splitlines() if not line.startswith(key)]
                kept.insert(kept.index("[packages.NAME]") + 1, f"{key} = {value}")
                text = "\n".join(kept)
            try:
                package = config(f"c{number}", text)
            except CsdlgenError:
                continue
            files = generated(package, data)
            assert files
            imported({package.name: check(files)})
