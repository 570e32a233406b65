"""What the groups of options of several commands are made with. Imports nothing large."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import Any, TypeAlias

import click

Command: TypeAlias = Callable[..., int]
Decorator: TypeAlias = Callable[[Command], Command]

OUTPUT = click.option("-o", "--output", metavar="FILE", help="Write to a file instead of stdout.")


def group_options(parameter: str, group: type[Any], *options: Any) -> Decorator:
    """A decorator that adds options to a command and passes their values in one `parameter`, an instance of `group`."""
    names = [field.name for field in fields(group)]

    def decorate(command: Command) -> Command:
        @wraps(command)
        def with_group(**values: Any) -> int:
            bundled = group(**{name: values.pop(name) for name in names if name in values})
            return command(**values, **{parameter: bundled})

        for option in reversed(options):
            option(with_group)
        return with_group

    return decorate
