"""The plan of the verbs of resources: how the entities of a type are read and written.

Sections are those of OData Protocol 4.01. A collection is read page by page (11.2.6, 11.2.6.7) and takes new entities
(11.4.2); an entity is read (11.2.2; behind a single-valued navigation property there may be none, 11.2.7), updated
(11.4.3), or replaced (11.4.4); both create it where it does not exist, unless a condition forbids it. Creating and
updating answer with the entity, or with 204 where the request preferred `return=minimal` or the service has nothing to
show, hence `… | None`. Deleting (11.4.5) is the same for all types, and in the runtime.
"""

from __future__ import annotations

from dataclasses import dataclass

from csdlgen.edm.model import QName
from csdlgen.package.code import Code, compose, literal
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.imports import Needs
from csdlgen.package.plan.values import Method
from csdlgen.package.plan.verbs import OF_COLLECTIONS, OF_OBJECTS, keyword_only, option_parameters, queried, verb_method

_PATH = Code("self._path")
_OPTIONS = {option: (option, annotation) for option, annotation in OF_COLLECTIONS.items()}
_OF_ENTITIES = {option: _OPTIONS[option] for option in OF_OBJECTS}
_CONDITIONS = [Code("*"), Code("if_match: str | None = None"), Code("if_none_match: str | None = None")]
_NO_ANSWER = "None where the service sends nothing back."


@dataclass(frozen=True)
class ResourceVerbs:
    """The verbs of the builders of one entity type."""

    types: BuilderTypes
    name: QName
    needs: Needs

    def of_entity(self) -> tuple[Method, ...]:
        """The verbs of the builder of one entity."""
        if not self.types.is_resource(self.name):
            return ()
        return (
            self._get(),
            self._patch(),
            self._writing(
                "put",
                f"Replace the entity: what `body` leaves out goes back to its default. {_NO_ANSWER}",
                conditional=True,
            ),
        )

    def of_collection(self) -> tuple[Method, ...]:
        """The verbs of the builder of a collection."""
        if not self.types.is_listed(self.name):
            return ()
        return self._list(), self._writing("post", f"Create an entity; {_NO_ANSWER}", conditional=False)

    @property
    def _item(self) -> Code:
        return self.types.annotator.item(self.name, self.needs)

    @property
    def _wire(self) -> str:
        return self.types.annotator.wire_name(self.name)

    def _list(self) -> Method:
        listed = f"Collection({self._wire})"
        return verb_method(
            "list",
            keyword_only(option_parameters(_OPTIONS, self.needs)),
            compose("{}[{}]", self.needs.page(), self._item),
            "Go through the entities; pages are fetched on the way.",
            [literal("GET"), queried(_PATH, _OPTIONS, self.needs), _returns(listed)],
            self.needs,
            listed=listed,
        )

    def _get(self) -> Method:
        nullable = self.types.may_be_nothing(self.name)
        return verb_method(
            "get",
            keyword_only(option_parameters(_OF_ENTITIES, self.needs)),
            compose("{} | None", self._item) if nullable else self._item,
            "Read the entity; None where there is none." if nullable else "Read the entity.",
            [literal("GET"), queried(_PATH, _OF_ENTITIES, self.needs), _returns(self._wire)],
            self.needs,
        )

    def _patch(self) -> Method:
        update = self.needs.runtime("update")
        headers = compose("headers={}(if_match, if_none_match)", self.needs.runtime("conditions"))
        return verb_method(
            "patch",
            [Code("self"), compose("body: {}", self._item), Code("*"), Code("whole: bool = False"), *_CONDITIONS[1:]],
            compose("{} | None", self._item),
            "Change what was written to `body` since it was read, or all of a new one; `whole` sends all in any case."
            f" {_NO_ANSWER}",
            [
                literal("PATCH"),
                _PATH,
                compose("body={}(body, {}, whole=whole)", update, literal(self._wire)),
                headers,
                _returns(self._wire),
            ],
            self.needs,
        )

    def _writing(self, verb: str, about: str, *, conditional: bool) -> Method:
        body = compose("body={}(body, {})", self.needs.runtime("payload"), literal(self._wire))
        headers = []
        if conditional:
            headers = [compose("headers={}(if_match, if_none_match)", self.needs.runtime("conditions"))]
        return verb_method(
            verb,
            [Code("self"), compose("body: {}", self._item), *(_CONDITIONS if conditional else [])],
            compose("{} | None", self._item),
            about,
            [literal(verb.upper()), _PATH, body, *headers, _returns(self._wire)],
            self.needs,
        )


def _returns(wire: str) -> Code:
    return compose("returns={}", literal(wire))
