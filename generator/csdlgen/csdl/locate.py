"""Where an element stands in its file, whichever of the two formats the file has."""

from __future__ import annotations

from collections.abc import Iterable

from csdlgen.csdl.formats import is_json
from csdlgen.csdl.json.read import transcribe
from csdlgen.csdl.xml import places
from csdlgen.errors import CsdlgenError


def locate(data: bytes, elements: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Line and column, both from 1, of elements given by number (`Location.element`).

    In CSDL JSON that is where the member begins that stands for the element, or the object if it has no name. A
    number that the document does not have, or that stands behind the point up to which it can be parsed, is left out.
    """
    if not is_json(data):
        return places.locate(data, elements)
    wanted = set(elements)
    try:
        return transcribe(data, "").locate(wanted) if wanted else {}
    except (CsdlgenError, RecursionError):
        return {}
