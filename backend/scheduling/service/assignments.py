"""Who is on a shift: one member's seat is a resource of its own."""

from datetime import datetime
from uuid import UUID

import asyncpg

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.identity.tables import Member
from backend.scheduling.errors import MemberLeft, Overlap, ShiftCancelled, ShiftFull
from backend.scheduling.events import MemberAssigned, MemberUnassigned
from backend.scheduling.queries import shifts as queries
from backend.scheduling.schemas.shifts import AssignView
from backend.scheduling.service import shifts
from backend.scheduling.service.guards import Placement, examine, guard
from backend.scheduling.tables import Assignment, Shift


async def assign(actor: Actor, shift_id: UUID, member_id: UUID) -> AssignView:
    """Put a member on a shift. Doing it again changes nothing.

    Raises ShiftCancelled, MemberLeft, ShiftFull, Overlap when the member works elsewhere then, and
    RulesBroken when a rule refuses it; the answer carries what only warns.
    """
    placed = [Placement(member_id, shift_id)]
    async with transaction():
        # Holding the shift makes assignments to it queue up, so the count of seats holds.
        shift = await shifts.held_shift(actor, shift_id)
        people = await queries.assigned_to([shift.id])
        if member_id not in people:
            await _refuse(shift, member_id, taken=len(people))
            await take_seat(shift, member_id)
            findings = await guard(placed, occasion="assign", reader=actor)
            told = [member_id] if shift.state == "published" else []
            await record(MemberAssigned(shift.id, member_id), by=actor, to=told)
        else:
            findings = await examine(placed, occasion="assign", reader=actor)
        return AssignView.with_(await shifts.view(actor, shift.id), findings)


async def _refuse(shift: Shift, member_id: UUID, *, taken: int) -> None:
    member = await Member.objects().where(Member.id == member_id).first()
    if member is None:
        raise NotFound()
    if member.ended_at is not None:
        raise MemberLeft()
    if shift.state == "cancelled":
        raise ShiftCancelled()
    if taken >= shift.seats:
        raise ShiftFull()


async def take_seat(shift: Shift, member_id: UUID, *, confirmed_at: datetime | None = None) -> None:
    """Put a member on a shift that is held. Raises Overlap when they work elsewhere then."""
    seat = Assignment(
        id=new_id(),
        org_id=shift.org_id,
        shift_id=shift.id,
        member_id=member_id,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        confirmed_at=confirmed_at,
    )
    try:
        async with transaction():
            await seat.save()
    except asyncpg.ExclusionViolationError:
        other = await queries.other_shift([member_id], shift.id, shift.starts_at, shift.ends_at)
        raise Overlap(**other) from None


async def unassign(actor: Actor, shift_id: UUID, member_id: UUID) -> None:
    """Take a member off a shift; one who is not on it is no error."""
    async with transaction():
        shift = await shifts.held_shift(actor, shift_id)
        seat = (Assignment.shift_id == shift.id) & (Assignment.member_id == member_id)
        if await Assignment.delete().where(seat).returning(Assignment.id):
            told = [member_id] if shift.state == "published" else []
            await record(MemberUnassigned(shift.id, member_id), by=actor, to=told)


async def free_seats(member_id: UUID) -> None:
    """Take somebody who has left off every shift that has not begun; the past stays as it was."""
    async with transaction():
        coming = (Assignment.member_id == member_id) & (Assignment.starts_at > clock.now())
        for row in await Assignment.delete().where(coming).returning(Assignment.shift_id):
            await record(MemberUnassigned(row["shift_id"], member_id), by=None)
