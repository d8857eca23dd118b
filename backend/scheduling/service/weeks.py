"""Planning a week like another one, for everybody or for one person, and a shift on more days."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.events import record
from backend.core.ids import new_id
from backend.identity.tables import Member
from backend.scheduling.errors import MemberLeft, ShiftCancelled
from backend.scheduling.events import MemberAssigned, ShiftCopied, WeekCopied
from backend.scheduling.queries import copies as queries
from backend.scheduling.queries import shifts as shift_queries
from backend.scheduling.rules import times as rules
from backend.scheduling.schemas.weeks import ShiftCopyInput, WeekCopyInput, WeekCopyView
from backend.scheduling.service import copies, shifts
from backend.scheduling.service.copies import Wanted
from backend.scheduling.tables import Site

DAY = timedelta(days=1)


async def copy_week(actor: Actor, wanted: WeekCopyInput) -> WeekCopyView:
    """Plan a week like another: the same times by each site's clocks, as drafts, with the same people.

    What is planned there already stays, and is not planned twice.
    """
    source, target = rules.monday_of(wanted.from_week), rules.monday_of(wanted.to_week)
    own = actor.scope_filter("plan_shifts")
    sites = None if own is None else list(own)
    _refuse_weeks(source, target, wanted)
    async with transaction():
        rows = await shifts_of_week(source, sites)
        days = (target - source).days
        if wanted.member_id is None:
            copied = await copies.plan_all([_moved(row, days, row["people"]) for row in rows])
        else:
            heir = await _heir(wanted)
            theirs = [row for row in rows if wanted.member_id in row["people"]]
            copied = await _copy_person(actor, [_moved(row, days, [heir]) for row in theirs], heir)
        if copied.shift_ids:
            await record(WeekCopied(new_id(), source, target, list(copied.shift_ids)), by=actor)
    return copied


async def copy_shift(actor: Actor, shift_id: UUID, wanted: ShiftCopyInput) -> WeekCopyView:
    """Plan a shift on more days, by its site's clocks; on a day that has it already nothing happens."""
    async with transaction():
        shift = await shifts.held_shift(actor, shift_id)
        if shift.state == "cancelled":
            raise ShiftCancelled()
        site = await Site.objects().get(Site.id == shift.site_id)
        assert site is not None
        shifts.refuse_archived(site)
        people = await shift_queries.assigned_to([shift.id]) if wanted.with_people else []
        row = {**shift.to_dict(), "timezone": site.timezone}
        first = rules.local_day(shift.starts_at, site.timezone)
        for day in wanted.days:
            refuse_distant("/days", day)
        copied = await copies.plan_all(
            [_moved(row, (day - first).days, people) for day in sorted(set(wanted.days))]
        )
        if copied.shift_ids:
            await record(ShiftCopied(shift.id, list(copied.shift_ids)), by=actor)
    return copied


async def shifts_of_week(monday: date, sites: Sequence[UUID] | None) -> list[Any]:
    """The shifts whose first day, by their site's clocks, is in the week; everywhere, or at these sites."""
    start = datetime.combine(monday, time(), UTC)
    rows = await fetch(queries.SHIFTS_TO_COPY, start - DAY, start + 8 * DAY, sites)
    return [
        row for row in rows if rules.monday_of(rules.local_day(row["starts_at"], row["timezone"])) == monday
    ]


def refuse_strange(pointer: str, day: date) -> None:
    """Raises UnacceptableFields for a day of the distant past or future, where calendars end."""
    if not rules.EARLIEST_YEAR <= day.year <= rules.LATEST_YEAR:
        detail = f"years lie between {rules.EARLIEST_YEAR} and {rules.LATEST_YEAR}"
        raise UnacceptableFields(errors=[FieldProblem(pointer, "out-of-range", detail)])


def refuse_distant(pointer: str, day: date) -> None:
    """Raises UnacceptableFields for a day that is too far away to be planned."""
    if abs(day - clock.now().date()) > rules.PLANNABLE:
        raise UnacceptableFields(errors=[FieldProblem(pointer, "out-of-range", "more than a year from now")])


def _refuse_weeks(source: date, target: date, wanted: WeekCopyInput) -> None:
    refuse_strange("/from_week", source)
    other = wanted.to_member_id not in (None, wanted.member_id)
    if other and wanted.member_id is None:
        problem = FieldProblem("/member_id", "missing", "whose week it is")
        raise UnacceptableFields(errors=[problem])
    if source == target and not other:
        raise UnacceptableFields(errors=[FieldProblem("/to_week", "same-week", "the weeks are the same")])
    refuse_distant("/to_week", target)


async def _heir(wanted: WeekCopyInput) -> UUID:
    """Who gets the person's shifts. Raises NotFound, MemberLeft."""
    member_id = wanted.to_member_id or wanted.member_id
    member = await Member.objects().where(Member.id == member_id).first()
    if member is None or not await Member.exists().where(Member.id == wanted.member_id):
        raise NotFound()
    if member.ended_at is not None:
        raise MemberLeft()
    return member.id


async def _copy_person(actor: Actor, wanted: list[Wanted], member_id: UUID) -> WeekCopyView:
    """Take free seats on what is planned then already, and plan the rest with one seat."""
    alike = await fetch(
        queries.HOLD_ALIKE,
        [one.site_id for one in wanted],
        [one.starts_at for one in wanted],
        [one.ends_at for one in wanted],
    )
    taken = {row["shift_id"]: row for row in await fetch(queries.TAKEN, [r["id"] for r in alike], member_id)}
    free = {
        row["place"]: row
        for row in alike
        if row["id"] not in taken
        or (taken[row["id"]]["people"] < row["seats"] and not taken[row["id"]]["is_on"])
    }
    seated, refused = await copies.seat([(row["id"], member_id) for row in free.values()])
    states = {row["id"]: row["state"] for row in alike}
    for one in seated:
        told = [member_id] if states[one.shift_id] == "published" else []
        await record(MemberAssigned(one.shift_id, member_id), by=actor, to=told)
    there = {row["place"] for row in alike}
    fresh = await copies.plan_all([one for place, one in enumerate(wanted, 1) if place not in there])
    return WeekCopyView(
        fresh.created, fresh.assigned + len(seated), fresh.shift_ids, [*refused, *fresh.refused]
    )


def _moved(row: Any, days: int, people: Sequence[UUID]) -> Wanted:
    times = rules.moved(row["starts_at"], row["ends_at"], days, row["timezone"])
    return Wanted.like(row, times, people)
