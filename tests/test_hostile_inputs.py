"""What people write beside documents, with payloads in it: configurations, overlays, `.http` files, accept files and
locks.

The keys are those of the tables that csdlgen reads them with, so that a new one is tried as well. Every command ends
with 0, 1 or 2; what is generated is parsed and imported, every report is read by a parser of its format.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from csdlgen.drift.accept import _KEYS as ACCEPT
from csdlgen.project.drift_config import DRIFT
from csdlgen.project.inputs import Source
from csdlgen.project.keys import PACKAGE, ROUTES, SELECT
from tests.hostile import places
from tests.hostile.commands import Command, comparison, run, shapes
from tests.hostile.styles import STYLES
from tests.support.cli import call
from tests.test_hostile import CONFIG, check, config, generated, imported

pytestmark = pytest.mark.slow

WORDS = {"service-root": "https://service.example/v1", "client": "DemoClient", "distribution": "demo", "output": "src"}
TABLES = {"": PACKAGE, "select": SELECT, "routes": ROUTES, "drift": DRIFT}
HTTP = ("GET", "machines", "{machineKey}", "demo.start", "x", "1", "HTTP/1.1")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose package is generated, and whose document has a lock."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "csdlgen.toml").write_text(CONFIG.replace("NAME", "demo"), encoding="utf-8")
    (folder / "service.csdl.xml").write_bytes(places.everything())
    (folder / "upstream.csdl.xml").write_bytes(places.everything())
    (folder / "changed.csdl.xml").write_bytes(places.in_xml(lambda place, text: text.replace("size", "width")))
    assert call("update", "--from", "upstream.csdl.xml", cwd=folder).code == 0
    assert (folder / "csdlgen.lock").is_file()
    return folder


def copied(template: Path, folder: Path) -> Path:
    shutil.copytree(template, folder)
    return folder


def text_of(value: Any) -> str:
    """A value in TOML."""
    return json.dumps(value).replace("\x7f", "\\u007f")


def configurations() -> Iterator[tuple[str, str]]:
    """Name and text: a payload as the value of each key, as a key, and as the name of a package."""
    for table, keys in TABLES.items():
        for key, (_, is_valid) in keys.items():
            for style, payload in STYLES.items():
                wanted = f"{WORDS[key]}{payload}" if key == "service-root" and style != "markup" else payload
                value: Any = wanted if is_valid(WORDS.get(key, "text")) or not is_valid(["text"]) else [wanted]
                yield f"{table} {key} {style}", _configuration(table, key, value)
        for style, payload in STYLES.items():
            yield f"{table} key {style}", _configuration(table, payload, "text")
    for style, payload in STYLES.items():
        yield f"name {style}", CONFIG.replace("packages.NAME", f"packages.{text_of(payload)}")


def _configuration(table: str, key: str, value: Any) -> str:
    lines = CONFIG.replace("NAME", "demo").splitlines()
    head = f"[packages.demo.{table}]" if table else "[packages.demo]"
    if head not in lines:
        lines.append(head)
    at = lines.index(head) + 1
    end = next((number for number in range(at, len(lines)) if lines[number].startswith("[")), len(lines))
    kept = [line for line in lines[at:end] if not line.startswith(f"{key} =")]
    return "\n".join([*lines[:at], f"{text_of(key)} = {text_of(value)}", *kept, *lines[end:]])


def package_in(folder: Path) -> dict[PurePosixPath, str]:
    """The modules of the package that is somewhere in a folder."""
    (manifest,) = folder.rglob("_manifest.json")
    paths = sorted(manifest.parent.rglob("*.py"))
    return {PurePosixPath(path.relative_to(manifest.parent.parent)): path.read_text("utf-8") for path in paths}


def test_no_value_of_a_configuration_becomes_anything_else(tmp_path: Path) -> None:
    folders, commands = {}, []
    for number, (name, text) in enumerate(configurations()):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "csdlgen.toml").write_text(text, encoding="utf-8")
        (folder / "service.csdl.xml").write_bytes(places.everything())
        folders[name] = folder
        commands.append(Command(("generate",), folder=str(number)))
    results, _ = shapes(tmp_path, commands)
    variants: dict[str, dict[str, str]] = {}
    for (name, folder), ran in zip(folders.items(), results, strict=True):
        assert (ran.code == 0) == bool([*folder.rglob("_manifest.json")]), name
        if ran.code == 0:
            own = f"v{len(variants)}"
            variants[own] = check(
                {PurePosixPath(own, *path.parts[1:]): text for path, text in package_in(folder).items()}
            )
    assert 20 < len(variants) < len(results) / 2
    imported(variants)


def test_no_text_of_an_overlay_becomes_anything_else(tmp_path: Path) -> None:
    found: list[places.Place] = []

    def note(place: places.Place, text: str) -> str:
        found.append(place)
        return text

    places.in_xml(note, places.overlay())
    text = CONFIG.replace("NAME", "demo").replace("service-root", 'overlays = ["overlay.xml"]\nservice-root')
    variants = {}
    for number, (place, style) in enumerate(zip(found, cycle(STYLES), strict=False)):
        change = partial(_at, place, STYLES[style])
        folder = in_folder(
            tmp_path / str(number), text, "overlay.xml", places.in_xml(change, places.overlay()).decode()
        )
        overlay = Source("overlay.xml", (folder / "overlay.xml").read_bytes())
        files = generated(config(f"v{number}"), places.everything(), (overlay,))
        if files is not None:
            variants[f"v{number}"] = check(files)
    results, _ = shapes(tmp_path, [Command(("list",), folder=str(number)) for number in range(len(found))])
    assert len(found) > len(variants) > 50
    assert sum(ran.code == 0 for ran in results) == len(variants)
    imported(variants)


def _at(wanted: places.Place, payload: str, place: places.Place, text: str) -> str:
    return payload if place == wanted else text


def in_folder(folder: Path, configuration: str, name: str, text: str) -> Path:
    """A folder with a configuration, its document and another file."""
    folder.mkdir()
    (folder / "csdlgen.toml").write_text(configuration, encoding="utf-8")
    (folder / "service.csdl.xml").write_bytes(places.everything())
    (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def test_no_text_of_a_documented_line_becomes_anything_else(tmp_path: Path) -> None:
    line = "{} /{}('{}')/{}?{}={} {}"
    lines = [
        line.format(*HTTP[:number], payload, *HTTP[number + 1 :])
        for number in range(len(HTTP))
        for payload in STYLES.values()
    ]
    lines += [f"# {payload}" for payload in STYLES.values()] + [*STYLES.values()]
    text = CONFIG.replace("NAME", "demo").replace("service-root", 'documented = ["lines.http"]\nservice-root')
    for number, each in enumerate(lines):
        in_folder(tmp_path / str(number), text, "lines.http", each)
    forms = cycle(("text", "json", "markdown", "http", "mermaid"))
    commands = [
        Command(("routes", "--format", form), form, folder=str(number))
        for number, form in zip(range(len(lines)), forms, strict=False)
    ]
    commands += [Command(("check",), folder=str(number)) for number in range(0, len(lines), 4)]
    results, _ = shapes(tmp_path, commands)
    assert {each.code for each in results} == {0, 1, 2}


def test_no_text_of_an_accept_file_becomes_anything_else(template: Path, tmp_path: Path) -> None:
    folder = copied(template, tmp_path / "accepts")
    plain = {"rule": "property-removed", "element": "demo.box/size", "reason": "Why.", "owner": "Us."}
    commands = []
    for key in (*ACCEPT, "another"):
        for payload in STYLES.values():
            name = f"{len(commands)}.toml"
            entry = {**plain, key: payload}
            (folder / name).write_text(
                "[[accept]]\n" + "".join(f"{each} = {text_of(value)}\n" for each, value in entry.items()),
                encoding="utf-8",
            )
            commands.append(comparison(name, "diff", "upstream.csdl.xml", "changed.csdl.xml", "--accept", name))
        (folder / f"key-{key}.toml").write_text(f"[[accept]]\n{text_of(payload)} = 1\n", encoding="utf-8")
    commands.append(Command(("diff", "upstream.csdl.xml", "changed.csdl.xml", "--accept", "key-rule.toml")))
    results, _ = shapes(folder, commands)
    assert {each.code for each in results} == {0, 1, 2}


def test_no_text_of_a_lock_becomes_anything_else(template: Path, tmp_path: Path) -> None:
    lock = (template / "csdlgen.lock").read_text("utf-8")
    data = json.loads(lock)
    where = [*_strings(data, ())]
    assert {path[-1] for path in where} >= {"source", "retrieved", "sha256", "generator", "selection"}
    commands = []
    for number, (path, style) in enumerate((path, style) for path in where for style in STYLES):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in ("csdlgen.toml", "service.csdl.xml", "upstream.csdl.xml"):
            (folder / name).symlink_to(template / name)
        changed = json.loads(lock)
        place = changed
        for each in path[:-1]:
            place = place[each]
        if path[-1] == "csdlgen.key":
            place[STYLES[style]] = place.pop(next(iter(place)))
        else:
            place[path[-1]] = STYLES[style]
        (folder / "csdlgen.lock").write_text(json.dumps(changed), encoding="utf-8")
        commands.append((str(number), "update", "--from", "upstream.csdl.xml", "--dry-run"))
    results = run(tmp_path, commands)
    assert {each.code for each in results} <= {0, 1, 2} and any(each.code == 2 for each in results)


def _strings(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The paths to the strings in JSON, and `csdlgen.key` for a name that is not fixed."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        if any("." in key for key in value):
            yield (*path, "csdlgen.key")
        for key, member in value.items():
            yield from _strings(member, (*path, key))
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from _strings(member, (*path, number))
