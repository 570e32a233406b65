"""What annotations say of paths and operations: restrictions, and permissions.

The service may say in its metadata that navigation stops somewhere, or that a collection takes no keys
(`NavigationRestrictions` and `IndexableByKey` of Org.OData.Capabilities.V1), and that an operation is only there where
it is named (`RequiresExplicitBinding` and `ExplicitOperationBindings` of Org.OData.Core.V1).

On an entity set or singleton, Navigability speaks of what leads on from its entities; on a navigation property, of
following that property. A restricted property says it of a path from there, and overrides the default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from csdlgen.edm.model import (
    Annotation,
    CollectionExpression,
    Constant,
    Default,
    EntitySet,
    Expression,
    NavigationProperty,
    Operation,
    QName,
    Record,
    Singleton,
)
from csdlgen.edm.visit import elements, path_of
from csdlgen.edm.vocabularies import CAPABILITIES, CORE, records, text
from csdlgen.navigation import Graph, Path, Step, has_key

_NAVIGATION = QName(CAPABILITIES, "NavigationRestrictions")
_INDEXABLE = QName(CAPABILITIES, "IndexableByKey")
_OPERATION = QName(CAPABILITIES, "OperationRestrictions")
_REQUIRED = QName(CORE, "RequiresExplicitBinding")
_BOUND = QName(CORE, "ExplicitOperationBindings")
# How many navigation properties may be followed.
_ALLOWED = {"None": 0, "Single": 1}


@dataclass(frozen=True, slots=True)
class Restriction:
    """A term, the element that has it, and what it says about the path."""

    term: str
    target: str
    says: str


@dataclass(frozen=True, slots=True)
class _Restricted:
    """A restricted property: the path to it without casts, and what is said of it."""

    path: tuple[str, ...]
    navigability: str
    indexable: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    """What the annotations of a root or a navigation property say."""

    target: str
    navigability: str
    indexable: bool
    properties: tuple[_Restricted, ...]


@dataclass(frozen=True)
class Restrictions:
    """The restrictions of a model, looked up path by path."""

    graph: Graph

    @cached_property
    def _rules(self) -> Mapping[tuple[QName | None, str], _Rules]:
        """By declaring type and name; roots have no type."""
        rules: dict[tuple[QName | None, str], _Rules] = {}
        for parent, element in elements(*self.graph.model.schemas):
            if isinstance(element, (EntitySet, Singleton, NavigationProperty)) and element.annotations:
                own = _rules(path_of(parent, element), element.annotations)
                declaring = parent.name if parent and isinstance(element, NavigationProperty) else None
                if own:
                    rules.setdefault((declaring, element.name), own)
        return rules

    def of_path(self, path: Path, *, keyed: bool) -> tuple[Restriction, ...]:
        """What is said against a path, in path order; `keyed` where its last collection has a key behind it."""
        if not self._rules:
            return ()
        restrictions: list[Restriction] = []
        for number, step in enumerate(path.steps):
            rules = self._rules.get((step.declaring, step.name))
            if rules:
                restrictions += _against(rules, path.steps[number:], root=not number, keyed=keyed)
        return tuple(restrictions)

    def of_operation(self, operation: Operation, path: Path) -> tuple[Restriction, ...]:
        """What is said against calling an operation at the end of a path."""
        if not needs_binding(operation):
            return ()
        types = (ancestor.annotations for ancestor in self.graph.lookup.ancestry(path.target))
        explicit = {name for on in (self.graph.annotations(path.steps[-1]), *types) for name in _bindings(on)}
        if explicit & {str(operation.name), operation.signature}:
            return ()
        says = f"{CORE}.ExplicitOperationBindings names it neither on {path.steps[-1].name!r} nor on its type"
        return (Restriction(str(_REQUIRED), operation.signature, says),)


def needs_binding(operation: Operation) -> bool:
    """Whether an operation is only there where it is named."""
    return any(each.term == _REQUIRED and _holds(each.value) for each in operation.annotations)


def _rules(target: str, annotations: tuple[Annotation, ...]) -> _Rules | None:
    said = {each.term: each.value for each in annotations if each.term in (_NAVIGATION, _INDEXABLE)}
    if not said:
        return None
    record = said.get(_NAVIGATION)
    default = _member(record.get("Navigability")) if isinstance(record, Record) else ""
    properties = (_restricted(each) for each in records(record, "RestrictedProperties"))
    rules = _Rules(target, default, _holds(said.get(_INDEXABLE)), tuple(each for each in properties if each.path))
    return rules if default in _ALLOWED or not rules.indexable or rules.properties else None


def _restricted(record: Record) -> _Restricted:
    path = text(record.get("NavigationProperty")).split("/")
    return _Restricted(_uncast(path), _member(record.get("Navigability")), _holds(record.get("IndexableByKey")))


def _uncast(segments: list[str]) -> tuple[str, ...]:
    return tuple(each for each in segments if each and "." not in each)


def _member(value: Expression | None) -> str:
    """`Org.OData.Capabilities.V1.NavigationType/None` → `None`."""
    return value.text.rpartition("/")[2] if isinstance(value, Constant) else ""


def _holds(value: Expression | None) -> bool:
    """Whether a tag is set; it is where nothing is said, and where its value is worked out elsewhere."""
    return not (isinstance(value, Constant) and value.text in ("false", "0")) or isinstance(value, Default)


def _against(rules: _Rules, steps: tuple[Step, ...], *, root: bool, keyed: bool) -> Iterator[Restriction]:
    """What the rules of the first of some steps say against them."""
    term = str(_NAVIGATION)
    if not rules.indexable and has_key(steps, 0, keyed=keyed):
        yield Restriction(str(_INDEXABLE), rules.target, "its entities cannot be addressed by key")
    followed = _followed(rules, steps)
    decisive = next((each for each, _ in followed if each.navigability), None)
    # A property of its own is one of those that lead on from a root; those of a root's entities come behind it.
    if decisive is None and rules.navigability in _ALLOWED and len(steps) - int(root) > _ALLOWED[rules.navigability]:
        yield Restriction(term, rules.target, f"navigability is {rules.navigability}")
    for each, depth in followed:
        name = "/".join(each.path)
        if each is decisive and each.navigability in _ALLOWED and len(steps) - depth > _ALLOWED[each.navigability]:
            yield Restriction(term, rules.target, f"navigability of {name} is {each.navigability}")
        if not each.indexable and has_key(steps, depth, keyed=keyed):
            yield Restriction(term, rules.target, f"{name} cannot be addressed by key")


def _followed(rules: _Rules, steps: tuple[Step, ...]) -> list[tuple[_Restricted, int]]:
    """The restricted properties that the steps pass, the longest path first, each with the number of its step."""
    names: tuple[str, ...] = ()
    ends: dict[tuple[str, ...], int] = {}
    for number, step in enumerate(steps[1:], 1):
        names += _uncast(list(step.segments))
        ends[names] = number
    passed = [(each, ends[each.path]) for each in rules.properties if each.path in ends]
    return sorted(passed, key=lambda pair: -pair[1])


def _bindings(annotations: tuple[Annotation, ...]) -> Iterator[str]:
    """The operations that `ExplicitOperationBindings` names."""
    for each in annotations:
        if each.term == _BOUND and isinstance(each.value, CollectionExpression):
            yield from (item.text for item in each.value.items if isinstance(item, Constant))


@dataclass(frozen=True, slots=True)
class Permission:
    """Scopes under one security scheme (`DelegatedWork`, `Application`), least privileged first."""

    scheme: str
    scopes: tuple[str, ...]


def permissions(operation: Operation) -> tuple[Permission, ...]:
    """The permissions of OperationRestrictions, in the order written."""
    restrictions = next((each.value for each in operation.annotations if each.term == _OPERATION), None)
    granted = []
    for permission in records(restrictions, "Permissions"):
        scopes = (text(scope.get("Scope")) for scope in records(permission, "Scopes"))
        granted.append(Permission(text(permission.get("SchemeName")), tuple(filter(None, scopes))))
    return tuple(granted)
