"""Two models compared, and every change judged: `compare` finds the changes, `judge` turns them into findings."""

from csdlgen.drift.compare import compare
from csdlgen.drift.judge import judge

__all__ = ["compare", "judge"]
