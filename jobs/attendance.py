"""What follows from shifts and punches."""

from backend.attendance.events import ShiftUnattended
from backend.attendance.service import no_show
from backend.notifications.errors import NotSettled
from backend.notifications.service.text_messages import send_once
from backend.scheduling.events import ShiftUnattendedDue
from jobs.job import Happened, job, job_outside


@job
async def look_for_missing(event: Happened) -> None:
    """The patience after the start of a shift is over: is everybody there?"""
    await no_show.look_for_missing(event.read(ShiftUnattendedDue).shift_id)


@job_outside
async def text_of_missing(event: Happened) -> None:
    """Tell everybody who answers for the site, each once."""
    unattended = event.read(ShiftUnattended)
    waiting: NotSettled | None = None
    for message in await no_show.messages(unattended):
        key = f"no_show/{unattended.shift_id}/{message.account_id}"
        try:
            await send_once(event.org_id, key, message.phone, message.body, account_id=message.account_id)
        except NotSettled as error:
            waiting = error  # the others hear of it all the same
    if waiting is not None:
        raise waiting
