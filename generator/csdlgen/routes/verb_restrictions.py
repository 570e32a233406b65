"""What annotations say of the verbs of resources: which of them a way of reaching entities allows.

Org.OData.Capabilities.V1 restricts reading, inserting, updating and deleting on entity sets, singletons and navigation
properties; a restricted property of NavigationRestrictions says the same of a property of those entities alone, and
overrides what the property itself says. What an entity set says of its entities need not hold where a property leads
to them: sets are often closed to clients so that entities are created from what they belong to. So that is
described and removes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from csdlgen.edm.model import Annotation, CollectionExpression, Constant, Expression, PropertyValue, QName, Record
from csdlgen.edm.vocabularies import CAPABILITIES, access, records, text, texts
from csdlgen.navigation import Graph, Step

_TERMS = ("ReadRestrictions", "InsertRestrictions", "UpdateRestrictions", "DeleteRestrictions", "CountRestrictions")
_NAVIGATION = QName(CAPABILITIES, "NavigationRestrictions")
_COUNT = QName(CAPABILITIES, "CountRestrictions")
_NOT_COUNTABLE = Record((PropertyValue("Countable", Constant("Bool", "false")),))
VERBS = ("list", "post", "count", "get", "patch", "put", "delete")
"""The verbs of collections and entities. `count` is the segment `$count`, and the query option."""

_Said = Mapping[str, Record]


@dataclass(frozen=True, slots=True)
class Allowed:
    """A place where entities are reached, such as `orders` or `order/lines`, and the verbs that are allowed there.

    `put` is among them where the service says so, or says nothing of methods and `replaces` was asked for. `bound` are
    the entity sets that the entities are in, each with what it allows where the place itself says nothing else.
    """

    place: str
    verbs: frozenset[str]
    bound: tuple[Allowed, ...] = ()


@dataclass(frozen=True)
class VerbRestrictions:
    """The restrictions of verbs by steps; `steps` are all that lead anywhere, `replaces` offers `put` where the service
    does not say by which method entities are updated."""

    graph: Graph
    steps: tuple[Step, ...]
    replaces: bool

    def of_step(self, step: Step) -> tuple[Allowed, ...]:
        """What is allowed behind a step: in one place, or in several where that depends on what comes before it."""
        own = _said(self.graph.annotations(step))
        elsewhere = tuple(self._restricted.get((step.declaring, step.name), ()))
        if not elsewhere:
            return (self._allowed(_place(step), own, step),)
        leading = [each for each in self.steps if step.declaring in self._line(each.target)]
        return tuple(
            self._allowed(f"{_place(each)}/{step.name}", {**own, **dict(elsewhere).get(each, {})}, step)
            for each in leading
        )

    def _allowed(self, place: str, said: _Said, step: Step) -> Allowed:
        sets = ((each, {**_said(self.graph.annotations(each)), **said}) for each in self.graph.sets(step))
        bound = tuple(Allowed(each.name, self._verbs(both, each)) for each, both in sets)
        return Allowed(place, self._verbs(said, step), bound)

    def everything(self) -> frozenset[str]:
        """What is allowed where nothing is said."""
        return frozenset(VERBS) - (frozenset() if self.replaces else {"put"})

    def _line(self, name: QName) -> set[QName]:
        """The types that an entity of a type may be of, as far as members are concerned: base types, derived ones."""
        lookup = self.graph.lookup
        return {each.name for each in lookup.ancestry(name)} | lookup.descendants(name)

    @cached_property
    def _restricted(self) -> dict[tuple[QName | None, str], list[tuple[Step, _Said]]]:
        """The restricted properties: declaring type and name → the step before it, and what is said."""
        found: dict[tuple[QName | None, str], list[tuple[Step, _Said]]] = {}
        for step in self.steps:
            for name, said in _of_properties(self.graph.annotations(step)):
                for owner in self._line(step.target):
                    if any(each.name == name and each.declaring == owner for each in self.graph.steps(owner)):
                        found.setdefault((owner, name), []).append((step, said))
        return found

    def _verbs(self, said: _Said, step: Step) -> frozenset[str]:
        allowed = set(self.everything())
        read = said.get("ReadRestrictions")
        by_key = read.get("ReadByKeyRestrictions") if read and step.collection else None
        if _denies(read, "Readable"):
            allowed -= {"list", "get"}
        if isinstance(by_key, Record) and by_key.get("Readable") is not None:
            allowed = allowed - {"get"} if _denies(by_key, "Readable") else allowed | {"get"}
        if _denies(said.get("InsertRestrictions"), "Insertable"):
            allowed.discard("post")
        if _denies(said.get("CountRestrictions"), "Countable"):
            allowed.discard("count")
        update = said.get("UpdateRestrictions")
        methods = _members(update.get("UpdateMethod")) if update else set()
        if methods & {"PATCH", "PUT"}:
            allowed = (allowed - {"patch", "put"}) | {each.lower() for each in methods & {"PATCH", "PUT"}}
        if _denies(update, "Updatable"):
            allowed -= {"patch", "put"}
        if _denies(said.get("DeleteRestrictions"), "Deletable"):
            allowed.discard("delete")
        return frozenset(allowed)


def refused_of_property(annotations: tuple[Annotation, ...], *, collection: bool) -> frozenset[str]:
    """The verbs of a structural property as a resource that its annotations refuse. Setting it to null, which is its
    `delete`, is an update as well (OData Protocol section 11.4.9.2)."""
    said = _said(annotations)
    reading = {"list", "count"} if collection else {"get"}
    writing = {"put", "post"} if collection else {"patch", "put", "delete"}
    refused = set(writing) if access(annotations) == "computed" else set[str]()
    if _denies(said.get("ReadRestrictions"), "Readable"):
        refused |= reading
    if _denies(said.get("CountRestrictions"), "Countable"):
        refused.add("count")
    if _denies(said.get("InsertRestrictions"), "Insertable"):
        refused.add("post")
    update, delete = said.get("UpdateRestrictions"), said.get("DeleteRestrictions")
    methods = (_members(update.get("UpdateMethod")) if update else set()) & {"PATCH", "PUT"}
    if methods:
        refused |= {"patch", "put"} - {each.lower() for each in methods}
    if _denies(update, "Updatable"):
        refused |= {"patch", "put", "delete"}
    if _denies(delete, "Deletable"):
        refused.add("delete")
    return frozenset(refused & (reading | writing))


def _place(step: Step) -> str:
    """A step as a description names it."""
    return f"{step.declaring.name}/{step.name}" if step.declaring else step.name


def _said(annotations: Iterable[Annotation]) -> dict[str, Record]:
    """The restrictions of verbs by the name of their term."""
    return {
        each.term.name: each.value
        for each in annotations
        if each.term.namespace == CAPABILITIES and each.term.name in _TERMS and isinstance(each.value, Record)
    }


def _of_properties(annotations: Iterable[Annotation]) -> Iterator[tuple[str, _Said]]:
    """The restricted properties one step away, casts aside, with the restrictions of verbs that they have."""
    for each in annotations:
        for record in records(each.value, "RestrictedProperties") if each.term == _NAVIGATION else ():
            path = _members_of(text(record.get("NavigationProperty")))
            said = {term: value for term in _TERMS if isinstance(value := record.get(term), Record)}
            if len(path) == 1 and said:
                yield path[0], said
        if each.term == _COUNT and isinstance(each.value, Record):
            for listed in texts(each.value.get("NonCountableNavigationProperties")):
                path = _members_of(listed)
                if len(path) == 1:
                    yield path[0], {"CountRestrictions": _NOT_COUNTABLE}


def _members_of(path: str) -> list[str]:
    return [part for part in path.split("/") if part and "." not in part]


def _denies(record: Record | None, name: str) -> bool:
    """Whether a restriction says no; what is worked out elsewhere, such as a path, does not."""
    value = record.get(name) if record is not None else None
    return isinstance(value, Constant) and value.text.casefold() in ("false", "0")


def _members(value: Expression | None) -> set[str]:
    """The members of an enumeration: `Org.OData.Capabilities.V1.HttpMethod/PUT` → `PUT`."""
    items = value.items if isinstance(value, CollectionExpression) else (value,)
    texts = [each.text for each in items if isinstance(each, Constant)]
    return {part.rpartition("/")[2] for each in texts for part in each.replace(",", " ").split()}
