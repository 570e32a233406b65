"""An example for every drift rule: two versions of a schema or document in one text, told apart by `-` and `+`."""

from __future__ import annotations

from csdlgen.drift.examples import enums, navigations, operations, properties, service, types

EXAMPLES: dict[str, str] = {
    **enums.EXAMPLES,
    **navigations.EXAMPLES,
    **operations.EXAMPLES,
    **properties.EXAMPLES,
    **service.EXAMPLES,
    **types.EXAMPLES,
}
