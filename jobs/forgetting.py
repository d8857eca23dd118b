"""What follows from the nights that pass: what was kept long enough is forgotten."""

from backend.attendance.service import forgetting
from backend.core.database import transaction
from jobs.job import Happened, job


@job
async def begin(event: Happened) -> None:  # noqa: ARG001 - the organisation is the one we work in
    """An organisation was founded: have it looked at every night."""
    async with transaction():
        await forgetting.begin()


@job
async def forget(event: Happened) -> None:  # noqa: ARG001 - what is old enough is looked up
    """A night has come."""
    await forgetting.forget()
