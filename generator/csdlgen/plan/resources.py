"""The plan of the verbs of resources: how the entities of a type are read and written.

Sections are those of OData Protocol 4.01. A collection is read page by page (11.2.6, 11.2.6.7) and takes new entities
(11.4.2); an entity is read (11.2.2; behind a single-valued navigation property there may be none, 11.2.7), updated
(11.4.3) and, in a collection, deleted (11.4.5). Creating and updating answer with the entity, or with 204 where the
request preferred `return=minimal` or the service has nothing to show, hence `… | None`.
"""

from __future__ import annotations

from collections.abc import Callable

from csdlgen.code import Code, bracketed, compose, docstring, identifier, literal
from csdlgen.edm.model import QName
from csdlgen.plan.imports import Needs
from csdlgen.plan.targets import Targets
from csdlgen.plan.values import VerbMethod

# Option → its annotation; sections 11.2.5 and 11.2.6.
_LIST_OPTIONS = {
    "select": Code("Names"), "filter": Code("str | None"), "orderby": Code("Names"), "search": Code("str | None"),
    "top": Code("int | None"), "skip": Code("int | None"), "count": Code("bool | None"), "expand": Code("Names"),
}  # fmt: skip
_GET_OPTIONS = {"select": Code("Names"), "expand": Code("Names")}
_SELF = Code("self")
_PATH = Code("self._path")


def entity_verbs(targets: Targets, name: QName, needs: Needs) -> tuple[VerbMethod, ...]:
    """The verbs of the builder of one entity of a type."""
    return tuple(_VERBS[verb](targets, name, needs) for verb in targets.entity_verbs(name))


def collection_verbs(targets: Targets, name: QName, needs: Needs) -> tuple[VerbMethod, ...]:
    """The verbs of the builder of a collection of a type."""
    return tuple(_VERBS[verb](targets, name, needs) for verb in targets.collection_verbs(name))


def _list(targets: Targets, name: QName, needs: Needs) -> VerbMethod:
    many = needs.typing("collections.abc", "MutableSequence")
    wire = targets.annotator.wire_name(name)
    return VerbMethod(
        decorator=needs.runtime("listing", "listing"),
        signature=_signature(
            Code("def list("),
            [_SELF, Code("*"), *_options(_LIST_OPTIONS, needs)],
            compose("{}[{}]", many, targets.annotator.item(name, needs)),
            needs,
        ),
        doc=docstring("Go through the entities; pages are fetched on the way.", indent=2),
        result=_request(Code('"GET"'), _query(_LIST_OPTIONS, needs), [_returns(f"Collection({wire})")]),
    )


def _get(targets: Targets, name: QName, needs: Needs) -> VerbMethod:
    cls = targets.annotator.item(name, needs)
    nullable = targets.may_be_nothing(name)
    about = "Read the entity; None where there is none." if nullable else "Read the entity."
    return VerbMethod(
        decorator=needs.runtime("builder", "verb"),
        signature=_signature(
            Code("def get("),
            [_SELF, Code("*"), *_options(_GET_OPTIONS, needs)],
            compose("{} | None", cls) if nullable else cls,
            needs,
        ),
        doc=docstring(about, indent=2),
        result=_request(Code('"GET"'), _query(_GET_OPTIONS, needs), [_returns(targets.annotator.wire_name(name))]),
    )


def _post(targets: Targets, name: QName, needs: Needs) -> VerbMethod:
    cls = targets.annotator.item(name, needs)
    return VerbMethod(
        decorator=needs.runtime("builder", "verb"),
        signature=_signature(Code("def post("), [_SELF, compose("body: {}", cls)], compose("{} | None", cls), needs),
        doc=docstring("Create an entity; None where the service sends nothing back.", indent=2),
        result=_request(Code('"POST"'), _PATH, [_body(needs), _returns(targets.annotator.wire_name(name))]),
    )


def _patch(targets: Targets, name: QName, needs: Needs) -> VerbMethod:
    cls = targets.annotator.item(name, needs)
    given = [_SELF, compose("body: {}", cls), Code("*"), Code("if_match: str | None = None")]
    return VerbMethod(
        decorator=needs.runtime("builder", "verb"),
        signature=_signature(Code("def patch("), given, compose("{} | None", cls), needs),
        doc=docstring("Change what `body` has; None where the service sends nothing back.", indent=2),
        result=_request(
            Code('"PATCH"'), _PATH, [_body(needs), _headers(needs), _returns(targets.annotator.wire_name(name))]
        ),
    )


def _delete(targets: Targets, name: QName, needs: Needs) -> VerbMethod:
    given = [_SELF, Code("*"), Code("if_match: str | None = None")]
    return VerbMethod(
        decorator=needs.runtime("builder", "verb"),
        signature=_signature(Code("def delete("), given, Code("None"), needs),
        doc=docstring("Delete the entity.", indent=2),
        result=_request(Code('"DELETE"'), _PATH, [_headers(needs)]),
    )


_VERBS: dict[str, Callable[[Targets, QName, Needs], VerbMethod]] = {
    "list": _list,
    "post": _post,
    "get": _get,
    "patch": _patch,
    "delete": _delete,
}


def _signature(head: Code, given: list[Code], result: Code, needs: Needs) -> Code:
    return bracketed(head, given, compose(") -> {}[{}]:", needs.runtime("request", "Request"), result), indent=1)


def _options(options: dict[str, Code], needs: Needs) -> list[Code]:
    needs.runtime("query", "Names")
    return [compose("{}: {} = None", identifier(name), annotation) for name, annotation in options.items()]


def _request(verb: Code, path: Code, extra: list[Code]) -> Code:
    return bracketed(Code("return Request("), [verb, path, *extra], Code(")"), indent=2)


def _query(options: dict[str, Code], needs: Needs) -> Code:
    given = [compose("{0}={0}", identifier(name)) for name in options]
    return bracketed(compose("{}(", needs.runtime("query", "query")), [_PATH, *given], Code(")"), indent=3)


def _body(needs: Needs) -> Code:
    return compose("body={}(body)", needs.runtime("model", "to_json"))


def _headers(needs: Needs) -> Code:
    return compose("headers={}(if_match)", needs.runtime("query", "matching"))


def _returns(wire: str) -> Code:
    return compose("returns={}", literal(wire))
