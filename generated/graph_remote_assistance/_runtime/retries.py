# ruff: noqa
# fmt: off
"""The retry policy of clients: what is safe to repeat, when, and for how long."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from time import time
from typing import Any

from azure.core.pipeline import PipelineResponse, policies
from azure.core.rest import AsyncHttpResponse, HttpRequest, HttpResponse

from .limits import ResponseTooLargeError, remaining

TIMEOUT = 300
"""Seconds for a call with its retries; azure-core's default is a week."""

_LONGEST_WAIT = 120  # seconds, whatever Retry-After says


class _SafeRetries:
    """Repeats requests that change nothing after the usual failures, others only where the
    service says that it did nothing: on 429, and on 503 with Retry-After.
    """

    def get_retry_after(self, response: PipelineResponse[Any, Any]) -> float | None:
        text: str = response.http_response.headers.get("Retry-After", "")
        if text.isdecimal():
            return min(float(text), _LONGEST_WAIT)
        try:
            wait = parsedate_to_datetime(text).timestamp() - time()
        except (ValueError, TypeError, IndexError, OverflowError, OSError):
            return None
        return min(max(0.0, wait), _LONGEST_WAIT)

    def is_retry(
        self, settings: dict[str, Any], response: PipelineResponse[Any, Any]
    ) -> bool:
        status = response.http_response.status_code
        wait = self.get_retry_after(response)
        settings["waits"] = settings.get("waits", 0) + (wait or 0)
        if settings["waits"] > settings["timeout"] or (wait or 0) > remaining():
            return False
        if response.http_request.method.upper() in settings["methods"]:
            return status in (408, 429, 500, 502, 503, 504)
        return status == 429 or (status == 503 and wait is not None)

    def get_backoff_time(self, settings: dict[str, Any]) -> float:
        policy: Any = super()
        seconds: float = policy.get_backoff_time(settings)
        return max(0.0, min(seconds, remaining()))

    def increment(
        self, settings: dict[str, Any], response: Any = None, error: Any = None
    ) -> bool:
        if isinstance(error, ResponseTooLargeError) or remaining() <= 0:
            return False
        policy: Any = super()
        again: bool = policy.increment(settings, response, error)
        return again


class RetryPolicy(_SafeRetries, policies.RetryPolicy[HttpRequest, HttpResponse]):
    """The retries of the sync client."""


class AsyncRetryPolicy(
    _SafeRetries, policies.AsyncRetryPolicy[HttpRequest, AsyncHttpResponse]
):
    """The retries of the async client."""
