"""Generated packages that are imported from memory: nothing is written, and the runtime is compiled once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import PurePosixPath
from types import CodeType
from typing import Any


@cache
def _compiled(text: str, place: str) -> CodeType:
    return compile(text, place, "exec", dont_inherit=True)


class _Memory(MetaPathFinder, InspectLoader):
    """Finds and loads the modules of some files, by their texts."""

    def __init__(self, files: Mapping[PurePosixPath, str]) -> None:
        self._files = {_module(path): (path, text) for path, text in files.items() if path.suffix == ".py"}

    @property
    def own(self) -> list[str]:
        """The modules that were generated, rather than copied."""
        return [name for name, (path, _) in self._files.items() if "_runtime" not in path.parts]

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Where a module is; None for those of others."""
        return spec_from_loader(fullname, self) if fullname in self._files else None

    def is_package(self, fullname: str) -> bool:
        """Whether a module has others in it."""
        return self._files[fullname][0].name == "__init__.py"

    def get_source(self, fullname: str) -> str:
        """The text of a module."""
        return self._files[fullname][1]

    def get_code(self, fullname: str) -> CodeType:
        """What a module does; that of the runtime is the same in all packages."""
        path, text = self._files[fullname]
        make = _compiled if "_runtime" in path.parts else _compiled.__wrapped__
        return make(text, str(path))


def _module(path: PurePosixPath) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


@contextmanager
def importable(files: Mapping[PurePosixPath, str], package: str) -> Iterator[list[str]]:
    """While a package can be imported from its files; the names of its own modules."""
    memory = _Memory(files)
    sys.meta_path.insert(0, memory)
    try:
        yield memory.own
    finally:
        sys.meta_path.remove(memory)
        for name in [each for each in sys.modules if each.partition(".")[0] == package]:
            del sys.modules[name]
