"""Reminding people of the clock: when they have not clocked in, and when they have not clocked out."""

from datetime import timedelta

from backend.attendance.queries import punches as queries
from backend.core import clock
from backend.core.database import transaction
from backend.notifications.service.decide import Audience
from backend.scheduling.events import ClockInDue, ClockOutDue
from backend.scheduling.queries.shifts import shift_at_site
from backend.scheduling.service.reminders import tell

CLOCK_OUT_LASTS = timedelta(hours=6)


async def ask_to_clock_in(event: ClockInDue) -> None:
    """The shift has begun: whoever is on it and not there is asked, while it lasts."""
    async with transaction():
        shift = await shift_at_site(event.shift_id)
        if shift["state"] == "published" and shift["starts_at"] <= clock.now() < shift["ends_at"]:
            audience = Audience(queries.NOT_CLOCKED_IN, (shift["id"],))
            await tell("not_clocked_in", shift, audience, expires_at=shift["ends_at"], link="/")


async def ask_to_clock_out(event: ClockOutDue) -> None:
    """The shift is over: whoever is still at work by the record is asked."""
    async with transaction():
        shift = await shift_at_site(event.shift_id)
        now = clock.now()
        if shift["ends_at"] <= now:
            audience = Audience(queries.NOT_CLOCKED_OUT, (shift["id"],))
            await tell("not_clocked_out", shift, audience, expires_at=now + CLOCK_OUT_LASTS, link="/")
