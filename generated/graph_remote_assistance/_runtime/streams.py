# ruff: noqa
# fmt: off
"""Properties of Edm.Stream: the media link (OData JSON section 4.5.10), and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .props import Prop

if TYPE_CHECKING:
    from .model import Model


class Property(Prop):
    """Reads the link, which only the service writes."""

    __slots__ = ()

    def __init__(self, wire: str, type_: str) -> None:
        super().__init__(f"{wire}@odata.mediaReadLink", type_)

    def __set__(self, model: Model, value: Any) -> None:
        raise AttributeError(f"{self.label} is a link that the service gives out")

    def __delete__(self, model: Model) -> None:
        self.__set__(model, None)
