"""Properties: the descriptors between a model's attributes and its JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast, overload

from .changes import adopt, lend, note
from .codecs import BAD, codec, collection, unreadable

if TYPE_CHECKING:
    from .fields import Field
    from .models import Model

Access = Literal["", "computed", "immutable"]
_AS_JSON = ("Edm.Untyped", "Edm.PrimitiveType", "Edm.ComplexType", "Edm.EntityType")

C = TypeVar("C")
T = TypeVar("T")


class Prop(Generic[T]):
    """A property by its name on the wire and the text of its CSDL type; `T` is the type
    of its values. The class has it as a `Field`, to write queries with.

    The type is looked up at first use; `read` and `write` are its conversions from then
    on, so that an access costs no test for it.
    """

    __slots__ = ("access", "field", "label", "leads", "read", "type", "wire", "write")
    field: Field[T]
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]

    def __init__(self, wire: str, type_: str) -> None:
        self.label = self.wire = wire
        self.type = type_
        self.access = ""
        self.leads = False
        self.read = self._first_read
        self.write = self._first_write

    def __set_name__(self, owner: type, name: str) -> None:
        self.label = f"{owner.__name__}.{name}"

    def _resolve(self) -> None:
        many = self.type.startswith("Collection(")
        own = collection(self.type, self.label) if many else codec(self.type)
        self.read, self.write = own.read, own.write
        self.leads = many or own.is_object

    def _first_read(self, wire: Any) -> Any:
        self._resolve()
        return self.read(wire)

    def _first_write(self, value: Any) -> Any:
        self._resolve()
        return self.write(value)

    @overload
    def __get__(self, model: None, owner: type[Any]) -> Field[T]: ...
    @overload
    def __get__(self, model: Model, owner: type[Any]) -> T | None: ...
    def __get__(self, model: Model | None, owner: type[Any] | None = None) -> Any:
        if model is None:
            return field_of(self)
        wire = model.__wire__.get(self.wire)
        if wire is None:
            return None
        try:
            value = self.read(wire)
        except BAD as error:
            raise unreadable(wire, self.type, self.label) from error
        if self.leads:  # to more that can be written
            value.__owner__ = model
        return value

    def __set__(self, model: Model, value: T | None) -> None:
        if hasattr(value, "__next__"):  # what can be gone through only once
            value = cast(Any, [*cast(Any, value)])
        wire: Any = value
        if value is not None:
            try:
                wire = self.write(value)
            except (TypeError, ValueError, OverflowError) as error:
                text = f"{self.label}: {error}"
                if isinstance(value, (str, dict, list)):
                    text += f" (model[{self.wire!r}] = … sets the JSON itself)"
                kind = TypeError if isinstance(error, TypeError) else ValueError
                raise kind(text) from None
        note(model, self.wire)
        model.__wire__[self.wire] = wire
        if self.leads:
            adopt(model, value)

    def __delete__(self, model: Model) -> None:
        if self.wire in model.__wire__:
            note(model, self.wire)
            del model.__wire__[self.wire]


class Choice(Prop[T], Generic[T, C]):
    """A property whose values the schema limits to those of `C`, a `Literal`, which is
    what checkers let through to be written; services may send others.

    For annotations alone: what a model has is a `Prop`.
    """

    if TYPE_CHECKING:

        def __set__(  # type: ignore[override]
            self,
            model: Model,
            value: C | None,  # pyright: ignore[reportIncompatibleMethodOverride]
        ) -> None:
            """Takes one of the values."""


class _TextProp(Prop[str]):
    """Edm.String, where the wire value is the Python value."""

    __slots__ = ()

    def __get__(self, model: Model | None, owner: type[Any] | None = None) -> Any:
        if model is None:
            return field_of(self)
        wire = model.__wire__.get(self.wire)
        if wire is None or isinstance(wire, str):
            return wire
        raise unreadable(wire, self.type, self.label)


class _JsonProp(Prop[Any]):
    """A type whose values are JSON as it is, in which anything may be changed."""

    __slots__ = ()

    def __get__(self, model: Model | None, owner: type[Any] | None = None) -> Any:
        if model is None:
            return field_of(self)
        value: Any = super().__get__(model, type(model))
        if isinstance(value, (dict, list)):
            lend(model, self.wire)
        return cast(Any, value)

    def _resolve(self) -> None:
        super()._resolve()
        self.leads = False


class _StreamProp(Prop[str]):
    """Edm.Stream: the media link (OData JSON section 4.5.10), which only the service
    writes."""

    __slots__ = ()

    def __init__(self, wire: str, type_: str) -> None:
        super().__init__(f"{wire}@odata.mediaReadLink", type_)

    def __set__(self, model: Model, value: Any) -> None:
        raise AttributeError(f"{self.label} is a link that the service gives out")

    def __delete__(self, model: Model) -> None:
        self.__set__(model, None)


def field_of(prop: Prop[T]) -> Field[T]:
    """The property as queries have it, made when it is first asked for: reading models
    does without. (A `__getattr__` would make every access to a slot slower.)"""
    try:
        return prop.field
    except AttributeError:
        from .fields import Field

        prop.field = Field(prop.wire.partition("@")[0], prop.type)
        return prop.field


def prop(wire: str, type_: str, access: Access = "", /) -> Any:
    """Declares a property by its name in JSON and the text of its CSDL type.

    A "computed" property is the service's to set, an "immutable" one can be set when an
    entity is created (Core.Computed, Core.Immutable).
    """
    own = _property(wire, type_)
    own.access = access
    return own


def _property(wire: str, type_: str) -> Prop[Any]:
    if type_ == "Edm.String":
        return _TextProp(wire, type_)
    if type_ == "Edm.Stream":
        return _StreamProp(wire, type_)
    if type_ == "Edm.DateTimeOffset":
        from .primitives import InstantProp  # that module imports this one

        return InstantProp(wire, type_)
    if type_ in _AS_JSON or type_.startswith(("Edm.Geography", "Edm.Geometry")):
        return _JsonProp(wire, type_)
    return Prop(wire, type_)
