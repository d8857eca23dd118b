"""Sheets are approved, locked and reopened; each act stands in the worker's own chain."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.access import PERMISSIONS
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.identity.tables import Member
from backend.scheduling.rules.times import local_day
from backend.timesheets.errors import (
    CorrectionUndecided,
    NotApproved,
    NothingToReopen,
    OwnSheet,
    PeriodNotOver,
    SheetLockedAlready,
    SheetMovedOn,
)
from backend.timesheets.events import SheetReopened, SheetsApproved, SheetsLocked
from backend.timesheets.queries import kept as queries
from backend.timesheets.rules.figures import figures_of
from backend.timesheets.rules.revision import digest_of
from backend.timesheets.schemas.sheets import BulkView, LeftOver, ReasonInput, SeenInput, WhyNot
from backend.timesheets.service.acts import Act, chain_act
from backend.timesheets.service.kept import KeptSheet, kept_sheets
from backend.timesheets.service.periods import Period, begun, period


async def approve(actor: Actor, period_id: UUID, member_id: UUID, seen: SeenInput) -> None:
    """Say that the sheet which the actor saw is right. Again changes nothing.

    Raises NotFound, PeriodNotOver, OwnSheet, SheetLockedAlready, SheetMovedOn, CorrectionUndecided.
    """
    async with transaction():
        found, kept = await _held(period_id, member_id)
        await _refuse_early(found, member_id)
        if member_id == actor.member and await _somebody_else_may(actor):
            raise OwnSheet()
        _refuse_other(kept, seen)
        if kept.state == "locked":
            raise SheetLockedAlready(since=kept.locked_at)
        if kept.state == "approved":
            return
        if "open_correction" in _codes(kept):
            raise CorrectionUndecided()
        await _approve(actor, found, [kept])


async def approve_clean(actor: Actor, period_id: UUID) -> BulkView:
    """Approve every sheet with nothing odd on it, as it is now, and say who is left and why.

    Raises NotFound, PeriodNotOver.
    """
    async with transaction():
        found = await period(period_id)
        names, sheets = await _everybody(found)
        over = await _is_over(found)
        own = actor.member if await _somebody_else_may(actor) else None
        remarked = await _not_right(found, list(names))
        clean, left = [], []
        for kept in sheets:
            why = _why_not(kept, own, remarked, over=over)
            if why is None and kept.state == "open":
                clean.append(kept)
            elif why is not None:
                member_id = kept.sheet.member_id
                left.append(LeftOver(member_id, names[member_id], why, _codes(kept)))
        if clean:
            await _approve(actor, found, clean)
        return BulkView(len(clean), sorted(left, key=lambda one: one.name))


def _why_not(kept: KeptSheet, own: UUID | None, remarked: frozenset[UUID], *, over: bool) -> WhyNot | None:
    if kept.state != "open":
        return None
    if not over:
        return "not_over"
    if kept.sheet.exceptions:
        return "odd"
    if kept.sheet.member_id in remarked:
        return "not_right"
    return "own" if kept.sheet.member_id == own else None


async def _approve(actor: Actor, found: Period, sheets: Sequence[KeptSheet]) -> None:
    members = [kept.sheet.member_id for kept in sheets]
    revisions = [kept.revision for kept in sheets]
    now = clock.now()
    await fetch(queries.APPROVE, found.id, members, revisions, actor.member, now)
    await _act(actor, found, sheets, "approved", now)
    await record(SheetsApproved(found.id, members), by=actor, to=members)


async def lock(actor: Actor, period_id: UUID, member_id: UUID, seen: SeenInput) -> None:
    """Freeze an approved sheet as the actor saw it. Again changes nothing.

    Raises NotFound, SheetMovedOn, NotApproved.
    """
    async with transaction():
        found, kept = await _held(period_id, member_id)
        _refuse_other(kept, seen)
        if kept.state == "locked":
            return
        if kept.state != "approved":
            raise NotApproved()
        await _lock(actor, found, [kept])


async def lock_approved(actor: Actor, period_id: UUID) -> BulkView:
    """Freeze every approved sheet, and say who is left. Raises NotFound."""
    async with transaction():
        found = await period(period_id)
        names, sheets = await _everybody(found)
        approved = [kept for kept in sheets if kept.state == "approved"]
        left = [
            LeftOver(kept.sheet.member_id, names[kept.sheet.member_id], "not_approved", _codes(kept))
            for kept in sheets
            if kept.state == "open"
        ]
        if approved:
            await _lock(actor, found, approved)
        return BulkView(len(approved), sorted(left, key=lambda one: one.name))


async def _lock(actor: Actor, found: Period, sheets: Sequence[KeptSheet]) -> None:
    members = [kept.sheet.member_id for kept in sheets]
    contents = [msgspec.json.encode(kept.sheet).decode() for kept in sheets]
    now = clock.now()
    await fetch(queries.LOCK, found.id, members, contents, actor.member, now)
    await _act(actor, found, sheets, "locked", now)
    await record(SheetsLocked(found.id, members), by=actor, to=members)


async def reopen(actor: Actor, period_id: UUID, member_id: UUID, given: ReasonInput) -> None:
    """Open what was approved or locked, for a reason that the worker is told.

    What came after the lock is answered by it. Raises NotFound, NothingToReopen.
    """
    async with transaction():
        found, kept = await _held(period_id, member_id)
        if kept.state == "open" and not kept.moved_on:
            raise NothingToReopen()
        state = "approved" if kept.moved_on else kept.state
        now = clock.now()
        await fetch(queries.REOPEN, found.id, member_id)
        await fetch(queries.ANSWER_ALL, found.id, member_id, actor.member, now, given.reason)
        [act_id] = await _act(actor, found, [kept], "reopened", now, given.reason)
        await record(SheetReopened(member_id, found.id, state, act_id), by=actor, to=[member_id])


async def _act(
    actor: Actor, found: Period, sheets: Sequence[KeptSheet], kind: str, now: datetime, reason: str = ""
) -> list[UUID]:
    """Write it down for the office, and in the chain of each worker."""
    ids = [new_id() for _ in sheets]
    members, revisions = [one.sheet.member_id for one in sheets], [one.revision for one in sheets]
    await fetch(queries.WRITE_ACTS, found.id, ids, members, revisions, kind, now, actor.member, reason)
    for act_id, kept in zip(ids, sheets, strict=True):
        act = Act(act_id, kept.sheet.member_id, kind, now, kept.revision, actor.member, reason)
        digest = digest_of(msgspec.json.encode(kept.sheet).decode())
        await chain_act(found, act, digest=digest, totals=msgspec.to_builtins(figures_of(kept.sheet)))
    return ids


async def _held(period_id: UUID, member_id: UUID) -> tuple[Period, KeptSheet]:
    """The sheet, with nobody else changing this person's record meanwhile. Raises NotFound."""
    found = await begun(period_id)
    if not await Member.exists().where(Member.id == member_id):
        raise NotFound()
    await fetch(queries.HOLD, [member_id])
    [kept] = await kept_sheets(found, [member_id])
    return found, kept


async def _everybody(found: Period) -> tuple[dict[UUID, str], list[KeptSheet]]:
    rows = await Member.select(Member.id, Member.name)
    await fetch(queries.HOLD, [row["id"] for row in rows])
    return {row["id"]: row["name"] for row in rows}, await kept_sheets(found)


def _refuse_other(kept: KeptSheet, seen: SeenInput) -> None:
    if kept.revision != seen.revision:
        raise SheetMovedOn(revision=kept.revision)


async def _refuse_early(found: Period, member_id: UUID) -> None:
    """Whose work here is over need not wait for the end of the period."""
    if not await _is_over(found):
        member = await Member.select(Member.ended_at).where(Member.id == member_id).first()
        if member is None or member["ended_at"] is None:
            raise PeriodNotOver(until_on=found.until_on.isoformat())


async def _is_over(found: Period) -> bool:
    row = await fetch_row("SELECT timezone FROM organisation")
    return local_day(clock.now(), row["timezone"]) > found.until_on


async def _somebody_else_may(actor: Actor) -> bool:
    roles = sorted(PERMISSIONS["approve_timesheets"].roles)
    row = await fetch_row(queries.OTHERS, actor.member, roles)
    return bool(row["there_are"])


async def _not_right(found: Period, members: list[UUID]) -> frozenset[UUID]:
    rows = await fetch(queries.REMARKS, found.id, members)
    return frozenset(row["member_id"] for row in rows if not row["right"])


def _codes(kept: KeptSheet) -> list[str]:
    return list(dict.fromkeys(one.code for one in kept.sheet.exceptions))
