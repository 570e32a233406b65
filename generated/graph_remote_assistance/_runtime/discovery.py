# ruff: noqa
# fmt: off
"""What `dir`, completion and `help` show: names that are for users."""

from __future__ import annotations


def public_dir(self: object) -> list[str]:
    """`__dir__` without names of one underscore; those with two are Python's."""
    return [name for name in object.__dir__(self) if is_shown(name)]


def is_shown(name: str) -> bool:
    """Whether a name is for users, or one of Python's own."""
    return not name.startswith("_") or name.startswith("__")
