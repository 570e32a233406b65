"""Packages whose names are imported when they are first used (PEP 562)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from .discovery import is_shown


def lazy(
    package: dict[str, Any], homes: Iterable[str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of the package with these globals, for names given
    with the module below it that has them, `module.Name`, and for modules, `.module`.
    """
    modules = {name: module for module, _, name in (h.rpartition(".") for h in homes)}

    def get(name: str) -> Any:
        here = package["__name__"]
        if name not in modules:
            raise AttributeError(f"module {here!r} has no attribute {name!r}")
        module = modules[name]
        value: Any = import_module(f".{module or name}", here)
        value = getattr(value, name) if module else value
        package[name] = value
        return value

    def names() -> list[str]:
        known = (name for name in {*package, *modules} if is_shown(name))
        return sorted(name for name in known if name != "TYPE_CHECKING")

    return get, names
