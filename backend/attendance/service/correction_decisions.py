"""The office decides what people ask for; who asked may take it back until then."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.attendance.correction_errors import DecidedAlready, OwnCorrection, RefusalNeedsReason
from backend.attendance.correction_events import CorrectionDecided
from backend.attendance.queries import corrections as queries
from backend.attendance.rules.corrections import Wish
from backend.attendance.schemas.corrections import CorrectionDecision, CorrectionView
from backend.attendance.service.correction_pages import may_see
from backend.attendance.service.corrections import chain, held, moments_of, stand, view
from backend.attendance.service.rereading import prepare
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record


async def decide(actor: Actor, request_id: UUID, given: CorrectionDecision) -> CorrectionView:
    """Approve or refuse what somebody asked. The same decision again changes nothing.

    Raises NotFound and Forbidden for who does not answer for its sites, OwnCorrection, RefusalNeedsReason,
    DecidedAlready, and what `prepare` raises: the record may have changed since it was asked.
    """
    async with transaction():
        rows = await held(request_id)
        await _check_decider(actor, rows)
        state = "standing" if given.approve else "refused"
        if rows[0]["state"] != "asked":
            if rows[0]["state"] == state and rows[0]["decided_by"] == actor.member:
                return await view(request_id)
            raise DecidedAlready(state=rows[0]["state"])
        if not given.approve and given.reason is None:
            raise RefusalNeedsReason()
        now, moments = clock.now(), moments_of(rows)
        await fetch(queries.DECIDE, request_id, state, actor.member, now, given.reason)
        if given.approve:
            wishes = [_wish(row) for row in rows]
            member_id, asked_at = rows[0]["member_id"], rows[0]["asked_at"]
            prepared = await prepare(member_id, wishes, asked_at=asked_at, now=now)
            for site_id in prepared.sites:
                actor.must("record_for_others", site_id)
            await stand(actor, prepared, rows[0]["reason"], now)
            moments = prepared.moments
        await _say_decided(actor, rows, state, moments)
        return await view(request_id)


async def withdraw(actor: Actor, request_id: UUID) -> CorrectionView:
    """Take back what one asked, while nobody has decided it. Again changes nothing.

    Raises NotFound for what somebody else asked, DecidedAlready.
    """
    async with transaction():
        rows = await held(request_id)
        if rows[0]["asked_by"] != actor.member:
            raise NotFound()
        if rows[0]["state"] == "withdrawn":
            return await view(request_id)
        if rows[0]["state"] != "asked":
            raise DecidedAlready(state=rows[0]["state"])
        await fetch(queries.DECIDE, request_id, "withdrawn", actor.member, clock.now(), None)
        await _say_decided(actor, rows, "withdrawn", moments_of(rows))
        return await view(request_id)


async def _check_decider(actor: Actor, rows: Sequence[Any]) -> None:
    """Raises NotFound, Forbidden; OwnCorrection unless there is nobody else in the office."""
    if not may_see(actor, rows):
        raise NotFound()
    for row in rows:
        actor.must("record_for_others", row["site_id"])
    if rows[0]["member_id"] == actor.member:
        others = (await fetch_row(queries.OTHER_OFFICE, actor.member))["there"]
        if others or actor.role != "owner":
            raise OwnCorrection()


def _wish(row: Any) -> Wish:
    return Wish(*(row[name] for name in ("id", "replaces", "kind", "at", "site_id", "shift_id")))


async def _say_decided(actor: Actor, rows: Sequence[Any], state: str, moments: Sequence[datetime]) -> None:
    request_id, member_id = rows[0]["request_id"], rows[0]["member_id"]
    await chain(member_id, "correction_decided", request_id, {"by": actor.member})
    event = CorrectionDecided(member_id, request_id, state, moments[0], moments[-1])
    await record(event, by=actor, to=[member_id])
