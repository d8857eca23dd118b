"""The queue in Valkey, used as a doorbell: it carries the name of a hand-over, and forgets it at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from arq.connections import ArqRedis
from redis.exceptions import RedisError

from jobs import deliveries, runner
from jobs.dispatch import Due, RingDeliveries
from jobs.relay import QueueDown, Ring
from jobs.subscriptions import jobs_by_name


async def run_handover(_context: dict[str, Any], org_id: str, event_id: int, job: str) -> None:
    """The one function of the queue."""
    await runner.run(jobs_by_name(), UUID(org_id), event_id, job)


def bell(queue: ArqRedis) -> Ring:
    """Ring `queue` for hand-overs. One that is in it already is not put in twice."""

    async def ring(handovers: Sequence[Any]) -> None:
        try:
            for org_id, event_id, job in handovers:
                name = f"{event_id}:{job}"
                await queue.enqueue_job(run_handover.__name__, str(org_id), event_id, job, _job_id=name)
        except (RedisError, OSError) as error:
            raise QueueDown from error

    return ring


def deliveries_bell(queue: ArqRedis) -> RingDeliveries:
    """Ring `queue` for an organisation's channel; what is in the queue already is not put in twice."""

    async def ring(function: str, due: Sequence[Due]) -> None:
        turn = deliveries.turn()
        try:
            for org_id, channel in due:
                chains = deliveries.CHAINS[channel] if function == "send_deliveries" else 1
                for place in range(chains):
                    name = f"{function}:{org_id}:{channel}:{place}:{turn}"
                    await queue.enqueue_job(function, str(org_id), channel, place, turn, _job_id=name)
        except (RedisError, OSError) as error:
            raise QueueDown from error

    return ring
