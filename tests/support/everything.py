"""Packages with everything of a service, by default with the names of the official Microsoft Graph SDK."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from csdlgen.pipeline import build, select_package
from csdlgen.project.config import parse_config
from csdlgen.project.inputs import Inputs, Source

_CONFIG = """
[packages.{name}]
output = "out"
metadata = ["metadata"]
service-root = "https://graph.microsoft.com/v1.0"
client = "GraphClient"
key-style = "segment"
names = "{names}"
[packages.{name}.select]
everything = true
resources = {resources}
{more}
[packages.{name}.routes]
max-hops = 0
"""


class _Credential:
    """Never asked, since nothing is sent."""

    def get_token(self, *_: str, **__: Any) -> Any:
        raise AssertionError("a request was sent")


def files_of(
    name: str, document: Path, properties: Iterable[str] = (), more: str = "", names: str = "msgraph"
) -> dict[PurePosixPath, str]:
    """The files of a package of that name: with all resources, with these properties as resources, and with more
    settings of `select`. They are not formatted."""
    config = _CONFIG.format(name=name, resources=json.dumps(["**", *properties]), more=more, names=names)
    (package,) = parse_config(config, source="csdlgen.toml").packages
    return build(package, select_package(package, Inputs((Source(document.name, document.read_bytes()),), (), ())))


def client_of(name: str, document: Path, folder: Path, properties: Iterable[str] = (), more: str = "") -> Any:
    """The client of such a package, which is written to a folder and imported from there."""
    for path, text in files_of(name, document, properties, more).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(name).GraphClient(_Credential())
    finally:
        sys.path.remove(str(folder))
