"""The plan of a whole package: every file, its template, and what the template prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from csdlgen import __version__
from csdlgen.edm.model import EnumType, TypeDefinition
from csdlgen.package.code import Code, bracketed, compose, docstring, dotted, identifier, imported, join, literal
from csdlgen.package.plan import builder_names
from csdlgen.package.plan.annotations import Annotator, has_big_numbers
from csdlgen.package.plan.builder_types import SERVICE, BuilderTypes
from csdlgen.package.plan.builders import builder_module, service_module
from csdlgen.package.plan.models import enum_module, model_module
from csdlgen.package.plan.routes import routes_module
from csdlgen.package.plan.type_modules import Home, homes, relative, subpackages
from csdlgen.package.plan.values import (
    ClientModule,
    Content,
    Distribution,
    FixedModule,
    LazyPackage,
    ModelsPackage,
    PackagePlan,
    PlannedFile,
)
from csdlgen.project.config import PackageConfig
from csdlgen.python_names import Naming
from csdlgen.routes import Ledger, UrlStyle
from csdlgen.select import Slice

IEEE754 = "application/json;IEEE754Compatible=true"
"""Asks for Edm.Int64 and Edm.Decimal as text, or says that they are (OData JSON section 3.2)."""
_FUNCTIONS = ("Model", "WireError", "bind", "changes", "from_json", "removed", "to_json")


def plan_package(slice_: Slice, ledger: Ledger, config: PackageConfig) -> PackagePlan:
    """The plan of the package that a configuration asks for."""
    types = configured_types(slice_, config)
    annotator = types.annotator
    root = PurePosixPath(config.name)
    files = [
        *_models(annotator, config),
        *_builders(types),
        ("routes.py", "routes.py", routes_module(types, ledger, config.limits, config.service_root)),
        ("_client.py", "client.py", _client(config, annotator, "client", "", "Client")),
        ("aio.py", "client.py", _client(config, annotator, "aio", "Async", "Async client")),
        ("queries.py", "queries.py", FixedModule()),
        ("__init__.py", "__init__.py", _root(config)),
    ]
    left_out = {f"{part}.py" for part in config.without}
    planned = [PlannedFile(root / path, template, content) for path, template, content in files if path not in left_out]
    if config.distribution and not config.vendored:
        planned.append(PlannedFile(PurePosixPath("pyproject.toml"), "pyproject.toml", _distribution(config)))
    planned.sort(key=lambda each: each.path)
    return PackagePlan(config.name, tuple(planned), root / "_runtime", config.vendored or bool(config.distribution))


def configured_types(slice_: Slice, config: PackageConfig) -> BuilderTypes:
    """What builders and models of a slice are about, as a configuration has them."""
    types = builder_types(slice_, config.style, config.naming, deletes_linked=config.deletes_linked)
    return replace(types, empty_bodies=config.empty_bodies, replaces=config.replaces)


def builder_types(slice_: Slice, style: UrlStyle, naming: Naming, *, deletes_linked: bool = False) -> BuilderTypes:
    """What builders and models of a slice are about, with the places of their classes."""
    model = slice_.model
    style = replace(style, namespace=slice_.namespace)
    classes = [name for name in slice_.models if not isinstance(model.types[name], TypeDefinition)]
    packages = subpackages((each.namespace for each in model.schemas), slice_.namespace, naming)
    annotator = Annotator(model, homes(packages, sorted(classes), "models", naming), packages, naming)
    return BuilderTypes(
        annotator,
        slice_.path_types,
        style,
        slice_.resources,
        slice_.casts,
        deletes_linked,
        qualified=slice_.qualified,
        property_names=slice_.properties,
    )


_File = tuple[str, str, Content]


def _models(annotator: Annotator, config: PackageConfig) -> Iterator[_File]:
    packages: dict[tuple[str, ...], dict[str, Home]] = {("models",): {}}
    for name, home in annotator.homes.items():
        type_ = annotator.model.types[name]
        path = f"{'/'.join(home.parts)}.py"
        packages.setdefault(home.package, {})[name.name] = home
        if isinstance(type_, EnumType):
            yield path, "enum.py", enum_module(annotator, type_)
        elif not isinstance(type_, TypeDefinition):
            yield path, "model.py", model_module(annotator, type_, config.odata_type)
    # Every package on the way to a subpackage is one itself.
    for package in list(packages):
        for depth in range(1, len(package)):
            packages.setdefault(package[:depth], {})
    used = {name.namespace for name in annotator.homes}
    spaces = {space: below for space, below in annotator.subpackages.items() if space in used}
    for package, members in packages.items():
        content = _models_package(package, members, packages, spaces)
        deprecated = any(annotator.homes[name].package == package for name in annotator.deprecated)
        yield f"{'/'.join(package)}/__init__.py", "models.py", content._replace(names_deprecated=deprecated)


def _models_package(
    package: tuple[str, ...],
    members: Mapping[str, Home],
    packages: Iterable[tuple[str, ...]],
    spaces: Mapping[str, tuple[str, ...]],
) -> ModelsPackage:
    """An `__init__` of models; `packages` are all of them, `spaces` the subpackages of namespaces."""
    outermost = len(package) == 1
    names = {home.cls: home.module for home in members.values()}
    doc = "The models: views over the JSON that the service sends and takes."
    inner = sorted(each[-1] for each in packages if each[:-1] == package)
    lazy = _lazy(doc, package, names, also=_FUNCTIONS * outermost, inner=inner)
    types = tuple(
        compose("{}: {}", literal(name), literal(f"{home.module}.{home.cls}")) for name, home in sorted(members.items())
    )
    entries = [
        compose("{}: {}", literal(space), literal("".join(f".{part}" for part in below)))
        for space, below in sorted(spaces.items())
    ]
    return ModelsPackage(False, lazy, types, outermost, tuple(entries) if outermost else ())


def _lazy(
    doc: str, package: tuple[str, ...], names: Mapping[str, str], also: tuple[str, ...] = (), inner: Sequence[str] = ()
) -> LazyPackage:
    """An `__init__` for classes by module; it has the names of `also` itself, and the subpackages `inner`."""
    ordered = sorted(names)
    inside = [each for each in inner if each not in names]
    runtime = dotted(relative(package, ("_runtime", "lazy")))
    return LazyPackage(
        doc=docstring(doc, indent=0),
        lazy=imported(runtime, [Code("lazy as _lazy")], indent=0),
        imports=(
            *(compose("from . import {0} as {0}", identifier(each)) for each in inside),
            *(imported(dotted(f".{names[each]}"), [identifier(each)], indent=1) for each in ordered),
        ),
        exports=tuple(literal(each) for each in sorted([*names, *also, *inside])),
        homes=tuple(literal(f"{names[each]}.{each}") for each in ordered),
        inner=tuple(literal(f".{each}") for each in inside),
    )


def _builders(types: BuilderTypes) -> Iterator[_File]:
    packages: set[tuple[str, ...]] = {("builders",)}
    aliases = builder_names.aliases(types)
    for name, home in types.homes.items():
        packages |= {home.package[:depth] for depth in range(1, len(home.package) + 1)}
        yield f"{'/'.join(home.parts)}.py", "builder.py", builder_module(types, name, aliases)
    yield f"{'/'.join(SERVICE.parts)}.py", "builder.py", service_module(types, aliases)
    doc = "Request builders, one module for each entity type; the clients hand them out."
    for package in sorted(packages):
        yield f"{'/'.join(package)}/__init__.py", "empty.py", _lazy(doc, package, {})


def _client(config: PackageConfig, annotator: Annotator, module: str, prefix: str, kind: str) -> ClientModule:
    """A client: the class of the runtime whose name begins with `prefix`, and what it has besides."""
    name = identifier(config.client)
    scopes = [literal(each) for each in config.scopes]
    parents = {module: identifier(f"{prefix}Client")}
    if "batch" not in config.without:
        parents["batching"] = identifier(f"{prefix}Batching")
    bases = [*parents.values(), compose("Service[{}]", literal(config.client))]
    product = f"{config.distribution or config.name}/{__version__}"
    return ClientModule(
        imports=(
            *(imported(dotted(f"._runtime.{each}"), [parents[each]], indent=0) for each in sorted(parents)),
            imported(dotted(".builders.service"), [identifier(SERVICE.cls)], indent=0),
        ),
        declaration=bracketed(compose("class {}(", name), bases, Code("):"), indent=0),
        class_doc=docstring(
            f"{kind} of the service at {config.service_root}; see its base class for the arguments.", indent=1
        ),
        endpoint=literal(config.service_root),
        scopes=compose("({},)" if len(config.scopes) == 1 else "({})", join(", ", scopes)),
        user_agent=literal(product),
        accept=literal(IEEE754) if has_big_numbers(annotator) else Code(""),
        version=literal("4.01") if annotator.model.version == "4.01" else Code(""),
    )


def _root(config: PackageConfig) -> LazyPackage:
    doc = f"A client for the part of {config.service_root} that was selected, generated by csdlgen."
    return _lazy(doc, (), {config.client: "_client", "Request": "_runtime.requests"})


def _distribution(config: PackageConfig) -> Distribution:
    return Distribution(
        name=literal(config.distribution),
        version=literal(__version__),
        description=literal(f"A typed client for a part of {config.service_root}, generated by csdlgen."),
        package=literal(config.name),
        licence=literal(f"{config.name}/LICENSE"),
    )
