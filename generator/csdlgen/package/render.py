"""Rendering: a plan to files. The only module that knows Jinja.

Templates of the user's go before those of csdlgen.

Templates loop, test a boolean, and print `Code`; printing anything else raises, which is the barrier that schema text
cannot pass.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from traceback import walk_tb
from typing import NamedTuple

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    Undefined,
)
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from csdlgen.errors import CsdlgenError, Position, failure
from csdlgen.package.code import Code
from csdlgen.package.plan.values import PackagePlan, PlannedFile
from csdlgen.text import nearest

Files = Mapping[PurePosixPath, str]
"""Path below the output folder → text."""

PACKAGE = Path(__file__).parents[1]

# How modules of a package import those of its runtime, and how these import each other.
_OF_RUNTIME = re.compile(r"^ *from \.+_runtime(?:\.(\w+) import| import (.+))", re.MULTILINE)
_WITHIN_RUNTIME = re.compile(r"^ *from \.(\w+) import", re.MULTILINE)
_IN_EVERY_PACKAGE = frozenset(("builders", "client", "deltas", "fields", "lazy", "models", "requests"))
_IN_PARTS = {"aio": "aio", "batch": "batching", "routes": "matching"}

HEADER = "# ruff: noqa\n# fmt: off\n"
"""What every Python file begins with, so that linters and formatters of a repository that a package is vendored into
leave it as it was generated."""


class OwnTemplate(NamedTuple):
    """A template of the user's: its path, for messages, and what is in it."""

    path: str
    data: bytes


def templates_folder() -> Path:
    """Where the templates are: inside the installed package, or in the repository of an editable install."""
    installed = PACKAGE / "templates"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "templates"


def only_code(value: object) -> str:
    """Jinja's `finalize`: the text of a `Code`; TypeError for everything else, UndefinedError for what is not there."""
    if isinstance(value, Undefined):
        str(value)  # raises, with its name
    if not isinstance(value, Code):
        raise TypeError(f"a template printed {type(value).__name__}, not Code: {value!r}")
    return value.text


@cache
def environment(folder: Path, kind: type[Environment] = Environment) -> Environment:
    """The Jinja environment for a folder of templates."""
    return kind(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        finalize=only_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Python, not HTML; `only_code` is the barrier
    )


def _runtime(templates: Path) -> Mapping[str, str]:
    """The texts of all modules that a runtime may have, by name: those among the templates, and those that this tool
    uses itself."""
    paths = [*(PACKAGE / "shared_with_packages").glob("*.py"), *(templates / "runtime").glob("*.py")]
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def fewest_runtime_modules(without: Collection[str]) -> int:
    """How many modules the runtime of a package without some parts has at least."""
    named = {module for part, module in _IN_PARTS.items() if part not in without}
    return len(_with_imported(_IN_EVERY_PACKAGE | named, _runtime(templates_folder())))


def _with_imported(names: Collection[str], modules: Mapping[str, str]) -> set[str]:
    """The modules of the runtime with these names, and those that they import, directly or through others."""
    found, waiting = {"__init__"}, sorted(names)
    while waiting:
        name = waiting.pop()
        if name not in found and name in modules:
            found.add(name)
            waiting += _WITHIN_RUNTIME.findall(modules[name])
    return found


def _named(files: Files) -> set[str]:
    """The modules of the runtime that files of a package import, type checking included."""
    found = [each for text in files.values() for each in _OF_RUNTIME.findall(text)]
    return {name for module, names in found for name in (module, *re.split(r"\W+", names))}


def render(plan: PackagePlan, folder: Path | None = None, own: Mapping[str, OwnTemplate] | None = None) -> Files:
    """Every file of the plan, and those of the runtime that they need, unformatted. Templates of one's `own`, by file
    name, take the place of those in the folder. Raises CsdlgenError where these have no place to take, or cannot be
    rendered."""
    templates = folder or templates_folder()
    if own:
        # They may be those of a pull request, and reach nothing of Python.
        env = _with_own(environment(templates / "package", SandboxedEnvironment), own)
    else:
        env = environment(templates / "package")
    files = {each.path: _rendered(env, each, own or {}) for each in plan.files}
    modules = _runtime(templates)
    files |= {plan.runtime / f"{name}.py": modules[name] for name in _with_imported(_named(files), modules)}
    files = {path: HEADER + text if path.suffix == ".py" else text for path, text in files.items()}
    files[plan.runtime.parent / "py.typed"] = ""
    if plan.notice:
        files[plan.runtime.parent / "LICENSE"] = (templates.parent / "LICENSE").read_text(encoding="utf-8")
    return dict(sorted(files.items()))


def _with_own(env: Environment, own: Mapping[str, OwnTemplate]) -> Environment:
    """An environment that looks among templates of one's own first; those whose names begin with `_` are there to be
    included."""
    known = env.list_templates()
    for name, template in own.items():
        if name not in known and name[0] != "_":
            message = f"csdlgen has no template {name!r} that this could take the place of"
            remedy = nearest(name, known) or f"Templates are {', '.join(known)}; begin others with an underscore."
            raise failure("template-unknown", message, remedy, where=template.path)

    def load(name: str) -> tuple[str, str, None] | None:
        found = own.get(name)
        return (found.data.decode("utf-8", "replace"), found.path, None) if found else None

    assert env.loader is not None
    return env.overlay(loader=ChoiceLoader([FunctionLoader(load), env.loader]))


def _rendered(env: Environment, each: PlannedFile, own: Mapping[str, OwnTemplate]) -> str:
    """The text of a file. What goes wrong with a template of csdlgen's own is a bug; with one of the user's, an error
    that says where."""
    name = f"{each.template}.jinja"
    try:
        text = env.get_template(name).render(it=each.content)
    except Exception as error:
        if not own:
            raise
        raise _invalid(str(error) or type(error).__name__, _place(error, own, name)) from error
    if name in own and each.path.suffix == ".py":
        try:
            ast.parse(text)
        except SyntaxError as error:
            message = f"it makes {each.path} something that is not Python: {error.msg}, in its line {error.lineno}"
            raise _invalid(message, own[name].path) from error
    return text


def _invalid(message: str, where: str | Position) -> CsdlgenError:
    return failure("template-invalid", message, "See `csdlgen explain template-invalid`.", where=where)


def _place(error: Exception, own: Mapping[str, OwnTemplate], name: str) -> str | Position:
    """Where in a template of the user's something went wrong; the template that was rendered if that is not known."""
    paths = {template.path for template in own.values()}
    if isinstance(error, TemplateSyntaxError) and error.filename in paths:
        return Position(str(error.filename), error.lineno, 1)
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    found = [Position(path, line, 1) for path, line in frames if path in paths]
    return found[-1] if found else own[name].path if name in own else name
