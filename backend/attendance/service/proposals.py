"""Proposals for forgotten punches: never a truth by themselves, always a question to the person."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.attendance.correction_errors import ProposalClosed
from backend.attendance.correction_events import ProposalAnswered, ProposalDue, PunchesProposed
from backend.attendance.queries import proposals as queries
from backend.attendance.queries.punches import HOLD_MEMBER
from backend.attendance.schemas.corrections import CorrectionChange, CorrectionInput
from backend.attendance.schemas.proposals import ProposalAnswer, ProposalView
from backend.attendance.service.corrections import make
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.timers import set_timer
from backend.notifications.service.decide import Audience
from backend.scheduling.events import ClockOutDue
from backend.scheduling.queries.shifts import shift_at_site
from backend.scheduling.service.reminders import tell

PROPOSE_AFTER = timedelta(hours=2)
"""How long after the planned end a punch counts as forgotten; the reminder to clock out came before."""
ASKED_LASTS = timedelta(days=3)


async def look_later(event: ClockOutDue) -> None:
    """The reminder has gone out; look again when there was time to follow it."""
    async with transaction():
        shift = await shift_at_site(event.shift_id)
        due_at = shift["ends_at"] + PROPOSE_AFTER
        await set_timer(
            key=f"punch_proposal/{event.shift_id}", due_at=due_at, event=ProposalDue(event.shift_id)
        )


async def propose(event: ProposalDue) -> None:
    """Ask everybody of the shift whose punches are missing, once for each shift."""
    async with transaction():
        made = await fetch(queries.PROPOSE, event.shift_id, clock.now())
        if not made:
            return
        members = [row["member_id"] for row in made]
        await record(PunchesProposed(event.shift_id, members), by=None, to=members)
        shift = await shift_at_site(event.shift_id)
        expires_at = clock.now() + ASKED_LASTS
        audience = Audience(queries.ASKED, (event.shift_id,))
        await tell("punch_proposed", shift, audience, expires_at=expires_at, link="/my/fix")


async def own(actor: Actor) -> list[ProposalView]:
    """What is still missing of the actor's record, the oldest first."""
    async with transaction():
        return await open_of(actor.member)


async def open_of(member_id: UUID) -> list[ProposalView]:
    return [ProposalView.of(row) for row in await fetch(queries.OPEN, member_id)]


async def answer(actor: Actor, proposal_id: UUID, given: ProposalAnswer) -> ProposalView:
    """Accept a proposal, at its times or others, or dismiss it. The same answer again changes nothing.

    Accepted, it waits for the office like every correction that is asked for. Raises NotFound for somebody
    else's, ProposalClosed, also when the real punch came, and what `corrections.make` raises.
    """
    async with transaction():
        row = await fetch_row(queries.ONE, proposal_id)
        if row is None or row["member_id"] != actor.member:
            raise NotFound()
        await fetch_row(HOLD_MEMBER, actor.member)
        row = await fetch_row(queries.ONE, proposal_id)
        state = "accepted" if given.accept else "dismissed"
        if row["state"] == state:
            return ProposalView.of(row)
        if row["state"] != "open":
            raise ProposalClosed(state=row["state"])
        if given.accept:
            if not (await fetch_row(queries.STILL, proposal_id))["holds"]:
                raise ProposalClosed(state="gone")
            await make(actor, proposal_id, actor.member, _correction(row, given), proposed=True)
        await _close(actor, row, state, clock.now())
        return ProposalView.of(await fetch_row(queries.ONE, proposal_id))


def _correction(row: Any, given: ProposalAnswer) -> CorrectionInput:
    place = {"site_id": row["site_id"], "shift_id": row["shift_id"]}
    changes = []
    if row["in_at"] is not None:
        changes.append(CorrectionChange(kind="in", at=given.in_at or row["in_at"], **place))
    if row["out_at"] is not None:
        changes.append(CorrectionChange(kind="out", at=given.out_at or row["out_at"], **place))
    assert given.reason is not None
    return CorrectionInput(reason=given.reason, changes=changes)


async def _close(actor: Actor, row: Any, state: str, now: datetime) -> None:
    await fetch(queries.CLOSE, row["id"], state, now)
    await record(ProposalAnswered(row["member_id"], row["id"], state), by=actor, to=[row["member_id"]])


async def close_gone(member_id: UUID) -> None:
    """The record has changed: proposals for what is there now vanish."""
    async with transaction():
        for row in await fetch(queries.CLOSE_GONE, member_id, clock.now()):
            await record(ProposalAnswered(member_id, row["id"], "gone"), by=None, to=[member_id])
