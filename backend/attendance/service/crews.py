"""A leader taps for the crew of a shift, and each of them may object."""

from typing import Any
from uuid import UUID

from backend.attendance.errors import NotOnThatShift, TappedByYourself
from backend.attendance.events import PunchObjected
from backend.attendance.queries import crews as queries
from backend.attendance.queries.punches import HOLD_MEMBER
from backend.attendance.rules.evidence import Way
from backend.attendance.rules.matching import is_about
from backend.attendance.schemas.crews import CrewPunchInput, ObjectionView
from backend.attendance.schemas.punches import PunchInput, PunchView
from backend.attendance.service import clock_in
from backend.attendance.service.chain import add_entry
from backend.attendance.service.correction_answers import object_to_correction_by
from backend.attendance.service.told import tell_of_objection, tell_of_tap
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.events import record


async def tap_for(actor: Actor, punch_id: UUID, given: CrewPunchInput) -> tuple[PunchView, bool]:
    """Clock one of the crew in or out. The same tap again changes nothing; True says it is new.

    The person hears of it. No position is kept: it would be the leader's. Raises NotFound for a shift that
    the actor does not lead, NotOnThatShift, UnacceptableFields for oneself, and what `take_punch` raises.
    """
    if given.member_id == actor.member:
        raise UnacceptableFields(errors=[FieldProblem("/member_id", "yourself", "tap with your own phone")])
    async with transaction():
        shift = await fetch_row(queries.ON_SHIFT, given.shift_id, given.member_id)
        if shift is None or not actor.may("clock_in_crew", shift["site_id"]):
            raise NotFound()
        if not shift["is_on"]:
            raise NotOnThatShift()
        claim = PunchInput(
            kind=given.kind,
            device_time=given.device_time,
            site_id=shift["site_id"],
            device_age_ms=given.device_age_ms,
            last_server_time=given.last_server_time,
            app_version=given.app_version,
            member_id=given.member_id,
        )
        way = Way("crew", recorded_by=actor.member)
        punch, is_new = await clock_in.take_punch(actor, punch_id, claim, way)
        if not is_about(punch.believed_at, shift["starts_at"], shift["ends_at"]):
            raise NotOnThatShift()
        if is_new:
            leader = await fetch_row("SELECT name FROM member WHERE id = $1", actor.member)
            await tell_of_tap(punch, shift, way="crew", by=actor, name=leader["name"])
    return punch, is_new


async def object_to(actor: Actor, punch_id: UUID, reason: str) -> ObjectionView:
    """Say that what another tapped is not so. The first objection stays; it changes no hours by itself.

    Raises NotFound, and TappedByYourself for one's own tap, which a correction mends.
    """
    async with transaction():
        punch = await fetch_row(queries.PUNCH, punch_id)
        if punch is None or punch["member_id"] != actor.member:
            raise NotFound()
        if not is_of_others(punch):
            raise TappedByYourself()
        await fetch(HOLD_MEMBER, actor.member)
        now = clock.now()
        made = await fetch_row(queries.OBJECT, punch_id, actor.member, reason, now)
        if made is not None:
            said = {"punch_id": punch_id, "reason": reason, "objected_at": now}
            await add_entry(actor.member, "objection", punch_id, punch["believed_at"], said)
            await record(PunchObjected(punch_id, actor.member, punch["site_id"]), by=actor, to=[actor.member])
            if not await object_to_correction_by(actor, punch_id, reason):
                await tell_of_objection(punch, by=actor)
        return ObjectionView(**await fetch_row(queries.OBJECTION, punch_id))


async def objection(actor: Actor, punch_id: UUID) -> ObjectionView:
    """What was objected. Raises NotFound, also for who may not see the punch."""
    async with transaction():
        punch = await fetch_row(queries.PUNCH, punch_id)
        if punch is None:
            raise NotFound()
        if punch["member_id"] != actor.member and not actor.may("see_board", punch["site_id"]):
            raise NotFound()
        found = await fetch_row(queries.OBJECTION, punch_id)
    if found is None:
        raise NotFound()
    return ObjectionView(**found)


def is_of_others(punch: Any) -> bool:
    """Whether anybody but the person's own phone said it."""
    return punch["recorded_by"] not in (None, punch["member_id"]) or punch["how"] in ("tablet", "sms", "call")
