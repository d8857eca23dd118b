"""A week kept by the clocks of its sites, and made real in another: decisions without I/O."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.scheduling.rules.times import LONGEST_SHIFT, SHORTEST_SHIFT


def clocks_of(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[int, time, time, int]:
    """Weekday (0 is Monday), begin and end by the clocks, and how many nights lie between them (0 or 1)."""
    starts, ends = (moment.astimezone(ZoneInfo(zone)) for moment in (starts_at, ends_at))
    nights = (ends.date() - starts.date()).days
    return starts.weekday(), starts.time(), ends.time(), nights


def times_of(day: date, begins: time, ends: time, nights: int, zone: str) -> tuple[datetime, datetime]:
    """When a shift by the clocks begins and ends on a day, in UTC.

    A time that a clock change skips is the one an hour later, a repeated one its first showing (PEP 495). A
    shift is never shorter than the shortest nor longer than the longest that may be planned.
    """
    place = ZoneInfo(zone)
    starts = datetime.combine(day, begins, place).astimezone(UTC)
    ended = datetime.combine(day + timedelta(days=nights), ends, place).astimezone(UTC)
    return starts, min(max(ended, starts + SHORTEST_SHIFT), starts + LONGEST_SHIFT)
