"""Corrections: a worker asks and the office decides, or the office corrects and the worker answers.

Nothing is overwritten. Undoing a correction is another correction.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from backend.attendance.correction_errors import (
    CorrectionExists,
)
from backend.attendance.correction_events import (
    CorrectionAnswerDue,
    CorrectionAsked,
    RecordCorrected,
)
from backend.attendance.queries import corrections as queries
from backend.attendance.queries.punches import HOLD_MEMBER
from backend.attendance.rules.corrections import Wish, check_moment, id_of
from backend.attendance.schemas.corrections import (
    CorrectionInput,
    CorrectionView,
)
from backend.attendance.service.chain import add_entry
from backend.attendance.service.rereading import Prepared, prepare, put_in_force
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import Forbidden, NotFound
from backend.core.events import record
from backend.core.timers import set_timer
from backend.scheduling.errors import MemberLeft


async def ask(actor: Actor, request_id: UUID, given: CorrectionInput) -> tuple[CorrectionView, bool]:
    """Ask for one's own record to be corrected; or, from the office, correct somebody's at once.

    The same request again changes nothing; True says it is new. Raises Forbidden and NotFound for what is
    not one's own, MemberLeft, CorrectionExists, and what `prepare` raises.
    """
    member_id = given.member_id or actor.member
    if member_id != actor.member and not actor.may_somewhere("record_for_others"):
        raise Forbidden()
    async with transaction():
        member = await fetch_row(HOLD_MEMBER, member_id)
        if member is None:
            raise NotFound()
        known = await fetch(queries.ROWS, request_id)
        if known:
            _check_same(known, member_id, given)
            return await view(request_id), False
        if member["ended_at"] is not None:
            raise MemberLeft()
        await make(actor, request_id, member_id, given, proposed=False)
        return await view(request_id), True


async def make(
    actor: Actor, request_id: UUID, member_id: UUID, given: CorrectionInput, *, proposed: bool
) -> None:
    """Write a request of the member who is held; in force when the office makes it for somebody."""
    now = clock.now()
    wishes = [
        Wish(
            id_of(request_id, place),
            change.replaces,
            change.kind,
            check_moment(change.at, now) if change.at else None,
            change.site_id,
            change.shift_id,
        )
        for place, change in enumerate(given.changes)
    ]
    prepared = await prepare(member_id, wishes, asked_at=now, now=now)
    if member_id == actor.member:
        await _add(actor, request_id, prepared, given.reason, "asked", now, proposed=proposed)
        await chain(member_id, "correction_asked", request_id, {"by": actor.member})
        await record(CorrectionAsked(member_id, request_id), by=actor, to=[member_id])
        return
    for site_id in prepared.sites:
        actor.must("record_for_others", site_id)
    await _add(actor, request_id, prepared, given.reason, "standing", now, proposed=proposed)
    await stand(actor, prepared, given.reason, now)
    await await_answer(request_id, now)
    await chain(member_id, "correction_decided", request_id, {"by": actor.member})
    event = RecordCorrected(member_id, request_id, prepared.moments[0], prepared.moments[-1])
    await record(event, by=actor, to=[member_id])


async def await_answer(request_id: UUID, now: datetime) -> None:
    """The person has so many days to say what they think of it."""
    days = (await fetch_row(queries.ANSWER_DAYS))["days"]
    until = now + timedelta(days=days)
    await fetch("UPDATE correction SET answer_by = $2 WHERE request_id = $1", request_id, until)
    await set_timer(
        key=f"correction_answer/{request_id}", due_at=until, event=CorrectionAnswerDue(request_id)
    )


def _check_same(rows: Sequence[Any], member_id: UUID, given: CorrectionInput) -> None:
    if rows[0]["member_id"] != member_id:
        raise NotFound()
    asked_at = rows[0]["asked_at"]
    before = [(row["replaces"], row["kind"], row["at"]) for row in rows]
    again = [(c.replaces, c.kind, min(c.at, asked_at) if c.at else None) for c in given.changes]
    if before != again or rows[0]["reason"] != given.reason:
        raise CorrectionExists()


async def _add(
    actor: Actor,
    request_id: UUID,
    prepared: Prepared,
    reason: str,
    state: str,
    now: datetime,
    *,
    proposed: bool,
) -> None:
    stands = state == "standing"
    rows = [
        {
            "org_id": actor.org,
            "id": wish.id,
            "request_id": request_id,
            "place": place,
            "member_id": prepared.member_id,
            "replaces": wish.replaces,
            "kind": wish.kind,
            "at": wish.at,
            "site_id": prepared.site_of(wish),
            "shift_id": prepared.shift_of(wish),
            "reason": reason,
            "asked_by": actor.member,
            "asked_at": now,
            "state": state,
            "decided_by": actor.member if stands else None,
            "decided_at": now if stands else None,
            "proposed": proposed,
        }
        for place, wish in enumerate(prepared.wishes)
    ]
    await add_rows(rows)


async def add_rows(rows: Sequence[dict[str, Any]]) -> None:
    """Raises CorrectionExists for an id that another request has, perhaps since this very moment."""
    try:
        await fetch(queries.ADD, msgspec.json.encode(rows).decode())
    except asyncpg.UniqueViolationError:
        raise CorrectionExists() from None


async def stand(actor: Actor, prepared: Prepared, reason: str, now: datetime) -> None:
    """Put the request in force, as whoever decided it."""
    own = prepared.member_id == actor.member
    flags = ["self_approved"] if own else []
    await put_in_force(prepared, org_id=actor.org, by=actor.member, reason=reason, now=now, flags=flags)
    made = [wish for wish in prepared.wishes if wish.kind is not None]
    await fetch(queries.SET_PUNCH, [wish.id for wish in made], [wish.punch_id for wish in made])


async def chain(member_id: UUID, kind: str, request_id: UUID, said: dict[str, Any]) -> None:
    """Each change of the request is an entry of its own: every column of its row as it is from now on."""
    for row in await fetch(queries.ROWS, request_id):
        columns = {name: value for name, value in row.items() if name not in ("org_id", "member_id")}
        await add_entry(member_id, kind, row["id"], row["at"] or row["asked_at"], {**columns, **said})


async def held(request_id: UUID) -> Sequence[Any]:
    """The rows of a request, with their member held until the transaction ends. Raises NotFound."""
    rows = await fetch(queries.ROWS, request_id)
    if not rows:
        raise NotFound()
    await fetch_row(HOLD_MEMBER, rows[0]["member_id"])
    return await fetch(queries.ROWS, request_id)  # somebody may have decided it while we waited


def moments_of(rows: Sequence[Any]) -> list[datetime]:
    return sorted(row["at"] or row["asked_at"] for row in rows)


async def view(request_id: UUID) -> CorrectionView:
    return CorrectionView.of(await fetch_row(queries.ONE, request_id))
