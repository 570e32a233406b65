"""Python annotations for EDM types."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from csdlgen.edm.lookup import Lookup
from csdlgen.edm.model import EDM, Annotation, EdmModel, EnumType, QName, TypeDefinition, TypeRef
from csdlgen.edm.vocabularies import deprecation
from csdlgen.package.code import Code, compose, identifier
from csdlgen.package.plan.field_text import Facts, field_facts
from csdlgen.package.plan.imports import Needs, aliases
from csdlgen.package.plan.type_modules import Home
from csdlgen.package.plan.value_text import literals
from csdlgen.python_names import Naming

# Python name → the module that has it, and the Edm types that it annotates (CSDL section 3.3).
_ANNOTATIONS: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "bool": (None, ("Boolean",)),
    "bytes": (None, ("Binary",)),
    "float": (None, ("Double", "Single")),
    "int": (None, ("Byte", "Int16", "Int32", "Int64", "SByte")),
    "str": (None, ("Stream", "String")),
    "date": ("datetime", ("Date",)),
    "datetime": ("datetime", ("DateTimeOffset",)),
    "time": ("datetime", ("TimeOfDay",)),
    "timedelta": ("datetime", ("Duration",)),
    "Decimal": ("decimal", ("Decimal",)),
    "UUID": ("uuid", ("Guid",)),
}
_PRIMITIVES = {type_: (name, module) for name, (module, types) in _ANNOTATIONS.items() for type_ in types}
_ANY = "Any", "typing"


@dataclass(frozen=True)
class Annotator:
    """Writes annotations for the types of a slice."""

    model: EdmModel
    homes: dict[QName, Home]
    subpackages: dict[str, tuple[str, ...]]
    naming: Naming
    attributes: dict[QName, dict[str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What `model_names` has answered."""

    @cached_property
    def aliases(self) -> dict[tuple[Home, str], str]:
        """What models are imported as whose name several namespaces have."""
        return aliases((home, home.cls) for home in self.homes.values())

    @cached_property
    def deprecated(self) -> dict[QName, str]:
        """What there is to say of each deprecated type that the package has a class for."""
        found = {name: deprecation(self.model.types[name].annotations) for name in self.homes}
        return {name: says for name, says in found.items() if says}

    @cached_property
    def fields(self) -> Facts:
        """What queries cannot do with properties."""
        return field_facts(Lookup(self.model))

    def is_object(self, name: QName) -> bool:
        """Whether values of a type are JSON objects with properties that the package knows."""
        return name in self.homes and self.model.structured(name) is not None

    def underlying(self, name: QName) -> QName:
        """The primitive type behind a type definition, any other type itself (CSDL section 11)."""
        type_ = self.model.types.get(name)
        return type_.underlying if isinstance(type_, TypeDefinition) else name

    def wire(self, type_: TypeRef) -> str:
        """The type as the runtime's codecs know it; a type that the package has no class for is untyped."""
        text = self.wire_name(type_.name)
        return f"Collection({text})" if type_.collection else text

    def wire_name(self, name: QName) -> str:
        """The same for a single value of a named type."""
        name = self.underlying(name)
        return str(name) if name.namespace == EDM or name in self.homes else "Edm.Untyped"

    def item(self, name: QName, needs: Needs) -> Code:
        """The annotation of a single value."""
        name = self.underlying(name)
        if name.namespace == EDM:
            return self._primitive(name.name, needs)
        home = self.homes.get(name)
        if home is None:
            return needs.typing("typing", "Any")
        needs.names_deprecated |= name in self.deprecated
        cls = needs.annotated(home, home.cls)
        type_ = self.model.types[name]
        if not isinstance(type_, EnumType):
            return cls
        if type_.flags:
            return compose("{}[{} | str]", needs.typing("collections.abc", "Set"), cls)
        return compose("{} | str", cls)

    def _primitive(self, name: str, needs: Needs) -> Code:
        if name.startswith(("Geography", "Geometry")):
            return compose("dict[str, {}]", needs.typing("typing", "Any"))
        python, module = _PRIMITIVES.get(name, _ANY)
        return needs.typing(module, python) if module else identifier(python)

    def builtins(self, name: QName) -> set[str]:
        """The names in small letters that annotate a single value of a type, which an attribute of the same class must
        not have."""
        name = self.underlying(name)
        if name.namespace != EDM:
            return {"str"} if name in self.homes else set()
        return {"dict"} if name.name.startswith("Geo") else {_PRIMITIVES.get(name.name, _ANY)[0]}

    def attribute(self, type_: TypeRef, annotations: tuple[Annotation, ...], name: str, needs: Needs) -> Code:
        """The annotation of a model's attribute of that name. That every attribute may be None, the runtime's `Prop`
        says; `Choice` is for one whose values the schema limits."""
        item = self.item(type_.name, needs)
        allowed = () if type_.collection else literals(self.model, annotations, type_)
        if allowed:
            return compose("{}[{}, {}]", needs.runtime("Choice"), item, needs.choice(allowed, name))
        if type_.collection:
            item = compose("{}[{}]", needs.typing("collections.abc", "MutableSequence"), item)
        return compose("{}[{}]", needs.runtime("Prop"), item)

    def parameter(
        self, type_: TypeRef, annotations: tuple[Annotation, ...], name: str, needs: Needs, *, optional: bool
    ) -> Code:
        """The annotation of an operation's parameter of that name."""
        allowed = literals(self.model, annotations, type_)
        item = needs.choice(allowed, name) if allowed else self.item(type_.name, needs)
        if type_.collection:
            item = compose("{}[{}]", needs.typing("collections.abc", "Sequence"), item)
        return compose("{} | None", item) if optional and item.text != "Any" else item

    def result(self, type_: TypeRef | None, needs: Needs) -> Code:
        """The annotation of an operation's result: octets for a stream, a page for a collection, which is never null
        (CSDL section 12.8)."""
        if type_ is None:
            return Code("None")
        item = Code("bytes") if str(self.underlying(type_.name)) == "Edm.Stream" else self.item(type_.name, needs)
        if type_.collection:
            return compose("{}[{}]", needs.page(), item)
        return compose("{} | None", item) if type_.nullable and item.text != "Any" else item


_BIG = frozenset((QName(EDM, "Decimal"), QName(EDM, "Int64")))


def has_big_numbers(annotator: Annotator) -> bool:
    """Whether the package reads numbers that JSON numbers round: in properties of its models, in results."""
    model = annotator.model
    read = [prop.type for name in annotator.homes if (type_ := model.structured(name)) for prop in type_.properties]
    read += [each.returns.type for overloads in model.operations.values() for each in overloads if each.returns]
    return any(annotator.underlying(each.name) in _BIG for each in read)
