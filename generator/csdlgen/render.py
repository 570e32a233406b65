"""Rendering: a plan to files. The only module that knows Jinja.

Templates loop, test a boolean, and print `Code`; printing anything else raises, which is the barrier that schema text
cannot pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from csdlgen.code import Code
from csdlgen.plan.values import PackagePlan

Files = Mapping[PurePosixPath, str]
"""Path below the output folder → text."""

HEADER = "# ruff: noqa\n# fmt: off\n"
"""What every Python file begins with, so that linters and formatters of a repository that a package is vendored into
leave it as it was generated."""


def templates_folder() -> Path:
    """Where the templates are: inside the installed package, or in the repository of an editable install."""
    installed = Path(__file__).parent / "templates"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "templates"


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
    """The modules of the runtime: those among the templates, and those that this tool uses itself."""
    common = (Path(__file__).parent / "common").glob("*.py")
    return [*(templates / "runtime").glob("*.py"), *(each for each in common if each.name != "__init__.py")]


def render(plan: PackagePlan, folder: Path | None = None) -> Files:
    """Every file of the plan and of the runtime, unformatted. The runtime is what stands among the templates, and what
    this tool uses itself to read URLs."""
    templates = folder or templates_folder()
    env = environment(templates / "package")
    found = {each.path: env.get_template(f"{each.template}.jinja").render(it=each.content) for each in plan.files}
    for module in runtime_modules(templates):
        found[plan.runtime / module.name] = module.read_text(encoding="utf-8")
    found = {path: HEADER + text if path.suffix == ".py" else text for path, text in found.items()}
    found[plan.runtime.parent / "py.typed"] = ""
    return dict(sorted(found.items()))
