"""What follows for the plan."""

from backend.identity.events import MemberLeft
from backend.scheduling.service import assignments
from jobs.job import Happened, job


@job
async def free_seats(event: Happened) -> None:
    """Who has left comes no more: their seats on coming shifts are free."""
    await assignments.free_seats(event.read(MemberLeft).member_id)
