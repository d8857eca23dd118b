"""What the pay rules look at: one person's contract and work around one period, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from backend.timesheets.rules.sheet import Absence, PlannedTime, Stretch

WageKind = Literal["hourly", "daily", "monthly"]
DayRule = Literal["start", "end", "most", "split"]


@dataclass(frozen=True, slots=True)
class Contract:
    """What a contract of employment says from a day on, until the next one's day or `until_on` (in it)."""

    from_on: date
    wage_kind: WageKind
    wage_won: int
    weekly_min: int
    """Contracted minutes of a week; 0 where the plan is all the contract there is."""
    days_per_week: int
    """Contracted days of a week; 0 where that is not said."""
    until_on: date | None = None
    workdays: tuple[int, ...] = ()
    """Contracted weekdays, 0 is Monday; empty where the plan says them."""
    extra_hours_agreed: bool = False
    probation_until: date | None = None
    probation_percent: int = 100
    """Of the wage, during probation."""
    simple_labour: bool = True
    """Cleaning and its like: no less than the minimum wage in probation, either (최저임금법 제5조 제2항)."""
    rest_weekday: int | None = None
    """The weekday that was agreed on as the paid day off (주휴일), 0 is Monday; work on it is holiday work.

    None where none was agreed on: Sunday is not it by itself.
    """


@dataclass(frozen=True, slots=True)
class Choices:
    """What the law leaves open (R26), as the organisation chose; None where it has not chosen yet.

    The rules refuse to guess: without a choice that a period needs there is no statement.
    """

    weekly_excess: Literal["last_days", "proportional"] | None = None
    """Which days carry what is over 40 hours of a week: the last ones worked, or all by their length."""
    holiday_hours_in_week: bool | None = None
    """Whether hours on a holiday count in the 40."""
    holiday_from_midnight: Literal["start_day", "split"] | None = None
    """Work across midnight into or out of a holiday: all on the day of its start, or split at midnight."""
    minutes: Literal["exact", "down_5", "down_10", "nearest_5", "nearest_10", "nearest_15"] | None = None
    """How a day's minutes are rounded."""
    won: Literal["nearest", "up", "down"] | None = None
    """How the total is rounded to the won; lines add up to it by the largest remainder."""
    day_rule: DayRule = "start"
    """As the sheets were made. By law work that goes on belongs to the day of its start, and with "start" the
    rules join what was cut at midnight; with the others a stretch's own `day` counts."""


@dataclass(frozen=True, slots=True)
class PayFacts:
    """One person, one period, and whole weeks (Monday to Sunday) around it.

    `stretches`, `planned` and `absences` reach from the Monday of `from_on`'s week, three weeks before it
    (for the average of four weeks), to the Sunday of `until_on`'s week.
    """

    member_id: UUID
    from_on: date
    until_on: date
    contracts: tuple[Contract, ...]
    choices: Choices
    stretches: tuple[Stretch, ...] = ()
    planned: tuple[PlannedTime, ...] = ()
    absences: tuple[Absence, ...] = ()
    holidays: frozenset[date] = frozenset()
    five_or_more: Mapping[date, bool] = field(default_factory=dict)
    """By the first day of each month: whether five or more people work here then (R11)."""
    hired_on: date | None = None
    left_on: date | None = None
    """The last day of employment."""
    born_on: date | None = None
    pregnant: tuple[date, date] | None = None
    gave_birth_on: date | None = None
    night_permit: bool = False
    full_timer_days: int = 5
    """Days of a week on which the site's full-timers work: what a week's hours are divided by for 주휴."""
    as_of: date | None = None
    """The last day that is over. Nobody was absent on a later one, and a week that ends later has earned no
    주휴 yet. None: all of it is over."""
