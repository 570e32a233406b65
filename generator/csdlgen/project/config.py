"""`[tool.csdlgen]` of pyproject.toml, or csdlgen.toml, as frozen values. Unknown keys are errors.

Pure; finding and reading the file is `inputs`.
"""

from __future__ import annotations

import keyword
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csdlgen.errors import CsdlgenError, Diagnostic, Position, failure
from csdlgen.navigation import Limits
from csdlgen.routes import UrlStyle
from csdlgen.select import Selection
from csdlgen.text import nearest, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageConfig:
    """One package to generate. File names are relative to the configuration's folder."""

    name: str
    output: str
    metadata: tuple[str, ...]
    service_root: str
    client: str
    scopes: tuple[str, ...]
    overlays: tuple[str, ...] = ()
    documented: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    distribution: str | None = None
    style: UrlStyle = UrlStyle("parentheses", qualified=True)
    odata_type: str = "derived"
    deletes_linked: bool = False
    empty_bodies: bool = True
    selection: Selection = Selection()
    limits: Limits = Limits()
    places: Mapping[str, Position] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration file: the packages by name, in file order."""

    source: str
    packages: tuple[PackageConfig, ...]


_Check = Callable[[Any], bool]

# Names that the modules of the clients, or the package's own, use already.
_TAKEN = frozenset(("AsyncClient", "Client", "Request", "Service", "TYPE_CHECKING"))
# RFC 3986 without query, fragment, user, and without the quotation mark that it allows, for the URL is written into
# the package's pyproject.toml too.
_URL = re.compile(r"https?://[A-Za-z0-9\-._~:/\[\]!$&()*+,;=%]+")
_TOML_PLACE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)", re.DOTALL)
_WORD = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_WORDS = rf"((?:{_WORD.pattern})(?:\s*\.\s*(?:{_WORD.pattern}))*)"
_TABLE = re.compile(rf"\s*\[\s*{_WORDS}\s*\]")
_KEY = re.compile(rf"\s*{_WORDS}\s*=")


def _is_text(value: object) -> bool:
    """File names are texts too, and no operating system takes a NUL in those."""
    return isinstance(value, str) and bool(value) and value.isprintable()


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(each) for each in value)


def _is_one_of(*known: str) -> _Check:
    return lambda value: isinstance(value, str) and value in known


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 50


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_identifier(value: object) -> bool:
    return isinstance(value, str) and value.isidentifier() and value.isascii() and not keyword.iskeyword(value)


def _is_client(value: object) -> bool:
    return isinstance(value, str) and _is_identifier(value) and value[0] != "_" and value not in _TAKEN


def _is_distribution(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", value))


def _is_root(value: object) -> bool:
    if not isinstance(value, str) or not _URL.fullmatch(value):
        return False
    try:
        parts = urlsplit(value)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets or a port that are none
        return False


# key → (what a value must be, said to the user; its check)
_PACKAGE: dict[str, tuple[str, _Check]] = {
    "output": ("a folder name", _is_text),
    "metadata": ("a list of at least one file name", lambda value: _is_texts(value) and bool(value)),
    "overlays": ("a list of file names", _is_texts),
    "documented": ("a list of file names or patterns", _is_texts),
    "references": ("a list of folders", _is_texts),
    "service-root": ("an http(s) URL without query, fragment or user", _is_root),
    "client": ("a public class name that the package does not use itself", _is_client),
    "scopes": ("a list of scopes", _is_texts),
    "distribution": ("a distribution name", _is_distribution),
    "key-style": ('"segment" or "parentheses"', _is_one_of("segment", "parentheses")),
    "empty-action-body": ('"object" or "none"', _is_one_of("object", "none")),
    "operation-names": ('"qualified" or "short"', _is_one_of("qualified", "short")),
    "select": ("a table", lambda value: isinstance(value, dict)),
    "routes": ("a table", lambda value: isinstance(value, dict)),
}
_SELECT: dict[str, tuple[str, _Check]] = {
    "operations": ("a list of qualified names", _is_texts),
    "types": ("a list of qualified names", _is_texts),
    "resources": ("a list of paths", _is_texts),
    "everything": ("true or false", _is_flag),
    "derived": ("true or false", _is_flag),
    "delete-linked": ("true or false", _is_flag),
    "odata-type": ('"derived", "always" or "never"', _is_one_of("derived", "always", "never")),
}
_ROUTES: dict[str, tuple[str, _Check]] = {
    "roots": ("a list of entity sets and singletons", _is_texts),
    "max-hops": ("a number from 0 to 50", _is_count),
    "revisits": ("a number from 0 to 50", _is_count),
    "casts": ("a number from 0 to 50, or false", lambda value: value is False or _is_count(value)),
}
# How operations are named where nothing is said: OData 4.0 asks for qualified names; services with keys as segments are
# those that take short ones.
_NAMES = {"parentheses": "qualified", "segment": "short"}
_REQUIRED = ("output", "metadata", "service-root", "client")


def parse_config(text: str, *, source: str) -> Config:
    """The configuration in a TOML file. Raises CsdlgenError naming each wrong key with its line."""
    data = _toml(text, source)
    prefix: tuple[str, ...] = ("tool", "csdlgen") if Path(source).name == "pyproject.toml" else ()
    reader = _Reader(text, source, prefix)
    table: Any = data
    for depth, part in enumerate(prefix, 1):
        table = table.get(part, {})
        if not isinstance(table, dict):
            where = reader.place(prefix[:depth])
            raise failure("config-value", f"{part!r} must be a table", "Write [tool.csdlgen].", where=where)
    return reader.config(table)


def _toml(text: str, source: str) -> dict[str, Any]:
    """The data of a TOML file, CsdlgenError where it is none."""
    remedy = "Mend the TOML syntax."
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        placed = _TOML_PLACE.fullmatch(str(error))
        where = Position(source, int(placed[2]), int(placed[3])) if placed else source
        raise failure("config-not-toml", placed[1] if placed else str(error), remedy, where=where) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets nested as deep
        raise failure("config-not-toml", f"too large to read: {error}", remedy, where=source) from error


@dataclass(frozen=True)
class _Reader:
    text: str
    source: str
    prefix: tuple[str, ...]
    problems: list[Diagnostic] = field(default_factory=list)

    def config(self, table: dict[str, Any]) -> Config:
        self._check((), table, {"packages": ("a table of packages", lambda value: isinstance(value, dict))})
        packages = table.get("packages") if not self.problems else {}
        read = [self._package(name, each) for name, each in (packages or {}).items()]
        found = tuple(each for each in read if each)
        self._distinct(found)
        if self.problems:
            raise CsdlgenError(*self.problems)
        return Config(self.source, found)

    def _distinct(self, packages: tuple[PackageConfig, ...]) -> None:
        """One pyproject.toml cannot describe two packages."""
        first: dict[Path, str] = {}
        for each in packages:
            if each.distribution and (other := first.setdefault(Path(each.output), each.name)) != each.name:
                message = f"{other!r} writes a pyproject.toml into {each.output!r} as well"
                remedy = "Give each distribution an output folder of its own."
                self._wrong(("packages", each.name), "distribution", "config-value", message, remedy)

    def _package(self, name: str, table: Any) -> PackageConfig | None:
        here = ("packages", name)
        if not _is_identifier(name) or not isinstance(table, dict):
            self._wrong(here, name, "config-value", f"package name {name!r} is not a Python identifier")
            return None
        before = len(self.problems)
        self._check(here, table, _PACKAGE)
        for key in _REQUIRED:
            if key not in table:
                self._wrong(here[:-1], name, "config-missing-key", f"package {name!r} has no {key!r}")
        if len(self.problems) > before:
            return None
        select, routes = table.get("select", {}), table.get("routes", {})
        self._check((*here, "select"), select, _SELECT)
        self._check((*here, "routes"), routes, _ROUTES)
        return None if len(self.problems) > before else self._values(name, table, select, routes)

    def _values(
        self, name: str, table: dict[str, Any], select: dict[str, Any], routes: dict[str, Any]
    ) -> PackageConfig:
        root = table["service-root"].rstrip("/")
        parts = urlsplit(root)
        chosen = [text for key in ("operations", "types", "resources") for text in select.get(key, ())]
        keys = table.get("key-style", "parentheses")
        return PackageConfig(
            name=name,
            output=table["output"],
            metadata=tuple(table["metadata"]),
            service_root=root,
            client=table["client"],
            scopes=tuple(table.get("scopes", (f"{parts.scheme}://{parts.netloc}/.default",))),
            overlays=tuple(table.get("overlays", ())),
            documented=tuple(table.get("documented", ())),
            references=tuple(table.get("references", ())),
            distribution=table.get("distribution"),
            style=UrlStyle(keys, table.get("operation-names", _NAMES[keys]) == "qualified"),
            odata_type=select.get("odata-type", "derived"),
            deletes_linked=select.get("delete-linked", False),
            empty_bodies=table.get("empty-action-body", "object") == "object",
            selection=Selection(
                operations=tuple(select.get("operations", ())),
                types=tuple(select.get("types", ())),
                resources=tuple(select.get("resources", ())),
                everything=select.get("everything", False),
                derived=select.get("derived", False),
            ),
            limits=Limits(
                roots=tuple(routes.get("roots", ())),
                max_hops=routes.get("max-hops", 5),
                revisits=routes.get("revisits", 1),
                casts=-1 if routes.get("casts") is False else routes.get("casts", 0),
            ),
            places={each: self._place_of_text(("packages", name, "routes"), each) for each in routes.get("roots", ())}
            | {each: self._place_of_text(("packages", name, "select"), each) for each in chosen},
        )

    def _check(self, here: tuple[str, ...], table: dict[str, Any], known: dict[str, tuple[str, _Check]]) -> None:
        for key, value in table.items():
            if key not in known:
                guess = nearest(key, known) or f"Known keys: {', '.join(known)}."
                self._wrong(here, key, "config-unknown-key", f"unknown key {key!r}", guess)
            elif not known[key][1](value):
                self._wrong(here, key, "config-value", f"{key!r} must be {known[key][0]}, not {shown(value)}")

    def _wrong(self, here: tuple[str, ...], key: str, code: str, message: str, remedy: str = "") -> None:
        path = ".".join((*self.prefix, *here))
        self.problems.append(
            Diagnostic(
                code=code,
                message=message,
                remedy=remedy or "See the configuration section of the README.",
                path=f"[{path}]" if path else "",
                where=self.place((*self.prefix, *here, key)),
            )
        )

    def place(self, path: tuple[str, ...]) -> Position:
        """The line that has the key; where that is inside an inline table, the nearest one around it."""
        places = _places(self.text)
        found = next((places[path[:depth]] for depth in range(len(path), 0, -1) if path[:depth] in places), (1, 1))
        return Position(self.source, *found)

    def _place_of_text(self, table: tuple[str, ...], text: str) -> Position:
        """The first line from the head of a table on that has the text in quotes."""
        first = self.place((*self.prefix, *table))
        for number, line in enumerate(self.text.split("\n")[first.line - 1 :], first.line):
            found = re.search(rf"[\"']{re.escape(text)}[\"']", line)
            if found:
                return Position(self.source, number, found.start() + 1)
        return first


@lru_cache(maxsize=1)
def _places(text: str) -> dict[tuple[str, ...], tuple[int, int]]:
    """Line and column of every table and key: a reading of lines beside the real parser, which keeps no positions."""
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        if head := _TABLE.match(line):
            table, inner, column = (), head[1], head.start(1)
        elif key := _KEY.match(line):
            inner, column = key[1], key.start(1)
        else:
            continue
        path = table
        for word in _WORD.finditer(inner):
            path = (*path, word[0].strip("\"'"))
            found.setdefault(path, (number, column + word.start() + 1))
        table = path if head else table
    return found
