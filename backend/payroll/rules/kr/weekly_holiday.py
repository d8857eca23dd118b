"""The paid day off of a week, 주휴 (R8, R8a, R8b: 근로기준법 제55조 제1항, 제18조 제3항, 시행령 제30조).

It is owed in workplaces of every size, and belongs to the period in which its week ends: only then is it
known whether the week was attended. Next week's work is not needed, but employment to the week's end is.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from backend.payroll.rules.kr import figures
from backend.payroll.rules.kr.attendance import attended
from backend.payroll.rules.kr.case import WEEK, Case
from backend.payroll.rules.worktime import MINUTE_US, part


@dataclass(frozen=True, slots=True)
class WeeklyHoliday:
    """Of one week: how long it is, in microseconds, and why there is none (`why` is then not empty)."""

    week: int
    us: int | Fraction
    contracted: int | Fraction
    why: str = ""
    """part_week, under_15h, absent or no_work."""


def weekly_holidays(case: Case) -> list[WeeklyHoliday]:
    """Of each week that ends in the period and is over."""
    ends = ((week, week + WEEK - 1) for week in case.weeks)
    return [
        of_week(case, week)
        for week, end in ends
        if case.in_period(end) and end <= case.over and _has_to_do_with(case, week)
    ]


def of_week(case: Case, week: int) -> WeeklyHoliday:
    """The contracted week, at most 40 hours, over the days on which the site's full-timers work."""
    on = date.fromordinal(week)
    contracted = case.contracted_week(week)
    most = figures.WEEK_MIN.on(on) * MINUTE_US
    us = part(min(most, contracted), case.facts.full_timer_days)
    return WeeklyHoliday(week, us, contracted, _why_not(case, week, contracted))


def _why_not(case: Case, week: int, contracted: int | Fraction) -> str:
    if contracted < figures.WEEKLY_HOLIDAY_FROM_MIN.on(date.fromordinal(week)) * MINUTE_US:
        return "under_15h"
    if not (case.employed(week) and case.employed(week + WEEK - 1)):
        return "part_week"
    if not attended(case, week):
        return "absent"
    # A week of nothing but leave or holidays has no day off to rest from work (ministry; likely).
    return "" if any(day in case.days_at_work for day in range(week, week + WEEK)) else "no_work"


def _has_to_do_with(case: Case, week: int) -> bool:
    """Somebody was employed in the week, and it has plan, work, leave, or a contract by hours."""
    if case.hired > week + WEEK - 1 or case.left < week:
        return False
    contract = case.contract_of_week(week)
    return bool(
        (contract and contract.weekly_min)
        or case.planned_in_week(week)
        or any(day in case.days_at_work for day in range(week, week + WEEK))
    )
