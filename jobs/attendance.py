"""What follows from shifts and punches."""

from backend.attendance.events import PunchRecorded, ShiftUnattended
from backend.attendance.service import guarding, no_show, reminders
from backend.scheduling.events import ClockInDue, ClockOutDue, ShiftUnattendedDue
from jobs.job import Happened, job


@job
async def look_for_missing(event: Happened) -> None:
    """The patience after the start of a shift is over: is everybody there?"""
    await no_show.look_for_missing(event.read(ShiftUnattendedDue).shift_id)


@job
async def tell_of_missing(event: Happened) -> None:
    """Tell everybody who answers for the site, each once."""
    await no_show.tell_of_missing(event.read(ShiftUnattended))


@job
async def ask_to_clock_in(event: Happened) -> None:
    """A shift has begun: ask those who have not clocked in."""
    await reminders.ask_to_clock_in(event.read(ClockInDue))


@job
async def ask_to_clock_out(event: Happened) -> None:
    """A shift is over: ask those who have not clocked out."""
    await reminders.ask_to_clock_out(event.read(ClockOutDue))


@job
async def look_at_rules(event: Happened) -> None:
    """Somebody clocked in: does a rule forbid this work?"""
    punch = event.read(PunchRecorded)
    if punch.kind == "in":
        await guarding.tell_of_broken_rules(punch)
