"""Korean pay counted minute by minute, straight from the rules, to compare the pack with.

Slow, and written without the pack's code: the two share the figures of the law and nothing else. Everything
is a list of moments (a minute each, or a second where punches have seconds) that are looked at one by one.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from math import gcd
from zoneinfo import ZoneInfo

from backend.payroll.rules.facts import Contract, PayFacts
from backend.payroll.rules.kr import figures
from tests.payroll.slow_contract import Agreed, a_month, day_hours, hour_of, part_of_month

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass
class Moment:
    day: date
    number: int
    """Seconds since 1970."""
    zone: str
    holiday: bool = False
    night: bool = False


@dataclass
class Sums:
    """Won by the line's code, not rounded."""

    won: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))

    @property
    def total(self) -> Fraction:
        return sum(self.won.values(), Fraction())


def slow_pay(facts: PayFacts) -> Sums:
    return Slow(facts).pay()


class Slow:
    def __init__(self, facts: PayFacts) -> None:
        self.facts = facts
        self.agreed = Agreed(facts)
        self.step = self._step()
        self.days = self._days()
        self.sums = Sums()
        self.held: dict[tuple[Contract, Fraction], Fraction] = defaultdict(Fraction)
        """Hours of a monthly contract that were worked within it, or are paid without work."""
        self.lost: dict[tuple[Contract, Fraction], Fraction] = defaultdict(Fraction)

    # Moments

    def _step(self) -> int:
        step = 60
        for one in self.facts.stretches:
            edges = [one.starts_at, one.ends_at]
            for rest in one.breaks:
                edges += [rest.starts_at, rest.ends_at]
            for edge in edges:
                assert edge.microsecond == 0, "whole seconds only"
                step = gcd(step, int(edge.timestamp()))
        return step

    def _days(self) -> dict[date, list[Moment]]:
        taken: dict[int, Moment] = {}
        before, day = None, None
        for one in sorted(self.facts.stretches, key=lambda one: (one.starts_at, one.ends_at)):
            same_work = (
                self.facts.choices.day_rule == "start"
                and before is not None
                and one.starts_at <= before.ends_at
                and (one.shift_id in (None, before.shift_id) or before.shift_id is None)
            )
            if not same_work:
                day = one.day
            if not same_work or one.ends_at > before.ends_at:
                before = one
            for number in range(int(one.starts_at.timestamp()), int(one.ends_at.timestamp()), self.step):
                resting = any(
                    rest.starts_at.timestamp() <= number < rest.ends_at.timestamp() for rest in one.breaks
                )
                if not resting and number not in taken:
                    taken[number] = Moment(day, number, one.zone)
        days: dict[date, list[Moment]] = defaultdict(list)
        for number in sorted(taken):
            days[taken[number].day].append(taken[number])
        return {day: [self._look(one) for one in self._rounded(all_)] for day, all_ in days.items()}

    def _rounded(self, moments: list[Moment]) -> list[Moment]:
        how = self.facts.choices.minutes
        if how == "exact":
            return moments
        kind, minutes = how.split("_")
        total, unit = len(moments) * self.step, int(minutes) * 60
        down = total % unit
        wanted = total - down + (unit if kind == "nearest" and down * 2 >= unit else 0)
        count = wanted // self.step
        last = moments[-1]
        more = [
            Moment(last.day, last.number + self.step * extra, last.zone)
            for extra in range(1, max(count - len(moments), 0) + 1)
        ]
        return [*moments, *more][:count]

    def _look(self, one: Moment) -> Moment:
        on, hour = clocks(one.zone, one.number // 60)
        one.night = hour >= 22 or hour < 6
        whose = on if self.facts.choices.holiday_from_midnight == "split" else one.day
        one.holiday = self.agreed.is_holiday(whose)
        return one

    # Pay

    def pay(self) -> Sums:
        first = self.facts.from_on - timedelta(days=self.facts.from_on.weekday())
        weeks = [first + WEEK * number for number in range((self.facts.until_on - first).days // 7 + 1)]
        for monday in weeks:
            self._work(monday)
        for day in self._period():
            self._time_off(day)
        for monday in weeks:
            self._weekly_holiday(monday)
        self._months()
        return self.sums

    def _period(self) -> list[date]:
        return [
            self.facts.from_on + DAY * n for n in range((self.facts.until_on - self.facts.from_on).days + 1)
        ]

    def _in_period(self, day: date) -> bool:
        return self.facts.from_on <= day <= self.facts.until_on

    def _hours(self, moments: list) -> Fraction:
        return Fraction(len(moments) * self.step, 3600)

    def _work(self, monday: date) -> None:
        days = [monday + DAY * n for n in range(7) if monday + DAY * n in self.days]
        overtime = {day: Fraction() for day in days}
        ordinary: dict[date, list] = {}
        first: dict[date, Fraction] = {}
        long: dict[date, Fraction] = {}
        limit = figures.DAY_MIN.on(monday) * 60 // self.step
        for day in days:
            within, beyond = self.days[day][:limit], self.days[day][limit:]
            ordinary[day] = [(one.holiday, self.step) for one in within]
            overtime[day] += self._hours([one for one in beyond if not one.holiday])
            first[day] = self._hours([one for one in within if one.holiday])
            long[day] = self._hours([one for one in beyond if one.holiday])
        weekly, left = self._over(ordinary, Fraction(figures.WEEK_MIN.on(monday), 60))
        extra = self._above_contract(monday, left)
        beside = self._beside_month(monday, days)
        for day in days:
            if not self._in_period(day):
                continue
            hour, contract = hour_of(self.agreed, day)
            hours = self._hours(self.days[day])
            if contract and contract.wage_kind == "monthly" and self.agreed.employed(day):
                self.sums.won["beyond_contract"] += beside[day] * hour
                self.held[contract, hour] += hours - beside[day]
            else:
                self.sums.won["base"] += hours * hour
            if self.agreed.five(day):
                night = self._hours([one for one in self.days[day] if one.night])
                for code, time, figure in (
                    ("overtime", overtime[day] + weekly[day], figures.OVERTIME_PERCENT),
                    ("part_time_extra", extra[day], figures.PART_TIME_PERCENT),
                    ("holiday", first[day], figures.HOLIDAY_PERCENT),
                    ("long_holiday", long[day], figures.LONG_HOLIDAY_PERCENT),
                    ("night", night, figures.NIGHT_PERCENT),
                ):
                    self.sums.won[code] += time * hour * figure.on(day) / 100

    def _over(self, days: dict[date, list], limit: Fraction) -> tuple[dict[date, Fraction], dict[date, list]]:
        """Hours beyond a week's limit by day, and what of each day is not beyond it.

        A day is parts of it: (holiday, seconds), one for each moment, and shorter ones where it was cut.
        """
        counted = self.facts.choices.holiday_hours_in_week
        total = sum(time for parts in days.values() for holiday, time in parts if counted or not holiday)
        share = max(1 - limit * 3600 / total, Fraction()) if total else Fraction()
        over = {day: Fraction() for day in days}
        left: dict[date, list] = {day: [] for day in days}
        gone, most = 0, limit * 3600
        for day in sorted(days):
            parts = days[day]
            if self.facts.choices.weekly_excess == "proportional":
                parts = [
                    (kind, sum(time for holiday, time in parts if holiday == kind)) for kind in (True, False)
                ]
            for holiday, time in parts:
                cut = 0
                if not holiday or counted:
                    cut = share * time
                    if self.facts.choices.weekly_excess != "proportional":
                        cut = min(max(gone + time - most, 0), time)
                    gone += time
                if holiday:
                    cut = 0
                over[day] += Fraction(cut, 3600)
                left[day].append((holiday, time - cut))
        return over, left

    def _above_contract(self, monday: date, left: dict[date, list]) -> dict[date, Fraction]:
        none = {day: Fraction() for day in left}
        if not self.agreed.part_timer(monday):
            return none
        by_day, kept = dict(none), {}
        for day, parts in left.items():
            agreed = self.agreed.hours(day)
            kept[day] = parts
            if agreed is None:
                continue
            above = max(sum(time for holiday, time in parts if not holiday) - agreed * 3600, 0)
            by_day[day] = Fraction(above, 3600)
            kept[day] = less(parts, above)
        contract = self.agreed.of_week(monday)
        week = (
            Fraction(contract.weekly_min, 60)
            if contract and contract.weekly_min
            else self.agreed.plan(monday)
        )
        by_week, _ = self._over(kept, week)
        return {day: by_day[day] + by_week[day] for day in left}

    # A month's wage

    def _beside_month(self, monday: date, days: list[date]) -> dict[date, Fraction]:
        """Hours that the month's wage does not hold."""
        found = {}
        rest: dict[date, Fraction] = {}
        for day in days:
            holiday = self._hours([one for one in self.days[day] if one.holiday])
            other = self._hours(self.days[day]) - holiday
            agreed = self.agreed.hours(day)
            above = max(other - agreed, Fraction()) if agreed is not None else Fraction()
            found[day], rest[day] = holiday + above, other - above
        contract = self.agreed.of_week(monday)
        if contract and contract.weekly_min:
            room = Fraction(contract.weekly_min, 60)
            for number in range(7):
                room -= self._away(monday + DAY * number)
            room = max(room, Fraction())
            for day in days:
                more = max(rest[day] - room, Fraction())
                found[day] += more
                room -= rest[day] - more
        return found

    def _away(self, day: date) -> Fraction:
        if not self.agreed.employed(day):
            hours = self.agreed.hours(day)
            days = self.agreed.days(day)
            return hours if hours is not None and days and day in days else Fraction()
        free = self.agreed.holiday_hours(day, self.days, self.step)
        paid = free if free is not None else self.agreed.leave_hours(day, paid=True)
        return paid + self._missing(day)

    def _missing(self, day: date) -> Fraction:
        contract = self.agreed.on(day)
        if contract is None or not self.agreed.employed(day):
            return Fraction()
        hours = self.agreed.hours(day)
        if hours is None:
            hours = day_hours(contract, day)
        unpaid = self.agreed.leave_hours(day, paid=False)
        if unpaid:
            return min(unpaid, hours)
        days = self.agreed.days(day)
        missing = days is not None and day in days and not self._there(day) and not self.agreed.excused(day)
        return hours if missing else Fraction()

    def _there(self, day: date) -> bool:
        """Work on the day, or on a shift of it, or while a shift of it was."""
        if day in self.days or any(one.day == day for one in self.facts.stretches):
            return True
        for one in self.facts.planned:
            if one.day == day:
                if any(done.shift_id == one.shift_id for done in self.facts.stretches):
                    return True
                for near in (day - DAY, day + DAY):
                    for moment in self.days.get(near, []):
                        if one.starts_at.timestamp() <= moment.number < one.ends_at.timestamp():
                            return True
        return False

    def _months(self) -> None:
        by_contract: dict[tuple[Contract, Fraction], list[date]] = defaultdict(list)
        for day in self._period():
            hour, contract = hour_of(self.agreed, day)
            if contract and contract.wage_kind == "monthly" and self.agreed.employed(day):
                by_contract[contract, hour].append(day)
        for (contract, hour), days in by_contract.items():
            pays = a_month(contract, days[0], self.facts.full_timer_days) * part_of_month(days, self.facts)
            off = sum((self._missing(day) for day in days), Fraction())
            lost, held = self.lost[contract, hour], self.held[contract, hour]
            room = max(pays - held, Fraction())
            if not held and self._never_there(days):
                off, lost = pays, Fraction()
            self.sums.won["base"] += pays * hour
            self.sums.won["absence"] -= min(off, room) * hour
            self.sums.won["weekly_holiday_lost"] -= min(lost, room - min(off, room)) * hour

    def _never_there(self, days: list[date]) -> bool:
        """All contracted days are over, and each is missing as a whole."""
        asked = [day for day in days if day in (self.agreed.days(day) or ())]
        over = self.facts.as_of is None or days[-1] <= self.facts.as_of

        def whole(day: date) -> Fraction:
            hours, contract = self.agreed.hours(day), self.agreed.on(day)
            return hours if hours is not None or contract is None else day_hours(contract, day)

        return over and bool(asked) and all(self._missing(day) == whole(day) for day in asked)

    # Days off

    def _time_off(self, day: date) -> None:
        free = self.agreed.holiday_hours(day, self.days, self.step)
        if free is not None:
            self._pay_off("public_holiday", day, free)
        elif self.agreed.employed(day):
            self._pay_off("annual_leave", day, self.agreed.leave_hours(day, paid=True))

    def _pay_off(self, code: str, day: date, hours: Fraction) -> None:
        hour, contract = hour_of(self.agreed, day)
        if contract and contract.wage_kind == "monthly":
            self.held[contract, hour] += hours
        else:
            self.sums.won[code] += hours * hour

    def _weekly_holiday(self, monday: date) -> None:
        sunday = monday + 6 * DAY
        week = [monday + DAY * number for number in range(7)]
        if not self._in_period(sunday) or (self.facts.as_of and sunday > self.facts.as_of):
            return
        hours = self.agreed.week(monday, self.days)
        least = Fraction(figures.WEEKLY_HOLIDAY_FROM_MIN.on(monday), 60)
        if hours < least or not all(self.agreed.employed(day) for day in week):
            return
        days = self.agreed.days(monday)
        contract = self.agreed.of_week(monday)
        if days is None:
            there = sum(self._there(day) or self.agreed.excused(day) for day in week)
            came = there >= max(contract.days_per_week if contract else 0, 1)
        else:
            came = all(self._there(day) or self.agreed.excused(day) for day in days)
        worked = any(day in self.days or any(one.day == day for one in self.facts.stretches) for day in week)
        time = min(hours, Fraction(figures.WEEK_MIN.on(monday), 60)) / self.facts.full_timer_days
        last = max((day for day in week if self.agreed.on(day)), default=sunday)
        if came and worked:
            self._pay_off("weekly_holiday", last, time)
        elif not came and contract and contract.wage_kind == "monthly":
            self.lost[contract, hour_of(self.agreed, last)[0]] += time


def less(parts: list, above: int | Fraction) -> list:
    """Without the last so much that is no holiday work."""
    kept = []
    for holiday, time in reversed(parts):
        cut = 0 if holiday else min(above, time)
        above -= cut
        kept.append((holiday, time - cut))
    return kept[::-1]


@lru_cache(maxsize=200_000)
def clocks(zone: str, minute: int) -> tuple[date, int]:
    """The date and the hour that clocks there show."""
    there = datetime.fromtimestamp(minute * 60, UTC).astimezone(ZoneInfo(zone))
    return there.date(), there.hour
