"""Templates of the user's, which may be those of a pull request: what they may say, and how much they may do.

They run in the sandbox of Jinja and reach nothing of Python. What they may say is listed (`_ALLOWED`): loops, tests,
values of the plan. Whatever makes long values of short ones is missing, so that what one step does is bounded by the
plan, and the steps are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from jinja2 import (
    BaseLoader,
    Environment,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_environment,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Namespace

from csdlgen.package.code import Code

_STEPS, _STEPS_OF_A_FILE = 1_000_000, 10_000
_LARGEST_NUMBER = 2**63
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Include, nodes.Extends, nodes.Block,
    nodes.Assign, nodes.NSRef, nodes.With, nodes.Name, nodes.Const, nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair,
    nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.CondExpr,
    nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos, nodes.Add, nodes.Sub, nodes.Div, nodes.FloorDiv, nodes.Call,
    nodes.Keyword,
)  # fmt: skip
_MULTIPLY = (nodes.Mul, nodes.Pow, nodes.Mod, nodes.Concat)
_LITERALS = (nodes.Tuple, nodes.List, nodes.Dict)
_FILTERS = (
    "count", "d", "default", "dictsort", "first", "groupby", "items", "last", "length", "list", "map", "max", "min",
    "lower", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "string", "trim", "unique", "upper",
)  # fmt: skip
_OF_TEXTS = ("lower", "string", "trim", "upper")


class OwnTemplate(NamedTuple):
    """A template of the user's: its path, for messages, and what is in it."""

    path: str
    data: bytes


class Sandbox(SandboxedEnvironment):
    """Where templates of the user's run; before it calls anything, Jinja asks `is_safe_callable`. `steps` are left
    until it ends: turns of loops, and templates included."""

    intercepted_binops = frozenset(("+", "-"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals = {"namespace": Namespace}
        self.filters = {name: self.filters[name] for name in _FILTERS} | {"counted": _counted}
        self.filters |= {name: _of_text(self.filters[name]) for name in _OF_TEXTS}
        self.binop_table = {"+": _sum, "-": _difference}
        self.allow(0)

    def allow(self, files: int) -> None:
        """Begin to count: what the templates of a package with so many files may do."""
        self.allowed = self.steps = _STEPS + _STEPS_OF_A_FILE * files

    def step(self) -> None:
        """Raises SecurityError where that was one step too many."""
        self.steps -= 1
        if self.steps < 0:
            raise SecurityError(f"the templates take more than {self.allowed:,} steps, which are turns of their loops")

    def get_template(self, *arguments: Any, **options: Any) -> Template:
        """Jinja's, which is called for each `include`."""
        self.step()
        return super().get_template(*arguments, **options)

    def select_template(self, *arguments: Any, **options: Any) -> Template:
        """Jinja's, which is called for each `include` of the first of several."""
        self.step()
        return super().select_template(*arguments, **options)

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing is called but `namespace()`, and what the variable `loop` has; Jinja says what is undefined."""
        return obj is Namespace or isinstance(obj, Undefined) or isinstance(getattr(obj, "__self__", None), LoopContext)


def _sum(left: Any, right: Any) -> int:
    if not (isinstance(left, int) and isinstance(right, int)):
        raise SecurityError("templates add numbers alone, since other sums make long texts of short ones")
    return _bounded(left + right)


def _difference(left: Any, right: Any) -> int:
    if not (isinstance(left, int) and isinstance(right, int)):
        raise SecurityError("templates subtract numbers alone")
    return _bounded(left - right)


def _bounded(number: int) -> int:
    """A number that takes no longer to work with than others; doubled in a loop, it grows without end."""
    if abs(number) >= _LARGEST_NUMBER:
        raise SecurityError("templates count no further than 64 bits")
    return number


def _of_text(found: Callable[..., str]) -> Callable[..., str]:
    """A filter of Jinja that makes a text of whatever it is given. The text of a list that was made of a text is
    several times as long as that."""

    def filtered(value: Any, *arguments: Any) -> str:
        if not isinstance(value, (Code, str, int, float, Undefined)):
            raise SecurityError(
                "templates make texts of texts and numbers alone, since lists make long ones of short ones"
            )
        return found(value, *arguments)

    return filtered


@pass_environment
def _counted(environment: Sandbox, values: Iterable[object]) -> Iterator[object]:
    """What a loop goes over; each turn is a step."""
    for value in values:
        environment.step()
        yield value


class OwnLoader(BaseLoader):
    """Loads templates of the user's by name, checked, and with loops that are counted."""

    def __init__(self, own: Mapping[str, OwnTemplate]) -> None:
        self._own = own

    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:  # noqa: A002
        """The template. Raises TemplateNotFound, and TemplateSyntaxError for what templates do not say."""
        found = self._own.get(name)
        if found is None:
            raise TemplateNotFound(name)
        tree = environment.parse(found.data.decode("utf-8", "replace"), name, found.path)
        for problem, node in _refused(tree):
            raise TemplateSyntaxError(problem, node.lineno, name, found.path)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        code = environment.compile(tree, name, found.path)
        return environment.template_class.from_code(environment, code, globals or {})


def _refused(tree: nodes.Node) -> Iterator[tuple[str, nodes.Node]]:
    """What a template says and may not."""
    for node in tree.iter_child_nodes():
        if isinstance(node, _MULTIPLY):
            yield "templates do not multiply, which makes long texts of short ones", node
        elif not isinstance(node, _ALLOWED) or (isinstance(node, nodes.For) and node.recursive):
            kind = "recursive loop" if isinstance(node, nodes.For) else type(node).__name__
            yield f"templates have no {kind}: they loop, test whether something is there, and print", node
        elif isinstance(node, _LITERALS) and getattr(node, "ctx", "load") == "load" and any(node.find_all(nodes.Name)):
            yield "templates build no lists of variables, which makes large values of small ones", node
        yield from _refused(node)
