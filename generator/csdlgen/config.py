"""`[tool.csdlgen]` of pyproject.toml, or csdlgen.toml, as frozen values. Unknown keys are errors.

`parse_config` is pure; `find_config` looks for the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csdlgen.errors import CsdlgenError, Diagnostic, Position, failure, nearest
from csdlgen.paths import Limits
from csdlgen.select import Selection


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
    distribution: str | None = None
    key_style: str = "parentheses"
    odata_type: str = "derived"
    selection: Selection = Selection()
    limits: Limits = Limits()
    places: Mapping[str, Position] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration file: the packages by name, in file order."""

    source: str
    packages: tuple[PackageConfig, ...]


_Check = Callable[[Any], bool]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(each) for each in value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 50


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_identifier(value: object) -> bool:
    return isinstance(value, str) and value.isidentifier() and value.isascii()


def _is_distribution(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", value))


def _is_root(value: object) -> bool:
    parts = urlsplit(value) if isinstance(value, str) else None
    return parts is not None and parts.scheme in {"https", "http"} and bool(parts.hostname) and not parts.query


# key → (what a value must be, said to the user; its check)
_PACKAGE: dict[str, tuple[str, _Check]] = {
    "output": ("a folder name", _is_text),
    "metadata": ("a list of file names", lambda value: _is_texts(value) and bool(value)),
    "overlays": ("a list of file names", _is_texts),
    "documented": ("a list of file names or patterns", _is_texts),
    "service-root": ("an http(s) URL", _is_root),
    "client": ("a class name", _is_identifier),
    "scopes": ("a list of scopes", _is_texts),
    "distribution": ("a distribution name", _is_distribution),
    "key-style": ('"segment" or "parentheses"', lambda value: value in {"segment", "parentheses"}),
    "select": ("a table", lambda value: isinstance(value, dict)),
    "routes": ("a table", lambda value: isinstance(value, dict)),
}
_SELECT: dict[str, tuple[str, _Check]] = {
    "operations": ("a list of qualified names", _is_texts),
    "types": ("a list of qualified names", _is_texts),
    "resources": ("a list of paths", _is_texts),
    "everything": ("true or false", _is_flag),
    "derived": ("true or false", _is_flag),
    "odata-type": ('"derived", "always" or "never"', lambda value: value in {"derived", "always", "never"}),
}
_ROUTES: dict[str, tuple[str, _Check]] = {
    "roots": ("a list of entity sets and singletons", _is_texts),
    "max-hops": ("a number from 0 to 50", _is_count),
    "revisits": ("a number from 0 to 50", _is_count),
}
_REQUIRED = ("output", "metadata", "service-root", "client")


def parse_config(text: str, *, source: str) -> Config:
    """The configuration in a TOML file. Raises CsdlgenError naming each wrong key with its line."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise failure("config-not-toml", str(error), "Mend the TOML syntax.", where=source) from error
    prefix: tuple[str, ...] = ("tool", "csdlgen") if Path(source).name == "pyproject.toml" else ()
    table: Any = data
    for part in prefix:
        table = table.get(part, {})
    return _Reader(text, source, prefix).config(table)


@dataclass(frozen=True)
class _Reader:
    text: str
    source: str
    prefix: tuple[str, ...]
    problems: list[Diagnostic] = field(default_factory=list)

    def config(self, table: dict[str, Any]) -> Config:
        self._check((), table, {"packages": ("a table of packages", lambda value: isinstance(value, dict))})
        packages = table.get("packages") if not self.problems else {}
        found = [self._package(name, each) for name, each in (packages or {}).items()]
        if self.problems:
            raise CsdlgenError(*self.problems)
        return Config(self.source, tuple(each for each in found if each))

    def _package(self, name: str, table: Any) -> PackageConfig | None:
        here = ("packages", name)
        if not _is_identifier(name) or not isinstance(table, dict):
            self._wrong(here, name, "config-value", f"package name {name!r} is not a Python identifier")
            return None
        before = len(self.problems)
        self._check(here, table, _PACKAGE)
        for key in _REQUIRED:
            if key not in table:
                self._wrong(here[:-1], name, "config-missing", f"package {name!r} has no {key!r}")
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
        chosen = (*select.get("operations", ()), *select.get("types", ()), *select.get("resources", ()))
        return PackageConfig(
            name=name,
            output=table["output"],
            metadata=tuple(table["metadata"]),
            service_root=root,
            client=table["client"],
            scopes=tuple(table.get("scopes", (f"{parts.scheme}://{parts.netloc}/.default",))),
            overlays=tuple(table.get("overlays", ())),
            documented=tuple(table.get("documented", ())),
            distribution=table.get("distribution"),
            key_style=table.get("key-style", "parentheses"),
            odata_type=select.get("odata-type", "derived"),
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
            ),
            places={each: self._place(each, quoted=True) for each in chosen},
        )

    def _check(self, here: tuple[str, ...], table: dict[str, Any], known: dict[str, tuple[str, _Check]]) -> None:
        for key, value in table.items():
            if key not in known:
                guess = nearest(key, known) or f"Known keys: {', '.join(known)}."
                self._wrong(here, key, "config-unknown-key", f"unknown key {key!r}", guess)
            elif not known[key][1](value):
                self._wrong(here, key, "config-value", f"{key!r} must be {known[key][0]}, not {value!r}")

    def _wrong(self, here: tuple[str, ...], key: str, code: str, message: str, remedy: str = "") -> None:
        path = ".".join((*self.prefix, *here))
        self.problems.append(
            Diagnostic(
                code=code,
                message=message,
                remedy=remedy or "See the configuration section of the README.",
                path=f"[{path}]" if path else "",
                where=self._place(key),
            )
        )

    def _place(self, key: str, *, quoted: bool = False) -> Position:
        """The first line that has the key (or the quoted value); TOML tables have no positions of their own."""
        word = rf"[\"']{re.escape(key)}[\"']" if quoted else rf"(?<![\w-])[\"']?{re.escape(key)}[\"']?(?=\s*[=\].])"
        for number, line in enumerate(self.text.splitlines(), 1):
            found = re.search(word, line.split("#")[0] if not quoted else line)
            if found:
                return Position(self.source, number, found.start() + 1)
        return Position(self.source, 1, 1)
