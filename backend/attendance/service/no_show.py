"""Noticing that a shift has begun and somebody is not there, and who should hear of it."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.attendance import queries
from backend.attendance.events import ShiftUnattended
from backend.core import clock
from backend.core.database import transaction
from backend.core.events import record

TEXTS = {
    "ko": "[품앗이] {site} {time} 근무에 {assigned}명 중 {present}명이 출근했어요.",
    "en": "[Pumasi] {site}, shift at {time}: {present} of {assigned} have clocked in.",
}


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is to read."""

    account_id: UUID
    phone: str
    body: str


async def look_for_missing(shift_id: UUID) -> None:
    """Compare who is assigned with who came. Somebody missing is found once for each shift."""
    async with transaction():
        found = await queries.find_missing(shift_id, clock.now())
        if found is not None:
            event = ShiftUnattended(shift_id, found["site_id"], found["assigned"], found["present"])
            await record(event, by=None)


async def messages(event: ShiftUnattended) -> list[Message]:
    """For everybody who answers for the site, in their language and with the site's time."""
    async with transaction():
        rows = await queries.who_answers_for(event.site_id, event.shift_id)
    return [
        Message(
            row["account_id"],
            row["phone"],
            TEXTS[row["language"]].format(
                site=row["site_name"],
                time=row["starts_at"].astimezone(ZoneInfo(row["timezone"])).strftime("%H:%M"),
                assigned=event.assigned,
                present=event.present,
            ),
        )
        for row in rows
    ]
