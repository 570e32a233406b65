"""The packages that a command works on: as configured, or made up for documents named on the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from csdlgen.errors import failure
from csdlgen.navigation import Limits
from csdlgen.project.config import PackageConfig
from csdlgen.project.inputs import Inputs, Source, path_from_here, read_config, read_inputs
from csdlgen.project.references import with_references
from csdlgen.select import Selection
from csdlgen.text import capped, nearest

Documents: TypeAlias = Callable[[tuple[str, ...], Path], tuple[Source, ...]]
"""Reads the documents that take the place of configured ones, which are given by name, with the folder of the names."""


@dataclass(frozen=True, slots=True)
class ConfiguredPackage:
    """A package: its configuration, the folder that file names in it are relative to, and the contents of the files."""

    config: PackageConfig
    folder: Path
    inputs: Inputs

    @property
    def output(self) -> Path:
        """The output folder, from the current folder."""
        return Path(path_from_here(self.folder, self.config.output))


def read_packages(
    config_file: str | None, names: Sequence[str] = (), *, metadata: Documents | None = None, absent: bool = False
) -> list[ConfiguredPackage]:
    """The packages of a configuration with these names, or all of them; with the files that they are made from.

    `metadata` reads other documents than those configured; `absent` is that of `read_inputs`. Raises CsdlgenError where
    a file cannot be read, and for a name that is not configured.
    """
    config, folder = read_config(config_file, Path.cwd())
    if not config.packages:
        remedy = "Add a [packages.NAME] table."
        raise failure("config-missing", "the configuration has no package", remedy, where=config.source)
    known = {package.name: package for package in config.packages}
    for name in names:
        if name not in known:
            remedy = nearest(name, known) or f"Configured packages: {capped(known)}."
            raise failure("unknown-package", f"no package {name!r} is configured", remedy, where=config.source)
    packages = []
    for name in dict.fromkeys(names or known):
        package = known[name]
        given = metadata(package.metadata, folder) if metadata else ()
        if given:
            package = replace(package, metadata=tuple(source.name for source in given))
        inputs = read_inputs(package, folder, metadata=given, absent=absent)
        packages.append(ConfiguredPackage(package, folder, with_references(inputs, package.references, folder)))
    return packages


def package_of_documents(metadata: tuple[Source, ...]) -> ConfiguredPackage:
    """A package of everything in documents that have no configuration."""
    config = PackageConfig(
        name="documents",
        output=".",
        metadata=tuple(source.name for source in metadata),
        service_root="https://service.invalid",
        client="Client",
        scopes=(),
        selection=Selection(everything=True),
        limits=Limits(max_hops=3),
    )
    return ConfiguredPackage(config, Path(), read_inputs(config, Path(), metadata=metadata))
