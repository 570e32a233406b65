"""Python names for CSDL names: the only place where anything is renamed.

A `Naming` says how attribute, argument and module names are split. `PLAIN` reads as people write: capitals in a row
stay together (`azureADDeviceId` is `azure_ad_device_id`). `MSGRAPH` has the names of the official Microsoft Graph SDK,
so that people can move: an underscore before every upper-case letter that follows a letter or digit
(`azure_a_d_device_id`), and the names that the SDK's generator, Kiota, keeps for itself.

A name that collides, with a keyword, a name the runtime needs or the name of a sibling, gets a trailing `_`, then `_2`,
`_3`…. Which of several siblings keeps the plain name does not depend on the order of their declarations: it is the one
that is spelled like it, else the first in alphabetical order, small letters before capitals.
"""

from __future__ import annotations

import hashlib
import keyword
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeVar

from csdlgen.unicode_14 import is_known, swapcase, upper

_HUMP = re.compile(r"(?<=[^\W_])(?=[A-Z])")
# Before a capital that ends a word in small letters or digits, and before the last capital of several that a word in
# small letters goes on from, which a plural is not: `HTTPServer` has two words, `deviceIDs` as well.
_WORD = re.compile(r"(?<=[^\W_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])")
_ACRONYM = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"\W+")

KEYWORDS = frozenset(keyword.kwlist)

# Builtins that a generated model uses at class level; what it imports it can import under another name.
MODEL_RESERVED = KEYWORDS | {"bool", "bytes", "dict", "float", "int", "list", "object", "property", "str"}
# The same for a builder: its decorators.
BUILDER_RESERVED = KEYWORDS | {"property", "verb"}
# Names that the package of models has besides its classes, and bases of enumerations.
CLASS_RESERVED = KEYWORDS | {
    "FlagsEnum", "Model", "NAMESPACES", "StrEnum", "TYPES", "TYPE_CHECKING", "WireError",
}  # fmt: skip
# Members that every StrEnum has; a member of the same name in another case is fine, these are all lower case but these.
MEMBER_RESERVED = KEYWORDS | {"mro"}
# File names that Windows reserves, and functions of the package of models, which modules of their names would replace.
MODULE_RESERVED = KEYWORDS | {
    "aux", "bind", "changes", "con", "from_json", "nul", "prn", "removed", "to_json",
    *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(10)),
}  # fmt: skip

_LONGEST_MODULE = 60


def _clean(name: str) -> str:
    """An identifier without leading underscores, which are the runtime's; `x` where nothing is left."""
    if name.isascii() and name.isalnum() and not name[0].isdigit():
        return name  # as nearly all names are
    name = name if is_known(name) else "".join(mark if is_known(mark) else "_" for mark in name)
    # Python folds identifiers to NFKC: folding here makes two spellings of one name collide visibly.
    found = _NOT_WORD.sub("_", unicodedata.normalize("NFKC", name)).strip("_") or "x"
    if not found.isidentifier():
        found = f"n{found.encode('ascii', 'ignore').decode()}"
    return found


@dataclass(frozen=True, slots=True)
class Naming:
    """How names of CSDL become those of attributes, arguments and modules.

    `word` matches where a word begins inside a name. Attributes with a name among the `kept` ones get a trailing `_`,
    those of builders with the name of a verb `_path`, where the naming says so; `media` is the attribute for the octets
    of a media entity, `$value`, `dotted` has qualified names in full, and `flat` has methods beside what they begin
    with: `x_with_a(a)` for a function or an alternate key, `by_x_id1` for a key that comes twice on a path.
    """

    name: str
    word: re.Pattern[str]
    kept: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    media: str = "value"
    dotted: bool = False
    flat: bool = False

    def snake_case(self, name: str) -> str:
        """`fullControl` → `full_control`."""
        return _clean(self.word.sub("_", _clean(name)).lower())

    def module(self, name: str) -> str:
        """The module of a type: its snake-case name, with a digest where it would make paths too long, and where it has
        characters that file systems normalise in different ways."""
        found = self.snake_case(name)
        if len(found) <= _LONGEST_MODULE and found.isascii():
            return found
        plain = _clean(found.encode("ascii", "ignore").decode())
        return f"{plain[: _LONGEST_MODULE - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"

    def of_model(self, name: str) -> str:
        """The attribute of a model for a property of that name."""
        found = self.snake_case(name)
        return f"{found}_" if found in self.kept else found

    def of_builder(self, name: str) -> str:
        """The attribute of a builder for a member of that name."""
        found = self.snake_case(name)
        return f"{found}_path" if found in self.verbs else self.of_model(name)

    def called(self, name: str, parameters: Iterable[str]) -> str:
        """The attribute for the call of a function, or for an alternate key: `range_with_address`."""
        return "_with_".join(map(self.snake_case, (name, *parameters)))


PLAIN = Naming("plain", _WORD)
MSGRAPH = Naming(
    "msgraph",
    _HUMP,
    kept=frozenset((*map(str.lower, keyword.kwlist), "dict", "list", "property")),
    verbs=frozenset(("delete", "get", "patch", "post", "put")),
    media="content",
    dotted=True,
    flat=True,
)
NAMINGS = {each.name: each for each in (PLAIN, MSGRAPH)}


def upper_snake(name: str) -> str:
    """`fullControl` → `FULL_CONTROL`; capitals in a row stay together: `macOS` → `MAC_OS`, `HTTPId` → `HTTP_ID`."""
    return _clean(upper(_ACRONYM.sub("_", _clean(name))))


def pascal_case(name: str) -> str:
    """`managedDevice` → `ManagedDevice`."""
    cleaned = _clean(name)
    return _clean(upper(cleaned[:1]) + cleaned[1:])


def camel_case(name: str) -> str:
    """`ManagedDevice` → `managedDevice`."""
    return name[:1].lower() + name[1:]


def is_evident_from(name: str, attribute: str) -> bool:
    """Whether readers of an attribute know the name in CSDL: `start_time` is `startTime`, in other services
    `StartTime`."""
    pascal = "".join(upper(part[:1]) + part[1:] for part in attribute.split("_"))
    return not attribute.endswith("_") and name in (attribute, pascal, camel_case(pascal))


K = TypeVar("K")


def settle(wanted: Mapping[K, str], reserved: Iterable[str] = (), *, rank: Callable[[K], object]) -> dict[K, str]:
    """A unique Python name for each key, given the one that it would like.

    Of several keys that would like the same name the first by `rank` gets it; ranks must be comparable and distinct
    for such keys. Every plain name is given out before any suffix, so the order of `wanted` decides nothing.
    """
    alike: dict[str, list[K]] = {}
    for key, name in wanted.items():
        alike.setdefault(name, []).append(key)
    taken = set(reserved)
    found: dict[K, str] = {}
    late: list[K] = []
    for name, keys in alike.items():
        if name in taken:
            late += keys
        else:
            taken.add(name)
            first = min(keys, key=rank) if len(keys) > 1 else keys[0]  # type: ignore[arg-type]
            found[first] = name
            late += (key for key in keys if key != first)
    counts: dict[str, int] = {}
    for key in sorted(late, key=rank):  # type: ignore[arg-type]
        found[key] = _suffixed(wanted[key], taken, counts)
    return {key: found[key] for key in wanted}


def _suffixed(name: str, taken: set[str], counts: dict[str, int]) -> str:
    """The first of `name_`, `name_2`, `name_3`… that is not taken, which it then is."""
    count = counts.get(name, 1)
    candidate = f"{name}_" if count == 1 else f"{name}_{count}"
    while candidate in taken:
        count += 1
        candidate = f"{name}_{count}"
    counts[name] = count + 1
    taken.add(candidate)
    return candidate


def assign(wire: Iterable[str], convert: Callable[[str], str], reserved: Iterable[str] = ()) -> dict[str, str]:
    """CSDL name → unique Python name; `convert` makes the name that each would like."""
    wanted = {each: convert(each) for each in wire}
    return settle(wanted, reserved, rank=lambda each: (each != wanted[each], swapcase(each), each))


def free(name: str, reserved: Iterable[str]) -> str:
    """The name, with a suffix where it is among those reserved."""
    taken = set(reserved)
    return _suffixed(name, taken, {}) if name in taken else name


class Named(NamedTuple):
    """Something with a name in Python.

    `owner` is the type that it belongs to or the operation that it is an argument of, as it prints; empty for what
    belongs to the client. `name` is its own name in CSDL; empty for the type or operation itself. `role` says where in
    the package it has the name.
    """

    owner: str
    name: str
    role: str


Surface: TypeAlias = Mapping[Named, str]
"""What everything in a package is called in Python."""
