# ruff: noqa
# fmt: off
"""Checks that the modules of some types share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .wire import wrong


def matched(pattern: str, wire: Any) -> re.Match[str]:
    """The match of the whole text; anything else is a TypeError or ValueError."""
    found = re.fullmatch(pattern, wire)
    if found is None:
        raise ValueError
    return found


def listed(value: Any, type_: str, takes: str) -> list[Any]:
    """The items of any iterable but text and mappings."""
    if isinstance(value, (str, bytes, Mapping)) or not hasattr(value, "__iter__"):
        raise wrong(type_, takes, value)
    return list(value)
