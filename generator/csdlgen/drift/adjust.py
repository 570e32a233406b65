"""What the surroundings of a change say about its verdicts, where the rule alone does not know enough.

A rule has the verdicts of the ordinary case. They are others

- where nothing that can be reached has the type that a change is in: no payload differs;
- where no URL calls the operation that a change is in;
- where clients could not write a property anyhow, so that what they may write does not matter;
- for facets of parameters, which are only written, and of results, which are only read;
- for a member whose new value is behind the sentinel of its enumeration, or no longer;
- for a parameter that code in Python may leave out before and after;
- for how an action is called, which nobody does who only reads;
- for another name of a type that has a base type: clients have to write it, as `@odata.type`;
- for an open type or one with a stream whose base type is so too;
- for an operation that is bound to a base type of the former type;
- for another base type below the former one: nothing is lost;
- for keys of types whose entities are in no collection: no URL has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from csdlgen.drift.annotations import CORE, is_read_only, is_true
from csdlgen.drift.attributes import SENTINEL
from csdlgen.drift.change import Change
from csdlgen.drift.finding import Verdict, Verdicts
from csdlgen.drift.path import STRUCTURED, TYPES, ElementPath
from csdlgen.drift.rules import RULES, Policy
from csdlgen.drift.shapes import operation_step
from csdlgen.drift.usage import in_collections, used_types
from csdlgen.edm.model import EDM, ComplexType, EdmModel, EntityType, EnumType, Property, QName
from csdlgen.edm.vocabularies import is_optional

_OF_VALUES: Final = (
    *("property-became-non-nullable", "property-became-nullable", "property-type-narrowed", "property-type-widened"),
    *("items-became-", "max-length-", "precision-", "scale-", "unicode-", "srid-", "default-value-"),
)
"""Kinds of changes of what values an element may have."""
_OF_CALLS: Final = ("parameter", "action-parameter-", "binding-", "overload-", "operation-bound-")
"""Kinds of changes of how an operation is called."""
_INHERITED: Final = {
    **dict.fromkeys(("open-type-added", "open-type-removed"), "open"),
    **dict.fromkeys(("has-stream-added", "has-stream-removed"), "has_stream"),
}
"""By kind: the field of a type that derived types have as well."""
_OF_NEED: Final = frozenset(("parameter-became-required", "parameter-became-non-nullable"))
"""Kinds of changes of whether a parameter has to be passed."""
_UNUSED = "nothing that can be reached has this type"
_UNCALLED = "no URL calls the operation"
_READ_ONLY = "clients cannot write the property"
_MASKED = "services send unknownFutureValue in place of members behind it"
_BELOW = "the type still derives from it"
_AS_BASE = "a base type says so of it in both versions"
_LEFT_OUT = "where it is left out of the body of the action, it is null now"
_STILL_BOUND = "it can be called on the former type as well, which derives from the new one"
_SINGLE = "no collection has entities of this type, so that no URL has the key"
_NAMED = "clients write the name of a type with a base type, as @odata.type"


class Judgement(NamedTuple):
    """Verdicts, and why they are not those of the rule; empty where they are."""

    verdicts: Verdicts
    note: str = ""


@dataclass(frozen=True)
class Surroundings:
    """The two models of a comparison. In a slice, what is selected counts, whether something leads to it or not."""

    old: EdmModel
    new: EdmModel
    policy: Policy
    sliced: bool = False

    def judge(self, change: Change) -> Judgement:
        """The verdicts of a change."""
        verdicts = RULES[change.kind].under(self.policy)
        if change.kind in ("type-casing-changed", "type-namespace-moved") and self._has_base(change):
            return Judgement(verdicts._replace(write=Verdict.BREAKING), _NAMED)
        if change.kind == "base-type-changed" and self._has_still(change):
            return Judgement(Verdicts(Verdict.NONE, Verdict.NONE, Verdict.ADDITIVE), _BELOW)
        if change.kind in _INHERITED and self._has_anyway(change, _INHERITED[change.kind]):
            return Judgement(Verdicts(Verdict.NONE, Verdict.NONE, Verdict.NONE), _AS_BASE)
        if change.kind == "binding-type-changed" and self._is_bound_wider(change):
            return Judgement(Verdicts(Verdict.NONE, Verdict.ADDITIVE, verdicts.python), _STILL_BOUND)
        if change.kind in ("key-added", "key-removed", "key-changed") and not self._in_collections(change):
            return Judgement(Verdicts(Verdict.NONE, Verdict.NONE, Verdict.NONE), _SINGLE)
        if change.kind == "enum-member-value-changed" and self._crosses_sentinel(change):
            read = Verdict.BREAKING if self.policy == "strict" else Verdict.DANGEROUS
            return Judgement(verdicts._replace(read=max(read, verdicts.read)), _MASKED)
        if change.kind in _OF_NEED and self._can_be_left_out(change):
            verdicts = verdicts._replace(python=Verdict.NONE)
            if change.kind == "parameter-became-required":
                return Judgement(Verdicts(Verdict.NONE, Verdict.DANGEROUS, Verdict.NONE), _LEFT_OUT)
        if verdicts.worst(("read", "write")) > Verdict.ADDITIVE and (reason := self._out_of_reach(change)):
            return Judgement(Verdicts(Verdict.NONE, Verdict.NONE, verdicts.python), reason)
        if verdicts.read > Verdict.ADDITIVE and change.kind.startswith(_OF_CALLS) and _is_of_action(change):
            return Judgement(verdicts._replace(read=Verdict.NONE))
        if change.kind.startswith(_OF_VALUES):
            return self._of_values(change, verdicts)
        return Judgement(verdicts)

    def _of_values(self, change: Change, verdicts: Verdicts) -> Judgement:
        kind = change.path.kind
        if kind == "parameter":
            return Judgement(verdicts._replace(read=Verdict.NONE))
        if kind == "returns":
            return Judgement(verdicts._replace(write=Verdict.NONE))
        if kind == "property" and verdicts.write and self._is_read_only(change):
            return Judgement(verdicts._replace(write=Verdict.NONE), _READ_ONLY)
        return Judgement(verdicts)

    def _has_base(self, change: Change) -> bool:
        type_ = self.new.structured(change.path.qualified)
        return type_ is not None and type_.base is not None

    def _has_still(self, change: Change) -> bool:
        """Whether a type derives from its former base type, though no longer directly."""
        before = self.old.structured(change.path.qualified)
        line = [each.name for each in self.new.ancestry(change.path.qualified)]
        return before is not None and before.base in line

    def _has_anyway(self, change: Change, field: str) -> bool:
        """Whether a type inherits in both models what it states in one of them only (sections 6.3 and 6.4)."""
        sides = ((self.old, change.old), (self.new, change.new))
        return all(
            path is not None and any(getattr(each, field, False) for each in model.ancestry(path.qualified))
            for model, path in sides
        )

    def _is_bound_wider(self, change: Change) -> bool:
        """Whether an operation is bound to a base type of what it was bound to: derived types inherit it (section
        12.5)."""
        if change.old is None or change.new is None:
            return False
        was, now = (path.steps[1].key[0] or "" for path in (change.old, change.new))
        if was.startswith("Collection(") != now.startswith("Collection("):
            return False
        before, after = (QName.parse(each.removeprefix("Collection(").removesuffix(")")) for each in (was, now))
        return any(each.name == after for each in self.new.ancestry(before))

    def _can_be_left_out(self, change: Change) -> bool:
        """Whether code in Python may leave a parameter out before and after, so that its signature is the same."""
        sides = ((self.old, change.old or change.new), (self.new, change.new or change.old))
        return all(path is not None and _omittable(model, path) for model, path in sides)

    def _crosses_sentinel(self, change: Change) -> bool:
        """Whether services send the sentinel in place of a member now, and did not, or the other way round."""
        sides = [(self.old, change.old), (self.new, change.new)]
        return len({_is_masked(model, path) for model, path in sides if path is not None}) == 2

    def _in_collections(self, change: Change) -> bool:
        """Whether entities of a type are in some collection in either model; in a slice that is taken to be so, since
        it may lack the collection."""
        if self.sliced or not (self.old.containers and self.new.containers):
            return True
        models = ((self.old, change.old), (self.new, change.new))
        return any(path is not None and in_collections(model, path.qualified) for model, path in models)

    def _is_read_only(self, change: Change) -> bool:
        sides = ((self.old, change.old), (self.new, change.new))
        return all(path is not None and _read_only(_property(model, path)) for model, path in sides)

    @cached_property
    def _used(self) -> frozenset[QName] | None:
        before, after = used_types(self.old), used_types(self.new)
        return None if before is None or after is None else before | after

    def _out_of_reach(self, change: Change) -> str:
        """Why no payload and no call differs; empty where one may. In a slice that is not known."""
        if self.sliced:
            return ""
        return _UNUSED if self._is_unused(change) else _UNCALLED if self._is_uncalled(change) else ""

    def _is_unused(self, change: Change) -> bool:
        """Whether a change is of a type, or in one, that nothing has in either model."""
        if not _in_type(change.path):
            return False
        names = {path.qualified for path in (change.old, change.new) if path}
        return self._used is not None and not names & self._used

    def _is_uncalled(self, change: Change) -> bool:
        """Whether a change is of an operation, or in one, that no URL calls in either model: it is bound to a type that
        nothing has, or not bound and without an import (section 13.5)."""
        if self._used is None or len(change.path.steps) < 2 or change.path.steps[1].kind != "operation":
            return False
        return not any(
            self._is_called(model, path) for model, path in ((self.old, change.old), (self.new, change.new)) if path
        )

    def _is_called(self, model: EdmModel, path: ElementPath) -> bool:
        binding: str | None = path.steps[1].key[0]
        if binding is None:
            imports = (each for container in model.containers for each in container.imports)
            return any(each.operation == path.qualified for each in imports)
        name = QName.parse(binding.removeprefix("Collection(").removesuffix(")"))
        return name.namespace == EDM or name in (self._used or ())


def _omittable(model: EdmModel, path: ElementPath) -> bool:
    """Whether calls may do without a parameter, or without that which an annotation is on."""
    of, name = path.steps[1], path.steps[2].name
    overloads = (each for each in model.operations.get(path.qualified, ()) if operation_step(each)[:3] == of[:3])
    return any(
        is_optional(each) or (operation.kind == "action" and each.type.nullable)
        for operation in overloads
        for each in operation.parameters
        if each.name == name
    )


def _is_of_action(change: Change) -> bool:
    """Whether a change is of an action, or in one."""
    operations = [path.steps[1] for path in (change.old, change.new) if path and len(path.steps) > 1]
    # Only functions are told apart by the names of their parameters.
    return all(step.kind == "operation" and step.key[1] is None for step in operations)


def _in_type(path: ElementPath) -> bool:
    return len(path.steps) > 1 and path.steps[1].kind in TYPES


def _is_masked(model: EdmModel, path: ElementPath) -> bool:
    """Whether a member of an enumeration is behind its sentinel."""
    enum = model.types.get(path.qualified)
    values = {each.name: each.value for each in enum.members} if isinstance(enum, EnumType) else {}
    return SENTINEL in values and values.get(path.name, 0) > values[SENTINEL]


def _property(model: EdmModel, path: ElementPath) -> Property | None:
    type_ = model.types.get(path.qualified) if path.steps[1].kind in STRUCTURED else None
    if not isinstance(type_, (EntityType, ComplexType)):
        return None
    return next((each for each in type_.properties if each.name == path.name), None)


def _read_only(property_: Property | None) -> bool:
    by_term = {each.term: each for each in property_.annotations} if property_ else {}
    return is_true(by_term.get(QName(CORE, "Computed"))) or is_read_only(by_term.get(QName(CORE, "Permissions")))
