"""Who hears of corrections: the office of what is asked and objected to, the person of everything else."""

from typing import Any

from backend.attendance.correction_events import (
    CorrectionAnswered,
    CorrectionAsked,
    CorrectionDecided,
    RecordCorrected,
)
from backend.attendance.queries import corrections as queries
from backend.attendance.schemas.corrections import CorrectionView
from backend.attendance.service.corrections import view
from backend.core.database import transaction
from backend.notifications.service.decide import Audience, Message, notify

FOR_OFFICE, FOR_PERSON = "/office/fixes", "/my/fix"


async def tell_of_asking(event: CorrectionAsked) -> None:
    """Whoever answers for the site decides; not the person themselves."""
    async with transaction():
        request = await view(event.request_id)
        if request.state == "asked":
            await _tell("correction_asked", request, _office(event), FOR_OFFICE)


async def tell_of_correction(event: RecordCorrected) -> None:
    """The person hears at once what the office changed, and until when they can object."""
    async with transaction():
        request = await view(event.request_id)
        audience = Audience.of([event.member_id], "own_record")
        assert request.answer_by is not None
        until = {"at": request.answer_by.isoformat(), "zone": request.changes[0].zone}
        said = {"by": request.asked_by_name, "reason": request.reason, "until": until}
        await _tell("record_corrected", request, audience, FOR_PERSON, said)


async def tell_of_decision(event: CorrectionDecided) -> None:
    """Who asked hears the answer; who took it back knows."""
    if event.state == "withdrawn":
        return
    async with transaction():
        request = await view(event.request_id)
        if request.decided_by == request.member_id:
            return
        said = {"state": event.state, "answer": request.decision_reason or ""}
        audience = Audience.of([event.member_id], "own_record")
        await _tell("correction_decided", request, audience, FOR_PERSON, said)


async def tell_of_objection(event: CorrectionAnswered) -> None:
    """The office hears that somebody sees it otherwise."""
    if event.answer != "objected":
        return
    async with transaction():
        request = await view(event.request_id)
        said = {"reason": request.answer_reason or ""}
        await _tell("correction_objected", request, _office(event), FOR_OFFICE, said)


def _office(event: CorrectionAsked | CorrectionAnswered) -> Audience:
    return Audience(queries.WHO_DECIDES, (event.request_id, event.member_id))


async def _tell(
    topic: str, request: CorrectionView, audience: Audience, link: str, said: dict[str, Any] | None = None
) -> None:
    message = Message(
        topic=topic,
        key=f"{topic}/{request.id}",
        subject=request.id,
        variables={"name": request.member_name, "at": _about(request), **(said or {})},
        link=link,
    )
    await notify(message, audience, by=None)


def _about(request: CorrectionView) -> dict[str, str]:
    """The moment that it is about, at the site."""
    change = request.changes[0]
    moment = change.at or (change.before.at if change.before else request.asked_at)
    return {"at": moment.isoformat(), "zone": change.zone}
