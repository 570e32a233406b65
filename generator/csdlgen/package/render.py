"""Rendering: a plan to files. The only module that knows Jinja.

Templates of the user's go before those of csdlgen.

Templates loop, test a boolean, and print `Code`; printing anything else raises, which is the barrier that schema text
cannot pass.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from traceback import walk_tb

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Undefined,
)
from jinja2.exceptions import TemplateSyntaxError

from csdlgen.errors import CsdlgenError, Position, failure
from csdlgen.package.barrier import refuse_foreign_code
from csdlgen.package.code import Code
from csdlgen.package.own_templates import OwnLoader, OwnTemplate, Sandbox
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

_SHOWN = 200
_LARGEST = 10_000_000


def templates_folder() -> Path:
    """Where the templates are: inside the installed package, or in the repository of an editable install."""
    installed = PACKAGE / "templates"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "templates"


def only_code(value: object) -> str:
    """Jinja's `finalize`: the text of a `Code`; TypeError for everything else, UndefinedError for what is not there."""
    if isinstance(value, Undefined):
        str(value)  # raises, with its name
    if not isinstance(value, Code):
        shown = value[:_SHOWN] if isinstance(value, str) else value
        raise TypeError(f"a template printed {type(value).__name__}, not Code: {repr(shown)[:_SHOWN]}")
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
    env = _with_own(templates / "package", own, len(plan.files)) if own else environment(templates / "package")
    files = {each.path: _rendered(env, each, own or {}) for each in plan.files}
    modules = _runtime(templates)
    files |= {plan.runtime / f"{name}.py": modules[name] for name in _with_imported(_named(files), modules)}
    files = {path: HEADER + text if path.suffix == ".py" else text for path, text in files.items()}
    files[plan.runtime.parent / "py.typed"] = ""
    if plan.notice:
        files[plan.runtime.parent / "LICENSE"] = (templates.parent / "LICENSE").read_text(encoding="utf-8")
    return dict(sorted(files.items()))


def _with_own(folder: Path, own: Mapping[str, OwnTemplate], files: int) -> Environment:
    """An environment that looks among templates of one's own first, to make so many files; those whose names begin with
    `_` are there to be included."""
    env = environment(folder, Sandbox)
    known = env.list_templates()
    for name, template in own.items():
        if name not in known and name[0] != "_":
            message = f"csdlgen has no template {name!r} that this could take the place of"
            remedy = nearest(name, known) or f"Templates are {', '.join(known)}; begin others with an underscore."
            raise failure("template-unknown", message, remedy, where=template.path)
    assert env.loader is not None
    found = env.overlay(loader=ChoiceLoader([OwnLoader(own), env.loader]))
    assert isinstance(found, Sandbox)
    found.allow(files)
    return found


def _rendered(env: Environment, each: PlannedFile, own: Mapping[str, OwnTemplate]) -> str:
    """The text of a file. What goes wrong with a template of csdlgen's own is a bug; with one of the user's, an error
    that says where."""
    name = f"{each.template}.jinja"
    try:
        pieces = env.get_template(name).generate(it=each.content)
        assert isinstance(pieces, Generator)
        text = _of_bounded_length(pieces)
    except Exception as error:
        if not own:
            raise
        raise _invalid(str(error).rstrip(".") or type(error).__name__, _place(error, own, name)) from error
    if own and each.path.suffix == ".py":
        _refuse_wrong(text, each.path, own.get(name))
    return text


def _refuse_wrong(text: str, path: PurePosixPath, template: OwnTemplate | None) -> None:
    """Raise CsdlgenError for what a template of the user's makes and is not Python. What else it may be is the user's
    to say; what csdlgen's own templates make has to pass the second barrier here, since `format_files` cannot tell."""
    if template is None:
        refuse_foreign_code(text, str(path))
        return
    try:
        compile(text, str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        found = f"{error.msg}, in its line {error.lineno}" if isinstance(error, SyntaxError) else str(error)
        raise _invalid(f"it makes {path} something that is not Python: {found}", template.path) from error


def _of_bounded_length(pieces: Generator[str]) -> str:
    """Pieces as one text; ValueError where that is larger than any module is, raised in the template that prints it."""
    found, size = list[str](), 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > _LARGEST:
            pieces.throw(ValueError(f"it prints more than {_LARGEST:,} characters"))
    return "".join(found)


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
