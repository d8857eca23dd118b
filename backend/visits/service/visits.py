"""Visits: what was done on a shift, said by who was on it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.scheduling.rules.times import check_range
from backend.visits.errors import NotOnShift, VisitNotNow
from backend.visits.events import TaskChecked, TaskUnchecked
from backend.visits.queries import visits as queries
from backend.visits.schemas.visits import CheckedTask, CheckInput, VisitsView, VisitView

BEFORE, AFTER = timedelta(days=1), timedelta(days=7)
"""From so long before a shift until so long after it: phones may have been offline for days."""
MOST_VISITS = 500


def view_of(row: Any) -> VisitView:
    items = msgspec.json.decode(row["items"], type=list[CheckedTask])
    return VisitView(**{name: row[name] for name in VisitView.__struct_fields__[:-1]}, items=items)


async def visit(actor: Actor, shift_id: UUID) -> VisitView:
    """A visit, for who is on it and for the office. Raises NotFound."""
    async with transaction():
        return await _visible(actor, shift_id)


async def visits(actor: Actor, from_: datetime, to: datetime, site_id: UUID | None) -> VisitsView:
    """Visits with a checklist in the actor's sites, the newest first, at most 500. Raises RangeTooLong."""
    check_range(from_, to)
    own = actor.scope_filter("see_visits")
    async with transaction():
        sites = None if own is None else list(own)
        rows = await fetch(queries.OF_SITES, from_, to, sites, site_id, MOST_VISITS)
    return VisitsView([view_of(row) for row in rows])


async def check(actor: Actor, shift_id: UUID, item_id: UUID, wanted: CheckInput) -> VisitView:
    """An item is done. Who said it first keeps it. Raises NotFound, NotOnShift, VisitNotNow."""
    async with transaction():
        await to_be_done(actor, shift_id, item_id)
        now = clock.now()
        done_at = min(wanted.done_at, now)  # a phone's clock may be ahead
        if await fetch(queries.CHECK, shift_id, item_id, actor.member, done_at, wanted.note, now):
            await record(TaskChecked(shift_id, item_id), by=actor)
        return await _visible(actor, shift_id)


async def uncheck(actor: Actor, shift_id: UUID, item_id: UUID) -> VisitView:
    """It is not done after all; its photos stay. Raises NotFound, NotOnShift, VisitNotNow."""
    async with transaction():
        await to_be_done(actor, shift_id, item_id)
        if await fetch(queries.UNCHECK, shift_id, item_id):
            await record(TaskUnchecked(shift_id, item_id), by=actor)
        return await _visible(actor, shift_id)


async def to_be_done(actor: Actor, shift_id: UUID, item_id: UUID) -> VisitView:
    """The visit, if the actor is on it and this is its time. Raises NotFound, NotOnShift, VisitNotNow."""
    seen = await _visible(actor, shift_id)
    if not await fetch(queries.ON_SHIFT, shift_id, actor.member):
        raise NotOnShift()
    if not await fetch(queries.ITEM, item_id, shift_id):
        raise NotFound()
    if not seen.starts_at - BEFORE <= clock.now() <= seen.ends_at + AFTER:
        raise VisitNotNow(opens_at=seen.starts_at - BEFORE, closes_at=seen.ends_at + AFTER)
    return seen


async def _visible(actor: Actor, shift_id: UUID) -> VisitView:
    row = await fetch_row(queries.VISIT, shift_id)
    if row is None:
        raise NotFound()
    is_office = actor.may("see_visits", row["site_id"])
    if not is_office and not await fetch(queries.ON_SHIFT, shift_id, actor.member):
        raise NotFound()
    return view_of(row)
