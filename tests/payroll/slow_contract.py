"""What was agreed, read again and again from the facts: the other half of the slow calculation."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

from backend.payroll.rules.facts import Contract, PayFacts
from backend.payroll.rules.kr import figures

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def hours_of(minutes: int) -> Fraction:
    return Fraction(minutes, 60)


class Agreed:
    """Contract, plan, leave and calendar of one person; hours are fractions."""

    def __init__(self, facts: PayFacts) -> None:
        self.facts = facts

    def employed(self, day: date) -> bool:
        late = self.facts.hired_on is not None and day < self.facts.hired_on
        gone = self.facts.left_on is not None and day > self.facts.left_on
        return not late and not gone

    def five(self, day: date) -> bool:
        sizes = self.facts.five_or_more
        month = day.replace(day=1)
        if not sizes:
            return True
        before = [one for one in sizes if one <= month]
        return sizes[max(before)] if before else sizes[min(sizes)]

    def on(self, day: date) -> Contract | None:
        begun = [one for one in self.facts.contracts if one.from_on <= day]
        if not begun:
            return None
        last = max(begun, key=lambda one: one.from_on)
        return None if last.until_on and last.until_on < day else last

    def of_week(self, monday: date) -> Contract | None:
        found = [self.on(monday + DAY * number) for number in range(7)]
        return next((one for one in reversed(found) if one), None)

    def rest_day(self, day: date) -> bool:
        contract = self.on(day)
        return contract is not None and contract.rest_weekday == day.weekday()

    def is_holiday(self, day: date) -> bool:
        return (day in self.facts.holidays and self.five(day)) or self.rest_day(day)

    def leave_hours(self, day: date, *, paid: bool) -> Fraction:
        all_ = [one for one in self.facts.absences if one.day == day and (one.kind == "annual") == paid]
        return hours_of(sum(one.minutes for one in all_))

    def planned(self, day: date) -> Fraction:
        """By the shifts of the day; leave takes their place."""
        total = Fraction()
        for one in self.facts.planned:
            if one.day == day:
                long = Fraction((one.ends_at - one.starts_at) // timedelta(seconds=1), 3600)
                total += max(long - hours_of(one.break_min), Fraction())
        return total or self.leave_hours(day, paid=True) + self.leave_hours(day, paid=False)

    def plan(self, day: date) -> Fraction:
        monday = day - DAY * day.weekday()
        return sum((self.planned(monday + DAY * number) for number in range(7)), Fraction())

    def hours(self, day: date) -> Fraction | None:
        """Contracted hours of a day."""
        contract, week = self.on(day), self.plan(day)
        if contract is None or not contract.weekly_min:
            return self.planned(day) if week else None
        if self.planned(day) and week <= hours_of(contract.weekly_min):
            return self.planned(day)
        count = contract.days_per_week or len(contract.workdays)
        return hours_of(contract.weekly_min) / count if count else None

    def days(self, day: date) -> set[date] | None:
        """The week's days on which somebody had to come."""
        monday = day - DAY * day.weekday()
        week = [monday + DAY * number for number in range(7)]
        planned = {one for one in week if self.planned(one)}
        written = {one for one in week if (held := self.on(one)) and one.weekday() in held.workdays}
        if written and planned:
            return {one for one in written if one in planned or one in self.facts.holidays}
        return written or planned or None

    def excused(self, day: date) -> bool:
        if any(one.day == day for one in self.facts.absences) or self.rest_day(day):
            return True
        if self.facts.as_of is not None and day > self.facts.as_of:
            return True
        has_plan = any(one.day == day for one in self.facts.planned)
        return day in self.facts.holidays and (self.five(day) or not has_plan)

    def _window(self, monday: date, work: dict) -> list[date]:
        """The four weeks whose average counts."""
        known = [one.day for one in (*self.facts.planned, *self.facts.absences)] + list(work)
        known = known or [self.facts.from_on - DAY * self.facts.from_on.weekday()]
        first = max([min(known), *([self.facts.hired_on] if self.facts.hired_on else [])])
        last = min([max(known), *([self.facts.left_on] if self.facts.left_on else [])])
        first -= DAY * first.weekday()
        last = max(last - DAY * last.weekday(), first)
        count = figures.AVERAGED_WEEKS.on(monday)
        begin = monday
        while begin > first and (monday - begin).days < 7 * (count - 1):
            begin -= WEEK
        weeks = [begin]
        while len(weeks) < count and (weeks[-1] < monday or weeks[-1] < last):
            weeks.append(weeks[-1] + WEEK)
        return weeks

    def week(self, monday: date, work: dict) -> Fraction:
        contract = self.of_week(monday)
        if contract and contract.weekly_min:
            return hours_of(contract.weekly_min)
        window = self._window(monday, work)
        return sum((self.plan(one) for one in window), Fraction()) / len(window)

    def part_timer(self, monday: date, work: dict | None = None) -> bool:
        full = hours_of(figures.WEEK_MIN.on(monday))
        contract = self.of_week(monday)
        if contract and contract.weekly_min:
            return hours_of(contract.weekly_min) < full
        days = work if work is not None else [one.day for one in self.facts.stretches]
        window = self._window(monday, days)
        return self.plan(monday) > 0 and all(self.plan(one) < full for one in window)

    def holiday_hours(self, day: date, work: dict, step: int) -> Fraction | None:
        """What a public holiday pays; None where it pays nothing."""
        if day not in self.facts.holidays or not self.five(day) or not self.employed(day):
            return None
        if self.rest_day(day) or self.leave_hours(day, paid=False):
            return None
        eight = hours_of(figures.DAY_MIN.on(day))
        agreed, contract, days = self.hours(day), self.on(day), self.days(day)
        if days and day in days:
            return min(agreed if agreed is not None else eight, eight)
        if contract and contract.workdays:
            return None
        if not self.facts.planned and contract and contract.days_per_week >= 5:
            free = day.weekday() >= contract.days_per_week
            return None if free else min(agreed if agreed is not None else eight, eight)
        found = []
        for number in (1, 2, 3):
            other = day - WEEK * number
            if other not in self.facts.holidays:
                seen = (
                    self.planned(other)
                    if self.facts.planned
                    else Fraction(len(work.get(other, ())) * step, 3600)
                )
                if seen:
                    found.append(seen)
        if len(found) < 2:
            return None
        fixed = agreed if contract and contract.weekly_min else None
        return min(fixed if fixed is not None else sum(found, Fraction()) / len(found), eight)


def hour_of(agreed: Agreed, day: date) -> tuple[Fraction, Contract | None]:
    """What an hour of the day costs."""
    contract = agreed.on(day)
    minimum = Fraction(figures.MINIMUM_WAGE_WON.on(day))
    if contract is None:
        return minimum, None
    hour = Fraction(contract.wage_won)
    if contract.wage_kind == "daily":
        hour /= day_hours(contract, day)
    if contract.wage_kind == "monthly":
        hour /= a_month(contract, day, agreed.facts.full_timer_days)
    if contract.probation_until and day <= contract.probation_until:
        floor = minimum
        hired = agreed.facts.hired_on
        began = min(contract.from_on, hired) if hired else contract.from_on
        long = contract.until_on is None or contract.until_on + DAY >= later(contract.from_on, 12)
        if long and not contract.simple_labour and day < later(began, 3):
            floor = minimum * figures.PROBATION_MINIMUM_PERCENT.on(day) / 100
        cut = hour * contract.probation_percent / 100
        hour = max(cut, min(hour, floor))
    return hour, contract


def later(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def day_hours(contract: Contract, day: date) -> Fraction:
    week = contract.weekly_min or figures.WEEK_MIN.on(day)
    return hours_of(week) / (contract.days_per_week or len(contract.workdays) or 5)


def a_month(contract: Contract, day: date, full_timer_days: int) -> Fraction:
    """Hours that a month's wage pays."""
    full = hours_of(figures.WEEK_MIN.on(day))
    week = hours_of(contract.weekly_min) or full
    off = min(week, full) / full_timer_days if week >= 15 else Fraction()
    return (week + off) * 365 / 7 / 12


def part_of_month(days: list[date], facts: PayFacts) -> Fraction:
    if later(facts.from_on, 1) == facts.until_on + DAY:
        return Fraction(len(days), (facts.until_on - facts.from_on).days + 1)
    return sum((Fraction(1, monthrange(day.year, day.month)[1]) for day in days), Fraction())
