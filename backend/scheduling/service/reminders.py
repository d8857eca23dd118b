"""What people on a shift are told, and when: one timer for a shift, whoever is on it when it fires."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.database import fetch, transaction
from backend.core.events import Event
from backend.core.timers import clear_timers, set_timers
from backend.notifications.service.decide import Audience, Message, notify
from backend.scheduling.events import (
    ClockInDue,
    ClockOutDue,
    MemberAssigned,
    MemberUnassigned,
    PlanPublished,
    ShiftChanged,
    ShiftSoonDue,
    ShiftTomorrowDue,
    ShiftUnattendedDue,
    ShiftWithdrawn,
)
from backend.scheduling.queries import shifts as queries
from backend.scheduling.rules.times import end_of_day, evening_before

SOON = timedelta(hours=1)
CLOCK_IN_AFTER = timedelta(minutes=5)
CLOCK_OUT_AFTER = timedelta(minutes=30)
KINDS = ("no_show", "shift_tomorrow", "shift_soon", "not_clocked_in", "not_clocked_out")
NEWS = ("shift_assigned", "shift_unassigned", "shift_changed", "shift_withdrawn")
NEXT_NIGHT = timedelta(hours=12)
"""A change to what begins within this time wakes people: they would go to a closed door."""


async def watch(shift_ids: Sequence[UUID]) -> None:
    """Set the reminders of published shifts. A moved shift moves them; what is past already is left out."""
    now = clock.now()
    rows = await fetch(queries.SHIFTS_TO_WATCH, list(shift_ids))
    await forget(shift_ids)
    await set_timers([timer for row in rows for timer in _timers(row, now)])


async def forget(shift_ids: Sequence[UUID]) -> None:
    """Nobody is reminded of these shifts any more."""
    await clear_timers([f"{kind}/{shift_id}" for kind in KINDS for shift_id in shift_ids])


def _timers(shift: Any, now: datetime) -> Iterator[tuple[str, datetime, Event]]:
    shift_id, starts_at, ends_at = shift["id"], shift["starts_at"], shift["ends_at"]
    if ends_at > now:
        missing_at = starts_at + timedelta(minutes=shift["no_show_after_min"])
        yield f"no_show/{shift_id}", missing_at, ShiftUnattendedDue(shift_id)
    evening = evening_before(starts_at, shift["timezone"])
    for kind, due_at, event in (
        ("shift_tomorrow", evening, ShiftTomorrowDue(shift_id)),
        ("shift_soon", starts_at - SOON, ShiftSoonDue(shift_id)),
        ("not_clocked_in", min(starts_at + CLOCK_IN_AFTER, ends_at), ClockInDue(shift_id)),
        ("not_clocked_out", ends_at + CLOCK_OUT_AFTER, ClockOutDue(shift_id)),
    ):
        if due_at > now:
            yield f"{kind}/{shift_id}", due_at, event


async def tell_of_tomorrow(event: ShiftTomorrowDue) -> None:
    """Whoever is on the shift hears of it, until the day is over: "tomorrow" is wrong after that."""
    async with transaction():
        shift = await coming(event.shift_id)
        if shift:
            until = min(end_of_day(clock.now(), shift["timezone"]), shift["starts_at"])
            await tell("shift_tomorrow", shift, on_shift(shift), expires_at=until)


async def tell_soon(event: ShiftSoonDue) -> None:
    """Whoever is on the shift hears that it begins, until it does."""
    async with transaction():
        shift = await coming(event.shift_id)
        if shift:
            await tell("shift_soon", shift, on_shift(shift), expires_at=shift["starts_at"])


async def tell_of_week(event: PlanPublished) -> None:
    """Everybody hears once how many shifts they have, and the first of them."""
    async with transaction():
        message = Message(
            topic="week_published",
            key=f"week_published/{event.publication_id}",
            subject=event.publication_id,
            link="/week",
        )
        await notify(message, Audience(queries.ON_SHIFTS, (event.shift_ids, clock.now())), by=None)


async def tell_of_change(event: ShiftChanged, *, at: datetime, event_id: int) -> None:
    """Whoever is on a published shift hears of its new times; other changes do not ring."""
    if not {"starts_at", "ends_at"} & set(event.fields):
        return
    async with transaction():
        shift = await coming(event.shift_id)
        if shift and shift["published_at"] <= at:
            await tell("shift_changed", shift, on_shift(shift), key=str(event_id))


async def tell_of_seat(event: MemberAssigned | MemberUnassigned, *, at: datetime, event_id: int) -> None:
    """Who was put on a shift that the crew had seen already, or taken off one, hears of it.

    What was planned before it was published, everybody hears with the week.
    """
    if event.why is not None:
        return
    is_on = isinstance(event, MemberAssigned)
    async with transaction():
        shift = await coming(event.shift_id)
        if shift and shift["published_at"] <= at:
            audience = Audience.of([event.member_id], "on_shift" if is_on else "was_on_shift")
            topic = "shift_assigned" if is_on else "shift_unassigned"
            await tell(topic, shift, audience, key=str(event_id))


async def tell_of_withdrawal(event: ShiftWithdrawn) -> None:
    """Whoever was on it hears that it is cancelled, if they had ever seen it."""
    async with transaction():
        shift = await queries.shift_at_site(event.shift_id)
        if shift["published_at"] is not None and shift["ends_at"] > clock.now():
            await tell("shift_withdrawn", shift, Audience.of(event.member_ids, "was_on_shift"))


async def coming(shift_id: UUID) -> Any:
    """The shift, if it is published and has not begun: a timer may have fired just before it was moved."""
    shift = await queries.shift_at_site(shift_id)
    return shift if shift and shift["state"] == "published" and shift["starts_at"] > clock.now() else None


def on_shift(shift: Any) -> Audience:
    """Whoever is on the shift now."""
    return Audience(queries.ON_SHIFT, (shift["id"],))


async def tell(
    topic: str,
    shift: Any,
    audience: Audience,
    *,
    key: str = "",
    expires_at: datetime | None = None,
    link: str = "/week",
) -> None:
    """Say something about a shift, inside a transaction; once for each time that it was planned for.

    News about the next hours passes quiet hours.
    """
    starts_at, ends_at = shift["starts_at"], shift["ends_at"]
    wakes = topic in NEWS and starts_at - clock.now() < NEXT_NIGHT
    message = Message(
        topic=topic,
        key=f"{topic}/{shift['id']}/{key or starts_at.isoformat()}",
        subject=shift["id"],
        variables={
            "site": shift["site_name"],
            "starts_at": {"at": starts_at.isoformat(), "zone": shift["timezone"]},
            "ends_at": {"at": ends_at.isoformat(), "zone": shift["timezone"]},
        },
        link=link,
        urgency="urgent" if wakes else None,
        expires_at=expires_at,
    )
    await notify(message, audience, by=None)
