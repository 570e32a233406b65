# ruff: noqa
# fmt: off
"""What a batch is made of: requests that wait to be sent, alone or in change sets, and
their results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any, Generic, Literal

from azure.core.pipeline import PipelineResponse
from azure.core.rest import AsyncHttpResponse, HttpResponse

from .batch_parts import Unit, checked_headers, references, relative_url
from .requests import Request
from .responses import R, result

if TYPE_CHECKING:
    from .batching import BatchingBase

BatchFormat = Literal["json", "multipart"]
Response = HttpResponse | AsyncHttpResponse
Hook = Callable[[PipelineResponse[Any, Any]], None]


class BatchItem(Generic[R]):
    """A request of a batch; its `result` once the batch was sent."""

    def __init__(
        self,
        id: str,
        request: Request[R],
        *,
        group: str = "",
        depends_on: frozenset[str] = frozenset(),
        hook: Hook | None = None,
    ) -> None:
        self.id = id
        self.request = request
        self.group = group
        """The change set that the request is in, empty for none."""
        self.depends_on = depends_on
        """The ids of the requests that have to succeed before this one is tried."""
        self.response: Response | None = None
        """The response, None before the batch was sent; its URL and headers are those
        of a call of its own."""
        self.failure: Exception | None = None
        """Why there is no response, where the service gave none."""
        self._hook = hook
        self._result: list[R] = []

    @property
    def reference(self) -> str:
        """What stands for the entity that this request creates, in the URLs and links of
        later requests of the batch: `f"{item.reference}/orders"`."""
        return f"${self.id}"

    @property
    def is_done(self) -> bool:
        """Whether the service has answered, or the request could not be sent."""
        return self.response is not None or self.failure is not None

    @property
    def has_succeeded(self) -> bool:
        """Whether there is a response, and it is one of success."""
        return self.response is not None and 200 <= self.response.status_code < 300

    def result(self) -> R:
        """What the request gives, as `client.send` would return it.

        Raises what `client.send` would raise: HttpResponseError and DecodeError; and
        RuntimeError before the batch was sent.
        """
        if self.failure is not None:
            raise self.failure
        if self.response is None:
            raise RuntimeError(f"{self!r} has no result before its batch is sent")
        if not self._result:
            self._result.append(result(self.request, self.response))
        return self._result[0]

    def settle(self, response: Response) -> None:
        """Take the response."""
        self.response = response

    def call_hook(self, response: PipelineResponse[Any, Any]) -> None:
        """Show the hook of this request a response; like that of a call of its own it
        sees those, too, after which the request is sent again."""
        if self._hook is not None:
            self._hook(response)

    def __repr__(self) -> str:
        return f"<BatchItem {self.id}: {self.request!r}>"


class BatchBase:
    """The requests of a batch, in the order in which they were added."""

    def __init__(
        self, client: BatchingBase, format: BatchFormat | None, limit: int | None
    ) -> None:
        if limit is not None and limit < 1:
            raise ValueError(f"a batch holds at least one request, not {limit}")
        self.client = client
        self.format: BatchFormat | None = format
        self.limit = limit
        self._items: dict[str, BatchItem[Any]] = {}
        self._groups = 0

    def add(
        self,
        request: Request[R],
        *,
        depends_on: Iterable[BatchItem[Any]] = (),
        headers: Mapping[str, str] | None = None,
        raw_response_hook: Hook | None = None,
    ) -> BatchItem[R]:
        """Add a request, such as `client.orders.list.to_request(top=5)`.

        It is tried only after those that it depends on have succeeded; a reference to
        one of them (`item.reference`) makes it depend on it. Other requests may happen
        in any order.
        """
        return self._add(request, "", depends_on, headers, raw_response_hook)

    def change_set(self) -> ChangeSet:
        """Requests that happen all or not at all: an atomicity group."""
        self._groups += 1
        return ChangeSet(self, f"g{self._groups}")

    @property
    def items(self) -> tuple[BatchItem[Any], ...]:
        """All requests that were added, also to change sets."""
        return tuple(self._items.values())

    def _add(
        self,
        request: Request[R],
        group: str,
        depends_on: Iterable[BatchItem[Any]],
        headers: Mapping[str, str] | None,
        hook: Hook | None,
    ) -> BatchItem[R]:
        earlier = {each.id for each in depends_on}
        for each in depends_on:
            if self._items.get(each.id) is not each:
                raise ValueError(f"{each!r} is in another batch")
        relative_url(request.url, self.client.endpoint)  # or raises
        own = copy(request)
        own.headers = checked_headers({**request.headers, **(headers or {})})
        own.options = {}
        for name, value in request.options.items():
            if name != "raw_response_hook":
                raise ValueError(f"{name} goes with the whole batch, to its send")
            hook = hook or value
        found = frozenset(earlier | (references(request) & self._items.keys()))
        item = BatchItem(
            str(len(self._items) + 1), own, group=group, depends_on=found, hook=hook
        )
        self._items[item.id] = item
        return item


class ChangeSet:
    """Some requests of a batch that happen all or not at all; none of them may read."""

    def __init__(self, batch: BatchBase, group: str) -> None:
        self._batch = batch
        self._group = group

    def add(
        self,
        request: Request[R],
        *,
        depends_on: Iterable[BatchItem[Any]] = (),
        headers: Mapping[str, str] | None = None,
        raw_response_hook: Hook | None = None,
    ) -> BatchItem[R]:
        """Add a request; the arguments are those of `Batch.add`."""
        if request.method in ("GET", "HEAD"):
            raise ValueError(f"{request!r} changes nothing, so no change set takes it")
        return self._batch._add(  # pyright: ignore[reportPrivateUsage]
            request, self._group, depends_on, headers, raw_response_hook
        )


def units(items: Iterable[BatchItem[Any]]) -> list[Unit]:
    """The items as they have to be sent: those of a change set stand together, where
    the last of them was added, since it may depend on what was added before it."""
    groups: dict[str, list[BatchItem[Any]]] = {}
    for item in items:
        name = item.group or f" {item.id}"
        groups[name] = [*groups.pop(name, []), item]
    return [_unit(members) for members in groups.values()]


def _unit(items: Iterable[BatchItem[Any]]) -> Unit:
    ids = tuple(item.id for item in items)
    outside = (each for item in items for each in item.depends_on if each not in ids)
    return Unit(ids, frozenset(outside))
