"""A page on a diagnostic: what `csdlgen explain CODE` prints.

The pages of a code stand beside the code that raises it; the command line collects them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["schema", "document", "toml", "accept", "http", "drift", "shell", "text"]
"""What an example is written in. A `schema` is what stands inside `<Schema Namespace="demo">`, a `document` a whole
CSDL document, a `toml` a whole csdlgen.toml, an `accept` a whole accept file; these and `http` raise their code when
they are read and checked. A `drift` is two schemas or documents at once: lines of the old one alone begin with `-`, of
the new one alone with `+`, all others with two blanks; comparing the two gives the code as a finding."""


@dataclass(frozen=True, slots=True)
class Page:
    """One diagnostic explained: what it means and why it matters, an example that raises it, and what to do."""

    code: str
    title: str
    meaning: str
    example: str
    remedy: str
    language: Language = "schema"
