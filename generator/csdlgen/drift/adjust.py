"""Verdicts that depend on what is around a change. A rule alone has those of the ordinary case.

An adjustment is a function of the surroundings, a change and its verdicts so far; it gives a judgement, or None where
it does not apply. A rule lists its adjustments, of which the first that applies counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from csdlgen.drift.annotations import is_read_only, is_true
from csdlgen.drift.change import Change
from csdlgen.drift.events import SENTINEL
from csdlgen.drift.finding import NEUTRAL, Policy, Verdict, Verdicts
from csdlgen.drift.path import STRUCTURED, TYPES, ElementPath, item_type
from csdlgen.drift.shapes import operation_step
from csdlgen.drift.usage import in_collections, used_types
from csdlgen.edm.model import EDM, EdmModel, EnumType, QName
from csdlgen.edm.vocabularies import CORE, is_optional


class Judgement(NamedTuple):
    """Verdicts, and why they are not those of the rule; empty where that is obvious."""

    verdicts: Verdicts
    note: str = ""


@dataclass(frozen=True)
class Surroundings:
    """The two models of a comparison, and the policy of the judgement.

    In a slice (`sliced`) whatever is selected counts, whether something leads to it or not.
    """

    old: EdmModel
    new: EdmModel
    policy: Policy
    sliced: bool = False

    def sides(self, change: Change) -> list[tuple[EdmModel, ElementPath]]:
        """The models that have the element of a change, each with the path of the element."""
        both = ((self.old, change.old), (self.new, change.new))
        return [(model, path) for model, path in both if path is not None]

    @cached_property
    def used(self) -> frozenset[QName] | None:
        """The types that something has that can be reached, in either model; None where that is not known."""
        before, after = used_types(self.old), used_types(self.new)
        return None if before is None or after is None else before | after


Adjustment: TypeAlias = Callable[[Surroundings, Change, Verdicts], Judgement | None]


# --- what nothing reaches ---------------------------------------------------------------------------------------------


def reach(around: Surroundings, change: Change, verdicts: Verdicts) -> Judgement | None:
    """Where nothing that can be reached has the type that a change is in, no payload differs; where no URL calls the
    operation that it is in, no call does. In a slice neither is known."""
    if around.sliced or verdicts.worst(("read", "write")) <= Verdict.ADDITIVE:
        return None
    if _is_unused(around, change):
        note = "nothing that can be reached has this type"
    elif _is_uncalled(around, change):
        note = "no URL calls the operation"
    else:
        return None
    return Judgement(NEUTRAL._replace(python=verdicts.python), note)


def _is_unused(around: Surroundings, change: Change) -> bool:
    """Whether a change is of a type, or in one, that nothing has in either model."""
    steps = change.path.steps
    if around.used is None or len(steps) < 2 or steps[1].kind not in TYPES:
        return False
    return around.used.isdisjoint(path.qualified for path in change.paths)


def _is_uncalled(around: Surroundings, change: Change) -> bool:
    """Whether a change is of an operation, or in one, that no URL calls in either model: it is bound to a type that
    nothing has, or not bound and without an import (section 13.5)."""
    steps = change.path.steps
    if around.used is None or len(steps) < 2 or steps[1].kind != "operation":
        return False
    return not any(_is_called(around.used, model, path) for model, path in around.sides(change))


def _is_called(used: frozenset[QName], model: EdmModel, path: ElementPath) -> bool:
    binding: str | None = path.steps[1].key[0]
    if binding is None:
        imports = (each for container in model.containers for each in container.imports)
        return any(each.operation == path.qualified for each in imports)
    name = QName.parse(item_type(binding))
    return name.namespace == EDM or name in used


# --- values and calls -------------------------------------------------------------------------------------------------


def direction(around: Surroundings, change: Change, verdicts: Verdicts) -> Judgement | None:
    """The values that an element may have matter to clients that read it and to those that write it: parameters are
    only written, results are only read, and some properties clients cannot write."""
    kind = change.path.kind
    if kind == "parameter":
        return Judgement(verdicts._replace(read=Verdict.NEUTRAL))
    if kind == "returns":
        return Judgement(verdicts._replace(write=Verdict.NEUTRAL))
    if kind == "property" and verdicts.write and _is_read_only(around, change):
        return Judgement(verdicts._replace(write=Verdict.NEUTRAL), "clients cannot write the property")
    return None


def _is_read_only(around: Surroundings, change: Change) -> bool:
    """Whether clients can write a property in neither model."""
    sides = around.sides(change)
    if len(sides) < 2 or any(path.steps[1].kind not in STRUCTURED for _, path in sides):
        return False
    for model, path in sides:
        type_ = model.structured(path.qualified)
        annotations = (
            {note.term: note for each in type_.properties if each.name == path.name for note in each.annotations}
            if type_
            else {}
        )
        if not (
            is_true(annotations.get(QName(CORE, "Computed")))
            or is_read_only(annotations.get(QName(CORE, "Permissions")))
        ):
            return False
    return True


def action(_: Surroundings, change: Change, verdicts: Verdicts) -> Judgement | None:
    """How an action is called does not matter to clients that only read."""
    operations = [path.steps[1] for path in change.paths if len(path.steps) > 1]
    # Only functions have the names of their parameters in the key.
    of_action = all(step.kind == "operation" and step.key[1] is None for step in operations)
    if of_action and verdicts.read > Verdict.ADDITIVE:
        return Judgement(verdicts._replace(read=Verdict.NEUTRAL))
    return None


ORDINARY: tuple[Adjustment, ...] = (reach,)
VALUES: tuple[Adjustment, ...] = (reach, direction)
"""Of rules on what values an element may have."""
CALLS: tuple[Adjustment, ...] = (reach, action)
"""Of rules on how an operation is called."""


def required(around: Surroundings, change: Change, verdicts: Verdicts) -> Judgement | None:
    """A parameter that code in Python may leave out before and after is null where it is left out of the body."""
    if not _can_be_left_out(around, change):
        return None
    note = "where it is left out of the body of the action, it is null now"
    return Judgement(NEUTRAL._replace(write=Verdict.DANGEROUS), note)


def not_null(around: Surroundings, change: Change, verdicts: Verdicts) -> Judgement | None:
    """A parameter that code in Python may leave out before and after: its signature is the same."""
    if not _can_be_left_out(around, change):
        return None
    verdicts = verdicts._replace(python=Verdict.NEUTRAL)
    return reach(around, change, verdicts) or action(around, change, verdicts) or Judgement(verdicts)


def _can_be_left_out(around: Surroundings, change: Change) -> bool:
    """Whether code in Python may leave a parameter out, or the one that an annotation is on, in both models."""
    sides = ((around.old, change.old or change.new), (around.new, change.new or change.old))
    return all(path is not None and _is_omittable(model, path) for model, path in sides)


def _is_omittable(model: EdmModel, path: ElementPath) -> bool:
    of, name = path.steps[1], path.steps[2].name
    overloads = (each for each in model.operations.get(path.qualified, ()) if operation_step(each)[:3] == of[:3])
    return any(
        is_optional(parameter) or (operation.kind == "action" and parameter.type.nullable)
        for operation in overloads
        for parameter in operation.parameters
        if parameter.name == name
    )


# --- types ------------------------------------------------------------------------------------------------------------


def name_in_payloads(around: Surroundings, change: Change, verdicts: Verdicts) -> Judgement | None:
    """Clients have to write the name of a type that has a base type."""
    type_ = around.new.structured(change.path.qualified)
    if type_ is None or type_.base is None:
        return None
    note = "clients write the name of a type with a base type, as @odata.type"
    return Judgement(verdicts._replace(write=Verdict.BREAKING), note)


def still_derives(around: Surroundings, change: Change, _: Verdicts) -> Judgement | None:
    """With another base type below the former one nothing is lost."""
    before = around.old.structured(change.path.qualified)
    line = [base.name for base in around.new.ancestry(change.path.qualified)]
    if before is None or before.base not in line:
        return None
    return Judgement(NEUTRAL._replace(python=Verdict.ADDITIVE), "the type still derives from it")


def inherited_open(around: Surroundings, change: Change, _: Verdicts) -> Judgement | None:
    """A type whose base type is open is so too (section 6.3)."""
    return _inherited(around, change, "open")


def inherited_stream(around: Surroundings, change: Change, _: Verdicts) -> Judgement | None:
    """A type whose base type has a stream has one too (section 6.2)."""
    return _inherited(around, change, "has_stream")


def _inherited(around: Surroundings, change: Change, field: str) -> Judgement | None:
    sides = around.sides(change)
    if len(sides) == 2 and all(
        any(getattr(base, field, False) for base in model.ancestry(path.qualified)) for model, path in sides
    ):
        return Judgement(NEUTRAL, "it inherits this from a base type in both versions")
    return None


def addressed(around: Surroundings, change: Change, _: Verdicts) -> Judgement | None:
    """Entities that are in no collection have no key in their URLs. A slice may lack the collection."""
    if around.sliced or not (around.old.containers and around.new.containers):
        return None
    if any(in_collections(model, path.qualified) for model, path in around.sides(change)):
        return None
    return Judgement(NEUTRAL, "no collection has entities of this type, so that no URL has the key")


def still_bound(around: Surroundings, change: Change, verdicts: Verdicts) -> Judgement | None:
    """An operation that is bound to a base type of the former type now can be called on that as well (section 12.5)."""
    if change.old is None or change.new is None:
        return None
    before, after = (path.steps[1].key[0] or "" for path in (change.old, change.new))
    if before.startswith("Collection(") != after.startswith("Collection("):
        return None
    wider = QName.parse(item_type(after))
    if not any(base.name == wider for base in around.new.ancestry(QName.parse(item_type(before)))):
        return None
    note = "it can be called on the former type as well, which derives from the new one"
    return Judgement(Verdicts(Verdict.NEUTRAL, Verdict.ADDITIVE, verdicts.python), note)


def masked(around: Surroundings, change: Change, verdicts: Verdicts) -> Judgement | None:
    """Services send the sentinel in place of a member now, and did not, or the other way round."""
    if len({_is_masked(model, path) for model, path in around.sides(change)}) < 2:
        return None
    read = Verdict.BREAKING if around.policy == "strict" else Verdict.DANGEROUS
    note = "services send unknownFutureValue in place of members behind it"
    return Judgement(verdicts._replace(read=max(read, verdicts.read)), note)


def _is_masked(model: EdmModel, path: ElementPath) -> bool:
    """Whether a member of an enumeration is behind its sentinel."""
    enum = model.types.get(path.qualified)
    values = {member.name: member.value for member in enum.members} if isinstance(enum, EnumType) else {}
    return SENTINEL in values and values.get(path.name, 0) > values[SENTINEL]
