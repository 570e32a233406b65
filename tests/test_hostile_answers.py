"""Payloads in what servers answer: each text of a body, names of its members included, each control information, each
header, each text of an error.

Both clients end each call in the same way, in a result, which is what was sent, or in an `AzureError`; nothing runs, is
written or is connected to but the server, and no message has the token.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle, product
from pathlib import Path
from typing import Any

import pytest

from csdlgen.edm.model import QName, TypeRef
from csdlgen.package.plan.files import configured_types
from csdlgen.pipeline import select_package
from csdlgen.project.inputs import Inputs, Source
from csdlgen.reports.reference.samples import Samples
from tests.hostile import places
from tests.hostile.answered import TOKEN
from tests.hostile.places import HERE
from tests.hostile.styles import STYLES
from tests.support.loopback import Loopback, Reply, Seen
from tests.test_hostile import config, generated

pytestmark = pytest.mark.slow

HEADERS = ("Content-Type", "ETag", "Location", "OData-EntityId", "Retry-After", "WWW-Authenticate", "OData-Version")
HEADERS += ("Preference-Applied", "Content-Disposition", "Set-Cookie", "Content-Encoding", "Date", "X-Payload")
CONTROL = (
    "@odata.nextLink",
    "@odata.deltaLink",
    "@odata.context",
    "@odata.type",
    "@odata.etag",
    "@odata.id",
    "@odata.count",
)
ERROR = {
    "error": {
        "code": "c", "message": "m", "target": "t", "details": [{"code": "c", "message": "m", "target": "t"}],
        "innererror": {"request-id": "r", "date": "d"},
    }
}  # fmt: skip

SLACK = 4.0  # seconds that a busy machine may take on top of the timeout


def entity() -> dict[str, Any]:
    """A machine with a value for every property, as a service sends it."""
    package = config("demo")
    selected = select_package(package, Inputs((Source("service.csdl.xml", places.everything()),), (), ()))
    samples = Samples(configured_types(selected.slice, package).annotator, "derived", is_response=True)
    found: dict[str, Any] = samples.of_type(TypeRef(QName("demo", "machine")), "machine")
    return found


def changed(value: Any, payload: str) -> Iterator[Any]:
    """The JSON with the payload in place of each text and of each name in turn."""
    if isinstance(value, str):
        yield payload
    elif isinstance(value, dict):
        for key, member in value.items():
            yield {payload if each == key else each: other for each, other in value.items()}
            yield from ({**value, key: each} for each in changed(member, payload))
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from ([*value[:number], each, *value[number + 1 :]] for each in changed(member, payload))
    else:
        yield payload


def replies() -> list[Reply]:
    one = entity()
    styles = cycle(STYLES.values())
    found = []
    for body in (one, {"value": [one], "@odata.count": 1}, ERROR):
        status = 400 if body is ERROR else 200
        for number in range(sum(1 for _ in changed(body, ""))):
            found.append(Reply.of_json([*changed(body, next(styles))][number], status))
    for name, where, many in product(CONTROL, ("", "https://evil.example/", "//evil.example/"), (False, True)):
        link = f"{where}{next(styles)}"
        found.append(Reply.of_json({"value": [one], name: link} if many else {**one, name: link}))
    for name, (status, body) in product(HEADERS, ((200, one), (302, {}), (429, ERROR))):
        odd = next(styles).encode("latin-1", "replace").decode("latin-1").replace("\r", " ").replace("\n", " ")
        found.append(Reply.of_json(body, status, **{name: odd}))
    for payload in STYLES.values():
        found += [Reply(200, payload.encode(), {"Content-Type": "application/json"}), Reply(500, payload.encode())]
    return found


def test_no_answer_becomes_anything_but_a_result_or_an_error(tmp_path: Path) -> None:
    files = generated(config("demo"), places.everything())
    assert files
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    answers = replies()

    def answer(seen: Seen) -> Reply:
        number = seen.target.split("/")[1]
        return answers[int(number)] if number.isdecimal() else Reply(404)

    with Loopback(answer) as server:
        command = [sys.executable, "-B", str(HERE / "answered.py"), str(tmp_path), server.url, str(len(answers))]
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    outcomes, awaited, slowest, messages = json.loads(ran.stdout)
    assert len(outcomes) == len(answers) > 150
    assert slowest < 5.0 + SLACK
    assert not [message for message in messages if TOKEN in message]
    assert not {
        each
        for some in (*outcomes, *awaited)
        for each in some
        if isinstance(each, str) and each.endswith("is no AzureError")
    }
    differing = [
        (reply, one, other) for reply, one, other in zip(answers, outcomes, awaited, strict=True) if one != other
    ]
    assert not differing, (len(differing), differing[0])
    for reply, (listed, got, *_, downloaded, _) in zip(answers, outcomes, strict=True):
        if reply.status == 200 and isinstance(got, dict):
            assert got == json.loads(reply.body)
        if reply.status == 200 and "Content-Encoding" not in reply.headers:
            assert bytes.fromhex(downloaded) == reply.body
        if isinstance(listed, list) and listed:
            assert listed == json.loads(reply.body)["value"]
    assert sum(isinstance(got, dict) for _, got, *_ in outcomes) > 25
    assert sum(isinstance(listed, list) for listed, *_ in outcomes) > 25
