"""When pay is given (근로기준법 제43조 제2항: at least once a month, on a fixed day)."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

from backend.payroll.schemas.settings import Payday
from backend.scheduling.rules.leave import months_after

DAY = timedelta(days=1)
SATURDAY = 5


def payday_of(until_on: date, rule: Payday, holidays: Collection[date]) -> date:
    """The payday of a period that ends on that day: the rule's day, in its month or the first one after."""
    month = months_after(until_on.replace(day=1), rule.months_after)
    day = _in_month(month, rule.day)
    if day < until_on:
        day = _in_month(months_after(month, 1), rule.day)
    step = {"before": -DAY, "after": DAY, "same": timedelta()}[rule.on_day_off]
    while step and (day.weekday() >= SATURDAY or day in holidays):
        day += step
    return day


def _in_month(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))
