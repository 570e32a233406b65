# ruff: noqa
# fmt: off
"""Keys in parentheses (OData URL conventions, section 4.3)."""

from __future__ import annotations

from collections.abc import Iterable

from .paths import Part
from .url_syntax import BrokenRuleError, split_list


def key_in_parentheses(
    text: str,
    primary: tuple[Part, ...],
    short: tuple[Part, ...],
    alternate: Iterable[tuple[Part, ...]],
) -> dict[Part, str]:
    """The texts of the parts of the key that a URL gives: one by position, or by names.

    By position it is the `primary` key, or the `short` one, without what a referential
    constraint determines. Raises BrokenRuleError for another key than these.
    """
    given = split_list(text)
    if not given or not all(literal for _, literal in given):
        raise BrokenRuleError("a value is missing in the key")
    texts = dict(given)
    keys = list(dict.fromkeys((primary, short, *alternate)))
    if len(given) == 1 and "" in texts:
        for key in (primary, short):
            if len(key) == 1:
                return {key[0]: texts[""]}
    elif len(texts) == len(given):
        for key in keys:
            if {part.name for part in key} == texts.keys():
                return {part: texts[part.name] for part in key}
    wanted = " or ".join(
        f"({','.join(part.name for part in key)})" for key in keys if key
    )
    raise BrokenRuleError(f"not the key that is expected: {wanted or 'none'}")
