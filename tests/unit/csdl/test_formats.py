"""What is refused because it would fill the memory, or is something else; and how little is said of it."""

from __future__ import annotations

import gzip

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


SECRET = "hunter2"
OTHER_FILES = {
    f"-----BEGIN OPENSSH PRIVATE KEY-----\n{SECRET}\n": "a key or a certificate",
    f"{SECRET}\n": "text that is neither XML nor JSON",
    f"machine x login y password {SECRET}\n": "text that is neither XML nor JSON",
    f"\x7fELF\0{SECRET}": "binary",
    f"PK\3\4{SECRET}": "a ZIP archive",
    f"<settings><password>{SECRET}": "some other XML, or no XML behind its beginning",
    f'<?xml version="1.0"?>\n<!-- a -->\n<edmx:Edmx a="{SECRET}': "like CSDL at its beginning",
    f'{{"auths": {{"registry": {{"auth": "{SECRET}"}}}}}}': "JSON, but not CSDL",
    f'["{SECRET}"]': "JSON, but not CSDL",
}


@pytest.mark.parametrize(("text", "kind"), OTHER_FILES.items())
def test_of_a_file_that_is_something_else_its_kind_is_said_and_none_of_its_text(text: str, kind: str) -> None:
    code, message, _ = refusal(text)
    assert code in ("not-xml", "json-not-csdl")
    assert message.endswith(f"the file is {kind}")
    assert SECRET not in message


def test_a_compressed_document_is_told_as_such() -> None:
    with pytest.raises(CsdlgenError, match="the file is compressed with gzip"):
        read_csdl(gzip.compress(b"<edmx:Edmx/>"), source="x")


@pytest.mark.parametrize("key", ["error", "odata.error"])
def test_what_a_server_says_that_went_wrong_is_shown(key: str) -> None:
    _, message, _ = refusal(f'{{"{key}": {{"code": "Unauthorized"}}}}')
    assert "Unauthorized" in message
