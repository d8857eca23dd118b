"""From events to jobs: in order, none skipped, each at least once.

One relay leads. It turns due timers into events, writes a hand-over for every job that subscribes to an
event, and rings the queue for hand-overs that are due, the first time and again until they are done; and
for deliveries that are due (dispatch.py).
All it knows is in PostgreSQL; the queue in Valkey may be lost at any time. See docs/adr/0002-events.md.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import asyncpg
import structlog

from backend.core import clock
from backend.core.horizon import Horizon
from backend.core.idempotency import KEPT
from jobs.dispatch import Dispatch, RingDeliveries, nobody
from jobs.job import Job

log = structlog.get_logger()

LEADER = 0x50_55_4D_42  # any number that nobody else locks
BATCH = 500
POLL_S = 1.0
BREATH_S = 0.02
RECONNECT_S = 0.5
RING_TIMEOUT_S = 5.0
SWEEP_EVERY_S = 3600.0
HANDOVERS_KEPT_DAYS = 30

Ring = Callable[[Sequence[Any]], Awaitable[None]]
"""Puts hand-overs (org_id, event_id, job) into the queue. Raises QueueDown."""

DUE_TIMERS = """
WITH due AS (
    DELETE FROM timer WHERE (org_id, key) IN (
        SELECT org_id, key FROM timer WHERE due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
    RETURNING org_id, kind, subject, data, due_at)
INSERT INTO event (org_id, kind, subject, data, at)
SELECT org_id, kind, subject, data, $1 FROM due ORDER BY due_at
"""
NEXT_EVENTS = """
SELECT org_id, id, kind FROM event
 WHERE id > $1 AND id <= $2 AND kind = ANY($3) ORDER BY id LIMIT $4
"""
HAND_OVER = """
INSERT INTO handover (org_id, event_id, job)
SELECT org_id, event_id, job
  FROM unnest($1::uuid[], $2::bigint[], $3::text[]) WITH ORDINALITY AS h(org_id, event_id, job, place)
 ORDER BY place
ON CONFLICT DO NOTHING
"""
# Whatever is not done 15 seconds after the bell, the runner has not begun: ring again.
DUE_HANDOVERS = """
WITH due AS (
    SELECT org_id, event_id, job FROM handover WHERE done_at IS NULL AND ring_at <= now()
     ORDER BY ring_at, event_id LIMIT $1 FOR UPDATE SKIP LOCKED)
UPDATE handover SET ring_at = clock_timestamp() + interval '15 seconds' FROM due
 WHERE (handover.org_id, handover.event_id, handover.job) = (due.org_id, due.event_id, due.job)
RETURNING handover.org_id, handover.event_id, handover.job
"""


class QueueDown(RuntimeError):
    """The queue cannot be rung now."""


class NotLeading(RuntimeError):
    """Another relay moved the cursor."""


class Relay:
    """Reads with the role that sees events, timers and hand-overs of all organisations, and nothing else."""

    def __init__(
        self,
        dsn: str,
        jobs: Mapping[str, Sequence[Job]],
        ring: Ring,
        ring_deliveries: RingDeliveries = nobody,
    ) -> None:
        self.dsn = dsn
        self.jobs = jobs
        self.ring = ring
        self.dispatch = Dispatch(ring_deliveries)
        self.horizon = Horizon()
        self.bell = asyncio.Event()
        self.queue_is_up = True

    async def run(self) -> None:
        """Lead, or wait to lead, until cancelled. Restarts of PostgreSQL and Valkey only make it wait."""
        while True:
            try:
                await self._lead()
            except Exception as error:
                log.warning("relay.interrupted", error=type(error).__name__)
            end_if_cancelled()
            await asyncio.sleep(RECONNECT_S)

    async def _lead(self) -> None:
        connection = await asyncpg.connect(
            self.dsn, timeout=5, command_timeout=60, server_settings={"application_name": "pumasi-relay"}
        )
        try:
            # Trying, not waiting: a waiting statement would keep vacuum from cleaning up.
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LEADER):  # noqa: ASYNC110
                await asyncio.sleep(POLL_S)
            self.horizon = Horizon()  # what another server's life had settled says nothing about this one
            await connection.execute("INSERT INTO relay_cursor VALUES ('jobs', 0) ON CONFLICT DO NOTHING")
            await connection.add_listener("event", self._rung)
            await connection.add_listener("delivery", self._decided)
            log.info("relay.leads")
            await self._turns(connection)
        finally:
            connection.terminate()

    def _rung(self, *_notification: object) -> None:
        self.bell.set()

    def _decided(self, _connection: object, _pid: int, _channel: str, org_id: str) -> None:
        self.dispatch.hear(org_id)
        self.bell.set()

    async def _turns(self, connection: Any) -> None:
        now = asyncio.get_running_loop().time
        poll_at = sweep_at = now()
        while True:
            self.bell.clear()
            polls = now() >= poll_at
            if polls:
                poll_at = now() + POLL_S
                await connection.execute(DUE_TIMERS, clock.now(), BATCH)
            await self.ring_deliveries(connection, polls=polls)
            if await self.hand_over(connection) or polls:
                await self.ring_due(connection)
            if now() >= sweep_at:
                sweep_at = now() + SWEEP_EVERY_S
                await sweep(connection)
            await self._pause(poll_at - now())

    async def _pause(self, at_most_s: float) -> None:
        """Until the next poll, the next event, or what was seen may be settled; never without a breath."""
        end_if_cancelled()
        await asyncio.sleep(BREATH_S)
        if not self.horizon.waiting:
            with suppress(TimeoutError):
                async with asyncio.timeout(at_most_s - BREATH_S):
                    await self.bell.wait()

    async def hand_over(self, connection: Any) -> int:
        """Write the hand-overs of all settled events. Returns how many events had any."""
        handed = 0
        while True:
            events = await self._hand_over_batch(connection)
            handed += events
            if events < BATCH:
                return handed

    async def ring_due(self, connection: Any) -> None:
        """Ring for every hand-over that is due. While the queue is down they stay due."""
        try:
            while await self._ring_batch(connection) == BATCH:
                pass
            self.queue_is_up = True
        except (QueueDown, TimeoutError):
            if self.queue_is_up:
                log.warning("relay.queue_down")
            self.queue_is_up = False

    async def ring_deliveries(self, connection: Any, *, polls: bool) -> None:
        """Ring for the deliveries that are due; what nobody was rung for, the next poll finds."""
        with suppress(QueueDown, TimeoutError):
            async with asyncio.timeout(RING_TIMEOUT_S):
                if polls:
                    self.dispatch.heard.clear()
                    await self.dispatch.ring_due(connection)
                else:
                    await self.dispatch.ring_heard(connection)

    async def _hand_over_batch(self, connection: Any) -> int:
        await self.horizon.look(connection)
        last: int = await connection.fetchval("SELECT last_id FROM relay_cursor WHERE name = 'jobs'")
        settled = self.horizon.settled
        if last >= settled:
            return 0
        events = await connection.fetch(NEXT_EVENTS, last, settled, list(self.jobs), BATCH)
        work = [(e["org_id"], e["id"], job.name) for e in events for job in self.jobs[e["kind"]]]
        async with connection.transaction():
            if work:
                await connection.execute(HAND_OVER, *map(list, zip(*work, strict=True)))
            moved = await connection.execute(
                "UPDATE relay_cursor SET last_id = $2 WHERE name = 'jobs' AND last_id = $1",
                last,
                events[-1]["id"] if len(events) == BATCH else settled,
            )
            if moved != "UPDATE 1":
                raise NotLeading
        return len(events)

    async def _ring_batch(self, connection: Any) -> int:
        # The queue is rung before the commit: when it is down, the hand-overs stay due.
        async with connection.transaction():
            due = await connection.fetch(DUE_HANDOVERS, BATCH)
            if due:
                async with asyncio.timeout(RING_TIMEOUT_S):
                    await self.ring(sorted(due, key=lambda handover: handover["event_id"]))
        return len(due)


def end_if_cancelled() -> None:
    """End here when a cancellation was lost: redis-py turns one into an error of its own (seen)."""
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError


async def sweep(connection: Any) -> None:
    """Forget stored answers and finished hand-overs that nobody will ask for again."""
    await connection.execute("DELETE FROM idempotent_answer WHERE made_at < $1", clock.now() - KEPT)
    await connection.execute(
        "DELETE FROM handover WHERE done_at < now() - make_interval(days => $1)", HANDOVERS_KEPT_DAYS
    )
