"""`[tool.csdlgen]` of pyproject.toml, or csdlgen.toml, as frozen values. Unknown keys are errors.

Pure; finding and reading the file is `inputs`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csdlgen.errors import CsdlgenError, Diagnostic, Position, failure
from csdlgen.navigation import Limits
from csdlgen.project.drift_config import DRIFT, DriftConfig, with_drift
from csdlgen.project.keys import PACKAGE, ROUTES, SELECT, Check, is_identifier, is_table
from csdlgen.python_names import NAMINGS, PLAIN, Naming
from csdlgen.routes import UrlStyle
from csdlgen.select import Selection
from csdlgen.text import nearest, shown
from csdlgen.urls.wildcards import ANY_PATH


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageConfig:
    """One package to generate. File names are relative to the configuration's folder.

    `positions` has the names that are selected, the roots of routes and the limits of sizes, with where they are in the
    file. `without` are the parts that the package does without (`keys.PARTS`); its manifest remembers some of them. One
    that is `vendored` has a licence notice and no pyproject.toml; the command line says so, not the file.
    """

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
    templates: str | None = None
    style: UrlStyle = UrlStyle("parentheses", qualified=True)
    odata_type: str = "derived"
    deletes_linked: bool = False
    replaces: bool = False
    empty_bodies: bool = True
    naming: Naming = PLAIN
    selection: Selection = Selection()
    limits: Limits = Limits()
    drift: DriftConfig = DriftConfig()
    max_files: int | None = None
    max_bytes: int | None = None
    vendored: bool = False
    without: frozenset[str] = frozenset()
    remembered: frozenset[str] = frozenset()
    positions: Mapping[str, Position] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration file: the packages by name, in file order, and how drift is judged apart from any of them."""

    source: str
    packages: tuple[PackageConfig, ...]
    drift: DriftConfig = DriftConfig()


_TOML_POSITION = re.compile(r"(.*) \(at line (\d+), column (\d+)\)", re.DOTALL)
_WORD = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_WORDS = rf"((?:{_WORD.pattern})(?:\s*\.\s*(?:{_WORD.pattern}))*)"
_TABLE = re.compile(rf"\s*\[\s*{_WORDS}\s*\]")
_KEY = re.compile(rf"\s*{_WORDS}\s*=")


# How URLs name operations unless configured: OData 4.0 requires qualified names, but services that write keys as
# segments accept short ones.
_OPERATION_NAMES = {"parentheses": "qualified", "segment": "short"}
_REQUIRED = ("output", "metadata", "service-root", "client")
_SIZES = ("max-files", "max-bytes")
# Keys whose values are those of fields of the same name.
_AS_WRITTEN = (
    "output", "metadata", "client", "scopes", "overlays", "documented", "references", "distribution", "templates",
    *_SIZES,
)  # fmt: skip


def parse_config(text: str, *, source: str) -> Config:
    """The configuration in a TOML file. Raises CsdlgenError naming each wrong key with its line."""
    data = _toml(text, source)
    prefix: tuple[str, ...] = ("tool", "csdlgen") if Path(source).name == "pyproject.toml" else ()
    parser = _Parser(text, source, prefix)
    table: Any = data
    for depth, part in enumerate(prefix, 1):
        table = table.get(part, {})
        if not isinstance(table, dict):
            where = parser.position(prefix[:depth])
            raise failure("config-value", f"{part!r} must be a table", "Write [tool.csdlgen].", where=where)
    return parser.config(table)


def _toml(text: str, source: str) -> dict[str, Any]:
    """The data of a TOML file. Raises CsdlgenError where it is not TOML."""
    remedy = "Correct the TOML syntax."
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))  # with which some editors on Windows begin
    except tomllib.TOMLDecodeError as error:
        match = _TOML_POSITION.fullmatch(str(error))
        where = Position(source, int(match[2]), int(match[3])) if match else source
        raise failure("config-not-toml", match[1] if match else str(error), remedy, where=where) from error
    except (ValueError, RecursionError) as error:  # numbers or nesting beyond what Python reads
        raise failure("config-not-toml", f"too large to read: {error}", remedy, where=source) from error


def _selection(table: dict[str, Any]) -> Selection:
    """What a table selects. Everything includes all resources and all casts, where the table does not say which."""
    stated = _fields(table, ("operations", "types", "resources", "everything", "derived"))
    everything = table.get("everything", False)
    implied = {"resources": (ANY_PATH,)} if everything else {}
    all_casts = table.get("casts", "all" if everything else "own") == "all"
    return Selection(**{**implied, **stated}, all_casts=all_casts)


def _fields(table: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """Fields of a dataclass, by name, from the keys of a table; keys that are not there have the field's default."""
    values = {key.replace("-", "_"): table[key] for key in keys if key in table}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


@dataclass(frozen=True)
class _Parser:
    """Makes values of the tables in a file, and collects what is wrong with them."""

    text: str
    source: str
    prefix: tuple[str, ...]
    problems: list[Diagnostic] = field(default_factory=list)

    def config(self, table: dict[str, Any]) -> Config:
        self._check((), table, {"packages": ("a table of packages", is_table), "drift": ("a table", is_table)})
        drift = self._drift((), {} if self.problems else table, DriftConfig())
        packages = table.get("packages") if not self.problems else {}
        parsed = [self._package(name, value, drift) for name, value in (packages or {}).items()]
        result = tuple(package for package in parsed if package)
        self._check_outputs(result)
        if self.problems:
            raise CsdlgenError(*self.problems)
        return Config(self.source, result, drift)

    def _drift(self, here: tuple[str, ...], table: dict[str, Any], base: DriftConfig) -> DriftConfig:
        """What the table `drift` in a table says, and the base for what it does not say, or where it is wrong."""
        stated, before = table.get("drift", {}), len(self.problems)
        self._check((*here, "drift"), stated, DRIFT)
        return base if len(self.problems) > before else with_drift(base, stated)

    def _check_outputs(self, packages: tuple[PackageConfig, ...]) -> None:
        """Two packages can share neither a pyproject.toml nor a folder, whose names some disks do not tell apart by
        upper and lower case."""
        first: dict[Path, str] = {}
        folders: dict[Path, str] = {}
        for package in packages:
            place = Path(package.output, package.name.casefold())
            if (other := folders.setdefault(place, package.name)) != package.name:
                message = f"the folder of {other!r} in {package.output!r} differs in upper and lower case only"
                remedy = "Call one of them something else, or give it an output folder of its own."
                self._wrong(("packages", package.name), "output", "config-value", message, remedy)
            if package.distribution and (other := first.setdefault(Path(package.output), package.name)) != package.name:
                message = f"{other!r} writes a pyproject.toml into {package.output!r} as well"
                remedy = "Give each distribution an output folder of its own."
                self._wrong(("packages", package.name), "distribution", "config-value", message, remedy)

    def _package(self, name: str, table: Any, drift: DriftConfig) -> PackageConfig | None:
        here = ("packages", name)
        if not is_identifier(name) or not isinstance(table, dict):
            self._wrong(here, name, "config-value", f"package name {name!r} is not a Python identifier")
            return None
        before = len(self.problems)
        self._check(here, table, PACKAGE)
        for key in _REQUIRED:
            if key not in table:
                self._wrong(here[:-1], name, "config-missing-key", f"package {name!r} has no {key!r}")
        if len(self.problems) > before:
            return None
        select, routes = table.get("select", {}), table.get("routes", {})
        self._check((*here, "select"), select, SELECT)
        self._check((*here, "routes"), routes, ROUTES)
        drift = self._drift(here, table, drift)
        return None if len(self.problems) > before else replace(self._values(name, table, select, routes), drift=drift)

    def _values(
        self, name: str, table: dict[str, Any], select: dict[str, Any], routes: dict[str, Any]
    ) -> PackageConfig:
        root = table["service-root"].rstrip("/")
        parts = urlsplit(root)
        keys = table.get("key-style", "parentheses")
        limits = Limits(**_fields(routes, ROUTES))
        return PackageConfig(
            name=name,
            service_root=root,
            style=UrlStyle(keys, table.get("operation-names", _OPERATION_NAMES[keys]) == "qualified"),
            odata_type=select.get("odata-type", "derived"),
            deletes_linked=select.get("delete-linked", False),
            replaces=select.get("replace", False),
            empty_bodies=table.get("empty-action-body", "object") == "object",
            without=frozenset(table.get("without", ())),
            naming=NAMINGS[table.get("names", PLAIN.name)],
            selection=_selection(select),
            limits=replace(limits, casts=-1) if limits.casts is False else limits,
            positions=self._positions_of_names(name, select, routes),
            **{"scopes": (f"{parts.scheme}://{parts.netloc}/.default",), **_fields(table, _AS_WRITTEN)},
        )

    def _positions_of_names(self, package: str, select: dict[str, Any], routes: dict[str, Any]) -> dict[str, Position]:
        here = ("packages", package)
        found = {name: self._position_of_text((*here, "routes"), name) for name in routes.get("roots", ())}
        found |= {key: self.position((*self.prefix, *here, key)) for key in _SIZES}
        derived = select.get("derived", False)
        selected = [name for key in ("operations", "types", "resources") for name in select.get(key, ())]
        selected += [] if isinstance(derived, bool) else derived
        return found | {name: self._position_of_text((*here, "select"), name) for name in selected}

    def _check(self, here: tuple[str, ...], table: dict[str, Any], known: dict[str, tuple[str, Check]]) -> None:
        for key, value in table.items():
            if key not in known:
                remedy = nearest(key, known) or f"Known keys: {', '.join(known)}."
                self._wrong(here, key, "config-unknown-key", f"unknown key {key!r}", remedy)
            elif not known[key][1](value):
                self._wrong(here, key, "config-value", f"{key!r} must be {known[key][0]}, not {shown(value)}")

    def _wrong(self, here: tuple[str, ...], key: str, code: str, message: str, remedy: str = "") -> None:
        path = ".".join((*self.prefix, *here))
        self.problems.append(
            Diagnostic(
                code=code,
                message=message,
                remedy=remedy or "See the page about the configuration in the documentation.",
                path=f"[{path}]" if path else "",
                where=self.position((*self.prefix, *here, key)),
            )
        )

    def position(self, path: tuple[str, ...]) -> Position:
        """The position of a key, or of what it is in where that is an inline table."""
        known = _key_positions(self.text)
        prefixes = (path[:depth] for depth in range(len(path), 0, -1))
        return Position(self.source, *next((known[prefix] for prefix in prefixes if prefix in known), (1, 1)))

    def _position_of_text(self, table: tuple[str, ...], text: str) -> Position:
        """Where the text first occurs in quotes after the head of a table."""
        head = self.position((*self.prefix, *table))
        for number, line in enumerate(self.text.split("\n")[head.line - 1 :], head.line):
            if match := re.search(rf"[\"']{re.escape(text)}[\"']", line):
                return Position(self.source, number, match.start() + 1)
        return head


@lru_cache(maxsize=1)
def _key_positions(text: str) -> dict[tuple[str, ...], tuple[int, int]]:
    """Line and column of every table and key, found line by line: tomllib keeps no positions."""
    result: dict[tuple[str, ...], tuple[int, int]] = {}
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
            result.setdefault(path, (number, column + word.start() + 1))
        table = path if head else table
    return result
