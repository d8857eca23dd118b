"""The office's word about leave, and who takes over the shifts: all of it, or nothing."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.core.errors import FieldProblem, UnacceptableFields
from backend.core.events import record
from backend.identity.tables import Member
from backend.scheduling.errors import MemberLeft, PlanMovedOn
from backend.scheduling.events import LeaveDecided, MemberAssigned, MemberUnassigned, ShiftChanged
from backend.scheduling.leave_errors import LeaveDecidedAlready
from backend.scheduling.queries import leave as queries
from backend.scheduling.queries.guards import hold_people
from backend.scheduling.schemas.leave import (
    CoverInput,
    CoverShift,
    CoverView,
    DecisionInput,
    RequestView,
)
from backend.scheduling.service import leave_ledger as ledger
from backend.scheduling.service import shifts
from backend.scheduling.service.assignments import take_seat
from backend.scheduling.service.candidates import candidates
from backend.scheduling.service.guards import Placement, guard
from backend.scheduling.service.leave import held_request, view
from backend.scheduling.tables import Assignment, Shift

MOST_SHIFTS = 200
"""That one decision takes somebody off."""
SHOWN_SHIFTS, SHOWN_CANDIDATES = 60, 12
ON_LEAVE = "leave"
"""Why somebody lost a seat: the decision itself tells them."""


async def cover(actor: Actor, request_id: UUID) -> CoverView:
    """The coming shifts of the person during the leave, the first 60, and who could take each.

    Raises NotFound, Forbidden.
    """
    actor.must("decide_leave")
    async with transaction():
        request = await held_request(request_id)
        touched = (await _touched(request))[:SHOWN_SHIFTS]
        shift_ids = [row["shift_id"] for row in touched]
        gone = [Placement(request["member_id"], shift_id) for shift_id in shift_ids]
        found = await candidates(shift_ids, reader=actor, without=gone)
        able = {key: list(group) for key, group in groupby(found, key=lambda one: one.shift_id)}
        return CoverView(
            [
                CoverShift(
                    await shifts.view(actor, row["shift_id"]),
                    row["site_name"],
                    able.get(row["shift_id"], [])[:SHOWN_CANDIDATES],
                )
                for row in touched
            ]
        )


async def decide(actor: Actor, request_id: UUID, decision: DecisionInput) -> RequestView:
    """Approve or refuse. The same word again changes nothing.

    Approved leave takes the person off every coming shift that it touches, puts on them who is named in
    `cover`, and takes its minutes from the balance. Raises NotFound, Forbidden, LeaveDecidedAlready,
    LeaveNotEnough, RulesBroken, Overlap, MemberLeft, PlanMovedOn, UnacceptableFields.
    """
    actor.must("decide_leave")
    wanted = "approved" if decision.approve else "refused"
    async with transaction():
        request = await held_request(request_id)
        if request["state"] == wanted:
            return await view(request_id)
        if request["state"] != "asked":
            raise LeaveDecidedAlready(state=request["state"])
        if decision.approve:
            await _approve(actor, request, decision)
        else:
            await _settle(actor, request, decision)
        return await view(request_id)


async def _approve(actor: Actor, request: Any, decision: DecisionInput) -> None:
    member_id = request["member_id"]
    touched = [row["shift_id"] for row in await _touched(request)]
    _refuse_cover(decision.cover, touched)
    held = [await shifts.held_shift(actor, shift_id) for shift_id in sorted(touched)]
    covers = {entry.shift_id: entry.member_id for entry in decision.cover}
    await hold_people([member_id, *(one for one in covers.values() if one is not None)])
    if [row["shift_id"] for row in await _touched(request)] != touched:
        raise PlanMovedOn()
    await ledger.refuse_beyond_balance(member_id, request["kind"], request["minutes"])

    await _settle(actor, request, decision)
    await ledger.book(
        member_id,
        request["kind"],
        -request["minutes"],
        request["from_on"],
        "taken",
        request_id=request["id"],
        by=actor,
    )
    left = [shift for shift in held if covers.get(shift.id) != member_id]
    for shift in left:
        await _leave_seat(actor, shift, member_id, opened=covers.get(shift.id, member_id) is None)
    await _take_over(actor, [(shift, covers.get(shift.id)) for shift in left])


async def _settle(actor: Actor, request: Any, decision: DecisionInput) -> None:
    state = "approved" if decision.approve else "refused"
    await fetch(queries.DECIDE, request["id"], state, clock.now(), actor.member, decision.reason)
    event = LeaveDecided(request["id"], request["member_id"], decision.approve)
    await record(event, by=actor, to=[request["member_id"]])


async def _leave_seat(actor: Actor, shift: Shift, member_id: UUID, *, opened: bool) -> None:
    """Free the seat; one that is opened may be asked for by the crew."""
    seat = (Assignment.shift_id == shift.id) & (Assignment.member_id == member_id)
    await Assignment.delete().where(seat)
    if opened and shift.open_by is None:
        await shift.update_self({Shift.open_by: "request"})
        await record(ShiftChanged(shift.id, ["open_by"], shift.starts_at, shift.ends_at), by=actor)
    told = [member_id] if shift.state == "published" else []
    await record(MemberUnassigned(shift.id, member_id, ON_LEAVE), by=actor, to=told)


async def _take_over(actor: Actor, seats: Sequence[tuple[Shift, UUID | None]]) -> None:
    """Put people on the freed seats; the guards look at all of them at once."""
    named = [(shift, member_id) for shift, member_id in seats if member_id is not None]
    for shift, member_id in named:
        member = await Member.objects().where(Member.id == member_id).first()
        if member is None or member.ended_at is not None:
            raise MemberLeft()
        await take_seat(shift, member_id)
    placed = [Placement(member_id, shift.id) for shift, member_id in named]
    if placed:
        await guard(placed, occasion="assign", reader=actor)
    for shift, member_id in named:
        told = [member_id] if shift.state == "published" else []
        await record(MemberAssigned(shift.id, member_id), by=actor, to=told)


def _refuse_cover(cover: Sequence[CoverInput], touched: Sequence[UUID]) -> None:
    """Raises UnacceptableFields for shifts that the leave does not touch, and for one named twice."""
    seen: set[UUID] = set()
    problems = []
    for place, entry in enumerate(cover):
        if entry.shift_id not in touched or entry.shift_id in seen:
            problems.append(
                FieldProblem(f"/cover/{place}/shift_id", "unknown", "no coming shift of this leave")
            )
        seen.add(entry.shift_id)
    if problems:
        raise UnacceptableFields(errors=problems)


async def _touched(request: Any) -> Sequence[Any]:
    span = (request["starts_at"], request["ends_at"])
    return await fetch(queries.TOUCHED, request["member_id"], *span, clock.now(), MOST_SHIFTS)
