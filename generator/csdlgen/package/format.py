"""Formatting with black, which is imported only where something has to be formatted.

Templates emit what black would, so formatting normally changes nothing; it stays the last word for names of unusual
length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import PurePosixPath

from csdlgen.package.barrier import refuse_foreign_code
from csdlgen.package.render import HEADER

# Below this many characters starting processes costs more than it saves.
_WORTH_PROCESSES = 400_000


def format_files(
    files: Mapping[PurePosixPath, str], paths: Iterable[PurePosixPath], *, checked: bool = False
) -> dict[PurePosixPath, str]:
    """The files with those named formatted; only Python files are.

    Raises ValueError for one that a generated module cannot be (see `barrier`), which is a bug of ours, unless they
    have been checked for that."""
    chosen = [path for path in paths if path.suffix == ".py"]
    texts, names = [files[path] for path in chosen], map(str, chosen)
    finished = _formatted if checked else _finished
    if sum(map(len, texts)) < _WORTH_PROCESSES:
        formatted = list(map(finished, texts, names))
    else:
        with ProcessPoolExecutor() as pool:
            formatted = list(pool.map(finished, texts, names, chunksize=16))
    return {**files, **dict(zip(chosen, formatted, strict=True))}


def _finished(text: str, name: str) -> str:
    """The text of a module formatted. Raises ValueError for one that a generated module cannot be (see `barrier`)."""
    refuse_foreign_code(text, name)
    return _formatted(text, name)


def _formatted(text: str, name: str) -> str:
    """The text of a module formatted. Raises ValueError, with the name, for one that black cannot read."""
    try:
        return format_python(text)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def format_python(text: str) -> str:
    """Python source as black has it, for Python 3.11 at black's own line length; the header, which asks others not to
    format it, stays in front."""
    import black
    from black.mode import TargetVersion

    body = text.removeprefix(HEADER)
    mode = black.Mode(target_versions={TargetVersion.PY311})
    return text[: len(text) - len(body)] + black.format_str(body, mode=mode)
