"""What tests share: where the repository is, and where real documents are."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
GENERATED = ROOT / "generated"

# A machine that is busy with something else is no counter-example.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# The flagship package is imported as it stands in the repository.
sys.path.insert(0, str(GENERATED))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with real documents."""
    found = os.environ.get("CSDLGEN_CORPUS")
    if not found or not Path(found).is_dir():
        pytest.skip("CSDLGEN_CORPUS names no folder with real documents")
    return Path(found).resolve()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that read real documents or run real servers are slow, each of them or in their number."""
    for item in items:
        if {"corpus", "document", "service"}.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="Write what the case folders expect anew.")
    parser.addoption("--update-documents", action="store_true", help="Write the table of the corpus documents anew.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Reports go from process to process as UTF-8, which lone surrogates in what was logged would end."""
    report = yield
    report.sections = [(name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections]
    return report
