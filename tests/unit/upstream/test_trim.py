"""What is written has the same slice as upstream."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.edm.compose.overlay import overlay
from csdlgen.edm.model import EdmModel
from csdlgen.select import select
from csdlgen.upstream.take import take
from csdlgen.upstream.trim import still_there, trimmed

BETA = "graph/graph-beta_{}.csdl.xml"
MARCH, JULY = "2021-03-16_013a0476", "2021-07-13_496c7d38"


@pytest.mark.parametrize("day", [MARCH, JULY])
def test_the_slice_of_what_is_written_is_the_slice_of_upstream(corpus: Path, tmp_path: Path, day: str) -> None:
    """For selections of all sorts, with and without an overlay that annotates what they take."""
    from csdlgen.navigation import Limits
    from csdlgen.project.config import PackageConfig
    from csdlgen.select import Selection

    upstream = read_csdl((corpus / BETA.format(day)).read_bytes(), source="upstream")
    over = read_csdl((Path(__file__).parents[3] / "metadata/remote-assistance.overlay.xml").read_bytes(), source="over")
    for selection in (
        Selection(operations=("microsoft.graph.requestRemoteAssistance", "microsoft.graph.reportRemoteAssistance")),
        Selection(operations=("microsoft.graph.sendMail", "microsoft.graph.wipe"), derived=True),
        Selection(resources=("users/messages", "deviceManagement/managedDevices")),
        Selection(types=("microsoft.graph.user",)),
    ):
        package = PackageConfig(
            name="p", output=".", metadata=("m",), service_root="https://a", client="C", scopes=(), selection=selection,
            limits=Limits(max_hops=2),
        )  # fmt: skip
        for overlays in ((), (over,)):
            lacking = overlays == () and "microsoft.graph.reportRemoteAssistance" in selection.operations
            taken = take(package, upstream, overlays, ())
            assert bool(taken.lacking) == lacking
            written = trimmed([taken.slice.model], upstream, overlays)
            model: EdmModel = written
            for each in overlays:
                model = overlay(model, each)
            left = tuple(each for each in selection.operations if not (lacking and "report" in each))
            again = select(model, Selection(left, selection.types, selection.resources, derived=selection.derived),
                           package.limits)  # fmt: skip
            assert again.model == taken.slice.model
            assert still_there(again.model, again.model, taken.whole) == taken.slice.model
            assert still_there(EdmModel(), again.model, taken.whole) == taken.slice.model
