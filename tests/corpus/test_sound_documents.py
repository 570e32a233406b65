"""What is said about real documents that are sound, and about those that were broken on purpose."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest

from csdlgen.check import check
from csdlgen.csdl import read_csdl
from csdlgen.edm.model import EdmModel


def test_real_services_are_sound(corpus: Path) -> None:
    names = ["graph-beta_2021-07-13_496c7d38.csdl.xml", "graph-v1.0-prod_2025-12-16_cf732603.csdl.xml"]
    for name in names:
        found = check(read_csdl((corpus / "graph" / name).read_bytes(), source=name))
        assert len(found) < 10
        assert {each.code for each in found} <= {"abstract-entity-set", "duplicate-name", "flags-value"}


def test_documents_that_refer_to_each_other_are_sound_together(corpus: Path) -> None:
    models = [
        read_csdl(path.read_bytes(), source=path.name)
        for path in sorted((corpus / "documents" / "redfish-2021.4").glob("*.xml"))
    ]
    joined = EdmModel(tuple(schema for model in models for schema in model.schemas))
    found = check(joined)
    # Three OEM examples of DMTF derive an entity type from a complex type; some documents are not in the corpus.
    assert [each.path for each in found if each.code == "wrong-base-kind"] == [
        "OemAccountService.v1_0_0.AccountService",
        "OemSession.v1_0_0.Session",
        "OemVirtualMedia.v1_0_0.VirtualMedia",
    ]
    # Two of OpenBMC lead to complex types with navigation properties.
    assert {each.code for each in found} == {
        *("term-type-unknown", "unknown-type", "wrong-base-kind", "wrong-type-kind")
    }
    known = {schema.namespace.partition(".")[0] for schema in joined.schemas}
    assert not [
        each for each in found if each.message.split()[1].partition(".")[0] in known and "not def" in each.message
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("oasis-counterexample-annotationtarget1.xml", "annotation-target-unknown"),
        ("oasis-counterexample-test2.xml", "wrong-type-kind"),
        ("reso-bad-edmx-no-keyfield.xml", "missing-key"),
        ("reso-bad-edmx-wrong-edm-binding-target.xml", "unknown-type"),
    ],
)
def test_documents_broken_on_purpose(corpus: Path, name: str, code: str) -> None:
    found = check(read_csdl((corpus / "documents" / "negative" / name).read_bytes(), source=name))
    assert code in {each.code for each in found}


def test_checking_takes_a_fraction_of_reading(corpus: Path) -> None:
    name = "graph-beta_2021-07-13_496c7d38.csdl.xml"
    data = (corpus / "graph" / name).read_bytes()
    gc.disable()
    try:
        start = time.process_time()
        model = read_csdl(data, source=name)
        middle = time.process_time()
        check(model)
        assert time.process_time() - middle < (middle - start) * 0.7
    finally:
        gc.enable()
