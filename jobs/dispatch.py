"""The relay's eye on the ledger: which organisation has something to send now, and on which channel.

It sees no person and no message, only when rows are due. Everything here may be rung too often: leases
decide who sends what.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.notifications.topics import Channel

POLL_UNKNOWN_EVERY_S = 30.0
UNKNOWN_FOR = timedelta(minutes=1), timedelta(days=1)
"""A provider is asked once it must know, and no longer than it remembers."""

Due = tuple[UUID, Channel]
"""An organisation and a channel."""
RingDeliveries = Callable[[str, Sequence[Due]], Awaitable[None]]
"""Puts a function of `jobs/deliveries.py` into the queue for each. Raises QueueDown."""

# From one organisation and channel to the next, by the index: what waits for tomorrow is not looked at.
DUE = """
WITH RECURSIVE queued AS (
    (SELECT org_id, channel, due_at FROM delivery WHERE state = 'queued'
      ORDER BY org_id, channel, due_at LIMIT 1)
    UNION ALL
    SELECT d.org_id, d.channel, d.due_at FROM queued q CROSS JOIN LATERAL (
        SELECT org_id, channel, due_at FROM delivery
         WHERE state = 'queued' AND (org_id, channel) > (q.org_id, q.channel)
         ORDER BY org_id, channel, due_at LIMIT 1) d
)
SELECT org_id, channel FROM queued WHERE due_at <= $1
 UNION
SELECT org_id, channel FROM delivery WHERE state = 'leased' AND leased_until < $1
"""
DUE_IN = """
SELECT o.org_id, c.channel
  FROM unnest($2::uuid[]) AS o(org_id) CROSS JOIN unnest(ARRAY['push', 'sms', 'email']) AS c(channel)
 WHERE EXISTS (SELECT FROM delivery d WHERE d.org_id = o.org_id AND d.channel = c.channel
                  AND d.state = 'queued' AND d.due_at <= $1)
"""
UNKNOWN = """
SELECT DISTINCT org_id, channel FROM delivery
 WHERE state = 'unknown' AND changed_at BETWEEN $1 AND $2
"""


async def nobody(_function: str, _due: Sequence[Due]) -> None:
    """For a relay that has no ledger to look at."""


class Dispatch:
    """Rings for deliveries that are due: at once when it hears of them, else when it polls."""

    def __init__(self, ring: RingDeliveries = nobody) -> None:
        self.ring = ring
        self.heard: set[UUID] = set()
        self.unknown_at = 0.0

    def hear(self, org_id: str) -> None:
        """Something was decided that is due at once."""
        self.heard.add(UUID(org_id))

    async def ring_heard(self, connection: Any) -> None:
        """Ring for the organisations that were heard of since."""
        if self.heard:
            heard, self.heard = list(self.heard), set()
            await self._ring("send_deliveries", await connection.fetch(DUE_IN, clock.now(), heard))

    async def ring_due(self, connection: Any) -> None:
        """Ring for everything that is due, whose lease ran out, or that a provider can be asked about."""
        await self._ring("send_deliveries", await connection.fetch(DUE, clock.now()))
        now = asyncio.get_running_loop().time()
        if now >= self.unknown_at:
            self.unknown_at = now + POLL_UNKNOWN_EVERY_S
            since, until = clock.now() - UNKNOWN_FOR[1], clock.now() - UNKNOWN_FOR[0]
            await self._ring("resolve_unknown", await connection.fetch(UNKNOWN, since, until))

    async def _ring(self, function: str, rows: Sequence[Any]) -> None:
        if rows:
            await self.ring(function, [(row["org_id"], row["channel"]) for row in rows])
