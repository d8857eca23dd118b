"""Figures of Korean labour law, each with its article and the days from which it holds.

Gathered in November 2026 from the Act in force since 2025-10-23 and its decrees. `since` is when the figure
holds at least in this form, not always when it was first enacted.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

HOUR = 60
"""Minutes."""

Sure = Literal["certain", "likely"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a law sets; `history` is from when which value holds, oldest first."""

    article: str
    history: tuple[tuple[date, int], ...]
    sure: Sure = "certain"

    def on(self, day: date) -> int:
        """What holds on a day; before the first value that we know, that one."""
        held = [value for since, value in self.history if since <= day]
        return held[-1] if held else self.history[0][1]


def _since(day: date, value: int, article: str, sure: Sure = "certain") -> Figure:
    return Figure(article, ((day, value),), sure)


ACT = date(2007, 4, 11)
"""The Act as it was written anew (법률 제8372호)."""

DAY_MIN = _since(date(2011, 7, 1), 8 * HOUR, "근로기준법 제50조 제2항")
WEEK_MIN = _since(date(2011, 7, 1), 40 * HOUR, "근로기준법 제50조 제1항")
WEEK_OVERTIME_MIN = _since(date(2021, 7, 1), 12 * HOUR, "근로기준법 제53조 제1항")
PART_TIME_EXTRA_MIN = _since(date(2007, 7, 1), 12 * HOUR, "기간제법 제6조 제1항")

ADULT_AGE = _since(ACT, 18, "근로기준법 제66조, 제69조")
MINOR_DAY_MIN = _since(date(2018, 7, 1), 7 * HOUR, "근로기준법 제69조")
MINOR_WEEK_MIN = _since(date(2018, 7, 1), 35 * HOUR, "근로기준법 제69조")
MINOR_DAY_EXTRA_MIN = _since(date(2018, 7, 1), 1 * HOUR, "근로기준법 제69조")
MINOR_WEEK_EXTRA_MIN = _since(date(2018, 7, 1), 5 * HOUR, "근로기준법 제69조")

AFTER_BIRTH_DAY_MIN = _since(ACT, 2 * HOUR, "근로기준법 제71조")
AFTER_BIRTH_WEEK_MIN = _since(ACT, 6 * HOUR, "근로기준법 제71조")
AFTER_BIRTH_YEAR_MIN = _since(ACT, 150 * HOUR, "근로기준법 제71조")

WEEKLY_HOLIDAY_FROM_MIN = _since(ACT, 15 * HOUR, "근로기준법 제18조 제3항")
"""Contracted minutes of a week, on the average of four, from which the weekly holiday is paid."""

OVERTIME_PERCENT = _since(ACT, 50, "근로기준법 제56조 제1항")
HOLIDAY_PERCENT = _since(date(2018, 3, 20), 50, "근로기준법 제56조 제2항 제1호")
LONG_HOLIDAY_PERCENT = _since(date(2018, 3, 20), 100, "근로기준법 제56조 제2항 제2호")
NIGHT_PERCENT = _since(ACT, 50, "근로기준법 제56조 제3항")
PART_TIME_PERCENT = _since(date(2014, 9, 19), 50, "기간제법 제6조 제3항")

MINIMUM_WAGE_WON = Figure(
    "최저임금법 제6조",
    ((date(2025, 1, 1), 10_030), (date(2026, 1, 1), 10_320), (date(2027, 1, 1), 10_700)),
)
"""An hour."""
PROBATION_PERCENT = _since(date(2018, 3, 20), 90, "최저임금법 제5조 제2항, 시행령 제3조")
"""Of the minimum wage: the first three months of a contract of a year or more, and never simple labour."""
PROBATION_MONTHS = _since(date(2018, 3, 20), 3, "최저임금법 제5조 제2항")

BREAKS_MIN = ((8 * HOUR, 60), (4 * HOUR, 30))
"""Minutes of work, and the break that they want (근로기준법 제54조 제1항, since 2007-04-11 at least)."""


def break_owed(worked_min: int) -> int:
    """The break in minutes that so much work, breaks not counted, wants (제54조 제1항)."""
    return next((owed for worked, owed in BREAKS_MIN if worked_min >= worked), 0)


def overtime_min(days: list[int], *, day_min: int, week_min: int) -> int:
    """Overtime of a week from the minutes of its days, none counted twice (제56조 제1항).

    What is beyond the day's limit, and of the rest what is beyond the week's.
    """
    beyond_day = sum(max(minutes - day_min, 0) for minutes in days)
    within_day = sum(min(minutes, day_min) for minutes in days)
    return beyond_day + max(within_day - week_min, 0)


def age_on(born_on: date, day: date) -> int:
    """Full years of life (민법 제158조)."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
