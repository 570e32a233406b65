"""Rendering: a plan to files. The only module that knows Jinja.

Templates loop, test a boolean, and print `Code`; printing anything else raises, which is the barrier that schema text
cannot pass.
"""

from __future__ import annotations

from collections.abc import Mapping
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


PARTS: Mapping[str, frozenset[str]] = {
    "aio": frozenset(("aio",)),
    "routes": frozenset(
        (
            *("graph", "matching", "overloads", "paths", "route_search", "routes", "sequences"),
            *("url_reader", "url_values", "walk"),
        )
    ),
}
"""The parts that a package may do without, each a module of the package, with the modules of the runtime that nothing
else needs."""


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


def runtime_modules(templates: Path) -> list[Path]:
    """The modules of the runtime, of which a package has all but those of the parts that it is without: those among the
    templates, and those that this tool uses itself."""
    return [*(PACKAGE / "shared_with_packages").glob("*.py"), *(templates / "runtime").glob("*.py")]


def render(plan: PackagePlan, folder: Path | None = None) -> Files:
    """Every file of the plan and of the runtime, unformatted."""
    templates = folder or templates_folder()
    env = environment(templates / "package")
    files = {each.path: env.get_template(f"{each.template}.jinja").render(it=each.content) for each in plan.files}
    left_out = {name for part in plan.without for name in PARTS[part]}
    modules = [path for path in runtime_modules(templates) if path.stem not in left_out]
    files |= {plan.runtime / path.name: path.read_text(encoding="utf-8") for path in modules}
    files = {path: HEADER + text if path.suffix == ".py" else text for path, text in files.items()}
    files[plan.runtime.parent / "py.typed"] = ""
    if plan.notice:
        files[plan.runtime.parent / "LICENSE"] = (templates.parent / "LICENSE").read_text(encoding="utf-8")
    return dict(sorted(files.items()))
