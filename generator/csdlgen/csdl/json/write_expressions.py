"""Annotations and expressions as CSDL JSON 4.01 (sections 14.2 to 14.4); of a normalised model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from csdlgen.csdl.json.expressions import OPERANDS, UNARY
from csdlgen.csdl.json.names import to_member
from csdlgen.csdl.json.values import JsonObject, JsonValue, Number
from csdlgen.csdl.xml.serialise import name_text
from csdlgen.edm import model as edm

Pair: TypeAlias = tuple[str, JsonValue]
_STRING = edm.QName(edm.EDM, "String")
_DECIMAL = edm.QName(edm.EDM, "Decimal")


@dataclass(frozen=True, slots=True)
class ExpressionWriter:
    """Writes expressions; `documents` are the addresses of referenced documents by namespace."""

    documents: Mapping[str, str] = field(default_factory=dict)

    def annotations(self, annotations: tuple[edm.Annotation, ...], target: str = "") -> Iterator[Pair]:
        """Annotations of the object itself, or of the member `target`, each followed by its own."""
        for each in annotations:
            qualifier = "" if each.qualifier is None else f"#{to_member(each.qualifier)}"
            name = f"{target}@{name_text(each.term)}{qualifier}"
            yield name, self.value(each.value)
            yield from self.annotations(each.annotations, name)

    def value(self, value: edm.Expression) -> JsonValue:
        """An expression."""
        match value:
            case edm.Constant("Bool", text):
                return text == "true"
            case edm.Constant("Int" | "Decimal" | "Float", text):
                return Number(text)
            case edm.Constant(_, text):
                return text
            case edm.PathExpression(_, path):
                return made(("$Path", path))
            case edm.CollectionExpression(items):
                return [self.value(each) for each in items]
            case edm.Record():
                return self._record(value)
            case edm.Null(annotations):
                return made(("$Null", None), *self.annotations(annotations)) if annotations else None
            case edm.Operator():
                return self._operator(value)
            case edm.Default():
                # Normalising has replaced those that anything reads; inside other expressions nothing does.
                return None

    def _record(self, record: edm.Record) -> JsonObject:
        pairs: list[Pair] = []
        if record.type is not None:
            document = self.documents.get(record.type.namespace, "")
            pairs.append(("@type", f"{document}#{name_text(record.type)}"))
        pairs.extend(self.annotations(record.annotations))
        for each in record.values:
            name = to_member(each.name)
            pairs.append((name, self.value(each.value)))
            pairs.extend(self.annotations(each.annotations, name))
        return JsonObject(tuple(pairs))

    def _operator(self, operator: edm.Operator) -> JsonObject:
        kind = operator.kind
        if kind == "LabeledElementReference":
            return made((f"${kind}", operator.name or ""), *self.annotations(operator.annotations))
        several = [self.value(each) for each in operator.operands]
        operands: JsonValue = several
        if kind in UNARY:
            operands = several[0] if len(several) == 1 else made((OPERANDS, several))
        named = () if operator.name is None else (("$Function" if kind == "Apply" else "$Name", operator.name),)
        typed: tuple[Pair, ...] = ()
        if operator.type is not None:
            ref = operator.type
            typed = (("$Type", name_text(ref.name)), *type_pairs(ref, None), *given("$Nullable", ref.nullable, True))
        return made((f"${kind}", operands), *named, *typed, *self.annotations(operator.annotations))


def made(*pairs: Pair) -> JsonObject:
    """An object of these members."""
    return JsonObject(pairs)


def given(name: str, value: bool, default: bool = False) -> tuple[Pair, ...]:
    """A member that is left out where it says what its absence says."""
    return () if value == default else ((name, value),)


def type_pairs(ref: edm.TypeRef, default: edm.QName | None = _STRING) -> tuple[Pair, ...]:
    """`$Type` unless it is the default or None (it stands elsewhere), `$Collection` and the facets."""
    typed = () if default is None or ref.name == default else (("$Type", name_text(ref.name)),)
    return *given("$Collection", ref.collection), *typed, *facet_pairs(ref.facets, ref.name)


def facet_pairs(facets: edm.Facets, name: edm.QName) -> Iterator[Pair]:
    """The facets of a type (section 7.2); of `Edm.Decimal` a variable scale is what absence means."""
    if facets.max_length is not None:
        # `max` is not foreseen; it is in model and text all the same, for else it would be lost.
        yield "$MaxLength", _number(facets.max_length)
    if facets.precision is not None:
        yield "$Precision", _number(facets.precision)
    if facets.scale is not None and not (facets.scale == "variable" and name == _DECIMAL):
        yield "$Scale", _number(facets.scale)
    if facets.srid is not None:
        yield "$SRID", str(facets.srid)
    if facets.unicode is not None:
        yield "$Unicode", facets.unicode


def _number(value: int | str) -> JsonValue:
    return value if isinstance(value, str) else Number(str(value))
