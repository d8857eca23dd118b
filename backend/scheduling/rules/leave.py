"""Annual leave: what is earned, what a request takes, and what expires. Decisions without I/O.

근로기준법 제60조, and for part-timers 시행령 별표 2 제4호. Everything is minutes. Sure of the days and of the
proportion; what a "perfect month" is in a week without a plan is our reading, in the worker's favour.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from backend.scheduling.rules.times import monday_of

Part = Literal["day", "morning", "afternoon", "hours"]
Why = Literal["monthly", "yearly"]

FULL_DAY_MIN, FULL_WEEK_MIN, FULL_WEEK_DAYS = 480, 2400, 5
"""제50조: 8 hours a day, 40 a week; five days is custom. Used where no terms are known."""
FEWEST_WEEKLY_MIN = 900
"""제18조 제3항: who is to work less than 15 hours a week earns no leave."""
FIRST_YEAR_MONTHS = 11
FIRST_DAYS, MOST_DAYS = 15, 25
ENOUGH_ATTENDANCE = 0.8
NOON = time(12)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


class Earning(Struct, frozen=True):
    """A day on which leave is earned, if the time before it (`since` to `on`) was attended."""

    on: date
    since: date
    why: Why
    year: int
    """Full years of work on that day; 0 in the first year."""
    expires_on: date


class Entry(Struct, frozen=True):
    """One entry of the ledger, as the rules need it."""

    minutes: int
    on_day: date
    expires_on: date | None = None
    given_back: bool = False


class Lot(Struct, frozen=True):
    """What is left of leave that was earned, and the day from which it is gone."""

    minutes: int
    on: date


def earnings(start: date, until: date) -> Iterator[Earning]:
    """The days on which somebody who began at `start` may earn leave, up to a day (제60조 제1항, 제2항).

    What the first year's months gave expires when it ends, what a year gave a year later (제60조 제7항).
    """
    first_year_ends = months_after(start, 12)
    for month in range(1, FIRST_YEAR_MONTHS + 1):
        on = months_after(start, month)
        if on > until:
            return
        yield Earning(on, months_after(start, month - 1), "monthly", 0, first_year_ends)
    year = 1
    while (on := months_after(start, 12 * year)) <= until:
        since = months_after(start, 12 * (year - 1))
        yield Earning(on, since, "yearly", year, months_after(start, 12 * (year + 1)))
        year += 1


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_of(since: date) -> list[tuple[date, date]]:
    """The twelve months of a year of work."""
    return list(pairwise(months_after(since, month) for month in range(13)))


def yearly_days(years: int) -> int:
    """Days of leave after so many full years with enough attendance (제60조 제1항, 제4항)."""
    return min(MOST_DAYS, FIRST_DAYS + (years - 1) // 2)


def earned_min(days: int, weekly_min: int) -> int:
    """Minutes of so many days of leave: 8 hours each, for a part-timer their share of it.

    A part of an hour counts as an hour (시행령 별표 2 제4호 다목).
    """
    hours_60 = days * FULL_DAY_MIN * min(weekly_min, FULL_WEEK_MIN)
    return -(-hours_60 // (FULL_WEEK_MIN * 60)) * 60


def day_min(weekly_min: int | None, days_per_week: int | None) -> int:
    """Minutes that a day of leave takes: the contracted day, at most 8 hours."""
    if not weekly_min or not days_per_week:
        return FULL_DAY_MIN
    return min(FULL_DAY_MIN, round(weekly_min / days_per_week))


def leave_days(
    from_on: date, until_on: date, days_per_week: int, planned: Iterable[date], holidays: frozenset[date]
) -> list[date]:
    """The days of work that a leave covers.

    Days with a planned shift count; where the plan is not made, Monday to Friday without holidays do, in each
    week at most as many as the contract has.
    """
    known = {day for day in planned if from_on <= day <= until_on}
    length = (until_on - from_on).days + 1
    span = [from_on + DAY * step for step in range(length)]
    usual = [day for day in span if day.weekday() < FULL_WEEK_DAYS and day not in holidays]
    taken: list[date] = sorted(known)
    for monday in sorted({monday_of(day) for day in usual}):
        room = days_per_week - sum(monday_of(day) == monday for day in known)
        free = [day for day in usual if monday_of(day) == monday and day not in known]
        taken += free[: max(room, 0)]
    return sorted(taken)


def span_of(
    from_on: date, until_on: date, part: Part, begins: time | None, ends: time | None, zone: str
) -> tuple[datetime, datetime]:
    """From when to when the leave lasts, by the organisation's clocks. Halves of a day meet at noon."""
    place = ZoneInfo(zone)
    first, last = time(), time()
    after = until_on + DAY
    if part == "morning":
        last, after = NOON, until_on
    elif part == "afternoon":
        first = NOON
    elif part == "hours" and begins is not None and ends is not None:
        first, last, after = begins, ends, until_on if ends > begins else until_on + DAY
    return (
        datetime.combine(from_on, first, place).astimezone(UTC),
        datetime.combine(after, last, place).astimezone(UTC),
    )


def minutes_of(part: Part, days: int, a_day: int, starts_at: datetime, ends_at: datetime) -> int:
    """Minutes that a leave of so many days takes from the balance."""
    if part == "hours":
        return (ends_at - starts_at) // MINUTE
    if part == "day":
        return days * a_day
    return min(days, 1) * -(-a_day // 2)


def left_of(entries: Sequence[Entry]) -> list[Lot]:
    """What is left of everything that expires, the first to go first.

    Whatever was taken came from what expires soonest; what was given back was never taken.
    """
    lots = [entry for entry in entries if entry.minutes > 0 and entry.expires_on is not None]
    taken = -sum(entry.minutes for entry in entries if entry.minutes < 0 or entry.given_back)
    left: list[Lot] = []
    for lot in sorted(lots, key=lambda entry: (entry.expires_on, entry.on_day)):
        assert lot.expires_on is not None
        used = min(max(taken, 0), lot.minutes)
        taken -= used
        if lot.minutes > used:
            left.append(Lot(lot.minutes - used, lot.expires_on))
    return left
