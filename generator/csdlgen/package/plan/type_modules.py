"""Where every type of a slice lives in the generated package: module and class, decided once.

One namespace is the package's own (see `Slice.namespace`); types of other namespaces go into subpackages named after
what follows it (`microsoft.graph.callRecords` → `call_records`), or after the whole namespace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from csdlgen import python_names as names
from csdlgen.edm.model import QName
from csdlgen.python_names import Naming
from csdlgen.unicode_14 import swapcase


@dataclass(frozen=True, slots=True)
class Home:
    """A class and its module, from the root of the package: `("models", "call_records")` and `session`."""

    package: tuple[str, ...]
    module: str
    cls: str

    @property
    def parts(self) -> tuple[str, ...]:
        return (*self.package, self.module)


def subpackages(namespaces: Iterable[str], home: str, naming: Naming) -> dict[str, tuple[str, ...]]:
    """Namespace → subpackage, that of `home` being the empty one."""
    wanted = {space: _subpackage(space, home, naming) for space in sorted(set(namespaces))}
    joined = {space: "/".join(parts) for space, parts in wanted.items()}
    settled = names.settle(joined, rank=lambda space: (space != home, swapcase(space), space))
    return {space: tuple(path.split("/")) if path else () for space, path in settled.items()}


def _subpackage(namespace: str, home: str, naming: Naming) -> tuple[str, ...]:
    rest = "" if namespace == home else namespace.removeprefix(f"{home}.")
    return tuple(names.free(naming.snake_case(part), names.MODULE_RESERVED) for part in rest.split(".") if part)


def homes(
    packages: Mapping[str, tuple[str, ...]],
    types: Iterable[QName],
    top: str,
    naming: Naming,
    reserved: Iterable[str] = (),
) -> dict[QName, Home]:
    """The home of each type below the package `top`, unique within its subpackage; `packages` are those of
    `subpackages`."""
    by_package: dict[tuple[str, ...], list[QName]] = {}
    for name in types:
        by_package.setdefault(packages[name.namespace], []).append(name)
    placed: dict[QName, Home] = {}
    for package, members in by_package.items():
        depth = len(package)
        below = {each[depth] for each in packages.values() if len(each) > depth and each[:depth] == package}
        simple = [each.name for each in members]
        modules = names.assign(simple, naming.module, names.MODULE_RESERVED | below | {*reserved})
        classes = names.assign(simple, names.pascal_case, names.CLASS_RESERVED)
        for name in members:
            placed[name] = Home((top, *package), modules[name.name], classes[name.name])
    return placed


def relative(source: tuple[str, ...], target: tuple[str, ...]) -> str:
    """The relative import of the module `target` from a module in the package `source`, both from the same root."""
    shared = 0
    while shared < min(len(source), len(target) - 1) and source[shared] == target[shared]:
        shared += 1
    return "." * (len(source) - shared + 1) + ".".join(target[shared:])
