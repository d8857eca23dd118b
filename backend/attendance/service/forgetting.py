"""Forgetting what has been kept long enough: positions become coarse, photos go.

Records of people are deleted only where their organisation chose so, and never before three years
(근로기준법 제42조): years after they left, with all that belongs to them, chain and consents included.

What counts for hours and pay stays: a punch, its distance from the site and its chain entry are as they were.
"""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.attendance.consent_events import ForgettingDue, Forgotten
from backend.attendance.queries import consents as queries
from backend.core import clock
from backend.core.database import fetch_row, transaction
from backend.core.events import record
from backend.core.timers import set_timer

KEY = "forgetting"
AT_NIGHT = time(3, 20)
AT_ONCE = 5_000
"""Positions, and photos, forgotten in one transaction."""
PEOPLE = 20
"""People whose records are deleted in one."""
SOON = timedelta(minutes=1)


async def begin() -> None:
    """See to it that somebody looks every night. Inside a transaction."""
    if await fetch_row(queries.IS_ARMED, KEY) is None:
        await _look_again(full=False)


async def forget() -> None:
    """Forget what is old enough by the organisation's policy, and look again the next night, or at once."""
    now = clock.now()
    async with transaction():
        policy = await fetch_row(queries.POLICY)
        positions = await _forgotten(queries.COARSEN, now - timedelta(days=policy["location_days"]))
        photos = await _forgotten(queries.FORGET_PHOTOS, now - timedelta(days=policy["photo_days"]))
        people = 0
        if policy["keep_years"] is not None:
            people = await _forgotten(
                queries.DELETE_RECORDS, _years_before(now, policy["keep_years"]), PEOPLE
            )
        org_id = await _look_again(full=AT_ONCE in (positions, photos) or people == PEOPLE)
        if positions or photos or people:
            await record(Forgotten(org_id, positions, photos, people), by=None)


async def _forgotten(statement: str, before: datetime, at_most: int = AT_ONCE) -> int:
    row = await fetch_row(statement, before, at_most)
    return int(row["n"])


def _years_before(now: datetime, years: int) -> datetime:
    """A day before the same day so many years ago."""
    day = min(now.day, 28) if now.month == 2 else now.day
    return now.replace(year=now.year - years, day=day) - timedelta(days=1)


async def _look_again(*, full: bool) -> UUID:
    row = await fetch_row("SELECT id, timezone FROM organisation")
    org_id: UUID = row["id"]
    zone = ZoneInfo(row["timezone"])
    tomorrow = clock.now().astimezone(zone).date() + timedelta(days=1)
    due_at = clock.now() + SOON if full else datetime.combine(tomorrow, AT_NIGHT, zone)
    await set_timer(key=KEY, due_at=due_at, event=ForgettingDue(org_id))
    return org_id
