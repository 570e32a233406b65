"""Models: views over the decoded JSON objects they came from, which lose nothing."""

from __future__ import annotations

from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, dataclass_transform

from .codec import register, resolve
from .props import Prop, prop
from .wire import Codec, WireError, show, shown, unreadable, wrong

__all__ = ["Json", "Model", "WireError", "from_json", "prop", "register", "to_json"]

Json = dict[str, Any]
"""A decoded JSON object."""

M = TypeVar("M", bound="Model")
_new = object.__new__
_above: ContextVar[tuple[int, ...]] = ContextVar("_above", default=())


class _Slotted(type):
    """Gives every class empty slots, without which `model.typo = 1` would be kept.

    Not visible in the class, where mypy would then refuse assignments to properties.
    """

    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: Json, **keywords: Any
    ) -> _Slotted:
        namespace.setdefault("__slots__", ())
        return super().__new__(mcs, name, bases, namespace, **keywords)


@dataclass_transform(kw_only_default=True, eq_default=False)
class Model(metaclass=_Slotted):
    """A JSON object with typed attributes.

    An absent property reads as None, and so does a null one: `"notes" in model` tells
    them apart, `del model.notes` unsets. Keywords left out of the constructor are left
    out of the JSON. The class keyword `type` is the qualified CSDL name; with `emit`
    the constructor writes it as `@odata.type`. There are no public names here, so that
    properties can have any.
    """

    __slots__ = ("__wire__",)
    __wire__: Json
    __props__: ClassVar[dict[str, Prop]] = {}
    __variants__: ClassVar[dict[str | None, type[Any]]] = {}
    __emits__: ClassVar[str] = ""

    if not TYPE_CHECKING:  # checkers make the signature from the properties

        def __init__(self, /, **values):
            self.__wire__ = {}
            if self.__emits__:
                self.__wire__["@odata.type"] = self.__emits__
            for name, value in values.items():
                found = self.__props__.get(name)
                if found is None:
                    kind = type(self).__name__
                    raise TypeError(f"{kind} has no property {name!r} to set")
                found.__set__(self, value)

    def __init_subclass__(cls, type: str = "", emit: bool = False) -> None:
        super().__init_subclass__()
        own = {name: it for name, it in vars(cls).items() if isinstance(it, Prop)}
        cls.__props__ = {**cls.__props__, **own}
        cls.__variants__ = {None: cls}
        if type:  # else somebody's own subclass, which stays of its base's type
            cls.__emits__ = f"#{type}" if emit else ""

    @classmethod
    def __codec__(cls, type_text: str) -> Codec:
        def write(value: Any) -> Json:
            if not isinstance(value, cls):
                raise wrong(type_text, f"a {cls.__name__}", value)
            return value.__wire__

        return Codec(type_text, partial(from_json, cls), write, is_object=True)

    def __getitem__(self, name: str) -> Any:
        return self.__wire__[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self.__wire__[name] = value

    def __delitem__(self, name: str) -> None:
        del self.__wire__[name]

    def __contains__(self, name: object) -> bool:
        return name in self.__wire__

    __iter__ = None  # else list(model) would try model[0]

    def __eq__(self, other: Any) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self.__wire__ == other.__wire__

    def __copy__(self) -> Self:
        copied = _new(type(self))
        copied.__wire__ = dict(self.__wire__)
        return copied

    def __repr__(self) -> str:
        kind, key, above = type(self).__name__, id(self.__wire__), _above.get()
        if key in above or len(above) > 20:  # in itself, or absurdly deep
            return f"{kind}(...)"
        token = _above.set((*above, key))
        try:
            return f"{kind}({', '.join(_arguments(self))})"
        finally:
            _above.reset(token)


Model.__variants__[None] = Model


def _arguments(model: Model) -> list[str]:
    props = {found.wire: (name, found) for name, found in model.__props__.items()}
    known: list[str] = []
    other: list[str] = []
    for wire, value in model.__wire__.items():
        if wire in props:
            name, found = props[wire]
            known.append(f"{name}={shown(found.read, value)}")
        else:
            other.append(f"{wire!r}: {show(value)}")
    return [*known, f"**{{{', '.join(other)}}}"] if other else known


def from_json(cls: type[M], data: Json) -> M:
    """A model over `data`, a decoded JSON object, which it keeps and does not copy.

    Its class is that of `@odata.type` if that is `cls` or derives from it, else `cls`.
    Anything but a dict is a `WireError`.
    """
    try:
        found = cls.__variants__[data.get("@odata.type")]
    except (KeyError, AttributeError, TypeError):
        found = _variant(cls, data)
    self: M = _new(found)
    self.__wire__ = data
    return self


def to_json(model: Model) -> Json:
    """The JSON object that the model shows: itself, not a copy."""
    return model.__wire__


def _variant(cls: type[M], data: Json) -> type[M]:
    if not isinstance(data, dict):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise unreadable(data, cls.__name__)
    named = data.get("@odata.type")
    if not isinstance(named, str):
        return cls
    found = resolve(named.rpartition("#")[2])
    if found is None or not issubclass(found, cls):
        found = cls
    # names come from services: neither many nor long ones may fill memory
    if len(named) <= 256 and len(cls.__variants__) < 1000:
        cls.__variants__[named] = found
    return found
