"""What the annotations of an element are about, in both models: the type whose properties their paths begin at."""

from __future__ import annotations

from csdlgen.drift.capabilities import Restricting
from csdlgen.drift.path import STRUCTURED, ElementPath
from csdlgen.drift.shapes import TYPE
from csdlgen.drift.sides import Findings, Side
from csdlgen.edm.model import EdmModel, NavigationProperty, Property, QName


def restricting(found: Findings, old: ElementPath, new: ElementPath) -> Restricting:
    """All annotations of the elements that two annotations are on; each of the paths may be that of an element itself,
    where it lacks the annotation."""
    sides = ((found.old, _annotated(old)), (found.new, _annotated(new)))
    before, after = (side.facts.annotations.get(path, ()) for side, path in sides)
    types = [(side.model, _type(side, path)) for side, path in sides]

    def is_there(path: str) -> bool:
        return all(leads_somewhere(model, type_, path) for model, type_ in types)

    return Restricting(before, after, is_there, all(_leads_to(side.model, path) for side, path in sides))


def _leads_to(model: EdmModel, path: ElementPath) -> bool:
    """Whether a model has what is annotated: of a path of annotations from elsewhere (section 14.2.2), beginning at a
    type or a container, each name is looked at."""
    if path.kind != "target":
        return True
    head, _, rest = path.name.partition("/")
    if not rest or "(" in head:
        return True
    name = QName.parse(head)
    for container in model.containers:
        if container.name == name:
            root, _, rest = rest.partition("/")
            types = [each.type for each in container.roots if each.name == root]
            known = bool(types) or any(each.name == root for each in container.imports)
            return known if not (types and rest) else leads_somewhere(model, types[0], rest)
    return leads_somewhere(model, name, rest)


def _annotated(path: ElementPath) -> ElementPath:
    return path.parent if path.kind == "annotation" else path


def _type(side: Side, path: ElementPath) -> QName | None:
    if path.kind in STRUCTURED:
        return path.qualified
    known = side.known(path)
    found: QName | None = known.get("EntityType") or known.get(TYPE)
    return found


def leads_somewhere(model: EdmModel, type_: QName | None, path: str) -> bool:
    """Whether a path of properties and casts (section 14.4.1), from a structured type on, names what the model has.
    What lies behind a type that the model does not declare is taken to be there."""
    for segment in path.split("/"):
        if "." in segment:
            type_ = QName.parse(segment)
            continue
        if type_ is None or model.structured(type_) is None:
            return True
        type_ = _member_type(model, type_, segment)
        if type_ is None:
            return False
    return True


def _member_type(model: EdmModel, type_: QName, name: str) -> QName | None:
    """The type of a declared or inherited property or navigation property; None where there is none of that name."""
    for each in model.ancestry(type_):
        members: tuple[Property | NavigationProperty, ...] = (*each.properties, *each.navigations)
        for member in members:
            if member.name == name:
                return member.type.name
    return None
