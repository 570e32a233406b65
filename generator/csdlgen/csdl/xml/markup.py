"""Elements to be written, and their text: the only place that writes markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from csdlgen.edm.model import Facets, QName, TypeRef

Attribute: TypeAlias = tuple[str, str | None]

# Parsers turn line ends and tabs in attributes into blanks, and carriage returns anywhere into line feeds.
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = _IN_TEXT | str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


class Element(NamedTuple):
    """An element to be written; one has either children or text."""

    tag: str
    attributes: tuple[Attribute, ...]
    children: tuple[Element, ...] = ()
    text: str = ""


def element(tag: str, *attributes: Attribute, children: Iterable[Element] = (), text: str = "") -> Element:
    """An element; attributes without a value are left out."""
    return Element(tag, tuple(each for each in attributes if each[1] is not None), tuple(children), text)


def flag(name: str, value: bool) -> Attribute:
    """A boolean attribute that is false by default."""
    return name, "true" if value else None


def name_text(name: QName) -> str:
    """A qualified name, or a simple one where the document did not qualify it."""
    return str(name) if name.namespace else name.name


def type_attributes(ref: TypeRef) -> tuple[Attribute, ...]:
    """`Type`, `Nullable` where it is false, and the facets."""
    name = name_text(ref.name)
    return (
        ("Type", f"Collection({name})" if ref.collection else name),
        ("Nullable", None if ref.nullable else "false"),
        *facet_attributes(ref.facets),
    )


def facet_attributes(facets: Facets) -> tuple[Attribute, ...]:
    """The facets that are stated (section 7.2)."""
    unicode = None if facets.unicode is None else str(facets.unicode).lower()
    numbers = (
        ("MaxLength", facets.max_length),
        ("Precision", facets.precision),
        ("Scale", facets.scale),
        ("SRID", facets.srid),
    )
    return *((name, None if value is None else str(value)) for name, value in numbers), ("Unicode", unicode)


def render(root: Element) -> str:
    """The document of a root element."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    _render(root, "", lines)
    return "\n".join(lines) + "\n"


def _render(node: Element, indent: str, lines: list[str]) -> None:
    attributes = "".join(f' {name}="{(value or "").translate(_IN_ATTRIBUTE)}"' for name, value in node.attributes)
    opening = f"{indent}<{node.tag}{attributes}"
    if node.children:
        lines.append(opening + ">")
        for each in node.children:
            _render(each, indent + "  ", lines)
        lines.append(f"{indent}</{node.tag}>")
    elif node.text:
        lines.append(f"{opening}>{node.text.translate(_IN_TEXT)}</{node.tag}>")
    else:
        lines.append(opening + "/>")
