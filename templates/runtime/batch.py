"""Batches: many requests in one call (OData Protocol section 11.7), with a result for each.

batch = client.batch()
order = batch.add(client.orders["7"].get.to_request())
batch.send()  # awaited in the async client
order.result()
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from .batch_exchange import Send, Wait, exchange
from .batch_items import BatchBase


class Batch(BatchBase):
    """Requests that go out together; see `Batching.batch`."""

    def send(self, **kwargs: Any) -> None:
        """Send what was added and not sent yet, in as few calls as the service allows.

        Requests that the service turns away for the moment are sent again, by the rule
        for single calls; keywords are those of `send_request`, for each call.
        Raises HttpResponseError where the service refuses the batch as a whole; how each
        request fared tells its `result`.
        """
        steps = exchange(self, kwargs)
        done: Any = None
        while True:
            try:
                step = steps.send(done)
            except StopIteration:
                return
            if isinstance(step, Send):
                client: Any = self.client
                done = client.send_request(step.request, **step.options)
            elif isinstance(step, Wait):
                time.sleep(step.seconds)
                done = None
            else:
                raise TypeError("async pieces of content go with the async client")


class AsyncBatch(BatchBase):
    """Requests that go out together; see `AsyncBatching.batch`."""

    async def send(self, **kwargs: Any) -> None:
        """`Batch.send`, awaited."""
        steps = exchange(self, kwargs)
        done: Any = None
        while True:
            try:
                step = steps.send(done)
            except StopIteration:
                return
            if isinstance(step, Send):
                client: Any = self.client
                done = await client.send_request(step.request, **step.options)
            elif isinstance(step, Wait):
                await asyncio.sleep(step.seconds)
                done = None
            else:
                done = b"".join([piece async for piece in step.pieces])
