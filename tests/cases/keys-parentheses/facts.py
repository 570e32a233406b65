"""Keys in parentheses style: of one part, of two, of another type than text."""

from datetime import date

from keys_parentheses import routes
from keys_parentheses.builders.service import Service


class Root:
    _sender = None
    _path = ""


service = Service(Root(), "")  # type: ignore[arg-type, var-annotated]
machine = service.machines["press"]
assert machine.start.post.to_request().url == "/machines('press')/demo.start"
assert service.machines["O'Neil/1"].start.post.to_request().url == "/machines('O''Neil%2F1')/demo.start"
assert service.visits[date(2026, 11, 21)].cancel.post.to_request().url == "/visits(2026-11-21)/demo.cancel"
assert machine.parts[7, "Acme & Sons"].order.post.to_request().url == (
    "/machines('press')/parts(number=7,maker='Acme%20%26%20Sons')/demo.order"
)
by_name = machine.parts.by_id(number=7, maker="Acme & Sons")
assert by_name.order.post.to_request().url == machine.parts[7, "Acme & Sons"].order.post.to_request().url
request = machine.parts.order_all.post.to_request(count=3)
assert (request.method, request.url) == ("POST", "/machines('press')/parts/demo.orderAll")
for text in ("", ".", ".."):  # harmless within quotes
    assert service.machines[text].start.post.to_request().url == f"/machines('{text}')/demo.start"

bound = routes.order.resolve(machine_id="press", part_number=7, part_maker="x/y")
assert bound.url == "/machines('press')/parts(number=7,maker='x%2Fy')/demo.order"
matched = routes.match("https://service.example/v1" + bound.url)
assert matched.operation is routes.order
assert dict(matched.keys) == {"machine_id": "press", "part_number": 7, "part_maker": "x/y"}
