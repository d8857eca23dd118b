"""Periods of pay: which days belong together."""

from collections.abc import Iterator
from datetime import date, timedelta

from backend.scheduling.rules.leave import months_after
from backend.timesheets.schemas.choices import SheetChoices

DAY = timedelta(days=1)
SECOND_HALF = 16
WEEKS = {"weekly": 1, "two_weekly": 2}

Days = tuple[date, date]
"""The first day and the last one, both in it."""


def period_at(day: date, choices: SheetChoices) -> Days:
    """The period that holds a day, as the organisation chose."""
    if choices.period in WEEKS:
        length = timedelta(weeks=WEEKS[choices.period])
        first = day - (day - choices.week_from) % length
        return first, first + length - DAY
    if choices.period == "half_monthly":
        if day.day < SECOND_HALF:
            return day.replace(day=1), day.replace(day=SECOND_HALF - 1)
        return day.replace(day=SECOND_HALF), months_after(day.replace(day=1), 1) - DAY
    first = day.replace(day=choices.month_day)
    if first > day:
        first = months_after(first, -1)
    return first, months_after(first, 1) - DAY


def periods_between(first: date, last: date, choices: SheetChoices) -> Iterator[Days]:
    """Periods that cover the days from `first` to `last`.

    The first begins on `first` at the earliest, since another may end the day before; the last is whole.
    """
    day = first
    while day <= last:
        _, until = period_at(day, choices)
        yield day, until
        day = until + DAY
