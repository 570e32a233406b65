# ruff: noqa
# fmt: off
"""Models: views over the decoded JSON objects they came from, which lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Self,
    TypeVar,
    cast,
    dataclass_transform,
    overload,
)

from .changes import Journal, Written, changes, copied_journal, lend, note, own_entries
from .codecs import Codec, WireError, resolve, show, unreadable, wrong_type
from .properties import Choice, Prop, prop

if TYPE_CHECKING:
    from .builders import Builder
    from .expressions import Typed

__all__ = [
    "Choice",
    "Json",
    "Model",
    "Prop",
    "WireError",
    "bind",
    "changes",
    "from_json",
    "prop",
    "to_json",
]

Json = dict[str, Any]
"""A decoded JSON object."""

M = TypeVar("M", bound="Model")
_new = object.__new__
# What models have besides their properties, which is nobody else's business.
_OURS = frozenset(
    (
        "__access__", "__codec__", "__emits__", "__journal__", "__owner__", "__props__",
        "__read__", "__type__", "__variants__", "__wire__",
    )
)  # fmt: skip


class _Slotted(type):
    """Gives every class empty slots, without which `model.typo = 1` would be kept.

    Not visible in the class, where mypy would then refuse assignments to properties.
    """

    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: Json, **keywords: Any
    ) -> _Slotted:
        namespace.setdefault("__slots__", ())
        return super().__new__(mcs, name, bases, namespace, **keywords)

    def __dir__(cls) -> list[str]:
        return [name for name in type.__dir__(cls) if name not in _OURS]


@dataclass_transform(kw_only_default=True, eq_default=False)
class Model(metaclass=_Slotted):
    """A JSON object with typed attributes.

    An absent property reads as None, and so does a null one: `"notes" in model` tells
    them apart, `del model.notes` unsets. Keywords left out of the constructor are left
    out of the JSON. The class keyword `type` is the qualified CSDL name; with `emit`
    the constructor writes it as `@odata.type`. There are no public names here, so that
    properties can have any.
    """

    __slots__ = ("__journal__", "__owner__", "__wire__")  # see `changes`
    __wire__: Json
    __journal__: Journal
    __owner__: Any
    __props__: ClassVar[dict[str, Prop[Any]]] = {}
    __variants__: ClassVar[dict[str | None, type[Any]]] = {}
    __read__: ClassVar[Callable[[Json], Any]]
    __emits__: ClassVar[str] = ""
    __type__: ClassVar[str] = ""
    __access__: ClassVar[dict[str, str]] = {}

    if not TYPE_CHECKING:  # checkers make the signature from the properties

        def __init__(self, /, **values):
            self.__wire__ = {}
            if self.__emits__:
                self.__wire__["@odata.type"] = self.__emits__
            for name, value in values.items():
                own = self.__props__.get(name)
                if own is None:
                    kind = type(self).__name__
                    raise TypeError(f"{kind} has no property {name!r} to set")
                own.__set__(self, value)

    def __init_subclass__(cls, type: str = "", emit: bool = False) -> None:
        super().__init_subclass__()
        own: dict[str, Prop[Any]] = {
            name: it for name, it in vars(cls).items() if isinstance(it, Prop)
        }
        cls.__props__ = {**cls.__props__, **own}
        cls.__access__ = cls.__access__ | {
            each.wire: each.access for each in own.values() if each.access
        }
        cls.__variants__ = {None: cls}
        cls.__read__ = _reader(cls)
        if type:  # else somebody's own subclass, which stays of its base's type
            cls.__type__ = type
            cls.__emits__ = f"#{type}" if emit else ""

    @classmethod
    def __codec__(cls, type_text: str) -> Codec:
        def write(value: Any) -> Json:
            if not isinstance(value, cls):
                raise wrong_type(type_text, f"a {cls.__name__}", value)
            return value.__wire__

        def properties(wire: Json) -> dict[str, str]:
            shown: Model = cls.__read__(wire)
            return {each.wire: each.type for each in shown.__props__.values()}

        return Codec(type_text, cls.__read__, write, True, properties)

    def __getitem__(self, name: str) -> Any:
        value: Any = self.__wire__[name]
        if isinstance(value, (dict, list)):
            lend(self, name)
        return cast(Any, value)

    def __setitem__(self, name: str, value: Any) -> None:
        note(self, name)
        self.__wire__[name] = value

    def __delitem__(self, name: str) -> None:
        if name in self.__wire__:
            note(self, name)
        del self.__wire__[name]

    def __contains__(self, name: object) -> bool:
        return name in self.__wire__

    def __dir__(self) -> list[str]:
        return [name for name in object.__dir__(self) if name not in _OURS]

    __iter__ = None  # else list(model) would try model[0]

    def __eq__(self, other: Any) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        equal: bool = self.__wire__ == other.__wire__
        return equal

    def __copy__(self) -> Self:
        copied = _new(type(self))
        copied.__wire__ = dict(self.__wire__)
        copied.__journal__ = copied_journal(self, copied.__wire__)
        return copied

    def __getstate__(self) -> tuple[Any, Json]:
        fields, slots = cast(tuple[Any, Json], object.__getstate__(self))
        slots.pop("__owner__", None)
        slots["__journal__"] = own_entries(self)
        return fields, slots

    def __setstate__(self, state: tuple[Any, Json]) -> None:
        fields: Json | None = state[0]
        slots: Json = state[1]
        entries: list[Written] = slots.pop("__journal__")
        slots["__journal__"] = Journal(entries)
        for name, value in {**(fields or {}), **slots}.items():
            setattr(self, name, value)

    def __repr__(self) -> str:
        names = {own.wire: name for name, own in self.__props__.items()}
        known = [
            f"{names[wire]}={show(value)}"
            for wire, value in self.__wire__.items()
            if wire in names
        ]
        other = {wire: it for wire, it in self.__wire__.items() if wire not in names}
        known += [f"**{show(other)}"] if other else []
        return f"{type(self).__name__}({', '.join(known)})"


def from_json(cls: type[M], data: Json) -> M:
    """A model over `data`, a decoded JSON object, which it keeps and does not copy.

    Its class is that of `@odata.type` (in 4.01 also `@type`) if that is `cls` or derives
    from it, else `cls`.
    Anything but a dict is a `WireError`.
    """
    model: M = cls.__read__(data)
    return model


def _reader(cls: type[Model]) -> Callable[[Json], Any]:
    """`from_json` of one class, with all it needs at hand."""
    variants = cls.__variants__

    def read(data: Json) -> Any:
        try:
            # 4.01 leaves out the prefix
            self = _new(variants[data.get("@odata.type") or data.get("@type")])
        except (KeyError, AttributeError, TypeError):
            self = _new(_variant(cls, data))
        self.__wire__ = data
        return self

    return read


Model.__variants__[None] = Model
Model.__read__ = _reader(Model)


def to_json(model: Model) -> Json:
    """The JSON object that the model shows: itself, not a copy."""
    return model.__wire__


@overload
def bind(model: Model, field: Typed[Model], target: Builder[Any] | str, /) -> None: ...
@overload
def bind(
    model: Model,
    field: Typed[Sequence[Model]],
    target: Iterable[Builder[Any] | str],
    /,
) -> None: ...
def bind(model: Model, field: Typed[Any], target: Any, /) -> None:
    """Link what is created or updated with a model to entities that are there already,
    given by their builders or their URLs: `bind(user, User.manager, client.users["1"])`
    (OData JSON section 8.5).

    TypeError for one entity where there may be many, or the other way round; ValueError
    for what is no navigation property of the model's own.
    """
    from .references import url_of  # few programs link

    known = {each.wire for each in model.__props__.values()}
    if field.text not in known:
        raise ValueError(f"{type(model).__name__} has no property {field.text!r}")
    many = field.csdl_type.startswith("Collection(")
    is_one = isinstance(target, str) or hasattr(target, "_path")
    if many is is_one:
        takes = "a list of builders or URLs" if many else "one builder or URL"
        raise TypeError(f"{field.text} takes {takes}, not {target!r:.120}")
    urls = [url_of(each) for each in ([target] if is_one else target)]
    model[f"{field.text}@odata.bind"] = urls if many else urls[0]


def _variant(cls: type[M], data: Json) -> type[M]:
    if not isinstance(data, dict):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise unreadable(data, cls.__name__)
    named = data.get("@odata.type") or data.get("@type")
    if not isinstance(named, str):
        return cls
    variant = resolve(named.rpartition("#")[2])
    if variant is None or not issubclass(variant, cls):
        variant = cls
    # Names come from services: neither many nor long ones may fill memory.
    if len(named) <= 256 and len(cls.__variants__) < 1000:
        cls.__variants__[named] = variant
    return variant
