"""What the pay rules look at, for any number of people in a handful of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.core import clock
from backend.core.database import fetch, fetch_row
from backend.payroll.queries import facts as queries
from backend.payroll.rules.facts import Choices, Contract, PayFacts, WageKind
from backend.scheduling.rules.times import monday_of
from backend.scheduling.schemas.planning import PlanningChoices
from backend.scheduling.service.series_ahead import known_holidays
from backend.timesheets.rules.sheet import Sheet
from backend.timesheets.service.periods import Period
from backend.timesheets.service.sheets import read_sheets

DAY, WEEK = timedelta(days=1), timedelta(days=7)
AVERAGED = 3 * WEEK
"""Before the week in which a period begins: the average of four weeks decides on 주휴 (제18조 제3항)."""


class Terms(Struct, array_like=True):
    """A contract as the database lists it."""

    from_on: date
    wage_kind: WageKind
    wage_won: int
    weekly_min: int
    days_per_week: int
    until_on: date | None
    workdays: tuple[int, ...]
    extra_hours_agreed: bool
    probation_until: date | None
    probation_percent: int
    simple_labour: bool
    rest_weekday: int | None


@dataclass(frozen=True, slots=True)
class Whole:
    """What is the same for everybody."""

    choices: Choices
    holidays: frozenset[date]
    five_or_more: Mapping[date, bool]
    full_timer_days: int
    as_of: date | None
    """The last day that is over, while the period's weeks run."""


def window(period: Period) -> tuple[date, date]:
    """The whole weeks around a period, and those before it that the average needs; both days in it."""
    return monday_of(period.from_on) - AVERAGED, monday_of(period.until_on) + WEEK - DAY


async def whole(period: Period, choices: Choices, sizes: Mapping[date, bool], full_timer_days: int) -> Whole:
    """Inside a transaction."""
    since, until = window(period)
    row = await fetch_row(queries.WHOLE, clock.now())
    planning = msgspec.json.decode(row["planning"] or "{}", type=PlanningChoices)
    yesterday = row["today"] - DAY
    return Whole(
        choices=replace(choices, day_rule=planning.day_rule),
        holidays=await known_holidays(since, until),
        five_or_more=sizes,
        full_timer_days=full_timer_days,
        as_of=yesterday if yesterday < until else None,
    )


async def person_facts(
    period: Period, member_ids: Sequence[UUID] | None, common: Whole
) -> dict[UUID, PayFacts]:
    """Everything about these people's pay of the period, from the record as it is now, by member.

    Without members: of everybody who was employed then or has worked. Inside a transaction.
    """
    since, until = window(period)
    sheets = {
        sheet.member_id: sheet for sheet in await read_sheets(since, until, member_ids, exceptions=False)
    }
    rows = await fetch(queries.PEOPLE, since, until, list(sheets))
    return {row["id"]: _person(row, sheets[row["id"]], period, common) for row in rows}


def with_locked(facts: PayFacts, locked: Sheet) -> PayFacts:
    """The same with the days of a sheet as they were locked; what came into the record later is left out."""

    def merged(name: str) -> Any:
        around = [one for one in getattr(facts, name) if not locked.from_on <= one.day <= locked.until_on]
        own = [one for one in getattr(locked, name) if locked.from_on <= one.day <= locked.until_on]
        return tuple(sorted([*around, *own], key=lambda one: (one.starts_at, one.ends_at)))

    return replace(facts, **{name: merged(name) for name in ("stretches", "planned", "absences")})


def _person(row: Any, sheet: Sheet, period: Period, common: Whole) -> PayFacts:
    return PayFacts(
        member_id=row["id"],
        from_on=period.from_on,
        until_on=period.until_on,
        contracts=_contracts(row["terms"]),
        choices=common.choices,
        stretches=sheet.stretches,
        planned=sheet.planned,
        absences=sheet.absences,
        holidays=common.holidays,
        five_or_more=common.five_or_more,
        hired_on=min(row["joined_on"], row["hired_on"] or row["joined_on"]),
        left_on=row["ended_on"],
        born_on=row["born_on"],
        pregnant=_pregnancy(row),
        gave_birth_on=row["gave_birth_on"],
        night_permit=row["night_permit"],
        full_timer_days=common.full_timer_days,
        as_of=common.as_of,
    )


def _contracts(terms: str) -> tuple[Contract, ...]:
    return tuple(
        Contract(**{name: getattr(one, name) for name in Terms.__struct_fields__})
        for one in msgspec.json.decode(terms, type=list[Terms])
    )


def _pregnancy(row: Any) -> tuple[date, date] | None:
    """From when it was told until the birth that is expected; without one, for good (제74조 제5항)."""
    if row["pregnant_from"] is None:
        return None
    return row["pregnant_from"], row["pregnant_until"] or row["gave_birth_on"] or date.max
