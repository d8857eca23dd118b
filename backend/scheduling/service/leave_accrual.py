"""What people earn of annual leave, and what expires: looked at once a day (근로기준법 제60조)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.database import fetch, fetch_row, transaction
from backend.scheduling.queries import leave as queries
from backend.scheduling.queries.guards import hold_people
from backend.scheduling.rules import leave as rules
from backend.scheduling.rules.times import local_day
from backend.scheduling.service.leave_ledger import Contract, book, contract_on, look_tomorrow
from backend.scheduling.service.planning import choices
from backend.scheduling.service.worked import worked_sql

LOOK_BACK = timedelta(days=400)
"""How long ago something may have been earned that is booked today, since terms came in late."""

Period = tuple[UUID, date, date]
"""A member, and from which day until before which."""


@dataclass(frozen=True, slots=True)
class Chance:
    """Something that a member earns if they attended."""

    member_id: UUID
    earning: rules.Earning
    weekly_min: int

    @property
    def period(self) -> Period:
        return self.member_id, self.earning.since, self.earning.on


async def look() -> None:
    """Book what everybody has earned and lost by today, and look again tomorrow. Twice is once."""
    async with transaction():
        row = await fetch_row("SELECT timezone FROM organisation")
        today = local_day(clock.now(), row["timezone"])
        if (await choices()).five_or_more:
            await _earn(today)
        await _expire(today)
        await look_tomorrow()


async def _earn(today: date) -> None:
    rows = await fetch(queries.EARNERS, today - LOOK_BACK)
    chances = [chance for row in rows for chance in _chances(row, today)]
    if not chances:
        return
    await hold_people([chance.member_id for chance in chances])
    attended = await _attended([chance.period for chance in chances])
    for chance, (planned, there) in zip(chances, attended, strict=True):
        days = await _days(chance, planned, there)
        if days:
            earning = chance.earning
            minutes = rules.earned_min(days, chance.weekly_min)
            await book(
                chance.member_id, "annual", minutes, earning.on, earning.why, expires_on=earning.expires_on
            )


async def _days(chance: Chance, planned: int, there: int) -> int:
    """Days that were earned: by a perfect month, by a year, or by the perfect months of a poor year."""
    if chance.earning.why == "monthly":
        return int(there == planned)
    if there >= planned * rules.ENOUGH_ATTENDANCE:
        return rules.yearly_days(chance.earning.year)
    months = rules.months_of(chance.earning.since)
    perfect = await _attended([(chance.member_id, since, until) for since, until in months])
    return sum(planned > 0 and planned == there for planned, there in perfect)


def _chances(row: Any, today: date) -> Iterable[Chance]:
    """What a member may have earned and was not booked.

    What lies before the day on which they came here is the office's to book by hand.
    """
    terms = msgspec.json.decode(row["terms"], type=list[Contract])
    booked = set(msgspec.json.decode(row["booked"], type=list[tuple[str, date]]))
    start = min(terms[0].from_on, row["joined_on"])
    since = max(row["joined_on"], today - LOOK_BACK)
    for earning in rules.earnings(start, today):
        contract = contract_on(terms, earning.on)
        if contract is None or contract.weekly_min < rules.FEWEST_WEEKLY_MIN:
            continue
        if since < earning.on and today < earning.expires_on and (earning.why, earning.on) not in booked:
            yield Chance(row["member_id"], earning, contract.weekly_min)


async def _attended(periods: Sequence[Period]) -> list[tuple[int, int]]:
    """For each period, how many shifts the member was on, and how many they attended."""
    statement = queries.ATTENDED.format(worked=worked_sql("$4::timestamptz"))
    columns = [list(column) for column in zip(*periods, strict=True)]
    return [(row["planned"], row["attended"]) for row in await fetch(statement, *columns, clock.now())]


async def _expire(today: date) -> None:
    members = [row["member_id"] for row in await fetch(queries.EXPIRING, today, today - LOOK_BACK)]
    if members:
        await hold_people(members)
    for member_id in members:
        rows = await fetch(queries.LOTS, member_id)
        for kind in {row["kind"] for row in rows}:
            entries = [
                rules.Entry(row["minutes"], row["on_day"], row["expires_on"], row["given_back"])
                for row in rows
                if row["kind"] == kind
            ]
            gone: dict[date, int] = {}
            for lot in rules.left_of(entries):
                if lot.on <= today:
                    gone[lot.on] = gone.get(lot.on, 0) + lot.minutes
            for on, minutes in gone.items():
                await book(member_id, kind, -minutes, on, "expired")
