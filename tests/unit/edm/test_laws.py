"""Laws that hold for every model."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from csdlgen.check import check
from csdlgen.csdl import dump_csdl, dump_csdl_json, normalise, read_csdl
from csdlgen.edm.model import EdmModel
from csdlgen.errors import Severity
from csdlgen.navigation import Limits
from csdlgen.select import Selection, select
from tests.models import models

pytestmark = pytest.mark.slow

# A whole model takes many draws, however small its parts are.
thorough = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@thorough
@given(models())
def test_what_is_written_reads_back(model: EdmModel) -> None:
    assert read_csdl(dump_csdl(model).encode(), source="m") == model


@thorough
@given(models())
def test_what_is_written_as_json_reads_back(model: EdmModel) -> None:
    """But for what the two formats cannot tell apart."""
    assert read_csdl(dump_csdl_json(model).encode(), source="m") == normalise(model)


@thorough
@given(models())
def test_selecting_everything_is_the_model(model: EdmModel) -> None:
    assert select(model, Selection(everything=True), Limits(max_hops=1)).model == model


@thorough
@given(models())
def test_what_is_valid_has_no_errors(model: EdmModel) -> None:
    """Which holds the strategy to its word as much as the checks."""
    assert [each for each in check(model) if each.severity is Severity.ERROR] == []
