"""Rules on actions and functions (CSDL section 12)."""

from __future__ import annotations

from csdlgen.drift.adjust import CALLS, not_null, required, still_bound
from csdlgen.drift.annotations import (
    becomes,
    ceases,
    fewer_items,
    is_applied,
    is_true,
    more_items,
)
from csdlgen.drift.events import (
    Presence,
    dropped,
    either,
    is_binding,
    is_collection,
    is_not_null,
    stated,
    to_base,
    to_derived,
    to_narrower,
    to_wider,
)
from csdlgen.drift.rules.rule import Rule, added, annotated, changed, raised_by, recased, removed, rule
from csdlgen.edm.vocabularies import CORE


def has_overloads(presence: Presence) -> bool:
    """Whether both models have operations of the name."""
    name = presence.path.qualified
    return all(side.model.operations.get(name) for side in (presence.here, presence.there))


def is_action(presence: Presence) -> bool:
    return bool(presence.known["Kind"] == "action")


def must_be_passed(presence: Presence) -> bool:
    """Whether a parameter is a binding parameter, or one of an action that is neither optional nor nullable."""
    if is_binding(presence.here, presence.path):
        return True
    optional = is_optional(presence) or is_of_function(presence) or is_collection(presence)
    return is_not_null(presence) and not optional


def is_optional(presence: Presence) -> bool:
    """Whether a parameter has Core.OptionalParameter."""
    return presence.annotation("OptionalParameter") is not None


def is_of_function(presence: Presence) -> bool:
    return bool(presence.here.known(presence.path.parent)["Kind"] == "function")


RULES: tuple[Rule, ...] = (
    rule(
        "overload-added", "AAA", "the overload is new",
        added("operation", test=has_overloads), reverse="overload-removed",
    ),
    rule("overload-removed", "BBB", "the overload is gone", removed("operation", test=has_overloads), adjust=CALLS),
    rule("action-added", "AAA", "the action is new", added("operation", test=is_action), reverse="action-removed"),
    rule("action-removed", "NBB", "the action is gone", removed("operation", test=is_action)),
    rule("function-added", "AAA", "the function is new", added("operation"), reverse="function-removed"),
    rule("function-removed", "BBB", "the function is gone", removed("operation")),
    rule("operation-kind-changed", "BBB", "the kind was {before} and is {after}", changed("Kind", "operation")),
    rule("operation-bound-changed", "BBB", "IsBound was {before} and is {after}", changed("IsBound"), adjust=CALLS),
    rule(
        "composable-added", "AAA", "the function is composable now",
        changed("IsComposable", test=stated), reverse="composable-removed",
    ),
    rule("composable-removed", "BNB", "the function is no longer composable", changed("IsComposable", test=dropped)),
    rule(
        "entity-set-path-changed", "DNN", "the entity set path was {before} and is {after}",
        changed("EntitySetPath"), changed("EntitySet"), routes=True,
    ),
    rule(
        "explicit-binding-removed", "BBB", "an operation can be called in fewer places",
        annotated(f"{CORE}.RequiresExplicitBinding", test=becomes(is_true, "operation")),
        annotated(f"{CORE}.ExplicitOperationBindings", test=fewer_items),
        reverse="explicit-binding-added explicit-binding-removed",
    ),
    rule(
        "explicit-binding-added", "AAA", "an operation can be called in more places",
        annotated(f"{CORE}.RequiresExplicitBinding", test=ceases(is_true, "operation")),
        annotated(f"{CORE}.ExplicitOperationBindings", test=more_items),
    ),
    # binding parameters
    rule(
        "binding-type-changed", "BBB", "it was bound to {before}, now to {after}",
        changed("Type", "binding-parameter"), adjust=(still_bound, *CALLS),
    ),
    rule(
        "binding-collection-flipped", "BBB", "it was bound to {before}, now to {after}",
        changed("Collection", "binding-parameter"), adjust=CALLS,
    ),
    rule(
        "binding-parameter-renamed", "NNN", "the binding parameter was called {before}",
        raised_by("pairs.parameters"),
    ),
    rule(
        "binding-parameter-changed", "NNN", "the binding parameter was {before} and is {after}",
        changed("*", "binding-parameter"),
    ),
    # other parameters
    rule(
        "parameter-added-required", "BBB", "the parameter is new: {after}",
        added("parameter", test=must_be_passed), reverse="parameter-removed", adjust=CALLS,
    ),
    rule(
        "parameter-added-optional", "AAA", "the parameter is new: {after}",
        added("parameter", test=is_optional), reverse="parameter-removed",
    ),
    rule(
        "function-parameter-added", "BBB", "the parameter is new: {after}",
        added("parameter", test=is_of_function), reverse="parameter-removed",
    ),
    rule(
        "action-parameter-added-collection", "ADD", "the parameter is new: {after}",
        added("parameter", test=is_collection), odata="ABB", reverse="parameter-removed",
    ),
    rule(
        "action-parameter-added-nullable", "AAA", "the parameter is new: {after}",
        added("parameter"), reverse="parameter-removed",
    ),
    rule("parameter-removed", "BBB", "the parameter is gone; it was {before}", removed("parameter"), adjust=CALLS),
    rule(
        "parameter-renamed", "BBB", "the parameter was called {before}",
        raised_by("pairs.parameters"), adjust=CALLS,
    ),
    rule("parameter-casing-changed", "BBN", "the parameter was called {before}", recased("parameter"), adjust=CALLS),
    rule(
        "parameters-reordered", "NDN", "the order was {before} and is {after}",
        raised_by("compare._compare_order"), odata="NBN",
    ),
    rule(
        "parameter-type-widened", "NAA", "the type was {before} and is {after}",
        changed("Type", "parameter", test=either(to_base, to_wider)), odata="BBB", reverse="parameter-type-narrowed",
        adjust=CALLS,
    ),
    rule(
        "parameter-type-narrowed", "NBD", "the type was {before} and is {after}",
        changed("Type", "parameter", test=either(to_derived, to_narrower)), odata="BBB", adjust=CALLS,
    ),
    rule(
        "parameter-type-changed", "BBB", "the type was {before} and is {after}",
        changed("Type", "parameter"), changed("Collection", "parameter"), adjust=CALLS,
    ),
    rule(
        "parameter-became-nullable", "NAA", "the type was {before} and is {after}",
        changed("Nullable", "parameter", test=dropped), reverse="parameter-became-non-nullable",
    ),
    rule(
        "parameter-became-non-nullable", "BBB", "the type was {before} and is {after}",
        changed("Nullable", "parameter", test=stated), adjust=(not_null, *CALLS),
    ),
    rule(
        "parameter-became-optional", "NAA", "the parameter is optional now",
        annotated(f"{CORE}.OptionalParameter", test=becomes(is_applied, "parameter")),
        reverse="parameter-became-required",
    ),
    rule(
        "parameter-became-required", "BBB", "the parameter is no longer optional",
        annotated(f"{CORE}.OptionalParameter", test=ceases(is_applied, "parameter")), adjust=(required, *CALLS),
    ),
    # results
    rule(
        "return-type-added", "AAD", "the operation returns {after}",
        added("returns"), reverse="return-type-removed",
    ),
    rule("return-type-removed", "BBB", "the result is gone; it was {before}", removed("returns")),
    rule(
        "return-type-widened", "DND", "the type was {before} and is {after}",
        changed("Type", "returns", test=either(to_base, to_wider)), odata="BBB", reverse="return-type-narrowed",
    ),
    rule(
        "return-type-narrowed", "AND", "the type was {before} and is {after}",
        changed("Type", "returns", test=either(to_derived, to_narrower)), odata="BBB",
    ),
    rule(
        "return-type-changed", "BBB", "the type was {before} and is {after}",
        changed("Type", "returns"), changed("Collection", "returns"),
    ),
    rule(
        "return-became-nullable", "DND", "the type was {before} and is {after}",
        changed("Nullable", "returns", test=dropped), reverse="return-became-non-nullable",
    ),
    rule(
        "return-became-non-nullable", "ANA", "the type was {before} and is {after}",
        changed("Nullable", "returns", test=stated),
    ),
)  # fmt: skip
