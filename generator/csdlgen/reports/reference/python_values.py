"""The Python that makes sample values, and what it has to import. Schema text gets into it as `Code` does: identifiers
that the plan has chosen, and literals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from csdlgen import python_names as names
from csdlgen.edm.model import EDM, EnumType, QName, StructuredType, TypeRef
from csdlgen.package.code import Code, bracketed, call_with, compose, data, dotted, identifier, imported, join, literal
from csdlgen.package.plan.annotations import Annotator
from csdlgen.package.plan.models import member_names, model_names

# Points in time have more, a fraction and an offset, which nobody would write as numbers.
_DATE, _TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"), re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2})")
_STANDARD = ("asyncio", "datetime", "decimal", "itertools", "uuid")
# Names that examples use for something else than models.
_TAKEN = frozenset(
    (
        "Decimal", "DefaultAzureCredential", "UUID", "asyncio", "client", "credential", "date", "datetime", "each",
        "islice", "main", "print", "request", "result", "time", "timedelta",
    )
)  # fmt: skip


@dataclass
class Imports:
    """What an example imports: module → name there → name in the example."""

    names: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, module: str, name: str) -> Code:
        """What a name of a module is called in the example, another one where the name is in use."""
        known = self.names.setdefault(module, {})
        if name not in known:
            ours = module.partition(".")[0] in _STANDARD or module.startswith("azure.")
            used = {each for some in self.names.values() for each in some.values()}
            known[name] = name if ours else names.free(name, used | _TAKEN | names.KEYWORDS)
        return identifier(known[name])

    def lines(self) -> list[Code]:
        """The statements: the standard library, a blank line, and the rest."""
        standard = [each for each in sorted(self.names) if each in _STANDARD]
        others = [each for each in sorted(self.names) if each not in _STANDARD]
        return [*map(self._line, standard), *([Code("")] if standard and others else []), *map(self._line, others)]

    def _line(self, module: str) -> Code:
        known = self.names[module]
        if not known:
            return compose("import {}", dotted(module))
        return imported(dotted(module), [_named(*each) for each in sorted(known.items())], indent=0)


def _moment(made: Code, shape: re.Pattern[str] | None, value: str) -> Code:
    """The date or time of a text: made of its numbers where it has the shape, else read as what it is."""
    if match := shape and shape.fullmatch(value):
        return compose("{}({})", made, join(", ", [literal(int(number)) for number in match.groups()]))
    return compose("{}.fromisoformat({})", made, literal(value))


def _named(name: str, here: str) -> Code:
    return identifier(name) if name == here else compose("{} as {}", identifier(name), identifier(here))


@dataclass(frozen=True)
class PythonValues:
    """Writes the Python for sample values; `package` is the name of the package."""

    annotator: Annotator
    package: str
    imports: Imports

    def of(self, type_: TypeRef, value: Any, *, indent: int) -> Code:
        """The Python for a JSON value of a type."""
        if type_.collection and isinstance(value, list):
            items = [self._single(type_.name, each, indent + 1) for each in value]
            return bracketed(Code("["), items, Code("]"), indent=indent)
        return self._single(type_.name, value, indent)

    def _single(self, name: QName, value: Any, indent: int) -> Code:
        name = self.annotator.underlying(name)
        if name.namespace == EDM:
            return self._primitive(name.name, value)
        declared = self.annotator.model.types[name]
        if isinstance(declared, EnumType):
            member = compose("{}.{}", self._class(name), identifier(member_names(declared)[value]))
            return compose("{{{}}}", member) if declared.flags else member
        return self._object(name, value, indent)

    def _primitive(self, name: str, value: Any) -> Code:
        add = self.imports.add
        match name:
            case "Date":
                return _moment(add("datetime", "date"), _DATE, value)
            case "DateTimeOffset":
                return _moment(add("datetime", "datetime"), None, value)
            case "TimeOfDay":
                return _moment(add("datetime", "time"), _TIME, value)
            case "Duration":
                return compose("{}(hours=1, minutes=30)", add("datetime", "timedelta"))
            case "Decimal":
                return compose("{}({})", add("decimal", "Decimal"), literal(value))
            case "Guid":
                return compose("{}({})", add("uuid", "UUID"), literal(value))
            case "Binary":
                return Code('b"binary"')
            case "Int64":
                return literal(int(value))
        return data(Code(""), value, indent=0)

    def _object(self, name: QName, value: Mapping[str, Any], indent: int) -> Code:
        """The constructor of a model, of a derived type where `@odata.type` says so."""
        type_ = self._type(name, value)
        attributes = model_names(self.annotator, type_)
        members = {prop.name: prop for base in self.annotator.model.ancestry(type_.name) for prop in base.properties}
        given = {
            attributes[wire]: self.of(members[wire].type, each, indent=indent + 1)
            for wire, each in value.items()
            if wire in members
        }
        return call_with(self._class(type_.name), given, indent=indent)

    def _type(self, name: QName, value: Mapping[str, Any]) -> StructuredType:
        said = value.get("@odata.type")
        type_ = self.annotator.model.structured(QName.parse(said.removeprefix("#")) if said else name)
        assert type_ is not None
        return type_

    def _class(self, name: QName) -> Code:
        home = self.annotator.homes[name]
        return self.imports.add(".".join((self.package, *home.package)), home.cls)
