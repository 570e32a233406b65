"""`[drift]` of a configuration, and `[packages.NAME.drift]`: how drift is judged where the command line does not say.

Pure; which keys there are, what their values must be, and what they mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

_LEVELS = ("breaking", "dangerous", "any", "never")
_POLICIES = ("graph", "odata", "strict")
_AXES = ("read", "write", "python")


@dataclass(frozen=True, slots=True)
class DriftConfig:
    """`fail_on` as the command line has it (`breaking`, `read=any`), empty where the configuration does not say; so is
    `policy`. The name of the accept file is relative to the configuration's folder."""

    fail_on: tuple[str, ...] = ()
    policy: str | None = None
    accept: str | None = None


def _is_fail_on(value: object) -> bool:
    """Whether a value is a level, or a table of levels by axis."""
    if isinstance(value, dict):
        return bool(value) and all(axis in _AXES and _is_level(level) for axis, level in value.items())
    return _is_level(value)


def _is_level(value: object) -> bool:
    """Whether a value is the name of a level."""
    return isinstance(value, str) and value in _LEVELS


def _is_policy(value: object) -> bool:
    """Whether a value is the name of a policy."""
    return isinstance(value, str) and value in _POLICIES


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value) and value.isprintable()


DRIFT: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "fail-on": (f"one of {', '.join(_LEVELS)}, or a table of these for {', '.join(_AXES)}", _is_fail_on),
    "policy": (f"one of {', '.join(_POLICIES)}", _is_policy),
    "accept": ("a file name", _is_name),
}
"""Key → what its value must be, in words for the user; the check of that."""


def with_drift(base: DriftConfig, table: Mapping[str, Any]) -> DriftConfig:
    """What a table says, whose values are as they must be, and the base for keys that are not in it."""
    config = replace(base, **{key: table[key] for key in ("policy", "accept") if key in table})
    if "fail-on" not in table:
        return config
    levels = table["fail-on"]
    by_axis = isinstance(levels, dict)
    texts = tuple(f"{axis}={level}" for axis, level in levels.items()) if by_axis else (str(levels),)
    return replace(config, fail_on=texts)
