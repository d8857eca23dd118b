"""Leave that people ask for, and take back."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.events import record
from backend.core.ids import new_id
from backend.core.pages import cursor_after, keys_of
from backend.scheduling.events import LeaveAsked, LeaveWithdrawn
from backend.scheduling.leave_errors import LeaveBegun, LeaveDecidedAlready, LeaveOverlaps, NoWorkThen
from backend.scheduling.queries import leave as queries
from backend.scheduling.queries.guards import hold_people
from backend.scheduling.rules import leave as rules
from backend.scheduling.rules.holidays import holidays_of
from backend.scheduling.rules.times import local_day
from backend.scheduling.schemas.leave import LeaveInput, LeaveState, RequestPage, RequestView
from backend.scheduling.schemas.times import clock_of
from backend.scheduling.service import leave_ledger as ledger
from backend.scheduling.service.planning import choices
from backend.scheduling.service.times import held_member

BACK, AHEAD = timedelta(days=31), timedelta(days=366)
"""How far from now leave may be asked for: an illness is often told afterwards."""


async def ask(actor: Actor, wanted: LeaveInput) -> RequestView:
    """Ask for leave, for oneself or, from the office, for somebody. The same id again is the same request.

    Raises NotFound, Forbidden, MemberLeft, UnacceptableFields for days too far, NoWorkThen, LeaveOverlaps,
    LeaveNotEnough.
    """
    member_id, request_id = wanted.member_id or actor.member, wanted.id or new_id()
    async with transaction():
        await held_member(actor, member_id)
        known = await fetch_row(queries.REQUEST, request_id)
        if known is None:
            minutes, starts_at, ends_at = await _measured(member_id, wanted)
            await _refuse(member_id, request_id, wanted.kind, minutes, starts_at, ends_at)
            span = (wanted.from_on, wanted.until_on, wanted.part, starts_at, ends_at, minutes)
            made = await fetch(
                queries.ASK, request_id, member_id, wanted.kind, *span, wanted.reason, clock.now()
            )
            if not made:
                raise NotFound()  # somebody else's request has the id
            await record(LeaveAsked(request_id, member_id), by=actor, to=[member_id])
        elif known["member_id"] != member_id:
            raise NotFound()
        return await view(request_id)


async def _measured(member_id: UUID, wanted: LeaveInput) -> tuple[int, datetime, datetime]:
    """What the leave takes, and from when to when it lasts."""
    known = await ledger.worker(member_id)
    today = local_day(clock.now(), known.zone)
    problems = [
        FieldProblem(f"/{name}", "out-of-range", "from a month ago to a year ahead")
        for name, day in (("from_on", wanted.from_on), ("until_on", wanted.until_on))
        if not today - BACK <= day <= today + AHEAD
    ]
    if problems:
        raise UnacceptableFields(errors=problems)
    begins, ends = (clock_of(text) if text else None for text in (wanted.begins, wanted.ends))
    starts_at, ends_at = rules.span_of(wanted.from_on, wanted.until_on, wanted.part, begins, ends, known.zone)
    a_day = known.day_min(wanted.from_on)
    days = await _days(member_id, wanted, known, starts_at, ends_at)
    minutes = rules.minutes_of(wanted.part, len(days), a_day, starts_at, ends_at)
    if not days or minutes <= 0:
        raise NoWorkThen()
    if wanted.part == "hours" and minutes > a_day:
        raise UnacceptableFields(
            errors=[FieldProblem("/ends", "too-long", "more than a day; ask for the day")]
        )
    return minutes, starts_at, ends_at


async def _days(
    member_id: UUID, wanted: LeaveInput, known: ledger.Worker, starts_at: datetime, ends_at: datetime
) -> list[date]:
    rows = await fetch(queries.PLANNED_DAYS, member_id, starts_at, ends_at)
    contract = known.contract_on(wanted.from_on)
    years = {wanted.from_on.year, wanted.until_on.year}
    holidays = holidays_of(years, known.holiday_changes)
    return rules.leave_days(
        wanted.from_on,
        wanted.until_on,
        contract.days_per_week if contract and contract.days_per_week else rules.FULL_WEEK_DAYS,
        [row["day"] for row in rows],
        holidays if (await choices()).five_or_more else frozenset(),
    )


async def _refuse(
    member_id: UUID, request_id: UUID, kind: str, minutes: int, starts_at: datetime, ends_at: datetime
) -> None:
    other = await fetch_row(queries.OTHER_LEAVE, member_id, request_id, starts_at, ends_at)
    if other is not None:
        raise LeaveOverlaps(**other)
    pending = await fetch_row(queries.PENDING, member_id, kind, request_id)
    await ledger.refuse_beyond_balance(member_id, kind, minutes, asked=pending["minutes"])


async def requests(actor: Actor, state: LeaveState | None, cursor: str | None, limit: int) -> RequestPage:
    """Everybody's requests, the newest first. Raises Forbidden, BadCursor."""
    actor.must("see_time")
    before = keys_of(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    async with transaction():
        rows = await fetch(queries.PAGE, state, *before, limit + 1)
    items = [RequestView(**row) for row in rows[:limit]]
    more = len(rows) > limit
    return RequestPage(items, cursor_after(items[-1].asked_at, items[-1].id) if more else None)


async def withdraw(actor: Actor, request_id: UUID) -> None:
    """Take a request back; of approved leave the balance is given back. Again changes nothing.

    Who asked may do so until the leave begins, the office at any time. Shifts stay with who took them over.
    Raises NotFound, LeaveDecidedAlready for what was refused, LeaveBegun.
    """
    async with transaction():
        request = await held_request(request_id)
        office = actor.may("decide_leave")
        if request["member_id"] != actor.member and not office:
            raise NotFound()
        was = request["state"]
        if was == "withdrawn":
            return
        if was == "refused":
            raise LeaveDecidedAlready(state=was)
        if was == "approved" and not office and request["starts_at"] <= clock.now():
            raise LeaveBegun()
        member_id = request["member_id"]
        await hold_people([member_id])
        await fetch(queries.WITHDRAW, request_id)
        if was == "approved":
            kind, minutes, day = request["kind"], request["minutes"], request["from_on"]
            await ledger.book(member_id, kind, minutes, day, "given_back", request_id=request_id, by=actor)
        await record(LeaveWithdrawn(request_id, member_id, was), by=actor, to=[member_id])


async def held_request(request_id: UUID) -> Any:
    """A request, held until the transaction ends. Raises NotFound."""
    row = await fetch_row(queries.HOLD_REQUEST, request_id)
    if row is None:
        raise NotFound()
    return row


async def view(request_id: UUID) -> RequestView:
    return RequestView(**await fetch_row(queries.REQUEST, request_id))
