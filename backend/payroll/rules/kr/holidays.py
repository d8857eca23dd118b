"""Public holidays that are paid though nobody works (R9: 근로기준법 제55조 제2항, 시행령 제30조 제2항).

Where five or more work, on a day that would have been one of work; the substitute days are holidays of their
own. Sunday is none by itself. Work on such a day is paid in addition, with its premium.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from backend.payroll.rules.kr import figures
from backend.payroll.rules.kr.case import WEEK, Case, monday
from backend.payroll.rules.kr.wage import USUAL_DAYS
from backend.payroll.rules.worktime import MINUTE_US, part

PATTERN_WEEKS = 3
PATTERN_ENOUGH = 2
"""Of the weeks before, in which the weekday was one of work: then the holiday would have been, too."""


@dataclass(frozen=True, slots=True)
class PaidHoliday:
    """`by_pattern`: neither contract nor plan says that it would have been a day of work; the weeks before
    do."""

    day: int
    us: int | Fraction
    by_pattern: bool = False


def paid_holidays(case: Case) -> list[PaidHoliday]:
    return [
        found
        for day in sorted(case.holidays)
        if case.in_period(day) and (found := paid_holiday(case, day)) is not None
    ]


def paid_holiday(case: Case, day: int) -> PaidHoliday | None:
    """What a day's holiday pays; None where it is none, or would have been free anyway."""
    if day not in case.holidays or not case.five_or_more(day) or not case.employed(day):
        return None
    if case.is_rest_day(day) or case.on_unpaid_leave(day):
        return None
    days = case.contracted_days(monday(day))
    if days is not None and day in days:
        return PaidHoliday(day, _hours(case, day))
    contract = case.contract(day)
    if contract is not None and contract.workdays:
        return None
    if not case.planned and contract is not None and contract.days_per_week >= USUAL_DAYS:
        usual = (day - 1) % WEEK < contract.days_per_week
        return PaidHoliday(day, _hours(case, day)) if usual else None
    return _by_the_weeks_before(case, day)


def _hours(case: Case, day: int) -> int | Fraction:
    """The day's contracted hours, at most eight."""
    most = figures.DAY_MIN.on(date.fromordinal(day)) * MINUTE_US
    agreed = case.contracted_day(day)
    return most if agreed is None or agreed > most else agreed


def _by_the_weeks_before(case: Case, day: int) -> PaidHoliday | None:
    """A plan without the holiday does not say what it would have been."""
    before = [day - WEEK * number for number in range(1, PATTERN_WEEKS + 1)]
    hours = [us for one in before if one not in case.holidays and (us := _hours_of(case, one))]
    if len(hours) < PATTERN_ENOUGH:
        return None
    most = figures.DAY_MIN.on(date.fromordinal(day)) * MINUTE_US
    contract = case.contract(day)
    agreed = case.contracted_day(day) if contract is not None and contract.weekly_min else None
    usual = agreed if agreed is not None else part(sum(hours), len(hours))
    return PaidHoliday(day, min(most, usual), by_pattern=True)


def _hours_of(case: Case, day: int) -> int:
    if case.planned:
        return case.planned_on(day)
    return sum(span.to_us - span.from_us for span in case.spans.get(day, ()))
