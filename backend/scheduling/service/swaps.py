"""Shifts change hands between members: asked, answered, and where the house wants it, approved."""

from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, lock, transaction
from backend.core.errors import FieldProblem, Forbidden, NotFound, UnacceptableFields
from backend.core.events import EVERYONE, Event, record
from backend.core.ids import new_id
from backend.identity.tables import Member
from backend.scheduling.claim_events import SwapAnswered, SwapAsked, SwapDone, SwapRefused
from backend.scheduling.errors import MemberLeft, NotOnShift, RulesBroken, SwapMovedOn, SwapRunning
from backend.scheduling.queries import swaps as queries
from backend.scheduling.queries.shifts import assigned_to
from backend.scheduling.schemas.swaps import (
    SwapAcceptanceInput,
    SwapDecisionInput,
    SwapInput,
    SwapResult,
    SwapState,
)
from backend.scheduling.service import exchange
from backend.scheduling.service.guards import Finding
from backend.scheduling.service.planning import choices
from backend.scheduling.service.swap_lists import fields_of, seen_by
from backend.scheduling.tables import Swap

RUNNING = ("asked", "countered", "accepted")


async def ask(actor: Actor, wanted: SwapInput) -> SwapResult:
    """Offer one's own shift to a member, or to anybody. The same id again is the same swap.

    Raises NotFound, MemberLeft, NotOnShift, AlreadyOnShift, ShiftCancelled, ShiftStarted, SwapRunning.
    """
    swap = Swap(
        id=wanted.id or new_id(),
        org_id=actor.org,
        shift_id=wanted.shift_id,
        from_member_id=actor.member,
        to_member_id=wanted.to_member_id,
        to_anybody=wanted.to_member_id is None,
        in_return_shift_id=wanted.in_return_shift_id,
        note=wanted.note,
        asked_at=clock.now(),
    )
    async with transaction():
        if not await Swap.exists().where(Swap.id == swap.id):
            await _refuse_partner(swap)
            await exchange.held_shifts(swap)
            await _refuse_own(swap)
            await _write(swap)
            event = SwapAsked(
                swap.id, swap.shift_id, swap.from_member_id, swap.to_member_id, swap.in_return_shift_id
            )
            await record(event, by=actor, to=EVERYONE if swap.to_anybody else _both(swap))
        return await _result(actor, swap.id, [])


async def _refuse_partner(swap: Swap) -> None:
    if swap.to_member_id is None:
        return
    if swap.to_member_id == swap.from_member_id:
        raise UnacceptableFields(errors=[FieldProblem("/to_member_id", "oneself", "somebody else")])
    member = await Member.objects().where(Member.id == swap.to_member_id).first()
    if member is None:
        raise NotFound()
    if member.ended_at is not None:
        raise MemberLeft()


async def _refuse_own(swap: Swap) -> None:
    if swap.to_member_id is not None:
        await exchange.refuse_seats(swap, swap.to_member_id)
    elif swap.from_member_id not in await assigned_to([swap.shift_id]):
        raise NotOnShift(member_id=swap.from_member_id, shift_id=swap.shift_id)


async def _write(swap: Swap) -> None:
    fields = (swap.shift_id, swap.from_member_id, swap.to_member_id, swap.to_anybody, swap.in_return_shift_id)
    try:
        async with transaction():
            await fetch(queries.ASK, swap.id, *fields, swap.note, swap.asked_at)
    except asyncpg.UniqueViolationError:
        raise SwapRunning() from None


async def accept(actor: Actor, swap_id: UUID, answer: SwapAcceptanceInput) -> SwapResult:
    """Agree: who is asked, anybody where anybody is, or who asked to what was named in return.

    Where the house wants no approval, the shifts change hands at once. Raises NotFound, Forbidden,
    SwapMovedOn, ShiftCancelled, ShiftStarted, NotOnShift, AlreadyOnShift, Overlap, RulesBroken.
    """
    async with transaction():
        swap = await _held(actor, swap_id)
        if _agreed_by(actor, swap, answer):
            return await _result(actor, swap.id, [])
        countering = _answer(actor, swap, answer)
        taker = _taker(swap)
        held = await exchange.held_shifts(swap)
        await exchange.refuse_seats(swap, taker)
        return await (_counter(actor, swap) if countering else _agree(actor, swap, taker, held))


def _agreed_by(actor: Actor, swap: Swap, answer: SwapAcceptanceInput) -> bool:
    """Whether the actor has said so already."""
    mine = actor.member in _both(swap)
    if mine and swap.state in ("accepted", "done"):
        return True
    countered = swap.state == "countered" and actor.member == swap.to_member_id
    return countered and answer.in_return_shift_id in (None, swap.in_return_shift_id)


def _answer(actor: Actor, swap: Swap, answer: SwapAcceptanceInput) -> bool:
    """Let the actor say yes. Whether they name a shift in return, of which who asked does not know yet."""
    if actor.member == swap.from_member_id:
        if swap.state != "countered":
            raise SwapMovedOn(state=swap.state)
        return False
    if swap.state != "asked":
        raise SwapMovedOn(state=swap.state)
    if swap.to_member_id not in (None, actor.member):
        raise Forbidden()
    swap.to_member_id = actor.member
    if answer.in_return_shift_id in (None, swap.in_return_shift_id):
        return False
    if swap.in_return_shift_id is not None:
        raise SwapMovedOn(state=swap.state)
    swap.in_return_shift_id = answer.in_return_shift_id
    return True


async def _counter(actor: Actor, swap: Swap) -> SwapResult:
    """Who asked did not know of the shift in return, so it is for them to agree."""
    findings = await _refused(swap, actor.member, actor, whose=actor.member)
    await _keep(swap, "countered")
    await record(SwapAnswered(swap.id, "countered", actor.member), by=actor, to=_both(swap))
    return await _result(actor, swap.id, findings)


async def _agree(actor: Actor, swap: Swap, taker: UUID, held: dict[UUID, Any]) -> SwapResult:
    findings = await _refused(swap, taker, actor)
    approval = (await choices()).swap_approval
    mine = [finding for finding in findings if finding.member_id == actor.member]
    if approval == "always" or (approval == "when_warned" and findings):
        await _keep(swap, "accepted")
        await record(SwapAnswered(swap.id, "accepted", actor.member), by=actor, to=_both(swap))
    else:
        await exchange.exchange(actor, swap, taker, held)
        await _keep(swap, "done")
        await record(_done(swap, taker, by_office=False), by=actor, to=_both(swap))
    return await _result(actor, swap.id, mine)


async def _refused(swap: Swap, taker: UUID, actor: Actor, *, whose: UUID | None = None) -> list[Finding]:
    """What only warns. Raises RulesBroken: of the other's findings the actor learns that they are."""
    findings = await exchange.examined(swap, taker, actor, whose=whose)
    if any(finding.level == "refuse" for finding in findings):
        raise RulesBroken(findings=[one for one in findings if one.member_id == actor.member])
    return findings


async def decide(actor: Actor, swap_id: UUID, answer: SwapDecisionInput) -> SwapResult:
    """The office's word. The same again changes nothing.

    Raises NotFound, Forbidden (who plans only one of the two sites), SwapMovedOn; and to approve
    ShiftCancelled, ShiftStarted, NotOnShift, AlreadyOnShift, Overlap, RulesBroken.
    """
    outcome: SwapState = "done" if answer.approve else "refused"
    async with transaction():
        swap = await _held(actor, swap_id)
        await _refuse_planner(actor, swap)
        if swap.state == outcome:
            return await _result(actor, swap.id, [])
        if swap.state != "accepted" and (answer.approve or swap.state not in RUNNING):
            raise SwapMovedOn(state=swap.state)
        findings, event = await _decide(actor, swap, approve=answer.approve)
        await _keep(swap, outcome, decided_by=actor.member, answer=answer.reason)
        await record(event, by=actor, to=_both(swap))
        return await _result(actor, swap.id, findings)


async def _decide(actor: Actor, swap: Swap, *, approve: bool) -> tuple[list[Finding], Event]:
    if not approve:
        return [], SwapRefused(swap.id)
    taker = _taker(swap)
    held = await exchange.held_shifts(swap)
    await exchange.refuse_seats(swap, taker)
    findings = await exchange.exchange(actor, swap, taker, held)
    return findings, _done(swap, taker, by_office=True)


async def _refuse_planner(actor: Actor, swap: Swap) -> None:
    ids = [shift_id for shift_id in (swap.shift_id, swap.in_return_shift_id) if shift_id]
    sites = [row["site_id"] for row in await fetch("SELECT site_id FROM shift WHERE id = ANY ($1)", ids)]
    if not all(actor.may("plan_shifts", site_id) for site_id in sites):
        raise Forbidden()


async def end(actor: Actor, swap_id: UUID) -> None:
    """Who asked withdraws it; who is asked declines, or steps back from what anybody may take.

    Again changes nothing. Raises NotFound, Forbidden, SwapMovedOn when the shifts have changed hands.
    """
    async with transaction():
        swap = await _held(actor, swap_id)
        if actor.member not in _both(swap):
            raise Forbidden()
        if swap.state == "done":
            raise SwapMovedOn(state=swap.state)
        if swap.state not in RUNNING:
            return
        told = _both(swap)
        state = _ended(actor, swap)
        await _keep(swap, state)
        await record(SwapAnswered(swap.id, state, actor.member), by=actor, to=told)


def _ended(actor: Actor, swap: Swap) -> Any:
    if actor.member == swap.from_member_id:
        return "withdrawn"
    if not swap.to_anybody:
        return "declined"
    swap.to_member_id, swap.in_return_shift_id = None, None
    return "asked"


async def _held(actor: Actor, swap_id: UUID) -> Swap:
    """A swap that the actor may see, held so that answers to it queue up. Raises NotFound."""
    swap = await lock(Swap, swap_id)
    if await fetch_row(queries.ONE, *seen_by(actor), swap_id) is None:
        # Who saw what anybody could take hears that somebody was faster.
        raise SwapMovedOn(state=swap.state) if swap.to_anybody else NotFound()
    return swap


async def _keep(swap: Swap, state: SwapState, *, decided_by: UUID | None = None, answer: str = "") -> None:
    now = clock.now()
    over = state not in RUNNING
    await swap.update_self(
        {
            Swap.state: state,
            Swap.to_member_id: swap.to_member_id,
            Swap.in_return_shift_id: swap.in_return_shift_id,
            Swap.answered_at: None if state == "asked" else swap.answered_at or now,
            Swap.decided_at: now if over else None,
            Swap.decided_by: decided_by,
            Swap.answer: answer,
        }
    )


def _both(swap: Swap) -> list[UUID]:
    return [member for member in (swap.from_member_id, swap.to_member_id) if member is not None]


def _taker(swap: Swap) -> UUID:
    assert swap.to_member_id is not None, "somebody answered, so there are two"
    return swap.to_member_id


def _done(swap: Swap, taker: UUID, *, by_office: bool) -> SwapDone:
    return SwapDone(
        swap.id, swap.shift_id, swap.from_member_id, taker, swap.in_return_shift_id, by_office=by_office
    )


async def _result(actor: Actor, swap_id: UUID, findings: list[Finding]) -> SwapResult:
    row = await fetch_row(queries.ONE, *seen_by(actor), swap_id)
    if row is None:
        raise NotFound()
    return msgspec.convert({**fields_of(row), "findings": findings}, SwapResult)
