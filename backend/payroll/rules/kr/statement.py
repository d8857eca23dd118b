"""Korea's statement: the lines in the order of a slip, and what a person should know."""

from dataclasses import dataclass
from fractions import Fraction

from backend.payroll.rules.errors import ChoiceNeeded
from backend.payroll.rules.facts import PayFacts
from backend.payroll.rules.kr.case import Case
from backend.payroll.rules.kr.holidays import paid_holidays
from backend.payroll.rules.kr.leave import paid_leave
from backend.payroll.rules.kr.ledger import Ledger
from backend.payroll.rules.kr.monthly import Month, beyond_contract, months
from backend.payroll.rules.kr.premiums import Premium, owed, premiums_of_week
from backend.payroll.rules.kr.remarks import remarks
from backend.payroll.rules.kr.wage import Rate
from backend.payroll.rules.kr.weekly_holiday import WeeklyHoliday, weekly_holidays
from backend.payroll.rules.statement import Hours, Statement
from backend.payroll.rules.worktime import whole_minutes

VERSION = "2026.11.1"


@dataclass(frozen=True, slots=True)
class Korea:
    """The pay rules of Korea, as of November 2026."""

    name: str = "kr"
    version: str = VERSION

    def statement(self, facts: PayFacts) -> Statement:
        """Raises ChoiceNeeded with all choices that decide about this period and were not made."""
        case = Case(facts)
        account = _Account(case)
        weeks = {week: premiums_of_week(case, week) for week in case.weeks}
        for week, premiums in weeks.items():
            account.add_work(week, premiums)
        account.add_days_off()
        rests = weekly_holidays(case)
        account.add_weekly_holidays(rests)
        account.add_months()
        if facts.choices.won is None and account.ledger.total().denominator != 1:
            case.needed.add("won")
        if case.needed:
            raise ChoiceNeeded(tuple(sorted(case.needed)))
        lines, total = account.ledger.lines(facts.choices.won or "nearest")
        return Statement(
            member_id=facts.member_id,
            from_on=facts.from_on,
            until_on=facts.until_on,
            pack=self.name,
            pack_version=self.version,
            hours=_hours(case, weeks),
            lines=lines,
            total_won=total,
            remarks=tuple(remarks(case, weeks, rests, account.ledger.items)),
        )


class _Account:
    """Everything that is owed, put where it belongs: by the hour, or within a month's wage."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.ledger = Ledger()
        self.months = months(case)

    def month_of(self, rate: Rate) -> Month | None:
        return self.months.get(id(rate))

    def add_work(self, week: int, premiums: list[Premium]) -> None:
        """The hours themselves, and what some of them bring beside."""
        beyond: list[int | Fraction] = [0] * len(premiums)
        if any(self.case.rates.on(one.work.day).monthly for one in premiums):
            beyond = beyond_contract(self.case, week, [one.work for one in premiums])
        for one, more in zip(premiums, beyond, strict=True):
            work = one.work
            if not self.case.in_period(work.day):
                continue
            rate = self.case.rates.on(work.day)
            month = self.month_of(rate) if self.case.employed(work.day) else None
            if month is None:
                self.ledger.add("base", rate, work.total, work.day)
            else:
                self.ledger.add("beyond_contract", rate, more, work.day)
                month.held += work.total - more
            if self.case.five_or_more(work.day):
                for code, us, percent in owed(one):
                    self.ledger.add(code, rate, us, work.day, percent=percent)

    def add_days_off(self) -> None:
        """Paid holidays and annual leave."""
        for holiday in paid_holidays(self.case):
            self._add_time_off("public_holiday", self.case.rates.on(holiday.day), holiday.us, holiday.day)
        for leave in paid_leave(self.case):
            self._add_time_off("annual_leave", self.case.rates.on(leave.day), leave.us, leave.day)

    def add_weekly_holidays(self, rests: list[WeeklyHoliday]) -> None:
        for rest in rests:
            rate = self.case.rate_of_week(rest.week)
            month = self.month_of(rate)
            if not rest.why:
                self._add_time_off("weekly_holiday", rate, rest.us, rest.week)
            elif rest.why == "absent" and month is not None:
                month.lost[rest.week] = rest.us

    def _add_time_off(self, code: str, rate: Rate, us: int | Fraction, day: int) -> None:
        month = self.month_of(rate)
        if month is not None:
            month.held += us
        self.ledger.add(code, rate, us, day, percent=0 if rate.monthly else 100)

    def add_months(self) -> None:
        for month in self.months.values():
            month.settle()
            self.ledger.add("base", month.rate, month.pays, *month.days)
            for day, us in month.absent.items():
                self.ledger.add("absence", month.rate, -us, day)
            for week, us in month.lost.items():
                self.ledger.add("weekly_holiday_lost", month.rate, -us, week)


def _hours(case: Case, weeks: dict[int, list[Premium]]) -> Hours:
    """What a pay slip has to name (제48조 제2항). Where premiums are not owed, only work and nights count."""
    days = [one for premiums in weeks.values() for one in premiums if case.in_period(one.work.day)]
    with_premium = [one for one in days if case.five_or_more(one.work.day)]
    return Hours(
        worked=whole_minutes(sum(one.work.total for one in days)),
        overtime=whole_minutes(sum(one.overtime for one in with_premium)),
        night=whole_minutes(sum(one.work.night for one in days)),
        holiday=whole_minutes(sum(one.work.holiday + one.work.long_holiday for one in with_premium)),
        part_time_extra=whole_minutes(sum(one.part_time_extra for one in with_premium)),
    )
