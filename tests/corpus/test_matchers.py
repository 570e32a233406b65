"""The tool and generated packages read the URLs of real reference pages and documents alike."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from csdlgen.csdl import read_csdl
from csdlgen.edm.model import EdmModel
from csdlgen.navigation import Graph, Limits
from csdlgen.routes import Routes, UrlStyle, call_template
from tests.corpus.test_documented_lines import DOCUMENTS, lines
from tests.support.matchers import of_package, of_tool, package_routes

LIMITS = Limits(max_hops=3)
STYLE = UrlStyle("segment", namespace="microsoft.graph")
PLACEHOLDER = re.compile(r"\{[^{}/]*\}|<[^<>/]*>")


@pytest.fixture(scope="module")
def packages(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """For a date, the model of its document and the routes of a package of all of it."""

    @cache
    def of(date: str) -> tuple[EdmModel, Any]:
        document = DOCUMENTS[date]
        model = read_csdl((corpus / "graph" / document).read_bytes(), source=document)
        return model, package_routes(model, tmp_path_factory.mktemp(date), LIMITS, STYLE)

    return of


@pytest.mark.parametrize("date", DOCUMENTS)
def test_documented_lines(corpus: Path, packages: Any, date: str) -> None:
    """Each line as it is printed, with values in place of placeholders, and what was found as a template."""
    model, module = packages(date)
    tool, package = of_tool(model, LIMITS, STYLE), of_package(module)
    found = Counter[bool]()
    urls = {line.path for line in lines(corpus) if line.date == date}
    urls |= {PLACEHOLDER.sub("1", url) for url in urls}
    for url in sorted(urls):
        said = tool(url)
        assert package(url) == said, url
        found[said is not None] += 1
        if said:
            again = tool(said.template)
            assert again is not None and again[:2] == said[:2], said.template
            assert package(said.template) == again, said.template
    assert found[True] > 500 and found[False] > 500, found


def test_all_routes_of_beta_within_three_hops(packages: Any) -> None:
    """Each template to what an operation is bound to, with one of the operations that are bound to it; and all
    operations, by their first routes."""
    model, module = packages("2021-07-13")
    tool, package = of_tool(model, LIMITS, STYLE), of_package(module)
    routes = Routes(Graph(model), LIMITS, STYLE)
    urls: set[str] = set()
    seen = set()
    for overloads in model.operations.values():
        for operation in overloads:
            call = call_template(operation, routes.segment(operation))
            most = 3 if operation.binding in seen else None
            seen.add(operation.binding)
            urls |= {f"{each.template}/{call}" for each in list(routes.of(operation))[:most]}
    assert len(urls) > 20_000
    for number, url in enumerate(sorted(urls)):
        said = package(url)
        assert said is not None and said.template == url, url
        if not number % 3:
            assert tool(url) == said, url
