"""The catalogue of drift rules: one for every kind of change, and for what follows from changes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from csdlgen.drift.rules import enums, navigations, operations, properties, service, types
from csdlgen.drift.rules.rule import POLICIES, Policy, Rule, verdicts

__all__ = ["POLICIES", "RULES", "Policy", "Rule", "verdicts"]

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        each.code: each
        for each in sorted(
            (*types.RULES, *properties.RULES, *enums.RULES, *navigations.RULES, *operations.RULES, *service.RULES),
            key=lambda each: each.code,
        )
    }
)
"""Every rule by its code, in alphabetical order."""
