"""From stretches to the time of each day that is paid: no break, no moment twice.

Time is whole microseconds, so that nothing is lost before it is rounded as the organisation chose.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from backend.payroll.rules.facts import Choices, DayRule
from backend.timesheets.rules.sheet import Stretch

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
NEVER_MATTERS_US = 30 * MINUTE_US
"""What is a multiple of this is so by every rounding of minutes, too."""


class Span(NamedTuple):
    """Paid time of a day, which is its date's ordinal; from and to are microseconds since 1970."""

    day: int
    from_us: int
    to_us: int
    zone: str


def instant(moment: datetime) -> int:
    """Microseconds since 1970."""
    gone = moment - EPOCH
    return (gone.days * 86_400 + gone.seconds) * 1_000_000 + gone.microseconds


def minutes(us: int | Fraction) -> Fraction:
    """Exact."""
    return Fraction(us) / MINUTE_US


def part(us: int | Fraction, of: int) -> int | Fraction:
    """So much over so many; a whole number where it is one, which is faster."""
    exact = Fraction(us, of)
    return exact.numerator if exact.denominator == 1 else exact


def whole_minutes(us: int | Fraction) -> int:
    """To the nearest minute, halves up."""
    return int((us + MINUTE_US // 2) // MINUTE_US)


def work_by_day(stretches: Iterable[Stretch], choices: Choices) -> dict[int, list[Span]]:
    """The paid time of each day in order, its minutes rounded as the organisation chose."""
    days = spans_by_day(stretches, choices.day_rule)
    if choices.minutes not in (None, "exact"):
        for day, spans in days.items():
            days[day] = rounded(spans, choices.minutes)
    return days


def spans_by_day(stretches: Iterable[Stretch], day_rule: DayRule) -> dict[int, list[Span]]:
    """The exact time at work, by day and in order. What two stretches hold is of the one that began first."""
    taken: list[Span] = []
    until = 0
    for stretch, day in _with_days(sorted(stretches, key=attrgetter("starts_at", "ends_at")), day_rule):
        for span in _at_work(stretch, day):
            taken += [span] if span.from_us >= until else _without(span, taken)
        until = max(until, instant(stretch.ends_at))
    days: dict[int, list[Span]] = {}
    for span in sorted(taken, key=attrgetter("from_us")):
        days.setdefault(span.day, []).append(span)
    return days


def _without(span: Span, taken: list[Span]) -> list[Span]:
    """What is left of a time when others have taken their parts of it."""
    left, at = [], span.from_us
    for other in sorted(taken, key=attrgetter("from_us")):
        if at < other.from_us < span.to_us:
            left.append(span._replace(from_us=at, to_us=other.from_us))
        if other.from_us < span.to_us:
            at = max(at, other.to_us)
    if at < span.to_us:
        left.append(span._replace(from_us=at))
    return left


def _with_days(stretches: Sequence[Stretch], day_rule: DayRule) -> Iterable[tuple[Stretch, int]]:
    """One continuous work is of one day, where the day of its start is what counts (근기 01254-20752).

    A shift that begins when another one ends is a work of its own, but not the way to it.
    """
    before: Stretch | None = None
    day = 0
    for stretch in stretches:
        goes_on = (
            day_rule == "start"
            and before is not None
            and stretch.starts_at <= before.ends_at
            and (stretch.shift_id == before.shift_id or stretch.shift_id is None or before.shift_id is None)
        )
        if not goes_on:
            day = stretch.day.toordinal()
        if before is None or not goes_on or stretch.ends_at > before.ends_at:
            before = stretch
        yield stretch, day


def _at_work(stretch: Stretch, day: int) -> Iterable[Span]:
    """The stretch without its breaks."""
    at, ends = instant(stretch.starts_at), instant(stretch.ends_at)
    for rest in sorted(stretch.breaks, key=attrgetter("starts_at")):
        begins, over = instant(rest.starts_at), instant(rest.ends_at)
        if at < min(begins, ends):
            yield Span(day, at, min(begins, ends), stretch.zone)
        at = max(at, over)
    if at < ends:
        yield Span(day, at, ends, stretch.zone)


def rounded(spans: list[Span], how: str) -> list[Span]:
    """A day's time of a rounded length: what is more or less is at the end of the day."""
    total = sum(span.to_us - span.from_us for span in spans)
    more = round_us(total, how) - total
    if more > 0:
        return [*spans[:-1], spans[-1]._replace(to_us=spans[-1].to_us + more)]
    kept = list(spans)
    while more < 0 and kept:
        last = kept.pop()
        left = last.to_us - last.from_us + more
        if left > 0:
            kept.append(last._replace(to_us=last.from_us + left))
        more = min(left, 0)
    return kept


def round_us(us: int, how: str) -> int:
    """By a name like down_5 or nearest_15, in minutes; halves up."""
    if how == "exact":
        return us
    direction, _, step = how.partition("_")
    step_us = int(step) * MINUTE_US
    return (us + (step_us // 2 if direction == "nearest" else 0)) // step_us * step_us


def length(spans: Iterable[Span]) -> int:
    """Microseconds in all."""
    return sum(span.to_us - span.from_us for span in spans)
