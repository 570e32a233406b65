"""What operations are called in the module of routes."""

from __future__ import annotations

import ast

from csdlgen.package.plan.routes import _OWN
from tests.conftest import GENERATED


def test_no_operation_takes_a_name_that_the_module_has_itself() -> None:
    tree = ast.parse((GENERATED / "graph_remote_assistance" / "routes.py").read_text("utf-8"))
    imported = {
        each.asname or each.name for node in tree.body if isinstance(node, ast.ImportFrom) for each in node.names
    }
    assigned = {
        target.id: ast.unparse(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    own = imported | {name for name, value in assigned.items() if not value.startswith("Operation(")}
    # Operations have names in lower case.
    assert {name for name in own if name == name.lower() and not name.startswith("_")} <= _OWN
    assert {"matcher", "match", "graph", "operations"} <= own
