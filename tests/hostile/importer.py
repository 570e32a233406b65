"""Imports packages from memory under an audit hook, and says what went wrong: run by test_hostile.py.

Standard input is a JSON object: package → path of a module below it → source.
"""

import importlib
import importlib.abc
import importlib.machinery
import json
import os
import sys
import types
from collections.abc import Sequence
from functools import cache

FORBIDDEN = ("subprocess.", "socket.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.remove")
FORBIDDEN += ("os.rename", "os.rmdir", "os.mkdir", "os.putenv", "shutil.", "ctypes.", "urllib.", "webbrowser.")
watching = False


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Ends the process at once: an exception could be caught by what is watched."""
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & {*"wax+"}
    if watching and (writes or event.startswith(FORBIDDEN)):
        os.write(2, f"{event} {arguments!r}\n".encode())
        os._exit(9)


@cache
def compiled(source: str) -> types.CodeType:
    return compile(source, "<generated>", "exec", dont_inherit=True)


class Memory(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds modules in a dictionary."""

    def __init__(self, modules: dict[str, str], packages: set[str]) -> None:
        self.modules, self.packages = modules, packages

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in self.modules:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=fullname in self.packages)

    def exec_module(self, module: types.ModuleType) -> None:
        exec(compiled(self.modules[module.__name__]), module.__dict__)


def main() -> int:
    global watching
    variants: dict[str, dict[str, str]] = json.load(sys.stdin)
    modules, packages = {}, set()
    for variant in variants.values():
        for path, source in variant.items():
            name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            modules[name] = source
            if path.endswith("/__init__.py"):
                packages.add(name)
    for needed in ("azure.core.pipeline.transport", "azure.core.rest", "urllib3"):  # before anybody watches
        importlib.import_module(needed)
    before = dict(os.environ)
    sys.meta_path.insert(0, Memory(modules, packages))
    sys.addaudithook(watch)
    failed = 0
    for name in modules:
        watching = True
        try:
            module = importlib.import_module(name)
            for each in getattr(module, "__all__", ()):
                getattr(module, each)
        except BaseException as error:
            failed += 1
            print(f"{name}: {type(error).__name__}: {error}")
        watching = False
        if dict(os.environ) != before:
            print(f"{name}: the canary ran")
            return 1
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
