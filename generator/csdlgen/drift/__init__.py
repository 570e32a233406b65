"""Two models compared: every difference as part of a change of a known kind."""

from csdlgen.drift.change import Change, Difference, flat, swapped
from csdlgen.drift.compare import compare
from csdlgen.drift.kinds import MIRROR, Kind
from csdlgen.drift.normal import normal
from csdlgen.drift.patch import apply
from csdlgen.drift.path import ElementPath, Step

__all__ = [
    "MIRROR",
    "Change",
    "Difference",
    "ElementPath",
    "Kind",
    "Step",
    "apply",
    "compare",
    "flat",
    "normal",
    "swapped",
]
