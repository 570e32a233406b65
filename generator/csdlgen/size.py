"""How large a package is, and is going to be: files and bytes, the budget for them, and what to write where a selection
takes more than anybody wants.

Byte code is not counted, which Python makes on each machine anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from csdlgen.edm.model import EdmModel, QName, TypeDefinition
from csdlgen.errors import CsdlgenError, Diagnostic, Severity
from csdlgen.package.render import fewest_runtime_modules
from csdlgen.project.config import PackageConfig
from csdlgen.select import Slice
from csdlgen.text import count

MANY_FILES = 1000
"""So many files are noted, unless the configuration allows them."""
_MANY_DERIVED = 200


@dataclass(frozen=True, slots=True)
class Size:
    """Files, and bytes in them."""

    files: int
    bytes: int

    def __str__(self) -> str:
        return f"{count(self.files, 'file')}, {count(self.bytes, 'byte')}"


def size_of(texts: Iterable[str]) -> Size:
    """The size of files with these texts."""
    sizes = [len(text.encode()) for text in texts]
    return Size(len(sizes), sum(sizes))


def over_budget(config: PackageConfig, size: Size, *, foreseen: str = "") -> tuple[Diagnostic, ...]:
    """An error for each limit of the configuration that a size exceeds; `foreseen` is why, where it is known before
    anything is generated."""
    limits = (("max-files", config.max_files, size.files, "file"), ("max-bytes", config.max_bytes, size.bytes, "byte"))
    return tuple(
        Diagnostic(
            code="over-budget",
            message=f"{config.name} has {'at least ' * bool(foreseen)}{count(number, noun)}, {key!r} allows {most:,}",
            remedy=foreseen or f"Select less, or allow more with {key!r}. `csdlgen slice` prints what is selected.",
            where=config.positions.get(key),
        )
        for key, most, number, noun in limits
        if most is not None and number > most
    )


def refuse_foreseen(config: PackageConfig, selected: Slice) -> tuple[Diagnostic, ...]:
    """The warnings about the size that a selection is going to have. Raises CsdlgenError where that is more than the
    configuration allows: before anything is rendered, which takes a minute for thousands of files."""
    problems = foreseen(config, selected)
    if errors := [each for each in problems if each.severity is Severity.ERROR]:
        raise CsdlgenError(*errors)
    return problems


def foreseen(config: PackageConfig, selected: Slice) -> tuple[Diagnostic, ...]:
    """What is to be said about the size of a package before it is generated: an error where its models alone exceed
    `max-files`, a warning where there are very many and nothing is configured."""
    models = sum(not isinstance(selected.model.types[name], TypeDefinition) for name in selected.models)
    least = models + fewest_runtime_modules(config.without)
    reason, remedy = _cause(config, selected, models)
    if config.max_files is not None:
        return over_budget(config, Size(least, 0), foreseen=f"{reason}. {remedy}")
    if least + len(selected.path_types) <= MANY_FILES and not _derived_from(config, selected):
        return ()
    most = f"about {least + len(selected.path_types):,} files"
    return (
        Diagnostic(
            code="many-files",
            message=f"{config.name} is going to have {most}: {reason}",
            remedy=f"{remedy} If all of that is wanted, say so with `max-files`.",
            path=config.name,
            severity=Severity.WARNING,
        ),
    )


def _cause(config: PackageConfig, selected: Slice, models: int) -> tuple[str, str]:
    """What makes a package large, and what to write instead."""
    selection = config.selection
    if selection.everything:
        reason = f"`everything = true` takes {count(models, 'type')}, each in a file of its own"
        return reason, "Name what you use under `operations`, `resources` and `types`; see `csdlgen inspect --search`."
    if found := _derived_from(config, selected):
        base, number = found
        reason = f"`derived = true` takes all {number:,} types that derive from {base}"
        return reason, 'Name the types whose derived types you want: `derived = ["namespace.type"]`.'
    if any("*" in each for each in selection.resources):
        reason = f"the patterns under `resources` take {count(len(selected.resources), 'path')}"
        return reason, "Name the paths that you use, or begin the patterns further down."
    reason = f"the selection takes {count(models, 'type')}, each in a file of its own"
    return reason, "Select less; `csdlgen slice` prints what is selected."


def _derived_from(config: PackageConfig, selected: Slice) -> tuple[QName, int] | None:
    """The type that `derived = true` takes most derived types of, where those are hundreds."""
    if config.selection.derived is not True:
        return None
    found = _descendants(selected.model, selected.models)
    base, number = min(found.items(), key=lambda each: (-each[1], each[0]), default=(None, 0))
    return (base, number) if base and number >= _MANY_DERIVED else None


def _descendants(model: EdmModel, names: Iterable[QName]) -> Counter[QName]:
    """How many of some types derive from each type."""
    return Counter(base.name for name in names for base in model.ancestry(name) if base.name != name)
