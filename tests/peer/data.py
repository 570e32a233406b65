"""Keys of what the servers have in their databases; servers/server.js puts it there."""

from __future__ import annotations

from uuid import UUID

WUTHERING = UUID("11111111-1111-4111-8111-111111111111")
JANE = UUID("22222222-2222-4222-8222-222222222222")
TEDDY = UUID("33333333-3333-4333-8333-333333333333")
ORDER = UUID("aaaaaaaa-1111-4111-8111-111111111111")
PAPER = UUID("cccccccc-1111-4111-8111-111111111111")
