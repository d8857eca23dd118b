"""Limits of working time, looked at in what was really worked: remarks, never a change of pay.

The week's 52 hours (R3), a part-timer's twelve above the contract (R12), the young (R14), and pregnancy and
the year after birth (R15). Planning asks the same of a plan, in scheduling's guards, where also the 150 hours
of the year after birth are. A week is looked at in the period in which it ends.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from backend.payroll.rules.kr import figures
from backend.payroll.rules.kr.case import WEEK, Case, monday
from backend.payroll.rules.kr.hours import DayWork
from backend.payroll.rules.kr.premiums import Premium
from backend.payroll.rules.statement import Remark
from backend.payroll.rules.worktime import MINUTE_US, whole_minutes


def limits(case: Case, weeks: dict[int, list[Premium]]) -> Iterator[Remark]:
    """Every limit that the period's work breaks."""
    for week, premiums in weeks.items():
        if not premiums:
            continue
        if case.in_period(week + WEEK - 1):
            yield from _week(case, week, premiums)
        for one in premiums:
            if case.in_period(one.work.day):
                yield from _day(case, one)


def _week(case: Case, week: int, premiums: list[Premium]) -> Iterator[Remark]:
    on = date.fromordinal(week)
    total = sum(one.work.total for one in premiums)
    if case.five_or_more(week + WEEK - 1):
        limit = (figures.WEEK_MIN.on(on) + figures.WEEK_OVERTIME_MIN.on(on)) * MINUTE_US
        if total > limit:
            values = _over(total, limit)
            yield Remark("over_52h", "error", "R3", figures.WEEK_OVERTIME_MIN.article, on, values)
        yield from _part_timer(case, week, total)
    if _is_minor(case, week + WEEK - 1):
        limit = figures.MINOR_WEEK_MIN.on(on) * MINUTE_US
        if _agreed(case, week):
            limit += figures.MINOR_WEEK_EXTRA_MIN.on(on) * MINUTE_US
        if total > limit:
            values = {**_over(total, limit), "per": "week"}
            yield Remark("minor_hours", "error", "R14", figures.MINOR_WEEK_MIN.article, on, values)
    if len(premiums) == WEEK:
        values = {"minutes": whole_minutes(total)}
        yield Remark("no_day_off", "warning", "R8", "근로기준법 제55조 제1항", on, values)
    overtime = sum(one.overtime for one in premiums)
    if _after_birth(case, week + WEEK - 1):
        limit = figures.AFTER_BIRTH_WEEK_MIN.on(on) * MINUTE_US
        if overtime > limit:
            values = {**_over(overtime, limit), "per": "week"}
            yield Remark("after_birth", "error", "R15", figures.AFTER_BIRTH_WEEK_MIN.article, on, values)


def _part_timer(case: Case, week: int, total: int) -> Iterator[Remark]:
    contract = case.contract_of_week(week)
    if contract is None or not contract.weekly_min or not case.is_part_timer(week):
        return
    on = date.fromordinal(week)
    above = total - contract.weekly_min * MINUTE_US
    limit = figures.PART_TIME_EXTRA_MIN.on(on) * MINUTE_US
    if above > limit:
        values = {**_over(above, limit), "contracted": contract.weekly_min}
        yield Remark("part_timer_over_12h", "error", "R12", figures.PART_TIME_EXTRA_MIN.article, on, values)
    if above > 0 and not contract.extra_hours_agreed:
        values = {"minutes": whole_minutes(above), "contracted": contract.weekly_min}
        yield Remark("part_timer_consent", "warning", "R12", "기간제법 제6조 제1항", on, values)


def _day(case: Case, one: Premium) -> Iterator[Remark]:
    work, on = one.work, date.fromordinal(one.work.day)
    if _is_minor(case, work.day):
        limit = figures.MINOR_DAY_MIN.on(on) * MINUTE_US
        if _agreed(case, work.day):
            limit += figures.MINOR_DAY_EXTRA_MIN.on(on) * MINUTE_US
        if work.total > limit:
            values = {**_over(work.total, limit), "per": "day"}
            yield Remark("minor_hours", "error", "R14", figures.MINOR_DAY_MIN.article, on, values)
        yield from _without_permit(case, work, "minor", "R14")
    pregnant, after = _pregnant(case, work.day), _after_birth(case, work.day)
    if pregnant and one.overtime:
        values = {"minutes": whole_minutes(one.overtime)}
        yield Remark("pregnant_overtime", "error", "R15", "근로기준법 제74조 제5항", on, values)
    if after:
        limit = figures.AFTER_BIRTH_DAY_MIN.on(on) * MINUTE_US
        if work.over + work.long_holiday > limit:
            values = {**_over(work.over + work.long_holiday, limit), "per": "day"}
            yield Remark("after_birth", "error", "R15", figures.AFTER_BIRTH_DAY_MIN.article, on, values)
    if pregnant or after:
        yield from _without_permit(case, work, "pregnant", "R15")


def _without_permit(case: Case, work: DayWork, who: str, rule: str) -> Iterator[Remark]:
    """At night and on holidays only with a permit (제70조 제2항), in workplaces of every size."""
    if case.facts.night_permit:
        return
    on = date.fromordinal(work.day)
    if work.night:
        values = {"minutes": whole_minutes(work.night)}
        yield Remark(f"{who}_night", "error", rule, "근로기준법 제70조 제2항", on, values)
    on_holiday = work.total if work.day in case.holidays else work.holiday + work.long_holiday
    if on_holiday:
        values = {"minutes": whole_minutes(on_holiday)}
        yield Remark(f"{who}_holiday", "error", rule, "근로기준법 제70조 제2항", on, values)


def _over(total: int | Fraction, limit: int) -> dict[str, Any]:
    """What was worked, what is allowed, and how much that is too much, in minutes."""
    return {
        "minutes": whole_minutes(total),
        "limit": limit // MINUTE_US,
        "over": max(whole_minutes(total - limit), 1),
    }


def _is_minor(case: Case, day: int) -> bool:
    born, on = case.facts.born_on, date.fromordinal(day)
    return born is not None and figures.age_on(born, on) < figures.ADULT_AGE.on(on)


def _agreed(case: Case, day: int) -> bool:
    contract = case.contract_of_week(monday(day))
    return contract is not None and contract.extra_hours_agreed


def _pregnant(case: Case, day: int) -> bool:
    """From the day on which it was told, until it is over."""
    told = case.facts.pregnant
    if told is None or not told[0] <= (on := date.fromordinal(day)) <= told[1]:
        return False
    return case.facts.gave_birth_on is None or on <= case.facts.gave_birth_on


def _after_birth(case: Case, day: int) -> bool:
    born, on = case.facts.gave_birth_on, date.fromordinal(day)
    return born is not None and born <= on and figures.age_on(born, on) < 1
