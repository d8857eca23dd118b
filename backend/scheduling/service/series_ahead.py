"""Shifts of series, planned some weeks ahead and no further: a rule costs nothing while it waits.

A job does it each day, and every change does it at once. It may run twice: a day of a series has one shift.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend.core import clock, tenancy
from backend.core.database import fetch, transaction
from backend.core.timers import set_timer
from backend.scheduling.events import SeriesDue
from backend.scheduling.queries import series as queries
from backend.scheduling.rules.holidays import holidays_of
from backend.scheduling.rules.recurrence import read_rule
from backend.scheduling.rules.templates import times_of
from backend.scheduling.rules.times import local_day

AHEAD = timedelta(weeks=8)
DAY = timedelta(days=1)
AT_ONCE = 500
"""Series that are planned in one transaction."""


async def plan_ahead() -> int:
    """Plan what is due of all series of the organisation; how many shifts are new. Sets the next timer."""
    planned = 0
    while True:
        async with transaction():
            today = clock.now().date()
            rows = await fetch(queries.BEHIND, today + AHEAD, AT_ONCE)
            planned += len(await plan_days(rows, today - DAY, today + AHEAD, anew=False))
            await look_tomorrow()
        if len(rows) < AT_ONCE:
            return planned


async def look_tomorrow() -> None:
    """Have the series of the organisation looked at in a day. Inside a transaction."""
    org_id = tenancy.current().org_id
    assert org_id is not None
    await set_timer(key="series", due_at=clock.now() + DAY, event=SeriesDue(org_id))


async def plan_days(rows: Sequence[Any], from_: date, to: date, *, anew: bool = True) -> Sequence[Any]:
    """Plan these series in a period of days, in one statement. Ids of the new shifts.

    Not `anew`: only the days that no one has looked at yet.
    """
    if not rows:
        return []
    holidays = await known_holidays(from_, to)
    wanted = [
        (row["id"], day, *times_on(row, day))
        for row in rows
        for day in days_of(row, from_ if anew else max(from_, _not_seen(row) or from_), to, holidays)
    ]
    columns = [list(column) for column in zip(*wanted, strict=True)] if wanted else [[], [], [], []]
    made = await fetch(queries.PLAN, *columns, clock.now())
    await fetch(queries.PLANNED_UNTIL, [row["id"] for row in rows], to)
    return made


def _not_seen(row: Any) -> date | None:
    """The first day that no one has looked at yet."""
    return row["materialised_until"] + DAY if row["materialised_until"] else None


def days_of(row: Any, from_: date, to: date, holidays: Iterable[date]) -> list[date]:
    """The days of a series in a period; holidays are left out where it says so."""
    last = min(to, row["until_on"]) if row["until_on"] else to
    off = holidays if row["on_holiday"] == "skip" else ()
    rule = read_rule(row["rrule"])
    return [day for day in rule.days(row["from_on"], from_, last) if day not in off]


def times_on(row: Any, day: date) -> tuple[datetime, datetime]:
    """When the shift of a day begins and ends, by the clocks of the site."""
    ends = datetime.combine(day, row["begins"]) + timedelta(minutes=row["minutes"])
    return times_of(day, row["begins"], ends.time(), (ends.date() - day).days, row["timezone"])


async def known_holidays(from_: date, to: date) -> frozenset[date]:
    """The organisation's holidays of a period's years. Inside a transaction."""
    first, last = date(from_.year, 1, 1), date(to.year, 12, 31)
    changes = await fetch(queries.HOLIDAY_CHANGES, first, last)
    return holidays_of(
        range(from_.year, to.year + 1), [(row["on_day"], row["is_holiday"]) for row in changes]
    )


def today_at(row: Any) -> date:
    return local_day(clock.now(), row["timezone"])


def clock_text(begins: time) -> str:
    return begins.strftime("%H:%M")


def ids_of(rows: Sequence[Any]) -> list[UUID]:
    return [row["id"] for row in rows]
