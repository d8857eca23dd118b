"""Whether five or more people work here in a month (R11), from who really was at work.

A month is judged by the one before it (근로기준법 시행령 제7조의2 제1항). Where nobody worked then, as in a
new firm, the month itself is looked at, and without any work what the organisation said for its plan. Once
a statement of the month is frozen, so is the answer, as soon as the month that it is judged by is over.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from backend.core.database import fetch, fetch_row
from backend.payroll.queries import facts as queries
from backend.payroll.rules.kr.headcount import count
from backend.scheduling.rules.leave import months_after
from backend.scheduling.schemas.planning import PlanningChoices
from backend.timesheets.service.periods import Period

DAY = timedelta(days=1)


class Headcount(Struct, frozen=True):
    """How a month was judged: by `by_month` (None: by what the organisation said), with its person-days."""

    month_on: date
    five_or_more: bool
    by_month: date | None
    person_days: int = 0
    operating_days: int = 0
    days_below: int = 0
    kept: bool = False
    """Frozen: nothing that happens to the record changes it."""


def months_of(period: Period) -> list[date]:
    """The first days of the months that a period touches."""
    months = [period.from_on.replace(day=1)]
    while (following := months_after(months[-1], 1)) <= period.until_on:
        months.append(following)
    return months


async def headcounts(months: Sequence[date]) -> dict[date, Headcount]:
    """How each of these months is judged. Inside a transaction."""
    kept = {row["month_on"]: _kept(row) for row in await fetch(queries.HEADCOUNTS, list(months))}
    missing = [month for month in months if month not in kept]
    if not missing:
        return kept
    organisation = await fetch_row("SELECT timezone FROM organisation")
    zone = ZoneInfo(organisation["timezone"])
    for month in missing:
        kept[month] = await _judge(month, zone)
    return kept


async def keep(found: Mapping[date, Headcount], today: date) -> None:
    """Freeze those that no further day can change. Again changes nothing."""
    for month, one in found.items():
        if not one.kept and months_after(one.by_month or month, 1) <= today:
            await fetch(queries.KEEP_HEADCOUNT, month, one.five_or_more, msgspec.json.encode(one).decode())


async def _judge(month: date, zone: ZoneInfo) -> Headcount:
    for looked_at in (months_after(month, -1), month):
        days = await _person_days(looked_at, zone)
        if days:
            found = count(list(days.values()))
            return Headcount(
                month_on=month,
                five_or_more=found.five_or_more,
                by_month=looked_at,
                person_days=found.person_days,
                operating_days=found.operating_days,
                days_below=found.days_below,
            )
    row = await fetch_row(queries.PLANNING)
    said = msgspec.json.decode(row["choices"] if row else "{}", type=PlanningChoices)
    return Headcount(month, said.five_or_more, None)


async def _person_days(month: date, zone: ZoneInfo) -> dict[date, int]:
    """How many people were at work on each day of the month on which anybody was."""
    since, until = (
        datetime.combine(day, time(), zone).astimezone(UTC) for day in (month, months_after(month, 1))
    )
    rows = await fetch(queries.PERSON_DAYS, since, until)
    return {row["day"]: row["people"] for row in rows if row["day"].replace(day=1) == month}


def _kept(row: Any) -> Headcount:
    found = msgspec.json.decode(row["counted"], type=Headcount)
    return msgspec.structs.replace(found, kept=True)
