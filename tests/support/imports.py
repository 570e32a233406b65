"""Imports of generated modules, wherever they stand: each name has to be defined where it is imported from."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath


def undefined(files: Mapping[PurePosixPath, str]) -> list[str]:
    """The relative imports of names that their module does not define: `module: import`. Files are texts by path."""
    trees = {path.with_suffix("").parts: ast.parse(text) for path, text in files.items() if path.suffix == ".py"}
    modules = {parts[:-1] if parts[-1] == "__init__" else parts: tree for parts, tree in trees.items()}
    defined = {parts: frozenset(_defined(tree)) for parts, tree in modules.items()}
    lacking = []
    for parts, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                source = (*parts[: -node.level], *(node.module or "").split("."))
                source = tuple(filter(None, source))
                for each in node.names:
                    if each.name not in defined.get(source, ()) and (*source, each.name) not in modules:
                        lacking.append(f"{'.'.join(parts)}: {each.name} of {'.'.join(source)}")
    return lacking


def _defined(tree: ast.Module) -> Iterator[str]:
    return _names(tree.body)


def _names(body: Iterable[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (each.asname or each.name for each in node.names)
        elif isinstance(node, ast.Assign):
            yield from (each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.If):
            yield from _names((*node.body, *node.orelse))
