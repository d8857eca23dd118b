"""Whether people come: they confirm, or say no, or the time is up and their seat is open to the crew."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, lock, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.timers import set_timers
from backend.scheduling.claim_events import ConfirmationDue, SeatUnconfirmed, ShiftConfirmed, ShiftRefused
from backend.scheduling.errors import NotAsked
from backend.scheduling.events import MemberUnassigned
from backend.scheduling.queries import claims as queries
from backend.scheduling.schemas.shifts import ShiftView
from backend.scheduling.service import shifts
from backend.scheduling.service.claims import refuse_shift
from backend.scheduling.service.planning import choices
from backend.scheduling.tables import Assignment, Shift

OPEN_UNCONFIRMED = "request"
"""How a seat is open that nobody confirmed, where the office opens none: it still has the last word."""


async def confirm(actor: Actor, shift_id: UUID) -> ShiftView:
    """The actor comes. Again changes nothing. Raises NotFound, ShiftCancelled, ShiftStarted."""
    async with transaction():
        shift = await lock(Shift, shift_id)
        seat = await _own_seat(actor, shift)
        if seat.confirmed_at is None:
            await seat.update_self({Assignment.confirmed_at: clock.now()})
            await record(ShiftConfirmed(shift.id, actor.member), by=actor, to=[actor.member])
        return await shifts.view(actor, shift.id)


async def refuse(actor: Actor, shift_id: UUID, reason: str) -> None:
    """The actor does not come, and their seat is free. The office is told why.

    Only who was asked, and has not confirmed, may: raises NotAsked, NotFound, ShiftCancelled, ShiftStarted.
    """
    async with transaction():
        shift = await lock(Shift, shift_id)
        seat = await _own_seat(actor, shift)
        if seat.confirm_by is None or seat.confirmed_at is not None:
            raise NotAsked()
        await seat.remove()
        await fetch(queries.REFUSE, shift.id, actor.member, reason, clock.now())
        await record(MemberUnassigned(shift.id, actor.member, "refused"), by=actor, to=[actor.member])
        await record(ShiftRefused(shift.id, actor.member), by=actor, to=[actor.member])


async def _own_seat(actor: Actor, shift: Shift) -> Assignment:
    seat = (Assignment.shift_id == shift.id) & (Assignment.member_id == actor.member)
    found = await Assignment.objects().get(seat)
    if shift.state == "published" and found is None:
        raise NotFound()
    refuse_shift(shift)
    assert found is not None
    return found


async def ask(shift_id: UUID, member_id: UUID) -> None:
    """Somebody was put on a shift that the crew has seen: ask them, if the house does."""
    async with transaction():
        hours = (await choices()).confirm_within_h
        if hours is None:
            return
        due_at = clock.now() + timedelta(hours=hours)
        if await fetch(queries.ASK_TO_CONFIRM, shift_id, member_id, due_at):
            await watch([shift_id])


async def watch(shift_ids: Sequence[UUID]) -> None:
    """Set the timers of shifts that wait for people's word."""
    async with transaction():
        rows = await fetch(queries.NEXT_DEADLINE, list(shift_ids))
        await set_timers(
            [(f"unconfirmed/{row[0]}", row["due_at"], ConfirmationDue(row["shift_id"])) for row in rows]
        )


async def free_unconfirmed(shift_id: UUID) -> None:
    """The time is up: who has not confirmed is off, and the seat is open. Others may have more time."""
    async with transaction():
        shift = await lock(Shift, shift_id)
        now = clock.now()
        if shift.state != "published" or shift.starts_at <= now:
            return
        gone = [row["member_id"] for row in await fetch(queries.UNCONFIRMED, shift.id, now)]
        if gone and shift.open_by is None:
            await shift.update_self({Shift.open_by: OPEN_UNCONFIRMED})
        for member_id in gone:
            await record(MemberUnassigned(shift.id, member_id, "unconfirmed"), by=None, to=[member_id])
            await record(SeatUnconfirmed(shift.id, member_id), by=None, to=[member_id])
        await watch([shift.id])
