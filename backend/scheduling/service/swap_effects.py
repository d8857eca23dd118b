"""What a swap does to hours, pay and the weekly holiday pay (주휴수당), before anybody agrees."""

from datetime import date
from uuid import UUID

from backend.core.actor import Actor
from backend.core.database import fetch_row, transaction
from backend.core.errors import NotFound
from backend.scheduling.errors import NotOnShift
from backend.scheduling.queries import swaps as queries
from backend.scheduling.queries.shifts import assigned_to
from backend.scheduling.rules.guards.facts import Work
from backend.scheduling.rules.pay_preview import effect
from backend.scheduling.rules.times import monday_of
from backend.scheduling.schemas.swaps import SideEffect, SwapEffects
from backend.scheduling.service.exchange import examined
from backend.scheduling.service.guards import Situation, situation
from backend.scheduling.service.swap_lists import seen_by
from backend.scheduling.tables import Shift, Swap


async def effects(actor: Actor, swap_id: UUID, in_return_shift_id: UUID | None) -> SwapEffects:
    """Both sides' hours, and the pay of those whose pay the reader may know.

    `in_return_shift_id` is what the reader thinks of naming in return. Raises NotFound, NotOnShift.
    """
    async with transaction():
        if await fetch_row(queries.ONE, *seen_by(actor), swap_id) is None:
            raise NotFound()
        swap = await Swap.objects().get(Swap.id == swap_id)
        shift = await Shift.objects().get(Shift.id == swap.shift_id) if swap else None
        assert swap is not None
        assert shift is not None
        taker = swap.to_member_id
        if (
            taker is None
            and actor.member != swap.from_member_id
            and not actor.may("plan_shifts", shift.site_id)
        ):
            taker = actor.member
        if in_return_shift_id is not None and swap.in_return_shift_id is None and taker == actor.member:
            await _think_of(swap, in_return_shift_id, taker)
        return await _effects(actor, swap, taker)


async def _think_of(swap: Swap, shift_id: UUID, taker: UUID) -> None:
    if taker not in await assigned_to([shift_id]):
        raise NotOnShift(member_id=taker, shift_id=shift_id)
    swap.in_return_shift_id = shift_id


async def _effects(actor: Actor, swap: Swap, taker: UUID | None) -> SwapEffects:
    sides = [member for member in (swap.from_member_id, taker) if member is not None]
    moved = [shift_id for shift_id in (swap.shift_id, swap.in_return_shift_id) if shift_id is not None]
    around = await situation(sides, moved, of_own_will=True)
    found = {
        swap.from_member_id: _side(actor, around, swap.from_member_id, swap.shift_id, swap.in_return_shift_id)
    }
    findings = []
    if taker is not None:
        found[taker] = _side(actor, around, taker, swap.in_return_shift_id, swap.shift_id)
        whose = actor.member if actor.member in sides else None
        findings = await examined(swap, taker, actor, whose=whose)
    mine = actor.member if actor.member in found else swap.from_member_id
    theirs = next((side for member, side in found.items() if member != mine), None)
    return SwapEffects(found[mine], theirs, findings)


def _side(
    actor: Actor, around: Situation, member_id: UUID, gives: UUID | None, gets: UUID | None
) -> SideEffect:
    person, diary = around.people[member_id], around.diaries[member_id]
    weeks = {monday_of(day) for shift in around.shifts.values() for day, _ in diary.pieces(shift.work())}
    before = diary.entries
    after = [entry for entry in before if gives is None or entry.shift_id != gives]
    if gets is not None:
        after.append(around.shifts[gets].work())
    change = effect(
        person.terms, _of_weeks(around, before, weeks), _of_weeks(around, after, weeks), around.ground
    )
    known = actor.member == member_id or actor.may("see_terms")
    return SideEffect(
        member_id=member_id,
        name=person.name,
        minutes_before=change.before.minutes,
        minutes_after=change.after.minutes,
        won_before=change.before.won if known else None,
        won_after=change.after.won if known else None,
        weekly_holiday_before=change.before.weekly_holiday_won if known else None,
        weekly_holiday_after=change.after.weekly_holiday_won if known else None,
    )


def _of_weeks(around: Situation, work: list[Work], weeks: set[date]) -> list[Work]:
    diary = next(iter(around.diaries.values()))
    return [entry for entry in work if monday_of(diary.first_day(entry)) in weeks]
