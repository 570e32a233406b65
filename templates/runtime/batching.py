"""What the clients have for batches, in a package that has them: `client.batch()`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from .client_base import ClientBase

if TYPE_CHECKING:
    from .batch import AsyncBatch, Batch
    from .batch_items import BatchFormat


class BatchingBase(ClientBase):
    """What a client knows about batches of its service."""

    _batch_format: BatchFormat = "json"
    _batch_limit: ClassVar[int | None] = None


class Batching(BatchingBase):
    """Makes batches for the sync client."""

    def batch(
        self, *, format: BatchFormat | None = None, limit: int | None = None
    ) -> Batch:
        """Requests to send in one call, of which each has its result.

        `format` is that of the service if None: JSON, or multipart where it takes nothing
        else. What exceeds `limit` requests goes in further calls; None is the limit that
        the service is known to have.
        """
        from .batch import Batch  # many programs need none

        return Batch(self, format, limit)


class AsyncBatching(BatchingBase):
    """Makes batches for the async client."""

    def batch(
        self, *, format: BatchFormat | None = None, limit: int | None = None
    ) -> AsyncBatch:
        """Requests to send in one call, of which each has its result; see the sync
        client."""
        from .batch import AsyncBatch  # many programs need none

        return AsyncBatch(self, format, limit)
