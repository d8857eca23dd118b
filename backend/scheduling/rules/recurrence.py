"""Rules of repetition (RFC 5545, section 3.3.10), read and unrolled by the day.

A series knows days, not moments: what time it is on a day is the site's clocks' business. So the frequencies
from DAILY on are here, and nothing that would happen twice on a day. Every walk is bounded by a period of
time, so a rule that yields nothing costs no more than one that does. Left out: BYWEEKNO, which no client asks
for, and all that is smaller than a day.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, cast

from backend.core.errors import FieldProblem
from backend.scheduling.errors import UnusableRule

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NUMBERS = {"BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366), "BYSETPOS": (-366, 366)}
"""Parts that are lists of whole numbers, and their bounds."""
LARGEST_INTERVAL, LARGEST_COUNT = 366, 1_000
MOST_NUMBERS = 62
FIRST_WITHIN = timedelta(days=8 * 366 + 1)
"""Between two leap days may lie eight years."""
DAY = timedelta(days=1)

_BYDAY = re.compile(r"([+-]?[1-9][0-9]?)?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,4}")
_UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(T[0-9]{6}Z?)?")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule. `by_day` are (which one, weekday from 0 for Monday), where 0 is every one."""

    freq: Frequency
    interval: int = 1
    count: int | None = None
    until: date | None = None
    by_day: tuple[tuple[int, int], ...] = ()
    by_month: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0

    def days(self, first: date, from_: date, to: date) -> Iterator[date]:
        """The days from `from_` to `to`, both included, of a series that starts on `first`.

        As in RFC 5545 nothing lies before `first`, which is a day of the series only if the rule says so.
        """
        last = min(to, self.until) if self.until else to
        if self.count is None:
            # Periods before the window need not be looked at; one is gone back, as weeks span months.
            steps = max(0, self._periods_between(first, max(from_, first)) - 1) // self.interval
        else:
            steps = 0
        left = self.count
        for begins, ends in self._periods(first, steps):
            if begins > last:
                return
            for day in self._chosen(first, begins, ends):
                if day < first:
                    continue
                if left is not None:
                    if left == 0:
                        return
                    left -= 1
                if from_ <= day <= last:
                    yield day

    def from_on(self, first: date, day: date) -> "Recurrence":
        """The rule for the rest of a series from this day on: what its count has used up is gone."""
        if self.count is None:
            return self
        used = sum(1 for _ in self.days(first, first, day - DAY))
        return replace(self, count=self.count - used)

    def text(self) -> str:
        """As an RRULE value."""
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        for name, values in self._lists():
            if values:
                parts.append(f"{name}={','.join(map(str, values))}")
        if self.by_day:
            parts.append("BYDAY=" + ",".join(f"{nth or ''}{WEEKDAYS[day]}" for nth, day in self.by_day))
        if self.week_start:
            parts.append(f"WKST={WEEKDAYS[self.week_start]}")
        return ";".join(parts)

    def _lists(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        return (
            ("BYMONTH", self.by_month),
            ("BYMONTHDAY", self.by_month_day),
            ("BYYEARDAY", self.by_year_day),
            ("BYSETPOS", self.by_set_pos),
        )

    def _week_of(self, day: date) -> date:
        return day - timedelta(days=(day.weekday() - self.week_start) % 7)

    def _periods_between(self, first: date, day: date) -> int:
        match self.freq:
            case "DAILY":
                return (day - first).days
            case "WEEKLY":
                return (self._week_of(day) - self._week_of(first)).days // 7
            case "MONTHLY":
                return 12 * (day.year - first.year) + day.month - first.month
            case "YEARLY":
                return day.year - first.year

    def _periods(self, first: date, steps: int) -> Iterator[tuple[date, date]]:
        """First and last day of each period from the one so many steps after the first, until year 9999."""
        try:
            while True:
                yield self._period(first, steps * self.interval)
                steps += 1
        except (OverflowError, ValueError):
            return

    def _period(self, first: date, step: int) -> tuple[date, date]:
        match self.freq:
            case "DAILY":
                day = first + timedelta(days=step)
                return day, day
            case "WEEKLY":
                begins = self._week_of(first) + timedelta(weeks=step)
                return begins, begins + timedelta(days=6)
            case "MONTHLY":
                years, month = divmod(first.month - 1 + step, 12)
                begins = date(first.year + years, month + 1, 1)
                return begins, begins.replace(day=calendar.monthrange(begins.year, begins.month)[1])
            case "YEARLY":
                return date(first.year + step, 1, 1), date(first.year + step, 12, 31)

    def _chosen(self, first: date, begins: date, ends: date) -> list[date]:
        """The days of one period that the rule names, BYSETPOS applied last."""
        days = [begins + timedelta(days=n) for n in range((ends - begins).days + 1)]
        found = [day for day in days if self._names(first, day)]
        if not self.by_set_pos:
            return found
        places = {place - 1 if place > 0 else len(found) + place for place in self.by_set_pos}
        return [day for place, day in enumerate(found) if place in places]

    def _names(self, first: date, day: date) -> bool:
        """Whether every part of the rule lets the day be; what it leaves open comes from its first day."""
        if self.by_month and day.month not in self.by_month:
            return False
        if self.by_year_day:
            year = 366 if calendar.isleap(day.year) else 365
            number = day.timetuple().tm_yday
            if not {number, number - year - 1} & set(self.by_year_day):
                return False
        if self.by_month_day:
            length = calendar.monthrange(day.year, day.month)[1]
            if not {day.day, day.day - length - 1} & set(self.by_month_day):
                return False
        if self.by_day:
            return any(weekday == day.weekday() and self._is_nth(nth, day) for nth, weekday in self.by_day)
        if self.by_month_day or self.by_year_day:
            return True
        match self.freq:
            case "DAILY":
                return True
            case "WEEKLY":
                return day.weekday() == first.weekday()
            case "MONTHLY":
                return day.day == first.day
            case "YEARLY":
                return day.day == first.day and (bool(self.by_month) or day.month == first.month)

    def _is_nth(self, nth: int, day: date) -> bool:
        """Whether it is that one of its weekdays: of the month, or of a year whose months the rule leaves."""
        if nth == 0:
            return True
        if self.freq == "MONTHLY" or self.by_month:
            number, length = day.day, calendar.monthrange(day.year, day.month)[1]
        else:
            number, length = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
        return nth == (number - 1) // 7 + 1 if nth > 0 else -nth == (length - number) // 7 + 1


def read_rule(text: str) -> Recurrence:
    """The rule that a text says. Raises UnusableRule for what is no rule, or none for shifts."""
    parts = _parts(text)
    freq = parts.pop("FREQ", "")
    if freq in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise refused("too-often", "a series has one shift a day at most")
    if freq not in FREQUENCIES:
        raise refused("unknown", "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY")
    if {"BYHOUR", "BYMINUTE", "BYSECOND"} & parts.keys():
        raise refused("too-often", "the time of day is the series' own")
    rule = Recurrence(
        freq=cast("Frequency", freq),
        interval=_number("INTERVAL", parts.pop("INTERVAL", "1"), 1, LARGEST_INTERVAL),
        count=_number("COUNT", parts.pop("COUNT"), 1, LARGEST_COUNT) if "COUNT" in parts else None,
        until=_until(parts.pop("UNTIL")) if "UNTIL" in parts else None,
        by_day=_by_day(parts.pop("BYDAY")) if "BYDAY" in parts else (),
        by_month=_numbers("BYMONTH", parts),
        by_month_day=_numbers("BYMONTHDAY", parts),
        by_year_day=_numbers("BYYEARDAY", parts),
        by_set_pos=_numbers("BYSETPOS", parts),
        week_start=_weekday(parts.pop("WKST", "MO")),
    )
    if parts:
        raise refused("unknown", f"{min(parts)[:20]} is not understood")
    _refuse_combinations(rule)
    return rule


def refused(code: str, detail: str) -> UnusableRule:
    return UnusableRule(errors=[FieldProblem("/rrule", code, detail)])


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise refused("malformed", "a rule is NAME=VALUE;NAME=VALUE, each name once")
        parts[name] = value
    return parts


def _number(name: str, text: str, least: int, most: int) -> int:
    number = int(text) if text.isascii() and _NUMBER.fullmatch(text) else 0
    if number == 0 or not least <= number <= most:
        raise refused("out-of-range", f"{name} lies between {least} and {most}")
    return number


def _numbers(name: str, parts: dict[str, str]) -> tuple[int, ...]:
    if name not in parts:
        return ()
    texts = parts.pop(name).split(",")
    if len(texts) > MOST_NUMBERS:
        raise refused("too-long", f"{name} has at most {MOST_NUMBERS} numbers")
    return tuple(sorted({_number(name, text, *NUMBERS[name]) for text in texts}))


def _until(text: str) -> date:
    """The last day; of a moment, its date is what counts, as a series knows days."""
    found = _UNTIL.fullmatch(text)
    try:
        if found:
            return date(*(int(part) for part in found.groups()[:3]))
    except ValueError:
        pass
    raise refused("malformed", "UNTIL is a date such as 20271231")


def _by_day(text: str) -> tuple[tuple[int, int], ...]:
    days = [_BYDAY.fullmatch(part) for part in text.split(",")]
    if len(days) > MOST_NUMBERS or not all(days):
        raise refused("malformed", "BYDAY is a list such as MO,TU or -1FR")
    return tuple(sorted({(int(day[1] or 0), WEEKDAYS.index(day[2])) for day in days if day}))


def _weekday(text: str) -> int:
    if text not in WEEKDAYS:
        raise refused("malformed", "WKST is a day such as MO")
    return WEEKDAYS.index(text)


def _refuse_combinations(rule: Recurrence) -> None:
    """What RFC 5545 forbids."""
    if rule.count is not None and rule.until is not None:
        raise refused("contradiction", "COUNT and UNTIL do not go together")
    if rule.freq == "WEEKLY" and rule.by_month_day:
        raise refused("contradiction", "BYMONTHDAY does not go with WEEKLY")
    if rule.freq != "YEARLY" and rule.by_year_day:
        raise refused("contradiction", "BYYEARDAY goes with YEARLY only")
    if rule.by_set_pos and not (rule.by_day or rule.by_month or rule.by_month_day or rule.by_year_day):
        raise refused("contradiction", "BYSETPOS needs another part to choose from")
    most = {"DAILY": 0, "WEEKLY": 0, "MONTHLY": 5, "YEARLY": 5 if rule.by_month else 53}[rule.freq]
    if any(abs(nth) > most for nth, _ in rule.by_day):
        raise refused("out-of-range", f"BYDAY counts to {most} in this rule" if most else "BYDAY counts not")


def first_day(rule: Recurrence, first: date, last: date | None) -> date:
    """The first day of a series. Raises UnusableRule when none comes within eight years, or before `last`."""
    horizon = min(first, date.max - FIRST_WITHIN) + FIRST_WITHIN
    found = next(rule.days(first, first, min(last or horizon, horizon)), None)
    if found is None:
        raise refused("never", "no day follows from the rule")
    return found
