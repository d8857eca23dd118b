"""What the plan costs while it is made."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from backend.core.database import fetch, transaction
from backend.core.errors import FieldProblem, UnacceptableFields
from backend.scheduling.errors import RangeTooLong
from backend.scheduling.queries import labour as queries
from backend.scheduling.rules.guards.diary import Diary
from backend.scheduling.rules.guards.facts import Work
from backend.scheduling.rules.pay_preview import Pay, pay_of
from backend.scheduling.rules.times import EARLIEST_YEAR, LATEST_YEAR, LONGEST_RANGE, monday_of
from backend.scheduling.schemas.labour import LabourCost, PersonCost, SiteCost
from backend.scheduling.service.guards import Situation, situation

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MOST_SHIFTS = 20_000


async def labour_cost(from_on: date, to_on: date) -> LabourCost:
    """What everybody's work costs in the weeks from the one with `from_on` to the one before `to_on`.

    Planned work, and as it was recorded where it is over. Raises RangeTooLong and UnacceptableFields.
    """
    monday, end = _weeks(from_on, to_on)
    since, until = (datetime.combine(day, time(), UTC) for day in (monday - DAY, end + DAY))
    async with transaction():
        shift_ids = [row["id"] for row in await fetch(queries.SHIFTS, since, until, MOST_SHIFTS)]
        members = [row["member_id"] for row in await fetch(queries.PEOPLE, shift_ids)]
        found = await situation(members, shift_ids)
        budgets = await fetch(queries.BUDGETS, list(found.ground.places))
    pays: dict[UUID, Pay] = {}
    site_min: dict[UUID, int] = defaultdict(int)
    site_won: dict[UUID, int] = defaultdict(int)
    for member_id in found.people:
        work = _work_of(found, member_id, monday, end)
        if work:
            pays[member_id] = pay_of(found.people[member_id].terms, work, found.ground)
            _share(pays[member_id], work, found.diaries[member_id], site_min, site_won)
    weeks = (end - monday) // WEEK
    return LabourCost(
        from_on=monday,
        until_on=end - DAY,
        total_won=sum(pay.won for pay in pays.values()),
        minutes=sum(pay.minutes for pay in pays.values()),
        sites=[
            SiteCost(
                site_id=row["id"],
                name=row["name"],
                minutes=site_min[row["id"]],
                won=site_won[row["id"]],
                budget_won=None if row["weekly_budget_won"] is None else row["weekly_budget_won"] * weeks,
            )
            for row in budgets
            if row["weekly_budget_won"] is not None or site_min[row["id"]]
        ],
        people=[_person(found, member_id, pay) for member_id, pay in pays.items()],
    )


def _weeks(from_on: date, to_on: date) -> tuple[date, date]:
    if not all(EARLIEST_YEAR <= day.year <= LATEST_YEAR for day in (from_on, to_on)):
        detail = f"years lie between {EARLIEST_YEAR} and {LATEST_YEAR}"
        raise UnacceptableFields(errors=[FieldProblem("/from", "out-of-range", detail)])
    if to_on <= from_on:
        raise UnacceptableFields(errors=[FieldProblem("/to", "before-start", "the end must be after it")])
    if to_on - from_on > LONGEST_RANGE:
        raise RangeTooLong()
    return monday_of(from_on), monday_of(to_on - DAY) + WEEK


def _work_of(found: Situation, member_id: UUID, monday: date, end: date) -> list[Work]:
    diary = found.diaries[member_id]
    return [entry for entry in diary.entries if monday <= diary.first_day(entry) < end]


def _share(
    pay: Pay, work: list[Work], diary: Diary, site_min: dict[UUID, int], site_won: dict[UUID, int]
) -> None:
    """Give what somebody costs to their sites by minutes, to the last won; work at no site is nobody's."""
    minutes: dict[UUID | None, int] = defaultdict(int)
    for entry in work:
        minutes[entry.site_id] += sum(part for _, part in diary.pieces(entry))
    total, given, won_given = sum(minutes.values()), 0, 0
    for site_id, part in minutes.items():
        given += part
        won = pay.won * given // total - won_given if total else 0
        won_given += won
        if site_id is not None:
            site_min[site_id] += part
            site_won[site_id] += won


def _person(found: Situation, member_id: UUID, pay: Pay) -> PersonCost:
    return PersonCost(
        member_id=member_id,
        name=found.people[member_id].name,
        minutes=pay.minutes,
        won=pay.won,
        overtime_min=pay.overtime_min,
        night_min=pay.night_min,
        holiday_min=pay.holiday_min,
        weekly_holiday_won=pay.weekly_holiday_won,
        wage_known=bool(found.people[member_id].terms),
    )
