"""The plan of the verbs of resources: which of the runtime's classes that have them a builder inherits from.

What the service says removes abilities: a verb that no way of reaching the entities allows is not there; of one that
some do not allow the description of the builder says where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from csdlgen.edm.model import QName
from csdlgen.navigation import Path
from csdlgen.package.code import Code, compose, data, literal
from csdlgen.package.plan.builder_types import LINKS, OPTIONAL, OPTIONAL_WAYS, OWNED, BuilderTypes
from csdlgen.package.plan.imports import Needs
from csdlgen.routes import Allowed, key_parameters
from csdlgen.text import listed

_OF_ENTITIES = {"get": "Readable", "patch": "Updatable", "put": "Replaceable", "delete": "Deletable"}
_OF_COLLECTIONS = {"list": "Listable", "post": "Creatable", "count": ""}  # `count` has several classes
_UNCOUNTED = "The service does not count them, so that `list` takes no `count`."
_MOST_PLACES = 5


class Abilities(NamedTuple):
    """What the builder of a resource can do: its verbs, the base classes that have them, the variables that those read,
    and a sentence on the places where some verbs are not allowed."""

    verbs: frozenset[str] = frozenset()
    bases: tuple[Code, ...] = ()
    variables: tuple[Code, ...] = ()
    restricted: str = ""


def of_entity(types: BuilderTypes, name: QName, way: str, needs: Needs) -> Abilities:
    """Those of the builder of one entity that is reached in a way."""
    verbs, allowed = entity_verbs(types, name, way), _allowed(types, name, way)
    return _abilities(types, name, allowed, _OF_ENTITIES, verbs, way in OPTIONAL_WAYS, needs)


def entity_verbs(types: BuilderTypes, name: QName, way: str) -> frozenset[str]:
    """The verbs of one entity that is reached in a way: none where its type is no resource."""
    if not types.is_resource(name):
        return frozenset()
    if (name, way, False) not in types.verbs:
        allowed = frozenset[str]().union(*(each.verbs for each in _allowed(types, name, way)))
        can_delete = way in (OWNED, OPTIONAL) or (way in LINKS and types.deletes_linked)
        types.verbs[name, way, False] = allowed & _OF_ENTITIES.keys() - (set() if can_delete else {"delete"})
    return types.verbs[name, way, False]


def _allowed(types: BuilderTypes, name: QName, way: str) -> tuple[Allowed, ...]:
    return (*types.allowed(name, way, many=False), *types.allowed(name, way, many=True))


def verbs_at(types: BuilderTypes, path: Path) -> frozenset[str]:
    """The verbs of what is at the end of a path, those of a collection and of an entity in it alike."""
    step, name = path.steps[-1], path.target
    way = types.way(step)
    of_many = collection_verbs(types, name, way) if step.collection else frozenset[str]()
    return entity_verbs(types, name, way) | of_many


def of_collection(types: BuilderTypes, name: QName, way: str, needs: Needs) -> Abilities:
    """Those of the builder of a collection."""
    verbs, allowed = collection_verbs(types, name, way), types.allowed(name, way, many=True)
    found = _abilities(types, name, allowed, _OF_COLLECTIONS, verbs, False, needs)
    if "list" in verbs and "count" not in verbs:
        found = found._replace(restricted=" ".join(filter(None, (found.restricted, _UNCOUNTED))))
    if "post" in found.verbs:
        key = tuple((each.property, types.annotator.wire_name(each.type)) for each in key_parameters(types.graph, name))
        found = found._replace(variables=(*found.variables, data(Code("_key = "), key, indent=1)))
    return found


def collection_verbs(types: BuilderTypes, name: QName, way: str) -> frozenset[str]:
    """The verbs of a collection that is reached in a way: none where it is no resource."""
    if not types.is_listed(name):
        return frozenset()
    if (name, way, True) not in types.verbs:
        allowed = frozenset[str]().union(*(each.verbs for each in types.allowed(name, way, many=True)))
        types.verbs[name, way, True] = allowed & _OF_COLLECTIONS.keys() - (set() if "list" in allowed else {"count"})
    return types.verbs[name, way, True]


def _abilities(
    types: BuilderTypes,
    name: QName,
    allowed: Sequence[Allowed],
    classes: Mapping[str, str],
    verbs: frozenset[str],
    may_be_nothing: bool,
    needs: Needs,
) -> Abilities:
    if not verbs:
        return Abilities()
    bases = [
        _base(types, name, cls, needs, optional=may_be_nothing and verb == "get")
        for verb, cls in classes.items()
        if verb in verbs and cls
    ]
    variables = (compose("_type = {}", literal(types.annotator.wire_name(name))),)
    return Abilities(verbs, tuple(bases), variables, _restricted([each for each in classes if each in verbs], allowed))


def _base(types: BuilderTypes, name: QName, cls: str, needs: Needs, *, optional: bool) -> Code:
    """The base class of an ability, with the model in quotes, since only type checkers import it."""
    if cls == "Deletable":
        return compose("{}[{}]", needs.runtime(cls), needs.runtime("S"))
    model = types.annotator.item(name, needs)
    given = literal(f"{model} | None" if optional else str(model))
    return compose("{}[{}, {}]", needs.runtime(cls), needs.runtime("S"), given)


def _restricted(verbs: Sequence[str], allowed: Sequence[Allowed]) -> str:
    """Where the service does not allow some of the verbs."""
    sentences: dict[tuple[str, ...], list[str]] = {}
    for verb in verbs:
        places = sorted({each.place for each in allowed if verb not in each.verbs and each.place})
        if places:
            sentences.setdefault(tuple(places), []).append(f"`{verb}`")
    refused = [
        f"The service does not allow {listed(named, 'or')} in {_places(places)}." for places, named in sentences.items()
    ]
    return " ".join((*refused, *_in_sets(verbs, allowed)))


def _in_sets(verbs: Sequence[str], allowed: Sequence[Allowed]) -> Iterator[str]:
    """Which of the verbs the entity sets do not allow that places lead to the entities of, though the places do."""
    sentences: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for each in allowed:
        for entities in each.bound:
            refused = tuple(f"`{verb}`" for verb in verbs if verb in each.verbs - entities.verbs)
            if refused:
                sentences.setdefault((entities.place, refused), set()).add(each.place)
    for (name, refused), places in sorted(sentences.items()):
        leads = "lead" if len(places) > 1 else "leads"
        where = f"{_places(tuple(sorted(places)))} {leads} to entities of `{name}`"
        yield f"{where}, where the service does not allow {listed(refused, 'or')}."


def _places(places: tuple[str, ...]) -> str:
    shown = [f"`{each}`" for each in places[:_MOST_PLACES]]
    more = len(places) - len(shown)
    return listed([*shown, f"{more} more places"] if more else shown)
