"""Series are planned a day further, each day."""

from backend.scheduling.service import series_ahead
from jobs.job import Happened, job_outside


@job_outside
async def plan_ahead(_event: Happened) -> None:
    """Plan what is due; twice is the same as once. Each part is a transaction of its own."""
    await series_ahead.plan_ahead()
