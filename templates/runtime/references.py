"""References to entities, which are their URLs (OData JSON section 14, Protocol section
11.2.8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from .codecs import Codec, wrong_type

if TYPE_CHECKING:
    from .builders import Builder

REFERENCE = "$ref"
"""What stands for the type of references, which CSDL has none for."""


def url_of(target: Builder[Any] | str) -> str:
    """The absolute URL of an entity, given by its builder; of a URL itself.

    TypeError for anything else, such as a model, which does not know where it is.
    """
    if isinstance(target, str):
        return target
    if not hasattr(target, "_path"):
        raise wrong_type("a link", "a builder or a URL", target)
    path, sender = target._path, target._sender  # pyright: ignore[reportPrivateUsage]
    return f"{sender.endpoint}{path}"


def reference_codec() -> Codec:
    """The codec of references: texts, from JSON objects with their `@odata.id`."""

    def read(wire: Any) -> str:
        if not isinstance(wire, dict):
            raise TypeError
        known = cast(dict[str, Any], wire)
        found = known.get("@odata.id", known.get("@id"))  # as 4.01 may write it
        if not isinstance(found, str):
            raise TypeError
        return found

    def write(value: Any) -> dict[str, str]:
        return {"@odata.id": url_of(value)}

    return Codec(REFERENCE, read, write, is_object=True)


def absolute(data: Any, url: str) -> Any:
    """The JSON of a reference or a page of them, with absolute URLs: relative ones begin
    from the context URL, without one from that of the request (JSON section 4.3)."""
    if not isinstance(data, dict):
        return data
    from .collection_views import join  # models that bind do without

    known = cast(dict[str, Any], data)
    context = known.get("@odata.context", known.get("@context"))
    base = join(url, context) if isinstance(context, str) else url
    items = known.get("value")
    if isinstance(items, list):
        return {**known, "value": [_joined(each, base) for each in _any(items)]}
    return _joined(known, base)


def _joined(wire: Any, base: str) -> Any:
    from .collection_views import join

    if not isinstance(wire, dict):
        return wire
    known = cast(dict[str, Any], wire)
    ids = {name: known[name] for name in ("@odata.id", "@id") if name in known}
    links = {name: join(base, id_) for name, id_ in ids.items() if isinstance(id_, str)}
    return {**known, **links}


def _any(items: Any) -> Iterable[Any]:
    return cast(Iterable[Any], items)
