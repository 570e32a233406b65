"""Python annotations for EDM types."""

from __future__ import annotations

from dataclasses import dataclass

from csdlgen.code import Code, compose, identifier
from csdlgen.edm.model import EDM, EdmModel, EnumType, QName, TypeDefinition, TypeRef
from csdlgen.plan.imports import Needs
from csdlgen.plan.naming import Home

# Edm type → (Python name, the module that has it); CSDL section 3.3.
_PRIMITIVES: dict[str, tuple[str, str | None]] = {
    "Binary": ("bytes", None),
    "Boolean": ("bool", None),
    "Byte": ("int", None),
    "Date": ("date", "datetime"),
    "DateTimeOffset": ("datetime", "datetime"),
    "Decimal": ("Decimal", "decimal"),
    "Double": ("float", None),
    "Duration": ("timedelta", "datetime"),
    "Guid": ("UUID", "uuid"),
    "Int16": ("int", None),
    "Int32": ("int", None),
    "Int64": ("int", None),
    "SByte": ("int", None),
    "Single": ("float", None),
    "Stream": ("str", None),
    "String": ("str", None),
    "TimeOfDay": ("time", "datetime"),
}


@dataclass(frozen=True, slots=True)
class Annotator:
    """Writes annotations for the types of a slice."""

    model: EdmModel
    homes: dict[QName, Home]

    def underlying(self, name: QName) -> QName:
        """The primitive type behind a type definition, any other type itself (CSDL section 11)."""
        found = self.model.types.get(name)
        return found.underlying if isinstance(found, TypeDefinition) else name

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
        cls = needs.annotated(home, home.cls)
        found = self.model.types[name]
        if not isinstance(found, EnumType):
            return cls
        if found.flags:
            return compose("{}[{} | str]", needs.typing("collections.abc", "Set"), cls)
        return compose("{} | str", cls)

    def _primitive(self, name: str, needs: Needs) -> Code:
        if name.startswith(("Geography", "Geometry")):
            return compose("dict[str, {}]", needs.typing("typing", "Any"))
        python, module = _PRIMITIVES.get(name, ("Any", "typing"))
        return needs.typing(module, python) if module else identifier(python)

    def attribute(self, type_: TypeRef, needs: Needs) -> Code:
        """The annotation of a model's attribute; everything may be absent, so everything may be None."""
        item = self.item(type_.name, needs)
        if type_.collection:
            item = compose("{}[{}]", needs.typing("collections.abc", "MutableSequence"), item)
        return item if item.text == "Any" else compose("{} | None", item)

    def parameter(self, type_: TypeRef, needs: Needs, *, optional: bool) -> Code:
        """The annotation of an operation's parameter."""
        item = self.item(type_.name, needs)
        if type_.collection:
            item = compose("{}[{}]", needs.typing("collections.abc", "Sequence"), item)
        return compose("{} | None", item) if optional and item.text != "Any" else item

    def result(self, type_: TypeRef | None, needs: Needs) -> Code:
        """The annotation of an operation's result."""
        if type_ is None:
            return Code("None")
        item = self.item(type_.name, needs)
        if type_.collection:
            item = compose("{}[{}]", needs.typing("collections.abc", "MutableSequence"), item)
        return compose("{} | None", item) if type_.nullable and item.text != "Any" else item
