"""The figures of pay in Korea: each with its article, the days from which it holds, and how sure we are.

What planning needs, too, stands in scheduling's law; here is what only pay does.
"""

from datetime import date
from fractions import Fraction

from backend.scheduling.rules.law import (
    ACT,
    ADULT_AGE,
    AFTER_BIRTH_DAY_MIN,
    AFTER_BIRTH_WEEK_MIN,
    DAY_MIN,
    HOLIDAY_PERCENT,
    LONG_HOLIDAY_PERCENT,
    MINIMUM_WAGE_WON,
    MINOR_DAY_EXTRA_MIN,
    MINOR_DAY_MIN,
    MINOR_WEEK_EXTRA_MIN,
    MINOR_WEEK_MIN,
    NIGHT_PERCENT,
    OVERTIME_PERCENT,
    PART_TIME_EXTRA_MIN,
    PART_TIME_PERCENT,
    WEEK_MIN,
    WEEK_OVERTIME_MIN,
    WEEKLY_HOLIDAY_FROM_MIN,
    Figure,
    age_on,
    break_owed,
)

__all__ = [
    "ADULT_AGE",
    "AFTER_BIRTH_DAY_MIN",
    "AFTER_BIRTH_WEEK_MIN",
    "AVERAGED_WEEKS",
    "DAY_MIN",
    "FIVE",
    "HOLIDAY_PERCENT",
    "LONG_HOLIDAY_PERCENT",
    "MINIMUM_WAGE_WON",
    "MINOR_DAY_EXTRA_MIN",
    "MINOR_DAY_MIN",
    "MINOR_WEEK_EXTRA_MIN",
    "MINOR_WEEK_MIN",
    "MONTH_HOURS_SHOWN",
    "MONTH_WEEKS",
    "NIGHT_PERCENT",
    "OVERTIME_PERCENT",
    "PART_TIME_EXTRA_MIN",
    "PART_TIME_PERCENT",
    "PROBATION_CONTRACT_MONTHS",
    "PROBATION_MINIMUM_PERCENT",
    "PROBATION_MONTHS",
    "WEEKLY_HOLIDAY_FROM_MIN",
    "WEEK_MIN",
    "WEEK_OVERTIME_MIN",
    "Figure",
    "age_on",
    "break_owed",
]

FIVE = Figure("근로기준법 제11조 제1항", ((ACT, 5),))
"""People, from which the whole Act holds."""

AVERAGED_WEEKS = Figure("근로기준법 제18조 제3항", ((ACT, 4),))

PROBATION_MINIMUM_PERCENT = Figure("최저임금법 제5조 제2항, 시행령 제3조", ((date(2018, 3, 20), 90),))
PROBATION_MONTHS = Figure("최저임금법 제5조 제2항", ((date(2012, 7, 1), 3),))
PROBATION_CONTRACT_MONTHS = Figure("최저임금법 제5조 제2항", ((date(2012, 7, 1), 12),))

MONTH_WEEKS = Fraction(365, 7 * 12)
"""Weeks of a month (시행령 제6조 제2항 제4호, likely): 48 hours of a week are 208.57 of a month."""
MONTH_HOURS_SHOWN = 209
"""What everybody rounds that to, and what the minimum wage of a month is announced with."""
