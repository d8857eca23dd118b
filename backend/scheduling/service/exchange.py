"""Two seats change hands, all or nothing."""

from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, lock
from backend.core.events import record
from backend.scheduling.errors import AlreadyOnShift, NotOnShift
from backend.scheduling.events import MemberAssigned, MemberUnassigned
from backend.scheduling.queries import swaps as queries
from backend.scheduling.queries.shifts import assigned_to
from backend.scheduling.service.assignments import take_seat
from backend.scheduling.service.claims import refuse_shift
from backend.scheduling.service.guards import Finding, Placement, examine, guard
from backend.scheduling.tables import Shift, Swap

WHY = "swapped"


async def held_shifts(swap: Swap) -> dict[UUID, Shift]:
    """The shifts of a swap, held in id order. Raises ShiftCancelled, ShiftStarted, NotFound."""
    wanted = sorted({swap.shift_id, swap.in_return_shift_id} - {None})
    held = {shift_id: await lock(Shift, shift_id) for shift_id in wanted}
    for shift in held.values():
        refuse_shift(shift)
    return held


async def refuse_seats(swap: Swap, taker: UUID) -> None:
    """Raises NotOnShift when one has no longer what they give, AlreadyOnShift when one has what they get."""
    for shift_id, giver, getter in _ways(swap, taker):
        people = await assigned_to([shift_id])
        if giver not in people:
            raise NotOnShift(member_id=giver, shift_id=shift_id)
        if getter in people:
            raise AlreadyOnShift(member_id=getter, shift_id=shift_id)


async def examined(swap: Swap, taker: UUID, reader: Actor, *, whose: UUID | None = None) -> list[Finding]:
    """What would speak against the swap, for one of the two (`whose`) or for both."""
    placements, without = _moves(swap, taker)
    wanted = [one for one in placements if whose in (None, one.member_id)]
    return await examine(wanted, occasion="swap", without=without, reader=reader)


async def exchange(actor: Actor, swap: Swap, taker: UUID, held: dict[UUID, Shift]) -> list[Finding]:
    """Let the seats change hands. Returns what only warns; raises Overlap, RulesBroken."""
    now, ways = clock.now(), _ways(swap, taker)
    for shift_id, giver, _ in ways:
        await fetch(queries.LEAVE, shift_id, giver)
    for shift_id, _, getter in ways:
        await take_seat(held[shift_id], getter, confirmed_at=now)
    findings = await guard(_moves(swap, taker)[0], occasion="swap", reader=actor)
    for shift_id, giver, getter in ways:
        await record(MemberUnassigned(shift_id, giver, WHY), by=actor, to=[giver])
        await record(MemberAssigned(shift_id, getter, WHY), by=actor, to=[getter])
    return findings


def _ways(swap: Swap, taker: UUID) -> list[tuple[UUID, UUID, UUID]]:
    """Which shift goes from whom to whom."""
    ways = [(swap.shift_id, swap.from_member_id, taker)]
    if swap.in_return_shift_id is not None:
        ways.append((swap.in_return_shift_id, taker, swap.from_member_id))
    return ways


def _moves(swap: Swap, taker: UUID) -> tuple[list[Placement], list[Placement]]:
    """The placements that the swap makes, and those that it takes away."""
    ways = _ways(swap, taker)
    made = [Placement(getter, shift_id) for shift_id, _, getter in ways]
    return made, [Placement(giver, shift_id) for shift_id, giver, _ in ways]
