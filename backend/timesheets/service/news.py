"""Who hears of sheets: the office of what there is to look at, the worker of what was decided."""

from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.core.database import fetch_row, transaction
from backend.notifications.service.decide import Audience, Message, notify
from backend.timesheets.events import (
    LateQuestionAnswered,
    LateQuestionAsked,
    SheetMovedOnAfterApproval,
    SheetRemarked,
    SheetReopened,
)
from backend.timesheets.queries import kept as queries
from backend.timesheets.service.periods import period


async def tell_of_moving_on(event: SheetMovedOnAfterApproval) -> None:
    """The office hears that an approval fell away."""
    await _tell_office("moved_on", event.act_id, event.member_id, event.period_id)


async def tell_of_question(event: LateQuestionAsked) -> None:
    """The office hears what came after a lock."""
    await _tell_office("late", event.question_id, event.member_id, event.period_id)


async def tell_of_remark(event: SheetRemarked, *, event_id: int) -> None:
    """The office hears from who says that their sheet is not right."""
    if not event.right:
        await _tell_office("not_right", event_id, event.member_id, event.period_id)


async def tell_of_reopening(event: SheetReopened) -> None:
    """The worker hears why."""
    async with transaction():
        row = await fetch_row("SELECT reason FROM sheet_act WHERE id = $1", event.act_id)
        await _tell_worker("reopened", event.act_id, event.member_id, event.period_id, row["reason"])


async def tell_of_answer(event: LateQuestionAnswered) -> None:
    """The worker hears why what came late has no effect; of a reopening they hear anyway."""
    if event.answer == "leave":
        async with transaction():
            row = await fetch_row("SELECT reason FROM late_question WHERE id = $1", event.question_id)
            await _tell_worker("left_out", event.question_id, event.member_id, event.period_id, row["reason"])


async def _tell_office(kind: str, why: object, member_id: UUID, period_id: UUID) -> None:
    async with transaction():
        row = await fetch_row("SELECT name FROM member WHERE id = $1", member_id)
        message = Message(
            topic="sheet_asks",
            key=f"sheet_asks/{kind}/{why}",
            subject=member_id,
            variables={**await _days(period_id), "name": row["name"], "kind": kind},
            link=f"/office/sheet/{member_id}?period={period_id}",
        )
        await notify(message, Audience(queries.OFFICE, (member_id,)), by=None)


async def _tell_worker(kind: str, why: UUID, member_id: UUID, period_id: UUID, reason: str) -> None:
    message = Message(
        topic="sheet_news",
        key=f"sheet_news/{kind}/{why}",
        subject=member_id,
        variables={**await _days(period_id), "kind": kind, "reason": reason},
        link="/my/sheets",
    )
    await notify(message, Audience.of([member_id], "own_sheet"), by=None)


async def _days(period_id: UUID) -> dict[str, Any]:
    found = await period(period_id)
    zone = (await fetch_row("SELECT timezone FROM organisation"))["timezone"]
    midnight = datetime.combine(found.from_on, time(), ZoneInfo(zone))
    return {"from_on": {"at": midnight.isoformat(), "zone": zone}}
