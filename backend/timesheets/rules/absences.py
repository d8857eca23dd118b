"""Approved leave, day by day."""

from datetime import date, timedelta

from backend.scheduling.rules.leave import FULL_WEEK_DAYS, day_min, leave_days
from backend.timesheets.rules.scene import Leave
from backend.timesheets.rules.sheet import Absence

DAY = timedelta(days=1)


def absences_of(leave: Leave, holidays: frozenset[date]) -> list[Absence]:
    """The days of work that a leave takes, with their minutes; together they are what it was granted for.

    Its days were counted from a plan that its approval took away, so only their number is known: the usual
    days of the contract come first, then any other day of it.
    """
    a_day = day_min(leave.weekly_min, leave.days_per_week)
    count = max(1, -(-leave.minutes // a_day)) if leave.part == "day" else 1
    days = _days(leave, count, holidays)
    return [
        Absence(leave.id, leave.kind, day, leave.starts_at, leave.ends_at, minutes)
        for day, minutes in zip(days, _shares(leave.minutes, a_day, len(days)), strict=True)
    ]


def _days(leave: Leave, count: int, holidays: frozenset[date]) -> list[date]:
    usual = leave_days(
        leave.from_on, leave.until_on, leave.days_per_week or FULL_WEEK_DAYS, (), frozenset(holidays)
    )
    span = [leave.from_on + DAY * step for step in range((leave.until_on - leave.from_on).days + 1)]
    others = [day for day in span if day not in usual]
    return sorted([*usual, *others][:count])


def _shares(minutes: int, a_day: int, days: int) -> list[int]:
    """A whole day each, what is left on the last one."""
    shares = [min(a_day, minutes)] * (days - 1)
    return [*shares, minutes - sum(shares)]
