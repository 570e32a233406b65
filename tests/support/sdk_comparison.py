"""A generated client against the official SDK: how much of what the SDK reaches it reaches too, and how it is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tests.support.client_tree import Tree, shape
from tests.support.document_urls import Urls
from tests.support.official_sdk import Place


class Missing(NamedTuple):
    """An HTTP method of the SDK that the client has not at a URL."""

    method: str
    url: str


@dataclass(frozen=True)
class Comparison:
    """What came of it for each place of the SDK whose URL a document has.

    `same` are reached by the same names, `named` by others, `absent` not at all; `elsewhere` are those of the latter
    two whose names lead to another URL. `missing` are HTTP methods, of absent places all.
    """

    same: tuple[Place, ...]
    named: tuple[Place, ...]
    absent: tuple[Place, ...]
    elsewhere: tuple[Place, ...]
    missing: tuple[Missing, ...]

    @property
    def figures(self) -> tuple[float, float, float]:
        """Percent of places by the same names, of places by any name, of HTTP methods."""
        places = (*self.same, *self.named, *self.absent)
        methods = sum(len(each.methods) for each in places)
        return (
            100 * len(self.same) / len(places),
            100 * (1 - len(self.absent) / len(places)),
            100 * (1 - len(self.missing) / methods),
        )


def compare(tree: Tree, places: Iterable[Place], urls: Urls) -> Comparison:
    """Compare a client with the places of the SDK that a document has."""
    known = [each for each in places if urls.read(each.url)]
    methods = _methods(tree, [each.url for each in known])
    same: list[Place] = []
    others: list[Place] = []
    elsewhere: list[Place] = []
    for place in known:
        led = _followed(tree, place)
        (same if place.url in led else others).append(place)
        if led and place.url not in led:
            elsewhere.append(place)
    return Comparison(
        tuple(same),
        tuple(each for each in others if each.url in methods),
        tuple(each for each in others if each.url not in methods),
        tuple(elsewhere),
        tuple(_missing(known, methods)),
    )


def _missing(places: Iterable[Place], methods: Mapping[str, set[str]]) -> Iterator[Missing]:
    for place in places:
        for method in sorted(place.methods - methods.get(place.url, set())):
            yield Missing(method.upper(), place.url)


def _followed(tree: Tree, place: Place) -> set[str]:
    """The URLs that a chain of names leads to: of the builder, and of the functions that its verbs call. None where a
    name is not known."""
    url, builder = "", tree.root
    for link in place.chain:
        there = tree.node(builder).links.get(link.name)
        if there is None or bool(there.given) != bool(link.given):
            return set()
        url, builder = url + there.url, there.builder
    return {shape(url), *(shape(url + each.url) for each in tree.node(builder).calls)}


def _methods(tree: Tree, wanted: Iterable[str]) -> dict[str, set[str]]:
    """The HTTP methods of a client at each of the URLs that are wanted and on the way there, under whatever names."""
    prefixes = {prefix for url in wanted for prefix in _prefixes(url)}
    found: dict[str, set[str]] = {}
    waiting: list[tuple[str, Any]] = [("", tree.root)]
    seen = {("", type(tree.root))}
    while waiting:
        url, builder = waiting.pop()
        node = tree.node(builder)
        found.setdefault(shape(url), set())
        for call in node.calls:
            found.setdefault(shape(url + call.url), set()).add(call.method.lower())
        for link in node.links.values():
            there = url + link.url
            state = (shape(there), type(link.builder))
            if state[0] in prefixes and state not in seen:
                seen.add(state)
                waiting.append((there, link.builder))
    return found


def _prefixes(url: str) -> Iterator[str]:
    """The beginnings of a URL; also with the bare names of functions, since one builder may stand for all overloads."""
    parts = url.split("/")
    for depth, part in enumerate(parts):
        before = parts[:depth]
        yield "/".join((*before, part))
        yield "/".join((*before, part.partition("(")[0]))
