"""What is written has the same slice as upstream."""

from __future__ import annotations

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.select import Selection
from tests.support.trimming import assert_same_slice_again
from tests.support.upstream import overlay, service


@pytest.mark.parametrize(
    "selection",
    [
        Selection(operations=("demo.ship", "demo.hold"), types=("demo.box",)),
        Selection(operations=("demo.ship",), derived=True),
        Selection(resources=("orders/lines",)),
        Selection(types=("demo.order",)),
    ],
)
def test_the_slice_of_what_is_written_is_the_slice_of_upstream(selection: Selection) -> None:
    upstream, over = read_csdl(service(), source="upstream"), read_csdl(overlay(), source="over")
    assert_same_slice_again(upstream, over, selection, "demo.hold")
