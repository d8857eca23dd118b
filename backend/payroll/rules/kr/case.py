"""One person's period as the rules look at it: by days, with what the contract and the plan say of them.

Days are ordinals of dates, weeks the ordinals of their Mondays, and time is microseconds.
"""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import cached_property
from uuid import UUID

from backend.payroll.rules.contracts import in_order
from backend.payroll.rules.facts import Choices, Contract, PayFacts
from backend.payroll.rules.kr import figures
from backend.payroll.rules.kr.hours import DayWork, day_work
from backend.payroll.rules.kr.wage import Rate, Rates
from backend.payroll.rules.worktime import MINUTE_US, NEVER_MATTERS_US, instant, length, part, work_by_day
from backend.timesheets.rules.sheet import PlannedTime

WEEK = 7


def monday(day: int) -> int:
    return day - (day - 1) % WEEK


class Case:
    """Everything is looked up once, however many rules ask for it."""

    def __init__(self, facts: PayFacts) -> None:
        self.facts = facts
        self.choices: Choices = facts.choices
        self.contracts = in_order(facts.contracts)
        self.rates = Rates(facts, self.contracts)
        self.first, self.last = facts.from_on.toordinal(), facts.until_on.toordinal()
        self.weeks = range(monday(self.first), self.last + 1, WEEK)
        self.needed: set[str] = set()
        """Choices that decide about this period and were not made."""
        self.hired = facts.hired_on.toordinal() if facts.hired_on else 0
        self.left = facts.left_on.toordinal() if facts.left_on else date.max.toordinal()
        self.over = facts.as_of.toordinal() if facts.as_of else date.max.toordinal()
        self.holidays = frozenset(day.toordinal() for day in facts.holidays)
        self.spans = work_by_day(facts.stretches, facts.choices)
        self._five: dict[int, bool] = {}
        self._sizes = sorted((day.toordinal(), size) for day, size in facts.five_or_more.items())
        self._days: dict[int, DayWork] = {}
        self._planned_weeks: dict[int, int] = {}
        self._agreed: dict[int, int | Fraction | None] = {}
        self._due: dict[int, frozenset[int] | None] = {}
        self._check_minutes()

    def _check_minutes(self) -> None:
        if self.choices.minutes is None and any(
            length(spans) % NEVER_MATTERS_US for day, spans in self.spans.items() if day >= self.weeks[0]
        ):
            self.needed.add("minutes")

    # Employment, size and holidays

    def employed(self, day: int) -> bool:
        return self.hired <= day <= self.left

    def in_period(self, day: int) -> bool:
        return self.first <= day <= self.last

    def five_or_more(self, day: int) -> bool:
        """Whether the whole Act holds: as its month was judged, or the nearest one that was; else it does."""
        month = day - date.fromordinal(day).day + 1
        found = self._five.get(month)
        if found is None:
            earlier = [size for since, size in self._sizes if since <= month]
            later = [size for since, size in self._sizes if since > month]
            found = earlier[-1] if earlier else later[0] if later else True
            self._five[month] = found
        return found

    def contract(self, day: int) -> Contract | None:
        return self.rates.on(day).contract

    def is_holiday(self, day: int) -> bool:
        """Whether work on it is holiday work: a public holiday where five or more work, or the agreed day
        off everywhere (제55조, 시행령 별표 1)."""
        return (day in self.holidays and self.five_or_more(day)) or self.is_rest_day(day)

    def is_rest_day(self, day: int) -> bool:
        contract = self.contract(day)
        return contract is not None and contract.rest_weekday == (day - 1) % WEEK

    # Work

    def work(self, day: int) -> DayWork | None:
        """What was done on a day; None where nothing was."""
        found = self._days.get(day)
        if found is None and day in self.spans:
            found = self._days[day] = day_work(day, self.spans[day], self)
        return found

    def work_of_week(self, week: int) -> list[DayWork]:
        return [work for day in range(week, week + WEEK) if (work := self.work(day))]

    @cached_property
    def days_at_work(self) -> frozenset[int]:
        """Also where rounding, or other work at the same time, leaves nothing of it."""
        return frozenset(self.spans) | {one.day.toordinal() for one in self.facts.stretches}

    @cached_property
    def shifts_attended(self) -> frozenset[UUID]:
        return frozenset(one.shift_id for one in self.facts.stretches if one.shift_id)

    # Plan and contract

    @cached_property
    def plan_of(self) -> dict[int, list[PlannedTime]]:
        found: dict[int, list[PlannedTime]] = defaultdict(list)
        for one in self.facts.planned:
            found[one.day.toordinal()].append(one)
        return dict(found)

    @cached_property
    def planned(self) -> dict[int, int]:
        """Planned working time by day."""
        sums: dict[int, int] = defaultdict(int)
        for one in self.facts.planned:
            us = instant(one.ends_at) - instant(one.starts_at) - one.break_min * MINUTE_US
            sums[one.day.toordinal()] += max(us, 0)
        return dict(sums)

    @cached_property
    def leave(self) -> dict[int, int]:
        """Approved leave by day, paid or not."""
        sums: dict[int, int] = defaultdict(int)
        for one in self.facts.absences:
            sums[one.day.toordinal()] += one.minutes * MINUTE_US
        return dict(sums)

    @cached_property
    def paid_leave(self) -> dict[int, int]:
        sums: dict[int, int] = defaultdict(int)
        for one in self.facts.absences:
            if one.paid:
                sums[one.day.toordinal()] += one.minutes * MINUTE_US
        return dict(sums)

    def on_unpaid_leave(self, day: int) -> bool:
        return self.leave.get(day, 0) > self.paid_leave.get(day, 0)

    def planned_in_week(self, week: int) -> int:
        """What the plan held before leave took its shifts away."""
        found = self._planned_weeks.get(week)
        if found is None:
            found = sum(self.planned_on(day) for day in range(week, week + WEEK))
            self._planned_weeks[week] = found
        return found

    def planned_on(self, day: int) -> int:
        return self.planned.get(day) or self.leave.get(day, 0)

    def contract_of_week(self, week: int) -> Contract | None:
        """The one that holds at the end of the week, or the last one in it."""
        for day in range(week + WEEK - 1, week - 1, -1):
            contract = self.contract(day)
            if contract is not None:
                return contract
        return None

    def rate_of_week(self, week: int) -> Rate:
        for day in range(week + WEEK - 1, week - 1, -1):
            rate = self.rates.on(day)
            if rate.contract is not None:
                return rate
        return self.rates.on(week + WEEK - 1)

    def contracted_week(self, week: int) -> int | Fraction:
        """The contracted time of a week, for 주휴: by contract, or the plan's average of four weeks (R8).

        The four are the week and those before it; in the first weeks of all that is known, the first four.
        """
        contract = self.contract_of_week(week)
        if contract is not None and contract.weekly_min:
            return contract.weekly_min * MINUTE_US
        weeks = self._averaged(week)
        return part(sum(self.planned_in_week(one) for one in weeks), len(weeks))

    def _averaged(self, week: int) -> range:
        most = figures.AVERAGED_WEEKS.on(date.fromordinal(week))
        begin, end = self._known
        first = min(max(week - (most - 1) * WEEK, begin), week)
        until = min(first + (most - 1) * WEEK, max(end, week))
        return range(first, max(until, week) + 1, WEEK)

    @cached_property
    def _known(self) -> tuple[int, int]:
        """The first and the last week with a plan, work or leave, as long as the person is employed."""
        days = [*self.planned, *self.spans, *self.leave] or [self.weeks[0]]
        begin = monday(max(min(days), self.hired))
        return begin, max(begin, monday(min(max(days), self.left)))

    def is_part_timer(self, week: int) -> bool:
        """Contracted below the statutory week (기간제법 제2조, as we read it); without any contracted time
        nobody is."""
        full = figures.WEEK_MIN.on(date.fromordinal(week)) * MINUTE_US
        contract = self.contract_of_week(week)
        if contract is not None and contract.weekly_min:
            return contract.weekly_min * MINUTE_US < full
        return bool(self.planned_in_week(week)) and all(
            self.planned_in_week(one) < full for one in self._averaged(week)
        )

    def contracted_day(self, day: int) -> int | Fraction | None:
        """The contracted time of a day; None where neither contract nor plan says it.

        A week's plan within the contract says how its time lies; otherwise each day is the average.
        """
        if day not in self._agreed:
            self._agreed[day] = self._contracted_day(day)
        return self._agreed[day]

    def _contracted_day(self, day: int) -> int | Fraction | None:
        contract = self.contract(day)
        week = self.planned_in_week(monday(day))
        if contract is None or not contract.weekly_min:
            return self.planned_on(day) if week else None
        if self.planned_on(day) and week <= contract.weekly_min * MINUTE_US:
            return self.planned_on(day)
        days = contract.days_per_week or len(contract.workdays)
        return part(contract.weekly_min * MINUTE_US, days) if days else None

    def contracted_days(self, week: int) -> frozenset[int] | None:
        """The days of a week on which somebody had to come; None where nothing says which.

        The contract's weekdays, or what was planned; of a week that was planned, only days that were.
        """
        if week not in self._due:
            self._due[week] = self._contracted_days(week)
        return self._due[week]

    def _contracted_days(self, week: int) -> frozenset[int] | None:
        days = range(week, week + WEEK)
        planned = frozenset(day for day in days if self.planned_on(day))
        by_contract = frozenset(
            day for day in days if (held := self.contract(day)) and (day - 1) % WEEK in held.workdays
        )
        if by_contract and planned:
            return by_contract & (planned | self.holidays)
        return by_contract or planned or None
