"""What changes a record after it was agreed on: an approval falls away, a lock asks what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.timesheets.errors import QuestionAnswered
from backend.timesheets.events import LateQuestionAnswered, LateQuestionAsked, SheetMovedOnAfterApproval
from backend.timesheets.queries import kept as queries
from backend.timesheets.rules.revision import revision_of, work_at
from backend.timesheets.rules.sheet import Sheet
from backend.timesheets.schemas.sheets import LateAnswerInput, QuestionList, QuestionView, ReasonInput
from backend.timesheets.service.acts import Act, write_act
from backend.timesheets.service.approvals import reopen
from backend.timesheets.service.periods import Period, period
from backend.timesheets.service.sheets import read_sheets

NEAR = timedelta(days=2)
"""Work belongs to the day on which it began, and days begin elsewhere in other zones."""
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed a record: what, from when to when it is about, and when it became known."""

    about: Literal["punch", "correction"]
    ref: UUID
    from_at: datetime
    until_at: datetime
    known_at: datetime


async def follow(member_id: UUID, change: Change) -> None:
    """Look whether a change of somebody's record changed what was agreed on. Twice is once."""
    async with transaction():
        days = ((change.from_at - NEAR).date(), (change.until_at + NEAR).date())
        if not await fetch(queries.AGREED_NEAR, member_id, *days):
            return  # nearly always: nobody waits for a lock that is not needed
        await fetch(queries.HOLD, [member_id])
        for row in await fetch(queries.AGREED_NEAR, member_id, *days):
            found = Period(row["id"], row["from_on"], row["until_on"])
            [sheet] = await read_sheets(found.from_on, found.until_on, [member_id])
            if revision_of(sheet) == row["revision"]:
                continue
            if row["state"] == "approved":
                await _fall_away(member_id, found, row["revision"])
            elif row["locked_at"] < change.known_at and _has_effect(row["content"], sheet, change):
                await _ask(member_id, found, change)


def _has_effect(content: str, sheet: Sheet, change: Change) -> bool:
    """Whether it is this change that the record differs by from what was locked, and not another near it."""
    frozen = msgspec.json.decode(content, type=Sheet)
    span = (change.from_at, change.until_at)
    return work_at(frozen, *span) != work_at(sheet, *span)


async def _fall_away(member_id: UUID, found: Period, revision: str) -> None:
    await fetch(queries.REOPEN, found.id, member_id)
    act = Act(new_id(), member_id, "moved_on", clock.now(), revision, None)
    await write_act(found, act)
    await record(SheetMovedOnAfterApproval(member_id, found.id, act.id), by=None, to=[member_id])


async def _ask(member_id: UUID, found: Period, change: Change) -> None:
    what = (change.about, change.ref, change.from_at)
    asked = await fetch(queries.ASK, new_id(), found.id, member_id, *what, clock.now())
    for row in asked:
        await record(LateQuestionAsked(member_id, row["id"], found.id), by=None, to=[member_id])


async def questions() -> QuestionList:
    """What waits for an answer, the oldest first."""
    async with transaction():
        rows = await fetch(queries.OPEN_QUESTIONS, MOST_SHOWN)
    return QuestionList([QuestionView(**row) for row in rows])


async def answer(actor: Actor, question_id: UUID, given: LateAnswerInput) -> QuestionView:
    """Open the sheet again, or leave it as it was locked. The worker is told either way.

    What is left out stays in the record, and the worker's chain says why it has no effect. The same answer
    again changes nothing. Raises NotFound, QuestionAnswered.
    """
    async with transaction():
        row = await fetch_row("SELECT member_id FROM late_question WHERE id = $1", question_id)
        if row is None:
            raise NotFound()
        await fetch(queries.HOLD, [row["member_id"]])
        question = await fetch_row(queries.HOLD_QUESTION, question_id)
        if question["answer"] is None:
            await _answer(actor, question, given)
        elif question["answer"] != given.answer:
            raise QuestionAnswered(answer=question["answer"])
        return QuestionView(**await fetch_row(queries.QUESTION, question_id))


async def _answer(actor: Actor, question: Any, given: LateAnswerInput) -> None:
    member_id, period_id = question["member_id"], question["period_id"]
    now = clock.now()
    if given.answer == "reopen":
        actor.must("reopen_timesheets")
        await reopen(actor, period_id, member_id, ReasonInput(given.reason))
    else:
        row = await fetch_row(queries.STATES, period_id, [member_id])
        revision = row["revision"] if row else None
        await fetch(queries.ANSWER, question["id"], "leave", actor.member, now, given.reason)
        act = Act(new_id(), member_id, "left_out", now, revision, actor.member, given.reason)
        await write_act(await period(period_id), act, about=question["about"], ref=question["ref"])
    event = LateQuestionAnswered(member_id, question["id"], period_id, given.answer)
    await record(event, by=actor, to=[member_id])
