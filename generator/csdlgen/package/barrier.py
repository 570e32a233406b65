"""The second barrier behind `Code`: what may stand in a generated module where it runs when the module is imported.

Whatever a template printed, at module and class level there are imports of ours and of a few standard names,
definitions, and values made of literals, names and calls of a few functions of the runtime; nothing else. What
functions do is not looked at, so that nothing may have one run: no decorator but ours, no special method, no metaclass,
and no other thing by the name of what is called.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Sequence

_STANDARD = {
    "__future__": {"annotations"},
    "collections.abc": {"MutableSequence", "Sequence", "Set"},
    "datetime": {"date", "datetime", "time", "timedelta"},
    "decimal": {"Decimal"},
    "enum": {"StrEnum"},
    "typing": {"Any", "Literal", "TYPE_CHECKING", "Unpack"},
    "uuid": {"UUID"},
}
"""What is imported of standard modules, whose other names may be modules: `uuid.os`."""
_OF_RUNTIME = frozenset(("Graph", "Operation", "PathType", "deprecated", "lazy", "listing", "matcher", "prop", "verb"))
"""What is called of the runtime."""
_METHODS = frozenset(("__call__", "__getitem__"))
_ENUMERATIONS = frozenset(("StrEnum", "FlagsEnum"))
_SPECIAL = frozenset(("__all__", "__numbers__"))
_PACKAGE = "(__getattr__, __dir__)"  # of a package, as `lazy` gives them
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
    for node in _Barrier(tree).foreign(tree.body):
        raise ValueError(f"{name}:{node.lineno} holds what no generated module may: {ast.unparse(node)[:100]}")


class _Barrier:
    """What may stand in one module: `called` are the names that may be called there."""

    def __init__(self, tree: ast.Module) -> None:
        levels = [*_all_levels(tree.body)]
        imports = [node for node in levels if isinstance(node, ast.ImportFrom)]
        imported = [each for node in imports if node in tree.body and _is_of_runtime(node) for each in node.names]
        ours = {each.asname or each.name for each in imported if each.name in _OF_RUNTIME}
        other = {name for node in levels for name in _bound(node)}
        self.called = (ours - vars(builtins).keys() | {"globals", "property"}) - other
        self._has_types = "TYPES" not in other
        # Members of an enumeration are there without a call, and would let its functions run.
        self._has_functions = not any(each.name in _ENUMERATIONS for node in imports for each in node.names)

    def foreign(self, body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
        """The statements at one level, and in the classes and conditions there, that are not allowed."""
        for node in body:
            if isinstance(node, ast.ClassDef):
                yield from self.foreign(node.body)
            elif isinstance(node, ast.If):
                yield from self.foreign((*node.body, *node.orelse))
            if not self._is_allowed(node):
                yield node

    def _is_allowed(self, node: ast.stmt) -> bool:
        match node:
            case ast.ImportFrom(level=0, module=module, names=names):
                return {each.name for each in names} <= _STANDARD.get(module or "", set()) and _are_plain(names)
            case ast.ImportFrom(names=names):
                return _are_plain(names)
            case ast.Pass():
                return True
            case ast.Expr(value=value):
                return isinstance(value, ast.Constant)
            case ast.Assign(targets=targets, value=value):
                return all(map(self._is_target, targets)) and self._are_data((value,))
            case ast.AnnAssign(target=target, annotation=annotation, value=value):
                return self._is_target(target) and self._are_data((annotation, value))
            case ast.FunctionDef(name=name):
                return self._has_functions and (name in _METHODS or not _is_special(name)) and self._is_head(node)
            case ast.ClassDef(name=name, bases=bases, keywords=keywords):
                plain = not _is_special(name) and all(each.arg not in (None, "metaclass") for each in keywords)
                return plain and self._are_data((*bases, *keywords)) and self._are_ours(node.decorator_list)
            case ast.If(test=test):
                return ast.unparse(test) in _CONDITIONS
            case _:
                return False

    def _is_target(self, target: ast.expr) -> bool:
        """Whether a name may be bound: nothing is assigned to parts of other things."""
        if not isinstance(target, ast.Name):
            return ast.unparse(target) == _PACKAGE
        is_method = target.id in _METHODS and self._has_functions
        return is_method or target.id in _SPECIAL or not _is_special(target.id)

    def _is_head(self, node: ast.FunctionDef) -> bool:
        """Whether what runs of a function when it is defined is allowed."""
        given = node.args
        parameters = (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg)
        annotations = [each.annotation for each in parameters if each]
        values = (*given.defaults, *given.kw_defaults, *annotations, node.returns)
        return self._are_data(values) and self._are_ours(node.decorator_list)

    def _are_ours(self, decorators: Sequence[ast.expr]) -> bool:
        """Whether decorators are what may be called, or made by it."""
        heads = [each.func if isinstance(each, ast.Call) else each for each in decorators]
        ours = (isinstance(each, ast.Name) and each.id in self.called for each in heads)
        return self._are_data(decorators) and all(ours)

    def _are_data(self, expressions: Iterable[ast.AST | None]) -> bool:
        """Whether expressions are made of literals and names, with calls only of what may be called."""
        waiting = [each for each in expressions if each]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.Call):
                is_values = self._has_types and ast.unparse(node.func) == "TYPES.values"
                if not is_values and not (isinstance(node.func, ast.Name) and node.func.id in self.called):
                    return False
            elif not isinstance(node, _DATA):
                return False
            waiting.extend(ast.iter_child_nodes(node))
        return True


def _is_special(name: str) -> bool:
    """Whether Python itself calls what has this name."""
    return name.startswith("__") and name.endswith("__")


def _are_plain(names: Iterable[ast.alias]) -> bool:
    return all(each.name != "*" and not _is_special(each.asname or each.name) for each in names)


def _is_of_runtime(node: ast.ImportFrom) -> bool:
    return node.level > 0 and "_runtime" in (node.module or "").split(".")


def _all_levels(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module outside of functions."""
    for node in body:
        yield node
        if isinstance(node, (ast.ClassDef, ast.If)):
            yield from _all_levels((*node.body, *getattr(node, "orelse", ())))


def _bound(node: ast.stmt) -> Iterator[str]:
    """The names that a statement binds, but for what may be called of the runtime, and a dict of types."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.ImportFrom(names=names):
            ours = _OF_RUNTIME if _is_of_runtime(node) else ()
            yield from (each.asname or each.name for each in names if each.name not in ours)
        case ast.Assign(targets=[ast.Name("TYPES")], value=ast.Dict()):
            pass
        case ast.AnnAssign(target=ast.Name("TYPES"), value=ast.Dict()):
            pass
        case ast.Assign() | ast.AnnAssign():
            names_in = (each for each in ast.walk(node) if isinstance(each, ast.Name))
            yield from (each.id for each in names_in if isinstance(each.ctx, ast.Store))
        case _:
            pass
