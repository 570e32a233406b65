"""Packages with everything of real services: whatever a module imports is where it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.everything import files_of
from tests.support.imports import undefined

DOCUMENTS = [
    "graph/graph-beta_2021-07-13_496c7d38.csdl.xml",
    "graph/graph-v1.0-prod_2025-12-16_cf732603.csdl.xml",
    "documents/services/azure-devops-analytics-v3-preview.xml",
    "documents/services/dynamics365-dataverse-crm_2020-09-01.xml",
    "documents/services/microsoft-odatawcfservice-v4.xml",
    "documents/services/odata2ts-trippin.xml",
    "documents/services/sap-cap-library-v4.xml",
]


@pytest.mark.parametrize("service", DOCUMENTS, ids=lambda each: Path(each).stem)
def test_imports_name_what_there_is(corpus: Path, service: str) -> None:
    files = files_of("anything", corpus / service, names="msgraph" if service.startswith("graph") else "plain")
    assert len(files) > 80
    assert undefined(files) == []
