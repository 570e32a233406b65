"""Rendering: a plan to files. The only module that knows Jinja.

Templates loop, test a boolean, and print `Code`; printing anything else raises, which is the barrier that schema text
cannot pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from csdlgen.package.code import Code
from csdlgen.package.plan.values import PackagePlan

Files = Mapping[PurePosixPath, str]
"""Path below the output folder → text."""

PACKAGE = Path(__file__).parents[1]

HEADER = "# ruff: noqa\n# fmt: off\n"
"""What every Python file begins with, so that linters and formatters of a repository that a package is vendored into
leave it as it was generated."""


def templates_folder() -> Path:
    """Where the templates are: inside the installed package, or in the repository of an editable install."""
    installed = PACKAGE / "templates"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "templates"


def only_code(value: object) -> str:
    """Jinja's `finalize`: the text of a `Code`, TypeError for everything else."""
    if not isinstance(value, Code):
        raise TypeError(f"a template printed {type(value).__name__}, not Code: {value!r}")
    return value.text


@cache
def environment(folder: Path) -> Environment:
    """The Jinja environment for a folder of templates."""
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        finalize=only_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Python, not HTML; `only_code` is the barrier
    )


# The modules of the runtime that a file of a package imports, and those that they import themselves.
_FROM_PACKAGE = re.compile(r"^ *from \.+_runtime\.(\w+) import", re.MULTILINE)
_FROM_RUNTIME = re.compile(r"^ *from \.(?:(\w+) import| import (\w+))", re.MULTILINE)


def runtime_modules(templates: Path) -> dict[str, Path]:
    """The modules of the runtime by name: those among the templates, and those that this tool uses itself."""
    common = (PACKAGE / "common").glob("*.py")
    return {each.stem: each for each in (*common, *(templates / "runtime").glob("*.py"))}


def imported_modules(templates: Path, texts: Iterable[str]) -> dict[str, str]:
    """The text of every module of the runtime that some files of a package import, directly or not."""
    known = runtime_modules(templates)
    waiting = ["__init__", *(name for text in texts for name in _FROM_PACKAGE.findall(text))]
    found: dict[str, str] = {}
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = known[name].read_text(encoding="utf-8")
            waiting += [one or other for one, other in _FROM_RUNTIME.findall(found[name])]
    return found


def render(plan: PackagePlan, folder: Path | None = None) -> Files:
    """Every file of the plan, and of the runtime what they import, unformatted."""
    templates = folder or templates_folder()
    env = environment(templates / "package")
    found = {each.path: env.get_template(f"{each.template}.jinja").render(it=each.content) for each in plan.files}
    runtime = imported_modules(templates, found.values())
    found |= {plan.runtime / f"{name}.py": text for name, text in runtime.items()}
    found = {path: HEADER + text if path.suffix == ".py" else text for path, text in found.items()}
    found[plan.runtime.parent / "py.typed"] = ""
    return dict(sorted(found.items()))
