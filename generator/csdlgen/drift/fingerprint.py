"""What tells one finding from every other, today and next year."""

from __future__ import annotations

import hashlib

_LENGTH = 16


def fingerprint(rule: str, path: str, before: str | None = None, after: str | None = None) -> str:
    """Sixteen hexadecimal digits of a rule, an element and what was and is there.

    None (nothing there) and the empty text are two things. Runs of white space count as one blank, since documents are
    laid out anew without a change of meaning. The words of messages have no part in it.
    """
    parts = (rule, path, before, after)
    text = "\0".join("\1" if each is None else " ".join(each.split()) for each in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
