"""What the Core vocabulary says of an element: description, and whether a parameter is optional."""

from __future__ import annotations

from csdlgen.edm.model import Annotation, Constant, QName

CORE = "Org.OData.Core.V1"


def find(annotations: tuple[Annotation, ...], *terms: str) -> Annotation | None:
    """The annotation with the first of the Core terms that there is; one without a qualifier before those for a purpose
    (CSDL section 14.2.3), which are taken in alphabetical order."""
    for term in terms:
        found = [each for each in annotations if each.term == QName(CORE, term)]
        if found:
            return min(found, key=lambda each: each.qualifier or "")
    return None


def description(annotations: tuple[Annotation, ...]) -> str:
    """Core.Description, and Core.LongDescription as a paragraph of its own where it says more; empty for none."""
    texts = [
        each.value.text
        for term in ("Description", "LongDescription")
        if (each := find(annotations, term)) is not None and isinstance(each.value, Constant)
    ]
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def is_optional(annotations: tuple[Annotation, ...]) -> bool:
    """Whether a parameter has Core.OptionalParameter."""
    return find(annotations, "OptionalParameter") is not None
