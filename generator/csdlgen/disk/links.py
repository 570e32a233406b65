"""Symbolic links on the way to what is written.

A link may lead anywhere, and whoever sends a pull request can plant one. Rules, for every command that writes:

1. A file that is to be written is not a link.
2. A link that stands in a project does not lead out of it. The project is the git work tree that the link is in;
   outside of git the folder of the nearest configuration above it, or else the current folder.
3. Inside the output folder of a package no link leads out of that folder.

Links within a project, and links on the way to a project (as `/tmp` is on some systems), are the user's own affair.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from csdlgen.errors import CsdlgenError, failure

_CONFIGURATIONS = ("csdlgen.toml", "pyproject.toml")


def refuse_link(path: Path) -> None:
    """Raise CsdlgenError for a file that is a link, and for one on the way to which a link leads out of its project."""
    if path.is_symlink():
        message, remedy = "and links are not written through", "Remove the link, or name the file that it leads to."
        raise _refused(f"{path.name} is a link, {message}", remedy, path)
    refuse_links_out(path.parent)


def refuse_links_out(folder: Path) -> None:
    """Raise CsdlgenError where the folder is reached through a link that stands in a project and leads out of it."""
    for place in _with_parents(folder.absolute()):
        if not place.is_symlink():
            continue
        project = _project(_real(place.parent))
        if project and not _real(place).is_relative_to(project):
            link = Path(os.path.relpath(place)) if place.is_relative_to(Path.cwd()) else place
            message = f"{link.as_posix()} is a link that leads out of the project"
            raise _refused(message, "Remove the link, or configure its target.", link)


def refuse_links_within(root: Path, paths: Iterable[PurePosixPath]) -> None:
    """Raise CsdlgenError for links by which writing to paths below an output folder would leave that folder."""
    home = _real(root)
    for path in sorted({*paths, *(parent for inner in paths for parent in inner.parents)}):
        if path.parts and (root / path).is_symlink() and not _real(root / path).is_relative_to(home):
            message, remedy = "is a link that leaves the output folder", "Remove the link, or configure its target."
            raise _refused(f"{path} {message}", remedy, root / path)


def _real(path: Path) -> Path:
    """A path without links; `Path.resolve` raises for links in a circle, which the system refuses where it writes."""
    return Path(os.path.realpath(path))


def _with_parents(path: Path) -> Iterator[Path]:
    """The folders on the way to a path, from the top, and itself."""
    yield from (*reversed(path.parents), path)


def _project(folder: Path) -> Path | None:
    """The project that a folder is in, without links in its path; None where it is in none."""
    above = (folder, *folder.parents)
    here = _real(Path.cwd())
    tops = (
        next((each for each in above if (each / ".git").exists()), None),
        next((each for each in above if any((each / name).is_file() for name in _CONFIGURATIONS)), None),
        here if folder.is_relative_to(here) else None,
    )
    return next((each for each in tops if each), None)


def _refused(message: str, remedy: str, where: Path) -> CsdlgenError:
    return failure("output-link", message, remedy, where=where.as_posix())
