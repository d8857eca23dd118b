"""Run one job for one event, and know whether it is done."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog

from backend.core import database, tenancy
from backend.core.logs import scrub
from backend.notifications.errors import NotSettled
from jobs.job import Happened, Job, TryLater

log = structlog.get_logger()

ATTEMPTS = 12
ERROR_CHARS = 500

# Counting before the work counts the attempts that killed the worker too. After the last one nobody rings
# any more: the row waits for a person. Events of one subject reach a job in their order, so a later one
# is not begun while an earlier one waits.
BEGIN = f"""
UPDATE handover AS h
   SET attempts = h.attempts + 1,
       ring_at = CASE WHEN h.attempts + 1 >= {ATTEMPTS} THEN 'infinity'
                      ELSE now() + least(interval '15 seconds' * 2 ^ h.attempts, interval '1 hour') END
  FROM event AS e
 WHERE h.org_id = $1 AND h.event_id = $2 AND h.job = $3 AND h.done_at IS NULL
   AND e.org_id = $1 AND e.id = $2
   AND NOT EXISTS (
       SELECT FROM handover AS earlier JOIN event AS o ON o.org_id = $1 AND o.id = earlier.event_id
        WHERE earlier.org_id = $1 AND earlier.job = $3 AND earlier.event_id < $2
          AND earlier.done_at IS NULL AND earlier.ring_at < 'infinity' AND o.subject = e.subject)
RETURNING e.org_id, e.id AS event_id, e.kind, e.subject, e.actor_id, e.at, e.data::text AS data, h.attempts
"""  # noqa: S608 - a constant
HOLD = """
SELECT true FROM handover WHERE org_id = $1 AND event_id = $2 AND job = $3 AND done_at IS NULL FOR UPDATE
"""
FINISH = """
WITH done AS (
    UPDATE handover SET done_at = clock_timestamp(), error = NULL
     WHERE org_id = $1 AND event_id = $2 AND job = $3)
UPDATE handover AS later SET ring_at = clock_timestamp() FROM event AS o
 WHERE later.org_id = $1 AND later.job = $3 AND later.event_id > $2 AND later.done_at IS NULL
   AND later.attempts = 0 AND o.org_id = $1 AND o.id = later.event_id AND o.subject = $4
"""
FAIL = """
UPDATE handover SET error = $4, ring_at = CASE
       WHEN ring_at = 'infinity' OR $5::int IS NULL THEN ring_at
       ELSE clock_timestamp() + make_interval(secs => $5) END
 WHERE org_id = $1 AND event_id = $2 AND job = $3 AND done_at IS NULL
"""


async def run(jobs: Mapping[str, Job], org_id: UUID, event_id: int, name: str) -> None:
    """Do the job unless it is done or an earlier event of its subject waits. Keeps the job's errors."""
    job = jobs.get(name)
    if job is None:
        log.error("job.unknown", job=name)  # of a version that is gone, or not here yet
        return
    with (
        tenancy.acting_for(org_id=org_id),
        structlog.contextvars.bound_contextvars(job=name, org_id=str(org_id), event_id=event_id),
    ):
        async with database.transaction():
            begun = await database.fetch_row(BEGIN, org_id, event_id, name)
        if begun is not None:
            await _try(job, happened(begun), begun["attempts"])


def happened(row: Any) -> Happened:
    return Happened(
        org_id=row["org_id"],
        event_id=row["event_id"],
        kind=row["kind"],
        subject=row["subject"],
        actor_id=row["actor_id"],
        at=row["at"],
        data=row["data"].encode(),
    )


async def _try(job: Job, event: Happened, attempt: int) -> None:
    try:
        if job.in_transaction:
            await database.retrying(lambda: _in_transaction(job, event))
        else:
            await job.work(event)
            async with database.transaction():
                await _finish(job, event)
    except (TryLater, NotSettled) as error:
        log.info("job.later", reason=str(error), after_s=error.after_s)
        await _fail(job, event, error, error.after_s)
    except Exception as error:
        log.warning("job.failed", attempt=attempt, gives_up=attempt >= ATTEMPTS, exc_info=error)
        await _fail(job, event, error, None)


async def _in_transaction(job: Job, event: Happened) -> None:
    async with database.transaction():
        if await database.fetch_row(HOLD, event.org_id, event.event_id, job.name):
            await job.work(event)
            await _finish(job, event)


async def _finish(job: Job, event: Happened) -> None:
    await database.fetch(FINISH, event.org_id, event.event_id, job.name, event.subject)


async def _fail(job: Job, event: Happened, error: Exception, after_s: int | None) -> None:
    reason = scrub(f"{type(error).__name__}: {error}")[:ERROR_CHARS]
    async with database.transaction():
        await database.fetch(FAIL, event.org_id, event.event_id, job.name, reason, after_s)
