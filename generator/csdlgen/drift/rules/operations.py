"""Rules on actions and functions (CSDL section 12)."""

from __future__ import annotations

from csdlgen.drift.rules.rule import Rule, rule

_NEW = "Regenerate the package when you want to use it; code that does not is not touched."
_NOTHING = "Nothing has to be done."
_CODE = "Regenerate, and look at the code that uses it: a type checker finds what no longer fits."
_CALL = "Regenerate and correct the calls, which a type checker finds; release together with the service."

RULES: tuple[Rule, ...] = (
    rule(
        "action-added", "AAA", "An action is new", "the action is new",
        "New operations are among the changes that OData allows at any time (Protocol section 5.2).", _NEW,
    ),
    rule(
        "action-removed", "-BB", "An action is gone", "the action is gone",
        "Calls of it are answered with 404, and its builder is gone.",
        "Remove the calls before you regenerate; look in the change log for a successor.",
    ),
    rule(
        "function-added", "AAA", "A function is new", "the function is new",
        "New operations are among the changes that OData allows at any time (Protocol section 5.2).", _NEW,
    ),
    rule(
        "function-removed", "BBB", "A function is gone", "the function is gone",
        "Calls of it are answered with 404, also within `$filter` and `$orderby`, and its builder is gone.",
        "Remove the calls before you regenerate; look in the change log for a successor.",
    ),
    rule(
        "overload-added", "AAA", "An operation has another overload", "the overload is new",
        "Calls of the other overloads are as before. Where a name in Python changes because of it, that stands under"
        " this finding.",
        _NEW,
    ),
    rule(
        "overload-removed", "BBB", "An overload of an operation is gone", "the overload is gone",
        "Calls with its binding or its parameters are answered with 404; other overloads stay.",
        "Call one of the other overloads.",
    ),
    rule(
        "operation-kind-changed", "BBB", "An action has become a function, or a function an action",
        "the kind was {before} and is {after}",
        "Actions are called with POST and parameters in the body, functions with GET and parameters in the URL.",
        _CALL,
    ),
    rule(
        "operation-bound-changed", "BBB", "An operation is bound now, or no longer",
        "IsBound was {before} and is {after}",
        "Bound operations are called on a resource, others by an import at the root of the service.",
        _CALL,
    ),
    rule(
        "binding-type-changed", "BBB", "An operation is bound to another type",
        "it was bound to {before}, now to {after}",
        "It can be called on other resources than before, and on the former ones no longer or only where the types are"
        " related.",
        _CALL,
    ),
    rule(
        "binding-collection-flipped", "BBB", "An operation is bound to a collection now, or no longer",
        "it was bound to {before}, now to {after}",
        "The URL in front of the operation ends in a key in one case and in a collection in the other.",
        _CALL,
    ),
    rule(
        "binding-parameter-renamed", "---", "The binding parameter of an operation has another name",
        "the binding parameter was called {before}",
        "Its name is never sent: the resource in the URL is its value (CSDL section 12.9).",
        _NOTHING,
    ),
    rule(
        "binding-parameter-changed", "---", "The binding parameter of an operation is declared otherwise",
        "the binding parameter was {before} and is {after}",
        "Its value is the resource in the URL (CSDL section 12.9). It is never sent, and so it is never null and has no"
        " length to keep within.",
        _NOTHING,
    ),
    rule(
        "parameter-added-optional", "AAA", "An operation has another optional parameter",
        "the parameter is new: {after}",
        "Optional parameters behind the existing ones are among the additions that OData allows at any time (Protocol"
        " section 5.2).",
        _NEW,
    ),
    rule(
        "action-parameter-added-nullable", "AAA", "An action has another parameter that may be null",
        "the parameter is new: {after}",
        "Nullable parameters of actions that come last are among the additions that OData allows at any time (Protocol"
        " section 5.2): left out, they are null.",
        _NEW,
    ),
    rule(
        "action-parameter-added-collection", "ADD", "An action has another parameter that is a collection",
        "the parameter is new: {after}",
        "A collection is never null, so that OData does not say what a call without it means. Most services read it as"
        " an empty collection.",
        "Try a call without the parameter; pass an empty collection if the service asks for one.",
        odata="ABB",
    ),
    rule(
        "parameter-added-required", "BBB", "An operation has another parameter that must be given",
        "the parameter is new: {after}",
        "Calls without it are refused.",
        _CALL,
    ),
    rule(
        "function-parameter-added", "BBB", "A function has another parameter that is not optional",
        "the parameter is new: {after}",
        "Overloads of functions are told apart by the names of their parameters, so that calls without it name another"
        " overload or none (CSDL section 12.4).",
        _CALL,
    ),
    rule(
        "parameter-removed", "BBB", "A parameter of an operation is gone", "the parameter is gone; it was {before}",
        "Calls that pass it are refused, or name no overload that there is.",
        _CALL,
    ),
    rule(
        "parameter-renamed", "BBB", "A parameter of an operation has another name", "the parameter was called {before}",
        "Parameters are passed by name, in bodies and in URLs. The old name is unknown, and the new one is missing.",
        _CALL,
    ),
    rule(
        "parameter-type-changed", "BBB", "A parameter of an operation has another type",
        "the type was {before} and is {after}",
        "Values of the former type are refused, or read as something else.",
        _CALL,
    ),
    rule(
        "parameter-type-widened", "-AA", "A parameter of an operation has a wider type",
        "the type was {before} and is {after}",
        "Every value that was accepted still is: the new type is a wider number, or a base type of the former.",
        _NOTHING,
        odata="BBB",
    ),
    rule(
        "parameter-type-narrowed", "-BD", "A parameter of an operation has a narrower type",
        "the type was {before} and is {after}",
        "Some values that were accepted are refused now: the new type is a narrower number, or derived from the"
        " former.",
        "Check the values that you pass.",
        odata="BBB",
    ),
    rule(
        "parameter-casing-changed", "BB-", "The name of a parameter differs in case",
        "the parameter was called {before}",
        "Parameters are passed by name, and names are case-sensitive. In Python it may be called the same.",
        "Regenerate and release together with the service.",
    ),
    rule(
        "parameters-reordered", "-D-", "The parameters of an operation are in another order",
        "the order was {before} and is {after}",
        "OData names this among the breaking changes (Protocol section 5.2). Parameters are sent by name, so that"
        " services rarely notice; in the generated package they are keywords.",
        "Look at calls that pass parameters by position, in other clients.",
        odata="-B-",
    ),
    rule(
        "parameter-became-nullable", "-AA", "A parameter may be null now", "the type was {before} and is {after}",
        "Calls that were accepted still are.",
        _NOTHING,
    ),
    rule(
        "parameter-became-optional", "-AA", "A parameter may be left out now", "the parameter is optional now",
        "Calls that were accepted still are.",
        _NOTHING,
    ),
    rule(
        "parameter-became-non-nullable", "BBB", "A parameter must not be null any more",
        "the type was {before} and is {after}",
        "Calls with null, or without a parameter that counted as null then, are refused.",
        _CALL,
    ),
    rule(
        "parameter-became-required", "BBB", "A parameter must not be left out any more",
        "the parameter is no longer optional",
        "Calls without it are refused, or name no overload that there is.",
        _CALL,
    ),
    rule(
        "return-type-changed", "BBB", "An operation returns another type", "the type was {before} and is {after}",
        "The result is decoded wrongly or not at all.",
        _CODE,
    ),
    rule(
        "return-type-widened", "D-D", "An operation returns a wider type", "the type was {before} and is {after}",
        "Every result that could arrive still can. Larger numbers may arrive, or values without the members of the"
        " former type.",
        _CODE,
        odata="BBB",
    ),
    rule(
        "return-type-narrowed", "A-D", "An operation returns a narrower type", "the type was {before} and is {after}",
        "Every result that arrives is one of those that could arrive before.",
        "Nothing has to be done where the result is only read.",
        odata="BBB",
    ),
    rule(
        "return-type-removed", "BBB", "An operation returns nothing any more", "the result is gone; it was {before}",
        "The answer has no body, and who reads one fails.",
        "Look for a function or a property that has the value.",
    ),
    rule(
        "return-type-added", "AAD", "An operation that returned nothing returns something",
        "the operation returns {after}",
        "Who overlooks the result is not disturbed. In Python a call that had None as its result has another one.",
        _NEW,
    ),
    rule(
        "return-became-nullable", "D-D", "The result of an operation may be null now",
        "the type was {before} and is {after}",
        "A null may arrive where a value was certain.",
        "Regenerate, and handle None where a type checker asks for it.",
    ),
    rule(
        "return-became-non-nullable", "A-A", "The result of an operation is never null any more",
        "the type was {before} and is {after}",
        "What arrives is among what could arrive before.",
        _NOTHING,
    ),
    rule(
        "composable-added", "AAA", "A function can be followed by further path segments",
        "the function is composable now",
        "What was allowed stays allowed, and the result can be filtered or continued in the URL in addition.",
        _NEW,
    ),
    rule(
        "composable-removed", "B-B", "A function can no longer be followed by further path segments",
        "the function is no longer composable",
        "URLs that go on behind the function, or filter its result, are refused.",
        "Call the function alone, and select from its result afterwards.",
    ),
    rule(
        "entity-set-path-changed", "D--", "The entities that an operation returns belong elsewhere",
        "the entity set path was {before} and is {after}",
        "It says which entity set the result is of, from which its canonical addresses follow.",
        "Check code that goes on from the result by address.",
    ),
)  # fmt: skip
