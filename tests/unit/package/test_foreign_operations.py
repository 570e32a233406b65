"""Operations of other namespaces than the service's own, where URLs have short names (URL conventions section 4.9)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from csdlgen.edm.model import EdmModel, QName, Schema
from csdlgen.navigation import Limits
from csdlgen.package.plan.files import plan_package
from csdlgen.package.render import render
from csdlgen.project.config import PackageConfig
from csdlgen.python_names import MSGRAPH, PLAIN, Naming
from csdlgen.routes import UrlStyle, call_template, find_routes
from csdlgen.select import Selection, Slice, select
from tests.builders import action, entity, model

LIMITS = Limits(max_hops=0)


@pytest.fixture(scope="module")
def part() -> Slice:
    near = model(entity("box"), action("open", "box"), sets="boxes: box")
    far = replace(action("close", "box"), name=QName("test.more", "close"))
    schemas = (*near.schemas, Schema("test.more", operations=(far,)))
    return select(EdmModel(schemas), Selection(everything=True), LIMITS)


def test_the_ledger_has_them_by_their_qualified_names(part: Slice) -> None:
    entries = find_routes(part, LIMITS, (), UrlStyle()).entries
    assert {call_template(each.operation, each.segment) for each in entries} == {"open", "test.more.close"}


@pytest.mark.parametrize(("naming", "attribute"), [(PLAIN, "close"), (MSGRAPH, "test_more_close")])
def test_builders_have_them_too(part: Slice, naming: Naming, attribute: str) -> None:
    config = PackageConfig(
        name="demo",
        output="out",
        metadata=("a",),
        service_root="https://service.example",
        client="DemoClient",
        scopes=(),
        style=UrlStyle(),
        naming=naming,
    )
    files = render(plan_package(part, find_routes(part, LIMITS, (), config.style), config))
    text = files[PurePosixPath("demo/builders/box.py")]
    assert f"def {attribute}(self)" in text
    assert '"/test.more.close"' in text
    assert '"/open"' in text
