# ruff: noqa
# fmt: off
"""What is sent for a batch, and what follows from the answers, without any I/O.

`Exchange.steps` is a generator of steps: the client does each one and sends back what came
of it. Whoever drives it decides between waiting and awaiting.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Generator, Iterable, Mapping, Sequence
from http.client import HTTPException
from typing import Any, NamedTuple, cast
from uuid import uuid4

from azure.core.exceptions import HttpResponseError
from azure.core.rest import HttpRequest

from .batch_items import BatchBase, BatchFormat, BatchItem, Response, units
from .batch_json import read as read_json
from .batch_json import write as write_json
from .batch_multipart import MEDIA_TYPE as MULTIPART
from .batch_multipart import is_boundary
from .batch_multipart import read as read_multipart
from .batch_multipart import write as write_multipart
from .batch_parts import (
    Part,
    PartAnswer,
    Unit,
    next_units,
    relative_url,
    with_places,
)
from .batch_response import PartResponse, in_pipeline
from .collection_views import join
from .origins import origin
from .redaction import shown_cause
from .requests import Request
from .responses import UnreadableResponseError, failure, traced

# The service does not take the format: it has done nothing.
_OTHER_FORMAT = (406, 415, 501)
_OF_THE_BATCH = ("odata-version", "odata-maxversion", "content-length")


class Send(NamedTuple):
    """Send a request through the pipeline; gives the response, read to its end."""

    request: HttpRequest
    options: dict[str, Any]


class Wait(NamedTuple):
    """Wait; gives None."""

    seconds: float


class Collect(NamedTuple):
    """Go through async pieces of content; gives all of them as bytes."""

    pieces: AsyncIterable[bytes]


Steps = Generator[Send | Wait | Collect, Any, Any]


def exchange(batch: BatchBase, options: dict[str, Any]) -> Steps:
    """The steps of sending what was added to a batch and not sent yet."""
    return Exchange(batch, options).steps()


class Exchange:
    """One sending of a batch. `options` are those of each call that it takes."""

    def __init__(self, batch: BatchBase, options: dict[str, Any]) -> None:
        self._client: Any = batch.client  # whose pipeline the steps go through
        self._items = {item.id: item for item in batch.items}
        self._format: BatchFormat = batch.format or self._client._batch_format
        self._is_format_given = batch.format is not None
        self._limit = batch.limit or self._client._batch_limit
        self._options = options
        self._retries: dict[Unit, dict[str, Any]] = {}

    def steps(self) -> Steps:
        """Everything there is to do until each request has its result.

        Raises HttpResponseError and DecodeError where the batch as a whole fails; what
        was answered before keeps its results.
        """
        todo = units(self._items.values())
        waiting = [unit for unit in todo if not self._items[unit.ids[0]].is_done]
        while waiting := self._without_unreachable(waiting):
            done = [id for id, item in self._items.items() if item.has_succeeded]
            together = self._format == "json"
            chosen = next_units(waiting, done, self._limit, together=together)
            again, seconds = yield from self._call(chosen)
            waiting = [each for each in waiting if each not in chosen or each in again]
            if seconds:
                yield Wait(seconds)

    def _without_unreachable(self, waiting: Sequence[Unit]) -> list[Unit]:
        """Gives up on what depends on something that has failed."""
        left: list[Unit] = []
        for unit in waiting:
            failed = [
                id
                for id in unit.depends_on
                if self._items[id].is_done and not self._items[id].has_succeeded
            ]
            if not failed:
                left.append(unit)
            for id in unit.ids if failed else ():
                item = self._items[id]
                message = f"not sent, since it depends on request {min(failed)}"
                content = b'{"error":{"code":"FailedDependency","message":"%s"}}'
                headers = {"Content-Type": "application/json"}
                answer = PartAnswer(424, headers, content % message.encode())
                item.settle(PartResponse(self._message(item, None), answer))
        return left

    # --- one call --------------------------------------------------------------------

    def _call(self, chosen: Sequence[Unit]) -> Steps:
        """Sends some units; gives those to be sent again, and the seconds until then."""
        messages: dict[str, HttpRequest] = {}
        ids = [id for unit in chosen for id in unit.ids]
        for id in ids:
            content = yield from _octets(self._items[id].request.content)
            self._items[id].request.content = content
            messages[id] = self._message(self._items[id], set(ids))
        parts = [self._part(id, messages[id], set(ids)) for id in ids]
        response = yield Send(self._envelope(parts), dict(self._options))
        if response.status_code in _OTHER_FORMAT and self._turns_to_multipart():
            return chosen, 0
        answers = self._answers(response, chosen)
        responses = {
            id: PartResponse(messages[id], answer) for id, answer in answers.items()
        }
        for id, part in responses.items():
            self._items[id].call_hook(in_pipeline(part))
        again, seconds = self._repeated(chosen, responses)
        for id in ids:
            if not any(id in unit.ids for unit in again):
                yield from self._settle(id, responses.get(id), response)
        return again, seconds

    def _message(self, item: BatchItem[Any], together: set[str] | None) -> HttpRequest:
        """The request of an item as a call of its own; references to what is not in the
        same batch have the URLs that they stand for."""
        places: dict[str, str] = {}
        for id in item.depends_on - (together or set()):
            if (place := _place(self._items[id])) is not None:
                places[id] = place
        request: Request[Any] = with_places(item.request, places)
        client = self._client
        return cast(HttpRequest, client._prepare(client._message(request, {}), {}))

    def _part(self, id: str, message: HttpRequest, together: set[str]) -> Part:
        item = self._items[id]
        content: bytes | None = cast(Any, message).content
        depends_on: dict[str, None] = {}
        for other in sorted(item.depends_on & together, key=int):
            group = self._items[other].group
            depends_on[other if group in ("", item.group) else group] = None
        return Part(
            id,
            message.method,
            relative_url(message.url, self._client.endpoint),
            {
                k: v
                for k, v in message.headers.items()
                if k.lower() not in _OF_THE_BATCH
            },
            content,
            item.group,
            tuple(depends_on),
        )

    def _envelope(self, parts: Sequence[Part]) -> HttpRequest:
        version: str = self._client._version
        # 4.0 has the prefix, 4.01 allows to leave it out (Protocol section 8.2.8.3)
        prefix = "odata." if version == "4.0" else ""
        headers = {
            "OData-Version": version,
            "OData-MaxVersion": version,
            "Prefer": f"{prefix}continue-on-error",
        }
        if self._format == "json":
            headers |= {
                "Content-Type": "application/json",
                "Accept": self._client._accept,
            }
            content = write_json(parts)
        else:
            boundary = f"batch_{uuid4().hex}"
            while not is_boundary(boundary, parts):
                boundary = f"batch_{uuid4().hex}"
            kind = f"{MULTIPART};boundary={boundary}"
            headers |= {"Content-Type": kind, "Accept": MULTIPART}
            content = write_multipart(parts, boundary)
        return HttpRequest("POST", "/$batch", headers=headers, content=content)

    def _turns_to_multipart(self) -> bool:
        """Whether there is another format to try; the client remembers it."""
        if self._format != "json" or self._is_format_given:
            return False
        self._format = self._client._batch_format = "multipart"
        return True

    def _answers(
        self, response: Response, chosen: Sequence[Unit]
    ) -> dict[str, PartAnswer]:
        if not 200 <= response.status_code < 300:
            raise failure(response)
        kind = response.headers.get("Content-Type", "")
        asked = [unit.ids for unit in chosen]
        try:
            if kind.lower().startswith(MULTIPART):
                found = read_multipart(response.content, kind, asked)
            else:
                found = read_json(response.content)
        except (
            ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError,
            HTTPException,
        ) as error:  # fmt: skip
            text = f"{traced(response)}: expected the responses of a batch: {error}"
            cause = shown_cause(error)
            raise UnreadableResponseError(text, response=response) from cause
        for ids in asked:
            # What stops one of a change set stops all: also those of which the service
            # says that they succeeded, as CAP does, which undoes them afterwards.
            stops = [found[id] for id in ids if id in found and found[id].status >= 400]
            for id in ids if stops else ():
                if id not in found or found[id].status < 400:
                    found[id] = stops[0]
        return {id: found[id] for ids in asked for id in ids if id in found}

    # --- what follows ----------------------------------------------------------------

    def _repeated(
        self, chosen: Sequence[Unit], responses: Mapping[str, PartResponse]
    ) -> tuple[list[Unit], float]:
        """The units to send again, by the rule for single calls, and when."""
        again: list[Unit] = []
        longest = 0.0
        repeated: set[str] = set()
        for unit in chosen:
            found = [responses[id] for id in unit.ids if id in responses]
            seconds = self._wait(unit, found)
            blocked = any(part.status_code == 424 for part in found)
            if seconds is not None or (blocked and unit.depends_on & repeated):
                again.append(unit)
                repeated.update(unit.ids)
                longest = max(longest, seconds or 0.0)
        return again, longest

    def _wait(self, unit: Unit, responses: Iterable[PartResponse]) -> float | None:
        """Seconds until a unit may be sent again; None where it may not."""
        policy: Any = self._client._retry_policy
        if unit not in self._retries:
            self._retries[unit] = policy.configure_retries(dict(self._options))
        settings = self._retries[unit]
        for part in responses:
            throttled = part.status_code in (429, 503)  # all that a change set repeats
            if part.status_code < 400 or (len(unit.ids) > 1 and not throttled):
                continue
            found = in_pipeline(part)
            if policy.is_retry(settings, found):
                if not policy.increment(settings, response=found):
                    return None
                after: float | None = policy.get_retry_after(found)
                back_off: float = policy.get_backoff_time(settings)
                return back_off if after is None else after
        return None

    def _settle(self, id: str, part: PartResponse | None, response: Response) -> Steps:
        """Gives an item its response. Octets that lie elsewhere are fetched from there."""
        item = self._items[id]
        if part is None:
            text = f"the service gave no answer to {item!r}\n{traced(response)}"
            item.failure = HttpResponseError(message=text, response=response)
            return
        target = _elsewhere(item.request, part)
        if target is None:
            item.settle(part)
        else:
            options = {**self._options, "download": True}
            item.settle((yield Send(HttpRequest("GET", target), options)))


def _octets(content: Any) -> Steps:
    """The octets of a request's content, all of them; None for none."""
    if content is None or isinstance(content, bytes):
        return content
    if isinstance(content, AsyncIterable):
        return (yield Collect(cast(AsyncIterable[bytes], content)))
    given: Any = content
    if isinstance(content, (bytearray, memoryview)):
        return bytes(given)
    found = given.read() if hasattr(given, "read") else b"".join(given)
    if not isinstance(found, bytes):
        raise TypeError("content is octets, not text; open the file in binary mode")
    return found


def _place(item: BatchItem[Any]) -> str | None:
    """Where the entity of a request that has succeeded is; None where nobody says."""
    response = item.response
    if response is None:
        return None
    url = response.request.url
    for name in ("Location", "OData-EntityId"):
        if found := response.headers.get(name):
            return join(url, found)
    return None if item.request.method == "POST" else url.partition("?")[0]


def _elsewhere(request: Request[Any], part: PartResponse) -> str | None:
    """The URL that a download is redirected to; never from https to http."""
    returns = request._returns  # pyright: ignore[reportPrivateUsage]
    location = part.headers.get("Location")
    redirected = part.status_code in (301, 302, 303, 307, 308)
    if returns != "Edm.Stream" or request.method != "GET" or not redirected:
        return None
    target = join(part.url, location or "")
    here, there = origin(part.url), origin(target)
    safe = location and here and there and there[0] in ("https", here[0])
    return target if safe else None
