"""What the office takes off somebody's pay: names and amounts that it enters itself, and that add up."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.core.events import record
from backend.payroll.events import DeductionsChanged
from backend.payroll.queries import slips as queries
from backend.payroll.schemas.pay import Deduction, DeductionsInput, DeductionsView
from backend.scheduling.service.terms import known_member
from backend.timesheets.service.periods import begun


async def deductions(period_id: UUID, member_ids: Sequence[UUID] | None) -> dict[UUID, list[Deduction]]:
    """Of these people, or of everybody, by member. Inside a transaction."""
    rows = await fetch(queries.DEDUCTIONS, period_id, member_ids)
    return {row["member_id"]: msgspec.json.decode(row["items"], type=list[Deduction]) for row in rows}


async def put_deductions(
    actor: Actor, period_id: UUID, member_id: UUID, wanted: DeductionsInput
) -> DeductionsView:
    """All of them at once. Slips that were released stay; a new one says the new deductions.

    Raises NotFound, PeriodNotBegun.
    """
    async with transaction():
        await begun(period_id)
        await known_member(member_id)
        held = (await deductions(period_id, [member_id])).get(member_id, [])
        if held != wanted.items:
            items = msgspec.json.encode(wanted.items).decode()
            await fetch(queries.PUT_DEDUCTIONS, period_id, member_id, items, actor.member, clock.now())
            await record(DeductionsChanged(member_id, period_id), by=actor)
    return DeductionsView(wanted.items, total_of(wanted.items))


def total_of(items: Sequence[Deduction]) -> int:
    return sum(item.won for item in items)
