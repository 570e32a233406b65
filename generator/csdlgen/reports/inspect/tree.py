"""The tree of paths below a place, and lines for `select` in a configuration, to be pasted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from csdlgen.navigation import Graph, Step
from csdlgen.reports.inspect.report_types import (
    Branch,
    Hit,
    OperationReport,
    PathReport,
    Report,
    Summary,
    TermReport,
    TypeReport,
)

_MOST_LINES = 60
_MOST_SELECTED = 20
_KEYS = {
    "entity type": "types",
    "complex type": "types",
    "enumeration": "types",
    "type definition": "types",
    "action": "operations",
    "function": "operations",
    "entity set": "resources",
    "singleton": "resources",
}


def branches(graph: Graph, steps: Iterable[Step], depth: int) -> tuple[Branch, ...]:
    """Steps with what follows them, so many levels of it."""
    return tuple(
        Branch(
            "/".join(step.segments),
            str(step.target),
            step.collection,
            branches(graph, graph.steps(step.target), depth - 1) if depth else (),
        )
        for step in steps
    )


def tree_lines(tree: tuple[Branch, ...]) -> Iterator[str]:
    """The tree as lines, with a key behind each collection that something follows; of a large one only the first
    levels that fit, and the first lines."""
    rows = list(_rows(tree, ""))
    if len(rows) > _MOST_LINES:
        rows = list(_rows(tuple(Branch(each.name, each.type, each.collection) for each in tree), ""))
    width = max((len(path) for path, _ in rows), default=0)
    yield from (f"{path.ljust(width)}  {type_}" for path, type_ in rows[:_MOST_LINES])
    if len(rows) > _MOST_LINES:
        yield f"… and {len(rows) - _MOST_LINES} more"


def _rows(tree: tuple[Branch, ...], indent: str) -> Iterator[tuple[str, str]]:
    for branch in tree:
        key = "/{key}" if branch.collection and branch.branches else ""
        type_ = f"Collection({branch.type})" if branch.collection else branch.type
        yield f"{indent}/{branch.name}{key}", type_
        yield from _rows(branch.branches, f"{indent}  ")


def select_lines(report: Report) -> tuple[str, ...]:
    """The lines of `select` that take what a report is about."""
    match report:
        case TypeReport():
            roots = [use.where for use in report.used if _KEYS.get(use.kind) == "resources"]
            return _lines({"types": [report.name], **({"resources": roots} if roots else {})})
        case OperationReport():
            bound = [f"{each.signature}" for each in report.overloads if each.binding]
            return _lines({"operations": [report.name]}) + (
                tuple(f"operations = [{json.dumps(each)}]" for each in bound) if len(report.overloads) > 1 else ()
            )
        case PathReport():
            segments = [part for part in report.path.split("/") if part and not part.startswith("{")]
            return _lines({"resources": ["/".join(segments)]})
        case Summary() | TermReport():
            return ()


def select_lines_of_hits(hits: Mapping[str, tuple[Hit, ...]]) -> tuple[str, ...]:
    """The lines of `select` that take all that was found and can be selected; none for a kind with very many."""
    selected: dict[str, list[str]] = {}
    for kind, group in hits.items():
        if kind in _KEYS:
            selected.setdefault(_KEYS[kind], []).extend(hit.name for hit in group)
    return _lines({key: names for key, names in selected.items() if len(names) <= _MOST_SELECTED})


def _lines(selected: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Lines of TOML: names are JSON strings, which TOML has as well."""
    return tuple(f"{key} = {json.dumps(names, ensure_ascii=False)}" for key, names in selected.items())
