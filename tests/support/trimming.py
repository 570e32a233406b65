"""What holds of a document trimmed to what a package needs, whatever the document is."""

from __future__ import annotations

from csdlgen.edm.compose.overlay import overlay
from csdlgen.edm.model import EdmModel
from csdlgen.navigation import Limits
from csdlgen.project.config import PackageConfig
from csdlgen.select import Selection, select
from csdlgen.upstream.take import take
from csdlgen.upstream.trim import still_there, trimmed


def assert_same_slice_again(upstream: EdmModel, over: EdmModel, selection: Selection, of_overlay: str) -> None:
    """What is written has the same slice as upstream, with an overlay and without; the operation `of_overlay` is one
    that only the overlay defines."""
    package = PackageConfig(
        name="p", output=".", metadata=("m",), service_root="https://a", client="C", scopes=(), selection=selection,
        limits=Limits(max_hops=2),
    )  # fmt: skip
    for overlays in ((), (over,)):
        lacking = overlays == () and of_overlay in selection.operations
        taken = take(package, upstream, overlays, ())
        assert bool(taken.lacking) == lacking
        model = trimmed([taken.slice.model], upstream, overlays)
        for each in overlays:
            model = overlay(model, each)
        left = tuple(each for each in selection.operations if not (lacking and each == of_overlay))
        again = select(model, Selection(left, selection.types, selection.resources, derived=selection.derived),
                       package.limits)  # fmt: skip
        assert again.model == taken.slice.model
        assert still_there(again.model, again.model, taken.whole) == taken.slice.model
        assert still_there(EdmModel(), again.model, taken.whole) == taken.slice.model
