"""The worker process: arq runs the jobs that the relay rings for, and the relay runs beside it.

arq ends with status 1 when Valkey drops; the supervisor starts it again.
"""

import asyncio
from typing import Any, ClassVar

import msgspec
from arq.connections import RedisSettings
from arq.worker import func

from backend import settings
from backend.core import database, logs
from backend.notifications.channels import push
from jobs import rosterings
from jobs.bell import bell, deliveries_bell, run_handover
from jobs.deliveries import resolve_unknown, send_deliveries
from jobs.relay import Relay
from jobs.subscriptions import jobs_by_kind

JOB_TIMEOUT_S = 20
HEALTH_CHECK_S = 15  # how old the sign of life may be that `arq --check` looks for


async def start(context: dict[str, Any]) -> None:
    logs.configure()
    await database.engine().start_connection_pool()
    queue = context["redis"]
    relay = Relay(settings.current().database_relay_url, jobs_by_kind(), bell(queue), deliveries_bell(queue))
    context["tasks"] = [asyncio.create_task(relay.run()), asyncio.create_task(rosterings.keep_spare())]


async def stop(context: dict[str, Any]) -> None:
    for task in context["tasks"]:
        task.cancel()
    await asyncio.gather(*context["tasks"], return_exceptions=True)
    await push.close()
    await database.engine().close_connection_pool()


class WorkerSettings:
    """What arq reads."""

    functions: ClassVar = [
        func(work, keep_result=0, timeout=JOB_TIMEOUT_S, max_tries=tries)  # type: ignore[arg-type]
        for work, tries in ((run_handover, 100), (send_deliveries, 100_000), (resolve_unknown, 100))
    ]
    redis_settings = RedisSettings.from_dsn(settings.current().valkey_url)
    on_startup = start
    on_shutdown = stop
    max_jobs = 100
    poll_delay = 0.05
    job_timeout = JOB_TIMEOUT_S
    health_check_interval = HEALTH_CHECK_S
    keep_result = 0
    log_results = False
    job_serializer = staticmethod(msgspec.json.encode)
    job_deserializer = staticmethod(msgspec.json.decode)
