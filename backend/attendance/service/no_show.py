"""Noticing that a shift has begun and somebody is not there, and telling who should hear of it."""

from uuid import UUID

from backend.attendance.events import ShiftUnattended
from backend.attendance.queries import punches as queries
from backend.core import clock
from backend.core.database import transaction
from backend.core.events import record
from backend.notifications.service.decide import Audience, Message, notify
from backend.scheduling.queries.shifts import shift_at_site


async def look_for_missing(shift_id: UUID) -> None:
    """Compare who is assigned with who came. Somebody missing is found once for each shift."""
    async with transaction():
        found = await queries.find_missing(shift_id, clock.now())
        if found is not None:
            event = ShiftUnattended(shift_id, found["site_id"], found["assigned"], found["present"])
            await record(event, by=None)


async def tell_of_missing(event: ShiftUnattended) -> None:
    """Tell everybody who answers for the site, with the site's time; once for each shift."""
    async with transaction():
        shift = await shift_at_site(event.shift_id)
        message = Message(
            topic="no_show",
            key=f"no_show/{event.shift_id}",
            subject=event.shift_id,
            variables={
                "site": shift["site_name"],
                "starts_at": {"at": shift["starts_at"].isoformat(), "zone": shift["timezone"]},
                "assigned": event.assigned,
                "present": event.present,
            },
            link="/board",
        )
        await notify(message, Audience(queries.WHO_ANSWERS_FOR, (event.site_id,)), by=None)
