"""The options of commands that may use a network. Light: every command line imports them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Network:
    """How to read from a network, as the options have it; `timeout` in seconds."""

    insecure: bool
    timeout: float


def network_options(command: F) -> F:
    """Adds what `Network` has to a command."""
    for option in (
        click.option(
            "--timeout",
            type=click.FloatRange(min=0.1),
            default=120.0,
            show_default=True,
            metavar="SECONDS",
            help="The longest that a URL may take, all in all.",
        ),
        click.option("--insecure", is_flag=True, help="Read from http URLs, too."),
    ):
        command = option(command)
    return command
