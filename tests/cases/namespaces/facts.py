"""Types of several namespaces, three of them with the same simple name, and one below a type's module."""

from namespaces import models
from namespaces.models import Item, from_json
from namespaces.models.other.shop import Item as OtherItem
from namespaces.models.stock import Item as StockItem
from namespaces.models.stock import Place
from namespaces.models.stock.place import Place as DeepPlace

item = from_json(
    Item,
    {
        "inner": {"amount": 1, "place": "shelf"},
        "outer": {"@odata.type": "#shop.stock.place.place", "label": "x", "shelf": "y"},
        "place": {"label": "z"},
    },
)
assert isinstance(item.inner, StockItem)
assert item.inner.place is Place.SHELF
assert isinstance(item.outer, OtherItem)
assert isinstance(item.outer, DeepPlace)
assert item.outer.shelf == "y"
assert item.place is not None and item.place.label == "z"
assert models.Item is Item
