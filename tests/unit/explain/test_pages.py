"""Every diagnostic has its page, and the examples on the pages are true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from csdlgen.check import check
from csdlgen.csdl import read_csdl
from csdlgen.drift import compare, judge
from csdlgen.drift.accept import parse_accepts
from csdlgen.drift.finding import every
from csdlgen.drift.pages import complete
from csdlgen.drift.rules import RULES
from csdlgen.edm.model import EdmModel
from csdlgen.errors import CsdlgenError, Diagnostic
from csdlgen.explain.pages import CodePage, codes, read_page
from csdlgen.navigation import Limits
from csdlgen.project.config import parse_config
from csdlgen.routes.documented import parse_http
from tests.conftest import ROOT
from tests.support.codes import raised
from tests.support.csdl import document
from tests.support.drift import RESOURCES, surfaces

PACKAGE = ROOT / "generator" / "csdlgen"
RAISED = raised(PACKAGE)
PAGES = {code: complete(read_page(code)) for code in codes()}


def halves(example: str) -> Iterator[EdmModel]:
    """The two models of an example of drift."""
    for other in "+-":
        text = "\n".join(line[2:] for line in example.splitlines() if not line.startswith(other))
        whole = text.startswith("<?xml")
        data = text.encode() if whole else document(text, schema='Namespace="demo"')
        yield read_csdl(data, source="service.csdl.xml")


def drift(example: str, rule: str) -> set[str]:
    """The rules of the findings between the halves of an example."""
    old, new = halves(example)
    changes = compare(old, new)
    names = surfaces(changes, old, new, RESOURCES.get(rule, ()))
    found = judge(changes, old, new, today=date(2026, 1, 1), limits=Limits(), surfaces=names)
    return {each.rule for each in every(found)}


def diagnostics(page: CodePage) -> list[Diagnostic]:
    """What reading and checking the example of a page reports."""
    warnings: list[Diagnostic] = []
    try:
        if page.language == "toml":
            parse_config(page.example, source="csdlgen.toml")
        elif page.language == "http":
            parse_http(page.example, source="documented.http")
        elif page.language == "accept":
            parse_accepts(page.example, source="csdlgen-accept.toml")
        else:
            schema = page.language == "schema"
            data = document(page.example, schema='Namespace="demo"') if schema else page.example.encode()
            model = read_csdl(data, source="service.csdl.xml", warnings=warnings)
            return [*warnings, *check(model)]
    except CsdlgenError as error:
        return [*error.diagnostics]
    return warnings


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    # The one page that is about no message in particular: how all findings are judged.
    assert {*PAGES} - {*RAISED} == {"policy"}
    assert {*RAISED} <= {*PAGES}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_says_enough(page: CodePage) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", page.code)
    assert page.title[0].isupper()
    assert page.title[-1].isalnum()
    sentences = len(re.findall(r"[.](?:\s|$)", page.meaning))
    # Of a drift rule the verdicts say as much as some sentences.
    assert sentences >= (1 if page.verdicts else 3)
    assert page.remedy.endswith(".")
    assert page.example.strip()
    assert "  " not in page.meaning + page.remedy


@pytest.mark.parametrize(
    "page",
    [each for each in PAGES.values() if each.language in ("schema", "document", "toml", "accept", "http")],
    ids=lambda p: p.code,
)
def test_an_example_raises_its_code(page: CodePage) -> None:
    assert page.code in {each.code for each in diagnostics(page)}


@pytest.mark.parametrize("rule", RULES)
def test_an_example_of_drift_is_a_finding_of_its_rule(rule: str) -> None:
    assert PAGES[rule].language == "drift"
    assert rule in drift(PAGES[rule].example, rule)


def test_the_examples_of_checks_raise_nothing_else() -> None:
    for page in PAGES.values():
        if page.language == "schema":
            assert {each.code for each in diagnostics(page)} == {page.code}, page.code
