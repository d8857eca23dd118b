"""Somebody does not come: their seats are free, and the automatic roster looks for others at once."""

from datetime import timedelta

import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.identity.tables import Member
from backend.scheduling.errors import NothingCalledOff
from backend.scheduling.events import CalledOff, MemberUnassigned
from backend.scheduling.queries import rosterings as queries
from backend.scheduling.rules.times import check_range
from backend.scheduling.schemas.rosterings import CallOffInput, RosteringView, Weights
from backend.scheduling.service import rosterings
from backend.scheduling.service.publications import sites_to_plan

SECONDS = 2
"""For the search; the rest of the five seconds is for reading the plan and beginning."""
MINUTE = timedelta(minutes=1)


async def call_off(actor: Actor, wanted: CallOffInput) -> RosteringView:
    """Take somebody off what they would work in this time, and let the roster find others.

    Only shifts that have not begun, in the sites that the actor plans. The same id again is the same.
    Raises NotFound, NothingCalledOff.
    """
    check_range(wanted.from_, wanted.to)
    rostering_id = wanted.id or new_id()
    async with transaction():
        sites = await sites_to_plan(actor, None)
        if not await Member.exists().where(Member.id == wanted.member_id):
            raise NotFound()
        if await fetch_row(queries.ONE, rostering_id):
            return await rosterings.rostering(actor, rostering_id)
        now = clock.now()
        shifts = await fetch(queries.HOLD_CALLED_OFF, wanted.member_id, wanted.from_, wanted.to, now, sites)
        if not shifts:
            raise NothingCalledOff()
        shift_ids = [shift["id"] for shift in shifts]
        await fetch(queries.LEAVE_SEATS, wanted.member_id, shift_ids)
        for shift in shifts:
            told = [wanted.member_id] if shift["state"] == "published" else []
            await record(MemberUnassigned(shift["id"], wanted.member_id), by=actor, to=told)
        await rosterings.begin(
            actor,
            rostering_id,
            min(shift["starts_at"] for shift in shifts),
            max(shift["starts_at"] for shift in shifts) + MINUTE,
            sites,
            shift_ids,
            SECONDS,
            "repair",
            msgspec.json.encode(Weights()).decode(),
            wanted.member_id,
            wanted.reason,
        )
        await record(CalledOff(wanted.member_id, rostering_id, shift_ids), by=actor)
        return await rosterings.rostering(actor, rostering_id)
