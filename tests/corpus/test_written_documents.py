"""Real documents, read and written: the same comes back, in both formats, and is as valid as before."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from csdlgen.csdl import dump_csdl, dump_csdl_json, normalise, read_csdl
from csdlgen.errors import CsdlgenError
from tests.corpus.survey import documents
from tests.support.csdl import EVERYTHING, read


def test_every_document_comes_back_from_xml(corpus: Path) -> None:
    count = 0
    for path in documents(corpus):
        try:
            model = read_csdl(path.read_bytes(), source=path.name)
        except CsdlgenError:
            continue
        text = dump_csdl(model)
        assert read_csdl(text.encode(), source="dumped.xml") == model, path
        count += 1
    assert count > 200


def test_every_document_comes_back_from_json(corpus: Path) -> None:
    count = 0
    for path in documents(corpus):
        try:
            model = read_csdl(path.read_bytes(), source=path.name)
        except CsdlgenError:
            continue
        text = dump_csdl_json(model)
        assert read_csdl(text.encode(), source="dumped.json") == normalise(model), path
        count += 1
    assert count > 200


def test_what_is_written_is_valid_by_the_schemas_of_oasis(corpus: Path) -> None:
    """Documents that break the rules of CSDL stay as they are, so only those are held that are valid themselves."""
    schema = etree.XMLSchema(etree.parse(corpus / "documents" / "schemas" / "edmx.xsd"))
    assert schema.validate(etree.fromstring(dump_csdl(read(EVERYTHING)).encode())), schema.error_log
    count = 0
    for path in documents(corpus):
        data = path.read_bytes()
        try:
            model = read_csdl(data, source=path.name)
        except CsdlgenError:
            continue
        if schema.validate(etree.fromstring(data)):
            assert schema.validate(etree.fromstring(dump_csdl(model).encode())), (path.name, schema.error_log)
            count += 1
    assert count > 100
