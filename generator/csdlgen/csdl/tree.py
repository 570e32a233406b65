"""Elements of a document: what they are called, what they say, and where they begin.

An element is a plain tuple, and its attributes are a list as the parser gives them: there are tens of thousands of
them, each is looked at once, and an object with named fields takes as long to make as all the rest of reading it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TypeAlias, overload

from csdlgen.csdl import tags

Node: TypeAlias = tuple[str, list[str], int, list["Node"], list[str]]
"""Tag, attributes (names and values in turn), number in document order, children, and the pieces of text before the
first child, which are kept of constants and paths alone."""

MAX_DEPTH = 200
"""How many levels elements may be nested, the root being the first."""


@overload
def get(node: Node, name: str) -> str | None: ...
@overload
def get(node: Node, name: str, default: str) -> str: ...
def get(node: Node, name: str, default: str | None = None) -> str | None:
    """An attribute of an element."""
    pairs = node[1]
    if name not in pairs:  # mostly so, and a value may be the name of an attribute too
        return default
    at = pairs.index(name)
    if at % 2:
        names = pairs[::2]
        return pairs[names.index(name) * 2 + 1] if name in names else default
    return pairs[at + 1]


def children_of(node: Node, tag: str) -> list[Node]:
    """The children with that tag."""
    return [each for each in node[3] if each[0] == tag]


def element_path(root: Node, number: int) -> str:
    """Where the element of that number stands in the model: `ns.Type/property`, with tags for what has no name."""
    namespace = ""
    parts: list[str] = []
    node = root
    while True:
        tag, _, at, inner, _ = node
        if tag == tags.SCHEMA:
            namespace = get(node, "Namespace", "")
        elif tag not in (tags.EDMX, tags.DATA_SERVICES):
            parts.append(_own_name(node))
        if at >= number:
            break
        # Numbers are in document order, so the element is under the last child that does not begin behind it.
        node = inner[bisect_right(inner, number, key=lambda child: child[2]) - 1]
    path = "/".join(parts)
    return printable(f"{namespace}.{path}" if namespace and path else namespace or path)


def _own_name(node: Node) -> str:
    if node[0] == tags.ANNOTATION:
        return "@" + get(node, "Term", "")
    named = (get(node, name) for name in ("Name", "Target", "Property", "Namespace"))
    return next(filter(None, named), None) or tags.local(node[0])


def printable(text: str) -> str:
    """Foreign text on one line and capped."""
    return "".join(each if each.isprintable() else "?" for each in text[:300])
