"""What a person should know about a statement, or mend."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from backend.payroll.rules.kr import figures
from backend.payroll.rules.kr.breaks import breaks_owed
from backend.payroll.rules.kr.case import WEEK, Case
from backend.payroll.rules.kr.holidays import paid_holidays
from backend.payroll.rules.kr.ledger import Item
from backend.payroll.rules.kr.limits import limits
from backend.payroll.rules.kr.minimum import below_minimum, held_in_probation
from backend.payroll.rules.kr.premiums import Premium
from backend.payroll.rules.kr.weekly_holiday import WeeklyHoliday
from backend.payroll.rules.statement import Remark
from backend.payroll.rules.worktime import HOUR_US, MINUTE_US, instant, length, whole_minutes

LEVELS = ("error", "warning", "note")
NEAR_US = 1 * HOUR_US
"""So near below 15 hours of a contracted week that somebody should know."""


def remarks(
    case: Case, weeks: dict[int, list[Premium]], rests: list[WeeklyHoliday], items: Iterable[Item]
) -> list[Remark]:
    """The most serious first, and then by the day."""
    found = [
        *below_minimum(case, items),
        *held_in_probation(case),
        *_uncovered(case),
        *_outside_employment(case),
        *limits(case, weeks),
        *_breaks(case),
        *_open(case),
        *_size(case, weeks),
        *_without_weekly_holiday(case, rests),
        *_by_pattern(case),
        *_unpaid_leave(case),
    ]
    return sorted(found, key=lambda one: (LEVELS.index(one.level), one.on or case.facts.from_on, one.code))


def _uncovered(case: Case) -> Iterator[Remark]:
    """Work on days without a contract: it is paid with the minimum wage, which is owed for any work."""
    run: list[int] = []
    days = [day for day in sorted(case.spans) if case.in_period(day) and case.contract(day) is None]
    for day in days:
        if run and any(case.contract(between) is not None for between in range(run[-1], day)):
            yield _gap(case, run)
            run = []
        run.append(day)
    if run:
        yield _gap(case, run)


def _gap(case: Case, days: list[int]) -> Remark:
    values = {
        "until": date.fromordinal(days[-1]).isoformat(),
        "days": len(days),
        "minutes": whole_minutes(sum(length(case.spans[day]) for day in days)),
        "minimum_won": figures.MINIMUM_WAGE_WON.on(date.fromordinal(days[0])),
    }
    return Remark("contract_gap", "error", "R17", "최저임금법 제6조", date.fromordinal(days[0]), values)


def _outside_employment(case: Case) -> Iterator[Remark]:
    """It was work, so it is paid; but the dates of employment are wrong, or the punches are."""
    worked = [day for day in sorted(case.spans) if case.in_period(day)]
    before, after = ([day for day in worked if day < case.hired], [day for day in worked if day > case.left])
    for code, days in (("work_before_hiring", before), ("work_after_leaving", after)):
        if days:
            us = sum(length(case.spans[day]) for day in days)
            values = {"days": len(days), "minutes": whole_minutes(us)}
            yield Remark(code, "error", "R1", "근로기준법 제50조 제3항", date.fromordinal(days[0]), values)


def _breaks(case: Case) -> Iterator[Remark]:
    for one in breaks_owed(case):
        values = {"minutes": one.missing, "owed": one.owed, "taken": one.taken}
        yield Remark(
            "break_owed", "warning", "R7", "근로기준법 제54조 제1항", date.fromordinal(one.day), values
        )


def _open(case: Case) -> Iterator[Remark]:
    """Nobody said when it ended: counted to the end of its shift."""
    for one in case.facts.stretches:
        if one.open and case.facts.from_on <= one.day <= case.facts.until_on:
            values = {"minutes": whole_minutes(instant(one.ends_at) - instant(one.starts_at))}
            yield Remark("open_work", "warning", "R1", "근로기준법 제50조 제3항", one.day, values)


def _size(case: Case, weeks: dict[int, list[Premium]]) -> Iterator[Remark]:
    """Fewer than five: no premiums and no paid public holidays (R10)."""
    days = [one.work.day for premiums in weeks.values() for one in premiums if case.in_period(one.work.day)]
    below = [day for day in days if not case.five_or_more(day)]
    article = "근로기준법 제11조 제2항, 시행령 제7조의2, 별표 1"
    if below:
        yield Remark("fewer_than_five", "note", "R10", article, date.fromordinal(below[0]))
    if days and not case.facts.five_or_more:
        yield Remark("size_unknown", "warning", "R11", article, date.fromordinal(days[0]))


def _without_weekly_holiday(case: Case, rests: list[WeeklyHoliday]) -> Iterator[Remark]:
    article = "근로기준법 제55조 제1항, 제18조 제3항"
    for rest in rests:
        on = date.fromordinal(rest.week)
        contracted = whole_minutes(rest.contracted)
        if rest.why:
            values = {"why": rest.why, "contracted": contracted}
            yield Remark("weekly_holiday_none", "note", "R8", article, on, values)
        if rest.why != "under_15h":
            continue
        limit = figures.WEEKLY_HOLIDAY_FROM_MIN.on(on) * MINUTE_US
        if rest.contracted >= limit - NEAR_US:
            values = {"contracted": contracted, "limit": limit // MINUTE_US}
            yield Remark("near_15h", "note", "R8", article, on, values)
        averaged = figures.AVERAGED_WEEKS.on(on)
        worked = sum(
            length(case.spans.get(day, ()))
            for day in range(rest.week - (averaged - 1) * WEEK, rest.week + WEEK)
        )
        if worked >= limit * averaged:
            values = {"contracted": contracted, "worked": whole_minutes(Fraction(worked, averaged))}
            yield Remark("over_15h_worked", "warning", "R8b", article, on, values)


def _by_pattern(case: Case) -> Iterator[Remark]:
    for one in paid_holidays(case):
        if one.by_pattern:
            values = {"minutes": whole_minutes(one.us)}
            on = date.fromordinal(one.day)
            yield Remark("holiday_by_pattern", "note", "R9", "근로기준법 제55조 제2항", on, values)


def _unpaid_leave(case: Case) -> Iterator[Remark]:
    """Leave that the Act does not have paid: what the organisation pays for it is decided elsewhere."""
    for one in case.facts.absences:
        if not one.paid and case.facts.from_on <= one.day <= case.facts.until_on:
            values = {"kind": one.kind, "minutes": one.minutes}
            yield Remark("unpaid_leave", "note", "R13", "근로기준법 제60조", one.day, values)
