"""What becomes of each real document: read or refused, what it has, what is said about it.

`documents.txt` has a line for each; `pytest tests/corpus/test_documents.py --update-documents` writes it anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from csdlgen.errors import Diagnostic, Severity
from tests.corpus.survey import Surveyed, names, survey

pytestmark = pytest.mark.slow

TABLE = Path(__file__).parent / "documents.txt"
# Why each document that is broken on purpose is broken, as the code that must be said of it.
NEGATIVE = {
    "oasis-counterexample-annotationtarget1.xml": "annotation-target-unknown",
    "oasis-counterexample-test2.xml": "wrong-type-kind",
    "reso-bad-edmx-no-keyfield.xml": "missing-key",
    "reso-bad-edmx-wrong-edm-binding-target.xml": "binding-unknown",
}


def codes(diagnostics: Iterable[Diagnostic]) -> str:
    counted = Counter(each.code for each in diagnostics)
    return ", ".join(f"{code} {number}" for code, number in sorted(counted.items())) or "-"


def line(name: str, found: Surveyed) -> str:
    if found.refused:
        return f"{name} | refused | {codes(found.refused)}"
    counts = ", ".join(f"{kind} {number}" for kind, number in found.counts)
    return f"{name} | read | {counts} | {codes(found.warnings)} | {codes(found.found)}"


def table() -> dict[str, str]:
    lines = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
    return {each.partition(" | ")[0]: each for each in lines}


def test_the_document_is_read_or_refused_as_the_table_says(document: str, request: pytest.FixtureRequest) -> None:
    actual = line(document, survey(document))
    if request.config.getoption("update_documents"):
        lines = {**table(), document: actual}
        TABLE.write_text("".join(f"{lines[each]}\n" for each in sorted(lines) if each in names()), encoding="utf-8")
    assert actual == table().get(document), "--update-documents writes it anew"


def test_the_table_has_no_other_documents(corpus: Path) -> None:
    assert sorted(table()) == names()


def test_documents_are_refused_with_a_code_and_a_remedy(document: str) -> None:
    found = survey(document)
    for each in found.refused:
        assert each.severity is Severity.ERROR
        assert each.code and each.message and each.remedy and each.where
    legacy = document.startswith("documents/legacy-v2v3/")
    assert legacy == any(each.code == "odata-version-unsupported" for each in found.refused)
    if legacy:
        (only,) = found.refused
        assert only.message.startswith(("OData version 1.0 ", "OData version 2.0 ", "OData version 3.0 "))


def test_documents_broken_on_purpose_are_diagnosed_for_what_is_broken(corpus: Path) -> None:
    broken = [each for each in names() if each.startswith("documents/negative/")]
    assert {Path(each).name for each in broken} == set(NEGATIVE)
    for each in broken:
        found = survey(each)
        said = {given.code for given in (*found.refused, *found.warnings, *found.found)}
        assert NEGATIVE[Path(each).name] in said, (each, said)
