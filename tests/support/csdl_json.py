"""Documents in CSDL JSON, and what they read as."""

from __future__ import annotations

import json

from csdlgen.csdl import dump_csdl_json, read_csdl
from csdlgen.edm.model import EdmModel


def csdl(schema: object, **others: object) -> bytes:
    """A document with the schema `ns`, alias `self`."""
    content = {"$Alias": "self", **schema} if isinstance(schema, dict) else schema
    return json.dumps({"$Version": "4.01", **others, "ns": content}).encode()


def of_json(schema: object, **others: object) -> EdmModel:
    return read_csdl(csdl(schema, **others), source="test.json")


def again(model: EdmModel) -> EdmModel:
    """The model that its text reads as; the text is the same again."""
    text = dump_csdl_json(model)
    found = read_csdl(text.encode(), source="dumped.json")
    assert dump_csdl_json(found) == text
    return found
