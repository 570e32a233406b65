"""The flagship between real documents: what `update` writes of them, and what `check --against` says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.select import Selection
from tests.conftest import ROOT
from tests.support.cli import call, findings
from tests.support.project import flagship_project, tree
from tests.support.trimming import assert_same_slice_again

BETA = "graph/graph-beta_{}.csdl.xml"
MARCH, JULY = "2021-03-16_013a0476", "2021-07-13_496c7d38"
REQUEST, REPORT = "microsoft.graph.requestRemoteAssistance", "microsoft.graph.reportRemoteAssistance"


@pytest.mark.parametrize("day", [MARCH, JULY])
def test_the_slice_of_what_is_written_is_the_slice_of_upstream(corpus: Path, day: str) -> None:
    """For selections of all sorts, with and without an overlay that annotates what they take."""
    upstream = read_csdl((corpus / BETA.format(day)).read_bytes(), source="upstream")
    over = read_csdl((ROOT / "metadata/remote-assistance.overlay.xml").read_bytes(), source="over")
    for selection in (
        Selection(operations=(REQUEST, REPORT)),
        Selection(operations=("microsoft.graph.sendMail", "microsoft.graph.wipe"), derived=True),
        Selection(resources=("users/messages", "deviceManagement/managedDevices")),
        Selection(types=("microsoft.graph.user",)),
    ):
        assert_same_slice_again(upstream, over, selection, REPORT)


def test_the_flagship_from_one_document_to_the_next(tmp_path: Path, corpus: Path) -> None:
    flagship_project(tmp_path)
    states = [tree(tmp_path)]
    for day in (MARCH, JULY, JULY):
        ran = call("update", "--from", corpus / BETA.format(day), cwd=tmp_path)
        assert ran.code == 0, ran
        states.append(tree(tmp_path))
        assert call("check", cwd=tmp_path).code == 0
        ran = call("check", "--against", corpus / BETA.format(day), "--fail-on", "any", cwd=tmp_path)
        assert (ran.code, ran.err) == (0, "")
    _, march, july, again = states
    moved = {name for name in {*march, *july} if march.get(name) != july.get(name)}
    assert {"metadata/graph-beta.csdl.xml", "metadata/csdlgen.lock"} < moved
    assert any(name.startswith("generated/") for name in moved)
    assert july == again
    assert len(july["metadata/graph-beta.csdl.xml"]) < 50_000


def test_the_flagship_against_real_documents(tmp_path: Path, corpus: Path) -> None:
    """Of the four documents, only the oldest lacks what the slice takes, and only it breaks somebody."""
    flagship_project(tmp_path)
    assert call("update", "--from", corpus / BETA.format(JULY), cwd=tmp_path).code == 0
    codes = {}
    for day in ("2019-10-22_1d051dee", "2020-12-22_e71755ba", "2021-06-22_222ba30a", "2021-07-13_496c7d38"):
        ran = call("check", "--against", corpus / BETA.format(day), "--format", "json", cwd=tmp_path)
        codes[day[:4] + day[5:7]] = ran.code
        if day.startswith("2019"):
            assert findings(ran)["microsoft.graph.deviceManagement/comanagedDevices"] == "navigation-removed"
    assert codes == {"201910": 1, "202012": 0, "202106": 0, "202107": 0}
