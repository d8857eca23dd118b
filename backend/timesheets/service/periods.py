"""Periods: made ahead, and when somebody first looks; what was made stays as it is."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.scheduling.rules.leave import months_after
from backend.timesheets.errors import PeriodNotBegun
from backend.timesheets.events import SheetChoicesChanged
from backend.timesheets.queries import periods as queries
from backend.timesheets.rules.periods import DAY, period_at, periods_between
from backend.timesheets.schemas.choices import SheetChoices

KEPT_MONTHS = 36
"""Records are kept three years (근로기준법 제42조); older periods are not made."""
AHEAD = timedelta(days=31)
"""How far from today periods are there already."""


class Period(Struct, frozen=True):
    """Days whose sheets are approved and paid together, both in it."""

    id: UUID
    from_on: date
    until_on: date


async def choices() -> SheetChoices:
    """What the organisation of the tenancy chose about its sheets."""
    async with transaction():
        row = await fetch_row(queries.CHOICES)
    return msgspec.json.decode(row["choices"] if row else "{}", type=SheetChoices)


async def put_choices(actor: Actor, wanted: SheetChoices) -> SheetChoices:
    """All choices at once. Periods that have begun stay; the next one begins when the present one ends."""
    async with transaction():
        before = await choices()
        changed = [
            name for name in wanted.__struct_fields__ if getattr(before, name) != getattr(wanted, name)
        ]
        if changed:
            known = await fetch_row(queries.KNOWN, clock.now())
            await fetch(queries.PUT_CHOICES, msgspec.json.encode(wanted).decode())
            await fetch(queries.DROP_COMING, known["today"])
            await record(SheetChoicesChanged(actor.org, changed), by=actor)
            await ensure()
    return wanted


async def ensure() -> date:
    """Make the periods from the first work to a month ahead, those that are not there yet. Says today."""
    async with transaction():
        known = await fetch_row(queries.KNOWN, clock.now())
        today: date = known["today"]
        chosen = await choices()
        until = today + AHEAD
        began, first = _beginning(known["began_on"], today), known["first"]
        days: list[tuple[date, date]] = []
        if first is None:
            days += periods_between(period_at(began, chosen)[0], until, chosen)
        else:
            if began < first:  # work of longer ago became known
                earlier = periods_between(period_at(began, chosen)[0], first - DAY, chosen)
                days += [(from_, min(to, first - DAY)) for from_, to in earlier]
            days += periods_between(known["last"] + DAY, until, chosen)
        if days:
            ids = [new_id() for _ in days]
            await fetch(queries.MAKE, ids, [from_ for from_, _ in days], [to for _, to in days])
    return today


def _beginning(began_on: date | None, today: date) -> date:
    return max(min(began_on or today, today), months_after(today, -KEPT_MONTHS))


async def period(period_id: UUID) -> Period:
    """Raises NotFound."""
    row = await fetch_row(queries.ONE, period_id)
    if row is None:
        raise NotFound()
    return Period(**row)


async def begun(period_id: UUID) -> Period:
    """A period about which something may be said. Raises NotFound, PeriodNotBegun."""
    async with transaction():
        found = await period(period_id)
        known = await fetch_row(queries.KNOWN, clock.now())
    if found.from_on > known["today"]:
        raise PeriodNotBegun(from_on=found.from_on.isoformat())
    return found


async def period_of(day: date) -> Period | None:
    """The period that holds a day, or None for one that was never made."""
    async with transaction():
        row = await fetch_row(queries.AT, day)
    return Period(**row) if row else None


async def current() -> Period:
    """The period that holds today, by the organisation's clocks."""
    async with transaction():
        found = await period_of(await ensure())
    assert found is not None, "ensure made it"
    return found
