"""Who hears of leave: the office of what is asked, the person of what was decided."""

from typing import Any
from uuid import UUID

from backend.core.database import fetch_row, transaction
from backend.notifications.service.decide import Audience, Message, notify
from backend.scheduling.events import LeaveAsked, LeaveDecided, LeaveWithdrawn
from backend.scheduling.queries import leave as queries
from backend.scheduling.schemas.leave import RequestView
from backend.scheduling.service.leave import view

FOR_OFFICE, FOR_PERSON = "/office/requests", "/my/leave"


async def tell_of_asking(event: LeaveAsked, *, by_account: UUID | None) -> None:
    """The office hears that somebody asks for leave, unless the office itself asked for them."""
    async with transaction():
        request = await view(event.request_id)
        if request.state == "asked" and await _is_own(request.member_id, by_account):
            audience = Audience(queries.OFFICE, (request.member_id,))
            await _tell("leave_asked", request, audience, link=FOR_OFFICE)


async def tell_of_decision(event: LeaveDecided) -> None:
    """Who asked hears the answer."""
    async with transaction():
        request = await view(event.request_id)
        audience = Audience.of([event.member_id], "asked_for_leave")
        await _tell("leave_decided", request, audience, link=FOR_PERSON)


async def tell_of_withdrawal(event: LeaveWithdrawn, *, by_account: UUID | None) -> None:
    """The office hears that somebody comes after all; if the office withdrew it, the person hears."""
    async with transaction():
        request = await view(event.request_id)
        if await _is_own(event.member_id, by_account):
            audience, link = Audience(queries.OFFICE, (event.member_id,)), FOR_OFFICE
        else:
            audience, link = Audience.of([event.member_id], "asked_for_leave"), FOR_PERSON
        await _tell("leave_withdrawn", request, audience, link=link)


async def _is_own(member_id: UUID, account_id: UUID | None) -> bool:
    row = await fetch_row("SELECT account_id FROM member WHERE id = $1", member_id)
    return row is not None and row["account_id"] == account_id


async def _tell(topic: str, request: RequestView, audience: Audience, *, link: str) -> None:
    zone = (await fetch_row("SELECT timezone FROM organisation"))["timezone"]
    variables: dict[str, Any] = {
        "name": request.name,
        "from_on": {"at": request.starts_at.isoformat(), "zone": zone},
    }
    if topic == "leave_decided":
        variables |= {"state": request.state, "answer": request.answer}
    message = Message(
        topic=topic,
        key=f"{topic}/{request.id}",
        subject=request.id,
        variables=variables,
        link=link,
    )
    await notify(message, audience, by=None)
