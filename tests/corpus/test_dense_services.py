"""Services whose types all lead to each other: printing their routes takes time in proportion to what is printed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from csdlgen.csdl import read_csdl
from csdlgen.navigation import Graph, Limits
from csdlgen.reports.routes.formats import as_text
from csdlgen.reports.routes.listing import list_operation
from csdlgen.routes import find_routes
from csdlgen.select import Selection, select

DATAVERSE = "documents/services/dynamics365-dataverse-crm_2020-09-01.xml"


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def test_routes_of_any_operation_of_dataverse_take_ten_times_what_reading_it_takes(corpus: Path) -> None:
    data = (corpus / DATAVERSE).read_bytes()
    model = read_csdl(data, source=DATAVERSE)
    reading = min(seconds(lambda: read_csdl(data, source=DATAVERSE)) for _ in range(3))
    operations = [each for some in model.operations.values() for each in some if each.bound]
    assert len(operations) > 100

    def listed(signature: str) -> None:
        selected = select(model, Selection((signature,)), Limits())
        graph = Graph(selected.model)
        for entry in find_routes(selected, Limits()).entries:
            text = as_text(list_operation(entry, Limits(), graph, most=100))
            assert text.count("\n") < 110

    for operation in operations[::4]:
        if seconds(lambda operation=operation: listed(operation.signature)) > 10 * reading:  # type: ignore[misc]
            # Once more: another process may have had its turn.
            assert seconds(lambda operation=operation: listed(operation.signature)) <= 10 * reading  # type: ignore[misc]
