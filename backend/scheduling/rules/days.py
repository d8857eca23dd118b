"""Which day work belongs to, and how long it really is.

Minutes are those that pass, so a night in which the clocks change has an hour more or less.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.scheduling.schemas.planning import DayRule

NIGHT_BEGINS, NIGHT_ENDS = time(22), time(6)
"""Night work (근로기준법 제56조 제3항, 제70조)."""

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

Piece = tuple[date, int]
"""A day and the minutes on it."""


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Minutes that pass, whatever the clocks show."""
    return (ends_at.astimezone(UTC) - starts_at.astimezone(UTC)) // MINUTE


def split_at_midnight(starts_at: datetime, ends_at: datetime, zone: str) -> list[Piece]:
    """The minutes on each day of the zone that the time touches."""
    place = ZoneInfo(zone)
    day = starts_at.astimezone(place).date()
    at, pieces = starts_at, []
    while at < ends_at:
        until = min(midnight_after(day, place), ends_at)
        pieces.append((day, minutes_between(at, until)))
        at, day = until, day + DAY
    return pieces


def days_of(starts_at: datetime, ends_at: datetime, zone: str, rule: DayRule) -> list[Piece]:
    """The day, or with `split` the days, that the work belongs to, with its minutes.

    By law one continuous work belongs to the day on which it starts (근기 01254-20752); the other rules are
    the organisation's choice. With `most`, of two equal halves the first one counts. Work that ends at
    midnight ends on the day before it.
    """
    pieces = split_at_midnight(starts_at, ends_at, zone)
    if rule == "split":
        return pieces
    total = sum(minutes for _, minutes in pieces)
    if rule == "end":
        return [(pieces[-1][0], total)]
    if rule == "most":
        return [(max(pieces, key=lambda piece: piece[1])[0], total)]
    return [(pieces[0][0], total)]


def without_break(pieces: list[Piece], break_min: int) -> list[Piece]:
    """The minutes less a break of which only the length is known, in proportion; the last piece rounds."""
    total = sum(minutes for _, minutes in pieces)
    rest = min(break_min, total)
    if len(pieces) == 1:
        return [(pieces[0][0], total - rest)]
    shares = [rest * minutes // total for _, minutes in pieces[:-1]]
    shares.append(rest - sum(shares))
    return [(day, minutes - share) for (day, minutes), share in zip(pieces, shares, strict=True)]


def night_minutes(starts_at: datetime, ends_at: datetime, zone: str) -> int:
    """Minutes between 22:00 and 06:00 by the zone's clocks (제56조 제3항)."""
    place = ZoneInfo(zone)
    day = starts_at.astimezone(place).date() - DAY
    last = ends_at.astimezone(place).date()
    total = 0
    while day <= last:
        begins = datetime.combine(day, NIGHT_BEGINS, place)
        ends = datetime.combine(day + DAY, NIGHT_ENDS, place)
        from_, to = max(begins.astimezone(UTC), starts_at), min(ends.astimezone(UTC), ends_at)
        if from_ < to:
            total += minutes_between(from_, to)
        day += DAY
    return total


def midnight_after(day: date, place: ZoneInfo) -> datetime:
    """The moment at which the day is over in its zone."""
    return datetime.combine(day + DAY, time(), place).astimezone(UTC)
