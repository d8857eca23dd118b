"""What follows for the plan, and from it."""

from backend.identity.events import MemberLeft
from backend.scheduling.events import (
    MemberAssigned,
    MemberUnassigned,
    PlanPublished,
    ShiftChanged,
    ShiftSoonDue,
    ShiftTomorrowDue,
    ShiftWithdrawn,
)
from backend.scheduling.service import assignments, reminders
from jobs.job import Happened, job


@job
async def free_seats(event: Happened) -> None:
    """Who has left comes no more: their seats on coming shifts are free."""
    await assignments.free_seats(event.read(MemberLeft).member_id)


@job
async def tell_of_tomorrow(event: Happened) -> None:
    """It is the evening before."""
    await reminders.tell_of_tomorrow(event.read(ShiftTomorrowDue))


@job
async def tell_soon(event: Happened) -> None:
    """It begins in an hour."""
    await reminders.tell_soon(event.read(ShiftSoonDue))


@job
async def tell_of_week(event: Happened) -> None:
    """The plan is out."""
    await reminders.tell_of_week(event.read(PlanPublished))


@job
async def tell_of_change(event: Happened) -> None:
    """A shift was moved."""
    await reminders.tell_of_change(event.read(ShiftChanged), at=event.at, event_id=event.event_id)


@job
async def tell_of_seat(event: Happened) -> None:
    """Somebody was put on a shift."""
    await reminders.tell_of_seat(event.read(MemberAssigned), at=event.at, event_id=event.event_id)


@job
async def tell_of_lost_seat(event: Happened) -> None:
    """Somebody was taken off a shift."""
    await reminders.tell_of_seat(event.read(MemberUnassigned), at=event.at, event_id=event.event_id)


@job
async def tell_of_withdrawal(event: Happened) -> None:
    """A shift was cancelled."""
    await reminders.tell_of_withdrawal(event.read(ShiftWithdrawn))
