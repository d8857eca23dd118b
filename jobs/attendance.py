"""What follows from shifts and punches."""

from backend.attendance.events import ShiftUnattended
from backend.attendance.service import no_show
from backend.scheduling.events import ShiftUnattendedDue
from jobs.job import Happened, job


@job
async def look_for_missing(event: Happened) -> None:
    """The patience after the start of a shift is over: is everybody there?"""
    await no_show.look_for_missing(event.read(ShiftUnattendedDue).shift_id)


@job
async def tell_of_missing(event: Happened) -> None:
    """Tell everybody who answers for the site, each once."""
    await no_show.tell_of_missing(event.read(ShiftUnattended))
