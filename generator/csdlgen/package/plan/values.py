"""The plan of a package: all that its templates may say, worked out beforehand.

Every text in here that reaches a template is a `Code`; everything else is a tuple to loop over or a boolean to test.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple, TypeAlias

from csdlgen.package.code import Code


class LazyPackage(NamedTuple):
    """An `__init__` whose names are imported at first use (PEP 562).

    `lazy` imports what makes it so, `imports` are the statements that type checkers read, `exports` the sorted names,
    `homes` the names with their modules, `inner` the subpackages.
    """

    doc: Code
    lazy: Code
    imports: tuple[Code, ...]
    exports: tuple[Code, ...]
    homes: tuple[Code, ...]
    inner: tuple[Code, ...] = ()


class FixedModule(NamedTuple):
    """A module that is the same in every package."""


class ModelsPackage(NamedTuple):
    """The same for a package of models: `types` are the entries CSDL name → home; the outermost one has `namespaces`,
    the entries namespace → subpackage, and the functions for going in and out as JSON; `names_deprecated` says whether
    any of its classes is deprecated."""

    names_deprecated: bool
    lazy: LazyPackage
    types: tuple[Code, ...]
    outermost: bool
    namespaces: tuple[Code, ...]


class Declaration(NamedTuple):
    """A line of a class body, as laid out, and its docstring: a property of a model, a member of an enumeration."""

    declaration: Code
    doc: Code


class ModelModule(NamedTuple):
    """A module with the class of one structured type; `deprecated` decorates it, `names_deprecated` says whether the
    module refers to anything deprecated."""

    names_deprecated: bool
    deprecated: Code
    imports: tuple[Code, ...]
    typing_imports: tuple[Code, ...]
    declaration: Code
    class_doc: Code
    attributes: tuple[Declaration, ...]


class EnumModule(NamedTuple):
    """A module with one enumeration; `numbers` are the entries number → member of values that come as numbers,
    `deprecated` decorates the class."""

    imports: tuple[Code, ...]
    deprecated: Code
    declaration: Code
    class_doc: Code
    members: tuple[Declaration, ...]
    numbers: Code


class Method(NamedTuple):
    """A method of a builder: what decorates it, that it is deprecated, its signature and docstring, what it imports,
    and its result; `also` are the assignments that give it other names."""

    signature: Code
    result: Code
    doc: Code = Code("")
    decorator: Code = Code("")
    deprecated: Code = Code("")
    imported: Code = Code("")
    also: tuple[Code, ...] = ()


class BuilderClass(NamedTuple):
    """A request builder; `variables` are those that the verbs of its base classes read."""

    declaration: Code
    doc: Code
    variables: tuple[Code, ...] = ()
    methods: tuple[Method, ...] = ()


class BuilderModule(NamedTuple):
    """A module with the builders of one entity type: itself, its collection, its operations; `names_deprecated` says
    whether it refers to anything deprecated."""

    names_deprecated: bool
    imports: tuple[Code, ...]
    typing_imports: tuple[Code, ...]
    classes: tuple[BuilderClass, ...]


class RouteOperation(NamedTuple):
    """An operation in the routes module: `call` are its arguments, `documented` its documented URLs."""

    name: Code
    qualified: Code
    doc: Code
    call: tuple[Code, ...]
    documented: tuple[Code, ...]


class RoutesModule(NamedTuple):
    """The routes module: operations with their routes, and the arguments of the navigation graph."""

    exports: tuple[Code, ...]
    operations: tuple[RouteOperation, ...]
    registry: tuple[Code, ...]
    graph: tuple[Code, ...]


class ClientModule(NamedTuple):
    """The sync or the async client."""

    imports: tuple[Code, ...]
    declaration: Code
    class_doc: Code
    endpoint: Code
    scopes: Code
    user_agent: Code
    accept: Code
    version: Code


class Distribution(NamedTuple):
    """The pyproject.toml of the package."""

    name: Code
    version: Code
    description: Code
    package: Code
    licence: Code


Content: TypeAlias = (
    FixedModule
    | LazyPackage
    | ModelsPackage
    | ModelModule
    | EnumModule
    | BuilderModule
    | RoutesModule
    | ClientModule
    | Distribution
)


class PlannedFile(NamedTuple):
    """An output file: where it goes (below the output folder), its template, and what the template prints."""

    path: PurePosixPath
    template: str
    content: Content


class PackagePlan(NamedTuple):
    """A whole package: the files to render, the folder that the runtime goes into, and whether it has a licence
    notice."""

    name: str
    files: tuple[PlannedFile, ...]
    runtime: PurePosixPath
    notice: bool = False
