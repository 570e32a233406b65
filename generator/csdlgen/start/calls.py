"""The first calls to try with a package: Python that works with the names that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple, TypeVar

from csdlgen.edm.model import EnumType, Operation, Parameter, QName, TypeRef
from csdlgen.navigation import Path, Step, has_key
from csdlgen.package.plan.builder_names import (
    BuilderMember,
    attributes_of,
    service_attributes,
    verb_names,
)
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.files import builder_types
from csdlgen.package.plan.models import member_names, model_names
from csdlgen.package.plan.verbs import may_be_left_out, parameter_names
from csdlgen.pipeline import Selected
from csdlgen.project.config import PackageConfig
from csdlgen.routes import OperationRoutes, key_parameters

# Edm type → a value in Python, and what it is imported from.
_SAMPLES = {
    "Edm.String": ('"…"', ""),
    "Edm.Boolean": ("True", ""),
    "Edm.Binary": ('b"..."', ""),
    "Edm.Double": ("1.0", ""),
    "Edm.Single": ("1.0", ""),
    "Edm.Decimal": ("Decimal(1)", "decimal"),
    "Edm.Guid": ("UUID(int=1)", "uuid"),
    "Edm.Date": ("date(2030, 1, 31)", "datetime"),
    "Edm.TimeOfDay": ("time(12, 30)", "datetime"),
    "Edm.DateTimeOffset": ("datetime(2030, 1, 31, tzinfo=timezone.utc)", "datetime"),
    "Edm.Duration": ("timedelta(hours=1)", "datetime"),
    **{f"Edm.{name}": ("1", "") for name in ("Byte", "SByte", "Int16", "Int32", "Int64")},
}
_IMPORTED = {
    "Decimal(1)": ("Decimal",),
    "UUID(int=1)": ("UUID",),
    "date(2030, 1, 31)": ("date",),
    "time(12, 30)": ("time",),
    "datetime(2030, 1, 31, tzinfo=timezone.utc)": ("datetime", "timezone"),
    "timedelta(hours=1)": ("timedelta",),
}
_STANDARD = frozenset(("datetime", "decimal", "itertools", "uuid"))
_MOST_TRIED = 50
_FIRST = 5
_T = TypeVar("_T")


class FirstCalls(NamedTuple):
    """A program that makes two calls, and the distributions that it needs."""

    code: str
    requires: tuple[str, ...]


def first_calls(config: PackageConfig, selected: Selected, *, identity: bool) -> FirstCalls:
    """The first calls: what can be listed or read with the fewest keys, an operation, and one entity. With `identity`
    the client gets a credential from azure-identity, else none."""
    types = builder_types(selected.slice, config.style, config.naming, deletes_linked=config.deletes_linked)
    resources = sorted(selected.slice.resources, key=lambda path: (bool(path.cast), _keys(path), len(path.steps)))
    listed = _made(types, config, _Statement.list_, resources)
    called = _made(types, config, _Statement.call, selected.ledger.entries)
    read = _made(types, config, _Statement.read, resources)
    statements = [*listed[:1], *called[:1], *read[:1], *called[1:]][:2]
    imports: dict[str, set[str]] = {config.name: {config.client}}
    if identity:
        imports["azure.identity"] = {"DefaultAzureCredential"}
    for statement in statements:
        for module, names in statement.imports.items():
            imports.setdefault(module, set()).update(names)
    first = [_import(module, imports[module]) for module in sorted(imports) if module in _STANDARD]
    others = [_import(module, imports[module]) for module in sorted(imports) if module not in _STANDARD]
    lines = [*first, *([""] if first else []), *others]
    lines += ["", f"with {config.client}({'DefaultAzureCredential()' if identity else 'None'}) as client:"]
    lines += [f"    {line}" for each in statements for line in each.lines] or ["    print(client.endpoint)"]
    return FirstCalls("\n".join(lines), ("azure-core", *(["azure-identity"] if identity else [])))


def _import(module: str, names: Iterable[str]) -> str:
    return f"from {module} import {', '.join(sorted(names))}"


def _made(
    types: BuilderTypes, config: PackageConfig, write: Callable[[_Statement, _T], list[str]], of: Iterable[_T]
) -> list[_Statement]:
    """The statements that can be written of the first ones of something."""
    made = []
    for each in islice(of, _MOST_TRIED):
        statement = _Statement(types, config)
        statement.lines = write(statement, each)
        made += [statement] if statement.lines else []
    return made


def _keys(path: Path) -> int:
    return sum(has_key(path.steps, number, keyed=False) for number in range(len(path.steps)))


@dataclass
class _Statement:
    """A statement about a client, with what it imports: names by module."""

    types: BuilderTypes
    config: PackageConfig
    lines: list[str] = field(default_factory=list)
    imports: dict[str, set[str]] = field(default_factory=dict)

    def list_(self, path: Path) -> list[str]:
        """Listing the collection at the end of a path; none where that is not possible."""
        at = self._at(path, keyed=False)
        if not (at and path.steps[-1].collection and self._allows(path, "list")):
            return []
        item = self.types.annotator.homes[path.target].module
        return self._first_of(f"{at}.list(top={_FIRST})", item, self._key_of(path.target))

    def read(self, path: Path) -> list[str]:
        """Reading the entity at the end of a path."""
        at = self._at(path, keyed=True)
        return [f"print({at}.get())"] if at and self._allows(path, "get") else []

    def call(self, entry: OperationRoutes) -> list[str]:
        """Calling an operation on the first of its routes. The request of an action is only built: who tries a program
        does not expect it to change anything."""
        operation = entry.operation
        path = next((route.path for route in entry.routes), None)
        if path is None:
            return []
        arguments = list(self._arguments(operation))
        if operation.binding is None:
            at, overloads = "client", self.types.imports[entry.segment]
            attribute = service_attributes(self.types).get(BuilderMember("import", entry.segment))
        else:
            many = operation.binding.collection
            at = self._at(path, keyed=not many)
            name = self._declaring(path.target, operation, many=many)
            overloads = self.types.operations(name, collection=many).get(operation.name, ()) if name else ()
            member = BuilderMember("operation", str(operation.name))
            attribute = attributes_of(self.types, path.target, many=many).get(member)
        if not (at and attribute and overloads) or "" in arguments:
            return []
        verb = verb_names(self.types, overloads)[operation]
        to_call, given = f"{at}.{attribute}.{verb}", f"({', '.join(arguments)})"
        if operation.kind == "action":
            built = f"request = {to_call}.to_request{given}"
            return [built, "print(request.method, request.url)  # `client.send(request)` sends it"]
        if operation.returns and operation.returns.type.collection:
            return self._first_of(f"{to_call}{given}", "each", "")
        return [f"print({to_call}{given})"]

    def _first_of(self, items: str, item: str, attribute: str) -> list[str]:
        """Printing the first items of an iterable, which may have very many."""
        self.imports.setdefault("itertools", set()).add("islice")
        return [f"for {item} in islice({items}, {_FIRST}):", f"    print({item}{attribute})"]

    def _declaring(self, name: QName, operation: Operation, *, many: bool) -> QName | None:
        line = (each.name for each in self.types.model.ancestry(name))
        return next((each for each in line if operation.name in self.types.operations(each, collection=many)), None)

    def _allows(self, path: Path, verb: str) -> bool:
        step = path.steps[-1]
        if path.cast or path.target not in self.types.annotator.homes:
            return False
        ways = [self.types.allowed(path.target, self.types.way(step), many=many) for many in (True, False)]
        return any(verb in each.verbs for allowed in ways for each in allowed)

    # --- expressions ----------------------------------------------------------------------------------------------

    def _at(self, path: Path, *, keyed: bool) -> str:
        """The builder at the end of a path, with samples of keys on the way; empty where that cannot be written."""
        at, here = "client", None
        for number, step in enumerate(path.steps):
            names = list(self._attributes(step, here))
            if step.call or "" in names:
                return ""
            at = ".".join((at, *names))
            here = step.target
            if has_key(path.steps, number, keyed=keyed):
                key = [self._sample(TypeRef(part.type)) for part in key_parameters(self.types.graph, here)]
                if not key or "" in key:
                    return ""
                at += f"[{', '.join(key)}]"
        if path.cast:
            member = BuilderMember("cast", str(path.cast))
            many = path.steps[-1].collection and not keyed
            cast = attributes_of(self.types, path.steps[-1].target, many=many).get(member)
            at = f"{at}.{cast}" if cast else ""
        return at

    def _attributes(self, step: Step, here: QName | None) -> Iterator[str]:
        """The attributes that a step is behind a type; an empty one where there is none."""
        if here is None:
            yield service_attributes(self.types).get(BuilderMember("navigation", step.name), "")
            return
        for segment in step.prefix:
            kind = "cast" if "." in segment else "complex"
            yield attributes_of(self.types, here, many=False).get(BuilderMember(kind, segment), "")
            member = None if kind == "cast" else self.types.lookup.member(here, segment)
            here = member.type.name if member else QName.parse(segment)
        yield attributes_of(self.types, here, many=False).get(BuilderMember("navigation", step.name), "")

    def _key_of(self, name: QName) -> str:
        """The first attribute of a model that is a part of its key."""
        structured = self.types.model.structured(name)
        key = key_parameters(self.types.graph, name)
        attribute = model_names(self.types.annotator, structured).get(key[0].property) if key and structured else ""
        return f".{attribute}" if attribute else ""

    def _arguments(self, operation: Operation) -> Iterator[str]:
        """The arguments that an operation needs; an empty one where there is no sample."""
        python = parameter_names(operation, self.types.annotator.naming)
        for parameter in operation.nonbinding_parameters:
            if self._is_needed(operation, parameter):
                sample = self._sample(parameter.type)
                yield f"{python[parameter.name]}={sample}" if sample else ""

    def _is_needed(self, operation: Operation, parameter: Parameter) -> bool:
        """Whether a call has to have an argument; the first of an action is shown in any case."""
        return parameter == operation.nonbinding_parameters[0] or not may_be_left_out(operation, parameter)

    def _sample(self, type_: TypeRef) -> str:
        """A value of a type; empty where there is none that says anything."""
        annotator = self.types.annotator
        name = annotator.underlying(type_.name)
        home = annotator.homes.get(name)
        if type_.collection:
            return "[]"
        if home is None:
            sample, module = _SAMPLES.get(str(name), ("", ""))
            if module:
                self.imports.setdefault(module, set()).update(_IMPORTED[sample])
            return sample
        known = self.types.model.types[name]
        members = member_names(known) if isinstance(known, EnumType) else {}
        if isinstance(known, EnumType) and not members:
            return ""
        self.imports.setdefault(".".join((self.config.name, *home.package)), set()).add(home.cls)
        return f"{home.cls}.{next(iter(members.values()))}" if members else f"{home.cls}()"
