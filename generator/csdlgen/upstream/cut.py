"""Committed documents that csdlgen has cut, and a configuration that has changed since: what lies beyond the cut is not
there, and what only the change brings in is no news from upstream."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from csdlgen.errors import CsdlgenError, Diagnostic, Position, Severity
from csdlgen.pipeline import Selected, select_package
from csdlgen.project.inputs import path_from_here, read_config
from csdlgen.project.packages import ConfiguredPackage, read_packages
from csdlgen.text import capped, printable
from csdlgen.upstream.lock import GENERATOR, LockedPackages, read_lock

_SELECTED_NAMES = frozenset(("unknown-operation", "unknown-resource", "unknown-root"))
_OTHER_NAMES = frozenset(("unknown-type", "overlay-target"))


def update_command(sources: Iterable[str]) -> str:
    """The command that cuts documents anew from some sources, as a POSIX shell takes it."""
    return " ".join(["csdlgen update", *(f"--from {shlex.quote(printable(each))}" for each in sources)])


def select_committed(package: ConfiguredPackage) -> Selected:
    """What a package selects of its documents (see `select_package`). Where these were cut, errors about names that
    they do not have say how to cut them anew."""
    try:
        return select_package(package.config, package.inputs)
    except CsdlgenError as error:
        raise beyond_cut(package, error) from error


def beyond_cut(package: ConfiguredPackage, error: CsdlgenError) -> CsdlgenError:
    """An error about documents of a package, with another remedy for names that the documents may lack because nobody
    had selected them when they were cut: the nearest of the few names that are left would mislead."""
    asked = [problem for problem in error.diagnostics if _is_wanted(package, problem)]
    if not asked or not (locked := _lock_of(package)):
        return error
    documents = capped(path_from_here(package.folder, name) for name in locked.names)
    remedy = f"{documents} has only what was selected when csdlgen cut it; `{_update(locked)}` cuts it anew."

    def placed(problem: Diagnostic) -> Diagnostic:
        if problem not in asked:
            return problem
        typed = problem.code == "unknown-operation" and not problem.path  # on the command line, it may be misspelt
        return replace(problem, remedy=f"{problem.remedy} {remedy}" if typed else remedy)

    return CsdlgenError(*map(placed, error.diagnostics))


def _is_wanted(package: ConfiguredPackage, problem: Diagnostic) -> bool:
    """Whether an error is about a name that the user wants, in the configuration, an overlay or on the command line."""
    if problem.code in _SELECTED_NAMES:
        return True
    selection, where = package.config.selection, problem.where
    derived = selection.derived if isinstance(selection.derived, tuple) else ()
    overlays = [source.path for source in package.inputs.overlays]
    own = problem.path in (*selection.types, *derived) or (isinstance(where, Position) and where.source in overlays)
    return problem.code in _OTHER_NAMES and own


def _lock_of(package: ConfiguredPackage) -> LockedPackages | None:
    """The lock of a package that has all of its documents; None where there is none, or it cannot be read, which is not
    what is wrong here."""
    try:
        locked = read_lock([package]) if package.config.metadata else None
    except CsdlgenError:
        return None
    return locked if locked and all(locked.entry(name) for name in locked.names) else None


def _update(locked: LockedPackages) -> str:
    entries = (locked.entry(name) for name in locked.names)
    return update_command(dict.fromkeys(origin.source for entry in entries if entry for origin in entry.origins))


# --- a selection that has changed -----------------------------------------------------------------


def has_other_selection(locked: LockedPackages) -> bool:
    """Whether a document was cut for another selection than the packages have now, which are all that share it.

    Other versions of csdlgen may describe the same selection otherwise, so that nothing is known of what they cut.
    """
    entries = [entry for name in locked.names if (entry := locked.entry(name))]
    return any(entry.generator == GENERATOR and entry.selection != locked.selection for entry in entries)


def sharing_the_cut(config_file: str | None, package: ConfiguredPackage) -> LockedPackages:
    """A package with those that are made from the same documents, which are cut for all of them, and the lock."""
    config, _ = read_config(config_file, Path.cwd())
    names = [other.name for other in config.packages if other.metadata == package.config.metadata]
    return read_lock(read_packages(config_file, names, absent=True))


def selection_changed(locked: LockedPackages, severity: Severity = Severity.ERROR) -> tuple[Diagnostic, ...]:
    """A diagnostic where a document was cut for another selection, with the command that cuts it anew."""
    message = (
        "since this document was cut, the selection, the limits of routes, an overlay or a documented line has changed"
    )
    remedy = f"Run `{_update(locked)}`, which cuts it anew."
    return (_changed(locked, message, remedy, severity),) if has_other_selection(locked) else ()


def selection_warnings(config_file: str | None, packages: Iterable[ConfiguredPackage]) -> tuple[Diagnostic, ...]:
    """The same as warnings about packages, which have only what was cut for them then. None where that is not known,
    because the lock, or a package that shares the documents, cannot be read: what is generated does not depend on
    them."""
    found: list[Diagnostic] = []
    for package in packages:
        with contextlib.suppress(CsdlgenError):
            if _lock_of(package):
                found += selection_changed(sharing_the_cut(config_file, package), Severity.WARNING)
    return tuple(dict.fromkeys(found))


def not_counted(locked: LockedPackages) -> tuple[Diagnostic, ...]:
    """A note where documents that are compared were cut for another selection: what that means for the comparison."""
    message = "the selection has changed since this document was cut, so only what both selections have is compared"
    remedy = "What the change brings in is no change of upstream."
    return (_changed(locked, message, remedy, Severity.NOTE),) if has_other_selection(locked) else ()


def _changed(locked: LockedPackages, message: str, remedy: str, severity: Severity) -> Diagnostic:
    folder = locked.packages[0].folder
    return Diagnostic(
        code="selection-changed",
        message=message,
        remedy=remedy,
        where=capped(path_from_here(folder, name) for name in locked.names),
        severity=severity,
    )
