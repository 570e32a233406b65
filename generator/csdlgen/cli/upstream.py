"""What `check --against` and `update` have in common: the packages they are about, and reading URLs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from csdlgen.cli.options import NetworkOptions
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.upstream.fetch import Progress, origin
from csdlgen.upstream.lock import LockedPackages, read_lock
from csdlgen.upstream.retrieve import TOKEN, Network


def locked_packages(packages: Sequence[ConfiguredPackage]) -> LockedPackages:
    """The packages with their lock file. Raises click.UsageError where they are made from different documents."""
    if len({package.config.metadata for package in packages}) > 1:
        names = ", ".join(package.config.name for package in packages)
        message = f"Which package? They are made from different documents; name one with --package: {names}."
        raise click.UsageError(message)
    return read_lock(packages)


def network_of(options: NetworkOptions) -> Network:
    """The network as options and environment want it used, with a progress bar on terminals."""
    return Network(os.environ.get(TOKEN, ""), options.insecure, options.timeout, _progress)


@contextmanager
def _progress(url: str) -> Iterator[Progress | None]:
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=f"reading {origin(url).host}", file=sys.stderr) as bar:

        def update(received: int, total: int) -> None:
            bar.length = max(total, received, 1)
            bar.update(received - bar.pos)

        yield update
