"""When somebody can work, and what they wish for: said by themselves, or by the office for them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.events import record
from backend.identity.tables import Member
from backend.scheduling.errors import MemberLeft
from backend.scheduling.events import AvailabilityChanged, WishDropped, WishExpressed
from backend.scheduling.queries import times as queries
from backend.scheduling.queries.guards import hold_people
from backend.scheduling.schemas.times import (
    AvailabilityInput,
    AvailabilityView,
    DayInput,
    WeeklyInput,
    WishesView,
    WishInput,
    WishView,
    clock_of,
)

WISHES_AHEAD = timedelta(days=366)
SHOWN_AHEAD = timedelta(days=400)


async def availability(actor: Actor, member_id: UUID) -> AvailabilityView:
    """What somebody said: every week, and of the days from yesterday on. Raises NotFound, Forbidden."""
    async with transaction():
        await known_member(actor, member_id)
        return await said_by(member_id)


async def said_by(member_id: UUID) -> AvailabilityView:
    return AvailabilityView.of(await fetch(queries.AVAILABILITY, member_id, _yesterday()))


async def say(actor: Actor, member_id: UUID, said: AvailabilityInput) -> AvailabilityView:
    """Say all of it anew. Saying the same again changes nothing. Raises NotFound, Forbidden, MemberLeft."""
    async with transaction():
        await held_member(actor, member_id)
        before = await said_by(member_id)
        await fetch(queries.FORGET_AVAILABILITY, member_id)
        rows: list[tuple[int | None, date | None, WeeklyInput | DayInput]] = []
        rows += [(entry.weekday, None, entry) for entry in said.weekly]
        rows += [(None, entry.on_day, entry) for entry in said.days]
        columns: list[list[Any]] = [[], [], [], [], [], []]
        for weekday, on_day, entry in rows:
            values = (weekday, on_day, clock_of(entry.begins), clock_of(entry.ends), entry.kind, entry.note)
            for column, value in zip(columns, values, strict=True):
                column.append(value)
        await fetch(queries.SAY_AVAILABILITY, member_id, *columns)
        after = await said_by(member_id)
        if after != before:
            await record(AvailabilityChanged(member_id), by=actor, to=[member_id])
        return after


async def wishes(actor: Actor, member_id: UUID) -> WishesView:
    """What somebody wishes for from yesterday on. Raises NotFound, Forbidden."""
    async with transaction():
        await known_member(actor, member_id)
        return await wished_by(member_id)


async def wished_by(member_id: UUID) -> WishesView:
    rows = await fetch(queries.WISHES, member_id, _yesterday(), _yesterday() + SHOWN_AHEAD)
    return WishesView([WishView(**row) for row in rows])


async def express(actor: Actor, member_id: UUID, on_day: date, wish: WishInput) -> WishView:
    """Wish to work or to be off on a day; a new wish takes the place of the one before.

    Raises NotFound, Forbidden, MemberLeft, UnacceptableFields for a day that is past or too far.
    """
    async with transaction():
        await held_member(actor, member_id)
        if not _yesterday() <= on_day <= _yesterday() + WISHES_AHEAD:
            raise UnacceptableFields(
                errors=[FieldProblem("/on_day", "out-of-range", "from today, and at most a year ahead")]
            )
        before = await fetch(queries.WISHES, member_id, on_day, on_day + timedelta(days=1))
        row = await fetch_row(queries.EXPRESS_WISH, member_id, on_day, wish.kind, wish.weight, wish.note)
        if list(before) != [row]:
            await record(WishExpressed(member_id, on_day), by=actor, to=[member_id])
        return WishView(**row)


async def drop(actor: Actor, member_id: UUID, on_day: date) -> None:
    """Wish for nothing on that day; none there is no error. Raises NotFound, Forbidden."""
    async with transaction():
        await known_member(actor, member_id)
        if await fetch(queries.DROP_WISH, member_id, on_day):
            await record(WishDropped(member_id, on_day), by=actor, to=[member_id])


async def known_member(actor: Actor, member_id: UUID) -> Member:
    """Oneself, or for the office anybody. Raises Forbidden, NotFound."""
    if member_id != actor.member:
        actor.must("see_time")
    member = await Member.objects().where(Member.id == member_id).first()
    if member is None:
        raise NotFound()
    return member


async def held_member(actor: Actor, member_id: UUID) -> Member:
    """As `known_member`; what is said and planned of them queues up until the end. Raises MemberLeft, too."""
    member = await known_member(actor, member_id)
    if member.ended_at is not None:
        raise MemberLeft()
    await hold_people([member_id])
    return member


def _yesterday() -> date:
    """By UTC, so that it is past in every zone."""
    return clock.now().date() - timedelta(days=1)
