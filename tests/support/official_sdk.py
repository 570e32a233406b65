"""The official Microsoft Graph SDK for Python as data: what its wheel says its builders lead to, without importing it.

Kiota generates one module a builder, all of the same few shapes, so that their text can be read: the URL template is
the second argument of the base class's constructor, verbs are coroutines, and whatever returns a `…RequestBuilder`
leads on, as a property or as a method with arguments.
"""

from __future__ import annotations

import posixpath
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.url_shapes import shape_of

CACHE = Path.home() / ".cache" / "csdlgen-tests" / "wheels"

_TEMPLATE = re.compile(r'super\(\).__init__\(request_adapter, "([^"]+)"')
_VERB = re.compile(r"async def (get|post|put|patch|delete|head)\(")
_MEMBER = re.compile(
    r"^    (?P<property>@property\n    )?(?:async )?def (?P<name>\w+)\(self(?:,(?P<given>[^)]*))?\)"
    r" -> (?P<result>\w+):\n"
    r"(?P<body>.*?)(?=^    (?:@|def |async def )|\Z)",
    re.MULTILINE | re.DOTALL,
)
_CLASS = re.compile(r"^class (\w+)(?:\(([^)]*)\))?:", re.MULTILINE)
_FIELD = re.compile(r'^ +"([^"]+)": lambda n : setattr\(self, \'(\w+)\'', re.MULTILINE)


class Link(NamedTuple):
    """A name in a chain, with the names of its arguments where it is called."""

    name: str
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A builder of the SDK: the chain of names that leads to it from the client, its URL, its HTTP methods."""

    chain: tuple[Link, ...]
    url: str
    methods: frozenset[str]

    @property
    def text(self) -> str:
        """The chain as it is written: `users.by_user_id(user_id).messages`."""
        return ".".join(f"{name}({', '.join(given)})" if given else name for name, given in self.chain)


class Class(NamedTuple):
    """A model of the SDK: its class, and its own attributes by their names in JSON."""

    name: str
    attributes: dict[str, str]


def wheel(distribution: str) -> Path:
    """The newest wheel of a distribution, downloaded once; skips the test where there is no network.

    Only the wheel itself, since nothing of it is run.
    """
    stem = distribution.replace("-", "_")
    if not (found := sorted(CACHE.glob(f"{stem}-*.whl"))):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(CACHE), distribution]
        ran = subprocess.run(pip, capture_output=True, text=True, timeout=300, check=False)
        found = sorted(CACHE.glob(f"{stem}-*.whl"))
        if ran.returncode or not found:
            pytest.skip(f"{distribution} cannot be downloaded from PyPI: {ran.stderr.strip()[-200:]}")
    return found[-1]


@cache
def places(path: Path) -> tuple[Place, ...]:
    """Every builder that a wheel's client leads to, each by the first chain that is found."""
    with zipfile.ZipFile(path) as archive:
        return tuple(_places(archive))


def _places(archive: zipfile.ZipFile) -> Iterator[Place]:
    files = frozenset(archive.namelist())
    root = next(each for each in files if re.search(r"/generated/base_graph(_beta)?_service_client\.py$", each))
    waiting: list[tuple[str, tuple[Link, ...]]] = [(root, ())]
    seen: set[str] = set()
    while waiting:
        file, chain = waiting.pop()
        if file in seen:
            continue
        seen.add(file)
        text = archive.read(file).decode()
        template = _TEMPLATE.search(text)
        if chain and template:
            yield Place(chain, shape_of(template[1]), frozenset(_VERB.findall(text)))
        waiting += [(home, (*chain, link)) for link, home in _links(text, file) if home in files]


def _links(text: str, file: str) -> Iterator[tuple[Link, str]]:
    """What a module's builder leads to: the link, and the file of the builder behind it."""
    for member in _MEMBER.finditer(text):
        result = member["result"]
        if not result.endswith("RequestBuilder") or member["name"] == "with_url":
            continue
        imported = re.search(rf"from (\.+)([\w.]*) import {result}\b", member["body"])
        if imported is None:
            continue
        base = posixpath.dirname(file)
        for _ in imported[1][1:]:
            base = posixpath.dirname(base)
        given = [each.split(":")[0].strip() for each in (member["given"] or "").split(",")]
        link = Link(member["name"], () if member["property"] else tuple(filter(None, given)))
        yield link, f"{base}/{imported[2].replace('.', '/')}.py"


@cache
def models(path: Path) -> dict[str, Class]:
    """The models of a wheel by module below `models`, dots between its parts: `call_records.session`."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for file in archive.namelist():
            _, marker, module = file.partition("/generated/models/")
            if marker and module.endswith(".py") and not module.endswith("__init__.py"):
                text = archive.read(file).decode()
                if declared := _CLASS.search(text):
                    fields = dict(_FIELD.findall(text))
                    found[module.removesuffix(".py").replace("/", ".")] = Class(declared[1], fields)
    return found
