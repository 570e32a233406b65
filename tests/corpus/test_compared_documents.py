"""What holds of the comparison of real documents, and of the vocabulary by which restrictions are described."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from csdlgen.cli.exit_codes import run
from csdlgen.csdl import read_csdl
from csdlgen.drift import capabilities, compare, judge
from csdlgen.drift.finding import every
from csdlgen.errors import CsdlgenError
from tests.corpus.survey import data_of
from tests.support.report_schemas import FINDINGS, SARIF
from tests.support.shuffled import shuffled

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
TODAY, NEVER = date(2026, 1, 1), date(9999, 12, 31)


def test_a_document_equals_itself_on_any_day_and_in_any_order(document: str) -> None:
    try:
        one, other = (read_csdl(data_of(document), source=document) for _ in range(2))
    except CsdlgenError:
        pytest.skip("not a document that can be read")
    other = shuffled(other, Random(1))
    assert compare(one, other) == ()
    assert judge((), one, other, policy="strict", today=NEVER) == ()


def test_the_findings_of_real_histories_differ_in_their_fingerprints(corpus: Path) -> None:
    for channel in ("graph-beta_20", "graph-v1.0-prod_20"):
        names = sorted((corpus / "graph").glob(f"{channel}*"))
        models = [read_csdl(each.read_bytes(), source=each.name) for each in names]
        for old, new in pairwise(models):
            found = [each.fingerprint for each in every(judge(compare(old, new), old, new, today=TODAY))]
            assert len(found) == len({*found}) > 100


def test_json_and_sarif_meet_their_schemas(capsys: pytest.CaptureFixture[str], corpus: Path) -> None:
    old, new = (str(next((corpus / "graph").glob(f"graph-beta_{day}_*"))) for day in ("2021-06-22", "2021-07-13"))
    for form, validator in {"json": FINDINGS, "sarif": SARIF}.items():
        assert run(["diff", old, new, "--format", form]) == 0
        validator.validate(json.loads(capsys.readouterr().out))


# --- the vocabulary ---


def test_every_boolean_of_the_vocabulary_is_known(corpus: Path) -> None:
    """What is false by default grants or demands something; everything else restricts by being false."""
    tree = ET.parse(corpus / "documents" / "oasis-vocab" / "Org.OData.Capabilities.V1.xml")
    known = set().union(*capabilities._GRANTED.values()) | {*capabilities._DEMANDS}
    by_default = {
        each.get("Name") for each in tree.iter(f"{EDM}Property")
        if each.get("Type") == "Edm.Boolean" and each.get("DefaultValue") == "false"
    }  # fmt: skip
    assert by_default == known


def test_deprecated_terms_of_the_vocabulary_have_a_counterpart(corpus: Path) -> None:
    tree = ET.parse(corpus / "documents" / "oasis-vocab" / "Org.OData.Capabilities.V1.xml")
    deprecated = {
        each.get("Name") for each in tree.iter(f"{EDM}Term")
        if any(value.get("EnumMember", "").endswith("/Deprecated") for value in each.iter(f"{EDM}PropertyValue"))
    }  # fmt: skip
    assert deprecated and deprecated <= set(capabilities.SAME)
