"""Input files: finding the configuration, patterns, and files that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from csdlgen.errors import CsdlgenError
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import _read_all, read_config, read_inputs, read_source
from tests.unit.project.test_config import LEAST, parse


def test_the_nearest_configuration_above_is_found(tmp_path: Path) -> None:
    below = tmp_path / "one" / "two"
    below.mkdir(parents=True)
    (tmp_path / "csdlgen.toml").write_text(LEAST)
    (tmp_path / "one" / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    found, folder = read_config(None, below)
    assert (found.source, folder) == ("../../csdlgen.toml", tmp_path)
    (tmp_path / "one" / "csdlgen.toml").write_text(LEAST.replace("demo", "nearer"))
    assert read_config(None, below)[0].packages[0].name == "nearer"
    assert read_config(str(tmp_path / "csdlgen.toml"), below)[0].packages[0].name == "demo"


def test_patterns_are_sorted_and_names_with_brackets_are_names(tmp_path: Path) -> None:
    for name in ("b.http", "a.http", "c/d.http", "[v1].http"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "folder.http").mkdir()
    (tmp_path / "a.xml").write_bytes(b"")
    package = parse(LEAST + 'documented = ["*.http", "[v1].http", "**/d.http", "PLACE/c/*"]\n'.replace(
        "PLACE", tmp_path.as_posix()
    )).packages[0]  # fmt: skip
    found = [each.name for each in read_inputs(package, tmp_path).documented]
    assert found == ["[v1].http", "a.http", "b.http", "[v1].http", "c/d.http", f"{tmp_path.as_posix()}/c/d.http"]


@pytest.mark.parametrize("name", ["nowhere.xml", ".", "a\0b", "x" * 5000, "nowhere/*.xml", "a**b*", "[", "/nowhere/*"])
def test_a_file_that_cannot_be_read_is_a_coded_error(name: str, tmp_path: Path) -> None:
    package = parse(LEAST).packages[0]
    with pytest.raises(CsdlgenError) as caught:
        read_inputs(PackageConfig(**{**_fields(package), "metadata": (name,)}), tmp_path)
    assert [each.code for each in caught.value.diagnostics] == ["file-unreadable"]


def _fields(package: PackageConfig) -> dict[str, Any]:
    return {name: getattr(package, name) for name in PackageConfig.__slots__}


def test_a_file_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("csdlgen.project.inputs._LARGEST", 10)
    (tmp_path / "small").write_bytes(b"0123456789")
    assert read_source("small", tmp_path).data == b"0123456789"
    (tmp_path / "large").write_bytes(b"0123456789a")
    with pytest.raises(CsdlgenError) as caught:
        read_source("large", tmp_path)
    assert [each.code for each in caught.value.diagnostics] == ["file-too-large"]


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_patterns_follow_no_links_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    for name in ("a/one.http", "a/b/two.http", "top.http"):
        (tmp_path / name).write_text("", encoding="utf-8")
    for place in ("a/x", "a/y", "a/b/x", "a/b/y"):
        (tmp_path / place).symlink_to(tmp_path, target_is_directory=True)
    assert [each.name for each in _read_all(["**/*.http"], tmp_path)] == ["a/b/two.http", "a/one.http", "top.http"]
    assert [each.name for each in _read_all(["a/**/*.http"], tmp_path)] == ["a/b/two.http", "a/one.http"]
    assert [Path(each.name).name for each in _read_all([f"{tmp_path}/**/t*.http"], tmp_path)] == [
        "two.http",
        "top.http",
    ]
