"""What may be planned, and how a week is copied: decisions without I/O."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.core.errors import FieldProblem, InvalidFields, UnacceptableFields
from backend.scheduling.errors import RangeTooLong

EARLIEST_YEAR, LATEST_YEAR = 2000, 2200
"""Beyond these, calendars and time zones cannot be trusted."""

NOWHERE_DEG = 0.01
"""Positions so near to 0,0 are what broken receivers report, not a place in the Atlantic."""

SHORTEST_SHIFT = timedelta(minutes=5)
LONGEST_SHIFT = timedelta(hours=24)
PLANNABLE = timedelta(days=366)
"""How far from today a shift may lie, before or after."""
LONGEST_RANGE = timedelta(days=62)
EVENING = time(18)
"""When people are told of tomorrow's shift."""


def is_nowhere(lat: float | None, lon: float | None) -> bool:
    """Null island, the poles and the date line: the values of receivers that know nothing."""
    near_zero = lat is not None and lon is not None and abs(lat) < NOWHERE_DEG and abs(lon) < NOWHERE_DEG
    return near_zero or (lat is not None and abs(lat) == 90.0) or (lon is not None and abs(lon) == 180.0)


def check_range(from_: datetime, to: datetime) -> None:
    """Raises InvalidFields for moments without a zone, UnacceptableFields for distant ones, RangeTooLong."""
    for name, moment in (("from", from_), ("to", to)):
        if moment.tzinfo is None:
            raise InvalidFields(errors=[FieldProblem(f"/{name}", "invalid", "a moment with its UTC offset")])
        if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            raise UnacceptableFields(errors=[FieldProblem(f"/{name}", "out-of-range", "too far from now")])
    if to - from_ > LONGEST_RANGE:
        raise RangeTooLong()


def wrong_times(starts_at: datetime, ends_at: datetime, now: datetime) -> Iterator[FieldProblem]:
    """Everything that is wrong with the times of a shift."""
    if abs(starts_at - now) > PLANNABLE:
        yield FieldProblem("/starts_at", "out-of-range", "more than a year from now")
    if ends_at <= starts_at:
        yield FieldProblem("/ends_at", "before-start", "the end must be after the start")
    elif ends_at - starts_at < SHORTEST_SHIFT:
        yield FieldProblem("/ends_at", "too-short", "a shift takes at least 5 minutes")
    elif ends_at - starts_at > LONGEST_SHIFT:
        yield FieldProblem("/ends_at", "too-long", "a shift takes at most 24 hours")


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def local_day(instant: datetime, zone: str) -> date:
    """The day that an instant belongs to at a site."""
    return instant.astimezone(ZoneInfo(zone)).date()


def same_wall_clock(instant: datetime, days: int, zone: str) -> datetime:
    """The instant at which the site's clocks show the same time so many days later.

    A time that a clock change skips becomes the one an hour later, a repeated one its first showing
    (PEP 495, fold=0).
    """
    local = instant.astimezone(ZoneInfo(zone))
    return (local.replace(fold=0) + timedelta(days=days)).astimezone(UTC)


def moved(starts_at: datetime, ends_at: datetime, days: int, zone: str) -> tuple[datetime, datetime]:
    """A shift so many days later, by the site's clocks.

    A shift that would lie wholly inside a skipped hour keeps its length instead.
    """
    new_start = same_wall_clock(starts_at, days, zone)
    new_end = same_wall_clock(ends_at, days, zone)
    if new_end - new_start < SHORTEST_SHIFT:
        new_end = new_start + (ends_at - starts_at)
    return new_start, min(new_end, new_start + LONGEST_SHIFT)


def evening_before(starts_at: datetime, zone: str) -> datetime:
    """Six in the evening of the day before, by the site's clocks."""
    local = starts_at.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date() - timedelta(days=1), EVENING, ZoneInfo(zone)).astimezone(UTC)


def end_of_day(instant: datetime, zone: str) -> datetime:
    """The midnight that ends the day, by the site's clocks."""
    tomorrow = instant.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), ZoneInfo(zone)).astimezone(UTC)
