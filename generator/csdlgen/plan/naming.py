"""Where every type of a slice lives in the generated package: module and class, decided once.

The namespace of the entity container is the package's own; types of other namespaces go into subpackages named after
what follows it (`microsoft.graph.callRecords` → `call_records`), or after the whole namespace.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from csdlgen import names
from csdlgen.edm.model import EdmModel, QName


@dataclass(frozen=True, slots=True)
class Home:
    """A class and its module, from the root of the package: `("models", "call_records")` and `session`."""

    package: tuple[str, ...]
    module: str
    cls: str

    @property
    def parts(self) -> tuple[str, ...]:
        return (*self.package, self.module)


def subpackages(model: EdmModel) -> dict[str, tuple[str, ...]]:
    """Namespace → subpackage, the container's own namespace being the empty one."""
    root = next((each.name.namespace for each in model.containers), None)
    found: dict[str, tuple[str, ...]] = {}
    for schema in model.schemas:
        own = root or model.schemas[0].namespace
        rest = "" if schema.namespace == own else schema.namespace.removeprefix(f"{own}.")
        parts = tuple(part for part in rest.split(".") if part)
        wanted = tuple(names.unique([names.snake_case(part)], names.MODULE_RESERVED)[0] for part in parts)
        while wanted in found.values():
            wanted = (*wanted[:-1], f"{wanted[-1]}_") if wanted else (names.snake_case(schema.namespace),)
        found[schema.namespace] = wanted
    return found


def homes(model: EdmModel, types: Iterable[QName], top: str, reserved: Iterable[str] = ()) -> dict[QName, Home]:
    """The home of each type below the package `top`, unique within its subpackage, in document order."""
    packages = subpackages(model)
    by_package: dict[tuple[str, ...], list[QName]] = {}
    wanted = set(types)
    for name in model.types:
        if name in wanted:
            by_package.setdefault(packages[name.namespace], []).append(name)
    found: dict[QName, Home] = {}
    for package, members in by_package.items():
        depth = len(package)
        below = {each[depth] for each in packages.values() if len(each) > depth and each[:depth] == package}
        kept = names.MODULE_RESERVED | below | {*reserved}
        modules = names.unique((names.module_name(each.name) for each in members), kept)
        classes = names.unique((names.pascal_case(each.name) for each in members), names.CLASS_RESERVED)
        for name, module, cls in zip(members, modules, classes, strict=True):
            found[name] = Home((top, *package), module, cls)
    return found


def relative(source: tuple[str, ...], target: tuple[str, ...]) -> str:
    """The relative import of the module `target` from a module in the package `source`, both from the same root."""
    shared = 0
    while shared < min(len(source), len(target) - 1) and source[shared] == target[shared]:
        shared += 1
    return "." * (len(source) - shared + 1) + ".".join(target[shared:])
