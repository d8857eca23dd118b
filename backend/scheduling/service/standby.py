"""The line for a full shift: a free seat goes to the first who still may."""

from collections.abc import Sequence
from uuid import UUID

from backend.core import clock
from backend.core.database import fetch, lock, transaction
from backend.core.events import EVERYONE, record
from backend.scheduling.claim_events import ClaimDecided, SeatsOpened, ShiftFilled
from backend.scheduling.errors import Overlap, RulesBroken
from backend.scheduling.events import MemberAssigned
from backend.scheduling.queries import claims as queries
from backend.scheduling.queries.shifts import assigned_to
from backend.scheduling.service.assignments import take_seat
from backend.scheduling.service.guards import Placement, guard
from backend.scheduling.tables import Shift


async def fill(shift: Shift) -> int:
    """Give the free seats of a shift that is held to the first in its line. Returns how many got one.

    Who may not, because of other work or a rule, keeps their place: tomorrow they may.
    """
    free = shift.seats - len(await assigned_to([shift.id]))
    given = 0
    for row in await fetch(queries.LINE, shift.id) if free > 0 else ():
        if given == free:
            break
        if await _give(shift, row["member_id"]):
            given += 1
    return given


async def _give(shift: Shift, member_id: UUID) -> bool:
    now = clock.now()
    try:
        async with transaction():
            await take_seat(shift, member_id, confirmed_at=now)
            await guard([Placement(member_id, shift.id)], occasion="claim")
    except (Overlap, RulesBroken):
        return False
    await fetch(queries.DECIDE, shift.id, member_id, "granted", "", now, None)
    await record(MemberAssigned(shift.id, member_id, "standby"), by=None, to=[member_id])
    event = ClaimDecided(shift.id, member_id, "granted", "standby")
    await record(event, by=None, to=[member_id])
    return True


async def look(cause_id: UUID, shift_ids: Sequence[UUID]) -> None:
    """Something may have freed seats of these shifts: the line moves up, and the crew hears of the rest.

    A seat that asks for the office's word goes to nobody by itself.
    """
    async with transaction():
        rows = await fetch(queries.OPEN_OF, list(shift_ids), clock.now())
        opened = [row["id"] for row in rows if row["has_room"] and await _still_free(row["id"])]
        if opened:
            await record(SeatsOpened(cause_id, opened), by=None, to=EVERYONE)


async def note_seat(shift_id: UUID, member_id: UUID) -> None:
    """A seat was taken: whoever has it waits no longer, and where it was the last, nobody need look."""
    async with transaction():
        await fetch(queries.SETTLE, shift_id, member_id, clock.now())
        for row in await fetch(queries.OPEN_OF, [shift_id], clock.now()):
            if not row["has_room"]:
                await record(ShiftFilled(shift_id), by=None, to=EVERYONE)


async def _still_free(shift_id: UUID) -> bool:
    """Move the line up; whether a seat is free for the others then."""
    shift = await lock(Shift, shift_id)
    if shift.open_by == "claim":
        await fill(shift)
    return len(await assigned_to([shift_id])) < shift.seats


async def lapse(shift_id: UUID) -> None:
    """The shift is cancelled: whoever waits for it need not."""
    async with transaction():
        for row in await fetch(queries.LAPSE, shift_id, clock.now()):
            event = ClaimDecided(shift_id, row["member_id"], "lapsed", "cancelled")
            await record(event, by=None, to=[row["member_id"]])
