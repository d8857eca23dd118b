"""Overtime, a part-timer's extra hours, holiday and night work (R4, R5, R6, R12), no minute twice.

Where fewer than five work none of it is owed (R10): the hours are counted, and nothing is paid for them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from backend.payroll.rules.kr import figures
from backend.payroll.rules.kr.carried import Parts, beyond, beyond_week, kept
from backend.payroll.rules.kr.case import Case
from backend.payroll.rules.kr.hours import DayWork
from backend.payroll.rules.worktime import MINUTE_US


@dataclass(slots=True)
class Premium:
    """A day's time that more is owed for, in microseconds."""

    work: DayWork
    overtime: int | Fraction
    """Beyond eight hours of the day or 40 of the week, and no holiday work."""
    part_time_extra: int | Fraction
    """Above the contract, and not overtime."""


@dataclass(frozen=True, slots=True)
class Way:
    """One answer to what the law leaves open about a week."""

    proportional: bool
    holidays_count: bool


def premiums_of_week(case: Case, week: int) -> list[Premium]:
    """Each day's overtime and extra hours. What was not chosen is asked for where it makes a difference."""
    works = case.work_of_week(week)
    way = Way(case.choices.weekly_excess == "proportional", bool(case.choices.holiday_hours_in_week))
    found = _premiums(case, week, works, way)
    if case.choices.weekly_excess is None or case.choices.holiday_hours_in_week is None:
        _ask(case, week, works, found)
    return found


def _premiums(case: Case, week: int, works: Sequence[DayWork], way: Way) -> list[Premium]:
    limit = figures.WEEK_MIN.on(date.fromordinal(week)) * MINUTE_US
    parts: list[Parts] = [work.parts for work in works]
    weekly = _beyond(parts, limit, way)
    extra: list[int | Fraction] = [0] * len(works)
    if works and case.is_part_timer(week):
        parts = [kept(one, over) for one, over in zip(parts, weekly, strict=True)]
        extra = _above_contract(case, week, works, parts, way)
    return [
        Premium(work, work.over + over, above) for work, over, above in zip(works, weekly, extra, strict=True)
    ]


def _above_contract(
    case: Case, week: int, works: Sequence[DayWork], parts: list[Parts], way: Way
) -> list[int | Fraction]:
    """Above the contracted hours of the day, and of the rest above those of the week (기간제법 제6조)."""
    by_day: list[int | Fraction] = []
    for at, work in enumerate(works):
        agreed = case.contracted_day(work.day)
        ordinary = sum(us for us, on_holiday in parts[at] if not on_holiday)
        above = beyond(ordinary, agreed)
        by_day.append(above)
        parts[at] = kept(parts[at], above)
    contract = case.contract_of_week(week)
    fixed = contract is not None and contract.weekly_min
    limit = contract.weekly_min * MINUTE_US if contract and fixed else case.planned_in_week(week)
    by_week = _beyond(parts, limit, way)
    return [one + other for one, other in zip(by_day, by_week, strict=True)]


def _beyond(parts: Sequence[Parts], limit: int | Fraction, way: Way) -> list[int | Fraction]:
    return beyond_week(parts, limit, proportional=way.proportional, holidays_count=way.holidays_count)


def _ask(case: Case, week: int, works: Sequence[DayWork], found: list[Premium]) -> None:
    """Note what was not chosen and would change what the period's days of this week come to."""
    as_chosen = _worth(case, found)
    chosen = case.choices
    ways = [
        Way(proportional, holidays)
        for proportional in ((False, True) if chosen.weekly_excess is None else (_proportional(case),))
        for holidays in (
            (False, True) if chosen.holiday_hours_in_week is None else (chosen.holiday_hours_in_week,)
        )
    ]
    worth = {way: _worth(case, _premiums(case, week, works, way)) for way in ways}
    if all(one == as_chosen for one in worth.values()):
        return
    for way, one in worth.items():
        for other, another in worth.items():
            if one == another:
                continue
            if way.holidays_count == other.holidays_count:
                case.needed.add("weekly_excess")
            if way.proportional == other.proportional:
                case.needed.add("holiday_hours_in_week")


def _proportional(case: Case) -> bool:
    return case.choices.weekly_excess == "proportional"


def _worth(case: Case, found: list[Premium]) -> dict[tuple[str, str], int | Fraction]:
    """The period's minutes by kind and by what an hour of them costs."""
    sums: dict[tuple[str, str], int | Fraction] = {}
    for one in found:
        day = one.work.day
        if not case.in_period(day) or not case.five_or_more(day):
            continue
        for kind, us in (("overtime", one.overtime), ("part_time_extra", one.part_time_extra)):
            if us:
                key = (kind, case.rates.on(day).text)
                sums[key] = sums.get(key, 0) + us
    return sums


def owed(one: Premium) -> Iterator[tuple[str, int | Fraction, int]]:
    """What the day's time comes to beside itself: code, how long, and how many percent more."""
    on = date.fromordinal(one.work.day)
    if one.overtime:
        yield "overtime", one.overtime, figures.OVERTIME_PERCENT.on(on)
    if one.part_time_extra:
        yield "part_time_extra", one.part_time_extra, figures.PART_TIME_PERCENT.on(on)
    if one.work.holiday:
        yield "holiday", one.work.holiday, figures.HOLIDAY_PERCENT.on(on)
    if one.work.long_holiday:
        yield "long_holiday", one.work.long_holiday, figures.LONG_HOLIDAY_PERCENT.on(on)
    if one.work.night:
        yield "night", one.work.night, figures.NIGHT_PERCENT.on(on)
