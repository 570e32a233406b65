"""`csdlgen generate`: packages from metadata."""

from __future__ import annotations

from collections.abc import Iterable

from csdlgen.cli.options import PackageOptions, WriteOptions
from csdlgen.cli.printing import (
    WOULD,
    print_changes,
    print_diagnostics,
    print_first_calls,
    print_summary,
    print_written,
)
from csdlgen.cli.progress import working
from csdlgen.incremental import Generated, generate
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.size import refuse_foreseen
from csdlgen.upstream.cut import select_committed, selection_warnings

_FEW_MODELS = 300
"""Planning a program for more takes time that who generates all of a large service does not have."""


def run(options: PackageOptions, packages: tuple[str, ...], writing: WriteOptions) -> int:
    """Generate all packages, then write them: an error in the last one leaves all of them as they are."""
    chosen = options.packages(packages)
    warn_of_cuts(options, chosen)
    return generate_all(chosen, writing, calls=True)


def warn_of_cuts(options: PackageOptions, packages: Iterable[ConfiguredPackage]) -> None:
    """Warn where the configured documents of packages were cut for another selection, so that what was added to it
    since may not be in them."""
    if not options.metadata:
        print_diagnostics(selection_warnings(options.config, packages))


def generate_all(packages: Iterable[ConfiguredPackage], writing: WriteOptions, *, calls: bool = False) -> int:
    """Generate packages, then write them all, or say what would be written; the exit code. With `calls`, two calls to
    try are printed of one package."""
    ready: list[Generated] = []
    for package in packages:
        with working(f"reading {package.config.name}"):
            selected = select_committed(package)
        print_diagnostics((*selected.notes, *refuse_foreseen(package.config, selected.slice)))
        with working(f"generating {package.config.name}"):
            generated = generate(package, selected)
        if writing.check or writing.dry_run or writing.diff:
            print_changes(generated, diff=writing.diff, verbs=WOULD if writing.dry_run else None)
        if writing.check:
            print_diagnostics(generated.over_budget)
        else:
            generated.refuse(force=writing.force)
        ready.append(generated)
    if writing.check or writing.dry_run:
        return int(writing.check and any(generated.changes or generated.over_budget for generated in ready))
    for generated in ready:
        report = generated.write(force=writing.force)
        print_written(generated.package.config, report)
        print_summary(generated, report)
    if calls and len(ready) == 1 and len(ready[0].selected.slice.models) <= _FEW_MODELS:
        print_first_calls(ready[0])
    return 0
