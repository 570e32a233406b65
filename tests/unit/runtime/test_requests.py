"""Requests are values that can be compared, and shown."""

from __future__ import annotations

from types import SimpleNamespace

import pytest


def test_equal_requests(runtime: SimpleNamespace) -> None:
    request = runtime.requests.Request
    made = request("PATCH", "/x", body={"a": 1}, headers={"If-Match": "*"}, returns="Edm.String")
    assert made == request("PATCH", "/x", body={"a": 1}, headers={"If-Match": "*"}, returns="Edm.String")
    others = [
        request("PUT", "/x", body={"a": 1}, headers={"If-Match": "*"}, returns="Edm.String"),
        request("PATCH", "/y", body={"a": 1}, headers={"If-Match": "*"}, returns="Edm.String"),
        request("PATCH", "/x", body={"a": 2}, headers={"If-Match": "*"}, returns="Edm.String"),
        request("PATCH", "/x", body={"a": 1}, returns="Edm.String"),
        request("PATCH", "/x", body={"a": 1}, headers={"If-Match": "*"}),
        request("PATCH", "/x", content=b"", headers={"If-Match": "*"}, returns="Edm.String"),
        "PATCH /x",
    ]
    assert all(made != other for other in others)
    with pytest.raises(TypeError, match="unhashable"):
        hash(made)


def test_a_request_shows_its_method_and_url_and_no_secrets(runtime: SimpleNamespace) -> None:
    request = runtime.requests.Request
    made = request("POST", "/x?$top=5&code=canary", body={"password": "canary"}, headers={"Authorization": "canary"})
    assert repr(made) == "<Request POST /x?$top=5&code=…>"
    assert repr(request("GET", "/users")) == "<Request GET /users>"
