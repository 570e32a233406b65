# ruff: noqa
# fmt: off
"""The response to one part of a batch, in the shape of a response of azure-core: results,
errors and hooks treat it as they treat those of single calls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from azure.core.exceptions import HttpResponseError
from azure.core.pipeline import PipelineContext, PipelineResponse
from azure.core.rest import HttpRequest, HttpResponse
from azure.core.utils import CaseInsensitiveDict

from .batch_parts import PartAnswer


class PartResponse(HttpResponse):
    """A response that is there as a whole. Its request has the URL that the part would
    have had in a call of its own."""

    def __init__(self, request: HttpRequest, answer: PartAnswer) -> None:
        self._request = request
        self._answer = answer
        self._headers: CaseInsensitiveDict = CaseInsensitiveDict(answer.headers)
        self._encoding: str | None = None

    @property
    def request(self) -> HttpRequest:
        return self._request

    @property
    def status_code(self) -> int:
        return self._answer.status

    @property
    def headers(self) -> CaseInsensitiveDict:
        return self._headers

    @property
    def reason(self) -> str:
        try:
            return HTTPStatus(self.status_code).phrase
        except ValueError:
            return ""

    @property
    def content_type(self) -> str | None:
        return self._headers.get("Content-Type")

    @property
    def is_closed(self) -> bool:
        return True

    @property
    def is_stream_consumed(self) -> bool:
        return True

    @property
    def encoding(self) -> str | None:
        return self._encoding or "utf-8"

    @encoding.setter
    def encoding(self, value: str | None) -> None:
        self._encoding = value

    @property
    def url(self) -> str:
        return self._request.url

    @property
    def content(self) -> bytes:
        return self._answer.content

    def text(self, encoding: str | None = None) -> str:
        return self.content.decode(encoding or self.encoding or "utf-8", "replace")

    def json(self) -> Any:
        return json.loads(self.content)

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise HttpResponseError(response=self)

    def read(self) -> bytes:
        return self.content

    def iter_raw(self, **kwargs: Any) -> Iterator[bytes]:
        yield self.content

    def iter_bytes(self, **kwargs: Any) -> Iterator[bytes]:
        yield self.content

    def close(self) -> None:
        """Nothing is open."""

    def __enter__(self) -> PartResponse:
        return self

    def __exit__(self, *details: object) -> None:
        self.close()


def in_pipeline(response: PartResponse) -> PipelineResponse[HttpRequest, HttpResponse]:
    """The response as hooks and policies get one."""
    return PipelineResponse(response.request, response, PipelineContext(None))
