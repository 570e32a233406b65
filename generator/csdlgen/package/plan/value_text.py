"""What the schema says of a value in a few words: its unit, bounds, format and length, and who writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csdlgen.edm.model import EDM, Annotation, Constant, EdmModel, Facets, QName, TypeDefinition, TypeRef
from csdlgen.edm.vocabularies import MEASURES, VALIDATION, access, deprecation, find, is_tagged, items, text
from csdlgen.unicode_14 import upper

_ACCESS = {"computed": "read-only", "immutable": "set on creation only"}
# A bound, by whether it is exclusive.
_MINIMUM = {False: "at least", True: "more than"}
_MAXIMUM = {False: "at most", True: "less than"}
_TIMES = ("DateTimeOffset", "Duration", "TimeOfDay")
_OF_LITERALS = {"String": "String", "Byte": "Int", "Int16": "Int", "Int32": "Int", "Int64": "Int", "SByte": "Int"}

Annotated = tuple[Annotation, ...]


def described(about: str, facts: Iterable[str], deprecated: str = "") -> str:
    """A description with facts behind it, and a deprecation in a paragraph of its own."""
    said = "; ".join(facts)
    said = f"{upper(said[0])}{said[1:]}." if said else ""
    body = ("\n\n" if "\n\n" in about else " ").join(filter(None, (about, said)))
    return "\n\n".join(filter(None, (body, deprecated)))


def property_text(
    model: EdmModel,
    about: str,
    annotations: Annotated,
    type_: TypeRef,
    renamed: str = "",
    in_queries: Iterable[str] = (),
) -> str:
    """The text of a property: its description `about`, the name in JSON where the attribute is called otherwise, who
    writes it, what its values are like, and what queries cannot do with it."""
    facts = [f"JSON name `{renamed}`"] if renamed else []
    facts += (each for each in access_facts(annotations) if each not in about.casefold())
    return described(about, [*facts, *value_facts(model, annotations, type_), *in_queries], deprecation(annotations))


def access_facts(annotations: Annotated) -> Iterator[str]:
    """Who writes a property, and whether it is never read."""
    yield from filter(None, (_ACCESS.get(access(annotations), ""), _unreadable(annotations)))


def _unreadable(annotations: Annotated) -> str:
    permissions = find(annotations, "Permissions")
    granted = text(permissions.value).rpartition("/")[2] if permissions else ""
    return "write-only" if granted == "Write" else ""


def value_facts(model: EdmModel, annotations: Annotated, type_: TypeRef) -> Iterator[str]:
    """What values of a property or parameter are like; its type definition, if it has one, says the rest (CSDL section
    11)."""
    definition = model.types.get(type_.name)
    facets, primitive = type_.facets, type_.name
    if isinstance(definition, TypeDefinition):
        annotations = (*annotations, *definition.annotations)
        facets, primitive = _merged(type_.facets, definition.facets), definition.underlying
    every = "each " if type_.collection else ""
    for fact in (*_unit(annotations), *_bounds(annotations), *_format(annotations), *_size(primitive, facets)):
        yield f"{every}{fact}"
    yield from _items(annotations)
    is_typed = literals(model, annotations, type_) and not type_.collection
    if not is_typed and (allowed := _allowed(annotations)):
        yield f"{every}one of {', '.join(f'`{each.text}`' for each in allowed)}"


def literals(model: EdmModel, annotations: Annotated, type_: TypeRef) -> tuple[str | int, ...]:
    """The allowed values of a text or a whole number; none where they are not limited, or of another type."""
    definition = model.types.get(type_.name)
    primitive = type_.name
    if isinstance(definition, TypeDefinition):
        annotations, primitive = (*annotations, *definition.annotations), definition.underlying
    kind = _OF_LITERALS.get(primitive.name) if primitive.namespace == EDM else None
    allowed = _allowed(annotations)
    if kind is None or any(each.kind != kind for each in allowed):
        return ()
    return tuple(dict.fromkeys(each.text if kind == "String" else int(each.text) for each in allowed))


def _allowed(annotations: Annotated) -> list[Constant]:
    found = find(annotations, "AllowedValues", vocabulary=VALIDATION)
    values = [each.get("Value") for each in items(found.value)] if found else []
    constants = [each for each in values if isinstance(each, Constant)]
    return constants if len(constants) == len(values) else []


def _merged(own: Facets, other: Facets) -> Facets:
    return Facets(
        own.max_length if own.max_length is not None else other.max_length,
        own.precision if own.precision is not None else other.precision,
        own.scale if own.scale is not None else other.scale,
    )


def _unit(annotations: Annotated) -> Iterator[str]:
    for term, what in (("ISOCurrency", "currency"), ("Unit", "unit")):
        found = find(annotations, term, vocabulary=MEASURES)
        if found and (named := text(found.value)):
            yield f"in {named}" if isinstance(found.value, Constant) else f"in the {what} that `{named}` names"
    scale = find(annotations, "Scale", vocabulary=MEASURES)
    if scale and (places := text(scale.value)):
        yield _places(int(places)) if places.isdecimal() else f"as many decimal places as `{places}` says"


def _places(count: int) -> str:
    return f"{count} decimal place{'s' * (count != 1)}"


def _bounds(annotations: Annotated) -> Iterator[str]:
    lowest, highest = (_bound(annotations, *each) for each in (("Minimum", _MINIMUM), ("Maximum", _MAXIMUM)))
    if lowest or highest:
        yield " and ".join(filter(None, (lowest, highest)))
    multiple = find(annotations, "MultipleOf", vocabulary=VALIDATION)
    if multiple and (number := text(multiple.value)):
        yield f"a multiple of {number}"


def _bound(annotations: Annotated, term: str, words: dict[bool, str]) -> str:
    found = find(annotations, term, vocabulary=VALIDATION)
    if found is None or not (limit := text(found.value)):
        return ""
    exclusive = is_tagged(found.annotations, "Exclusive", VALIDATION)
    return f"{words[exclusive]} {limit if isinstance(found.value, Constant) else f'`{limit}`'}"


def _format(annotations: Annotated) -> Iterator[str]:
    pattern = find(annotations, "Pattern", vocabulary=VALIDATION)
    if pattern and (expression := text(pattern.value)):
        yield f"matches `{expression}`"
    if is_tagged(annotations, "IsURL"):
        yield "a URL"
    if is_tagged(annotations, "IsMediaType"):
        yield "a media type"
    media = find(annotations, "MediaType")
    if media and (named := text(media.value)):
        yield f"of media type {named}" if isinstance(media.value, Constant) else f"of the media type in `{named}`"


def _size(primitive: QName, facets: Facets) -> Iterator[str]:
    if primitive.namespace != EDM:
        return
    if isinstance(facets.max_length, int):
        unit = "octet" if primitive.name in ("Binary", "Stream") else "character"
        yield f"up to {facets.max_length} {unit}{'s' * (facets.max_length != 1)}"
    if facets.precision is None:
        return
    if primitive.name == "Decimal":
        of_them = f", {facets.scale} of them behind the point" if isinstance(facets.scale, int) and facets.scale else ""
        yield f"up to {facets.precision} digits{of_them}"
    elif primitive.name in _TIMES:
        yield f"seconds have {_places(facets.precision)}" if facets.precision else "whole seconds"


def _items(annotations: Annotated) -> Iterator[str]:
    for term, words in (("MinItems", "at least"), ("MaxItems", "at most")):
        found = find(annotations, term, vocabulary=VALIDATION)
        if found and (count := text(found.value)):
            yield f"{words} {count} item{'s' * (count != '1')}"
