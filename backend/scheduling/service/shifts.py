"""What people do with shifts: plan, move, cancel, and see who is on them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from piccolo.columns import Column

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, lock, transaction
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.events import record
from backend.core.ids import new_id
from backend.core.pages import cursor_after, keys_of
from backend.scheduling.errors import Overlap, SeatsTaken, ShiftCancelled, SiteArchived
from backend.scheduling.events import ShiftChanged, ShiftPlanned, ShiftWithdrawn
from backend.scheduling.queries import shifts as queries
from backend.scheduling.rules import times as rules
from backend.scheduling.schemas.shifts import ShiftChange, ShiftInput, ShiftPage, ShiftView
from backend.scheduling.service import reminders
from backend.scheduling.service.guards import Placement, examine, guard_change
from backend.scheduling.service.sites import visible_site
from backend.scheduling.tables import Assignment, Position, Shift, Site

Changes = dict[Column | str, Any]

GUARDED = {"starts_at", "ends_at", "position_id", "break_min"}
"""What the rules look at."""


async def plan_shift(actor: Actor, wanted: ShiftInput) -> ShiftView:
    """Add a draft. The same id again is the same shift.

    Raises UnacceptableFields for impossible times, SiteArchived.
    """
    async with transaction():
        site = await visible_site(actor, wanted.site_id)
        actor.must("plan_shifts", site.id)
        refuse_times(wanted.starts_at, wanted.ends_at)
        await refuse_position(wanted.position_id)
        shift = Shift(
            id=wanted.id or new_id(),
            org_id=actor.org,
            site_id=site.id,
            starts_at=wanted.starts_at,
            ends_at=wanted.ends_at,
            seats=wanted.seats,
            note=wanted.note,
            position_id=wanted.position_id,
            break_min=wanted.break_min,
            open_by=wanted.open_by,
        )
        made = await Shift.insert(shift).on_conflict(action="DO NOTHING").returning(Shift.id)
        if made:
            refuse_archived(site)
            event = ShiftPlanned(shift.id, site.id, shift.starts_at, shift.ends_at, shift.seats)
            await record(event, by=actor)
        return await view(actor, shift.id)


async def shifts(
    actor: Actor,
    from_: datetime,
    to: datetime,
    site_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> ShiftPage:
    """The shifts that start in a range: those of the actor's sites, and the published ones they are on."""
    rules.check_range(from_, to)
    after = keys_of(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    own = actor.scope_filter("plan_shifts")
    async with transaction():
        if site_id is not None and not await Site.exists().where(Site.id == site_id):
            raise NotFound()
        rows = await fetch(
            queries.SHIFTS_OF_RANGE,
            from_,
            to,
            site_id,
            None if own is None else list(own),
            actor.member,
            *after,
            limit + 1,
        )
    items = [ShiftView.of(row) for row in rows[:limit]]
    more = len(rows) > limit
    return ShiftPage(items, cursor_after(items[-1].starts_at, items[-1].id) if more else None)


async def shift(actor: Actor, shift_id: UUID) -> ShiftView:
    async with transaction():
        return await view(actor, shift_id)


async def change_shift(actor: Actor, shift_id: UUID, change: ShiftChange) -> ShiftView:
    """Change time, seats or note. Who is on it comes along.

    Raises Overlap when one of them works elsewhere then, SeatsTaken when more are on it, and RulesBroken when
    a rule refuses one of them what it did not refuse before.
    """
    async with transaction():
        shift = await held_shift(actor, shift_id)
        if shift.state == "cancelled":
            raise ShiftCancelled()
        given = change.fields()
        changed: Changes = {name: value for name, value in given.items() if getattr(shift, name) != value}
        if not changed:
            return await view(actor, shift_id)
        await refuse_position(changed.get("position_id"))
        people = await queries.assigned_to([shift.id])
        if changed.get("seats", shift.seats) < len(people):
            raise SeatsTaken()
        placements = (
            [Placement(member_id, shift.id) for member_id in people] if changed.keys() & GUARDED else []
        )
        before = await examine(placements, occasion="assign", reader=actor)
        if "starts_at" in changed or "ends_at" in changed:
            await _move(shift, people, changed)
        await shift.update_self(changed)
        await guard_change(placements, before, reader=actor)
        event = ShiftChanged(shift.id, sorted(map(str, changed)), shift.starts_at, shift.ends_at)
        await record(event, by=actor, to=people)
        return await view(actor, shift_id)


async def refuse_position(position_id: UUID | None) -> None:
    """Raises UnacceptableFields for a position that the organisation does not have, or has no longer."""
    known = (Position.id == position_id) & Position.archived_at.is_null()
    if position_id is not None and not await Position.exists().where(known):
        raise UnacceptableFields(errors=[FieldProblem("/position_id", "unknown", "no such position")])


async def _move(shift: Shift, people: list[UUID], changed: Changes) -> None:
    """Move the shift and, by the database's cascade, everybody on it."""
    starts_at, ends_at = changed.get("starts_at", shift.starts_at), changed.get("ends_at", shift.ends_at)
    refuse_times(starts_at, ends_at)
    try:
        async with transaction():
            await shift.update_self({Shift.starts_at: starts_at, Shift.ends_at: ends_at})
    except asyncpg.ExclusionViolationError:
        raise Overlap(**await queries.other_shift(people, shift.id, starts_at, ends_at)) from None
    if shift.state == "published":
        await reminders.watch([shift.id])


async def cancel_shift(actor: Actor, shift_id: UUID) -> None:
    """Nobody works it any more: everybody on it is free, and who they were stands in the event."""
    async with transaction():
        shift = await held_shift(actor, shift_id)
        if shift.state == "cancelled":
            return
        people = await queries.assigned_to([shift.id])
        await Assignment.delete().where(Assignment.shift_id == shift.id)
        told = people if shift.state == "published" else []
        await shift.update_self({Shift.state: "cancelled"})
        await reminders.forget([shift.id])
        await record(ShiftWithdrawn(shift.id, people), by=actor, to=told)


async def view(actor: Actor, shift_id: UUID) -> ShiftView:
    """A shift that the actor plans, or is on once it is published; any other does not exist for them."""
    row = await queries.shift_with_people(shift_id)
    if row is None:
        raise NotFound()
    found = ShiftView.of(row)
    is_on_it = actor.member in {person.member_id for person in found.assigned}
    if not actor.may("plan_shifts", found.site_id) and not (found.state == "published" and is_on_it):
        raise NotFound()
    return found


async def held_shift(actor: Actor, shift_id: UUID) -> Shift:
    """A shift that the actor plans, held until the transaction ends, so that changes to it queue up."""
    shift = await lock(Shift, shift_id)
    if not actor.may("plan_shifts", shift.site_id):
        raise NotFound()
    return shift


def refuse_times(starts_at: datetime, ends_at: datetime) -> None:
    wrong = list(rules.wrong_times(starts_at, ends_at, clock.now()))
    if wrong:
        raise UnacceptableFields(errors=wrong)


def refuse_archived(site: Site) -> None:
    if site.archived_at is not None:
        raise SiteArchived()
