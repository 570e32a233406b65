"""Where the segments of a URL have led so far."""

from __future__ import annotations

from typing import NamedTuple

from csdlgen.edm.model import EDM, ComplexType, EntityType, Operation, QName, TypeRef
from csdlgen.urls.lookup import UrlLookup
from csdlgen.urls.segments import End, EndKind, Rule

_STREAM = QName(EDM, "Stream")
_DYNAMIC = ("Untyped", "ComplexType", "EntityType", "PrimitiveType")


class Resource(NamedTuple):
    """A resource: its kind and type, how it was reached (`source` and `step`, for its keys), the parts of a key that
    are given so far, and why nothing may follow, where that is so."""

    kind: EndKind
    type: QName | None = None
    collection: bool = False
    source: QName | None = None
    step: str = ""
    pending: tuple[str, ...] = ()
    closed: tuple[Rule, str] | None = None

    @property
    def end(self) -> End:
        return End(self.kind, TypeRef(self.type, self.collection) if self.type else None)

    def __str__(self) -> str:
        """The resource as messages name it."""
        if self.type is None:
            return "the service" if self.kind == "service" else f"the {self.kind}"
        return f"Collection({self.type})" if self.collection else str(self.type)

    def keyed(self) -> Resource:
        """The member of the collection that a key picks."""
        return Resource(self.kind, self.type)

    def becomes(self, kind: EndKind) -> Resource:
        """An end of another kind behind which nothing follows, of the same type."""
        return self._replace(kind=kind, closed=("nothing-follows", f"nothing follows the {kind}"))


SERVICE = Resource("service")


def resource_of(lookup: UrlLookup, type_: TypeRef, source: QName | None = None, step: str = "") -> Resource:
    """The resource of a value of a type."""
    name = type_.name
    declared = lookup.model.types.get(name)
    kind: EndKind = "primitive"
    if isinstance(declared, EntityType):
        kind = "entity"
    elif isinstance(declared, ComplexType):
        kind = "complex"
    elif declared is None and (name.namespace != EDM or name.name in _DYNAMIC):
        kind = "dynamic"
    elif name == _STREAM:
        kind = "stream"
    return Resource(kind, name, type_.collection, source, step)


def resource_after(lookup: UrlLookup, operation: Operation) -> Resource:
    """What an operation returns. Only composable functions may be continued (CSDL section 12.7), and a key or `$count`
    continues one as well."""
    where = resource_of(lookup, operation.returns.type) if operation.returns else Resource("nothing")
    if operation.composable:
        return where
    what = "an action" if operation.kind == "action" else "a function that is not composable"
    return where._replace(closed=("not-composable", f"{operation.name} is {what}: nothing follows it"))
