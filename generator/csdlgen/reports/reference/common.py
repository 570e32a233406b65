"""What the pages of operations and of types share: names of types as links, and the JSON of samples."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from csdlgen import python_names as names
from csdlgen.edm.model import QName, TypeRef
from csdlgen.edm.vocabularies import deprecation, description
from csdlgen.navigation import Graph
from csdlgen.package.plan.annotations import Annotator, has_big_numbers
from csdlgen.package.plan.builder_types import BuilderTypes
from csdlgen.package.plan.files import IEEE754
from csdlgen.package.plan.routes import operation_names
from csdlgen.package.plan.value_text import Annotated
from csdlgen.package.plan.verbs import overload_order
from csdlgen.project.config import PackageConfig
from csdlgen.reports.plain import plain
from csdlgen.reports.reference.blocks import Block, Paragraph, Span, Spans, coded, said, series
from csdlgen.reports.reference.snippets import Snippets
from csdlgen.routes import Ledger, OperationRoutes

JSON = "application/json"


@dataclass(frozen=True)
class Documented:
    """A package while its pages are made; of each operation, `most` derived routes are listed."""

    types: BuilderTypes
    ledger: Ledger
    config: PackageConfig
    most: int

    @property
    def annotator(self) -> Annotator:
        return self.types.annotator

    @property
    def graph(self) -> Graph:
        return self.types.graph

    @cached_property
    def snippets(self) -> Snippets:
        """What writes examples in Python."""
        return Snippets(self.types, self.config)

    @cached_property
    def accept(self) -> str:
        """The `Accept` header that the client sends."""
        return IEEE754 if has_big_numbers(self.annotator) else JSON

    @cached_property
    def uses(self) -> dict[QName, dict[Spans, None]]:
        """What uses each type: the operations that take or give it, then the types that have properties of it."""
        found: dict[QName, dict[Spans, None]] = {}
        for entry in self.ledger.entries:
            operation = entry.operation
            types = [each.type.name for each in operation.nonbinding_parameters]
            for each in (*types, *([operation.returns.type.name] if operation.returns else [])):
                name = coded(operation.name.name, self.page_of_operation(entry))
                found.setdefault(each, {})[name] = None
        for other in sorted(self.annotator.homes):
            structured = self.annotator.model.structured(other)
            for prop in structured.properties if structured else ():
                found.setdefault(prop.type.name, {})[self.type_name(other)] = None
        return found

    @cached_property
    def route_names(self) -> dict[tuple[str, str], str]:
        """What each operation is called in the module of routes, by signature and segment."""
        python = operation_names(self.annotator.naming, self.ledger)
        keys = ((entry.operation.signature, entry.segment) for entry in self.ledger.entries)
        return dict(zip(keys, python, strict=True))

    @cached_property
    def _operation_paths(self) -> dict[tuple[str, str], str]:
        module = self.annotator.naming.module
        entries = {(each.operation.signature, each.segment): each.operation for each in self.ledger.entries}
        wanted = {key: module(operation.name.name) for key, operation in entries.items()}
        return names.settle(
            wanted, names.MODULE_RESERVED, rank=lambda key: (entries[key].name, overload_order(entries[key]), key[1])
        )

    def page_of_operation(self, entry: OperationRoutes) -> str:
        """The path of the page of an operation."""
        return f"operations/{self._operation_paths[entry.operation.signature, entry.segment]}"

    def page_of_type(self, name: QName) -> str:
        """The path of the page of a type; empty for one that the package has no class for."""
        home = self.annotator.homes.get(name)
        return "/".join(home.parts) if home else ""

    def page_of_resource(self, name: QName) -> str:
        """The path of the page of the entities of a type."""
        return "/".join(("resources", *self.types.homes[name].parts[1:]))

    def type_name(self, name: QName) -> Spans:
        """The name of a type, which links to its page; a primitive type has none, nor has a type definition."""
        own = self.types.style.namespace or self.config.name
        short = name.name if name.namespace == own else str(name)
        underlying = self.annotator.underlying(name)
        more = (Span(f" ({underlying})"),) if underlying != name else ()
        return (*coded(short, self.page_of_type(name)), *more)

    def type_of(self, type_: TypeRef) -> Spans:
        """A type where something has it."""
        name = self.type_name(type_.name)
        return (*name, Span(" collection")) if type_.collection else name


def about(annotations: Annotated) -> Iterable[Block]:
    """The description of an element and its deprecation, paragraph by paragraph."""
    for text in (*description(annotations).split("\n\n"), deprecation(annotations)):
        if text:
            yield Paragraph(said(text))


def cell(annotations: Annotated) -> Spans:
    """The same in a cell."""
    return said(" ".join(" ".join(filter(None, (description(annotations), deprecation(annotations)))).split()))


def facts_of(facts: Iterable[str]) -> Spans:
    """Facts in a cell; what stands between backquotes is code."""
    found: list[Spans] = []
    for fact in facts:
        pieces = fact.split("`")
        found.append(tuple(Span(piece, code=bool(number % 2)) for number, piece in enumerate(pieces) if piece))
    return series(found)


def as_json(value: Any) -> str:
    """A sample as it is shown."""
    return plain(json.dumps(value, indent=2, ensure_ascii=False), "json")
