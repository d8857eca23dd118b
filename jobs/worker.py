"""The worker process: arq runs the jobs that the relay rings for, and the relay runs beside it.

arq is a doorbell only: it carries the name of a hand-over, and forgets it at once. It ends with status 1
when Valkey drops; the supervisor starts it again.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from arq.connections import ArqRedis, RedisSettings
from arq.worker import func
from redis.exceptions import RedisError

from backend import settings
from backend.core import database, logs
from jobs import runner
from jobs.relay import QueueDown, Relay
from jobs.subscriptions import jobs_by_kind, jobs_by_name

JOB_TIMEOUT_S = 30


async def run_handover(_context: dict[str, Any], org_id: str, event_id: int, job: str) -> None:
    """The one function of the queue."""
    await runner.run(jobs_by_name(), UUID(org_id), event_id, job)


def bell(queue: ArqRedis) -> Any:
    """Ring `queue` for hand-overs. One that is in it already is not put in twice."""

    async def ring(handovers: Sequence[Any]) -> None:
        try:
            for org_id, event_id, job in handovers:
                name = f"{event_id}:{job}"
                await queue.enqueue_job(run_handover.__name__, str(org_id), event_id, job, _job_id=name)
        except (RedisError, OSError) as error:
            raise QueueDown from error

    return ring


async def start(context: dict[str, Any]) -> None:
    logs.configure()
    await database.engine().start_connection_pool()
    relay = Relay(settings.current().database_relay_url, jobs_by_kind(), bell(context["redis"]))
    context["relay"] = asyncio.create_task(relay.run())


async def stop(context: dict[str, Any]) -> None:
    context["relay"].cancel()
    await asyncio.gather(context["relay"], return_exceptions=True)
    await database.engine().close_connection_pool()


class WorkerSettings:
    """What arq reads."""

    functions: ClassVar = [func(run_handover, keep_result=0, timeout=JOB_TIMEOUT_S, max_tries=100)]  # type: ignore[arg-type]
    redis_settings = RedisSettings.from_dsn(settings.current().valkey_url)
    on_startup = start
    on_shutdown = stop
    max_jobs = 100
    poll_delay = 0.05
    job_timeout = JOB_TIMEOUT_S
    keep_result = 0
    log_results = False
    job_serializer = staticmethod(msgspec.json.encode)
    job_deserializer = staticmethod(msgspec.json.decode)
