"""`csdlgen init`: from a document and what is wanted of it to a configuration, the cut document, its lock and a
package."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from csdlgen.cli.choose import choose_interactively, is_terminal
from csdlgen.cli.options import NetworkOptions
from csdlgen.cli.printing import print_diagnostics, print_first_calls, say
from csdlgen.cli.progress import network_of, working
from csdlgen.disk.documents import undone_on_failure, write_documents
from csdlgen.disk.folder_lock import locked
from csdlgen.disk.staging import writing
from csdlgen.errors import CsdlgenError, failure
from csdlgen.incremental import Generated, size_without
from csdlgen.project.config import PackageConfig, parse_config
from csdlgen.project.git import revision_name
from csdlgen.project.inputs import Inputs, Source, path_from_here, read_source, read_toml
from csdlgen.project.keys import PARTS
from csdlgen.project.packages import ConfiguredPackage
from csdlgen.routes.documented import DocumentedLine, parse_http
from csdlgen.size import refuse_foreseen, size_of
from csdlgen.start.choices import VERBS, Choices
from csdlgen.start.configuration import Layout, Sizes, configuration
from csdlgen.start.names import Names, name_package, service_root
from csdlgen.start.wanted import Chosen, choose
from csdlgen.text import count, listed, printable
from csdlgen.upstream import update
from csdlgen.upstream.fetch import is_url, redacted
from csdlgen.upstream.lock import LockedPackages, read_lock
from csdlgen.upstream.model_pair import compare_package
from csdlgen.upstream.retrieve import Retrieved, retrieve
from csdlgen.urls import UrlLookup

_CONFIG, _PYPROJECT = "csdlgen.toml", "pyproject.toml"
# Held while all is written, so that no run takes back what another one has written.
_LOCK = ".csdlgen-init-lock"
_BLANK = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the configuration goes: a file, what it has already, and what the names of tables begin with there."""

    path: Path
    text: str
    prefix: str

    def with_tables(self, tables: str) -> str:
        """What is there and tables behind it, with its own ends of lines. Raises CsdlgenError where nothing can be
        added, as to `packages = {}`."""
        if not self.prefix:
            return tables
        end = "\r\n" if "\r\n" in self.text else "\n"
        text = f"{self.text.rstrip(_BLANK)}\n\n{tables}".lstrip("\n").replace("\r\n", "\n").replace("\n", end)
        try:
            parse_config(text, source=self.path.name)
        except CsdlgenError as error:
            message = f"no table can be added to what it has ({error.diagnostics[0].message})"
            remedy = "Write [tool.csdlgen.packages] as a table of its own, or leave it out."
            raise failure("init-exists", message, remedy, where=self.path.name) from error
        return text


@dataclass(frozen=True, slots=True)
class Beginning:
    """What was chosen: names, contents, the output folder, where documents were read, and the parts to do `without`."""

    names: Names
    choice: Chosen
    output: str
    sources: tuple[str, ...]
    without: tuple[str, ...]

    def configuration(self, prefix: str, sizes: Sizes | None = None) -> str:
        """The text of the configuration."""
        return configuration(
            *(self.names, self.choice, self.layout, self.sources), prefix=prefix, without=self.without, sizes=sizes
        )

    @property
    def layout(self) -> Layout:
        """Where things go."""
        name = self.names.package
        return Layout(self.output, f"metadata/{name}.csdl.xml", f"metadata/{name}.http")


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that is going to be written: files by path, and the package; with what was chosen."""

    files: dict[Path, str]
    generated: Generated
    sizes: Sizes
    beginning: Beginning


def run(
    sources: tuple[str, ...],
    wanted: tuple[str, ...],
    network: NetworkOptions,
    *,
    name: str | None,
    root: str | None,
    output: str | None,
    key_style: str | None,
    without: tuple[str, ...],
    dry_run: bool,
) -> int:
    """Work out everything, then write it, or nothing where anything of it fails."""
    output = output or ("src" if Path("src").is_dir() else ".")
    _tidy(Path.cwd(), output)
    place = _place(Path.cwd())
    texts, lines = _split(wanted)
    start = _starting_package()
    retrieved = retrieve(
        sources, network_of(network), LockedPackages((start,), Path(), read_lock([start]).lock), date.today()
    )
    model = retrieved.joined(start)
    names = name_package(name, service_root(root, [each.name for each in retrieved.sources]), model, key_style)
    lookup = UrlLookup(model)
    if not (texts or lines):
        if not is_terminal():
            raise click.UsageError(
                "What is wanted? Name paths, operations, types or request lines: me/messages sendMail."
            )
        texts, lines = _split(choose_interactively(Choices(lookup, names.service_root)), files=False)
    choice = choose(lookup, texts, lines, names.service_root)
    again = tuple(_name_of_anywhere(each) for each in sources)
    prepared = _prepare(place, Beginning(names, choice, output, again, tuple(sorted({*without}))), retrieved)
    if not dry_run:
        _write(prepared, place)
    _print(prepared, place.path.name, "would write" if dry_run else "wrote")
    return 0


def _name_of_anywhere(source: str) -> str:
    """What the configuration says was read, which is the same on every machine: a URL without its secrets, a git
    revision, a file from the folder of the configuration; of a file far away from that, its name alone."""
    if is_url(source):
        return redacted(source)
    if revision_name(source) or not Path(source).is_file():
        return source
    near, absolute = path_from_here(Path(source).resolve().parent, Path(source).name), Path(source).resolve().as_posix()
    return near if len(near) < len(absolute) else Path(source).name


def _tidy(folder: Path, output: str) -> None:
    """Remove what a run has left that was killed right behind its last file."""
    for each in (folder, folder / "metadata", folder / output):
        write_documents({}, (), each)
    if os.path.lexists(folder / _LOCK):
        with writing(folder), locked(folder, _LOCK):
            pass


def _place(folder: Path) -> Place:
    """Where to write the configuration: into the pyproject.toml that is there, else a csdlgen.toml. Raises CsdlgenError
    where there is a configuration already."""
    remedy = "Add a package to it by hand, then run `csdlgen update`; or start in another folder."
    if (folder / _CONFIG).exists():
        raise failure("init-exists", "there is a configuration already", remedy, where=_CONFIG)
    if not (folder / _PYPROJECT).exists():
        return Place(folder / _CONFIG, "", "")
    text = read_toml(_PYPROJECT, folder)
    if parse_config(text, source=_PYPROJECT).packages:
        raise failure("init-exists", "there is a configuration already", remedy, where=_PYPROJECT)
    return Place(folder / _PYPROJECT, text, "tool.csdlgen.")


def _split(wanted: Iterable[str], *, files: bool = True) -> tuple[tuple[str, ...], tuple[DocumentedLine, ...]]:
    """What is wanted as texts, and the request lines among it: given as such, or in `.http` files, where it may name
    `files`."""
    texts: list[str] = []
    lines: list[DocumentedLine] = []
    for each in wanted:
        if each.startswith(VERBS):
            lines += parse_http(each, source=each)
        elif files and each.endswith(".http"):
            lines += parse_http(read_source(each, special=True).data.decode("utf-8", "replace"), source=each)
        else:
            texts.append(each)
    return tuple(texts), tuple(lines)


def _starting_package() -> ConfiguredPackage:
    """The package that there is before anything is known of it, for what asks for one to read documents with."""
    config = PackageConfig(
        name="start", output=".", metadata=("metadata/start",), service_root="", client="StartClient", scopes=()
    )
    return ConfiguredPackage(config, Path.cwd(), Inputs((), (), ()))


def _prepare(place: Place, beginning: Beginning, retrieved: Retrieved) -> Prepared:
    """Everything, worked out and checked: what `csdlgen update` would make of the configuration."""
    folder, layout = place.path.parent, beginning.layout
    text = place.with_tables(beginning.configuration(place.prefix))
    config = parse_config(text, source=place.path.name).packages[-1]
    http = "".join(f"{line}\n" for line in beginning.choice.lines)
    documented = (Source(layout.http, http.encode(), folder),) if http else ()
    package = ConfiguredPackage(config, folder, Inputs((), (), documented))
    locked = read_lock([package])
    pairing = update.pair_documents(locked.names, len(retrieved.sources))
    change = compare_package(package, retrieved)
    if change.taken.lacking:
        raise CsdlgenError(*change.taken.lacking)
    print_diagnostics(refuse_foreseen(config, change.taken.slice))
    with working("generating"):
        documents = update.trimmed_documents(pairing, retrieved, [change])
        lock = update.new_lock(locked, pairing, retrieved, documents)
        generated = update.generate_from(package, documents, force=False)
    files = dict(update.changed_files(locked, documents, lock, force=False).texts)
    files |= {folder / layout.http: http} if http else {}
    _refuse_existing(files, locked)
    sizes = Sizes(generated.size, size_without(generated, PARTS))
    text = place.with_tables(beginning.configuration(place.prefix, sizes))
    return Prepared({**files, place.path: text}, generated, sizes, beginning)


def _write(prepared: Prepared, place: Place) -> None:
    """Write all, the configuration last: without it, what a killed run has left is in nobody's way. Raises CsdlgenError
    where another run writes here, and where the place is no longer what it was."""
    package, folder = prepared.generated.package, place.path.parent
    with writing(folder), locked(folder, _LOCK):
        if _place(folder) != place:
            message, remedy = "the file was changed by somebody else while this ran", "Run it again."
            raise failure("init-exists", message, remedy, where=place.path.name)
        with undone_on_failure(prepared.files, package.output / package.config.name):
            documents = {path: text for path, text in prepared.files.items() if path != place.path}
            write_documents(documents, (), Path("metadata"))
            prepared.generated.write(force=False)
            write_documents({place.path: prepared.files[place.path]}, (), folder)


def _refuse_existing(files: Mapping[Path, str], locked: LockedPackages) -> None:
    """Raise CsdlgenError where one of the files exists with other content; the lock is renewed."""
    for path, text in files.items():
        if path != locked.path and path.exists() and (not path.is_file() or path.read_bytes() != text.encode()):
            name = path.relative_to(locked.packages[0].folder).as_posix()
            remedy = "Move it out of the way, or call the package something else with --name."
            raise failure("init-exists", f"{name} exists, with other content", remedy, where=name)


# --- what is printed ------------------------------------------------------------------------------


def _print(prepared: Prepared, place: str, verb: str) -> None:
    """What was chosen to stderr, and a program with the first calls to stdout."""
    generated, names, choice = prepared.generated, prepared.beginning.names, prepared.beginning.choice
    config = generated.package.config
    print_diagnostics(generated.selected.notes)
    for path in prepared.files:
        say(f"{verb} {path.relative_to(generated.package.folder).as_posix()}", err=True)
    say(f"{verb} {config.output}/{config.name}: {_sizes(generated)}", err=True)
    if config.without != PARTS.keys():
        parts, smallest = listed(PARTS), prepared.sizes.smallest
        say(f"without {parts}: {smallest} (see `without` in {place})", err=True)
    keys = "segments" if names.key_style == "segment" else names.key_style
    hops = f"at most {count(choice.hops, 'navigation property', 'navigation properties')} behind"
    facts = [
        ("service", f"{names.service_root}, keys in {keys} ({names.because})"),
        ("package", f"{names.package}, with the class {names.client}"),
        ("operations", ", ".join(choice.operations)),
        ("resources", ", ".join(choice.resources)),
        ("types", ", ".join(choice.types)),
        ("routes", f"from {', '.join(choice.roots)}, {hops}" if choice.roots else ""),
        *(("note", note) for note in choice.notes),
    ]
    for label, fact in facts:
        if fact:
            say(printable(f"{label}: {fact}"), err=True)
    print_first_calls(generated, err=True)


def _sizes(generated: Generated) -> str:
    runtime = size_of(text for path, text in generated.files.items() if "_runtime" in path.parts)
    return f"{generated.size}, of which {runtime} are its runtime"
