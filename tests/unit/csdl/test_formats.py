"""What is refused because it would fill the memory."""

from __future__ import annotations

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.csdl.formats import LONGEST_VALUE, MOST_ELEMENTS
from csdlgen.errors import CsdlgenError, Position

HEAD = '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
SCHEMA = '<Schema Namespace="d" xmlns="http://docs.oasis-open.org/odata/ns/edm">'
TAIL = "</Schema></edmx:DataServices></edmx:Edmx>"


def refusal(text: str) -> tuple[str, str, object]:
    with pytest.raises(CsdlgenError) as caught:
        read_csdl(text.encode(), source="x")
    (found,) = caught.value.diagnostics
    return found.code, found.message, found.where


@pytest.mark.parametrize("piece", ["<a/>", "<a></a>"])
def test_documents_of_very_many_elements_are_refused_before_they_are_read(piece: str) -> None:
    code, message, _ = refusal(f"{HEAD}{SCHEMA}{piece * MOST_ELEMENTS}{TAIL}")
    assert (code, message) == ("too-many-elements", "the document has 1,000,003 elements, and 1,000,000 are allowed")


def test_so_are_those_in_json() -> None:
    assert refusal('{"$Version": "4.0", "a": [' + "{}," * MOST_ELEMENTS + "{}]}")[0] == "too-many-elements"


@pytest.mark.parametrize("quote", "\"'")
@pytest.mark.parametrize("name", ["Name", "DefaultValue"])
def test_values_of_more_than_ten_megabytes_are_refused(quote: str, name: str) -> None:
    text = f"{HEAD}\n{SCHEMA}<Term {name}={quote}{'x' * LONGEST_VALUE}{quote}/>{TAIL}"
    code, message, where = refusal(text)
    assert code == "not-xml" and "longer than 10 MB" in message
    assert where == Position("x", 2, len(SCHEMA) + 1)
