"""The diagnostic codes that the source raises, found by reading it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class _Taker(NamedTuple):
    """A function that takes a code, called by its name alone or (a method) with a dot before it."""

    name: str
    method: bool


def raised(package: Path) -> dict[str, set[Path]]:
    """Code → modules that raise it: string literals passed where a parameter or field called `code` stands."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(package.rglob("*.py"))}
    everywhere: dict[_Taker, int] = {}
    for tree in trees.values():
        everywhere |= {taker: place for taker, place in _takers(tree) if not taker.name.startswith("_")}
    found: dict[str, set[Path]] = {}
    for path, tree in trees.items():
        for code in _passed(tree, everywhere | dict(_takers(tree))):
            found.setdefault(code, set()).add(path)
    return found


def _takers(tree: ast.Module) -> Iterator[tuple[_Taker, int]]:
    """Functions with a parameter `code: str`, and its position, not counting `self`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            method = bool(node.args.args) and node.args.args[0].arg == "self"
            for place, each in enumerate(node.args.args[int(method) :]):
                if each.arg == "code" and isinstance(each.annotation, ast.Name) and each.annotation.id == "str":
                    yield _Taker(node.name, method), place


def _passed(tree: ast.Module, takers: dict[_Taker, int]) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        for keyword in node.keywords:
            if keyword.arg == "code":
                yield from _literals(keyword.value)
        if isinstance(node.func, ast.Attribute):
            place = takers.get(_Taker(node.func.attr, True))
        else:
            place = takers.get(_Taker(getattr(node.func, "id", ""), False))
        if place is not None and place < len(node.args):
            yield from _literals(node.args[place])


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
