"""Nothing that a document says is lost in reading: each element and attribute is in the model, foreign, or reported.

`account.py` tells what a document says by its tree and by its model, independently of the reader; what is left out, and
why, is in `not_modelled.md`. The other tests hold that the account would notice.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.errors import CsdlgenError, Diagnostic
from tests.corpus.account import BARE, OWN, Tree, local, unaccounted
from tests.corpus.survey import data_of, names, survey

pytestmark = pytest.mark.slow

SMALL = 40_000  # bytes; the large documents have no kind of attribute that none of the small ones has


def test_everything_is_modelled_or_foreign_or_reported(document: str) -> None:
    if document.endswith((".json", ".xsd")):
        pytest.skip("not CSDL XML")
    assert survey(document).dropped == ()


def small_documents() -> Iterator[tuple[str, ET.Element]]:
    for name in names():
        data = data_of(name)
        if len(data) < SMALL and not name.endswith((".json", ".xsd")) and not survey(name).refused:
            yield name, ET.fromstring(data)


def first_of_each_kind() -> dict[tuple[str, str], tuple[str, ET.Element, int]]:
    """Where each attribute (or, with an empty name, each element) that says something stands first: the document, its
    tree, and the number of the element."""
    found: dict[tuple[str, str], tuple[str, ET.Element, int]] = {}
    for name, root in small_documents():
        for number, node in enumerate(root.iter()):
            kind = local(node.tag)
            if not node.tag.startswith(OWN) or (kind == "Annotations" and not len(node)):
                continue
            for attribute in ("", *node.attrib):
                new = (kind, attribute) not in found and not attribute.startswith("{")
                if new and says(name, root, number, attribute):
                    found[kind, attribute] = name, root, number
    return found


def without(root: ET.Element, number: int, attribute: str) -> ET.Element:
    """The tree with an attribute left out, or with an element made foreign, which keeps the numbers of the others."""
    changed = deepcopy(root)
    node = list(changed.iter())[number]
    if attribute:
        del node.attrib[attribute]
    else:
        node.tag = f"{{urn:foreign}}{local(node.tag)}"
    return changed


def says(name: str, root: ET.Element, number: int, attribute: str) -> bool:
    """Whether leaving it out would change what the tree says, without asking the reader."""
    node = list(root.iter())[number]
    if local(node.tag) in BARE and not attribute:
        return False
    reported = survey(name).warnings
    whole, less = Tree(root, reported), Tree(without(root, number, attribute), reported)
    return (whole.facts, whole.targets) != (less.facts, less.targets)


def test_a_reader_that_drops_any_kind_of_element_or_attribute_is_found_out(corpus: Path) -> None:
    kinds = first_of_each_kind()
    assert len(kinds) > 150
    unseen: list[tuple[str, str, str]] = []
    for (element, attribute), (name, root, number) in kinds.items():
        warnings: list[Diagnostic] = []
        try:
            blind = read_csdl(ET.tostring(without(root, number, attribute)), source=name, warnings=warnings)
        except CsdlgenError:
            continue  # it cannot be dropped: the rest is refused
        if not unaccounted(root, warnings, blind):
            unseen.append((name, element, attribute))
    assert unseen == []


def test_attributes_that_are_none_are_reported_on_every_kind_of_element(corpus: Path) -> None:
    """Else misspelt ones would be dropped silently."""
    silent: set[str] = set()
    first: dict[str, tuple[str, ET.Element, int]] = {}
    for name, root in small_documents():
        for number, node in enumerate(root.iter()):
            if node.tag.startswith(OWN):
                first.setdefault(local(node.tag), (name, root, number))
    for element, (name, root, number) in first.items():
        changed = deepcopy(root)
        list(changed.iter())[number].set("Nmae", "x")
        warnings: list[Diagnostic] = []
        model = read_csdl(ET.tostring(changed), source=name, warnings=warnings)
        if unaccounted(changed, warnings, model):
            silent.add(element)
    assert silent == set()
