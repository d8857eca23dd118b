"""The check of the minimum wage (R17: 최저임금법 제6조), and of probation (R16: 제5조 제2항).

What is paid for contracted time, over that time and its 주휴, is the hour that is compared. Where it is less
nothing is put right silently: the wage is counted as agreed, and how much is missing is said. The law counts
such a contract as one for the minimum wage (제6조 제3항).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from math import ceil

from backend.payroll.rules.kr import figures
from backend.payroll.rules.kr.case import Case
from backend.payroll.rules.kr.ledger import Item
from backend.payroll.rules.kr.wage import Rate, probation_floor
from backend.payroll.rules.statement import Remark
from backend.payroll.rules.worktime import HOUR_US, whole_minutes

PAID_HOURS = ("base", "beyond_contract", "weekly_holiday", "public_holiday", "annual_leave")
"""What is paid at the wage itself, and not on top of it."""


def below_minimum(case: Case, items: Iterable[Item]) -> Iterator[Remark]:
    """For each wage that is below the minimum on some of the period's days."""
    hours: dict[int, tuple[Rate, dict[int, int | Fraction]]] = {}
    for item in items:
        if item.code in PAID_HOURS and item.percent and item.rate.contract is not None:
            _, days = hours.setdefault(id(item.rate), (item.rate, {}))
            for day, us in item.by_day.items():
                days[day] = days.get(day, 0) + us
    for rate, days in hours.values():
        by_floor: dict[Fraction, list[int]] = {}
        for day in sorted(days):
            floor = least_hourly(case, rate, day)
            if rate.hourly < floor:
                by_floor.setdefault(floor, []).append(day)
        for floor, below in by_floor.items():
            yield _remark(rate, floor, below[0], sum(days[day] for day in below))


def least_hourly(case: Case, rate: Rate, day: int) -> Fraction:
    """What an hour may not cost less than, on a day: the minimum wage, or its part in probation."""
    on = date.fromordinal(day)
    if rate.in_probation and rate.contract is not None:
        return Fraction(probation_floor(rate.contract, on, case.facts.hired_on), 100)
    return Fraction(figures.MINIMUM_WAGE_WON.on(on))


def _remark(rate: Rate, floor: Fraction, day: int, us: int | Fraction) -> Remark:
    values = {
        "hourly_won": str(rate.hourly),
        "shown_won": int(rate.hourly),
        "minimum_won": ceil(floor),
        "missing_hourly_won": ceil(floor - rate.hourly),
        "minutes": whole_minutes(us),
        "missing_won": ceil((floor - rate.hourly) * us / HOUR_US),
    }
    return Remark(
        "below_minimum", "error", "R17", "최저임금법 제6조 제1항, 제3항", date.fromordinal(day), values
    )


def held_in_probation(case: Case) -> Iterator[Remark]:
    """Where the contract cuts more for probation than the law lets it: the law's floor was paid."""
    said: set[int] = set()
    for day in range(case.first, case.last + 1):
        rate = case.rates.on(day)
        if not rate.in_probation or rate.contract is None or id(rate) in said or not case.employed(day):
            continue
        said.add(id(rate))
        percent = rate.contract.probation_percent
        if rate.hourly > rate.agreed * percent / 100:
            values = {
                "percent": percent,
                "hourly_won": str(rate.hourly),
                "simple_labour": rate.contract.simple_labour,
            }
            article = figures.PROBATION_MINIMUM_PERCENT.article
            yield Remark("probation_minimum", "warning", "R16", article, date.fromordinal(day), values)
