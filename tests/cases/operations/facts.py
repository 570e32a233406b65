"""Functions with parameters, operations on collections, imports, and every kind of value."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from operations import routes
from operations.builders.service import Service
from operations.models import Access, Employee, Mode, Person, Report, from_json, to_json


class Root:
    _sender = None
    _path = ""


service = Service(Root(), "")  # type: ignore[arg-type, var-annotated]
measure = service.machines["m"].measure.get.to_request(
    from_=datetime(2026, 11, 21, tzinfo=UTC), mode=Mode.ROUGH, label="O'Neil"
)
assert measure.method == "GET"
assert measure.url.startswith("/machines('m')/demo.measure(") or measure.url.startswith("/machines('m')/measure(")
assert "mode=demo.mode'rough'" in measure.url or "mode='rough'" in measure.url
assert measure.url.endswith("label='O''Neil')")
assert service.machines.count.get.to_request().method == "GET"
stop = service.machines.stop_all.post.to_request(self_="x", class_=[UUID(int=1)])
assert stop.body == {"self": "x", "class": ["00000000-0000-0000-0000-000000000001"]}
assert service.find.get.to_request().url.startswith("/find")
assert "weight=1.5" in service.find.get_with_weight.to_request(weight=Decimal("1.50")).url
filed = service.file.post.to_request(report=Report(count=2**60, mode="unheard of"))
assert filed.body is not None and filed.body["report"]["mode"] == "unheard of"
assert routes.measure.routes

wire = {
    "speeds": [1.5, "INF"], "mode": "rough", "modes": ["gentle", "new"], "access": "read,write,unknown",
    "weight": 1.5, "owner": {"@odata.type": "#demo.employee", "name": "x", "number": 1}, "people": [],
    "taken": "2016-12-31T23:58:46.7156189-08:00", "raw": [None], "picture": "AAEC", "odd": {"kept": 1},
}  # fmt: skip
report = from_json(Report, wire)
assert report.speeds is not None and list(report.speeds) == [1.5, float("inf")]
assert report.mode is Mode.ROUGH
assert report.modes is not None and list(report.modes) == [Mode.GENTLE, "new"]
assert report.access is not None and Access.READ in report.access and "unknown" in report.access
assert report.weight == Decimal("1.5")
assert isinstance(report.owner, Employee) and isinstance(report.owner, Person)
assert report.owner.number == 1
report.owner.name = "y"
assert report.picture == bytes([0, 1, 2])
assert report.count is None
assert to_json(report)["owner"]["name"] == "y"
assert to_json(report)["odd"] == {"kept": 1}
