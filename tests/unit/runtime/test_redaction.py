"""What errors and logs show of URLs and of texts from elsewhere."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest

SECRET = "s3cretABCDEF0123456789"


@pytest.fixture
def redaction(sample: SimpleNamespace) -> Any:
    return sample.redaction


@pytest.mark.parametrize(
    "text",
    [
        "Bearer {}",
        "bearer  {}==",
        r"Basic dXNl\u002B{}\u003D\u003D",
        r"Basic ab12\/{}",
        "DPoP {}",
        "eyJhbGciOiJIUzI1NiJ9.eyJz{0}.ab.{0}.{0}",
        r'"accessToken":"ab\u002B{}=="',
        r'"sharedAccessKey": "ab\/{}"',
        r"{{\"access_token\":\"{}\"}}",
        r"{{\\\"access_token\\\":\\\"a\\\\u002B{}\\\"}}",
        '"secretText":"{}"',
        "Server=x;Password={};y",
        '"password":"{}"',
        '"newPassword" : "{}",',
        "https://user:{}@host/x",
        "X-Api-Key: {}",
        "Ocp-Apim-Subscription-Key: {}",
        "https://host/x?code={}",
        r"sig={}\u0026x",
        "clientSecret={}",
        '"client-secret": "{}"',
        "{{'api_key': '{}'}}",
        "x_api_key: {}",
        "db_password={}",
    ],
)
def test_secrets_are_hidden_however_they_are_written(redaction: Any, text: str) -> None:
    shown = redaction.shown(f"before {text.format(SECRET)} after")
    assert "s3cret" not in shown
    assert "0123456789" not in shown
    assert shown.startswith("before ")
    assert shown.endswith(" after")


@pytest.mark.parametrize(
    "text",
    [
        "the field api-key is missing (Bearer realm: x, authorization_uri=y)",
        "https://a.example/b?$top=5&$filter=a",
        '{"password":"must not be empty"}',
        '"errors":{"password":"This password is too short. Use 8 characters"}',
        "Password: too short",
        "request-id 12345678-1234-1234-1234-123456789012",
        "http://host:80/a@b",
        "Basic authentication is disabled",
        "api-key: missing",
        "Bearer error=invalid_token",
        "Is this right? Yes",
        "mail a@b.example: unknown",
        "Design=1 assig=3",
        r"at C:\users\u0041",
    ],
)
def test_what_is_no_secret_is_shown(redaction: Any, text: str) -> None:
    assert redaction.shown(text) == text


def test_credentials_are_found_in_headers(redaction: Any) -> None:
    headers = {
        "Authorization": "Bearer abcdefgh1",
        "Cookie": "a=b; session=abcdefgh2; c=abcdefgh3",
        "X_Functions_Key": "abcdefgh4",
        "Api-Key": "short",
        "If-Match": "abcdefgh5",
    }
    assert redaction.credentials_of(headers) == ["abcdefgh1", "abcdefgh2", "abcdefgh3", "abcdefgh4"]
    assert redaction.shown("got abcdefgh1!", sent=["abcdefgh1"]) == "got …!"


@pytest.mark.parametrize("size", [10, 100_000])
def test_a_text_is_cut_after_its_secrets_are_hidden(redaction: Any, size: int) -> None:
    for begin in range(size - 30, size + 3):
        text = "x" * begin + f" Bearer {SECRET} " + "x" * 20_000
        shown = redaction.shown(text, size)
        assert len(shown) == size
        assert shown.endswith("…")
        assert "s3cret" not in shown


@pytest.mark.parametrize(
    "text",
    ["eyJ-", "eyJaaaaaaaa.", "Bearer ", "Bearer a1", "?a=", "a?", "?a=&", "sig", "sig' ", "sig\\", "://", "pwd':"],
)
def test_hiding_secrets_takes_no_longer_than_the_text_is(redaction: Any, text: str) -> None:
    begun = time.process_time()
    redaction.shown(text * (1_000_000 // len(text)), 1_000_000)
    assert time.process_time() - begun < 5
