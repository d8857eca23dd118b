"""Holidays: the country's, and where an organisation differs. Series that skip them follow at once."""

from datetime import date
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.core.events import EVERYONE, record
from backend.scheduling.events import HolidayChanged
from backend.scheduling.queries import series as queries
from backend.scheduling.rules.holidays import public_holidays
from backend.scheduling.rules.times import local_day
from backend.scheduling.schemas.holidays import HolidayInput, HolidaysView, HolidayView
from backend.scheduling.schemas.series import check_days
from backend.scheduling.service import series_ahead as ahead
from backend.scheduling.service.series_changes import withdraw

PUT = """
INSERT INTO holiday_change AS h (org_id, on_day, name, is_holiday)
VALUES (current_setting('app.org')::uuid, $1, $2, $3)
    ON CONFLICT (org_id, on_day) DO UPDATE SET name = excluded.name, is_holiday = excluded.is_holiday
 WHERE (h.name, h.is_holiday) <> (excluded.name, excluded.is_holiday)
RETURNING on_day
"""
DROP = "DELETE FROM holiday_change WHERE on_day = $1 RETURNING on_day"


async def holidays(_actor: Actor, year: int) -> HolidaysView:
    """The holidays of a year, and the public ones on which the organisation works."""
    found = {
        day: HolidayView(day, one.ko, one.en, is_holiday=True, changed=False)
        for day, one in public_holidays(year).items()
    }
    async with transaction():
        rows = await fetch(queries.HOLIDAY_CHANGES, date(year, 1, 1), date(year, 12, 31))
    for row in rows:
        day, name = row["on_day"], row["name"]
        found[day] = HolidayView(day, name, name, is_holiday=row["is_holiday"], changed=True)
    return HolidaysView([found[day] for day in sorted(found)])


async def keep(actor: Actor, day: date, wanted: HolidayInput) -> HolidayView:
    """The organisation's own word on a day. Again changes nothing."""
    check_days(on=day)
    async with transaction():
        if await fetch(PUT, day, wanted.name, wanted.is_holiday):
            await _follow(actor, day)
            event = HolidayChanged(actor.org, day, wanted.is_holiday)
            await record(event, by=actor, to=EVERYONE)
    return HolidayView(day, wanted.name, wanted.name, is_holiday=wanted.is_holiday, changed=True)


async def forget(actor: Actor, day: date) -> None:
    """The day is again what the calendar says. Again changes nothing."""
    check_days(on=day)
    async with transaction():
        if await fetch(DROP, day):
            await _follow(actor, day)
            await record(HolidayChanged(actor.org, day, None), by=actor, to=EVERYONE)


async def _follow(actor: Actor, day: date) -> None:
    """Series that skip holidays take the day off, or get it back; a shift that was moved away stays."""
    rows = await fetch(queries.SKIPPING, day)
    off = day in await ahead.known_holidays(day, day)
    if not off:
        await ahead.plan_days(rows, day, day)
        return
    zones: dict[UUID, str] = {row["id"]: row["timezone"] for row in rows}
    coming = await fetch(queries.COMING_ON_DAY, list(zones), day, clock.now())
    await withdraw(
        actor, [one for one in coming if local_day(one["starts_at"], zones[one["series_id"]]) == day]
    )
