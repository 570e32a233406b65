# ruff: noqa
# fmt: off
"""Responses and errors: results from JSON or octets, errors that can be traced."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, TypeVar, cast

from azure.core import exceptions as errors
from azure.core.rest import AsyncHttpResponse, HttpResponse

from .codecs import WireError, unreadable
from .redaction import LONGEST, credentials_of, shown, shown_cause, without_secrets
from .requests import Request

R = TypeVar("R")
Response = HttpResponse | AsyncHttpResponse

# Where services put the number under which their logs have a request.
_REQUEST_IDS = ("request-id", "x-ms-request-id", "x-request-id", "x-correlation-id")

_SHOWN = 2048  # characters of an error with its body, as azure-core has it


class _RedactedError(errors.HttpResponseError):
    """An error about a response, which shows what the service said without secrets."""

    def __init__(
        self, message: Any = None, response: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(message, response, **kwargs)
        self.message = self._without(self.message)
        self.args = (self.message,)

    def __str__(self) -> str:
        # Behind a message that was cut follows what `failure` adds.
        text = self._without(Exception.__str__(self), 2 * LONGEST)
        body = ""
        with suppress(Exception):  # such as a body that has not been read
            body = "" if self.error or self.response is None else self.response.text()
        if not body:
            return text
        text += "\nContent: "
        return text + self._without(body, max(0, _SHOWN - len(text)))

    def _without(self, text: str, most: int = LONGEST) -> str:
        headers: Any = getattr(getattr(self.response, "request", None), "headers", {})
        return shown(text, most, credentials_of(headers))


class UnreadableResponseError(_RedactedError, errors.DecodeError):
    """A response is not what it should be."""


class HttpResponseError(_RedactedError):
    """A status that is none of success."""


class ResourceNotModifiedError(_RedactedError, errors.ResourceNotModifiedError):
    """304: what the condition of a request names has not changed."""


class ClientAuthenticationError(_RedactedError, errors.ClientAuthenticationError):
    """401: the credential is not accepted."""


class ResourceNotFoundError(_RedactedError, errors.ResourceNotFoundError):
    """404: there is nothing at the URL."""


class ResourceExistsError(_RedactedError, errors.ResourceExistsError):
    """409: something is in the way of the change."""


class ResourceModifiedError(_RedactedError, errors.ResourceModifiedError):
    """412: somebody else has changed it since it was read."""


_FAILURES: dict[int, type[errors.HttpResponseError]] = {
    304: ResourceNotModifiedError,
    401: ClientAuthenticationError,
    404: ResourceNotFoundError,
    409: ResourceExistsError,
    412: ResourceModifiedError,
}


class ErrorFormat(errors.ODataV4Format):
    """The body of an error: also with `innerError`, as Graph and 4.01 spell it, and with
    a message of the form that OData 2 had."""

    def __init__(self, json_object: Any) -> None:
        body: dict[str, Any] = {**json_object.get("error", json_object)}
        message: Any = body.get("message")
        if isinstance(message, dict):
            body["message"] = cast(dict[str, Any], message).get("value")
        if "innererror" not in body and isinstance(body.get("innerError"), dict):
            body["innererror"] = body["innerError"]
        super().__init__(body)


def traced(response: Response) -> str:
    """What support asks for: method and URL, and the ids of the request, in one line.

    Of the query only the values of OData's own options are shown, as others may be
    secrets.
    """
    request = response.request
    ids: list[str] = []
    for name in ("client-request-id", *_REQUEST_IDS):
        headers = request.headers if name == "client-request-id" else response.headers
        if id_ := headers.get(name):
            ids.append(f"{name} {id_:.100}")
    return ", ".join([f"{request.method} {without_secrets(request.url)}", *ids])


def failure(response: Response) -> errors.HttpResponseError:
    """The error for a status that is none of success, with the means to trace it."""
    status = response.status_code
    kind = _FAILURES.get(status, HttpResponseError)
    if status == 412:  # the condition says which, as in the Azure SDKs
        if response.request.headers.get("If-Match") == "*":
            kind = _FAILURES[404]
        elif response.request.headers.get("If-None-Match") == "*":
            kind = _FAILURES[409]
    text = f"{status} {response.reason}"
    error = kind(text, response=response, error_format=ErrorFormat)
    error.message = f"{error.message.rstrip()}\n{traced(response)}"
    error.args = (error.message,)
    return error


def decode(request: Request[Any], response: Response) -> Any:
    """The JSON of a response, or the octets of a stream; None without content.

    HttpResponseError unless the status is 2xx, DecodeError for what is no JSON.
    """
    if not 200 <= response.status_code < 300:
        raise failure(response)
    returns = request._returns  # pyright: ignore[reportPrivateUsage]
    if returns is None or response.status_code == 204:
        return None
    if returns == "Edm.Stream":
        return response.content
    content_type = response.headers.get("Content-Type", "an untyped body")
    if returns == "Edm.Binary" and "json" not in content_type:
        return response.content
    if not response.content.strip():
        if response.status_code == 200 and request.method == "GET":  # null is a 204
            text = f"{traced(response)}: expected JSON, got nothing"
            raise UnreadableResponseError(text, response=response)
        return None
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError) as error:
        text = f"{traced(response)}: expected JSON, got {content_type}: {error}"
        raise UnreadableResponseError(text, response=response) from error


def result(request: Request[R], response: Response) -> R:
    """What a request gives; DecodeError also for JSON of another shape than promised."""
    data = decode(request, response)
    returns = request._returns or ""  # pyright: ignore[reportPrivateUsage]
    key = request._created  # pyright: ignore[reportPrivateUsage]
    if data is None and key is not None:
        from .created import entity_sent  # most services answer with the entity

        data = entity_sent(request, key, response.headers)
    try:
        if data is None and response.status_code != 204 and returns[-1:] == ")":
            raise unreadable(data, returns)  # a collection may be empty, but not null
        return request.load(data, response.request.url)
    except WireError as error:
        text = f"{traced(response)}: {error}"
        raise UnreadableResponseError(text, response=response) from shown_cause(error)
