"""What people do with the automatic roster: ask, look, stop it, and take what it proposes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.core.timers import clear_timer
from backend.scheduling.errors import NotDone, PlanMovedOn, RosteringApplied, TooManyRosterings
from backend.scheduling.events import (
    MemberAssigned,
    MemberUnassigned,
    RosterApplied,
    RosteringAsked,
    RosteringCancelled,
)
from backend.scheduling.queries import rosterings as queries
from backend.scheduling.rules.times import check_range
from backend.scheduling.schemas.rosterings import (
    Outcome,
    Progress,
    RosteringApplication,
    RosteringInput,
    RosteringList,
    RosteringSummary,
    RosteringView,
)
from backend.scheduling.service import guards
from backend.scheduling.service.guards import Placement
from backend.scheduling.service.publications import revision_of, sites_to_plan

KEPT = timedelta(days=30)
MOST_UNDER_WAY = 5
"""At once in one organisation; each has a process of its own."""
LATEST = 20


async def ask(actor: Actor, wanted: RosteringInput) -> RosteringView:
    """Let the automatic roster begin. The same id again is the same work.

    Raises RangeTooLong, NotFound for a site that the actor does not plan, TooManyRosterings.
    """
    check_range(wanted.from_, wanted.to)
    rostering_id = wanted.id or new_id()
    async with transaction():
        sites = await sites_to_plan(actor, wanted.site_ids)
        await begin(
            actor,
            rostering_id,
            wanted.from_,
            wanted.to,
            sites,
            None,
            wanted.seconds,
            wanted.mode,
            msgspec.json.encode(wanted.weights).decode(),
            None,
            "",
        )
        return _view(await _visible(actor, rostering_id))


async def begin(actor: Actor, rostering_id: UUID, *values: object) -> bool:
    """Write the work down, inside a transaction; False when it is there already."""
    now = clock.now()
    await fetch(queries.FORGET, now - KEPT)
    if not await fetch(queries.KEEP, rostering_id, *values, now):
        return False
    under_way = await fetch_row(queries.UNDER_WAY)
    if under_way[0] > MOST_UNDER_WAY:
        raise TooManyRosterings()
    await record(RosteringAsked(rostering_id), by=actor)
    return True


async def rostering(actor: Actor, rostering_id: UUID) -> RosteringView:
    async with transaction():
        return _view(await _visible(actor, rostering_id))


async def latest(actor: Actor) -> RosteringList:
    """The newest ones of the sites that the actor plans."""
    names = RosteringSummary.__struct_fields__
    async with transaction():
        rows = await fetch(queries.LATEST, await sites_to_plan(actor, None), LATEST)
    return RosteringList([RosteringSummary(**{name: row[name] for name in names}) for row in rows])


async def cancel(actor: Actor, rostering_id: UUID) -> None:
    """Stop it, or throw its proposal away. Doing it again changes nothing. Raises RosteringApplied."""
    async with transaction():
        row = await _visible(actor, rostering_id, hold=True)
        if row["state"] == "applied":
            raise RosteringApplied()
        if row["state"] in ("waiting", "running", "done"):
            await _end(row, "cancelled")
            await record(RosteringCancelled(rostering_id), by=actor)


async def apply(actor: Actor, rostering_id: UUID, wanted: RosteringApplication) -> RosteringView:
    """Make the proposal the plan, all or nothing. Doing it again changes nothing.

    Raises NotDone, PlanMovedOn when anybody changed the plan since the roster looked at it, and RulesBroken.
    """
    async with transaction():
        row = await _visible(actor, rostering_id, hold=True)
        if row["state"] != "applied":
            if row["state"] != "done":
                raise NotDone()
            states = await _hold_plan(row)
            await _change_plan(actor, row, wanted, states)
            await _end(row, "applied")
        return _view(await _visible(actor, rostering_id))


async def _hold_plan(row: Any) -> dict[UUID, str]:
    """The states of all shifts in question, held as the roster knew them."""
    shift_ids = await shifts_in_question(row)
    held = await fetch(queries.HOLD_SHIFTS, shift_ids)
    if row["revision"] != await revision_of(shift_ids):
        raise PlanMovedOn()
    return {shift["id"]: shift["state"] for shift in held}


async def _change_plan(actor: Actor, row: Any, wanted: RosteringApplication, states: dict[UUID, str]) -> None:
    outcome = _outcome(row)
    left_out = {(seat.shift_id, seat.member_id) for seat in wanted.leave_out}
    on = [seat for seat in outcome.proposal if (seat.shift_id, seat.member_id) not in left_out]
    off = [seat for seat in outcome.taken_off if (seat.shift_id, seat.member_id) not in left_out]
    gone = await fetch(queries.TAKE_OFF, *_columns(off))
    try:
        async with transaction():
            placed = await fetch(queries.PUT_ON, *_columns(on))
    except (asyncpg.ExclusionViolationError, asyncpg.UniqueViolationError):
        raise PlanMovedOn() from None  # somebody has other work then, outside of what the roster looked at
    await guards.guard([Placement(seat["member_id"], seat["shift_id"]) for seat in placed], occasion="roster")
    for seat in gone:
        if states[seat["shift_id"]] == "published":
            await record(MemberUnassigned(*seat), by=actor, to=[seat["member_id"]])
    for seat in placed:
        if states[seat["shift_id"]] == "published":
            await record(MemberAssigned(*seat), by=actor, to=[seat["member_id"]])
    await record(RosterApplied(row["id"], len(placed), len(gone)), by=actor)


def _columns(seats: Sequence[Any]) -> tuple[list[UUID], list[UUID]]:
    return [seat.shift_id for seat in seats], [seat.member_id for seat in seats]


async def shifts_in_question(row: Any) -> list[UUID]:
    """The shifts whose people this work may change."""
    shifts = await fetch(queries.SHIFTS_IN_QUESTION, row["from_at"], row["to_at"], row["site_ids"])
    return [shift["id"] for shift in shifts]


async def _end(row: Any, state: str) -> None:
    await fetch(queries.END, row["id"], state, clock.now())
    await clear_timer(timer_of(row["id"]))


def timer_of(rostering_id: UUID) -> str:
    """The timer that looks after a process that has died."""
    return f"rostering/{rostering_id}"


async def _visible(actor: Actor, rostering_id: UUID, *, hold: bool = False) -> Any:
    """The row, when it concerns only sites that the actor plans."""
    row = await fetch_row(queries.ONE + (" FOR UPDATE" if hold else ""), rostering_id)
    own = actor.scope_filter("plan_shifts")
    if row is None or (own is not None and (row["site_ids"] is None or not set(row["site_ids"]) <= own)):
        raise NotFound()
    return row


def _outcome(row: Any) -> Outcome:
    return msgspec.json.decode(row["outcome"] or "{}", type=Outcome)


def _view(row: Any) -> RosteringView:
    outcome = _outcome(row)
    return RosteringView(
        id=row["id"],
        state=row["state"],
        mode=row["mode"],
        from_at=row["from_at"],
        to_at=row["to_at"],
        seconds=row["seconds"],
        absent_id=row["absent_id"],
        called_off=row["shift_ids"] or [],
        asked_at=row["asked_at"],
        finished_at=row["finished_at"],
        progress=msgspec.json.decode(row["progress"], type=Progress) if row["progress"] else None,
        proposal=outcome.proposal,
        taken_off=outcome.taken_off,
        empty=outcome.empty,
        changes=len(outcome.proposal) + len(outcome.taken_off),
    )
