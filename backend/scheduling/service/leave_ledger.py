"""The ledger of leave: a balance is the sum of its entries, and nothing else is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.events import record
from backend.core.ids import new_id
from backend.core.timers import set_timer
from backend.scheduling.events import LeaveAccrualDue, LeaveBooked
from backend.scheduling.leave_errors import LeaveNotEnough
from backend.scheduling.queries import leave as queries
from backend.scheduling.queries.guards import hold_people
from backend.scheduling.rules import leave as rules
from backend.scheduling.rules.times import local_day
from backend.scheduling.schemas.leave import (
    BalanceView,
    EntryInput,
    EntryView,
    LeaveView,
    RequestView,
)
from backend.scheduling.service.planning import choices
from backend.scheduling.service.times import known_member

AT_NIGHT = time(3)
MOST_ENTRIES, MOST_REQUESTS = 200, 100
"""That one answer shows, the newest first."""


class Contract(Struct, array_like=True, frozen=True):
    """What leave needs of somebody's terms."""

    from_on: date
    weekly_min: int
    days_per_week: int


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody's terms and the organisation's calendar."""

    zone: str
    terms: list[Contract]
    holiday_changes: list[tuple[date, bool]]

    def contract_on(self, day: date) -> Contract | None:
        """What holds on the day; before the first terms, those."""
        return contract_on(self.terms, day)

    def day_min(self, day: date) -> int:
        """Minutes that a day of leave takes."""
        found = self.contract_on(day)
        return rules.day_min(*(found.weekly_min, found.days_per_week) if found else (None, None))


def contract_on(terms: Sequence[Contract], day: date) -> Contract | None:
    begun = [one for one in terms if one.from_on <= day]
    return begun[-1] if begun else next(iter(terms), None)


async def worker(member_id: UUID) -> Worker:
    row = await fetch_row(queries.TERMS, member_id)
    return Worker(
        zone=row["timezone"],
        terms=msgspec.json.decode(row["terms"], type=list[Contract]),
        holiday_changes=msgspec.json.decode(row["holidays"], type=list[tuple[date, bool]]),
    )


async def leave(actor: Actor, member_id: UUID) -> LeaveView:
    """Somebody's balances, ledger and requests. Raises NotFound, Forbidden."""
    async with transaction():
        await known_member(actor, member_id)
        return await leave_of(member_id)


async def leave_of(member_id: UUID) -> LeaveView:
    known = await worker(member_id)
    today = local_day(clock.now(), known.zone)
    a_day = known.day_min(today)
    rows = {row["kind"]: row for row in await fetch(queries.BALANCES, member_id)}
    lots = await fetch(queries.LOTS, member_id)
    kinds = sorted({"annual", *rows})
    return LeaveView(
        member_id=member_id,
        day_min=a_day,
        earns=await _earns(known.contract_on(today)),
        balances=[_balance(kind, rows.get(kind), lots, a_day) for kind in kinds],
        entries=[EntryView(**row) for row in await fetch(queries.ENTRIES, member_id, MOST_ENTRIES)],
        requests=[RequestView(**row) for row in await fetch(queries.OF_MEMBER, member_id, MOST_REQUESTS)],
    )


def _balance(kind: Any, row: Any, lots: Sequence[Any], a_day: int) -> BalanceView:
    minutes = row["minutes"] if row else 0
    entries = [
        rules.Entry(lot["minutes"], lot["on_day"], lot["expires_on"], lot["given_back"])
        for lot in lots
        if lot["kind"] == kind
    ]
    limited = is_limited(kind, granted=bool(row and row["granted"]))
    return BalanceView(kind, minutes, round(minutes / a_day, 2), limited, rules.left_of(entries))


async def _earns(contract: Contract | None) -> Any:
    if not (await choices()).five_or_more:
        return "under_five"
    if contract is None:
        return "no_terms"
    return "yes" if contract.weekly_min >= rules.FEWEST_WEEKLY_MIN else "under_15h"


def is_limited(kind: str, *, granted: bool) -> bool:
    """Annual leave is taken from what was earned; other kinds only where something was granted."""
    return kind == "annual" or granted


async def refuse_beyond_balance(member_id: UUID, kind: str, minutes: int, *, asked: int = 0) -> None:
    """Raises LeaveNotEnough when that much is not left, beside what else was asked for."""
    rows = {row["kind"]: row for row in await fetch(queries.BALANCES, member_id)}
    row = rows.get(kind)
    left = row["minutes"] if row else 0
    if is_limited(kind, granted=bool(row and row["granted"])) and left - asked < minutes:
        raise LeaveNotEnough(balance_min=left, asked_min=asked, minutes=minutes)


async def book_by_hand(actor: Actor, member_id: UUID, wanted: EntryInput) -> EntryView:
    """Add an entry to somebody's ledger. The same id again is the same entry.

    Raises Forbidden, NotFound, and LeaveNotEnough when it would take more than there is.
    """
    actor.must("decide_leave")
    entry_id = wanted.id or new_id()
    async with transaction():
        await known_member(actor, member_id)
        await hold_people([member_id])
        known = await fetch_row("SELECT member_id FROM leave_entry WHERE id = $1", entry_id)
        if known is None:
            if wanted.minutes < 0:
                await refuse_beyond_balance(member_id, wanted.kind, -wanted.minutes)
            await book(
                member_id,
                wanted.kind,
                wanted.minutes,
                wanted.on_day,
                "by_hand",
                expires_on=wanted.expires_on,
                note=wanted.note,
                by=actor,
                entry_id=entry_id,
            )
            if wanted.expires_on is not None:
                await look_tomorrow()
        found = "SELECT * FROM leave_entry WHERE id = $1"
        row = await fetch_row(found, entry_id)
        return EntryView(**{name: row[name] for name in EntryView.__struct_fields__})


async def book(
    member_id: UUID,
    kind: str,
    minutes: int,
    on_day: date,
    why: str,
    *,
    expires_on: date | None = None,
    request_id: UUID | None = None,
    note: str = "",
    by: Actor | None = None,
    entry_id: UUID | None = None,
) -> bool:
    """Write an entry, once for each day on which something was earned, and for each request.

    Returns whether it is new.
    """
    made = await fetch(
        queries.BOOK,
        entry_id or new_id(),
        member_id,
        kind,
        minutes,
        on_day,
        why,
        expires_on,
        request_id,
        note,
        clock.now(),
        by.member_id if by else None,
    )
    if made:
        await record(LeaveBooked(member_id, minutes, why), by=by, to=[member_id])
    return bool(made)


async def look_tomorrow() -> None:
    """What is earned and what expires is looked at in the coming night."""
    row = await fetch_row("SELECT id, timezone FROM organisation")
    tomorrow = local_day(clock.now(), row["timezone"]) + timedelta(days=1)
    due_at = datetime.combine(tomorrow, AT_NIGHT, ZoneInfo(row["timezone"]))
    await set_timer(key="leave_accrual", due_at=due_at, event=LeaveAccrualDue(row["id"]))
