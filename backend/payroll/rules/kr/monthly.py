"""A month's wage: what it holds, what comes on top of it, and what is taken off.

It holds the contracted work, 주휴, paid holidays and annual leave: those are never paid twice. Who was absent
without paid leave loses the day's hours, and with them the 주휴 of that week; coming late costs nothing. What
is left is never less than the hours that were worked or are paid.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from backend.payroll.rules.contracts import share_of_month
from backend.payroll.rules.kr.attendance import absent
from backend.payroll.rules.kr.carried import Parts, beyond, beyond_week, kept
from backend.payroll.rules.kr.case import WEEK, Case
from backend.payroll.rules.kr.holidays import paid_holiday
from backend.payroll.rules.kr.hours import DayWork
from backend.payroll.rules.kr.wage import Rate, day_minutes, month_minutes
from backend.payroll.rules.worktime import MINUTE_US


@dataclass(slots=True)
class Month:
    """What one monthly wage of a period comes to, in microseconds of work."""

    rate: Rate
    days: list[int] = field(default_factory=list)
    pays: int | Fraction = 0
    """The time that the days' part of the wage pays."""
    absent: dict[int, int | Fraction] = field(default_factory=dict)
    """Time taken off, by day."""
    lost: dict[int, int | Fraction] = field(default_factory=dict)
    """주휴 taken off, by week."""
    held: int | Fraction = 0
    """Time that was worked within the contract, or is paid without work."""
    never_came: bool = False
    """Every contracted day is over, and none of them was worked or is paid."""

    def settle(self) -> None:
        """Take off no more than leaves the time that is owed anyway; who never came has all taken off."""
        if self.never_came and not self.held:
            self.absent = dict.fromkeys(self.absent, Fraction(self.pays) / len(self.absent))
            self.lost = {}
        room: int | Fraction = self.pays - self.held if self.pays > self.held else 0
        for kind in (self.absent, self.lost):
            for key, us in kind.items():
                kind[key] = taken = min(room, us)
                room -= taken


def months(case: Case) -> dict[int, Month]:
    """By the identity of the rate: every monthly wage that holds in the period, with its share of it."""
    found: dict[int, Month] = {}
    for day in range(max(case.first, case.hired), min(case.last, case.left) + 1):
        rate = case.rates.on(day)
        if rate.monthly:
            found.setdefault(id(rate), Month(rate)).days.append(day)
    for month in found.values():
        assert month.rate.contract is not None
        days = [date.fromordinal(day) for day in month.days]
        share = share_of_month(days, case.facts.from_on, case.facts.until_on)
        hours = month_minutes(month.rate.contract, days[0], case.facts.full_timer_days)
        month.pays = hours * MINUTE_US * share
        month.absent = {day: us for day in month.days if (us := missing(case, day))}
        month.never_came = case.over >= month.days[-1] and _never_came(case, month)
    return found


def _never_came(case: Case, month: Month) -> bool:
    contracted = [day for day in month.days if day in (case.contracted_days(day - (day - 1) % WEEK) or ())]
    return bool(contracted) and all(month.absent.get(day) == _agreed(case, day) for day in contracted)


def _agreed(case: Case, day: int) -> int | Fraction:
    """The contracted time of a day with a contract."""
    agreed, contract = case.contracted_day(day), case.contract(day)
    if agreed is not None or contract is None:
        return agreed or 0
    return day_minutes(contract, date.fromordinal(day)) * MINUTE_US


def missing(case: Case, day: int) -> int | Fraction:
    """Contracted time of a day that nothing pays: absence, or leave that is not paid."""
    days = case.contracted_days(day - (day - 1) % WEEK)
    contract = case.contract(day)
    if contract is None or not case.employed(day):
        return 0
    hours = _agreed(case, day)
    if case.on_unpaid_leave(day):
        unpaid = case.leave[day] - case.paid_leave.get(day, 0)
        return min(hours, unpaid)
    if days is not None and day in days and absent(case, day):
        return hours
    return 0


def beyond_contract(case: Case, week: int, works: list[DayWork]) -> list[int | Fraction]:
    """Each day's work that the month's wage does not hold: it is paid by the hour.

    All holiday work, what is above the contracted hours of the day, and of the rest what is above the
    contracted week without its paid holidays, leave and absence.
    """
    parts: list[Parts] = []
    found: list[int | Fraction] = []
    for work in works:
        agreed = case.contracted_day(work.day)
        ordinary = work.within + work.over
        above = beyond(ordinary, agreed)
        found.append(work.holiday + work.long_holiday + above)
        parts.append(kept([(ordinary, False)], above))
    contract = case.contract_of_week(week)
    if contract is None or not contract.weekly_min:
        return found
    week_us, away = contract.weekly_min * MINUTE_US, _away(case, week)
    room = week_us - away if away < week_us else 0
    by_week = beyond_week(parts, room, proportional=False, holidays_count=True)
    return [one + more for one, more in zip(found, by_week, strict=True)]


def _away(case: Case, week: int) -> int | Fraction:
    """Contracted time of a week that is paid or taken off without work."""
    return sum(away_on(case, day) for day in range(week, week + WEEK))


def away_on(case: Case, day: int) -> int | Fraction:
    if not case.employed(day):
        days = case.contracted_days(day - (day - 1) % WEEK)
        agreed = case.contracted_day(day)
        return agreed if agreed is not None and days is not None and day in days else 0
    return paid_away(case, day) + missing(case, day)


def paid_away(case: Case, day: int) -> int | Fraction:
    """A paid holiday, or else paid leave."""
    holiday = paid_holiday(case, day)
    if holiday is not None:
        return holiday.us
    return case.paid_leave.get(day, 0)
