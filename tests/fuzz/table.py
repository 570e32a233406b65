"""Every target by its name."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fuzz import model_targets, url_targets, wire_targets
from tests.fuzz.target import Target

TARGETS: Mapping[str, Target] = {**model_targets.TARGETS, **url_targets.TARGETS, **wire_targets.TARGETS}
