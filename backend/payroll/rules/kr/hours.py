"""The hours of a day: what is within eight of them and what beyond, on a holiday or not, and at night.

R1, R2, R6 and R25. Work that goes on over midnight is of the day on which it starts.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from backend.payroll.rules.facts import Choices
from backend.payroll.rules.kr import figures
from backend.payroll.rules.worktime import MINUTE_US, Span, instant
from backend.scheduling.rules.days import NIGHT_BEGINS, NIGHT_ENDS


class Calendar(Protocol):
    """What the hours of a day depend on beside its work."""

    choices: Choices
    needed: set[str]

    def is_holiday(self, day: int) -> bool: ...


class DayWork:
    """A day's time in microseconds. `parts` is what lies within the day's eight hours, in order: how long,
    and whether it is holiday work. `over` is beyond the eight, `holiday` and `long_holiday` the same on
    holidays."""

    __slots__ = ("day", "holiday", "long_holiday", "night", "over", "parts", "total")

    def __init__(self, day: int) -> None:
        self.day = day
        self.parts: list[tuple[int, bool]] = []
        self.total = self.over = self.night = self.holiday = self.long_holiday = 0

    @property
    def within(self) -> int:
        """Within eight hours, and no holiday work."""
        return sum(us for us, on_holiday in self.parts if not on_holiday)

    def add(self, us: int, *, on_holiday: bool, at_night: bool, room: int) -> None:
        """The next time of the day; `room` is what the first eight hours still hold."""
        within = min(us, room)
        self.total += us
        if within:
            if self.parts and self.parts[-1][1] == on_holiday:
                within_before, _ = self.parts.pop()
                self.parts.append((within_before + within, on_holiday))
            else:
                self.parts.append((within, on_holiday))
        if on_holiday:
            self.holiday += within
            self.long_holiday += us - within
        else:
            self.over += us - within
        if at_night:
            self.night += us


def day_work(day: int, spans: list[Span], calendar: Calendar) -> DayWork:
    """The day's hours in order. Holiday work over midnight is as the organisation chose (R26)."""
    how = calendar.choices.holiday_from_midnight
    limit = figures.DAY_MIN.on(date.fromordinal(day)) * MINUTE_US
    work = DayWork(day)
    on_day = calendar.is_holiday(day)
    for us, on_date, at_night in _cut(spans):
        on_holiday = on_day
        if on_date != day:
            on_its_date = calendar.is_holiday(on_date)
            if on_its_date != on_day and how is None:
                calendar.needed.add("holiday_from_midnight")
            if how == "split":
                on_holiday = on_its_date
        work.add(us, on_holiday=on_holiday, at_night=at_night, room=max(limit - work.total, 0))
    return work


def _cut(spans: list[Span]) -> Iterator[tuple[int, int, bool]]:
    """Pieces that begin and end at midnight, at six and at ten: how long, on which date, whether at night."""
    for span in spans:
        at, on_date = span.from_us, span.day
        while at < marks(span.zone, on_date)[0]:
            on_date -= 1
        while at < span.to_us:
            _, six, ten, midnight = marks(span.zone, on_date)
            if at >= midnight:
                on_date += 1
                continue
            until = min(span.to_us, six if at < six else ten if at < ten else midnight)
            yield until - at, on_date, at < six or at >= ten
            at = until


@lru_cache(maxsize=4096)
def marks(zone: str, day: int) -> tuple[int, int, int, int]:
    """Midnight, when the night ends, when it begins, and the next midnight, by the zone's clocks."""
    place, on, after = ZoneInfo(zone), date.fromordinal(day), date.fromordinal(day + 1)
    times = ((on, time()), (on, NIGHT_ENDS), (on, NIGHT_BEGINS), (after, time()))
    midnight, ends, begins, next_midnight = (
        instant(datetime.combine(when, clock, place)) for when, clock in times
    )
    return midnight, ends, begins, next_midnight
