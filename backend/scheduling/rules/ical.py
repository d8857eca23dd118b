"""Shifts as an iCalendar (RFC 5545), for the calendar apps of people and of clients."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
from msgspec import Struct

REFRESH = timedelta(hours=1)
PRODUCT = "-//Pumasi//Roster//EN"
WORDS = {
    "ko": {"people": "인원 {count}명", "break": "쉬는 시간 {minutes}분", "unconfirmed": "아직 확인 전이에요"},
    "en": {"people": "People: {count}", "break": "Break: {minutes} min", "unconfirmed": "Not confirmed yet"},
}
"""Whoever subscribes chose the language; a calendar app sends none."""


class Entry(Struct, frozen=True):
    """A shift as one calendar shows it. `seq` counts its changes, so that apps take the newest."""

    shift_id: UUID
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    place: str
    lat: float
    lon: float
    note: str
    seq: int
    changed_at: datetime
    confirmed: bool = True
    people: int | None = None
    break_min: int = 0


def calendar(name: str, language: str, host: str, entries: Iterable[Entry]) -> bytes:
    """The whole calendar. The same entries give the same bytes: an unchanged one is told by its hash."""
    feed = icalendar.Calendar()
    feed.add("prodid", PRODUCT)
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", name)
    feed.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    feed.add("x-published-ttl", "PT1H")
    for entry in entries:
        feed.add_component(_event(entry, WORDS[language], host))
    feed.add_missing_timezones()
    body: bytes = feed.to_ical()
    return body


def _event(entry: Entry, words: dict[str, str], host: str) -> icalendar.Event:
    zone = ZoneInfo(entry.zone)
    event = icalendar.Event()
    event.add("uid", f"{entry.shift_id}@{host}")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.seq)
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", entry.title)
    event.add("status", "CONFIRMED" if entry.confirmed else "TENTATIVE")
    event.add("transp", "OPAQUE")
    if entry.place:
        event.add("location", entry.place)
    event.add("geo", (entry.lat, entry.lon))
    lines = [entry.note] if entry.note else []
    if entry.people is not None:
        lines.append(words["people"].format(count=entry.people))
    if entry.break_min:
        lines.append(words["break"].format(minutes=entry.break_min))
    if not entry.confirmed:
        lines.append(words["unconfirmed"])
    if lines:
        event.add("description", "\n".join(lines))
    return event
