"""The plan of the verbs of resources: how the entities of a type are read and written.

Sections are those of OData Protocol 4.01. A collection is read page by page (11.2.6, 11.2.6.7) and takes new entities
(11.4.2); an entity is read (11.2.2; behind a single-valued navigation property there may be none, 11.2.7), updated
(11.4.3), or replaced (11.4.4); both create it where it does not exist, unless a condition forbids it. Creating and
updating answer with the entity, or with 204 where the request preferred `return=minimal` or the service has nothing to
show, hence `… | None`. Deleting (11.4.5) is the same for all types, and in the runtime.
"""

from __future__ import annotations

from collections.abc import Callable

from csdlgen.edm.model import QName
from csdlgen.package.code import Code, bracketed, compose, docstring, identifier, literal
from csdlgen.package.plan.imports import Needs
from csdlgen.package.plan.targets import Targets
from csdlgen.package.plan.values import VerbMethod
from csdlgen.package.plan.verbs import OF_COLLECTIONS, keyword_only, option_parameters, queried

_OF_ENTITIES = ("select", "expand")
_SELF = Code("self")
_PATH = Code("self._path")
_CONDITIONS = [Code("*"), Code("if_match: str | None = None"), Code("if_none_match: str | None = None")]


def entity_verbs(targets: Targets, name: QName, needs: Needs) -> tuple[VerbMethod, ...]:
    """The verbs of the builder of one entity of a type."""
    return tuple(_VERBS[verb](targets, name, needs) for verb in targets.entity_verbs(name))


def collection_verbs(targets: Targets, name: QName, needs: Needs) -> tuple[VerbMethod, ...]:
    """The verbs of the builder of a collection of a type."""
    return tuple(_VERBS[verb](targets, name, needs) for verb in targets.collection_verbs(name))


def _list(targets: Targets, name: QName, needs: Needs) -> VerbMethod:
    wire = f"Collection({targets.annotator.wire_name(name)})"
    options = {option: (option, annotation) for option, annotation in OF_COLLECTIONS.items()}
    return VerbMethod(
        decorator=compose("{}({})", needs.runtime("verbs", "listing"), literal(wire)),
        signature=_signature(
            Code("def list("),
            keyword_only(option_parameters(options, needs)),
            compose("{}[{}]", needs.page(), targets.annotator.item(name, needs)),
            needs,
        ),
        doc=docstring("Go through the entities; pages are fetched on the way.", indent=2),
        result=_request(Code('"GET"'), queried(_PATH, {each: each for each in options}, needs), [_returns(wire)]),
    )


def _get(targets: Targets, name: QName, needs: Needs) -> VerbMethod:
    cls = targets.annotator.item(name, needs)
    nullable = targets.may_be_nothing(name)
    about = "Read the entity; None where there is none." if nullable else "Read the entity."
    options = {option: (option, OF_COLLECTIONS[option]) for option in _OF_ENTITIES}
    return VerbMethod(
        decorator=needs.runtime("verbs", "verb"),
        signature=_signature(
            Code("def get("),
            keyword_only(option_parameters(options, needs)),
            compose("{} | None", cls) if nullable else cls,
            needs,
        ),
        doc=docstring(about, indent=2),
        result=_request(
            Code('"GET"'),
            queried(_PATH, {each: each for each in options}, needs),
            [_returns(targets.annotator.wire_name(name))],
        ),
    )


def _post(targets: Targets, name: QName, needs: Needs) -> VerbMethod:
    cls = targets.annotator.item(name, needs)
    about = "Create an entity; None where the service sends nothing back."
    return _writing(targets, name, needs, "post", [_SELF, compose("body: {}", cls)], about, [])


def _patch(targets: Targets, name: QName, needs: Needs) -> VerbMethod:
    cls = targets.annotator.item(name, needs)
    about = "Change what `body` has; None where the service sends nothing back."
    given = [_SELF, compose("body: {}", cls), *_CONDITIONS]
    return _writing(targets, name, needs, "patch", given, about, [_headers(needs)])


def _put(targets: Targets, name: QName, needs: Needs) -> VerbMethod:
    cls = targets.annotator.item(name, needs)
    about = (
        "Replace the entity: what `body` leaves out goes back to its default."
        " None where the service sends nothing back."
    )
    given = [_SELF, compose("body: {}", cls), *_CONDITIONS]
    return _writing(targets, name, needs, "put", given, about, [_headers(needs)])


def _writing(
    targets: Targets, name: QName, needs: Needs, verb: str, given: list[Code], about: str, extra: list[Code]
) -> VerbMethod:
    wire = targets.annotator.wire_name(name)
    body = compose("body={}(body, {})", needs.runtime("bodies", "payload"), literal(wire))
    return VerbMethod(
        decorator=needs.runtime("verbs", "verb"),
        signature=_signature(
            compose("def {}(", identifier(verb)),
            given,
            compose("{} | None", targets.annotator.item(name, needs)),
            needs,
        ),
        doc=docstring(about, indent=2),
        result=_request(literal(verb.upper()), _PATH, [body, *extra, _returns(wire)]),
    )


_VERBS: dict[str, Callable[[Targets, QName, Needs], VerbMethod]] = {
    "list": _list,
    "post": _post,
    "get": _get,
    "patch": _patch,
    "put": _put,
}


def _signature(head: Code, given: list[Code], result: Code, needs: Needs) -> Code:
    return bracketed(head, given, compose(") -> {}[{}]:", needs.runtime("requests", "Request"), result), indent=1)


def _request(verb: Code, path: Code, extra: list[Code]) -> Code:
    return bracketed(Code("return Request("), [verb, path, *extra], Code(")"), indent=2)


def _headers(needs: Needs) -> Code:
    return compose("headers={}(if_match, if_none_match)", needs.runtime("queries", "conditions"))


def _returns(wire: str) -> Code:
    return compose("returns={}", literal(wire))
