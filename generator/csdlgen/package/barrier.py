"""The second barrier behind `Code`: what may stand in a generated module where it runs when the module is imported.

Whatever a template printed, at module and class level there are imports of ours and of a few standard modules,
definitions, and values made of literals, names and calls of the runtime; nothing else.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

_MODULES = frozenset(
    ("__future__", "collections.abc", "datetime", "decimal", "enum", "typing", "typing_extensions", "uuid")
)
_CALLED = frozenset(("_lazy", "globals", "property"))
_DATA = (
    *(ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.Dict, ast.keyword, ast.Slice),
    *(ast.BinOp, ast.BitOr, ast.UnaryOp, ast.USub, ast.Load, ast.Store, ast.Starred),
)
_CONDITIONS = ("TYPE_CHECKING", "not TYPE_CHECKING")


def refuse_foreign_code(text: str, name: str) -> None:
    """Raise ValueError for a generated module that does not parse, or would do something else when it is imported than
    a generated module may; either is a bug of ours."""
    try:
        tree = ast.parse(text)
        compile(tree, name, "exec", dont_inherit=True)  # finds more, such as two parameters of one name
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"{name} does not parse: {error}") from error
    of_runtime = {
        each.asname or each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level and "_runtime" in (node.module or "").split(".")
        for each in node.names
    }
    for node in _foreign(tree.body, _CALLED | of_runtime):
        raise ValueError(f"{name}:{node.lineno} holds what no generated module may: {ast.unparse(node)[:100]}")


def _foreign(body: Iterable[ast.stmt], called: frozenset[str]) -> Iterator[ast.stmt]:
    """The statements at one level, and in the classes and conditions there, that are not allowed."""
    for node in body:
        match node:
            case ast.ImportFrom(level=0, module=module):
                allowed = module in _MODULES
            case ast.ImportFrom() | ast.Pass():
                allowed = True
            case ast.Expr(value=value):
                allowed = isinstance(value, ast.Constant)
            case ast.Assign(targets=targets, value=value):
                allowed = _are_data((*targets, value), called)
            case ast.AnnAssign(target=target, annotation=annotation, value=value):
                allowed = _are_data((target, annotation, *([value] if value else ())), called)
            case ast.FunctionDef(decorator_list=decorators, args=arguments, returns=returns):
                given = [each.annotation for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
                defaults = (*arguments.defaults, *arguments.kw_defaults)
                expressions = (*decorators, *defaults, *given, returns)
                allowed = _are_data([each for each in expressions if each], called)
            case ast.ClassDef(decorator_list=decorators, bases=bases, keywords=keywords, body=inner):
                yield from _foreign(inner, called)
                allowed = _are_data((*decorators, *bases, *keywords), called)
            case ast.If(test=test, body=inner, orelse=orelse):
                yield from _foreign((*inner, *orelse), called)
                allowed = ast.unparse(test) in _CONDITIONS
            case _:
                allowed = False
        if not allowed:
            yield node


def _are_data(expressions: Iterable[ast.AST], called: frozenset[str]) -> bool:
    """Whether expressions are made of literals and names, with calls only of functions that may be called."""
    waiting = list(expressions)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            is_values = isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "TYPES.values"
            if not is_values and not (isinstance(node.func, ast.Name) and node.func.id in called):
                return False
        elif not isinstance(node, _DATA):
            return False
        waiting.extend(ast.iter_child_nodes(node))
    return True
