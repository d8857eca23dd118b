"""What people say to corrections that the office made of their record; and when they say nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.attendance.correction_errors import (
    AnsweredAlready,
    AnswerTooLate,
    NothingToAnswer,
    ObjectionNeedsReason,
)
from backend.attendance.correction_events import CorrectionAnswered
from backend.attendance.queries import corrections as queries
from backend.attendance.schemas.corrections import CorrectionAnswer, CorrectionView
from backend.attendance.service.corrections import chain, held, view
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record


async def answer(actor: Actor, request_id: UUID, given: CorrectionAnswer) -> CorrectionView:
    """Agree or object to a correction that the office made of one's record. The same answer again is one.

    Raises NotFound for somebody else's, NothingToAnswer, AnsweredAlready, AnswerTooLate,
    ObjectionNeedsReason.
    """
    async with transaction():
        rows = await held(request_id)
        first = rows[0]
        if first["member_id"] != actor.member:
            raise NotFound()
        if first["answer_by"] is None or first["state"] != "standing":
            raise NothingToAnswer()
        if first["answer"] == given.answer:
            return await view(request_id)
        if first["answer"] in ("agreed", "objected"):
            raise AnsweredAlready(answer=first["answer"])
        now = clock.now()
        if now > first["answer_by"]:
            raise AnswerTooLate(answer_by=first["answer_by"])
        if given.answer == "objected" and given.reason is None:
            raise ObjectionNeedsReason()
        await _note_answer(first, given.answer, now, given.reason, by=actor)
        return await view(request_id)


async def object_to_correction_by(actor: Actor, punch_id: UUID, reason: str) -> bool:
    """Who objects to a punch that a correction made objects to that correction. Says whether one was open.

    Inside the transaction of the objection, with the member held.
    """
    now = clock.now()
    row = await fetch_row(queries.OPEN_BY_PUNCH, punch_id, actor.member, now)
    if row is not None:
        await _note_answer(row, "objected", now, reason, by=actor)
    return row is not None


async def note_silence(request_id: UUID) -> None:
    """The time for an answer is over. Nobody said anything: that is what is written, and no consent."""
    async with transaction():
        rows = await fetch(queries.ROWS, request_id)
        if not rows:
            return
        first = (await held(request_id))[0]
        if first["answer"] is None and first["state"] == "standing" and first["answer_by"] <= clock.now():
            await _note_answer(first, "silent", first["answer_by"], None, by=None)


async def _note_answer(first: Any, said: str, at: datetime, reason: str | None, *, by: Actor | None) -> None:
    request_id, member_id = first["request_id"], first["member_id"]
    await fetch(queries.ANSWER, request_id, said, at, reason)
    await chain(member_id, "correction_answered", request_id, {"by": by.member if by else None})
    await record(CorrectionAnswered(member_id, request_id, said), by=by, to=[member_id])
