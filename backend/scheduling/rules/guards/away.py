"""When somebody cannot work: their hours, and approved leave."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from backend.scheduling.rules.guards.facts import Broken, Hours, Person, Work

DAY = timedelta(days=1)


def on_leave(person: Person, work: Work) -> Iterator[Broken]:
    """Approved leave touches the work."""
    if any(one.starts_at < work.ends_at and work.starts_at < one.ends_at for one in person.leave):
        yield Broken("on_leave", "그 시간에 승인된 휴가가 있어요", "Has approved leave at that time")


def unavailable(person: Person, work: Work, zone: str) -> Iterator[Broken]:
    """The work lies, in part, outside the hours that the person gave."""
    minutes = minutes_outside(person.hours, work.starts_at, work.ends_at, zone)
    if minutes:
        yield Broken(
            "unavailable",
            "일할 수 없다고 알린 시간이에요",
            "Said that they cannot work then",
            minutes=minutes,
        )


def minutes_outside(hours: tuple[Hours, ...], starts_at: datetime, ends_at: datetime, zone: str) -> int:
    """Minutes of a time in which the person cannot work, by the clocks of the zone.

    Who named hours of the week in which they can work cannot at others; who named none can always. Hours of
    one day go before those of its weekday, and "cannot" before "can" where both were said alike.
    """
    if not hours:
        return 0
    place = ZoneInfo(zone)
    marks = sorted({starts_at, ends_at, *_edges(hours, starts_at, ends_at, place)})
    asked = any(one.kind == "can" and one.weekday is not None for one in hours)
    return sum(
        (until - since) // timedelta(minutes=1)
        for since, until in pairwise(marks)
        if not _can(hours, since, place, otherwise=not asked)
    )


def _can(hours: tuple[Hours, ...], moment: datetime, place: ZoneInfo, *, otherwise: bool) -> bool:
    day = moment.astimezone(place).date()
    said = [one for one in hours if any(_holds(one, on, moment, place) for on in (day - DAY, day))]
    own = [one for one in said if one.on_day is not None] or said
    return all(one.kind == "can" for one in own) if own else otherwise


def _holds(one: Hours, day: date, moment: datetime, place: ZoneInfo) -> bool:
    if one.on_day != day and one.weekday != day.weekday():
        return False
    since, until = _span(one, day, place)
    return since <= moment < until


def _edges(
    hours: tuple[Hours, ...], starts_at: datetime, ends_at: datetime, place: ZoneInfo
) -> Iterator[datetime]:
    """Every moment inside the time at which what the person said changes."""
    day, last = starts_at.astimezone(place).date() - DAY, ends_at.astimezone(place).date()
    while day <= last:
        for one in hours:
            if one.on_day == day or one.weekday == day.weekday():
                yield from (edge for edge in _span(one, day, place) if starts_at < edge < ends_at)
        day += DAY


def _span(one: Hours, day: date, place: ZoneInfo) -> tuple[datetime, datetime]:
    """The hours on that day; an end at or before the beginning is on the next."""
    ends_on = day if one.ends > one.begins else day + DAY
    return _moment(day, one.begins, place), _moment(ends_on, one.ends, place)


def _moment(day: date, at: time, place: ZoneInfo) -> datetime:
    return datetime.combine(day, at, place).astimezone(UTC)
